"""The names of the files that machines exchange: lower-case ASCII, never twice the same, telling nothing."""

from fieldtech.sync.manifest import Manifest

_ENTROPY = 2


def bundle_name(manifest: Manifest, entropy: bytes) -> str:
    """Name a bundle by its machine's code and the part of that machine's own chain that it brings."""
    chain = manifest.card.chain
    before, after = (
        max((tip.sequence for tip in frontier[chain].tips), default=0) if chain in frontier else 0
        for frontier in (manifest.frontier_before, manifest.frontier_after)
    )
    return f"ft-{manifest.card.code.lower()}-{min(before + 1, after)}-{after}-{entropy[:_ENTROPY].hex()}.ftb"


def request_name(code: str, entropy: bytes) -> str:
    """Name a request."""
    return f"ft-{code.lower()}-{entropy[:_ENTROPY].hex()}.ftr"


def receipt_name(code: str, entropy: bytes) -> str:
    """Name a receipt."""
    return f"ft-{code.lower()}-{entropy[:_ENTROPY].hex()}.ftx"
