"""What a bundle can't be read for is told in one sentence, and nothing but UnreadableBundle ever comes out."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import (
    DamagedJournal,
    RuleViolation,
    UnreadableBundle,
    UnreadableInput,
    UnwritableOutput,
    WorkStopped,
)
from fieldtech.domain.frontiers import Receipt, SignedReceipt, receipt_digest
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import Segment
from fieldtech.sync import reader, sealing
from fieldtech.sync.body import Packing
from fieldtech.sync.limits import RECIPIENT_LIMIT
from fieldtech.sync.outer import MAGIC, Outer, read_outer, verify_outer
from fieldtech.sync.reader import open_bundle
from tests.sync.bundles import CARRIER, MANIFEST, READER, SPOOL, STRANGER, bundle, entries, read, segment, welcome
from tests.sync.forgeries import body, body_of, changed_manifest, signed
from tests.sync.hostile import lies, outsides


@pytest.fixture(scope="module")
def small() -> bytes:
    """A small plain bundle."""
    return bundle([segment(entries(3))], attachments=[b"photo"])


@pytest.fixture(scope="module")
def large() -> bytes:
    """A sealed one of many kilobytes."""
    return bundle([segment(entries(3))], attachments=[bytes(range(256)) * 160], recipients=[READER])


def refusal(content: bytes) -> str:
    """Say why a bundle is not read."""
    with pytest.raises(UnreadableBundle) as refused:
        read(content)
    sentence = str(refused.value)
    assert sentence[0].isupper()
    assert sentence[-1] in ".?"
    return sentence


def test_the_refusal_is_of_the_kind_that_exits_with_three() -> None:
    assert issubclass(UnreadableBundle, UnreadableInput)
    assert UnreadableBundle.exit_status == 3


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty: the copy broke off before it began"),
        (b"PK\x03\x04 a zip file", "no fieldtech bundle"),
        (MAGIC[:5], "broke off after 5 bytes"),
        (MAGIC.replace(b"\r\n", b"\n") + b"more", "changed on the way, as text is"),
        (b"\tFTB\r\n\x1a\n" + b"more", "changed on the way, as text is"),
    ],
)
def test_what_is_no_bundle_is_told(content: bytes, told: str) -> None:
    assert told in refusal(content)


def test_a_copy_that_broke_off_is_told_at_every_byte(small: bytes) -> None:
    for there in range(1, len(small)):
        assert "broke off" in refusal(small[:there])
    assert f"after {len(small) - 1} of {len(small)} bytes" in refusal(small[:-1])


def test_a_long_copy_that_broke_off_is_told_in_kilobytes(large: bytes) -> None:
    total = -(-len(large) // 1_000)
    assert refusal(large[:12_345]) == f"The copy broke off after 12 of {total} kB: copy it again."


def test_a_file_with_more_behind_the_bundle_is_told(small: bytes) -> None:
    assert "more in this file" in refusal(small + b"\x00")


def test_a_flip_of_any_byte_is_found_before_the_body_is_looked_at(
    small: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "OpenBundle", None)
    monkeypatch.setattr(reader, "unseal", None)
    for at in range(len(small)):
        refusal(small[:at] + bytes([small[at] ^ 1 << at % 8]) + small[at + 1 :])


def test_a_damaged_body_and_a_wrong_signature_are_told_apart(small: bytes) -> None:
    front = 10 + int.from_bytes(small[8:10], "big")
    assert "damaged on the way: copy it again" in refusal(small[: front + 70] + b"?" + small[front + 71 :])
    assert "signature of this bundle is wrong" in refusal(small[: front + 5] + b"?" + small[front + 6 :])


def test_another_carrier_can_not_be_claimed(small: bytes) -> None:
    assert "signature" in refusal(small.replace(CARRIER.public.encode(), STRANGER.public.encode(), 1))


def test_from_a_stranger_nothing_is_decrypted(large: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def turn_away(told: Outer) -> None:
        assert told.carrier == chain_name(CARRIER.public)
        raise UnreadableBundle("Nobody here knows this machine.")

    monkeypatch.setattr(reader, "unseal", None)
    with (
        pytest.raises(UnreadableBundle, match="Nobody here knows"),
        open_bundle(io.BytesIO(large), key=READER, accepts_carrier=turn_away, spool_folder=SPOOL),
    ):
        raise AssertionError


def test_what_is_for_others_is_told(large: bytes) -> None:
    for key in (STRANGER, None):
        with pytest.raises(UnreadableBundle, match="not addressed to this machine"):
            read(large, key)


def test_verifying_needs_no_key(large: bytes) -> None:
    told = verify_outer(io.BytesIO(large))
    assert told == read_outer(io.BytesIO(large))
    assert told.is_encrypted


def test_a_bundle_of_the_future_says_what_it_needs(small: bytes) -> None:
    header = b'{"anything":{},"format":2}'
    assert "of format 2, and this fieldtech reads up to 1: update it" in refusal(signed(b"", header=header))
    newer = changed_manifest(lambda told: told.update(least_reader=7, writer="4.2.0"))
    assert "needs a reader of version 7, as fieldtech 4.2.0 has it" in refusal(signed(body(manifest=newer)))


def test_what_a_newer_writer_says_beside_is_passed_over() -> None:
    newer = changed_manifest(lambda told: told.update(weather={"rain": True}, writer="4.2.0"))
    assert read(signed(body(manifest=newer))).manifest == msgspec.structs.replace(MANIFEST, writer="4.2.0")


def test_a_medium_that_fails_is_told(large: bytes) -> None:
    class Pulled(io.BytesIO):
        left = 3

        def read(self, size: int | None = -1, /) -> bytes:
            self.left -= 1
            if self.left < 0:
                raise OSError(5, "Input/output error")
            return super().read(size)

    for left in range(8):
        file = Pulled(large)
        file.left = left
        with (
            pytest.raises(UnreadableBundle, match=r"Input/output error\. Is the stick still in"),
            open_bundle(file, key=READER, accepts_carrier=welcome, spool_folder=SPOOL),
        ):
            raise AssertionError


def test_a_bundle_that_changes_between_two_readings_is_told(large: bytes, small: bytes) -> None:
    for content in (large, small):
        file = io.BytesIO(content)

        def swap(told: Outer, file: io.BytesIO = file) -> None:
            # Another byte than the one that stands there: one in 256 would be the same.
            file.getbuffer()[-20] ^= 1

        with (
            pytest.raises(UnreadableBundle, match=r"changed while it was read|can't be decrypted"),
            open_bundle(file, key=READER, accepts_carrier=swap, spool_folder=SPOOL),
        ):
            raise AssertionError


def test_another_carriers_bundle_in_its_place_is_told(small: bytes) -> None:
    """Only the first one's carrier was asked about."""
    file, other = io.BytesIO(small), signed(body_of(small), encryption="age", key=STRANGER)

    def swap(told: Outer) -> None:
        assert told.public_key != STRANGER.public
        file.seek(0)
        file.truncate()
        file.write(other)

    with (
        pytest.raises(UnreadableBundle, match="changed while it was read"),
        open_bundle(file, key=READER, accepts_carrier=swap, spool_folder=SPOOL),
    ):
        raise AssertionError


