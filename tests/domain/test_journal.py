"""The journal's entry: its one spelling, its hash, and what is refused of another machine's lines."""

import base64
import hashlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.errors import DamagedJournal, RuleViolation
from fieldtech.domain.handling_operations import NoteAdded, TimeSpent
from fieldtech.domain.journal import (
    CHAIN_START,
    LINE_LIMIT,
    NAME_LIMIT,
    Entry,
    Header,
    Operation,
    read_entry,
    seal_entry,
    stored_entry,
    verify_entry,
    without_payload,
)
from fieldtech.domain.operations import OPERATIONS, check_not_locked, operation_of
from tests.domain.any_operation import any_operation, operations_of
from tests.domain.examples import EXAMPLES

GOLDEN = Path(__file__).with_name("golden_journal.txt")
"""A chain of one entry of every kind: hash and line. Released lines are never edited, only added to."""
HEADER = Header(
    actor="7d3k2m9p4qfw",
    chain="4f6k2m9p3qdw",
    entity="fault:9xk2m4f6p3qd",
    kind="note-added",
    offset=480,
    seq=1,
    wall=1_793_581_509_123_456,
)
SALT = bytes(range(12))
NOTE = NoteAdded(text="Disk 4 · 硬盘")


def sealed(operation: Operation = NOTE, *, after: bytes = CHAIN_START, **changed: object) -> Entry:
    """Seal an operation under the example's header."""
    header = msgspec.structs.replace(HEADER, **{"kind": operation.KIND, "v": operation.VERSION, **changed})
    return seal_entry(header, operation, after, SALT)


def golden_chain() -> list[Entry]:
    """Seal the examples as one chain, each naming the one before it."""
    entries: list[Entry] = []
    for number, operation in enumerate(EXAMPLES, start=1):
        salt = hashlib.sha256(str(number).encode()).digest()[:12]
        header = msgspec.structs.replace(
            HEADER,
            kind=operation.KIND,
            seq=number,
            wall=HEADER.wall + number * 60_000_000,
            ahead=number % 3,
            before=(entries[-1].ref,) if entries else (),
        )
        entries.append(seal_entry(header, operation, entries[-1].hash if entries else CHAIN_START, salt))
    return entries


def line_with(header: str = "", payload: str = '{"text":"x"}', **parts: str) -> bytes:
    """Spell a line by hand."""
    spelled = header or msgspec.json.encode(HEADER, order="sorted").decode()
    told = {"h": spelled, "p": payload, "s": '"AAECAwQFBgcICQoL"', **parts}
    return ("{" + ",".join(f'"{name}":{part}' for name, part in told.items() if part) + "}").encode()


def header_with(**changed: object) -> str:
    """Spell the example's header with some fields changed, added, or taken away by None."""
    told = json.loads(msgspec.json.encode(HEADER)) | changed
    kept = {name: told[name] for name in sorted(told) if told[name] is not None}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False)


def test_every_kind_stands_in_the_golden_journal() -> None:
    assert {type(example) for example in EXAMPLES} == set(OPERATIONS)


def test_the_golden_journal_is_spelled_as_ever() -> None:
    spelled = [f"{entry.hash.hex()} {entry.line().decode()}" for entry in golden_chain()]
    assert spelled == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_the_golden_hashes_are_those_of_the_written_rule() -> None:
    """Computed here anew, from the slices of each line and by nothing of ours."""
    before = bytes(32)
    for row in GOLDEN.read_bytes().splitlines():
        digest, line = row[:64].decode(), row[65:]
        start, middle = line.index(b'{"actor"'), line.index(b',"p":')
        header, rest = line[start:middle], line[middle + 5 :]
        payload, salt = rest[: rest.rindex(b',"s":')], base64.urlsafe_b64decode(rest[rest.rindex(b':"') + 2 : -2])
        commitment = hashlib.sha256(b"fieldtech-payload-1" + salt + payload).digest()
        before = hashlib.sha256(b"fieldtech-entry-1" + before + commitment + header).digest()
        assert before.hex() == digest


