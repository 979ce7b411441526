"""The annual plan and the calendar file by commands (PROCESS S3.6)."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.command_line import CommandLine
from tests.cli.test_plans import MONTHLY, add


@pytest.fixture
def planned(fieldtech: CommandLine) -> CommandLine:
    """A store with a plan of 2030."""
    add(fieldtech, *MONTHLY, "--from=2030-01-31", "--assignee=Li Wei", "--place=Hall 3")
    return fieldtech


def test_the_annual_plan_is_printed_and_written(planned: CommandLine, tmp_path: Path) -> None:
    shown = planned.done("plan", "document", "--year=2030").out
    assert shown.startswith("# 2030 Annual maintenance plan\n")
    assert "01-31  02-28  03-31" in shown
    page = tmp_path / "year.html"
    assert planned.done("plan", "document", "--year=2030", "--format=html", f"--output={page}").out == f"{page}\n"
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert page.stat().st_mode & 0o777 == 0o600
    told = planned.json("plan", "document", "--year=2030", "--format=csv")
    assert (told["year"], told["format"], told["file"]) == (2030, "csv", None)
    assert len(list(csv.DictReader(StringIO(told["text"])))) == 12


def test_the_plan_document_is_narrowed(planned: CommandLine) -> None:
    for options, rows in (
        (("--person=Li Wei",), 12),
        (("--person=Zhao Min",), 0),
        (("--place=Hall 3", "--kind=battery-test"), 12),
    ):
        told = planned.json("plan", "document", "--year=2030", "--format=csv", *options)
        assert len(list(csv.DictReader(StringIO(told["text"])))) == rows, options


def test_a_calendar_is_written_for_a_year_or_a_month(planned: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    assert planned.done("calendar", "--year=2030", f"--ics={file}").out == f"{file}\n"
    events = Calendar.from_ical(file.read_bytes()).events
    assert [each.start.isoformat() for each in events[:2]] == ["2030-01-31T09:30:00+08:00", "2030-02-28T09:30:00+08:00"]
    assert {each.alarms.times[0].trigger - each.start for each in events} == {-timedelta(days=1)}
    whole = planned.json("plan", "document", "--year=2030", "--format=ics")["text"]
    assert whole.encode() == file.read_bytes()
    planned.done("calendar", "--month=2030-02", f"--ics={file}", "--alarm=2")
    (event,) = Calendar.from_ical(file.read_bytes()).events
    assert event.alarms.times[0].trigger - event.start == -timedelta(hours=2)
    planned.done("calendar", "--month=2030-02", f"--ics={file}", "--alarm=0")
    assert b"VALARM" not in file.read_bytes()


@pytest.mark.parametrize(
    ("options", "status"),
    [(("--year=3000",), 1), (("--format=docx",), 2), (("--format=ics", "--alarm=99999"), 1), (("--alarm=-1",), 2)],
)
def test_what_makes_no_document_is_refused(planned: CommandLine, options: tuple[str, ...], status: int) -> None:
    assert planned("plan", "document", *options).status == status


def test_a_file_that_can_not_be_written_is_told(planned: CommandLine, tmp_path: Path) -> None:
    assert planned("calendar", "--year=2030", f"--ics={tmp_path / 'no' / 'x.ics'}", "--json").error["message"]


def test_a_year_of_plans_is_begun_from_a_template(fieldtech: CommandLine) -> None:
    names = [each["name"] for each in fieldtech.json("plan", "templates")["templates"]]
    assert names == ["branch-office", "small-server-room"]
    assert "Backup restore test" in fieldtech.done("plan", "templates").out
    told = fieldtech.json("plan", "add", "--from-template=branch", "--from=2030-01-01", "--place=Office 2")["plans"]
    assert [each["number"] for each in told] == [each["number"] for each in fieldtech.json("plan", "list")["plans"]]
    assert told[0] == {"number": told[0]["number"], "title": "Round through the office", "next": "2030-01-02"}
    refused = fieldtech("plan", "add", "--from-template=branch", "--title=x", "--json")
    assert (refused.status, refused.error["missing"]) == (1, ["title"])
