"""What goes into a bundle by choice: what is left out comes later, what was taken out never comes again."""

from datetime import timedelta

import msgspec
import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.subjects import subject_kind
from fieldtech.store import missing_attachments
from fieldtech.store.views.conflicts import found_conflicts
from fieldtech.store.views.plans import all_plans, find_occurrence
from fieldtech.workflow.bundle_content import Chosen
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle, write_own_receipt
from fieldtech.workflow.handling import add_note, attach_file
from fieldtech.workflow.looking import show_bundle
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.outages import add_outage
from fieldtech.workflow.plans import edit_plan
from fieldtech.workflow.redaction import redact_field
from fieldtech.workflow.reports import edit_fault
from tests.devices.device import Device
from tests.sync_machines import all_entries
from tests.workflow.desk import Desk, carry, export, fault_on, report, state, take
from tests.workflow.planned import LIBRARY, planned

PHONE = "555-0199-4711"


def files_with(device: Device, text: str) -> list[str]:
    """Name the files of a machine in which a text stands."""
    return [file.name for file in device.place.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def test_what_one_fault_leaves_out_comes_with_the_next_whole_bundle(desk: Desk) -> None:
    one, other = report(desk.a), report(desk.a, title="Printer jams")
    carry(desk.a, desk.depot, desk.stick, Chosen(fault=one.number))
    assert fault_on(desk.depot, one)
    assert fault_on(desk.depot, other) is None
    take(desk.a, write_own_receipt(desk.depot.store, desk.stick).file)
    carry(desk.a, desk.depot, desk.stick)
    here = fault_on(desk.depot, other)
    assert here is not None
    assert here.title == "Printer jams"
    assert state(desk.depot) == state(desk.a)


def test_one_site_goes_alone_and_the_rest_comes_later(desk: Desk) -> None:
    here, there = report(desk.a, site="DC-1"), report(desk.a, site="DC-2")
    carry(desk.a, desk.depot, desk.stick, Chosen(site="DC-2"))
    assert fault_on(desk.depot, there)
    assert fault_on(desk.depot, here) is None
    carry(desk.a, desk.depot, desk.stick)
    assert fault_on(desk.depot, here)
    assert state(desk.depot) == state(desk.a)


def test_one_fault_tells_nothing_of_planned_work_and_one_site_only_of_its_own(desk: Desk) -> None:
    """Contents can be chosen: a plain bundle of one fault for a vendor says nothing else of the house."""
    giver = desk.a.store
    fault = report(desk.a, site="DC-2")
    here, there = planned(giver, title="UPS of DC-1"), planned(giver, title="UPS of DC-2", site="DC-2")
    done = [f"{plan.number}/2026-11-02" for plan in (here, there)]
    for name in done:
        finish_occurrence(giver, name)
    announced = OutageFacts(provider="Fibre", maintenance_id="CHG-7", summary="Splicing at the gate",
                            starts_at=giver.now(), ends_at=giver.now() + timedelta(hours=2))  # fmt: skip
    add_outage(giver, announced)
    take(desk.b, export_bundle(giver, desk.stick, is_plain=True, chosen=Chosen(fault=fault.number)).file)
    told = {subject_kind(entry.header.entity) for entry in all_entries(desk.b.store) if entry.payload is not None}
    assert told == {"machine", "person", "fault"}
    carry(desk.a, desk.depot, desk.stick, Chosen(site="DC-2"))
    assert [plan.title for plan in all_plans(desk.depot.store)] == [there.title]
    assert find_occurrence(desk.depot.store, done[1])[1].touched
    carry(desk.a, desk.depot, desk.stick)
    assert find_occurrence(desk.depot.store, done[0])[1].touched
    assert state(desk.depot) == state(desk.a)


def test_users_left_out_are_nowhere_on_the_other_machine_until_they_come_whole(desk: Desk) -> None:
    fault = report(desk.a, reporter="Wang Fang", contact=PHONE)
    carry(desk.a, desk.depot, desk.stick, Chosen(has_user_information=False))
    here = fault_on(desk.depot, fault)
    assert here is not None
    assert (here.title, here.facts.contact or "") == (fault.title, "")
    desk.depot.close()
    assert files_with(desk.depot, PHONE) == []
    desk.depot.open()
    carry(desk.a, desk.depot, desk.stick)
    whole = fault_on(desk.depot, fault)
    assert whole is not None
    assert whole.facts.contact == PHONE
    assert state(desk.depot) == state(desk.a)


def test_who_got_a_bundle_without_users_passes_on_no_more_than_that(desk: Desk) -> None:
    fault = report(desk.a, contact=PHONE)
    carry(desk.a, desk.depot, desk.stick, Chosen(has_user_information=False))
    carry(desk.depot, desk.b, desk.stick)
    here = fault_on(desk.b, fault)
    assert here is not None
    assert here.title == fault.title
    desk.b.close()
    assert files_with(desk.b, PHONE) == []
    desk.b.open()
    carry(desk.a, desk.b, desk.stick)
    carry(desk.b, desk.depot, desk.stick)
    assert state(desk.a) == state(desk.b) == state(desk.depot)


def test_attachments_left_out_are_asked_for_by_the_receipt_and_come(desk: Desk) -> None:
    fault = report(desk.a)
    attach_file(desk.a.store, fault.id, "led.jpg", b"photo" * 100)
    carry(desk.a, desk.depot, desk.stick, Chosen(has_attachments=False))
    with desk.depot.store.reading():
        assert len(missing_attachments()) == 1
    take(desk.a, write_own_receipt(desk.depot.store, desk.stick).file)
    file = export(desk.a, desk.stick, desk.depot)
    assert show_bundle(desk.depot.store, file).attachments == 1
    take(desk.depot, file)
    with desk.depot.store.reading():
        assert missing_attachments() == ()


def test_a_receipt_alone_spares_what_is_known(desk: Desk) -> None:
    report(desk.a)
    carry(desk.a, desk.depot, desk.stick)
    again = export_bundle(desk.a.store, desk.stick, to=[desk.depot.store.code])
    assert again.entries > 0
    assert take(desk.a, write_own_receipt(desk.depot.store, desk.stick).file).receipts == 1
    assert export_bundle(desk.a.store, desk.stick, to=[desk.depot.store.code]).entries == 0


def test_an_older_receipt_that_comes_late_takes_nothing_back(desk: Desk) -> None:
    older = write_own_receipt(desk.depot.store, desk.stick).file
    report(desk.a)
    carry(desk.a, desk.depot, desk.stick)
    newer = write_own_receipt(desk.depot.store, desk.stick).file
    assert take(desk.a, newer, older).receipts == 1
    assert export_bundle(desk.a.store, desk.stick, to=[desk.depot.store.code]).entries == 0


@pytest.mark.parametrize("is_first", [True, False], ids=["before", "after"])
def test_what_was_taken_out_stays_out_whichever_comes_first(is_first: bool, desk: Desk) -> None:
    fault = report(desk.a, contact=PHONE)
    original = export(desk.a, desk.stick)
    take(desk.depot, original)
    redact_field(desk.depot.store, fault.id, "contact", "asked for by the user")
    redaction = export(desk.depot, desk.stick, desk.b)
    for file in (redaction, original) if is_first else (original, redaction):
        take(desk.b, file)
    take(desk.a, export(desk.depot, desk.stick, desk.a))
    assert len({state(each) for each in (desk.a, desk.b, desk.depot)}) == 1
    for machine in (desk.a, desk.b, desk.depot):
        here = fault_on(machine, fault)
        assert here is not None
        assert not here.facts.contact
        machine.close()
        assert files_with(machine, PHONE) == []
        machine.open()


def test_what_is_taken_out_of_one_word_leaves_the_next_that_was_written_unseen(desk: Desk) -> None:
    """The depot can take out what it has heard of; what comes later shows, and can be taken out too."""
    fault = report(desk.a, contact=PHONE)
    carry(desk.a, desk.depot, desk.stick)
    edit_fault(desk.a.store, fault.id, Facts(contact=f"{PHONE}-2"), because="moved")
    redact_field(desk.depot.store, fault.id, "contact", "asked for")
    carry(desk.a, desk.depot, desk.stick)
    here = fault_on(desk.depot, fault)
    assert here is not None
    assert here.facts.contact == f"{PHONE}-2"
    redact_field(desk.depot.store, fault.id, "contact", "asked for")
    carry(desk.depot, desk.a, desk.stick)
    assert state(desk.a) == state(desk.depot)
    for machine in (desk.a, desk.depot):
        machine.close()
        assert files_with(machine, PHONE) == []
        machine.open()


def test_an_import_tells_fault_by_fault_what_it_changes(desk: Desk) -> None:
    fault = report(desk.a)
    told = carry(desk.a, desk.depot, desk.stick)
    (change,) = told.changes
    assert (change.number, change.title, change.is_new) == (fault.number, fault.title, True)
    add_note(desk.a.store, fault.id, "still amber")
    (change,) = carry(desk.a, desk.depot, desk.stick).changes
    assert not change.is_new
    assert change.words


@pytest.mark.parametrize(
    ("chosen", "error"),
    [
        (Chosen(fault="F-26ZZ-999"), UnknownName),
        (Chosen(site="Nowhere"), UnknownName),
        (Chosen(fault="F-26ZZ-999", site="DC-1"), RuleViolation),
    ],
)
def test_a_choice_that_means_nothing_writes_nothing(
    chosen: Chosen, error: type[RuleViolation] | type[UnknownName], desk: Desk
) -> None:
    report(desk.a)
    before = sorted(desk.stick.iterdir())
    with pytest.raises(error, match=r"\.$"):
        export(desk.a, desk.stick, chosen=chosen)
    assert sorted(desk.stick.iterdir()) == before


def test_every_choice_comes_to_the_same_in_the_end(desk: Desk) -> None:
    fault = report(desk.a, contact=PHONE, site="DC-2")
    attach_file(desk.a.store, fault.id, "led.jpg", b"photo")
    report(desk.a)
    choices = [
        Chosen(fault=fault.number, has_user_information=False),
        Chosen(site="DC-2", has_attachments=False),
        Chosen(has_user_information=False),
        Chosen(has_attachments=False),
    ]
    for choice in choices:
        carry(desk.a, desk.depot, desk.stick, choice)
        take(desk.a, write_own_receipt(desk.depot.store, desk.stick).file)
        add_note(desk.a.store, fault.id, f"{msgspec.structs.astuple(choice)}")
    carry(desk.a, desk.depot, desk.stick)
    assert state(desk.depot) == state(desk.a)


def test_what_a_bundle_does_to_planned_work_is_told_in_words(desk: Desk) -> None:
    """SYNC: the preview says what will change; so it does of plans, occurrences and outages."""
    number = planned(desk.depot.store, title="UPS").number
    carry(desk.depot, desk.a, desk.stick)
    for machine in (desk.depot, desk.a):
        edit_plan(machine.store, number, PlanFacts(title=f"UPS {machine.name}"), LIBRARY)
        finish_occurrence(machine.store, f"{number}/2026-11-02")
    facts = OutageFacts(provider="Fibre", maintenance_id="CHG-7", starts_at=desk.a.store.now(),
                        ends_at=desk.a.store.now() + timedelta(hours=2))  # fmt: skip
    add_outage(desk.a.store, facts)
    bundle = export(desk.a, desk.stick, desk.depot)
    looked = import_files(desk.depot.store, [bundle], is_dry_run=True)
    told = {each.number: each for each in looked.planned}
    assert told[number].words == ("CONFLICT: what it is called", "changed: what it is called")
    assert told[f"{number}/2026-11-02"].words == ("CONFLICT: what became of it",)
    assert told["CHG-7"].words == ("new", "confirmed", "1 notice")
    assert [each.conflicts for each in looked.planned] == [("title",), ("outcome",), ()]
    assert found_conflicts(desk.depot.store) == (), "a look changes nothing"
    assert take(desk.depot, bundle).planned == looked.planned
