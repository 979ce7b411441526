"""What is carried between machines: real files, lost, late, doubled, broken off, and read by those they are not for."""

import errno
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from fieldtech.domain.errors import FieldTechError, UnknownName, UnreadableBundle, UnwritableOutput
from fieldtech.domain.trust import Standing
from fieldtech.store import roster
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.peers import all_peers
from fieldtech.sync.outer import verify_outer
from fieldtech.workflow.bundle_content import Chosen
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle, write_own_receipt
from fieldtech.workflow.import_tally import Imported
from tests.devices.device import Device
from tests.devices.work import SITES, fault_ids


@dataclass
class Parcel:
    """A file on its way."""

    file: Path
    carrier: str
    """The chain that wrote it."""
    to: frozenset[str] = frozenset()
    """The chains whose keys open it; none: everybody can read it."""
    is_receipt: bool = False
    number: int = 0
    """How many were written before it."""


@dataclass
class Stick:
    """A folder that goes round, and what was noticed of it that should not be."""

    folder: Path
    chance: random.Random
    parcels: list[Parcel] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    taken: Counter[tuple[str, Path]] = field(default_factory=Counter)
    """How often each machine took each file in."""
    happened: Counter[str] = field(default_factory=Counter)
    """What befell files, and how often."""
    newest: dict[tuple[str, str], int] = field(default_factory=dict)
    """By machine and carrier the number of the latest file that was taken in."""
    redactions: dict[bytes, int] = field(default_factory=dict)
    """By the hash of each how many files were written before it."""
    written: int = 0

    def export(self, giver: Device, *, to: tuple[str, ...] = (), chosen: Chosen | None = None) -> Parcel:
        """Let a machine write a bundle; to all whom it trusts, if nobody is named."""
        with giver.running():
            return self._parcel(giver, export_bundle(giver.store, self.folder, to=to, chosen=chosen).file)

    def export_anything(self, giver: Device) -> None:
        """Let a machine write something, to some, of some contents."""
        with giver.running():
            if self.chance.random() < 0.15:
                file = write_own_receipt(giver.store, self.folder).file
                self.parcels.append(self._parcel(giver, file, is_receipt=True))
                return
            admitted = [
                peer.chain for peer in all_peers(giver.store, is_counted=False) if peer.standing is Standing.ADMITTED
            ]
            chosen, is_plain = self._chosen(giver), not admitted or self.chance.random() < 0.15
            some = self.chance.sample(admitted, self.chance.randint(1, len(admitted))) if admitted else []
            to = () if is_plain or self.chance.random() < 0.4 else tuple(some)
            try:
                with self._failing():
                    file = export_bundle(giver.store, self.folder, to=to, is_plain=is_plain, chosen=chosen).file
            except UnknownName:
                return  # No fault is of that site.
            except UnwritableOutput as error:
                self._check_told(giver, error)
                return
            self.parcels.append(self._parcel(giver, file))

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Let the stick be full, or pulled, at some byte now and then."""
        if self.chance.random() >= 0.1:
            yield
            return
        code = self.chance.choice((errno.ENOSPC, errno.EIO))
        left, is_pulled = [self.chance.randrange(4_000)], code == errno.EIO
        write, unlink = os.write, os.unlink

        def write_some(handle: int, piece: memoryview) -> int:
            if left[0] <= 0:
                raise OSError(code, os.strerror(code))
            count = write(handle, piece[: left[0]])
            left[0] -= count
            return count

        def remove(name: str, *, dir_fd: int | None = None) -> None:
            if is_pulled and left[0] <= 0:
                raise OSError(code, os.strerror(code))
            unlink(name, dir_fd=dir_fd)

        with patch.object(os, "write", write_some), patch.object(os, "unlink", remove):
            yield

    def _check_told(self, giver: Device, error: UnwritableOutput) -> None:
        """See that a person was told in a sentence, and that nothing lies there that looks whole."""
        is_full = "no room" in str(error)
        self.happened["stick full" if is_full else "stick pulled"] += 1
        known = {parcel.file for parcel in self.parcels}
        broken = [file for file in self.folder.glob("*.ftb") if file not in known and not _is_whole(file)]
        if broken or not str(error).endswith("."):
            self.surprises.append(f"{giver.name} was told {error}, and {broken} lie there")

    def _parcel(self, giver: Device, file: Path, *, is_receipt: bool = False) -> Parcel:
        self.written += 1
        readers = frozenset[str]() if is_receipt else _readers(giver, file)
        self.happened["plain bundle"] += not is_receipt and not readers
        return Parcel(file, giver.store.chain, readers, is_receipt, self.written)

    def _chosen(self, giver: Device) -> Chosen:
        faults = fault_ids(giver.store)
        what = self.chance.random()
        return Chosen(
            fault=find_fault(giver.store, self.chance.choice(faults)).id if faults and what < 0.15 else "",
            site=self.chance.choice(SITES) if 0.15 <= what < 0.3 else "",
            has_attachments=self.chance.random() < 0.7,
            has_user_information=self.chance.random() < 0.8,
        )

    def deliver(self, parcel: Parcel, taker: Device) -> Imported | None:
        """Let a machine take a file in, or refuse it where it may.

        Returns:
            None where it refused it.
        """
        before = taker.fingerprint()
        with taker.running():
            is_expected = self._is_for(parcel, taker)
            try:
                if self.chance.random() < 0.1:
                    self.happened["preview"] += 1
                    import_files(taker.store, [parcel.file], is_dry_run=True)
                    self._check_unchanged(taker, before, "by a preview")
                told = import_files(taker.store, [self._as_found(parcel)])
            except FieldTechError as error:
                if is_expected or not isinstance(error, UnreadableBundle):
                    self.surprises.append(f"{taker.name} refused {parcel.file.name}: {error}")
                self._check_unchanged(taker, before, "by a refusal")
                self.happened["refused: sealed to others, or of a stranger"] += 1
                return None
            if not is_expected:
                self.surprises.append(f"{taker.name} took {parcel.file.name}, which is not for it")
            if self.chance.random() < 0.1:
                again = import_files(taker.store, [parcel.file])
                if again.new or again.quarantined:
                    self.surprises.append(f"{taker.name} took {parcel.file.name} twice")
        self._count_taken(parcel, taker, told)
        return told

    def _as_found(self, parcel: Parcel) -> Path:
        """Name the file as it is found: other systems and people rename what they copy."""
        if self.chance.random() >= 0.1:
            return parcel.file
        stem, ending = parcel.file.stem, parcel.file.suffix
        renamed = self.chance.choice(
            (f"{stem[:6].upper()}~1{ending.upper()}", f"{stem} (2){ending}", f"备份 {stem}{ending}")
        )
        self.happened["renamed"] += 1
        return Path(shutil.copyfile(parcel.file, self.folder / "copies" / renamed))

    def _count_taken(self, parcel: Parcel, taker: Device, told: Imported) -> None:
        taken, source = (taker.name, parcel.file), (taker.name, parcel.carrier)
        self.happened["taken again after a while"] += self.taken[taken] > 0
        self.happened["taken behind a later file of its carrier"] += self.newest.get(source, 0) > parcel.number
        self.happened["older file behind a redaction"] += self._is_behind_redaction(parcel, taker)
        self.happened["something of it waits"] += bool(told.quarantined)
        self.happened["brings a fork"] += bool(told.forks)
        self.happened["taken by an old program"] += taker.is_old
        self.taken[taken] += 1
        self.newest[source] = max(self.newest.get(source, 0), parcel.number)

    def _is_behind_redaction(self, parcel: Parcel, taker: Device) -> bool:
        later = {digest for digest, written in self.redactions.items() if written >= parcel.number}
        return bool(later) and not parcel.is_receipt and not later.isdisjoint(taker.hashes())

    def deliver_broken(self, parcel: Parcel, taker: Device) -> None:
        """Let a machine meet a file of which the copy broke off, or in which a bit turned."""
        content = parcel.file.read_bytes()
        # Sealed anew, the same has another length: chance must not follow it.
        at = int(self.chance.random() * len(content))
        broken = content[:at] + bytes([content[at] ^ 1 << self.chance.randrange(8)]) + content[at + 1 :]
        is_turned = self.chance.random() < 0.5
        self.happened["a bit turned" if is_turned else "copy broken off"] += 1
        self.refuse(broken if is_turned else content[:at], taker, f"broken at {at}")

    def refuse(self, content: bytes, taker: Device, why: str) -> None:
        """See that a machine takes nothing of a file."""
        file = self.folder / "copies" / "broken.ftb"
        file.write_bytes(content)
        before = taker.fingerprint()
        with taker.running():
            try:
                import_files(taker.store, [file])
                self.surprises.append(f"{taker.name} took what is {why}")
            except FieldTechError as error:
                if not str(error).endswith("."):
                    self.surprises.append(f"{taker.name} says no sentence: {error}")
        self._check_unchanged(taker, before, f"by what is {why}")

    def _is_for(self, parcel: Parcel, taker: Device) -> bool:
        """Tell whether a machine must take a file: it knows the carrier, and one of its keys opens it."""
        if parcel.is_receipt:
            return True
        trust = roster(taker.store).seen_from(taker.store.chain)
        can_open = not parcel.to or any(
            taker.store.keys.has(chain) for chain in (parcel.to | {parcel.carrier}) & trust.own
        )
        return can_open and trust.standing(parcel.carrier) is not Standing.UNKNOWN

    def _check_unchanged(self, device: Device, before: tuple[object, ...], by: str) -> None:
        if device.fingerprint() != before:
            self.surprises.append(f"{device.name} was changed {by}")


def _is_whole(file: Path) -> bool:
    with file.open("rb") as opened:
        try:
            verify_outer(opened)
        except UnreadableBundle:
            return False
    return True


def _readers(giver: Device, file: Path) -> frozenset[str]:
    """Look up for whom a bundle was sealed."""
    with giver.store.reading() as database:
        sql = "SELECT recipients FROM bundle_log WHERE name = ?"
        return frozenset(str(database.execute_sql(sql, (file.name,)).fetchone()[0]).split())
