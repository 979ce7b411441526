"""How things are named: identifiers that never clash, and the fault's number that people speak."""

import hashlib
import unicodedata

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is mistaken for another."""
LENGTH = 12
"""60 bits."""
CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY"
CODE_DIGITS = "234679"


def identifier(entropy: bytes) -> str:
    """Spell at least eight bytes as an identifier of twelve characters."""
    number = int.from_bytes(entropy[:8], "big") >> 4
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def derived_identifier(kind: str, *names: str) -> str:
    """Name a thing by what it is, so that machines that never met give it the same identifier."""
    text = "\x1f".join((kind, *(unicodedata.normalize("NFC", name) for name in names)))
    return identifier(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())


def person_identifier(name: str) -> str:
    """Name a member of the staff by his name, however it is capitalised or spaced."""
    return derived_identifier("person", " ".join(name.casefold().split()))


def machine_code(entropy: bytes) -> str:
    """Make the two signs that stand in a machine's fault numbers: a letter and a digit, in either order."""
    first, second, order = entropy[0], entropy[1], entropy[2] % 2
    signs = CODE_ALPHABET[first % len(CODE_ALPHABET)], CODE_DIGITS[second % len(CODE_DIGITS)]
    return "".join(signs if order else reversed(signs))


def fault_number(year: int, code: str, counter: int) -> str:
    """Spell a fault's number: year, machine code, counter of that machine and year, as in F-26K7-041."""
    return f"F-{year % 100:02}{code}-{counter:03}"
