"""What goes into a bundle comes out of it, byte by byte."""

import io

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import CHAIN_START, LINE_LIMIT, Segment
from fieldtech.domain.progress import unheard
from fieldtech.sync.blocks import COLUMNS, VERBATIM, block_of, segment_of
from fieldtech.sync.limits import BLOCK_BYTES, BLOCK_LINES
from fieldtech.sync.outer import body_chunks, read_outer
from fieldtech.sync.sealing import is_sealed_to
from tests.sync.bundles import (
    CARRIER,
    READER,
    STRANGER,
    bundle,
    entries,
    read,
    segment,
    varied_entries,
    withheld,
    written,
)

PAIRS = [pytest.param([], id="plain"), pytest.param([READER, STRANGER], id="sealed")]

ODD_PAYLOADS = [
    b"{}",
    b'{"a":"1970-01-01T00:00:00.000005Z","b":"1970-01-01T00:00:01.000000Z","c":"1970-01-01T00:00:01.000000Z"}',
    b'[".0123abcd","%b","%b"]' % (b"0f" * 32, b"A" * 86 + b"=="),
    b'[".0123ABCD","%b","%b","\x05"]' % (b"0F" * 32, b"_" * 86 + b"=="),
]


@pytest.mark.parametrize("recipients", PAIRS)
def test_a_bundle_gives_back_entries_stand_ins_and_attachments(recipients: list[object]) -> None:
    made = entries(20)
    cut = [*made[:3], withheld(made[3], made[2].hash), *made[4:]]
    stand_ins = [(made[3].ref, b'{"text":"Fan 4"}')]
    photo, empty = bytes(range(256)) * 1_000, b""
    others = entries(3, key=STRANGER)
    content = bundle(
        [segment(cut), segment(others)],
        stand_ins=stand_ins,
        attachments=[photo, empty],
        recipients=[READER, STRANGER] if recipients else [],
    )
    opened = read(content)
    assert opened.segments == (segment(cut), segment(others))
    assert opened.stand_ins == tuple(stand_ins)
    assert [content for _digest, content in opened.attachments] == [photo, empty]
    assert [(run.chain, run.first, run.last) for run in opened.manifest.runs] == [
        (chain_name(CARRIER.public), 1, 20),
        (chain_name(STRANGER.public), 1, 3),
    ]
    assert opened.manifest.recipients == tuple(
        chain_name(key.public) for key in ([READER, STRANGER] if recipients else [])
    )


def test_each_recipient_reads_a_sealed_bundle() -> None:
    content = bundle([segment(entries(5))], recipients=[READER, STRANGER])
    assert read(content, READER) == read(content, STRANGER)


def test_whom_a_bundle_is_sealed_to_is_told_without_opening_it() -> None:
    opened = io.BytesIO(bundle([segment(entries(5))], recipients=[READER]))
    outer = read_outer(opened)
    chunks = list(body_chunks(opened, outer, unheard))
    assert is_sealed_to(chunks, [STRANGER.public, READER.public])
    assert not is_sealed_to(chunks, [STRANGER.public])


def test_a_sealed_bundle_reveals_no_content() -> None:
    content = bundle([segment(entries(5, text="canary"))], attachments=[b"canary"], recipients=[READER])
    assert b"canary" not in content
    assert b"canary" in bundle(attachments=[b"canary"])


def test_an_empty_bundle_is_a_bundle() -> None:
    content, told = written(recipients=[READER])
    opened = read(content)
    assert opened.segments == ()
    assert opened.manifest == told.manifest
    assert told.length == len(content)


def test_long_runs_are_cut_into_blocks_that_go_on_behind_each_other() -> None:
    made = entries(BLOCK_LINES + 5, text="x")
    opened = read(bundle([segment(made)]))
    assert [len(each.lines) for each in opened.segments] == [BLOCK_LINES, 5]
    assert opened.segments[1].hash_before == made[BLOCK_LINES - 1].hash
    assert [(run.first, run.last) for run in opened.manifest.runs] == [(1, BLOCK_LINES + 5)]


def test_the_longest_lines_are_cut_by_size() -> None:
    made = entries(6, text="\u00e9" * (LINE_LIMIT // 2 - 200))
    opened = read(bundle([segment(made)]))
    assert [len(each.lines) for each in opened.segments] == [4, 2]
    assert all(sum(map(len, each.lines)) < BLOCK_BYTES + LINE_LIMIT for each in opened.segments)
    assert opened.lines == segment(made).lines


def test_entries_that_stand_apart_in_a_chain_are_runs_of_their_own() -> None:
    made = entries(9)
    opened = read(bundle([segment(made[:3]), segment(made[5:], made[4].hash)]))
    assert [(run.first, run.last, run.hash_before) for run in opened.manifest.runs] == [
        (1, 3, CHAIN_START),
        (6, 9, made[4].hash),
    ]


@given(
    st.lists(
        st.builds(
            lambda header, payload: b'{"h":%b,"p":%b,"s":"AAAAAAAAAAAAAAAA"}' % (header, payload),
            st.sampled_from(
                [
                    b'{"chain":"c0","kind":"b","seq":1,"wall":5}',
                    b'{"chain":"c0","kind":"a","seq":1,"wall":1000000,"x":"."}',
                    b'{"chain":"c0","seq":1,"v":2,"wall":05,"x":{"p":{}}}',
                    b'{"chain":"c1","chain":"c0","seq":01,"wall":"7"}',
                    b"{}",
                ]
            ),
            st.one_of(st.sampled_from(ODD_PAYLOADS), st.binary(max_size=9).map(lambda raw: raw.replace(b"\n", b""))),
        )
        | st.binary(max_size=80).map(lambda raw: raw.replace(b"\n", b"") or b"{}"),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=200, deadline=None)
def test_lines_of_any_spelling_come_out_byte_identical(lines: list[bytes]) -> None:
    run = Segment("c0", CHAIN_START, tuple(lines))
    assert segment_of(block_of(run, 1)) == (run, 1)


def test_what_is_random_and_told_twice_stands_beside_the_text_or_not_at_all() -> None:
    made = varied_entries()
    block = block_of(segment(made), 1)
    told = b"".join(each.payload or b"" for each in made)
    assert (block.kind, segment_of(block)) == (COLUMNS, (segment(made), 1))
    assert b'told_at":\x04' in block.text
    assert not [each for each in made if each.hash[:4].hex().encode() in block.text]
    assert b"==" in told
    assert b"==" not in block.text


def test_lines_that_columns_would_change_are_kept_verbatim() -> None:
    made = segment(entries(2))
    assert block_of(made, 1).kind == COLUMNS
    odd = msgspec.structs.replace(made, lines=(made.lines[0], made.lines[1].replace(b'"wall":1', b'"wall":01')))
    assert block_of(odd, 1).kind == VERBATIM
    assert segment_of(block_of(odd, 1))[0] == odd
