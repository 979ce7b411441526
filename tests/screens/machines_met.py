"""Two technicians and their depot, each with a store of its own, and the stick that is carried between them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldtech import mounts
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import CheckResult, Impact, Mode, Nature, ResolutionCode, Role, Urgency
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.checklists import add_checklist, answer_check
from fieldtech.workflow.enrolment import accept_peer, answer_peer, write_request_in
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle
from fieldtech.workflow.handling import plan_solution, start_fault, use_part
from fieldtech.workflow.reports import edit_fault, report_fault
from fieldtech.workflow.templates import load_templates
from fieldtech.workflow.verification import implement_solution
from tests.screens.stage import NOON, Clock, whole_facts

PHONE = "555-0199-4711"


@dataclass(frozen=True, slots=True)
class Machines:
    """Their stores, their clock, and the stick."""

    a: Store
    b: Store
    depot: Store
    stick: Path
    clock: Clock
    folder: Path

    def meet(self, machine: Store) -> None:
        """Let a technician's machine and the depot come to trust each other."""
        request = write_request_in(self.stand_by(machine), self.stick)
        accepted = accept_peer(self.depot, request.file, is_compared=True)
        answer = answer_peer(self.depot, self.stick, to=accepted.peer.chain)
        accept_peer(machine, answer.file, is_compared=True)

    def carry(self, sender: Store, *receivers: Store) -> Path:
        """Carry what the receivers lack to them."""
        bundle = export_bundle(sender, self.stick, to=[each.chain for each in receivers]).file
        for receiver in receivers:
            import_files(receiver, [bundle])
        return bundle

    def clear(self) -> None:
        """Take everything off the stick."""
        for file in self.stick.iterdir():
            file.unlink()

    def contest_all(self) -> Fault:
        """Let A and B contest the title and claim it both too, and bring it all to the depot."""
        fault = self.contested()
        for machine, title, name in ((self.a, "RAID degraded, disk 4", "Li Wei"), (self.b, "DB-1 slow", "Zhao Min")):
            edit_fault(self.stand_by(machine), fault.number, Facts(title=title), because="told so")
            assign_fault(machine, fault.number, name)
            self.carry(machine, self.depot)
        return find_fault(self.depot, fault.number)

    @contextmanager
    def stranger(self) -> Iterator[Store]:
        """Give a machine that nobody knows."""
        other = _store(self.folder / "other", "Wu Lan", Role.TECHNICIAN, self.clock)
        try:
            yield other
        finally:
            other.close()

    def stand_by(self, machine: Store) -> Store:
        """Let a minute pass, so that no two things happen at one instant."""
        self.clock.move(minutes=1)
        return machine

    def shared_fault(self) -> Fault:
        """Report a fault at A, with a phone number, and bring it to all; work has begun."""
        facts = whole_facts(
            title="RAID degraded on DB-1", description="LED is red", contact=PHONE, impact=Impact.SITE, asset="DB-1"
        )
        number = report_fault(self.stand_by(self.a), facts).number
        said = Assessment(nature=Nature.HARDWARE, urgency=Urgency.LOW, cause="disk 4 failed", mode=Mode.ON_SITE)
        assess_fault(self.a, number, said)
        start_fault(self.a, number)
        fault = add_checklist(self.a, number, load_templates(None).named("workstation-handover"))
        self.carry(self.a, self.depot)
        self.carry(self.depot, self.b)
        return fault

    def contested(self) -> Fault:
        """Let A finish it, and B add a part and find the first check failed, without sight of each other."""
        fault = self.shared_fault()
        number, items = fault.number, _asked(fault)
        for item in items:
            answer_check(self.stand_by(self.a), number, item, CheckResult.NOT_APPLICABLE)
        plan_solution(self.a, number, "replace disk 4")
        implement_solution(self.a, number, "disk replaced", ResolutionCode.HARDWARE_REPLACEMENT)
        use_part(self.stand_by(self.b), number, "HDD 8T", 1, old_serial="Z4D1", new_serial="ZR51")
        answer_check(self.b, number, items[0], CheckResult.FAIL, note="LED still red")
        return find_fault(self.a, number)

    def traces(self, secret: str) -> list[Path]:
        """Find every file of all machines and the stick that holds a text."""
        files = (file for file in self.folder.rglob("*") if file.is_file())
        return [file for file in files if secret.encode() in file.read_bytes()]


def _asked(fault: Fault) -> list[str]:
    items = fault.attempt.checklists[0].template.items
    return [item.id for item in items if item.when is None]


@contextmanager
def strangers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Make three machines that never met, and plug a stick in."""
    stick, clock = folder / "stick", Clock(NOON)
    stick.mkdir()
    plug_in(monkeypatch, folder, stick)
    made = {
        name: _store(folder / name, person, role, clock)
        for name, person, role in (
            ("a", "Li Wei", Role.TECHNICIAN),
            ("b", "Zhao Min", Role.TECHNICIAN),
            ("depot", "Chen Jing", Role.SUPERVISOR),
        )
    }
    try:
        yield Machines(**made, stick=stick, clock=clock, folder=folder)
    finally:
        for store in made.values():
            store.close()


def plug_in(monkeypatch: pytest.MonkeyPatch, folder: Path, *sticks: Path) -> None:
    """Let the system have mounted these sticks and no others."""
    table = folder / "mounts"
    table.write_text("".join(f"/dev/sd{place} {stick} vfat rw 0 0\n" for place, stick in enumerate(sticks)))
    monkeypatch.setattr(mounts, "TABLE", table)
    monkeypatch.setattr(mounts, "_stick", lambda folder: mounts.Stick(folder, 14_200_000_000, is_writable=True))


def _store(folder: Path, person: str, role: Role, clock: Clock) -> Store:
    folder.mkdir()
    return Store.create(
        folder / "fieldtech.db",
        keys=folder / "keys",
        name=person,
        site="DC-1",
        zone="Asia/Shanghai",
        role=role,
        clock=clock,
        entropy=random.Random(folder.name).randbytes,
    )
