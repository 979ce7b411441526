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
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_DAMAGE = re.compile("[\ud800-\udfff]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURELY_CHINESE, _SURELY_WESTERN = 0.8, 0.3
"""Shares of the bytes above 127 that stand in pairs of GB2312; what lies between could be either."""


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
    share = _share_of_gb2312(content[:_SAMPLE])
    candidates = {"gb18030": share >= _SURELY_CHINESE, "cp1252": share <= _SURELY_WESTERN}
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


def _share_of_gb2312(sample: bytes) -> float:
    high = len(_HIGH.findall(sample))
    pairs = sum(
        1
        for pair in _PAIR.findall(sample)
        if len(pair) == 2 and 0xA1 <= pair[0] <= 0xF7 and pair[0] not in range(0xAA, 0xB0) and pair[1] >= 0xA1
    )
    return 2 * pairs / high if high else 0.0