def test_reading_tells_how_far_it_is_and_can_be_stopped(large: bytes) -> None:
    heard: list[float] = []

    def hear(done: int, total: int, doing: str = "") -> None:
        heard.append(done / total)

    def stop(done: int, total: int, doing: str = "") -> None:
        if done > total // 2:
            raise WorkStopped("Stopped.")

    with open_bundle(io.BytesIO(large), key=READER, accepts_carrier=welcome, spool_folder=SPOOL, progress=hear):
        assert heard == [0.5, 1.0]
    with (
        pytest.raises(WorkStopped),
        open_bundle(io.BytesIO(large), key=READER, accepts_carrier=welcome, spool_folder=SPOOL, progress=stop),
    ):
        raise AssertionError


def test_no_room_for_the_spool_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bytes) -> None:
    monkeypatch.setattr(sealing, "SPOOL_MEMORY", 10)
    gone = tmp_path / "gone"
    with (
        pytest.raises(UnwritableOutput, match="no room to pack or unpack a bundle: No such file"),
        open_bundle(io.BytesIO(large), key=READER, accepts_carrier=welcome, spool_folder=gone),
    ):
        raise AssertionError


def test_the_spool_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bytes) -> None:
    monkeypatch.setattr(sealing, "SPOOL_MEMORY", 10)
    with open_bundle(io.BytesIO(large), key=READER, accepts_carrier=welcome, spool_folder=tmp_path) as opened:
        assert list(tmp_path.iterdir()) == []
        assert len(next(opened.attachments())[1].read(100_000)) == 40_960


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_signed_lie_inside_is_refused(is_sealed: bool) -> None:
    for name, make in lies():
        content = signed(sealed_or_not(make(), is_sealed), encryption="age" if is_sealed else "none")
        with pytest.raises(UnreadableBundle):
            pytest.fail(f"{name}: {read(content)}")


def sealed_or_not(inside: bytes, is_sealed: bool) -> bytes:
    """Encrypt it, or don't."""
    if not is_sealed:
        return inside
    file = io.BytesIO()
    sealing.seal(iter([inside]), file, [READER.public], CARRIER.public)
    return file.getvalue()


def test_a_signed_lie_outside_is_refused() -> None:
    for name, content in outsides():
        with pytest.raises(UnreadableBundle):
            pytest.fail(f"{name}: {read(content)}")


def test_a_receipt_of_the_carriers_is_taken() -> None:
    told = Receipt(machine=chain_name(CARRIER.public), public_key=CARRIER.public, at=1, chains={})
    content = canonical_bytes(told)
    receipt = SignedReceipt(content, CARRIER.sign(receipt_digest(content)))
    assert read(bundle(manifest=msgspec.structs.replace(MANIFEST, receipt=receipt))).manifest.receipt == receipt


def test_too_many_recipients_are_told_before_anything_is_written() -> None:
    with pytest.raises(RuleViolation, match="60 machines at most"):
        bundle(recipients=[READER] * (RECIPIENT_LIMIT + 1))
    assert read(bundle(recipients=[STRANGER] * (RECIPIENT_LIMIT - 1) + [READER])).manifest.recipients


def test_a_key_that_is_none_is_told() -> None:
    with pytest.raises(RuleViolation, match="its key is none"):
        sealing.seal(iter([b"x"]), io.BytesIO(), ["bm9uZQ=="], CARRIER.public)


def test_what_the_parts_raise_while_they_are_sealed_travels() -> None:
    def broken() -> Iterator[Segment]:
        yield segment(entries(2))
        raise DamagedJournal("The journal is damaged here.")

    for recipients in ([], [READER]):
        with pytest.raises(DamagedJournal, match="damaged here"):
            bundle(broken(), recipients=recipients)


def test_an_attachment_that_changed_is_not_written() -> None:
    for digest, size in (("0" * 64, 3), (hashlib.sha256(b"abc").hexdigest(), 4)):
        with pytest.raises(DamagedJournal, match="not what was attached"):
            list(Packing(MANIFEST).chunks([], [], [(digest, size, [b"abc"])]))