def test_the_golden_journal_says_what_was_recorded() -> None:
    before = CHAIN_START
    for row, example in zip(GOLDEN.read_bytes().splitlines(), EXAMPLES, strict=True):
        entry = read_entry(row[65:], before)
        assert operation_of(entry) == example
        before = entry.hash


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.KIND)
def test_every_kind_comes_back_as_it_was_recorded(kind: type[Operation]) -> None:
    """Line by line and byte by byte, whatever its fields hold."""

    @settings(max_examples=25)
    @given(operations_of(kind))
    def comes_back(operation: Operation) -> None:
        entry = sealed(operation)
        read = read_entry(entry.line(), CHAIN_START)
        assert read == entry
        assert read.line() == entry.line()
        said = operation_of(read)
        assert isinstance(said, kind)
        assert sealed(said).line() == entry.line()

    comes_back()


@given(any_operation)
def test_an_operation_is_read_back_equal_but_for_what_can_not_be_stored(operation: Operation) -> None:
    said = operation_of(sealed(operation))
    assert isinstance(said, Operation)
    for name in type(operation).__struct_fields__:
        before, after = getattr(operation, name), getattr(said, name)
        assert type(before) is type(after) or isinstance(before, str)
        if isinstance(before, int) or before is None:
            assert after == before


def test_what_was_read_before_is_read_again_equal_and_anything_else_is_checked() -> None:
    entry = sealed()
    line = entry.line()
    assert read_entry(line, CHAIN_START, {entry.hash}) == entry
    assert read_entry(line.replace(b"Disk", b"disk"), CHAIN_START, {entry.hash}).hash != entry.hash
    for spelled in (line.replace(b"{", b"{ ", 1), line.replace(b'"text":', b'"text": ')):
        with pytest.raises(DamagedJournal):
            read_entry(spelled, CHAIN_START, {entry.hash})


def test_a_redacted_entry_keeps_its_hash_and_its_place_in_the_chain() -> None:
    first = sealed()
    second = sealed(TimeSpent(minutes=5), after=first.hash, seq=2)
    commitment = hashlib.sha256(b"fieldtech-payload-1" + SALT + (first.payload or b"")).digest()
    bare = msgspec.structs.replace(first, payload=None, salt=None, commitment=commitment)
    read = read_entry(bare.line(), CHAIN_START)
    assert (read.hash, read.ref, read.payload, operation_of(read)) == (first.hash, first.ref, None, "redacted")
    assert read.line() == bare.line()
    assert b"Disk" not in bare.line()
    assert verify_entry(read, CHAIN_START)
    assert read_entry(second.line(), read.hash) == second


def test_a_commitment_tells_nothing_of_a_short_payload_without_its_salt() -> None:
    yes, also_yes = (seal_entry(HEADER, NoteAdded(text="yes"), CHAIN_START, bytes([salt] * 12)) for salt in (1, 2))
    assert yes.payload == also_yes.payload
    assert yes.hash != also_yes.hash


