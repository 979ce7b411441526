"""What of other machines lies in a folder or on a stick: bundles, receipts and requests, the newest first."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import msgspec

from fieldtech.domain.errors import UnreadableBundle
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.trust import Standing
from fieldtech.domain.visible_text import one_line, storable
from fieldtech.store import Store, is_of_copy, roster
from fieldtech.store.views.bundles import bundle_log
from fieldtech.store.views.people import machine_names
from fieldtech.sync.outer import body_chunks, read_outer, verify_outer
from fieldtech.sync.sealing import is_sealed_to
from fieldtech.sync.signed_files import read_receipt
from fieldtech.text import _, ngettext
from fieldtech.workflow.enrolment import look_at, own_candidate
from fieldtech.workflow.exchange import named, opened_file
from fieldtech.workflow.looking import show_bundle

MOST_FILES, MOST_OPENED = 200, 40
"""How many files are listed, and how many of them, the newest that are not known yet, are looked into."""
_LOGGED = 5000


class FileKind(StrEnum):
    """What a file is, by the ending of its name."""

    BUNDLE = ".ftb"
    RECEIPT = ".ftx"
    REQUEST = ".ftr"


class FoundFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of another machine."""

    path: Path
    kind: FileKind
    written_at: datetime
    """When the file was last written, by the clock of who wrote it, UTC."""
    bytes: int
    is_logged: bool
    """It was read or written here before; a request: its machine is trusted already."""
    is_own: bool = False
    """This machine wrote it."""
    carrier: str = ""
    """The code of the machine that wrote it, or its chain; empty: not looked into, or not told."""
    is_looked_into: bool = False
    """It was opened; a folder may hold more files than are worth that."""
    is_stranger: bool = False
    """The machine that wrote it is not known here."""
    is_for_others: bool = False
    """It is sealed to other machines than this one."""
    holds: str = ""
    """What it holds, in words."""
    refusal: str = ""
    """Why it can't be taken in; empty: it can."""

    @property
    def is_wanted(self) -> bool:
        """It can be taken in and was not yet."""
        return self.kind is not FileKind.REQUEST and not (self.is_logged or self.is_own or self.refusal)

    @property
    def is_candidate(self) -> bool:
        """It is of a machine that may come to be trusted by it."""
        is_new = not (self.is_own or self.is_logged or self.refusal)
        return (self.kind is FileKind.REQUEST and is_new) or (self.is_stranger and not self.is_for_others)


def files_in(store: Store, folders: Sequence[Path], *, progress: Progress = unheard) -> tuple[FoundFile, ...]:
    """List what lies in some folders, the newest first, and say of each what it is; nothing is taken in.

    Raises:
        UnreadableBundle: a folder can't be read.
        WorkStopped: it was stopped.
    """
    logged = {each.name: each.is_outgoing for each in bundle_log(store, _LOGGED)}
    listed = [file for folder in folders for file in _listed(folder, logged)]
    # What is known already must not hide what is new, and seems old where its writer's clock is behind.
    chosen = sorted(listed, key=lambda file: (file.is_logged, _newest_first(file)))[:MOST_FILES]
    found = sorted(chosen, key=_newest_first)
    told = []
    opened = 0
    for done, file in enumerate(found):
        progress(done, len(found), one_line(file.path.name))
        is_opened = not file.is_logged and opened < MOST_OPENED
        opened += is_opened
        told.append(msgspec.structs.replace(_looked_into(store, file), is_looked_into=True) if is_opened else file)
    return tuple(told)


def _listed(folder: Path, logged: dict[str, bool]) -> Iterator[FoundFile]:
    kinds = {str(kind): kind for kind in FileKind}
    try:
        entries = list(os.scandir(folder))
    except (OSError, ValueError) as error:
        raise UnreadableBundle(
            _("{name} can't be read. Is the stick still in?").format(name=one_line(str(folder)))
        ) from error
    for entry in entries:
        kind = kinds.get(Path(entry.name).suffix.lower())
        if kind is None or entry.name.startswith("."):
            continue
        try:
            status = entry.stat()
        except OSError:
            continue
        name = storable(entry.name)
        yield FoundFile(
            path=Path(entry.path),
            kind=kind,
            written_at=_instant(status.st_mtime),
            bytes=status.st_size,
            is_logged=name in logged,
            is_own=logged.get(name, False),
        )


def _looked_into(store: Store, file: FoundFile) -> FoundFile:
    try:
        match file.kind:
            case FileKind.REQUEST:
                return _request(store, file)
            case FileKind.RECEIPT:
                return _receipt(store, file)
            case FileKind.BUNDLE:
                return _bundle(store, file)
    except UnreadableBundle as error:
        return msgspec.structs.replace(file, refusal=_bare(file, error))


def _request(store: Store, file: FoundFile) -> FoundFile:
    candidate = look_at(file.path)
    is_own = candidate.public_key == own_candidate(store).public_key
    holds = _(", ").join(part for part in (_("request"), candidate.person, candidate.site) if part)
    standing = roster(store).seen_from(store.chain).standing(chain_name(candidate.public_key))
    is_known = standing is not Standing.UNKNOWN
    return msgspec.structs.replace(file, carrier=candidate.code, holds=holds, is_own=is_own, is_logged=is_known)


def _receipt(store: Store, file: FoundFile) -> FoundFile:
    with named(file.path), opened_file(file.path) as opened:
        receipt = read_receipt(opened).receipt
    is_own = receipt.machine == store.chain and not is_of_copy(store, receipt)
    carrier = machine_names(store).machine(receipt.machine)
    return msgspec.structs.replace(file, carrier=carrier, holds=_("receipt"), is_own=is_own)


def _bundle(store: Store, file: FoundFile) -> FoundFile:
    with named(file.path), opened_file(file.path) as opened:
        outer = verify_outer(opened)
        known = roster(store)
        trust = known.seen_from(store.chain)
        is_here = _is_for(opened, [known.public_key(chain) for chain in trust.own])
    carrier = machine_names(store).machine(outer.carrier)
    if trust.standing(outer.carrier) is Standing.UNKNOWN:
        refusal = _("It is from a machine that is not trusted here: accept it first, with its fingerprint compared.")
        return msgspec.structs.replace(
            file, carrier=carrier, is_stranger=True, is_for_others=not is_here, refusal=refusal
        )
    try:
        shown = show_bundle(store, file.path)
    except UnreadableBundle as error:
        return msgspec.structs.replace(file, carrier=carrier, is_for_others=not is_here, refusal=_bare(file, error))
    entries = ngettext("{n} entry", "{n} entries", shown.entries).format(n=shown.entries)
    holds = entries if shown.is_everything else _(", ").join((shown.contents, entries))
    return msgspec.structs.replace(file, carrier=shown.carrier, holds=holds)


def _is_for(opened: BinaryIO, own_keys: Sequence[str]) -> bool:
    opened.seek(0)
    outer = read_outer(opened)
    return not outer.is_encrypted or is_sealed_to(body_chunks(opened, outer, unheard), own_keys)


def _bare(file: FoundFile, error: UnreadableBundle) -> str:
    """Give a refusal without the file's name, which stands beside it."""
    return str(error).removeprefix(f"{one_line(file.path.name)}: ")


def _newest_first(file: FoundFile) -> tuple[float, str]:
    return -file.written_at.timestamp(), file.path.name


def _instant(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
