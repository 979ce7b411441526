"""Providers' notices of planned work: calendars, and mails that bring one or its fields; the rest is to be read."""

import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.notice_troubles import NoticeTrouble, TroubleKind
from fieldtech.domain.outage_operations import NoticeKept, OutageNoticed
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.proposals import ProposedAttachment, ProposedReport, Refusal
from fieldtech.intake.calendar_events import read_event
from fieldtech.intake.calendar_text import LARGEST_CALENDAR, CalendarText, TroubledNotice, split_calendar
from fieldtech.intake.calendar_zones import Zones
from fieldtech.intake.decoding import decode, shown_damage
from fieldtech.intake.files import LARGEST_INTAKE, SourceFile, content_of, given_files
from fieldtech.intake.mail_text import bytes_to_text
from fieldtech.intake.mailboxes import is_mbox, split_mbox
from fieldtech.intake.mails import looks_like_mail, read_mail
from fieldtech.text import _

_BEGINNING = re.compile(r"\s*BEGIN\s*:\s*VCALENDAR", re.IGNORECASE)
_BEGINNING_BYTES = re.compile(rb"BEGIN\s*:\s*VCALENDAR", re.IGNORECASE)
_BASE64 = re.compile(rb"\s*QkVHSU46VkNBTEVOREFS[A-Za-z0-9+/=\s]*\Z")
_CALENDAR = re.compile(r"^BEGIN:VCALENDAR.*?(?:^END:VCALENDAR|\Z)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_FIELD = re.compile(
    r"^(?:X-MAINTNOTE-[A-Z-]+|DTSTART|DTEND|DURATION|DTSTAMP|SEQUENCE|SUMMARY|UID)[;:][^\r\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_CALENDAR_ENDINGS = ("ics", "ical", "icalendar", "vcs")
_MAIL_ENDINGS = ("eml", "mbox", "mbx")
_MOST_CALENDARS = 50
_DEEPEST = 3
"""Mails within mails."""
_LONGEST_TEXT, _LONGEST_NAME = 40_000, 300


class ReadNotice(msgspec.Struct, frozen=True):
    """A revision of an outage, as a file tells it."""

    source: str
    notice: OutageNoticed


class UnreadNotice(msgspec.Struct, frozen=True):
    """A notice for a person to read."""

    key: str
    """The same for the same mail, whatever its file is called."""
    kept: NoticeKept


class NoticeReading(msgspec.Struct, frozen=True):
    """What came of reading notices."""

    notices: tuple[ReadNotice, ...] = ()
    kept: tuple[UnreadNotice, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def read_notices(paths: Sequence[Path], *, zone: ZoneInfo, progress: Progress = unheard) -> NoticeReading:
    """Read calendars and mails, and the files of folders; what is wrong with one never stops the others.

    Args:
        zone: What times are told in that say no zone.
        progress: Hears of each file.

    Raises:
        WorkStopped: It is to stop.
    """
    readings: list[NoticeReading] = []
    room = LARGEST_INTAKE
    files = list(given_files(paths))
    for number, file in enumerate(files):
        progress(number, len(files), _("Reading"))
        content = content_of(file, room) if isinstance(file, SourceFile) else file
        if isinstance(content, Refusal):
            readings.append(NoticeReading(refusals=(content,)))
        elif isinstance(file, SourceFile):
            room -= len(content)
            readings.append(_read_file(file, content, zone))
    return _joined(readings)


def _joined(readings: Iterable[NoticeReading]) -> NoticeReading:
    told = list(readings)
    return NoticeReading(
        tuple(notice for reading in told for notice in reading.notices),
        tuple(kept for reading in told for kept in reading.kept),
        tuple(refusal for reading in told for refusal in reading.refusals),
    )


def _read_file(file: SourceFile, content: bytes, zone: ZoneInfo) -> NoticeReading:
    ending = file.path.name.rpartition(".")[2].lower()
    text = None if file.is_mail else _calendar_text(content, is_named_so=ending in _CALENDAR_ENDINGS)
    if text is not None:
        return _read_calendar_file(file.source, text, zone)
    if file.is_mail or is_mbox(content) or ending in _MAIL_ENDINGS or looks_like_mail(content.lstrip(b"\r\n")):
        mails = split_mbox(content) if is_mbox(content) and not file.is_mail else [(None, content)]
        return _joined(_read_mail_file(file.source, mail, zone, line) for line, mail in mails)
    reason = _("The file is empty.") if not content.strip() else _("It is neither a calendar nor a mail.")
    return NoticeReading(refusals=(_refusal(file.source, reason),))


def _calendar_text(content: bytes, *, is_named_so: bool) -> str | None:
    """Decode a calendar; None: it is something else."""
    content = _unpacked(content) if _BASE64.match(content) else content
    if not is_named_so and not _BEGINNING_BYTES.search(content[:200].replace(b"\0", b"")):
        return None
    text = _decoded(content[: LARGEST_CALENDAR * 4])
    return text if is_named_so or _BEGINNING.match(text) else None


def _unpacked(content: bytes) -> bytes:
    """Undo the transfer encoding that some mail programs leave on an attachment which they save."""
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        return content


def _decoded(content: bytes) -> str:
    try:
        return shown_damage(decode(content).text)
    except UnreadableInput:
        return bytes_to_text(content, "utf-8")


def _read_calendar_file(source: str, text: str, zone: ZoneInfo) -> NoticeReading:
    """Refuse what is broken; keep what is whole but can't be understood."""
    notices, troubles = _read_calendar(text, zone)
    broken = [each for each in troubles if each.is_broken]
    unclear = next((each for each in troubles if not each.is_broken), None)
    kept = NoticeKept(source=source, trouble=unclear, title=_name_of(source), text=_cut(text)) if unclear else None
    key = f"calendar:sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    return NoticeReading(
        tuple(ReadNotice(source, msgspec.structs.replace(notice, source=source)) for notice in notices),
        (UnreadNotice(key, kept),) if kept else (),
        tuple(_refusal(source, each.sentence) for each in broken),
    )


def _read_calendar(text: str, zone: ZoneInfo, sender: str = "") -> tuple[list[OutageNoticed], list[NoticeTrouble]]:
    """Read the events of a calendar; those of one work and one revision are its windows."""
    try:
        if not _BEGINNING.match(text):
            raise TroubledNotice(NoticeTrouble(TroubleKind.NO_CALENDAR))
        calendar = split_calendar(text)
    except TroubledNotice as error:
        return [], [error.trouble]
    if not calendar.events:
        return [], [NoticeTrouble(TroubleKind.NO_EVENT)]
    found: dict[object, OutageNoticed] = {}
    troubles: list[NoticeTrouble] = []
    for notice in _events(calendar, zone, sender, troubles):
        key = (notice.provider, notice.maintenance_id, notice.sequence, notice.status, notice.impact)
        found[key] = _with_window(found[key], notice) if key in found else notice
    return list(found.values()), troubles


def _events(
    calendar: CalendarText, zone: ZoneInfo, sender: str, troubles: list[NoticeTrouble]
) -> Iterator[OutageNoticed]:
    zones = Zones(calendar.zones, zone)
    for event in calendar.events:
        try:
            yield read_event(event, zones, method=calendar.method, sender=sender)
        except TroubledNotice as error:
            troubles.append(error.trouble)


def _with_window(known: OutageNoticed, more: OutageNoticed) -> OutageNoticed:
    objects = {each.name: each for each in (*known.objects, *more.objects)}
    windows = {*known.windows, *more.windows} - {known.window}
    further = tuple(sorted(windows, key=lambda window: (window.starts_at, window.ends_at)))
    return msgspec.structs.replace(known, further_windows=further, objects=tuple(objects.values()))


def _read_mail_file(source: str, content: bytes, zone: ZoneInfo, line: int | None) -> NoticeReading:
    try:
        report = read_mail(source, content, zone, line).report
    except UnreadableInput as error:
        return NoticeReading(refusals=(Refusal(source, line, None, None, str(error)),))
    found: dict[str, OutageNoticed] = {}
    troubles: list[NoticeTrouble] = []
    for text in islice(_calendars(report, zone, _DEEPEST), _MOST_CALENDARS):
        notices, wrong = _read_calendar(text, zone, report.contact or "")
        troubles += wrong
        for notice in notices:
            whole = _of_mail(notice, report)
            found.setdefault(whole.digest, whole)
    trouble = next(iter(troubles), None) or (None if found else NoticeTrouble(TroubleKind.NO_CALENDAR))
    return NoticeReading(
        tuple(ReadNotice(source, notice) for notice in found.values()),
        (UnreadNotice(report.source_key, _kept(report, trouble)),) if trouble else (),
    )


def _of_mail(notice: OutageNoticed, report: ProposedReport) -> OutageNoticed:
    """Let the mail stand for what the event doesn't say."""
    return msgspec.structs.replace(
        notice,
        source=report.source,
        stamp=notice.stamp or report.reported_at,
        summary=notice.summary or (report.title or "")[:_LONGEST_NAME],
        text=_cut(report.description or notice.text),
    )


def _calendars(report: ProposedReport, zone: ZoneInfo, depth: int) -> Iterator[str]:
    """Find the calendars of a mail: its parts, those of the mails in it, what stands in its text, and bare fields."""
    is_found = False
    for each in report.attachments:
        if _is_calendar(each):
            is_found = True
            yield _decoded(each.content[: LARGEST_CALENDAR * 4])
        elif each.media_type == "message/rfc822" and depth:
            for text in _calendars_of_inner(each.content, zone, depth - 1):
                is_found = True
                yield text
    if is_found:
        return
    original = report.original.replace("\r\n", "\n")
    if _CALENDAR.search(original):
        yield from (found[0] for found in _CALENDAR.finditer(original))
    elif fields := _bare_fields(original):
        yield "\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *fields, "END:VEVENT", "END:VCALENDAR"))


def _calendars_of_inner(content: bytes, zone: ZoneInfo, depth: int) -> Iterator[str]:
    try:
        inner = read_mail("", content, zone).report
    except UnreadableInput:
        return
    yield from _calendars(inner, zone, depth)


def _is_calendar(attachment: ProposedAttachment) -> bool:
    ending = attachment.name.rpartition(".")[2].lower()
    return attachment.media_type in ("text/calendar", "application/ics") or ending in _CALENDAR_ENDINGS


def _bare_fields(original: str) -> list[str]:
    """Give the lines of the maintenance-notice profile that stand in a mail's header or text without a calendar."""
    fields = [found[0].strip() for found in _FIELD.finditer(original)]
    return fields if any(each.upper().startswith("X-MAINTNOTE-") for each in fields) else []


def _kept(report: ProposedReport, trouble: NoticeTrouble) -> NoticeKept:
    sender = " ".join(dict.fromkeys(filter(None, (report.reporter, report.contact))))
    return NoticeKept(
        source=report.source,
        trouble=trouble,
        title=report.title or "",
        sender=sender[:_LONGEST_NAME],
        sent_at=report.reported_at,
        text=_cut(report.description or ""),
    )


def _name_of(source: str) -> str:
    return source.rpartition("/")[2][:_LONGEST_NAME]


def _cut(text: str) -> str:
    return f"{text[:_LONGEST_TEXT]}…" if len(text) > _LONGEST_TEXT else text


def _refusal(source: str, reason: str) -> Refusal:
    return Refusal(source, None, None, None, reason)
