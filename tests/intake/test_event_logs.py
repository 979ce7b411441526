"""ServiceNow's exports: several rows one incident, the last of them counts, and what nobody can read is refused."""

import csv
import io
import json
import random
from datetime import UTC, datetime

import pytest

from fieldtech.domain.proposals import ProposedReport, Reading
from fieldtech.domain.words import Channel, Impact, Priority, Status, Urgency
from tests.intake.conftest import Read

FIRST = {
    "number": "INC0007001",
    "incident_state": "New",
    "active": "true",
    "sys_mod_count": "0",
    "caller_id": "Caller 12",
    "opened_at": "5/3/2021 09:10",
    "sys_updated_at": "5/3/2021 09:12",
    "contact_type": "Phone",
    "location": "Hall 3",
    "category": "Network",
    "subcategory": "Wifi",
    "u_symptom": "No signal",
    "cmdb_ci": "?",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "assignment_group": "Field North",
    "assigned_to": "?",
    "problem_id": "?",
    "resolved_at": "6/3/2021 11:00",
    "closed_at": "11/3/2021 12:00",
}


def log(*changes: dict[str, str], delimiter: str = ",") -> str:
    """Write an event log: each row is the first one with changes."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, FIRST, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(FIRST | change for change in changes)
    return stream.getvalue()


def event(number: int, count: int, state: str, **changes: str) -> dict[str, str]:
    return {"number": f"INC{number:07}", "sys_mod_count": str(count), "incident_state": state} | changes


def only(reading: Reading) -> ProposedReport:
    assert reading.refusals == ()
    (report,) = reading.proposals
    return report


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_the_rows_of_an_incident_become_one_report_with_the_state_of_the_last(read: Read) -> None:
    rows = log({}, {"sys_mod_count": "10", "incident_state": "Closed"}, {"sys_mod_count": "9", "impact": "1 - High"})
    reading = read("log.csv", rows)
    report = only(reading)
    assert reading.read == 3
    assert (report.source, report.line, report.source_key) == ("log.csv", 3, "servicenow:INC0007001")
    assert (report.source_status, report.source_status_words) == (Status.CLOSED, "Closed")
    assert (report.impact, report.urgency, report.priority) == (Impact.TEAM, Urgency.MEDIUM, Priority.IMPORTANT)
    assert report.channel is Channel.PHONE
    assert report.title == "Network / Wifi: No signal"
    assert report.category == "Network / Wifi"
    assert report.description == "Symptom: No signal\nCategory: Network / Wifi\nGroup: Field North"
    assert (report.reporter, report.place, report.asset, report.assignee) == ("Caller 12", "Hall 3", None, None)


def test_instants_come_from_their_columns_in_the_sites_zone(read: Read) -> None:
    report = only(read("log.csv", log({})))
    assert report.reported_at == report.occurred_at == utc(2021, 3, 5, 1, 10)
    assert report.resolved_at == utc(2021, 3, 6, 3)
    assert report.closed_at == utc(2021, 3, 11, 4)
    assert (report.detected_at, report.restored_at) == (None, None)


def test_the_original_keeps_every_row_of_the_incident_as_it_stood(read: Read) -> None:
    text = log({}, event(7002, 0, "New"), {"sys_mod_count": "1", "u_symptom": 'says "odd", twice'})
    lines = text.splitlines(keepends=True)
    report = read("log.csv", text).proposals[0]
    assert report.original == lines[0] + lines[1] + lines[3]


def test_the_order_of_the_rows_does_not_matter(read: Read) -> None:
    rows = [
        event(number, count, state) for number in (1, 2) for count, state in enumerate(("New", "Active", "Resolved"))
    ]
    random.Random(5).shuffle(rows)
    reports = read("log.csv", log(*rows)).proposals
    assert {report.source_key: report.source_status_words for report in reports} == {
        "servicenow:INC0000001": "Resolved",
        "servicenow:INC0000002": "Resolved",
    }


def test_without_a_count_the_time_of_the_change_tells_the_last_row(read: Read) -> None:
    text = log({"sys_updated_at": "12/3/2021 08:00", "incident_state": "Closed"}, {"incident_state": "New"})
    rows = [row.split(",") for row in text.splitlines()]
    without_count = "\n".join(",".join(cell for index, cell in enumerate(row) if index != 3) for row in rows)
    assert only(read("log.csv", without_count)).source_status is Status.CLOSED


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("impact", "4 - Cosmic"),
        ("urgency", "high-ish"),
        ("priority", "0 - Panic"),
        ("incident_state", "-100"),
        ("contact_type", "Pigeon"),
        ("opened_at", "2/30/2021 09:00"),
        ("resolved_at", "soon"),
    ],
)
def test_a_value_that_no_rule_maps_refuses_its_incident_and_no_other(read: Read, column: str, value: str) -> None:
    reading = read("log.csv", log(event(1, 0, "New"), event(2, 0, "New") | {column: value}, event(3, 0, "New")))
    assert [report.source_key[-1] for report in reading.proposals] == ["1", "3"]
    (refusal,) = reading.refusals
    assert (refusal.source, refusal.line, refusal.column, refusal.value) == ("log.csv", 3, column, value)
    assert refusal.reason


def test_every_unreadable_value_of_an_incident_is_listed(read: Read) -> None:
    reading = read("log.csv", log({"impact": "x", "urgency": "y", "contact_type": "z"}))
    assert reading.proposals == ()
    assert {refusal.column: refusal.value for refusal in reading.refusals} == {
        "impact": "x",
        "urgency": "y",
        "contact_type": "z",
    }
    assert "it knows 1 - High, High, 2 - Medium," in next(r.reason for r in reading.refusals if r.column == "impact")


def test_an_unreadable_value_of_an_earlier_row_refuses_the_incident_too(read: Read) -> None:
    rows = log({"incident_state": "-100"}, {"sys_mod_count": "1", "incident_state": "Active"}, event(2, 0, "New"))
    reading = read("log.csv", rows)
    assert [report.source_key for report in reading.proposals] == ["servicenow:INC0000002"]
    assert [(r.line, r.column, r.value) for r in reading.refusals] == [(2, "incident_state", "-100")]


def test_a_second_way_to_tell_the_last_row_does_not_count_where_the_first_is_there(read: Read) -> None:
    assert only(read("log.csv", log({"sys_updated_at": "soon"}, {"sys_mod_count": "1"}))).line == 3


def test_a_row_whose_place_among_the_others_is_unknown_refuses_the_incident(read: Read) -> None:
    reading = read("log.csv", log({}, {"sys_mod_count": "?"}))
    assert reading.proposals == ()
    assert [(r.line, r.column, r.value) for r in reading.refusals] == [(3, "sys_mod_count", "?")]


def test_a_ragged_row_refuses_the_incident_that_it_belongs_to(read: Read) -> None:
    text = log({}, event(7002, 0, "New")) + "INC0007001,Closed,false\n"
    reading = read("log.csv", text)
    assert [report.source_key for report in reading.proposals] == ["servicenow:INC0007002"]
    (refusal,) = reading.refusals
    assert (refusal.line, refusal.column) == (4, None)
    assert "3 cells where the heading names 21 columns" in refusal.reason


def test_rows_behind_a_broken_quotation_mark_refuse_every_incident_that_stands_there(read: Read) -> None:
    text = log(event(1, 0, "New"), event(2, 0, "New"), event(3, 0, "New"), event(4, 0, "New"))
    broken = 'INC0000001,Closed,false,1,"Caller\nINC0000002,Closed,false,1,Caller\nINC0000003,Closed,x" y\n'
    reading = read("log.csv", text + broken)
    assert [report.source_key[-1] for report in reading.proposals] == ["4"]
    assert [refusal.line for refusal in reading.refusals] == [6]


@pytest.mark.parametrize("contact_type", ["Phone", "IVR", "Email", "Self service", "Direct opening"])
@pytest.mark.parametrize(
    "state", ["New", "Active", "Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence"]
)
def test_every_state_and_way_of_contact_of_the_log_is_understood(read: Read, state: str, contact_type: str) -> None:
    report = only(read("log.csv", log({"incident_state": state, "contact_type": contact_type})))
    assert report.source_status in (Status.REPORTED, Status.IN_PROGRESS)
    assert report.source_status_words == state


def test_what_is_missing_stays_missing_and_falls_out_of_composed_texts(read: Read) -> None:
    report = only(read("log.csv", log({"u_symptom": "?", "subcategory": "?", "caller_id": "?", "closed_at": "?"})))
    assert (report.title, report.category) == ("Network", "Network")
    assert report.description == "Category: Network\nGroup: Field North"
    assert (report.reporter, report.closed_at) == (None, None)


def test_month_first_dates_need_to_be_declared_and_then_are_read(read: Read) -> None:
    text = log({"opened_at": "3/25/2021 09:10", "resolved_at": "?", "closed_at": "?"})
    assert read("log.csv", text).proposals == ()
    assert only(read("log.csv", text, date_order="mdy")).reported_at == utc(2021, 3, 25, 1, 10)


def test_the_preview_tells_how_the_file_was_understood(read: Read) -> None:
    (note,) = read("log.csv", log({})).notes
    assert "ServiceNow incident event log" in note.message
    assert "day/month/year" in note.message
    assert "Asia/Shanghai" in note.message


def test_the_key_does_not_depend_on_name_delimiter_or_encoding(read: Read) -> None:
    reports = [
        only(read("a.csv", log({"location": "三号楼"}))),
        only(read("deep/b.txt", log({"location": "三号楼"}, delimiter=";").encode("gb18030"))),
        only(read("c.tsv", log({"location": "三号楼"}, delimiter="\t").encode("utf-16"))),
    ]
    assert len({report.source_key for report in reports}) == 1
    assert {report.place for report in reports} == {"三号楼"}


REST_RECORD = {
    "number": {"display_value": "INC0010077", "value": "INC0010077"},
    "short_description": {"display_value": "Badge reader dead", "value": "Badge reader dead"},
    "description": {"display_value": "Door 4 stays shut.", "value": "Door 4 stays shut."},
    "opened_at": {"display_value": "03/05/2021 05:10 PM", "value": "2021-05-03 09:10:00"},
    "caller_id": {"display_value": "Ana Costa", "value": "62826bf0", "link": "https://example.test/62826bf0"},
    "contact_type": {"display_value": "Walk-in", "value": "walk-in"},
    "impact": {"display_value": "3 - Low", "value": "3"},
    "urgency": {"display_value": "1 - High", "value": "1"},
    "priority": {"display_value": "3 - Moderate", "value": "3"},
    "state": {"display_value": "On Hold", "value": "3"},
    "closed_at": {"display_value": "", "value": ""},
    "assigned_to": "",
}


def test_the_rest_export_gives_wordings_and_times_in_utc(read: Read) -> None:
    report = only(read("rest.json", json.dumps({"result": [REST_RECORD]}, indent=1)))
    assert report.source_key == "servicenow:INC0010077"
    assert (report.title, report.description) == ("Badge reader dead", "Door 4 stays shut.")
    assert report.reported_at == utc(2021, 5, 3, 9, 10)
    assert (report.reporter, report.channel, report.impact) == ("Ana Costa", Channel.WALK_IN, Impact.PERSON)
    assert (report.source_status, report.source_status_words) == (Status.IN_PROGRESS, "On Hold")
    assert (report.closed_at, report.assignee) == (None, None)


def test_the_list_export_is_recognised_and_its_ambiguous_dates_are_refused(read: Read) -> None:
    heading = '"number","short_description","opened_at","priority","state","impact","contact_type","caller_id"\n'
    iso = '"INC1","No sound","2021-05-03 09:10:00","4 - Low","New","3 - Low","Email","Ana"\n'
    swapped = '"INC2","No light","05/03/2021 09:10","4 - Low","New","3 - Low","Email","Ana"\n'
    reading = read("list.csv", heading + iso + swapped)
    assert [report.source_key for report in reading.proposals] == ["servicenow:INC1"]
    assert [(r.line, r.column, r.value) for r in reading.refusals] == [(3, "opened_at", "05/03/2021 09:10")]


def test_an_export_without_wordings_is_refused_not_guessed(read: Read) -> None:
    plain = {name: cell["value"] if isinstance(cell, dict) else cell for name, cell in REST_RECORD.items()}
    reading = read("rest.json", json.dumps({"result": [plain]}))
    assert reading.proposals == ()
    assert ("impact", "3") in {(refusal.column, refusal.value) for refusal in reading.refusals}
