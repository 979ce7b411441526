"""The names of the files that machines exchange: lower-case ASCII, never twice the same, telling nothing."""

_ENTROPY = 2


def bundle_name(code: str, first: int, last: int, entropy: bytes) -> str:
    """Name a bundle by its machine's code and the part of that machine's own chain that it brings."""
    return f"ft-{code.lower()}-{first}-{last}-{entropy[:_ENTROPY].hex()}.ftb"


def request_name(code: str, entropy: bytes) -> str:
    """Name a request."""
    return f"ft-{code.lower()}-{entropy[:_ENTROPY].hex()}.ftr"


def receipt_name(code: str, entropy: bytes) -> str:
    """Name a receipt."""
    return f"ft-{code.lower()}-{entropy[:_ENTROPY].hex()}.ftx"
