"""Fields with several values: which stand side by side, and which give way."""

from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.heads import earliest, latest
from fieldtech.domain.journal import CHAIN_START, Entry, Header, seal_entry
from fieldtech.domain.registers import Registers


def entry(
    chain: str = "a", seq: int = 1, *, wall: int = 1_000, ahead: int = 0, before: tuple[str, ...] = (), text: str = ""
) -> Entry:
    """Seal an entry by hand."""
    header = Header(
        actor="p",
        chain=chain,
        entity="fault:x",
        kind="note-added",
        offset=0,
        seq=seq,
        wall=wall,
        ahead=ahead,
        before=before,
    )
    return seal_entry(header, NoteAdded(text=text), CHAIN_START, bytes(12))


def test_a_value_gives_way_to_one_that_names_it() -> None:
    registers = Registers()
    first = entry()
    second = entry("b", before=(first.ref,))
    registers.write("title", "old", first)
    registers.write("title", "new", second)
    assert [head.value for head in registers.heads("title")] == ["new"]
    assert registers.contested == ()


def test_values_that_do_not_name_each_other_stand_side_by_side() -> None:
    registers = Registers()
    for chain, value in (("a", "one"), ("b", "two"), ("c", "three")):
        registers.write("title", value, entry(chain))
    assert {head.value for head in registers.heads("title")} == {"one", "two", "three"}
    assert registers.contested == ("title",)


def test_an_entry_that_names_every_head_settles_them() -> None:
    registers = Registers()
    sides = [entry(chain) for chain in "abc"]
    for side in sides:
        registers.write("title", side.header.chain, side)
    named = registers.references(["title"])
    assert named == tuple(sorted(side.ref for side in sides))
    registers.write("title", "settled", entry("d", before=named))
    assert [head.value for head in registers.heads("title")] == ["settled"]


def test_naming_one_head_leaves_the_other() -> None:
    registers = Registers()
    one, two = entry("a"), entry("b")
    registers.write("title", "one", one)
    registers.write("title", "two", two)
    registers.write("title", "three", entry("a", 2, before=(one.ref,)))
    assert {head.value for head in registers.heads("title")} == {"two", "three"}


def test_a_field_is_not_touched_by_what_replaces_another_field() -> None:
    registers = Registers()
    first = entry()
    registers.write("title", "t", first)
    registers.write("place", "p", first)
    registers.write("title", "u", entry("b", before=(first.ref,)))
    assert [head.value for head in registers.heads("place")] == ["p"]


def test_a_change_tells_what_its_author_had_before_him_not_what_stood_elsewhere() -> None:
    registers = Registers()
    first = entry(wall=1)
    registers.write("title", "first", first)
    registers.write("title", "by a", entry("a", 2, wall=2, before=(first.ref,)))
    registers.write("title", "by b", entry("b", wall=3, before=(first.ref,)))
    assert [(change.was, change.now) for change in registers.changes] == [
        (None, "first"),
        ("first", "by a"),
        ("first", "by b"),
    ]


def test_the_latest_is_told_by_hybrid_time_and_then_by_hash() -> None:
    registers = Registers()
    fast, slow, twin = entry("a", wall=5, ahead=9), entry("b", wall=13), entry("c", wall=14)
    for each in (fast, slow, twin):
        registers.write("title", each.header.chain, each)
    heads = registers.heads("title")
    assert latest(heads).entry == max(fast, twin, key=lambda each: each.hash)
    assert earliest(heads).entry == slow
