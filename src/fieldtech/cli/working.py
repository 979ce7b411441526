"""Commands that record facts of the work: note, attach, time, part, tell (PROCESS S3.3, S6)."""

import sys
from pathlib import Path

from fieldtech.cli.answers import Attached, answer_fault, standing
from fieldtech.cli.commands import command
from fieldtech.cli.frame import STANDARD_STREAM, Session, file_name, need, text_or_input
from fieldtech.cli.parameters import FILE, argument, fault_number, option
from fieldtech.cli.values import Whole
from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.visible_text import storable
from fieldtech.text import N_, _
from fieldtech.workflow.handling import MEBIBYTE, add_note, add_time, attach_file, tell_user, use_part


@command("note")
@fault_number
@argument("text", "TEXT|-", N_("the note; - reads it from standard input"))
def note(session: Session, number: str, text: str | None) -> None:
    """Write a note."""
    answer_fault(session, add_note(session.writing, number, text_or_input(text)))


@command("attach")
@fault_number
@argument("file", "FILE|-", N_("the file; - reads it from standard input"), kind=FILE)
@option("--name", words=N_("what the file is to be called, if not as it is"))
def attach(session: Session, number: str, file: Path | None, name: str | None) -> None:
    """Keep a file with the fault, inside the store."""
    need(_("Name the file: {missing} is missing."), file=file)
    assert file is not None
    content = _bytes_of(file, session.wiring.settings.attachment_limit_mb * MEBIBYTE + 1)
    is_input = str(file) == STANDARD_STREAM
    called = name or storable("input" if is_input else file.name)
    fault = attach_file(session.writing, number, called, content)
    kept = fault.attachments[-1]
    stands = standing(fault)
    document = Attached(
        number=stands.number,
        status=stands.status,
        is_pending=stands.is_pending,
        attempt=stands.attempt,
        name=kept.name,
        digest=kept.digest,
        size=kept.size,
    )
    answer_fault(session, fault, document)


@command("time")
@fault_number
@option("--minutes", kind=Whole(), words=N_("minutes spent"))
@option("--note", words=N_("what on"))
def time(session: Session, number: str, minutes: int | None, note: str | None) -> None:
    """Record working time."""
    need(_("Say how long: {missing} is missing."), minutes=minutes)
    answer_fault(session, add_time(session.writing, number, minutes or 0, note=note or ""))


@command("part")
@fault_number
@option("--part", words=N_("what was built in"))
@option("--quantity", kind=Whole(), words=N_("how many, if not one"))
@option("--old-serial", words=N_("the serial number of what came out"))
@option("--new-serial", words=N_("the serial number of what went in"))
@option("--asset", words=N_("what it was built into, if not the fault's asset"))
def part(
    session: Session,
    number: str,
    part: str | None,
    quantity: int | None,
    old_serial: str | None,
    new_serial: str | None,
    asset: str | None,
) -> None:
    """Record a part that was used."""
    fault = use_part(
        session.writing,
        number,
        part or "",
        1 if quantity is None else quantity,
        old_serial=old_serial or "",
        new_serial=new_serial or "",
        asset=asset or "",
    )
    answer_fault(session, fault)


@command("tell")
@fault_number
@argument("text", "TEXT|-", N_("what the user was told; - reads it from standard input"))
@option("--how", words=N_("phone, email, in-person, chat, service-desk, or another way"))
@option("--whom", words=N_("who was told, if not the reporter"))
@option("--at", words=N_("when, if not now"), metavar="INSTANT")
def tell(session: Session, number: str, text: str | None, how: str | None, whom: str | None, at: str | None) -> None:
    """Record what the user was told."""
    words, told_at = text_or_input(text), session.instant(at)
    need(_("A word to the user needs {missing}."), text=words, how=how)
    answer_fault(session, tell_user(session.writing, number, words, how=how or "", whom=whom or "", told_at=told_at))


def _bytes_of(file: Path, most: int) -> bytes:
    """Read a file or standard input, no more than can be kept and a byte to tell that it is too much."""
    if str(file) == STANDARD_STREAM:
        return sys.stdin.buffer.read(most) if sys.stdin is not None else b""
    try:
        with file.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        raise UnreadableInput(
            _("{file} can't be read: {reason}.").format(file=file_name(file), reason=error.strerror)
        ) from error
