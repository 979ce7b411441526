"""How things are named: identifiers that never clash, and the fault's number that people speak."""

import hashlib
import re
import unicodedata
from collections.abc import Collection

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is mistaken for another."""
LENGTH = 12
"""60 bits."""
CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY"
CODE_DIGITS = "234679"
_CODE = re.compile("[0-9A-Z]{1,8}")


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


def free_code(taken: Collection[str], entropy: bytes) -> str:
    """Draw a code that no machine bears; where all are borne, any, and the numbers then tell by their counter."""
    codes = sorted(
        f"{one}{two}"
        for letter in CODE_ALPHABET
        for digit in CODE_DIGITS
        for one, two in ((letter, digit), (digit, letter))
    )
    free = [code for code in codes if code not in taken]
    return (free or codes)[int.from_bytes(entropy, "big") % len(free or codes)]


def is_code(text: str) -> bool:
    """Tell whether it could be a machine's code: another script's letters look like those of somebody else's."""
    return _CODE.fullmatch(text) is not None


def chain_name(public_key: str) -> str:
    """Name a chain by the key that signs it, so that nobody can show another key for it."""
    return derived_identifier("chain", public_key)


def fault_number(year: int, code: str, counter: int) -> str:
    """Spell a fault's number: year, machine code, counter of that machine and year, as in F-26K7-041."""
    return f"F-{year % 100:02}{code}-{counter:03}"


def plan_number(year: int, code: str, counter: int) -> str:
    """Spell a plan's number like a fault's, as in P-26K7-001."""
    return f"P-{year % 100:02}{code}-{counter:03}"
