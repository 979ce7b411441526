"""One value, one spelling: what is written passes the check, and whatever is spelled otherwise doesn't."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.canonical import DEEPEST, canonical_bytes, check_canonical
from fieldtech.domain.errors import DamagedJournal
from tests.domain.any_operation import texts

plain_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


@given(plain_values)
def test_what_is_spelled_passes_the_check(value: object) -> None:
    check_canonical(canonical_bytes(value))


@given(plain_values)
def test_a_spelling_read_again_is_spelled_the_same(value: object) -> None:
    spelled = canonical_bytes(value)
    assert canonical_bytes(json.loads(spelled)) == spelled


@given(st.dictionaries(texts, texts, max_size=6))
def test_all_text_is_composed_and_can_be_stored(told: dict[str, str]) -> None:
    spelled = json.loads(canonical_bytes(told))
    for text in (*spelled, *spelled.values()):
        assert unicodedata.is_normalized("NFC", text)
        assert "\0" not in text
        text.encode("utf-8")


@pytest.mark.parametrize("text", ["\n\u0301", "\r\u0327", "\t\u0308", "\b\u0307", "\x1b\u0301", 'a"\u0301', "\\\u0301"])
def test_a_mark_behind_an_escape_is_not_taken_for_an_uncomposed_letter(text: str) -> None:
    """The escape of a line break ends in the letter n: with the mark behind it it looks like an n with an accent."""
    spelled = canonical_bytes({"text": text})
    check_canonical(spelled)
    assert json.loads(spelled) == {"text": text}


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert (
        canonical_bytes({"b": [1, {"z": None, "a": True}], "a": "ü"})
        == '{"a":"ü","b":[1,{"a":true,"z":null}]}'.encode()
    )


def test_what_can_not_be_stored_is_replaced_visibly() -> None:
    assert canonical_bytes(["\ud800x", "\0", "e\u0301"]) == '["\ufffdx","\ufffd","é"]'.encode()


@pytest.mark.parametrize(
    "spelled",
    [
        b"",
        b" {}",
        b"{} ",
        b'{"a": 1}',
        b'{"a":1,}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1.5}',
        b'{"a":1e3}',
        b'{"a":0.1}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":+1}',
        b'{"a":9007199254740992}',
        b'{"a":-9007199254740992}',
        b'{"a":18446744073709551616}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\udc00\\ud800"}',
        b'{"a":"\\ud83d\\ude00"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\xff"}',
        b'{"a":"\\u0000"}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u00e9"}',
        '{"a":"e\u0301"}'.encode(),
        '{"e\u0301":1}'.encode(),
        b"\xef\xbb\xbf{}",
        b"{'a':1}",
        b'{"a":1}//',
        b'{"a":tRue}',
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
    ],
    ids=lambda spelled: repr(spelled[:24]),
)
def test_another_spelling_is_refused_as_damage(spelled: bytes) -> None:
    with pytest.raises(DamagedJournal):
        check_canonical(spelled)


@pytest.mark.parametrize(
    "spelled",
    [
        b"{}",
        b'{"a":9007199254740991}',
        b'{"a":-9007199254740991}',
        b'{"a":"9007199254740992"}',
        b'{"a":"\\\\u0000"}',
        b'{"a":"' + b"[" * 500 + b'"}',
        b"[" * DEEPEST + b"]" * DEEPEST,
        b'{"":""}',
        '{"a":"\u0301"}'.encode(),
    ],
    ids=lambda spelled: repr(spelled[:24]),
)
def test_the_one_spelling_passes_however_odd_it_looks(spelled: bytes) -> None:
    check_canonical(spelled)


def test_the_depth_of_the_callers_stack_does_not_decide() -> None:
    """A decoder gives up earlier in a deep stack: two machines would disagree on what is an entry."""

    def from_deep_below(levels: int) -> str:
        if levels:
            return from_deep_below(levels - 1)
        try:
            check_canonical(b"[" * 200 + b"]" * 200)
        except DamagedJournal as error:
            return str(error)
        return "taken"

    assert from_deep_below(0) == from_deep_below(500) != "taken"


def test_the_age_of_this_pythons_unicode_tables_does_not_decide() -> None:
    """U+1DC2 is a mark below since Unicode 4.1: a program that doesn't know it leaves it behind the acute."""
    for told in ("x\u0301\u1dc2", "\u0378\u0301\u0327"):
        assert not unicodedata.is_normalized("NFC", told)
        check_canonical(json.dumps(told, ensure_ascii=False).encode())
    with pytest.raises(DamagedJournal):
        check_canonical(json.dumps("x\u0301\u0327", ensure_ascii=False).encode())
