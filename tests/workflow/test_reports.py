"""Reporting and correcting: PROCESS S3.1."""

from datetime import timedelta

import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.words import Channel, Impact, Status
from fieldtech.store import Store
from fieldtech.store.views.faults import fault_by_id, find_fault
from fieldtech.store.views.history import fault_history
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.reports import edit_fault, report_fault
from tests.workflow.road import MONDAY_MORNING, assessed, clock_of, closed, phone_report, reported


def test_s3_1_a_report_keeps_its_instants_apart(store: Store) -> None:
    """S3.1: occurred, detected, reported and recorded are separate instants."""
    occurred, detected, told = (MONDAY_MORNING - timedelta(minutes=minutes) for minutes in (40, 30, 10))
    fault = reported(store, occurred_at=occurred, detected_at=detected, reported_at=told)
    kept = find_fault(store, fault.number)
    assert (kept.facts.occurred_at, kept.facts.detected_at, kept.facts.reported_at) == (occurred, detected, told)
    assert kept.recorded.at >= MONDAY_MORNING
    assert kept.status is Status.REPORTED


def test_s3_1_every_channel_is_kept(store: Store) -> None:
    """S3.1: service desk, phone, e-mail, walk-in, monitoring, inspection."""
    for channel in Channel:
        assert find_fault(store, reported(store, channel=channel).number).facts.channel is channel


def test_s3_1_an_incomplete_report_is_refused_naming_all_that_is_missing(store: Store) -> None:
    """S3.1: a completeness check says what is still missing."""
    with pytest.raises(RuleViolation) as refusal:
        report_fault(store, Facts(title="Printer", impact=Impact.PERSON))
    assert refusal.value.missing == ("description", "channel", "reporter", "occurred")
    assert all(word in str(refusal.value) for word in ("description", "channel", "who reported it", "since when"))


def test_s3_1_an_incomplete_report_can_be_kept_as_a_draft(store: Store) -> None:
    """S3.1: a draft says what it lacks, and becomes a report once it is whole."""
    draft = report_fault(store, Facts(title="Printer"), is_draft=True)
    assert draft.status is Status.DRAFT
    assert draft.missing == ("description", "channel", "reporter", "occurred", "impact")
    still = edit_fault(store, draft.number, Facts(description="No toner"))
    assert still.status is Status.DRAFT
    told = Facts(channel=Channel.WALK_IN, reporter="Zhao", occurred_at=MONDAY_MORNING, impact=Impact.PERSON)
    assert edit_fault(store, draft.number, told).status is Status.REPORTED


def test_a_draft_can_be_completed_and_kept_a_draft(store: Store) -> None:
    draft = report_fault(store, Facts(title="Printer"), is_draft=True)
    assert edit_fault(store, draft.number, phone_report(title="Printer 2"), keep_draft=True).status is Status.DRAFT


def test_a_report_of_the_future_is_refused(store: Store) -> None:
    with pytest.raises(RuleViolation, match="future"):
        reported(store, occurred_at=MONDAY_MORNING + timedelta(hours=1))


def test_numbers_count_on_by_machine_and_year(store: Store) -> None:
    first, second = reported(store), reported(store)
    assert first.number == f"F-26{store.code}-001"
    assert second.number == f"F-26{store.code}-002"
    clock_of(store).go_on(days=365)
    assert reported(store).number == f"F-27{store.code}-001"


def test_a_fault_is_found_by_any_unique_beginning_of_its_number(store: Store) -> None:
    fault = reported(store)
    assert find_fault(store, fault.number.lower()).id == fault.id
    assert find_fault(store, fault.number[:-1]).id == fault.id
    assert find_fault(store, fault.number.removeprefix("F-")).id == fault.id
    reported(store)
    with pytest.raises(UnknownName, match=r"-001, .*-002"):
        find_fault(store, fault.number[:-1])
    with pytest.raises(UnknownName, match="no fault"):
        find_fault(store, "F-99ZZ")
    with pytest.raises(UnknownName):
        find_fault(store, "  ")


def test_s2_a_correction_keeps_what_it_was_before(store: Store) -> None:
    """S2: who, what, when, on which machine, and what it was before."""
    fault = reported(store)
    edit_fault(store, fault.number, Facts(place="R5 / 11U"))
    entry = fault_history(store, find_fault(store, fault.number))[-1]
    change = next(change for change in entry.changes if change.field == "place")
    assert (change.was, change.now) == ("R4 / 03U", "R5 / 11U")
    assert (entry.actor, entry.machine) == ("Li Wei", store.code)
    assert entry.recorded_at > MONDAY_MORNING


def test_a_correction_after_the_assessment_needs_a_reason(store: Store) -> None:
    fault = assessed(store)
    with pytest.raises(RuleViolation) as refusal:
        edit_fault(store, fault.number, Facts(asset="DB-2"))
    assert refusal.value.missing == ("because",)
    assert edit_fault(store, fault.number, Facts(asset="DB-2"), because="wrong label").facts.asset == "DB-2"


def test_a_mandatory_fact_can_not_be_taken_back(store: Store) -> None:
    fault = reported(store)
    with pytest.raises(RuleViolation) as refusal:
        edit_fault(store, fault.number, Facts(title="  "))
    assert refusal.value.missing == ("title",)
    assert edit_fault(store, fault.number, Facts(asset="")).facts.asset == ""


def test_correcting_nothing_is_refused(store: Store) -> None:
    fault = reported(store)
    with pytest.raises(RuleViolation, match="Nothing is corrected"):
        edit_fault(store, fault.number, Facts(place="R4 / 03U"))


def test_what_is_closed_is_not_corrected(store: Store) -> None:
    fault = closed(store)
    with pytest.raises(RuleViolation, match="reopen"):
        edit_fault(store, fault.number, Facts(place="elsewhere"), because="late")


def test_a_draft_is_not_assessed(store: Store) -> None:
    draft = report_fault(store, Facts(title="Printer"), is_draft=True)
    with pytest.raises(RuleViolation) as refusal:
        assess_fault(store, draft.number, Assessment())
    assert "description" in refusal.value.missing
    assert fault_by_id(store, draft.id) == draft