@pytest.mark.parametrize("form", ["whole", "redacted"])
def test_no_single_bit_of_a_line_can_turn_unseen(form: str) -> None:
    entry = sealed(before=("4f6k2m9p3qdw.7.0a1b2c3d",), ahead=3)
    if form == "redacted":
        commitment = hashlib.sha256(b"fieldtech-payload-1" + SALT + (entry.payload or b"")).digest()
        entry = msgspec.structs.replace(entry, payload=None, salt=None, commitment=commitment)
    line, taken = entry.line(), 0
    for place in range(len(line) * 8):
        flipped = bytearray(line)
        flipped[place // 8] ^= 1 << place % 8
        try:
            other = read_entry(bytes(flipped), CHAIN_START)
        except DamagedJournal:
            continue
        taken += 1
        assert other.hash != entry.hash
    assert taken


def test_a_line_behind_another_entry_has_another_hash() -> None:
    entry = sealed()
    assert read_entry(entry.line(), bytes([1]) * 32).hash != entry.hash
    assert not verify_entry(entry, bytes([1]) * 32)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        line_with() + b"\n",
        b" " + line_with(),
        line_with().replace(b'{"h":', b'{"h": '),
        line_with().replace(b',"p":', b', "p":'),
        line_with(x="1"),
        line_with(c='"' + "A" * 43 + '="'),
        line_with(payload=""),
        line_with(s=""),
        line_with(s='"AAECAwQFBgcICQo="'),
        line_with(s='"AAECAwQFBgcICQoLDA=="'),
        line_with(s='"AAECAwQFBgcICQo!"'),
        line_with(s='"AAECAwQFBgcICQo/"'),
        line_with(s='"AAECAwQFBgcICQoL"').replace(b"L", "Ｌ".encode()),
        b'{"p":{"text":"x"},"h":' + header_with().encode() + b',"s":"AAECAwQFBgcICQoL"}',
        b'{"h":' + header_with().encode() + b',"h":' + header_with().encode() + b',"p":{},"s":"AAECAwQFBgcICQoL"}',
        b'{"c":"AAAA","h":' + header_with().encode() + b"}",
        b'{"c":"","h":' + header_with().encode() + b"}",
        b'{"c":"' + b"A" * 42 + b'B=","h":' + header_with().encode() + b"}",
        line_with(payload="null"),
        line_with(payload="[]"),
        line_with(payload="5"),
        line_with(payload='"text"'),
        line_with(payload='{"text": "x"}'),
        line_with(payload='{"text":"x","text":"x"}'),
        line_with(payload='{"z":1,"a":1}'),
        line_with(payload='{"a":1.5}'),
        line_with(payload='{"a":9007199254740992}'),
        line_with(payload='{"a":' + "9" * 5000 + "}"),
        line_with(payload='{"a":NaN}'),
        line_with(payload='{"a":"\\ud800"}'),
        line_with(payload='{"a":"e\u0301"}'),
        line_with(payload='{"a":"\\u0000"}'),
        line_with(payload='{"a":' + "[" * 50_000 + "]" * 50_000 + "}"),
        line_with(payload='{"a":"' + "x" * LINE_LIMIT + '"}'),
        line_with(payload='{"a":"' + "x" * 2_000_000 + '"}'),
    ],
    ids=lambda line: repr(line[-30:]),
)
def test_a_line_in_another_spelling_is_damage_and_nothing_else(line: bytes) -> None:
    with pytest.raises(DamagedJournal):
        read_entry(line, CHAIN_START)


@pytest.mark.parametrize(
    "header",
    [
        header_with(actor=None),
        header_with(chain=None),
        header_with(seq=None),
        header_with(seq=0),
        header_with(seq=-1),
        header_with(seq=2**53),
        header_with(seq=True),
        header_with(seq="1"),
        header_with(seq=1.0),
        header_with(wall=-1),
        header_with(wall=2**53),
        header_with(ahead=-1),
        header_with(ahead=2**53),
        header_with(ahead=0),
        header_with(before=[]),
        header_with(before=[1]),
        header_with(before="x"),
        header_with(before=["x" * (NAME_LIMIT + 1)]),
        header_with(critical=False),
        header_with(critical=1),
        header_with(v=1),
        header_with(v=0),
        header_with(v=2**53),
        header_with(offset=1441),
        header_with(offset=-1441),
        header_with(offset=2**70),
        header_with(chain=""),
        header_with(chain="a" * 33),
        header_with(chain="a" * 100_000),
        header_with(chain="a.b"),
        header_with(chain="../../etc"),
        header_with(chain="4F6K"),
        header_with(chain="４f6k"),
        header_with(chain="4f6k\n"),
        header_with(chain="链"),
        header_with(entity=""),
        header_with(entity="fault:" + "x" * NAME_LIMIT),
        header_with(kind=""),
        header_with(kind="x" * (NAME_LIMIT + 1)),
        header_with(actor="x" * (NAME_LIMIT + 1)),
        header_with(extra=1.5),
        header_with(extra=2**53),
        header_with(extra="e\u0301"),
        header_with()[:-1] + ',"actor":"x"}',
        "{" + ",".join(reversed(header_with()[1:-1].split(","))) + "}",
    ],
    ids=lambda header: header[:70],
)
def test_a_header_that_makes_no_sense_is_damage_and_nothing_else(header: str) -> None:
    with pytest.raises(DamagedJournal):
        read_entry(line_with(header), CHAIN_START)


