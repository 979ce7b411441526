"""The files and folders that somebody gave us, read one by one: what is wrong with one never stops the others."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.proposals import Reading, Refusal
from fieldtech.intake.dates import check_date_order
from fieldtech.intake.decoding import shown_damage
from fieldtech.intake.incidents import MOST_REFUSALS
from fieldtech.intake.kinds import kind_of
from fieldtech.intake.mailboxes import is_maildir, maildir_files, split_mbox
from fieldtech.intake.mails import read_mail
from fieldtech.intake.tables import Terms, read_table
from fieldtech.text import _

LARGEST_FILE = 200_000_000
LARGEST_INTAKE = 800_000_000
"""Of all files together: what is read is held in memory until it is recorded."""


class SourceFile(msgspec.Struct, frozen=True):
    """A file, and what the user calls it."""

    path: Path
    source: str
    is_mail: bool = False
    """True: it stands in a maildir."""


def read_files(
    paths: Sequence[Path],
    *,
    zone: ZoneInfo,
    mapping: Path | None,
    date_order: str | None,
    mapping_folder: Path | None,
    progress: Progress = unheard,
) -> Reading:
    """Read files and folders into proposed reports.

    A maildir gives its mails, any other folder the files that it holds, in the order of their names.

    Args:
        zone: What times without an offset are told in.
        mapping: The mapping file for all tables; None: each is recognised by its columns.
        date_order: dmy, mdy or ymd, whatever a mapping says; None: as it says.
        mapping_folder: Where the site keeps mappings of its own.
        progress: Hears of each row and mail that is read.

    Returns:
        What was read; each thing that could not be taken is a refusal in it.

    Raises:
        UnreadableInput: A mapping breaks the rules, or there is no such order of dates.
        WorkStopped: The intake is to stop.
    """
    terms = Terms(zone, check_date_order(date_order), mapping, mapping_folder, progress)
    readings: list[Reading] = []
    room = LARGEST_INTAKE
    for file in given_files(paths):
        if isinstance(file, Refusal):
            readings.append(Reading(refusals=(file,)))
            continue
        content = content_of(file, room)
        if isinstance(content, Refusal):
            readings.append(Reading(refusals=(content,)))
            continue
        room -= len(content)
        readings.append(_read_content(file, content, terms))
    return _joined(readings)


def _joined(readings: list[Reading]) -> Reading:
    return Reading(
        sum(reading.read for reading in readings),
        tuple(report for reading in readings for report in reading.proposals),
        tuple(refusal for reading in readings for refusal in reading.refusals),
        tuple(note for reading in readings for note in reading.notes),
    )


def given_files(paths: Sequence[Path]) -> Iterator[SourceFile | Refusal]:
    for path in paths:
        name = _shown_name(path)
        try:
            if path.is_dir():
                yield from _folder_files(path, name)
            else:
                yield SourceFile(path, name)
        except OSError as error:
            yield _refusal(name, _cause(error))
        except ValueError:  # A NUL in the path.
            yield _refusal(name, _("There is no such file."))


def _folder_files(folder: Path, name: str) -> Iterator[SourceFile]:
    if is_maildir(folder):
        for path in maildir_files(folder):
            yield SourceFile(path, shown_damage(f"{name}/{path.parent.name}/{path.name}"), is_mail=True)
        return
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(".") and not path.is_dir():
            yield SourceFile(path, shown_damage(f"{name}/{path.name}"))


def _shown_name(path: Path) -> str:
    """Name a path as the user knows it: what he typed, or of an absolute path the last part."""
    if path.is_absolute() or ".." in path.parts or not path.name:
        name = path.name or path.absolute().name
    else:
        name = path.as_posix()
    return shown_damage(name) or "/"


def content_of(file: SourceFile, room: int) -> bytes | Refusal:
    """Return what a file holds, as far as it may be read at all."""
    try:
        # A pipe without a writer would let the program wait for ever.
        descriptor = os.open(file.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return _refusal(file.source, _("It is no file."))
            content = stream.read(min(LARGEST_FILE, room) + 1)
    except OSError as error:
        return _refusal(file.source, _cause(error))
    except ValueError:
        return _refusal(file.source, _("There is no such file."))
    if len(content) > LARGEST_FILE:
        return _refusal(
            file.source, _("The file is larger than {size} MB: split it.").format(size=LARGEST_FILE // 1_000_000)
        )
    if len(content) > room:
        return _refusal(file.source, _("Too much at once: take this file in by another intake."))
    return content


def _read_content(file: SourceFile, content: bytes, terms: Terms) -> Reading:
    try:
        kind = "mail" if file.is_mail else kind_of(file.path.name, content)
    except UnreadableInput as error:
        return Reading(refusals=(_refusal(file.source, str(error)),))
    if kind == "mail":
        return _read_mails(file.source, [(None, content)], terms)
    if kind == "mbox":
        return _read_mails(file.source, split_mbox(content), terms)
    terms.check_mappings()
    try:
        return read_table(file.source, content, kind, terms)
    except UnreadableInput as error:
        return Reading(refusals=(_refusal(file.source, str(error)),))


def _read_mails(source: str, mails: Iterable[tuple[int | None, bytes]], terms: Terms) -> Reading:
    readings: list[Reading] = []
    refused = 0
    for line, content in mails:
        terms.count()
        if refused == MOST_REFUSALS:
            readings.append(Reading(refusals=(_refusal(source, _("Too many of the mails can't be read."), line),)))
            break
        try:
            mail = read_mail(source, content, terms.zone, line)
        except UnreadableInput as error:
            refused += 1
            readings.append(Reading(1, refusals=(_refusal(source, str(error), line),)))
        else:
            readings.append(Reading(1, (mail.report,), notes=mail.notes))
    return _joined(readings)


def _refusal(source: str, reason: str, line: int | None = None) -> Refusal:
    return Refusal(source, line, None, None, reason)


def _cause(error: OSError) -> str:
    return _("The file can't be read: {reason}.").format(reason=error.strerror or type(error).__name__)
