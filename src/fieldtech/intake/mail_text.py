"""The words of a mail's header and body as text, whatever charset they claim to be in."""

import base64
import binascii
import quopri
import re
from email.message import EmailMessage

from fieldtech.domain.errors import UnreadableInput
from fieldtech.intake.decoding import decode, shown_damage
from fieldtech.intake.html_text import html_to_text

PARSER_FAULTS = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library's parser of structured headers raises on hostile ones."""

_LONGEST_HEADER = 20_000
_ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz": "hz",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "big5": "cp950",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
}
"""Charsets that senders name when they mean a larger one."""
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}", re.ASCII)
_UNTOLD = ("", "us-ascii", "ascii", "unknown-8bit", "unknown", "x-unknown", "default", "8bit", "binary")


def bytes_to_text(content: bytes, charset: str | None) -> str:
    r"""Decode what claims to be in a charset; what fits nowhere stays visible, as U+FFFD or as \xNN."""
    name = (charset or "").strip().strip("\"'").lower()
    if name not in _UNTOLD:
        try:
            return shown_damage(content.decode(_WIDER.get(name, name), "replace"))
        except (LookupError, UnicodeError, ValueError):
            pass
    try:
        return shown_damage(decode(content).text)
    except UnreadableInput:
        return shown_damage(content.decode("ascii", "backslashreplace"))


def header_text(message: EmailMessage, name: str) -> str:
    """Return a header as one line of text, with its encoded words decoded; empty where there is none."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            return " ".join(decoded_words(str(value)[:_LONGEST_HEADER]).split())
    return ""


def decoded_words(raw: str) -> str:
    """Decode RFC 2047's encoded words and bare eight-bit ones; a letter split over two words is put together."""
    raw = _FOLD.sub("", raw)
    if not raw.isascii():
        raw = bytes_to_text(raw.encode("utf-8", "surrogateescape"), None)
    pieces: list[str] = []
    charset, pending = "", b""
    end = 0
    for word in _ENCODED_WORD.finditer(raw):
        between = raw[end : word.start()]
        if between.strip() or not pending or word[1].lower() != charset:
            pieces.append(bytes_to_text(pending, charset) if pending else "")
            pieces.append("" if pending and not between.strip() else between)
            charset, pending = word[1].lower(), b""
        pending += _word_bytes(word[2], word[3])
        end = word.end()
    pieces.append(bytes_to_text(pending, charset) if pending else "")
    return shown_damage("".join(pieces) + raw[end:])


def _word_bytes(encoding: str, text: str) -> bytes:
    content = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return quopri.decodestring(content.replace(b" ", b"_"), header=True)
    content = b"".join(content.split())
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4)) or content
    except (binascii.Error, ValueError):
        return content


def body_text(part: EmailMessage) -> str:
    """Return a text part as a reader would see it: HTML reduced, flowed lines put together."""
    source = source_text(part)
    if media_type(part) == "text/html":
        return html_to_text(source)
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    if _parameter(part, "format").lower() == "flowed":
        text = unflowed(text, drops_space=_parameter(part, "delsp").lower() == "yes")
    return text.strip("\n").rstrip()


def source_text(part: EmailMessage) -> str:
    """Return a text part decoded but otherwise as it stands."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return bytes_to_text(payload, _parameter(part, "charset"))
    return shown_damage(str(payload))


def unflowed(text: str, *, drops_space: bool) -> str:
    """Put the lines of format=flowed together (RFC 3676); quotes of different depth and signatures stay apart."""
    paragraphs: list[list[str]] = []
    is_open, open_depth = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        is_signature = words == "-- "
        if not is_open or depth != open_depth or is_signature:
            paragraphs.append([f"{'>' * depth} "] if depth else [])
        is_open, open_depth = words.endswith(" ") and not is_signature, depth
        paragraphs[-1].append(words[:-1] if is_open and drops_space else words)
    return "\n".join(map("".join, paragraphs))


def media_type(part: EmailMessage) -> str:
    """Return a part's media type; one that is none is plain text, as RFC 2045 has it."""
    try:
        told = part.get_content_type()
    except PARSER_FAULTS:
        told = ""
    return told if _MEDIA_TYPE.fullmatch(told) else "text/plain"


def _parameter(part: EmailMessage, name: str) -> str:
    """Return a parameter of the content type, empty where there is none or where it can't be understood."""
    try:
        value = part.get_param(name, "")
    except PARSER_FAULTS:
        return ""
    return str(value[2] if isinstance(value, tuple) else value)
