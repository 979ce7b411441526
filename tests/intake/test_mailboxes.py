"""Mailboxes: each mail once, with its line; sentences that begin with From are no borders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.domain.proposals import Reading
from fieldtech.intake import read_files
from tests.intake.conftest import SHANGHAI, Read

Write = Callable[[str, str | bytes], Path]


def mail(number: int, body: str = "It is dark.\n") -> str:
    return (
        f"From: Li <li@example.test>\nSubject: Lamp {number}\nMessage-ID: <{number}@example.test>\n"
        f"Date: Mon, 02 Mar 2026 08:15:00 +0000\n\n{body}"
    )


def boxed(*mails: str) -> str:
    return "".join(f"From li@example.test Mon Mar  2 08:15:00 2026\n{each}\n" for each in mails)


def titles(reading: Reading) -> list[str | None]:
    return [report.title for report in reading.proposals]


@pytest.mark.parametrize("name", ["box.mbox", "box", "box.txt", "box.eml"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mailbox_gives_its_mails_each_with_its_line(read: Read, name: str, end: str) -> None:
    reading = read(name, boxed(mail(1), mail(2), mail(3)).replace("\n", end))
    assert titles(reading) == ["Lamp 1", "Lamp 2", "Lamp 3"]
    assert [report.line for report in reading.proposals] == [1, 9, 17]
    assert (reading.read, reading.refusals) == (3, ())


def test_lines_that_begin_with_from_belong_to_the_text(read: Read) -> None:
    body = "It is dark.\n\nFrom here on: nothing works.\n>From the hall too.\n>>From below.\n"
    reading = read("box.mbox", boxed(mail(1, body), mail(2)))
    assert titles(reading) == ["Lamp 1", "Lamp 2"]
    assert (reading.proposals[0].description or "").endswith("From the hall too.\n>From below.")


def test_a_bad_mail_of_a_mailbox_is_refused_by_its_line_and_the_others_are_taken(read: Read) -> None:
    reading = read("box.mbox", boxed(mail(1), "Colour: red\n\nno mail\n", mail(3)))
    assert titles(reading) == ["Lamp 1", "Lamp 3"]
    assert [(refusal.line, refusal.source[-8:]) for refusal in reading.refusals] == [(9, "box.mbox")]


def test_the_same_mail_has_the_same_key_in_a_mailbox_and_alone(read: Read) -> None:
    anonymous = mail(1, "x\n>From me\n").replace("Message-ID: <1@example.test>\n", "")
    alone = read("a.eml", anonymous.replace(">From", "From")).proposals[0]
    assert read("box.mbox", boxed(anonymous)).proposals[0].source_key == alone.source_key


def test_a_maildir_gives_what_is_delivered(write: Write) -> None:
    write("Maildir/tmp/5", mail(5))
    write("Maildir/new/1700000002.M1.host", mail(2))
    write("Maildir/cur/1700000001.M1.host:2,S", mail(1))
    folder = write("Maildir/cur/.hidden", mail(6)).parents[1]
    reading = read_files([folder], zone=SHANGHAI, mapping=None, date_order=None, mapping_folder=None)
    assert titles(reading) == ["Lamp 1", "Lamp 2"]
    assert reading.proposals[0].source == "Maildir/cur/1700000001.M1.host:2,S"


def test_a_mailbox_that_is_none_is_refused(read: Read) -> None:
    (refusal,) = read("box.mbox", "nothing of the kind\n").refusals
    assert "no mailbox" in refusal.reason
