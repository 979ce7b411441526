"""Bytes of unknown encoding made text: by their mark, by what they can be, never by what they merely might be."""

import re
from typing import Literal

import msgspec

from fieldtech.domain.errors import UnreadableInput
from fieldtech.text import _

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 1 << 20
_HIGH_RUN = re.compile(rb"((?<=[A-Za-z]))?([\x80-\xff]+)((?=[A-Za-z]))?")
_GB2312_RUN = re.compile(rb"(?:[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])+")
_WESTERN_LETTERS = re.compile(rb"[\xc0-\xd6\xd8-\xf6\xf8-\xff]{2}")
_SMALL_WESTERN_LETTERS = re.compile(rb"[\xe0-\xf6\xf8-\xff]{2}")
_DAMAGE = re.compile("[\ud800-\udfff]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURE = 0.8
"""Share of the telling bytes above 127 that must speak for an encoding."""


class Decoded(msgspec.Struct, frozen=True):
    """A text with the encoding that it was read in."""

    text: str
    encoding: str
    certainty: Literal["declared", "certain", "likely"]
    is_damaged: bool = False
    """Some bytes fit nowhere; each stands in the text as the half surrogate pair U+DC00 + byte."""


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Make a text of a file's bytes.

    Args:
        declared: The encoding, where somebody says it.

    Raises:
        UnreadableInput: They are no text, or could be read in two ways.
    """
    decoded = _declared(content, declared) if declared else _detected(content)
    _check_is_text(decoded.text[:_SAMPLE])
    return decoded


def _check_is_text(sample: str) -> None:
    if len(_NO_TEXT.findall(sample)) * 50 > len(sample):
        raise UnreadableInput(_("It is no text: export it as CSV, JSON or mail."))


def has_damage(text: str) -> bool:
    """Tell whether a text has what no store takes: bytes that fit nowhere, half surrogate pairs, NUL."""
    return (not text.isascii() and _DAMAGE.search(text) is not None) or "\0" in text


def shown_damage(text: str) -> str:
    r"""Spell bytes that fit nowhere as \xNN, and what no store takes as a symbol, so that the text can be kept."""
    if text.isascii() and "\0" not in text:
        return text
    return _DAMAGE.sub(_spelled, text).replace("\0", "␀")


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def _declared(content: bytes, encoding: str) -> Decoded:
    for mark, marked_encoding in _MARKS:
        if content.startswith(mark) and marked_encoding.startswith("utf"):
            return _by_mark(content[len(mark) :], marked_encoding)
    try:
        return Decoded(content.decode(encoding), encoding, "declared")
    except UnicodeError as error:
        raise UnreadableInput(
            _("It is not written in {encoding}, as the mapping says: {where}.").format(
                encoding=encoding, where=_place(content, error)
            )
        ) from error


def _place(content: bytes, error: UnicodeError) -> str:
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    return _("line {line}").format(line=content.count(b"\n", 0, start) + 1)


def _detected(content: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _by_mark(content[len(mark) :], encoding)
    if wide := _unmarked_utf_16(content[:4096]):
        return _by_mark(content, wide)
    text = content.decode("utf-8", "surrogateescape")
    damage = len(_DAMAGE.findall(text, 0, _SAMPLE))
    if not damage:
        return Decoded(text, "utf-8", "certain", is_damaged=_DAMAGE.search(text) is not None)
    whole = sum(character > "\x7f" for character in text[:_SAMPLE]) - damage
    if whole >= 3 * damage:
        return Decoded(text, "utf-8", "likely", is_damaged=True)
    return _by_likeness(content)


def _by_mark(content: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        text = content.decode("utf-8", "surrogateescape")
    else:
        width = 4 if encoding.startswith("utf-32") else 2
        whole = len(content) - len(content) % width
        text = _wide_text(content[:whole], encoding) + "".join(chr(0xDC00 + byte) for byte in content[whole:])
    return Decoded(text, encoding, "certain", is_damaged=_DAMAGE.search(text) is not None)


def _wide_text(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding, "surrogatepass")
    except UnicodeError:
        # What remains is half a pair at the end, or a number beyond Unicode: the marker says that bytes are missing.
        return content.decode(encoding, "replace").replace("\ufffd", "\udcff")


def _unmarked_utf_16(sample: bytes) -> str | None:
    """Recognise wide text by the zeros of its blanks, commas and line ends, which all stand on the same side."""
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if pairs < 4 or max(even, odd) * 10 < pairs or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _by_likeness(content: bytes) -> Decoded:
    _check_is_text(content[:_SAMPLE].decode("latin-1"))
    chinese, western, others = _evidence(content[:_SAMPLE])
    enough = _SURE * max(1, chinese + western + others)
    candidates = {"gb18030": chinese >= enough, "cp1252": western >= enough}
    for encoding, is_likely in candidates.items():
        if is_likely:
            try:
                return Decoded(content.decode(encoding), encoding, "likely")
            except UnicodeError as error:
                raise UnreadableInput(
                    _("It looks like {encoding}, but isn't: {where}. Save it as UTF-8.").format(
                        encoding=encoding, where=_place(content, error)
                    )
                ) from error
    raise UnreadableInput(
        _("Its encoding can't be told for certain. Save it as UTF-8, or declare `encoding` in a mapping.")
    )


def _evidence(sample: bytes) -> tuple[int, int, int]:
    """Count the bytes above 127 that stand as Chinese writes them, as Western languages do, and as neither does.

    Chinese stands in even runs; Western letters stand alone or in twos between others. A pair of letters within a word,
    as in Portuguese, is a Chinese letter too: it speaks for nothing unless its neighbours say more.
    """
    chinese = western = others = 0
    for run in _HIGH_RUN.finditer(sample):
        size = len(run[2])
        neighbours = (run[1] is not None) + (run[3] is not None)
        is_chinese = _GB2312_RUN.fullmatch(run[2]) is not None
        if size == 1 or (size == 3 and neighbours):
            western += size
        elif size == 2 and neighbours:
            letters = _WESTERN_LETTERS if neighbours == 2 else _SMALL_WESTERN_LETTERS
            western += size if letters.fullmatch(run[2]) else 0
        elif is_chinese:
            chinese += size
        else:
            others += size
    return chinese, western, others
