"""A bundle's table of contents, which only its readers see: who carries what, from where to where, and for whom."""

import re
from typing import Literal

import msgspec

from fieldtech.domain.canonical import INTEGER_LIMIT, canonical_bytes, check_canonical
from fieldtech.domain.errors import DamagedJournal, RuleViolation, UnreadableBundle
from fieldtech.domain.frontiers import Checkpoint, Frontier, SignedReceipt
from fieldtech.domain.identifiers import chain_name, is_code
from fieldtech.domain.journal import HASH_BYTES
from fieldtech.sync.limits import ATTACHMENT_LIMIT, CHAIN_LIMIT, MANIFEST_LIMIT, RUN_LIMIT, TEXT_LIMIT, TIP_LIMIT
from fieldtech.text import _

READER = 1
"""What this reader understands; a manifest that says more needs a newer one."""
FIRST_READER = 1
"""What a manifest means that names none. Never edited: a default is left out, and so would be one that grew."""
_CHAIN = re.compile("[0-9a-z]{1,32}")
_DIGEST = re.compile("[0-9a-f]{64}")
_ROLES = ("", "technician", "supervisor")


class Card(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A machine, as it introduces itself; nothing of it is proven but that its key signed it."""

    public_key: str
    """Ed25519, base64url."""
    code: str
    """The letters in its fault numbers."""
    person: str
    site: str = ""
    zone: str = ""
    role: str = ""
    """What it claims to be; empty: a technician's."""

    @property
    def chain(self) -> str:
        """The chain that its key names."""
        return chain_name(self.public_key)


class Contents(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the carrier chose to put in; what was left out came as commitments."""

    what: Literal["all", "fault", "site"] = "all"
    name: str = ""
    """The fault's identifier, or the site's name."""
    has_attachments: bool = True
    users_redacted: bool = False


class Run(msgspec.Struct, frozen=True):
    """An unbroken run of a chain's entries."""

    chain: str
    first: int
    last: int
    hash_before: bytes


class Enclosed(msgspec.Struct, frozen=True):
    """An attachment's bytes in the bundle."""

    digest: str
    """SHA-256, hexadecimal."""
    size: int


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The table of contents; the writer fills in what it alone knows: the last four."""

    card: Card
    at: int
    """When it was written, by the carrier's clock, in microseconds since 1970, UTC."""
    contents: Contents = Contents()
    frontier_before: Frontier = {}
    """What the receivers had acknowledged: what stands behind that is here."""
    frontier_after: Frontier = {}
    """What the carrier holds."""
    checkpoints: tuple[Checkpoint, ...] = ()
    receipt: SignedReceipt | None = None
    """What the carrier has of others, as he signed it."""
    writer: str = ""
    """The version of the program that wrote it; empty: from before it was told."""
    least_reader: int = FIRST_READER
    """The reader that it takes."""
    recipients: tuple[str, ...] = ()
    """Their chains; none: it is plain."""
    runs: tuple[Run, ...] = ()
    """In the order in which their entries stand in the bundle."""
    attachments: tuple[Enclosed, ...] = ()
    stand_ins: int = 0
    """How many payloads stand in for withheld ones."""

    @property
    def entry_count(self) -> int:
        """How many entries it carries."""
        return sum(run.last - run.first + 1 for run in self.runs)


class _Reader(msgspec.Struct):
    least_reader: int = FIRST_READER
    writer: str = ""


def encode_manifest(manifest: Manifest) -> bytes:
    """Spell a manifest as a reader will take it.

    Raises:
        RuleViolation: it is larger than a reader takes.
    """
    encoded = canonical_bytes(manifest)
    is_small = len(manifest.attachments) <= ATTACHMENT_LIMIT and len(manifest.runs) <= RUN_LIMIT
    if len(encoded) > MANIFEST_LIMIT or not is_small:
        raise too_much()
    return encoded


def decode_manifest(encoded: bytes) -> Manifest:
    """Read a manifest; what a newer writer says beyond what is known here is passed over.

    Raises:
        UnreadableBundle: it makes no sense, is too large, or a newer reader is needed.
    """
    if len(encoded) > MANIFEST_LIMIT:
        raise UnreadableBundle(_("The table of contents of this bundle is larger than any that is written."))
    try:
        _check_reader(msgspec.json.decode(encoded, type=_Reader))
        manifest = msgspec.json.decode(encoded, type=Manifest)
        if not _is_sound(manifest):
            raise malformed()
        if canonical_bytes(manifest) != encoded:
            check_canonical(encoded)
    except (msgspec.MsgspecError, DamagedJournal, ValueError, RecursionError) as error:
        raise malformed() from error
    return manifest


def too_much() -> RuleViolation:
    """Say that a reader would not take so much."""
    return RuleViolation(_("This is too much for one bundle: choose less of it, or leave attachments out."))


def malformed() -> UnreadableBundle:
    """Say that what was genuine and whole makes no sense: its writer is to blame."""
    return UnreadableBundle(_("The inside of this bundle makes no sense: the program that wrote it is faulty."))


def is_sound_card(card: Card) -> bool:
    """Tell whether a card could be that of a machine."""
    texts = (card.public_key, card.person, card.site, card.zone)
    return all(len(text) <= TEXT_LIMIT for text in texts) and is_code(card.code) and card.role in _ROLES


def is_sound_frontier(frontier: Frontier) -> bool:
    """Tell whether a frontier could be that of a store."""
    return len(frontier) <= CHAIN_LIMIT and all(
        is_chain(chain)
        and 0 <= held.whole < INTEGER_LIMIT
        and len(held.tips) <= TIP_LIMIT
        and all(_is_sequence(tip.sequence) and len(tip.hash) == HASH_BYTES for tip in held.tips)
        for chain, held in frontier.items()
    )


def is_sound_checkpoint(checkpoint: Checkpoint) -> bool:
    """Tell whether a signed head could be that of a chain."""
    return is_chain(checkpoint.chain) and _is_sequence(checkpoint.sequence) and len(checkpoint.hash) == HASH_BYTES


def is_digest(text: str) -> bool:
    """Tell whether it is a SHA-256, hexadecimal."""
    return _DIGEST.fullmatch(text) is not None


def is_chain(name: str) -> bool:
    """Tell whether it could name a chain."""
    return _CHAIN.fullmatch(name) is not None


def _check_reader(told: _Reader) -> None:
    if told.least_reader > READER:
        raise UnreadableBundle(
            _(
                "This bundle needs a reader of version {there}, as fieldtech {writer} has it; this one is of version "
                "{here}: update it."
            ).format(writer=told.writer[:40] or "?", there=told.least_reader, here=READER)
        )


def _is_sound(manifest: Manifest) -> bool:
    return (
        is_sound_card(manifest.card)
        and 0 <= manifest.at < INTEGER_LIMIT
        and len(manifest.contents.name) <= TEXT_LIMIT
        and is_sound_frontier(manifest.frontier_before)
        and is_sound_frontier(manifest.frontier_after)
        and len(manifest.checkpoints) <= CHAIN_LIMIT
        and all(map(is_sound_checkpoint, manifest.checkpoints))
        and all(map(is_chain, manifest.recipients))
        and len(manifest.runs) <= RUN_LIMIT
        and all(map(_is_sound_run, manifest.runs))
        and len(manifest.attachments) <= ATTACHMENT_LIMIT
        and all(is_digest(enclosed.digest) and enclosed.size >= 0 for enclosed in manifest.attachments)
        and manifest.stand_ins >= 0
    )


def _is_sound_run(run: Run) -> bool:
    return (
        is_chain(run.chain)
        and _is_sequence(run.first)
        and _is_sequence(run.last)
        and run.first <= run.last
        and len(run.hash_before) == HASH_BYTES
    )


def _is_sequence(number: int) -> bool:
    return 0 < number < INTEGER_LIMIT
