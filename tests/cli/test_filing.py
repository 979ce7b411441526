"""Intake and reports by command: what is taken, what is refused with its place, what a report file is."""

import json
import stat
from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

ROWS = """title,description,channel,reporter,occurred,impact
Printer 2F streaks,lines on each page,phone,Zhou Yan,2026-01-05T08:00,person
Switch dark,no light,phone,Wang Fang,2026-01-05T09:00,galaxy
"""
MAIL = b"""From: Wang Fang <wang@example.org>
To: desk@example.org
Subject: =?utf-8?b?5py65oi/56m66LCD5ru05rC0?=
Date: Mon, 5 Jan 2026 09:30:00 +0800
Message-ID: <1@example.org>
Content-Type: text/plain; charset=gb18030
Content-Transfer-Encoding: 8bit

""" + "水在地上".encode("gb18030")


@pytest.fixture
def rows(tmp_path: Path) -> str:
    """Write a file with a row that is whole and one that has a word nobody knows."""
    file = tmp_path / "export.csv"
    file.write_text(ROWS, encoding="utf-8")
    return str(file)


def test_s3_1_intake_takes_what_it_understands_and_refuses_the_rest(fieldtech: CommandLine, rows: str) -> None:
    """S3.1: an export is read in; a word that no rule maps is refused with its line, column and reason."""
    ended = fieldtech("intake", rows, "--json")
    told = ended.document
    assert ended.status == 3
    assert told.keys() == {"read", "taken", "repeated", "refused", "faults"}
    assert (told["read"], told["taken"], told["repeated"]) == (2, 1, 0)
    (refused,) = told["refused"]
    assert refused.keys() == {"source", "line", "column", "value", "reason"}
    assert (refused["source"], refused["line"], refused["value"]) == ("export.csv", 3, "galaxy")
    shown = fieldtech.json("show", told["faults"][0])
    assert (shown["status"], shown["channel"], shown["title"]) == ("reported", "phone", "Printer 2F streaks")
    assert shown["source"]["name"] == "export.csv"


def test_a_second_intake_takes_nothing(fieldtech: CommandLine, rows: str) -> None:
    fieldtech("intake", rows)
    told = fieldtech("intake", rows, "--json").document
    assert (told["taken"], told["repeated"], told["faults"]) == (0, 1, [])


def test_a_dry_run_shows_what_would_be_taken_and_takes_nothing(fieldtech: CommandLine, rows: str) -> None:
    told = fieldtech("intake", rows, "--dry-run", "--json").document
    assert [each["occurred_at"] for each in told["proposed"]] == ["2026-01-05T00:00:00Z"]
    assert (told["taken"], told["faults"]) == (1, [])
    ended = fieldtech("intake", rows, "--dry-run")
    assert "2026-01-05 08:00" in ended.out
    assert "1 would be taken" in ended.err
    assert fieldtech.json("queue")["total"] == 0


def test_what_is_refused_is_told_to_a_person_too(fieldtech: CommandLine, rows: str) -> None:
    ended = fieldtech("intake", rows)
    assert len(ended.out.split()) == 1
    assert "export.csv:3" in ended.err
    assert "galaxy" in ended.err
    assert "2 read, 1 taken, 0 known already, 1 refused" in ended.err


def test_mail_of_any_character_set_is_taken(fieldtech: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(MAIL)
    told = fieldtech.json("intake", str(tmp_path / "one.eml"))
    shown = fieldtech.json("show", told["faults"][0])
    assert (shown["title"], shown["description"], shown["channel"]) == ("机房空调滴水", "水在地上", "email")


def test_the_date_order_is_one_of_three(fieldtech: CommandLine, rows: str) -> None:
    assert fieldtech("intake", rows, "--date-order=ydm").status == 2


def test_an_intake_without_refusals_is_done(fieldtech: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(
        json.dumps([dict(zip(*(line.split(",") for line in ROWS.splitlines()[:2]), strict=True))])
    )
    told = fieldtech.json("intake", str(tmp_path / "one.json"))
    assert (told["taken"], told["refused"]) == (1, [])


@pytest.mark.parametrize("form", ["md", "html"])
def test_s3_5_a_report_is_written_to_a_file_of_its_owner(fieldtech: CommandLine, tmp_path: Path, form: str) -> None:
    """S3.5: the report can be printed and filed; S6: nobody else reads it."""
    number, file = fieldtech.closed(), tmp_path / f"report.{form}"
    told = fieldtech.json("report-of", number, f"--format={form}", "-o", str(file))
    assert told["number"] == number
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8") == told["text"]
    assert "worn out" in told["text"]
    assert list(tmp_path.glob("report*")) == [file]


def test_a_report_without_a_file_goes_to_standard_output(fieldtech: CommandLine) -> None:
    number = fieldtech.report()
    assert fieldtech.done("report-of", number, "--format=html").out.startswith("<!DOCTYPE html>")
    assert number in fieldtech.done("report-of", number).out


def test_s6_a_report_may_leave_out_who_the_users_are(fieldtech: CommandLine) -> None:
    """S6: a printed report leaks no user."""
    number = fieldtech.closed()
    assert "Wang Fang" in fieldtech.done("report-of", number).out
    assert "Wang Fang" not in fieldtech.done("report-of", number, "--redact-users").out


@pytest.mark.parametrize("place", ["nowhere/report.md", "."])
def test_a_report_that_cant_be_written_is_refused(fieldtech: CommandLine, tmp_path: Path, place: str) -> None:
    ended = fieldtech("report-of", fieldtech.report(), "-o", str(tmp_path / place), "--json")
    assert (ended.status, ended.error["code"]) == (1, "output")


def test_a_report_replaces_the_last_one_in_one_step(fieldtech: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text("old")
    fieldtech.done("report-of", fieldtech.report(), "-o", str(file))
    assert "RAID degraded" in file.read_text(encoding="utf-8")
