"""The one way in which a value is spelled as bytes: JSON, UTF-8, NFC, sorted keys, no spaces, no floats."""

import unicodedata

import msgspec

from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.visible_text import storable

INTEGER_LIMIT = 2**53
_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


def canonical_bytes(value: object) -> bytes:
    """Spell a Struct or a plain value; text is brought to NFC, what UTF-8 can't hold is replaced visibly."""
    try:
        encoded = _encoder.encode(value)
    except UnicodeEncodeError:
        return _encoder.encode(_normalised(_to_builtins(value)))
    if encoded.isascii() and b"\\u0000" not in encoded:
        return encoded
    if unicodedata.is_normalized("NFC", encoded.decode()) and b"\\u0000" not in encoded:
        return encoded
    return _encoder.encode(_normalised(_to_builtins(value)))


def check_canonical(encoded: bytes) -> None:
    """Refuse bytes that `canonical_bytes` would not have written.

    Raises:
        DamagedJournal: another spelling, a duplicate key, a float, or an integer beyond 2^53.
    """
    try:
        value = msgspec.json.decode(encoded)
        _check_numbers(value)
        again = _encoder.encode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise DamagedJournal(f"The bytes of an entry can't be read: {error}.") from error
    if again != encoded or not unicodedata.is_normalized("NFC", encoded.decode()):
        raise DamagedJournal("An entry is not spelled in the canonical form.")


def _check_numbers(value: object) -> None:
    match value:
        case float():
            raise DamagedJournal("An entry holds a floating-point number.")
        case int() if abs(value) >= INTEGER_LIMIT:
            raise DamagedJournal("An entry holds an integer beyond 2^53.")
        case dict():
            for each in value.values():
                _check_numbers(each)
        case list():
            for each in value:
                _check_numbers(each)


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