@pytest.mark.parametrize(
    "header",
    [
        header_with(seq=2**53 - 1),
        header_with(wall=2**53 - 1, ahead=2**53 - 1),
        header_with(wall=0),
        header_with(offset=-1440),
        header_with(v=2**53 - 1),
        header_with(before=["", ".", "a.b.c", "4f6k2m9p3qdw.99999999999999999999.zz", "\u202e", "x" * NAME_LIMIT]),
        header_with(before=["same", "same"]),
        header_with(entity="no colon"),
        header_with(entity=":"),
        header_with(entity="fault:机房 \u202e'; DROP TABLE entry; --"),
        header_with(kind="no such kind"),
        header_with(actor=""),
        header_with(critical=True),
        header_with(a_newer_version={"says": ["more", 1, None, True]}),
    ],
    ids=lambda header: header[:70],
)
def test_an_odd_header_is_an_entry_all_the_same(header: str) -> None:
    line = line_with(header)
    assert read_entry(line, CHAIN_START).line() == line


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (header_with(kind="ritual-held"), '{"text":"x","z":[1,{"a":null}]}'),
        (header_with(v=2), '{"text":"x"}'),
        (header_with(a_newer_version=[1]), '{"text":"x"}'),
        (header_with(), '{"a_newer_version":[1],"text":"x"}'),
        (header_with(), '{"no_text":1}'),
        (header_with(kind="time-spent"), '{"minutes":-5}'),
    ],
)
def test_what_a_newer_version_says_is_kept_byte_for_byte(header: str, payload: str) -> None:
    """I7: what was hashed is never spelled anew, whether this version understands it or not."""
    line = line_with(header, payload)
    entry = read_entry(line, CHAIN_START)
    kept = stored_entry(entry.header_bytes, entry.payload, entry.salt, entry.commitment, entry.hash)
    assert kept.line() == line
    assert verify_entry(kept, CHAIN_START)


@pytest.mark.parametrize(
    ("header", "payload", "word"),
    [
        (header_with(kind="ritual-held"), "{}", "unknown-kind"),
        (header_with(v=2), '{"text":"x"}', "unknown-kind"),
        (header_with(), '{"text":5}', "unreadable"),
        (header_with(), "{}", "unreadable"),
        (header_with(kind="time-spent"), '{"minutes":0}', "unreadable"),
        (header_with(kind="time-spent"), '{"minutes":9007199254740991}', "unreadable"),
        (header_with(kind="part-used"), '{"part":"SSD","quantity":-1}', "unreadable"),
        (header_with(kind="fault-reopened"), '{"attempt":0,"reason":"x"}', "unreadable"),
        (header_with(kind="fault-reopened"), '{"attempt":1000001,"reason":"x"}', "unreadable"),
        (header_with(kind="attachment-added"), '{"digest":"x","name":"x","size":-1}', "unreadable"),
        (header_with(kind="service-restored"), '{"restored_at":"2026-11-02T09:00:00","workaround":"x"}', "unreadable"),
        (
            header_with(kind="fault-verified"),
            '{"how":"x","rating":99,"system":"pass","told_by":"x","user":"accepted","user_words":"x"}',
            "unreadable",
        ),
    ],
)
def test_what_says_nothing_to_this_version_is_told_by_a_word(header: str, payload: str, word: str) -> None:
    assert operation_of(read_entry(line_with(header, payload), CHAIN_START)) == word


