"""Providers' notices by command: the contract's document, exit states, and what a person reads."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.intake.notice_files import calendar, event, mail


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two revisions of an outage, a broken calendar, and a mail for a person."""
    made = tmp_path / "notices"
    made.mkdir()
    for name, content in (
        ("1.ics", calendar()),
        ("2.ics", calendar(event(SEQUENCE="2", X_MAINTNOTE_STATUS="CANCELLED"))),
        ("3.ics", calendar(event(DTEND=None))),
        ("4.eml", mail("Mind the \x1b[31mline\u202e.")),
    ):
        (made / name).write_text(content, newline="")
    return made


def test_s3_6_notices_become_outages_or_are_kept_or_refused(fieldtech: CommandLine, folder: Path) -> None:
    """S3.6: what providers announce stands among what is planned; nothing of it is lost or guessed."""
    ended = fieldtech("notices", str(folder), "--json")
    told = ended.document
    assert ended.status == 3
    assert {"taken", "updated", "repeated", "refused", "kept"} <= told.keys()
    assert (told["taken"], told["updated"], told["repeated"]) == (1, 1, 0)
    assert told["refused"] == [{"source": "notices/3.ics", "reason": "Line 5: The event lacks the end (DTEND)."}]
    assert [each["source"] for each in told["kept"]] == ["notices/4.eml"]
    again = fieldtech("notices", str(folder), "--json").document
    assert (again["taken"], again["updated"], again["repeated"], again["kept"]) == (0, 0, 3, [])


def test_what_was_taken_is_said_in_words(fieldtech: CommandLine, folder: Path) -> None:
    dry = fieldtech("notices", str(folder), "--dry-run")
    assert "1 would be taken, 1 updated" in dry.err
    ended = fieldtech("notices", str(folder))
    assert "Northern Fibre  CHG-4711  called off  Splicing at the bridge" in ended.out
    assert "1 taken, 1 updated, 0 known already, 1 to be read, 1 refused." in ended.err
    assert "Refused: notices/3.ics: Line 5" in ended.err


def test_an_outage_is_listed_and_shown_with_its_history(fieldtech: CommandLine, folder: Path) -> None:
    fieldtech("notices", str(folder))
    (listed,) = fieldtech.json("outages", "list", "--from=2026-12-02", "--until=2026-12-02")["outages"]
    assert (listed["id"], listed["status"], listed["starts_at"]) == ("CHG-4711", "cancelled", "2026-12-01T22:00:00Z")
    assert fieldtech.json("outages", "list", "--from=2027-01-01")["outages"] == []
    shown = fieldtech.json("outages", "show", "chg-4711")
    assert [each["sequence"] for each in shown["revisions"]] == [1, 2]
    page = fieldtech.done("outages", "show", shown["outage"][:5]).out
    assert "2026-12-02 06:00 - 12:00" in page


def test_an_outage_stands_in_the_calendar_on_each_day_that_it_touches(fieldtech: CommandLine, folder: Path) -> None:
    moved = calendar(event(DTSTART="20261201T130000Z", DTEND="20261201T180000Z"))
    (folder / "1.ics").write_text(moved, newline="")
    (folder / "2.ics").unlink()
    fieldtech("notices", str(folder))
    month = fieldtech.done("calendar", "--month=2026-12").out
    days = [line.split()[:5] for line in month.splitlines() if "Splicing at the bridge" in line]
    assert days == [
        ["2026-12-01", "Tue", "21:00", "#", "confirmed"],
        ["2026-12-02", "Wed", "#", "confirmed", "Northern"],
    ]
    assert "1# 2#" in month
    (told,) = fieldtech.json("calendar", "--year=2026")["outages"]
    assert (told["id"], told["starts_at"], told["status"]) == ("CHG-4711", "2026-12-01T13:00:00Z", "confirmed")
    assert fieldtech.json("calendar", "--month=2026-11")["outages"] == []
    assert fieldtech.json("calendar", "--month=2026-12", "--person=Li Wei")["outages"] == []


def test_a_kept_mail_is_read_cleaned_and_becomes_an_outage(fieldtech: CommandLine, folder: Path) -> None:
    fieldtech("notices", str(folder))
    (notice,) = fieldtech.json("outages", "notices")["notices"]
    page = fieldtech.done("outages", "notice", notice["notice"]).out
    assert "Mind the ␛[31mline<U+202E>." in page
    made = fieldtech.json(
        *("outages", "add", "--notice", notice["notice"], "--provider=Northern Fibre", "--id=CHG-5"),
        *("--from=2026-12-10T22:00", "--until=2026-12-11T02:00", "--object=line 7", "--impact=degraded"),
    )
    assert (made["starts_at"], made["summary"]) == ("2026-12-10T14:00:00Z", "Planned work 4711")
    assert fieldtech.json("outages", "notices")["notices"] == []
    (read,) = fieldtech.json("outages", "notices", "--all")["notices"]
    assert (read["is_read"], read["outage"]) == (True, made["outage"])


def test_a_notice_is_marked_as_read(fieldtech: CommandLine, folder: Path) -> None:
    (kept,) = fieldtech("notices", str(folder), "--json").document["kept"]
    assert fieldtech.json("outages", "read", kept["notice"], "--note=not ours")["note"] == "not ours"
    assert fieldtech.done("outages", "notices").out == ""


def test_what_is_missing_is_named(fieldtech: CommandLine) -> None:
    assert fieldtech("notices", "--json").error["missing"] == ["file"]
    assert fieldtech("outages", "add", "--json").error["missing"] == ["provider", "id", "from", "until"]
