"""The parts of a mail: what is its text, what came with it."""

import re
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import EmailMessage

from fieldtech.domain.proposals import ProposedAttachment
from fieldtech.intake.decoding import shown_damage
from fieldtech.intake.mail_text import (
    PARSER_FAULTS,
    body_text,
    decoded_words,
    header_text,
    media_type,
    source_text,
)

_READABLE = ("text/plain", "text/html")
_NO_NAME = re.compile(r"[/\\\x00-\x1f\x7f]+")
_LONGEST_NAME = 200
_ENDINGS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "message/rfc822": "eml",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "application/pgp-signature": "asc",
    "application/pkcs7-signature": "p7s",
}


@dataclass(slots=True)
class MailContent:
    """What a mail holds."""

    texts: list[str] = field(default_factory=list)
    """As a reader would see them."""
    sources: list[str] = field(default_factory=list)
    """As they stood, the attachments by their names."""
    attachments: list[ProposedAttachment] = field(default_factory=list)


@dataclass(slots=True)
class _Leaf:
    """A part that holds no parts."""

    part: EmailMessage
    text: str | None
    """As a reader would see it. None: it is an attachment."""
    is_shown: bool = True
    """False: another form of the same text is read."""


def read_parts(message: EmailMessage) -> MailContent:
    """Sort the parts of a mail: of several forms of a text one is read, what is no text is an attachment."""
    content = MailContent()
    for leaf in _leaves(message):
        if leaf.text is None:
            attachment = _attachment(leaf.part, len(content.attachments) + 1)
            content.attachments.append(attachment)
            content.sources.append(f"[{attachment.name}, {attachment.media_type}, {len(attachment.content)} B]")
        else:
            content.sources.append(source_text(leaf.part))
            if leaf.is_shown:
                content.texts.append(leaf.text)
    return content


def _leaves(part: EmailMessage) -> list[_Leaf]:
    """List the parts that hold something; each is looked at once, however deep the forms of a text are nested."""
    kind = media_type(part)
    if not kind.startswith("multipart/") or not part.is_multipart():
        return [_Leaf(part, body_text(part) if _is_own_text(part, kind) else None)]
    forms = [_leaves(child) for child in part.iter_parts() if isinstance(child, EmailMessage)]
    if kind == "multipart/alternative":
        chosen = _form_to_read(forms)
        for leaf in (leaf for leaves in forms if leaves is not chosen for leaf in leaves):
            leaf.is_shown = False
    return [leaf for leaves in forms for leaf in leaves]


def _form_to_read(forms: list[list[_Leaf]]) -> list[_Leaf] | None:
    """Choose the first form, which is the plainest, unless a later one says more than twice as much."""
    lengths = [sum(len(leaf.text or "") for leaf in leaves) for leaves in forms]
    return next((leaves for leaves, length in zip(forms, lengths, strict=True) if length * 2 >= max(lengths)), None)


def _is_own_text(part: EmailMessage, kind: str) -> bool:
    is_broken_multipart = kind.startswith("multipart/")
    return (kind in _READABLE or is_broken_multipart) and not _file_name(part) and not _is_marked_attachment(part)


def _is_marked_attachment(part: EmailMessage) -> bool:
    return header_text(part, "Content-Disposition").lower().startswith("attachment")


def _attachment(part: EmailMessage, number: int) -> ProposedAttachment:
    kind = media_type(part)
    name = _file_name(part)
    if not name and kind == "message/rfc822":
        name = _safe_name(_inner_subject(part))
    ending = _ENDINGS.get(kind, "bin")
    if not name:
        name = f"attachment-{number}.{ending}"
    elif kind == "message/rfc822" and not name.lower().endswith(".eml"):
        name = f"{name}.eml"
    return ProposedAttachment(name, kind, _content(part))


def _inner_subject(part: EmailMessage) -> str:
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return header_text(first, "Subject") if isinstance(first, EmailMessage) else ""


def _content(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    pieces = inner if isinstance(inner, list) else []
    return b"".join(_whole(piece) for piece in pieces if isinstance(piece, EmailMessage))


def _whole(message: EmailMessage) -> bytes:
    """Write out a mail that came within another one."""
    try:
        return message.as_bytes()
    except (*PARSER_FAULTS, MessageError):
        # The generator can't fold a broken header: the lines are written as they were parsed.
        head = "".join(f"{name}: {value}\n" for name, value in message.raw_items())
        return f"{head}\n{source_text(message)}".encode("utf-8", "surrogateescape")


def _file_name(part: EmailMessage) -> str:
    try:
        name = part.get_filename() or ""
    except PARSER_FAULTS:
        name = ""
    return _safe_name(decoded_words(str(name)[:1000]))


def _safe_name(name: str) -> str:
    """Keep of a name what can't be taken for a path."""
    last = [piece for piece in _NO_NAME.split(shown_damage(name)) if piece.strip(" .")]
    return last[-1].strip()[-_LONGEST_NAME:] if last else ""
