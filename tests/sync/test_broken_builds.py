"""Builds that leave a guard out on purpose: the guard is what stops the lie, and a test sees that it is gone."""

import msgspec
import pytest

from fieldtech.domain.errors import UnreadableBundle
from fieldtech.domain.journal import LINE_LIMIT
from fieldtech.sync import blocks, compression, outer, reader, sealing
from fieldtech.sync.blocks import VERBATIM
from fieldtech.sync.limits import BLOCK_BYTES
from tests.sync.bundles import READER, bundle, entries, read, segment
from tests.sync.forgeries import body, framed, signed
from tests.sync.hostile import bomb, many_stanzas, small_bombs


def refusal(content: bytes) -> str:
    """Say why a bundle is refused; nothing where it is not."""
    try:
        read(content)
    except UnreadableBundle as error:
        return str(error)
    return ""


def test_without_a_stanza_cap_any_number_of_recipients_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    content = signed(many_stanzas(65), encryption="age")
    assert refusal(content)
    monkeypatch.setattr(sealing, "STANZA_LIMIT", 10**9)
    assert not refusal(content)


def test_without_a_size_cap_a_bomb_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    real = compression.UnpackingStream.unpack

    def watched(self: compression.UnpackingStream, piece: bytes, limit: int) -> bytes:
        unpacked = real(self, piece, limit)
        made.append(len(unpacked))
        return unpacked

    monkeypatch.setattr(compression.UnpackingStream, "unpack", watched)
    content = signed(body(framed(VERBATIM, bomb())))
    assert refusal(content)
    assert max(made) <= BLOCK_BYTES + LINE_LIMIT
    monkeypatch.setattr(reader, "_BLOCK_TEXT", 10**9)
    refusal(content)
    assert max(made) > 10 * BLOCK_BYTES


def test_without_a_signature_anybody_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = bundle([segment(entries(2))])
    end = 10 + int.from_bytes(content[8:10], "big")
    unsigned = content[:end] + bytes(64) + content[end + 64 :]
    assert refusal(unsigned)
    monkeypatch.setattr(outer, "is_signed", lambda *_told: True)
    assert not refusal(unsigned)


def test_decryption_before_the_digest_holds_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = bundle([segment(entries(2))], recipients=[READER])
    damaged = content[:-20] + bytes([content[-20] ^ 1]) + content[-19:]
    heard: list[str] = []

    def decrypt(*_told: object) -> None:
        heard.append("decrypted")
        raise UnreadableBundle("Damaged.")

    monkeypatch.setattr(reader, "unseal", decrypt)
    assert refusal(damaged)
    assert heard == []
    monkeypatch.setattr(reader, "verify_outer", lambda file, _progress: outer.read_outer(file))
    assert refusal(damaged)
    assert heard == ["decrypted"]


def test_without_a_ratio_cap_little_becomes_much(monkeypatch: pytest.MonkeyPatch) -> None:
    content = signed(body(small_bombs(25)))
    assert "more than any that is written" in refusal(content)
    monkeypatch.setattr(reader, "RATIO_SLACK", 10**12)
    assert "makes no sense" in refusal(content), "all of it was unpacked, and only then held to the manifest"


def test_a_writer_that_spells_entries_anew_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = segment(entries(2))
    odd = msgspec.structs.replace(made, lines=(made.lines[0].replace(b'"wall":1', b'"wall":01'),))
    assert blocks.segment_of(blocks.block_of(odd, 1))[0] == odd
    monkeypatch.setattr(blocks, "_gives_back", lambda *_told: True)
    assert blocks.segment_of(blocks.block_of(odd, 1))[0] != odd
