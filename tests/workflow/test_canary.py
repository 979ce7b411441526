"""A number that was taken out is found in no byte of any machine, nor of the stick (issue: PROCESS S6)."""

import shutil
from pathlib import Path

import pytest

from fieldtech.config import Settings
from fieldtech.domain.faults import Fault
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import Mode, Nature, ResolutionCode, SystemCheck, UserVerdict
from fieldtech.models import QuarantineRow
from fieldtech.store import Store, audit, back_up, restore_backup
from fieldtech.store.views.faults import find_fault
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.exporting import export_bundle
from fieldtech.workflow.handling import add_note, attach_file, plan_solution, start_fault, tell_user
from fieldtech.workflow.redaction import Redacted, held_fields, redact_field
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution
from tests.canaries import files_that_tell, holds, packed_forms, unpacked
from tests.sync_machines import all_entries, segments
from tests.workflow.desk import Desk, carry, export, fault_on, report, state, take
from tests.workflow.planned import planned

PHONE = "861055550177"
EVERYWHERE = f"call {PHONE}"
HOLDING = (
    *("contact", "description", "notes", "words_to_user", "cause", "plan", "solution", "user_words"),
    *("attachments", "place"),
)


def worked_on(store: Store, fault: Fault) -> None:
    """Write the number into every text of a fault, and into a file and its name."""
    number = fault.number
    add_note(store, number, EVERYWHERE)
    attach_file(store, number, f"voice {PHONE}.txt", f"{EVERYWHERE}. ".encode() * 2000)
    tell_user(store, number, EVERYWHERE, how="phone", whom=EVERYWHERE)
    assess_fault(store, number, Assessment(nature=Nature.HARDWARE, cause=EVERYWHERE, mode=Mode.ON_SITE))
    start_fault(store, number)
    plan_solution(store, number, EVERYWHERE)
    implement_solution(store, number, EVERYWHERE, ResolutionCode.HARDWARE_REPAIR)
    words = Verdict(
        system=SystemCheck.PASS, user=UserVerdict.ACCEPTED, user_words=EVERYWHERE, told_by=EVERYWHERE, how="phone"
    )
    verify_solution(store, number, words)


def take_out(store: Store, fault: Fault, plan: Plan) -> list[Redacted]:
    """Take all that holds it out of both."""
    subjects = (f"fault:{fault.id}", f"plan:{plan.id}")
    held = [(subject, field) for subject in subjects for field in held_fields(store, subject)]
    return [redact_field(store, subject, field, "asked for") for subject, field in held if field in HOLDING]


@pytest.fixture
def fault(desk: Desk) -> Fault:
    """A fault full of the number: in the journal of two machines, in quarantine on a third."""
    report(desk.a, title="Another one before it")
    reported = report(desk.a, contact=PHONE, description=EVERYWHERE)
    worked_on(desk.a.store, reported)
    carry(desk.a, desk.depot, desk.stick)
    first = min(each.header.seq for each in all_entries(desk.a.store) if each.header.entity == f"fault:{reported.id}")
    desk.b.store.merge(segments(desk.a.store, desk.a.store.chain, first))
    with desk.b.store.reading():
        assert QuarantineRow.select().count() > 0
    return reported


def test_no_byte_of_any_machine_or_of_the_stick_holds_it(desk: Desk, fault: Fault, tmp_path: Path) -> None:
    """S6: journal, index, files, quarantine, forms left open, backups; what was left plain is named."""
    plan = planned(desk.depot.store, notes=EVERYWHERE, place=PHONE)
    log = desk.depot.store.path.with_name("fieldtech.log")
    log.write_text("started\n", encoding="utf-8")
    for machine in (desk.a, desk.b, desk.depot):
        machine.store.keep_typed("note", "x/1", {"text": f"{EVERYWHERE}, twice"})
        back_up(machine.store, machine.place / "backup.db")
        back_up(machine.store, desk.stick / f"backup of {machine.name}.db")
    plain = export_bundle(desk.depot.store, desk.stick, is_plain=True).file
    folders = (tmp_path / "desk",)
    before = files_that_tell(PHONE, *folders)
    assert {"backup.db", "backup of b.db", plain.name, "fieldtech.db-wal"} <= set(before)

    told = take_out(desk.depot.store, fault, plan)
    assert {left.file for each in told for left in each.elsewhere.left} == {plain}
    plain.unlink()
    for machine in (desk.b, desk.a):
        carry(desk.depot, machine, desk.stick)
    carry(desk.a, desk.depot, desk.stick)
    for machine in (desk.a, desk.b, desk.depot):
        assert fault_on(machine, fault) is not None
        assert audit(machine.store).quarantined == 0
        assert machine.store.typed_forms() == ()
    assert files_that_tell(PHONE, *folders) == []
    assert state(desk.a) == state(desk.depot)
    desk.close()
    assert files_that_tell(PHONE, *folders) == []


def test_a_backup_of_before_comes_clean_with_the_next_bundle(desk: Desk, fault: Fault, tmp_path: Path) -> None:
    """S6: it lay in a drawer, and nobody knew of it."""
    backup = back_up(desk.depot.store, desk.depot.place / "backup.db").file
    drawer = tmp_path / "drawer.db"
    shutil.copyfile(backup, drawer)
    plan = planned(desk.depot.store, notes="nothing")
    take_out(desk.depot.store, fault, plan)
    for machine in (desk.a, desk.b):
        carry(desk.depot, machine, desk.stick)
    restored = desk.new("restored")
    restored.close()
    shutil.rmtree(restored.place)
    restore_backup(drawer, restored.path, keys=restored.keys, settings=Settings())
    restored.open()
    assert "drawer.db" in files_that_tell(PHONE, tmp_path / "drawer.db", tmp_path)
    assert "fieldtech.db" in files_that_tell(PHONE, restored.place)
    desk.enrol(restored)
    take(restored, export(desk.depot, desk.stick, restored))
    assert files_that_tell(PHONE, restored.place) == []
    assert files_that_tell(PHONE, tmp_path) == []
    assert find_fault(restored.store, fault.id).facts.contact == ""
    carry(restored, desk.depot, desk.stick)
    assert state(restored) == state(desk.depot)


def test_a_depot_that_was_put_back_hears_from_others_what_it_took_out_itself(desk: Desk, fault: Fault) -> None:
    """S6."""
    backup = back_up(desk.depot.store, desk.depot.place / "backup.db").file
    drawer = shutil.copyfile(backup, desk.folder / "drawer.db")
    take_out(desk.depot.store, fault, planned(desk.depot.store, notes="nothing"))
    carry(desk.depot, desk.a, desk.stick)
    desk.depot.restore_backup(drawer)
    assert files_that_tell(PHONE, desk.depot.place) != []
    take(desk.depot, export(desk.a, desk.stick))
    assert files_that_tell(PHONE, desk.depot.place) == []
    assert not holds(Path(drawer).read_bytes(), PHONE)


@pytest.mark.parametrize("form", packed_forms(PHONE))
def test_the_search_finds_it_in_every_form(form: str) -> None:
    content = b"\0\1" + packed_forms(PHONE)[form] + b"\2"
    assert any(holds(each, PHONE) for each in (content, *unpacked(content)))
    assert not any(holds(each, "861055550178") for each in (content, *unpacked(content)))
