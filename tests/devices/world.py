"""Machines that live by chance for a while, from one seed: they work, exchange files, and everything befalls them."""

import random
import shutil
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.redaction import is_held_by, removed_texts
from fieldtech.domain.trust import Standing
from fieldtech.domain.words import Role
from fieldtech.store import roster
from fieldtech.store.views.peers import Peer, all_peers
from fieldtech.store.views.redactable import redactable_entries
from fieldtech.workflow.enrolment import accept_peer, answer_peer, request_to_be_known, revoke_peer
from fieldtech.workflow.exporting import export_bundle
from fieldtech.workflow.redaction import redact_field
from fieldtech.workflow.reports import report_fault
from tests.devices.device import Acknowledged, Device
from tests.devices.stick import Stick
from tests.devices.work import facts, fault_ids, work
from tests.sync_machines import Clock
from tests.workflow.planned import planned_round

FAST = (timedelta(0), timedelta(0), timedelta(days=3652), timedelta(days=-3652), timedelta(days=-30))
TEN_YEARS = timedelta(days=3650)
STEPS = 45
REDACTABLE = ("contact", "notes", "reporter", "words_to_user", "user_words")


class World:
    """All machines of a seed, the depot first."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.truth = [400 * 24 * 3600]
        self.devices: list[Device] = []
        stick = folder / "stick"
        stick.mkdir()
        (stick / "copies").mkdir()
        self.stick = Stick(stick, self.chance)
        self.happened = self.stick.happened
        self.snapshots: list[tuple[Device, Path]] = []
        self.ledger: dict[bytes, Acknowledged] = {}
        """All that any machine ever acknowledged, by hash."""
        self.emptied: set[bytes] = set()
        """Of what the content was lost with the machine that had it; the rest may stand elsewhere, or in a file."""
        self.revoked: set[str] = set()
        """Chains that the depot revoked."""
        self.removed: list[tuple[bytes, str]] = []
        """The hash of each redaction with a text that it took out."""
        self.surprises: list[str] = []
        self.strangest = timedelta(0)

    @property
    def depot(self) -> Device:
        """The supervisor's machine."""
        return self.devices[0]

    def close(self) -> None:
        """Shut all programs."""
        for device in self.devices:
            if device.is_open:
                device.close()

    def live(self, steps: int = STEPS) -> None:
        """Enrol some machines, and let them live."""
        count = self.chance.randint(3, 7)
        late = self.chance.randint(0, 1)
        has_second = self.chance.random() < 0.2
        if self.chance.random() < 0.2:
            self.begin(count - late, has_second=has_second)
        else:
            self.take_over(*met(count - late, has_second=has_second))
        for step in range(steps):
            if late and step == steps // 2:
                self.enrol(self.add(Role.TECHNICIAN))
            self.step()
        self.note_all()

    def begin(self, count: int, *, has_second: bool) -> None:
        """Put up so many machines, and let each meet the depot.

        Args:
            has_second: The second one is a supervisor's too.
        """
        for number in range(count):
            self.add(Role.SUPERVISOR if number == 0 or (number == 1 and has_second) else Role.TECHNICIAN)
        with self.depot.running():
            # What all have from the first day on is what they come to differ on.
            for _ in range(2):
                report_fault(self.depot.store, facts(self.depot.store, self.chance))
            planned_round(self.depot.store, "R1", "R2")
        for device in self.devices[1:]:
            self.enrol(device)

    def take_over(self, before: "World", place: Path) -> None:
        """Go on with copies of machines that have met already: that is quicker than to let them meet again."""
        self.truth[0] = before.truth[0]
        for device in before.devices:
            shutil.copytree(place / device.name, self.folder / device.name)
            taken = self._device(device.role)
            taken.open()
            taken.chains.append(taken.store.chain)
            self.note(taken)

    def add(self, role: Role) -> Device:
        """Put up a new machine, with its own idea of the time."""
        device = self._device(role)
        device.create()
        device.chains.append(device.store.chain)
        return device

    def _device(self, role: Role) -> Device:
        name = f"M{len(self.devices)}"
        clock = Clock(self.truth, self.chance.choice(FAST))
        is_old = role is Role.TECHNICIAN and self.chance.random() < 0.15
        device = Device(name, self.folder / name, clock, random.Random(self.chance.random()), role, name, is_old)
        self.devices.append(device)
        return device

    def enrol(self, device: Device) -> None:
        """Let a machine and the depot come to trust each other: request, fingerprints, answer."""
        request = self.stick.folder / f"{device.name.lower()}-{self.chance.randbytes(3).hex()}.ftr"
        with device.running():
            request_to_be_known(device.store, request)
        with self.depot.running():
            accepted = accept_peer(self.depot.store, request, is_compared=True, role=device.role)
            answer = answer_peer(self.depot.store, self.stick.folder, to=accepted.peer.chain)
        with device.running():
            accept_peer(device.store, answer.file, is_compared=self.chance.random() < 0.7)
        self.note(device)
        self.note(self.depot)

    def step(self) -> None:
        """Let something happen."""
        device, chosen = self.chance.choice(self.devices), self.chance.random()
        if chosen < 0.45:
            self.work(device)
        elif chosen < 0.62:
            self.stick.export_anything(device)
        elif chosen < 0.85:
            for _ in range(self.chance.randint(1, 3)):
                self.carry(device)
        else:
            self.befall(device)
        self.keep_chains()

    def work(self, device: Device) -> None:
        """Let somebody do some things, and see that he sees what he did."""
        for _ in range(self.chance.randint(1, 4)):
            with device.running():
                subject = work(device.store, self.chance)
                self.happened["refused to a person"] += not subject
                if subject:
                    self.happened["recorded on a revoked machine"] += self.is_aside(device)
                    self.happened["recorded ten years off"] += abs(device.clock.fast) > TEN_YEARS
                    self.surprises += [surprise] if (surprise := device.surprise(subject)) else []
        self.note(device)

    def carry(self, device: Device) -> None:
        """Bring a machine some file, whenever it was written; some are lost on the way, some come twice or broken."""
        if not self.stick.parcels:
            return
        recent = self.stick.parcels[-6:] if self.chance.random() < 0.8 else self.stick.parcels
        parcel = self.chance.choice(recent)
        chosen = self.chance.random()
        if chosen < 0.05:
            self.happened["file lost"] += 1
            self.stick.parcels.remove(parcel)
        elif chosen < 0.15:
            self.stick.deliver_broken(parcel, device)
        elif chosen < 0.18:
            self.happened["a stranger's bundle"] += 1
            self.stick.refuse(foreign_bundle(), device, "a stranger's")
        else:
            self.stick.deliver(parcel, device)
        self.note(device)

    def befall(self, device: Device) -> None:
        """Let one of the faults befall a machine."""
        happening = self.chance.choice(
            (
                *(self.set_clock, self.set_clock),
                *(self.take_snapshot, self.take_snapshot, self.set_back, self.restore_file, self.restore_backup),
                *(self.clone, self.copy_without_keys, self.revoke, self.accept_more, *(4 * (self.redact,))),
            )
        )
        happening(device)

    def set_clock(self, device: Device) -> None:
        """Let a clock jump: a flat battery, or somebody sets it."""
        device.clock.fast = timedelta(
            days=self.chance.choice((0, 0, 1, -1, 30, 3652, -3652, self.chance.randrange(-4000, 4000)))
        )
        self.happened["clock set"] += 1

    def take_snapshot(self, device: Device) -> None:
        """Keep an older state of a whole machine, to be put back some day."""
        place = self._new_place("snapshot")
        device.copied_to(place)
        self.snapshots.append((device, place))
        self.work(device)

    def set_back(self, _device: Device) -> None:
        """Put the snapshot of a virtual machine back: what it had since, and nobody else has, is gone."""
        for owner, place in self._snapshot():
            self._forgo(owner)
            self.happened["machine set back"] += 1
            owner.set_back_to(place)
            self.work(owner)

    def restore_file(self, _device: Device) -> None:
        """Put an older copy of the store file back by hand."""
        for owner, place in self._snapshot():
            self._forgo(owner)
            self.happened["older file put back"] += 1
            owner.restore_older(place)

    def restore_backup(self, device: Device) -> None:
        """Make a backup, go on working, and then restore it; it stays where it is."""
        target = self._new_place("backup").with_suffix(".db")
        with device.running():
            device.back_up(target)
        self.work(device)
        self._forgo(device)
        self.happened["backup restored"] += 1
        device.restore_backup(target)
        self.note(device)

    def clone(self, device: Device, *, hardware: str = "") -> None:
        """Copy a machine as a whole: both go on.

        Args:
            hardware: What the copy runs on; empty: any.
        """
        if len(self.devices) > 8:
            return
        hardware = hardware or self.chance.choice((device.hardware, device.hardware, f"M{len(self.devices)}"))
        self.happened["machine cloned"] += 1
        self.work(self._copy(device, hardware=hardware))
        self.work(device)

    def copy_without_keys(self, device: Device) -> None:
        """Copy a technician's store to another machine, and leave the keys behind."""
        if len(self.devices) > 8 or device.role is Role.SUPERVISOR:
            return
        self.happened["copied without keys"] += 1
        self._copy(device, hardware=f"M{len(self.devices)}", has_keys=False)

    def revoke(self, device: Device) -> None:
        """Let the depot hear that a technician's machine was stolen; who has it goes on honestly."""
        if device.role is Role.SUPERVISOR or len(self.revoked) > 1:
            return
        with self.depot.running():
            peer = self._peer(self.depot, device.store.chain)
            if peer is None or peer.standing is not Standing.ADMITTED:
                return
            known = self.chance.choice((None, None, self.chance.randint(1, 6)))
            revoke_peer(self.depot.store, peer.chain, "stolen", last_good=known)
        self.happened["revoked"] += 1
        self.revoked.add(peer.chain)
        for aside in filter(self.is_aside, self.devices):
            self._forgo(aside)
        self.note(self.depot)

    def accept_more(self, _device: Device) -> None:
        """Let the depot accept more of a revoked machine."""
        with self.depot.running():
            known = [
                peer for peer in all_peers(self.depot.store, is_counted=False) if peer.standing is Standing.REVOKED
            ]
            for peer in known[:1]:
                good = (peer.last_good or 0) + self.chance.randint(1, 4)
                self.happened["more of a revoked one accepted"] += 1
                revoke_peer(self.depot.store, peer.chain, "found again", last_good=good)
        self.note(self.depot)

    def redact(self, _device: Device) -> None:
        """Let the depot take something out, a file rather than words where there is one."""
        store, fields = self.depot.store, self.chance.sample(REDACTABLE, len(REDACTABLE))
        with self.depot.running():
            faults = self.chance.sample(known := fault_ids(store), len(known))
            for field, fault_id in product(("attachments", *fields), faults):
                entries = redactable_entries(store, f"fault:{fault_id}")
                held = [each.entry for each in entries if is_held_by(each.entry, field)]
                texts = {text for entry in held for text in removed_texts(entry, field) if text.startswith("canary-")}
                try:
                    redact_field(store, fault_id, field, "asked for")
                except (RuleViolation, UnknownName):
                    continue
                self.happened["redacted"] += 1
                told = self.note(self.depot)[-1]
                self.stick.redactions[told.hash] = self.stick.written
                self.removed += [(told.hash, text) for text in sorted(texts)]
                return

    def note(self, device: Device) -> list[Acknowledged]:
        """Remember what a machine acknowledged; what a revoked one does counts once another has it."""
        told = device.news()
        if not self.is_aside(device):
            for each in told:
                self.ledger.setdefault(each.hash, each)
        return told

    def note_all(self) -> None:
        """Remember what every machine acknowledged."""
        for device in self.devices:
            self.note(device)

    def keep_chains(self) -> None:
        """Remember on which chains each machine writes."""
        for device in self.devices:
            if device.store.chain not in device.chains:
                device.chains.append(device.store.chain)

    def revoked_as(self, device: Device) -> str:
        """Name the revoked chain by whose key a machine is still written to; empty: it is trusted, or lacks the key."""
        known = [each for each in reversed(device.chains) if device.store.keys.has(each)]
        standings = {each: self.standing(each) for each in (device.store.chain, *known)}
        if standings[device.store.chain] in (Standing.OWN, Standing.ADMITTED):
            return ""
        return next((each for each, standing in standings.items() if standing is Standing.REVOKED), "")

    def standing(self, chain: str) -> Standing:
        """Tell what a chain is to the depot."""
        return roster(self.depot.store).seen_from(self.depot.store.chain).standing(chain)

    def is_aside(self, device: Device) -> bool:
        """Tell whether a machine, or one that it was copied or restored from, was revoked."""
        return bool(self.revoked.intersection(device.chains))

    def _copy(self, device: Device, *, hardware: str, has_keys: bool = True) -> Device:
        name = f"M{len(self.devices)}"
        place = self.folder / name
        device.copied_to(place)
        if not has_keys:
            shutil.rmtree(place / "keys")
        clock = Clock(self.truth, device.clock.fast)
        copy = Device(name, place, clock, random.Random(self.chance.random()), device.role, hardware, device.is_old)
        copy.chains = list(device.chains)
        copy.open()
        self.devices.append(copy)
        return copy

    def _forgo(self, device: Device) -> None:
        """Strike out what stands on one machine alone, as it is about to lose it; of some only the content is lost.

        What a revoked one has besides, nobody takes of it.
        """
        self.note(device)
        others = [other for other in self.devices if other is not device and not self.is_aside(other)]
        elsewhere = set().union(*(other.hashes() for other in others))
        for digest in device.hashes() - elsewhere:
            self.ledger.pop(digest, None)
        self.emptied |= device.whole_hashes().difference(*(other.whole_hashes() for other in others))

    def _snapshot(self) -> list[tuple[Device, Path]]:
        """Choose a snapshot of any machine, if there is one."""
        return [self.chance.choice(self.snapshots)] if self.snapshots else []

    def _new_place(self, kind: str) -> Path:
        (self.folder / "kept").mkdir(exist_ok=True)
        return self.folder / "kept" / f"{kind}-{self.chance.randbytes(4).hex()}"

    def _peer(self, device: Device, chain: str) -> Peer | None:
        return next((peer for peer in all_peers(device.store, is_counted=False) if peer.chain == chain), None)


@cache
def met(count: int, *, has_second: bool) -> tuple[World, Path]:
    """Let so many machines meet, and shut them; the folder is left for all seeds of this process."""
    place = Path(_shared().name) / f"{count}-{has_second}"
    place.mkdir()
    world = World(place, count)
    world.begin(count, has_second=has_second)
    world.close()
    return world, place


@cache
def _shared() -> "TemporaryDirectory[str]":
    """Give a folder that lasts as long as this process."""
    return TemporaryDirectory(prefix="fieldtech-sim-")


@cache
def foreign_bundle() -> bytes:
    """Make a plain bundle of a machine that nobody knows."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        stranger = Device("Stranger", place / "store", Clock([0]), random.Random(0), hardware="Stranger")
        stranger.create()
        content = export_bundle(stranger.store, place, is_plain=True).file.read_bytes()
        stranger.close()
    return content
