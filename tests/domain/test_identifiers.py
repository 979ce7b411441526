"""Names that never clash, and the numbers that people speak."""

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.identifiers import (
    ALPHABET,
    CODE_ALPHABET,
    CODE_DIGITS,
    LENGTH,
    chain_name,
    derived_identifier,
    fault_number,
    free_code,
    identifier,
    person_identifier,
)
from fieldtech.domain.journal import CHAIN_START, Header, read_entry, seal_entry
from fieldtech.domain.machines import PersonRecorded


@given(st.binary(min_size=8, max_size=32))
def test_an_identifier_has_twelve_signs_that_nobody_mistakes(entropy: bytes) -> None:
    name = identifier(entropy)
    assert len(name) == LENGTH
    assert set(name) <= set(ALPHABET)


def test_every_bit_of_the_first_sixty_counts() -> None:
    names = {identifier((1 << place).to_bytes(8, "big")) for place in range(4, 64)}
    assert len(names) == 60
    assert identifier(bytes(8)) == "000000000000"
    assert identifier(b"\xff" * 8) == "zzzzzzzzzzzz"


def test_a_derived_name_is_the_same_on_machines_that_never_met() -> None:
    assert derived_identifier("intake", "INC0000045") == derived_identifier("intake", "INC0000045") == "hjf2hqtpjttx"
    assert derived_identifier("intake", "é") == derived_identifier("intake", "e\u0301")
    assert derived_identifier("a", "b", "c") != derived_identifier("a", "bc")
    assert derived_identifier("intake", "x") != derived_identifier("person", "x")


@pytest.mark.parametrize("spelled", ["Li Wei", "li wei", "  LI   WEI ", "Li\tWei"])
def test_a_person_is_the_same_however_the_name_is_written(spelled: str) -> None:
    assert person_identifier(spelled) == person_identifier("Li Wei")


@given(st.text(st.characters()))
def test_any_text_names_somebody(name: str) -> None:
    assert len(person_identifier(name)) == LENGTH


def test_a_name_of_a_chain_comes_of_its_key_and_can_stand_in_an_entry() -> None:
    name = chain_name("cHVibGljIGtleQ==")
    assert name != chain_name("cHVibGljIGtleR==")
    header = Header(actor="p", chain=name, entity="person:p", kind="person-recorded", offset=0, seq=1, wall=1)
    entry = seal_entry(header, PersonRecorded(name="x"), CHAIN_START, bytes(12))
    assert read_entry(entry.line(), CHAIN_START).header.chain == name


def test_a_machine_draws_a_code_that_nobody_bears() -> None:
    taken: set[str] = set()
    total = 2 * len(CODE_ALPHABET) * len(CODE_DIGITS)
    for entropy in islice((place.to_bytes(3, "big") for place in range(0, 1 << 24, 7919)), total):
        code = free_code(taken, entropy)
        assert code not in taken
        assert re.fullmatch(r"[A-Z][0-9]|[0-9][A-Z]", code)
        assert set(code) <= set(CODE_ALPHABET + CODE_DIGITS)
        taken.add(code)
    assert len(taken) == total


def test_drawing_a_code_ends_where_all_are_borne() -> None:
    every: set[str] = set()
    while len(every) < 2 * len(CODE_ALPHABET) * len(CODE_DIGITS):
        every.add(free_code(every, b"\0\0\1"))
    assert free_code(every, b"\0\0\1") in every


def test_a_number_tells_year_machine_and_counter() -> None:
    assert fault_number(2026, "K7", 41) == "F-26K7-041"
    assert fault_number(2109, "7K", 12345) == "F-097K-12345"
