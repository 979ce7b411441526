"""JSON: its shapes, its lines, and what is refused of it."""

import json

import pytest

from fieldtech.domain.proposals import Reading
from tests.intake.conftest import Read

FAULT = {
    "title": "Printer jams",
    "description": "On page two",
    "channel": "phone",
    "reporter": "Li Wei",
    "occurred": "2026-03-02 08:15",
    "impact": "team",
}
OTHER = FAULT | {"title": "Printer smokes"}


def titles(reading: Reading) -> list[str | None]:
    return [report.title for report in reading.proposals]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([FAULT, OTHER]),
        json.dumps([FAULT, OTHER], indent=2, ensure_ascii=False),
        json.dumps({"count": 2, "records": [FAULT, OTHER]}),
        json.dumps({"result": [FAULT, OTHER], "more": {"next": None}}),
        json.dumps({"faults": [FAULT, OTHER], "total": 2, "next": None}),
        f"{json.dumps(FAULT)}\n{json.dumps(OTHER)}\n",
        f"{json.dumps(FAULT)}\n\n{json.dumps(OTHER)}",
        f'{{"records": [{json.dumps(FAULT)}], "items": [{json.dumps(OTHER)}]}}',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_records_are_found_in_every_usual_shape(read: Read, text: str, encoding: str) -> None:
    reading = read("faults.json", text.encode(encoding))
    assert reading.refusals == ()
    assert titles(reading) == ["Printer jams", "Printer smokes"]
    assert reading.read == 2


def test_one_object_alone_is_one_record(read: Read) -> None:
    assert titles(read("fault.json", json.dumps(FAULT))) == ["Printer jams"]
    assert titles(read("fault.json", json.dumps({"result": FAULT}))) == ["Printer jams"]


def test_a_record_keeps_its_line_and_its_original(read: Read) -> None:
    text = "[\n" + json.dumps(FAULT, indent=1) + ",\n" + json.dumps(OTHER) + "\n]\n"
    first, second = read("faults.json", text).proposals
    assert (first.line, second.line) == (2, 10)
    assert second.original == json.dumps(OTHER) + "\n"


def test_a_value_that_no_rule_knows_is_refused_by_line_and_key(read: Read) -> None:
    text = "\n".join(json.dumps(record) for record in (FAULT, FAULT | {"impact": "galaxy"}, OTHER))
    reading = read("faults.jsonl", text)
    assert titles(reading) == ["Printer jams", "Printer smokes"]
    assert [(r.line, r.column, r.value) for r in reading.refusals] == [(2, "impact", "galaxy")]


def test_null_and_an_absent_key_say_nothing(read: Read) -> None:
    (report,) = read("faults.json", json.dumps([FAULT | {"urgency": None, "place": ""}])).proposals
    assert (report.urgency, report.place, report.asset) == (None, None, None)


def test_numbers_stay_as_they_are_written(read: Read) -> None:
    text = json.dumps(FAULT)[:-1] + ', "number": 0.10, "asset": 1' + "0" * 6000 + "}"
    (report,) = read("faults.json", text).proposals
    assert report.source_key == "report:0.10"
    assert report.asset == "1" + "0" * 6000


@pytest.mark.parametrize(
    ("inner", "column"),
    [
        ('"title": "a", "title": "b"', "title"),
        ('"asset": NaN', "asset"),
        ('"asset": -Infinity', "asset"),
        ('"asset": "\\ud800"', "asset"),
        ('"asset": "a\\u0000b"', "asset"),
        (f'"asset": "{"x" * 1_000_001}"', "asset"),
        ('"x": {"y": 1, "y": 2}', "x.y"),
        ('"x": {"display_value": "a", "display_value": "b"}', "x"),
    ],
)
def test_what_json_or_the_store_cannot_hold_refuses_its_record_alone(read: Read, inner: str, column: str) -> None:
    bad = json.dumps(FAULT)[:-1] + f", {inner}}}"
    reading = read("faults.json", f"[{bad},\n{json.dumps(OTHER)}]")
    assert titles(reading) == ["Printer smokes"]
    assert [(refusal.line, refusal.column) for refusal in reading.refusals] == [(1, column)]


def test_half_a_file_gives_the_records_before_the_break(read: Read) -> None:
    text = "[\n" + ",\n".join(json.dumps(record) for record in (FAULT, OTHER)) + "\n]"
    reading = read("faults.json", text[: len(text) - 30])
    assert titles(reading) == ["Printer jams"]
    (refusal,) = reading.refusals
    assert refusal.line == 3
    assert "cut off" in refusal.reason


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "[1, 2]",
        '"text"',
        "[[1]]",
        "{",
        "{}",
        "[]",
        '{"records": []}',
        "nul",
        '{"title" "x"}',
        "[{},]",
        json.dumps({f"k{number}": 1 for number in range(2000)}),
    ],
)
def test_json_that_holds_no_record_is_refused_with_a_reason(read: Read, text: str) -> None:
    reading = read("faults.json", text)
    assert reading.proposals == ()
    assert reading.refusals
    assert all(refusal.reason for refusal in reading.refusals)


def test_an_object_within_a_record_becomes_dotted_columns_and_a_list_stays_json(read: Read) -> None:
    mapping = """
name = "nested"
title = "Nested"
[key]
column = "id"
prefix = "nested"
[fields.title]
column = "what.name"
[fields.reporter]
column = "who"
[fields.place]
column = "tags"
"""
    record = {"id": 1, "what": {"name": "Lamp", "deep": {"er": True}}, "who": {"display_value": "Li"}, "tags": ["a", 1]}
    (report,) = read("nested.json", json.dumps(record), mapping=mapping).proposals
    assert (report.title, report.reporter, report.place) == ("Lamp", "Li", '["a", "1"]')