def test_an_unknown_field_changes_nothing_of_what_is_understood() -> None:
    entry = read_entry(line_with(payload='{"colour":"red","text":"x"}'), CHAIN_START)
    assert operation_of(entry) == NoteAdded(text="x")


@pytest.mark.parametrize("size", [LINE_LIMIT - 1, LINE_LIMIT, 2_000_000])
def test_what_is_too_long_for_others_to_read_is_never_recorded(size: int) -> None:
    """Else nothing that follows it on its chain could ever be passed on."""
    with pytest.raises(RuleViolation, match="too long"):
        sealed(NoteAdded(text="x" * size))


def test_the_longest_entry_that_is_recorded_is_read_by_others() -> None:
    room = LINE_LIMIT - len(sealed(NoteAdded(text="")).line())
    entry = sealed(NoteAdded(text="x" * room))
    assert len(entry.line()) == LINE_LIMIT
    assert read_entry(entry.line(), CHAIN_START) == entry


@pytest.mark.parametrize("wrong", [{"chain": "A.b"}, {"seq": 0}, {"wall": -5}, {"ahead": 2**60}, {"entity": ""}])
def test_a_header_that_others_would_refuse_is_never_recorded(wrong: dict[str, object]) -> None:
    with pytest.raises(DamagedJournal):
        seal_entry(msgspec.structs.replace(HEADER, **wrong), NOTE, CHAIN_START, SALT)


def test_a_reference_names_chain_sequence_and_the_beginning_of_the_hash() -> None:
    entry = sealed(seq=17)
    assert entry.ref == f"4f6k2m9p3qdw.17.{entry.hash.hex()[:8]}"


def test_entries_are_ordered_by_hybrid_time_and_then_by_hash() -> None:
    early, late = sealed(wall=100, ahead=5), sealed(wall=90, ahead=16)
    assert early.order < late.order
    assert sealed(wall=100).order < sealed(wall=99, ahead=2).order
    twins = sorted((sealed(NoteAdded(text="a")), sealed(NoteAdded(text="b"))), key=lambda entry: entry.order)
    assert twins[0].hash < twins[1].hash


def test_a_header_damaged_in_our_own_store_is_told_as_damage() -> None:
    entry = sealed()
    with pytest.raises(DamagedJournal):
        stored_entry(entry.header_bytes[:-1], entry.payload, entry.salt, None, entry.hash)


def test_what_was_left_out_of_a_bundle_is_told_as_such_and_from_whom_to_ask_it() -> None:
    said = PayloadRedacted(target="a.1.00", target_kind="note-added", removed=("notes",), because="asked", rest={})
    withheld = without_payload(sealed(said, critical=True), None)
    with pytest.raises(RuleViolation, match=r"What K7 took out .* entry 1, was left out .* ask K7"):
        check_not_locked([sealed(), withheld], lambda _chain: "K7")
    unknown = without_payload(read_entry(line_with(header_with(kind="ritual-held", critical=True)), CHAIN_START), None)
    with pytest.raises(RuleViolation, match="newer version"):
        check_not_locked([unknown])


def test_what_a_newer_version_locked_is_not_written_to() -> None:
    """A redaction or a revocation that this version doesn't know must not be worked around by it."""
    critical = read_entry(line_with(header_with(kind="payload-redacted", critical=True)), CHAIN_START)
    with pytest.raises(RuleViolation, match="newer version"):
        check_not_locked([sealed(), critical])
    check_not_locked([sealed(), read_entry(line_with(header_with(kind="ritual-held")), CHAIN_START)])
    check_not_locked([read_entry(line_with(header_with(critical=True)), CHAIN_START)])
