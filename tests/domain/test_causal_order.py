"""The one order in which a subject's entries are applied, whatever the clocks and the references say."""

import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.journal import Entry
from tests.domain.authors import DAY
from tests.domain.test_registers import entry


def refs(entries: list[Entry]) -> list[str]:
    """Name entries in their order."""
    return [f"{each.header.chain}{each.header.seq}" for each in entries]


def test_what_was_seen_comes_first_whatever_the_clocks_say() -> None:
    fast = entry("a", wall=10 * 365 * DAY)
    late = entry("b", wall=5, before=(fast.ref,))
    latest_of_all = entry("c", wall=1, before=(late.ref,))
    assert refs(causal_order([latest_of_all, late, fast])) == ["a1", "b1", "c1"]


def test_a_chain_keeps_its_own_order_when_its_clock_was_set_back() -> None:
    assert refs(causal_order([entry(seq=3, wall=1), entry(seq=1, wall=9), entry(seq=2, wall=5)])) == ["a1", "a2", "a3"]


def test_a_chain_keeps_its_order_over_entries_of_other_subjects() -> None:
    assert refs(causal_order([entry(seq=90, wall=1), entry(seq=7, wall=9), entry("b", wall=5)])) == ["b1", "a7", "a90"]


def test_a_reference_that_has_not_come_yet_holds_nothing_up() -> None:
    assert refs(causal_order([entry("a", wall=2, before=("z.1.00000000",)), entry("b", wall=1)])) == ["b1", "a1"]


def test_both_branches_of_a_fork_come_before_what_follows_either() -> None:
    left, right = entry(seq=2, wall=2, text="l"), entry(seq=2, wall=3, text="r")
    ordered = causal_order([entry(seq=3, wall=1), right, left, entry(seq=1, wall=4)])
    assert refs(ordered) == ["a1", "a2", "a2", "a3"]
    assert ordered[1] == left


def ring() -> list[Entry]:
    """Three entries that name each other round in a ring, as a hostile writer could only claim by luck."""
    hashes = {"a": b"\1" * 32, "b": b"\2" * 32, "c": b"\3" * 32}
    named = {"a": "c", "b": "a", "c": "b"}
    return [
        msgspec.structs.replace(
            entry(chain, wall=ord(chain), before=(f"{named[chain]}.1.{hashes[named[chain]][:4].hex()}",)),
            hash=hashes[chain],
        )
        for chain in "abc"
    ]


def test_a_ring_is_cut_at_its_first_entry_and_nothing_is_lost() -> None:
    behind = entry("d", wall=1, before=(ring()[1].ref,))
    for order in (ring(), ring()[::-1]):
        assert refs(causal_order([behind, *order])) == ["a1", "b1", "d1", "c1"]


def test_two_entries_of_one_reference_are_both_applied() -> None:
    """A reference holds four bytes of the hash: a hostile machine finds two that are alike within a minute."""
    left = msgspec.structs.replace(entry("a", 2, wall=9, text="l"), hash=b"same" + b"\1" * 28)
    right = msgspec.structs.replace(entry("a", 2, wall=9, text="r"), hash=b"same" + b"\2" * 28)
    assert left.ref == right.ref
    after = entry("b", wall=1, before=(left.ref,))
    for order in ([after, left, right], [right, after, left], [left, right, after]):
        assert causal_order(order) == [left, right, after]


@given(st.randoms(use_true_random=False), st.integers(2, 25))
def test_the_order_depends_on_the_set_alone(chance: random.Random, size: int) -> None:
    """I2: any entries, with any references among them and any clocks."""
    entries: list[Entry] = []
    for _ in range(size):
        named = tuple(each.ref for each in entries if chance.random() < 0.2)
        chain = chance.choice("abc")
        entries.append(
            entry(chain, chance.randrange(1, 9), wall=chance.randrange(40), before=named, text=str(len(entries)))
        )
    ordered = causal_order(entries)
    places = {each.ref: place for place, each in enumerate(ordered)}
    assert sorted(places) == sorted(each.ref for each in entries)
    for _ in range(3):
        shuffled = list(entries)
        chance.shuffle(shuffled)
        assert causal_order(shuffled) == ordered


def test_ordering_ten_thousand_entries_grows_with_their_number() -> None:
    chance = random.Random(3)
    entries = [entry("a", seq, wall=chance.randrange(10**6)) for seq in range(1, 10_001)]
    chance.shuffle(entries)
    assert [each.header.seq for each in causal_order(entries)] == list(range(1, 10_001))
