"""One mail as a proposed report: it says what is wrong, who says it and since when we know; the rest a person adds."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.proposals import Note, ProposedReport
from fieldtech.domain.words import Channel
from fieldtech.intake.mail_parts import MailContent, read_parts
from fieldtech.intake.mail_text import PARSER_FAULTS, bytes_to_text, header_text
from fieldtech.text import _

LARGEST_MAIL = 25_000_000

_LARGEST_HEAD = 1_000_000
_MOST_WORK = 40_000_000
"""Lines times boundaries: the parser compares each line with each boundary that is open."""
_LONGEST_PARSED = 2000
_LONGEST_TITLE = 500
_LONGEST_KEY = 300
_YEARS = range(1970, 2200)

_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")
_HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r")
_POSTMARK = re.compile(rb"\AFrom [^\r\n]*\r?\n")
"""The line that mail programs put before a mail in a mailbox."""
_KNOWN_HEADERS = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|mime-version|content-type|delivered-to|sender|reply-to)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
_ANGLED = re.compile(r"<([^<>]*)>")


def _as_it_stands(_name: str, value: str) -> str:
    """Keep a header a plain text, cut to what an honest one needs.

    The standard parser of structured headers takes quadratic time, and raises what it likes, on hostile ones.
    """
    return value[:_LONGEST_PARSED]


_POLICY = default.clone(header_factory=_as_it_stands, refold_source="none")


class ReadMail(msgspec.Struct, frozen=True):
    """A mail's report, with what there is to tell of it."""

    report: ProposedReport
    notes: tuple[Note, ...]


def read_mail(source: str, content: bytes, zone: ZoneInfo, line: int | None = None) -> ReadMail:
    """Read one mail.

    Args:
        zone: What a date without an offset is told in.
        line: Where it begins in a file of several.

    Raises:
        UnreadableInput: It is no mail, too large, or built so that it can't be taken apart.
    """
    content = _POSTMARK.sub(b"", content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), count=1)
    head = _checked_head(content)
    try:
        message = BytesParser(policy=_POLICY).parsebytes(content)
        parts = read_parts(message)
    except (*PARSER_FAULTS, MessageError) as error:
        raise UnreadableInput(_("The mail is built in a way that can't be taken apart.")) from error
    notes: list[str] = []
    report = _report(source, line, message, parts, zone, notes)
    original = "\n\n".join([bytes_to_text(head, None), *parts.sources]).replace("\r\n", "\n")
    report = msgspec.structs.replace(report, original=original)
    return ReadMail(report, tuple(Note(source, line, note) for note in notes))


def looks_like_mail(content: bytes) -> bool:
    """Tell whether bytes begin with the header of a mail."""
    return bool(_HEADER_LINE.match(content) and _KNOWN_HEADERS.search(content[:20_000]))


def _checked_head(content: bytes) -> bytes:
    if len(content) > LARGEST_MAIL:
        raise UnreadableInput(_("The mail is larger than {size} MB.").format(size=LARGEST_MAIL // 1_000_000))
    end = _HEAD_END.search(content, 0, _LARGEST_HEAD + 4)
    head = content[: end.start()] if end else content
    if not _HEADER_LINE.match(head):
        raise UnreadableInput(_("It is no mail: it doesn't begin with a header."))
    if not _KNOWN_HEADERS.search(head[:_LARGEST_HEAD]):
        raise UnreadableInput(_("It is no mail: its header has neither sender nor date nor subject."))
    if len(head) > _LARGEST_HEAD:
        raise UnreadableInput(_("The mail's header is larger than {size} kB.").format(size=_LARGEST_HEAD // 1000))
    if content.lower().count(b"boundary") * content.count(b"\n") > _MOST_WORK:
        raise UnreadableInput(_("The mail has too many parts within parts."))
    return head


def _report(
    source: str, line: int | None, message: EmailMessage, parts: MailContent, zone: ZoneInfo, notes: list[str]
) -> ProposedReport:
    text = "\n\n".join(text for text in parts.texts if text.strip())
    name, address = _sender(message, notes)
    return ProposedReport(
        source=source,
        source_key=_key(message, text),
        line=line,
        original="",
        channel=Channel.EMAIL,
        title=_title(message, text, notes),
        description=text or None,
        reporter=name,
        contact=address,
        reported_at=_reported_at(message, zone, notes),
        attachments=tuple(parts.attachments),
    )


def _key(message: EmailMessage, text: str) -> str:
    """Know the mail again by its identity or, where it has none, by what it says."""
    identity = header_text(message, "Message-ID")
    if identity and len(identity) <= _LONGEST_KEY:
        return f"message-id:{identity}"
    told = [identity, *(header_text(message, name) for name in ("From", "Date", "Subject")), text]
    return f"mail:sha256:{hashlib.sha256(msgspec.json.encode(told)).hexdigest()}"


def _title(message: EmailMessage, text: str, notes: list[str]) -> str | None:
    title = header_text(message, "Subject")
    if not title:
        title = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
        notes.append(
            _("The mail has no subject; its first line stands for it.") if title else _("The mail has no subject.")
        )
    return (f"{title[:_LONGEST_TITLE]}…" if len(title) > _LONGEST_TITLE else title) or None


def _sender(message: EmailMessage, notes: list[str]) -> tuple[str | None, str | None]:
    """Return the sender's name and address; the address stands for a name that is missing."""
    for header in ("From", "Sender", "Reply-To", "Return-Path"):
        told = header_text(message, header)
        name, address = _name_and_address(told)
        if name or address:
            if header != "From":
                notes.append(_("The mail has no sender (From); {header} stands for it.").format(header=header))
            return name or address, address
    notes.append(_("The mail has no sender."))
    return None, None


def _name_and_address(told: str) -> tuple[str | None, str | None]:
    """Take a sender apart; more forgiving than the standard, as senders are."""
    angled = _ANGLED.search(told)
    if angled and angled[1].strip():
        name = told[: angled.start()] or told[angled.end() :]
        address: str | None = angled[1].strip()
    elif found := _ADDRESS.search(told):
        name, address = told.replace(found[0], " "), found[0]
    else:
        name, address = told.replace("<>", " "), None
    name = " ".join(name.replace('\\"', "'").replace('"', " ").split()).strip(" '(),;")
    return name or None, address


def _reported_at(message: EmailMessage, zone: ZoneInfo, notes: list[str]) -> datetime | None:
    """Return when it was sent; where that can't be read, when the last server took it."""
    for header, told in _dates(message):
        instant = _instant(told, zone)
        if instant is not None:
            if header != "Date":
                notes.append(_("The mail has no readable date; when the server received it stands for it."))
            return instant
    notes.append(_("The mail has no readable date."))
    return None


def _dates(message: EmailMessage) -> Iterator[tuple[str, str]]:
    yield "Date", header_text(message, "Date")
    yield "Received", header_text(message, "Received").rpartition(";")[2]


def _instant(told: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = parsedate_to_datetime(told[:200])
        if moment.tzinfo is None:
            # RFC 5322: -0000 is UTC told by somebody who doesn't know his zone.
            moment = moment.replace(tzinfo=UTC if "-0000" in told else zone)
        instant = moment.astimezone(UTC)
    except (ValueError, TypeError, LookupError, OverflowError):
        return None
    return instant if instant.year in _YEARS else None
