"""Fingerprints that two people compare by voice."""

from itertools import combinations

import pytest

from fieldtech.domain.fingerprints import WORDS, fingerprint_digits, fingerprint_words, is_fingerprint

KEY = "a2V5IG9mIGEgbWFjaGluZSB0aGF0IGlzIG5vbmUuLi4="


def test_there_is_one_word_for_each_byte_and_no_two_begin_alike() -> None:
    assert len(WORDS) == 256
    assert len({word[:3] for word in WORDS}) == 256
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 7 for word in WORDS)
    assert not any(
        len(one) == len(two) and sum(left != right for left, right in zip(one, two, strict=True)) < 2
        for one, two in combinations(WORDS, 2)
    )


def test_words_and_digits_spell_the_same_bits() -> None:
    places = [WORDS.index(word) for word in fingerprint_words(KEY).split()]
    groups = [int(group) for group in fingerprint_digits(KEY).split()]
    assert len(places) == 8
    assert groups == [256 * left + right for left, right in zip(places[::2], places[1::2], strict=True)]


def test_another_key_has_another_fingerprint() -> None:
    assert fingerprint_words(KEY) != fingerprint_words(KEY[1:])


@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        lambda words: words.replace(" ", "-"),
        lambda words: f"  {words.replace(' ', '   ')}\n",
        lambda words: words.replace(" ", ", "),
        lambda _: fingerprint_digits(KEY),
        lambda _: fingerprint_digits(KEY).replace(" ", ""),
        lambda _: "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in fingerprint_digits(KEY)),
    ],
)
def test_it_is_known_however_it_is_typed(typed: object) -> None:
    assert callable(typed)
    assert is_fingerprint(typed(fingerprint_words(KEY)), KEY)


@pytest.mark.parametrize("typed", ["", " ", "x", fingerprint_words(KEY)[:-1], fingerprint_words(KEY + "x")])
def test_anything_else_is_not(typed: str) -> None:
    assert not is_fingerprint(typed, KEY)
