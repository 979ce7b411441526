"""The one way in which a value is spelled as bytes: JSON, UTF-8, NFC, sorted keys, no spaces, no floats."""

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.visible_text import storable

INTEGER_LIMIT = 2**53
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER = b"0" * 16
"""An integer with fewer digits is below the limit; looked for where all digits are made zeros."""
_NUL = rb"\u0000"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NESTING = (dict, list)
DEEPEST = 32
"""Levels of nesting: how deep a decoder goes hangs on its caller's stack, and must not decide what is an entry."""


def canonical_bytes(value: object) -> bytes:
    """Spell a Struct or a plain value; text is brought to NFC, what UTF-8 can't hold is replaced visibly."""
    try:
        encoded = _encoder.encode(value)
    except UnicodeEncodeError:
        return _encoder.encode(_normalised(_to_builtins(value)))
    return encoded if _is_composed(encoded) else _encoder.encode(_normalised(_to_builtins(value)))


def check_canonical(encoded: bytes) -> None:
    """Refuse bytes that `canonical_bytes` would not have written.

    Raises:
        DamagedJournal: another spelling, a duplicate key, a float, an integer beyond 2^53, a NUL, text not in NFC, or
            deep nesting.
    """
    try:
        value = _decoder.decode(encoded)
        if encoded.count(b"{") + encoded.count(b"[") > DEEPEST:
            _check_depth(value)
        if _is_suspicious(encoded):
            _check_value(value)
        again = _encoder.encode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise DamagedJournal(f"The bytes of an entry can't be read: {error}.") from error
    if again != encoded:
        raise DamagedJournal("An entry is not spelled in the canonical form.")


def _is_composed(encoded: bytes) -> bool:
    """Tell at a glance that no text in it needs a closer look; a mark behind an escape (`\\n`) does."""
    if _NUL in encoded:
        return False
    return encoded.isascii() or unicodedata.is_normalized("NFC", encoded.decode())


def _is_suspicious(encoded: bytes) -> bool:
    """Tell whether the values must be looked at one by one; false for nearly all entries."""
    return _LONG_NUMBER in encoded.translate(_DIGITS) or not _is_composed(encoded)


def _check_depth(value: object) -> None:
    level = [value]
    for _each in range(DEEPEST):
        level = [child for each in level for child in _children(each) if isinstance(child, _NESTING)]
        if not level:
            return
    raise DamagedJournal("An entry is nested too deeply.")


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _check_value(value: object) -> None:
    match value:
        case str():
            _check_text(value)
        case int() if abs(value) >= INTEGER_LIMIT:
            raise DamagedJournal("An entry holds an integer beyond 2^53.")
        case dict():
            for key, each in value.items():
                _check_text(key)
                _check_value(each)
        case list():
            for each in value:
                _check_value(each)


def _check_text(text: str) -> None:
    """Refuse what is not composed; characters younger than Unicode 3.2 are composed otherwise by each age of Python."""
    is_composed = unicodedata.is_normalized("NFC", text) or any(map(_is_young, text))
    if not is_composed or _UNSTORABLE.search(text):
        raise DamagedJournal("An entry holds text that is not composed (NFC), or a NUL.")


def _is_young(sign: str) -> bool:
    return unicodedata.ucd_3_2_0.category(sign) == "Cn"


def _refuse_float(spelled: str) -> float:
    raise DamagedJournal(f"An entry holds a floating-point number: {spelled[:40]}.")


_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")
_decoder = msgspec.json.Decoder(float_hook=_refuse_float)


def _to_builtins(value: object) -> object:
    return msgspec.to_builtins(value, order="sorted")


def _normalised(value: object) -> object:
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(key): _normalised(each) for key, each in value.items()}
        case list() | tuple():
            return [_normalised(each) for each in value]
    return value
