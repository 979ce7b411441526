"""Files and folders: one that can't be read never stops the others, and none is shown by an absolute path."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.proposals import Reading
from fieldtech.intake import files, read_files
from tests.intake.conftest import SHANGHAI, Read

Write = Callable[[str, str | bytes], Path]

FAULTS = (
    "title,description,channel,reporter,occurred,impact\nPrinter jams,On page two,phone,Li Wei,2026-03-02 08:15,team\n"
)
MAIL = "From: li@example.test\nSubject: Lamp\nDate: Mon, 02 Mar 2026 08:15:00 +0000\n\nIt is dark.\n"


def read_all(*paths: Path) -> Reading:
    return read_files(paths, zone=SHANGHAI, mapping=None, date_order=None, mapping_folder=None)


def test_a_folder_gives_its_files_in_the_order_of_their_names(write: Write) -> None:
    write("in/b.eml", MAIL)
    write("in/.hidden.csv", "junk")
    write("in/inner/c.csv", FAULTS)
    folder = write("in/a.csv", FAULTS).parent
    reading = read_all(folder)
    assert [report.source for report in reading.proposals] == ["in/a.csv", "in/b.eml"]
    assert (reading.read, reading.refusals) == (2, ())


def test_no_path_is_shown_that_the_user_did_not_write(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("in/a.csv", FAULTS)
    monkeypatch.chdir(path.parents[1])
    for given, shown in [
        (path, "a.csv"),
        (Path("in/a.csv"), "in/a.csv"),
        (Path("in"), "in/a.csv"),
        (Path("in/../in/a.csv"), "a.csv"),
    ]:
        assert read_all(given).proposals[0].source == shown
    monkeypatch.chdir(path.parent)
    assert read_all(Path()).proposals[0].source == "in/a.csv"


def test_what_cannot_be_opened_is_refused_and_the_others_are_taken(write: Write, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    good = write("good.csv", FAULTS)
    reading = read_all(tmp_path / "none.csv", tmp_path / "pipe.csv", Path("/dev/zero"), Path("a\0b"), good)
    assert len(reading.proposals) == 1
    assert [refusal.source for refusal in reading.refusals] == ["none.csv", "pipe.csv", "zero", "a␀b"]
    assert "No such file" in reading.refusals[0].reason
    assert str(tmp_path) not in "".join(refusal.reason for refusal in reading.refusals)


def test_names_that_are_no_text_can_be_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Z\xfcrich.csv"))
    path.write_text(FAULTS)
    assert read_all(path).proposals[0].source == "Z\\xfcrich.csv"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b" \r\n\r\n", "empty"),
        ("book.csv", b"PK\x03\x04\x14\x00\x06\x00" + bytes(100), "save the spreadsheet as CSV"),
        ("old.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Office file"),
        ("scan.eml", b"%PDF-1.7", "PDF"),
        ("log.csv.gz", b"\x1f\x8b\x08" + bytes(50), "compressed"),
        ("plan.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar"),
        ("page.csv", b"<!doctype html><p>", "web page"),
        ("feed.json", b"<?xml version='1.0'?><a/>", "XML"),
        ("junk.csv", bytes(range(256)) * 20, "no text"),
        ("image.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "no text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_something_else_is_refused_and_says_what_to_do(
    read: Read, name: str, content: bytes, told: str
) -> None:
    reading = read(name, content)
    assert reading.proposals == ()
    (refusal,) = reading.refusals
    assert refusal.source == name
    assert told in refusal.reason


def test_the_content_decides_where_the_name_says_nothing(write: Write) -> None:
    reading = read_all(write("a", FAULTS), write("b", MAIL), write("c.txt", '[{"title": "x"}]'))
    assert [report.title for report in reading.proposals] == ["Printer jams", "Lamp"]
    assert {refusal.source for refusal in reading.refusals} == {"c.txt"}


def test_a_file_past_the_limit_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    (refusal,) = read("big.csv", FAULTS).refusals
    assert "split it" in refusal.reason


def test_too_much_at_once_leaves_the_rest_for_another_intake(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_INTAKE", len(FAULTS) + 10)
    reading = read_all(write("a.csv", FAULTS), write("b.csv", FAULTS))
    assert [report.source for report in reading.proposals] == ["a.csv"]
    assert [(refusal.source, "another intake" in refusal.reason) for refusal in reading.refusals] == [("b.csv", True)]


def test_an_order_of_dates_that_does_not_exist_stops_the_intake(write: Write) -> None:
    with pytest.raises(UnreadableInput):
        read_files([write("a.csv", FAULTS)], zone=SHANGHAI, mapping=None, date_order="day", mapping_folder=None)
