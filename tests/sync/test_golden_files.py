"""Files as they were written once: whatever changes here, what lies on sticks and in drawers is still read."""

import base64
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.frontiers import (
    ChainFrontier,
    Checkpoint,
    Receipt,
    SignedReceipt,
    Tip,
    checkpoint_digest,
    receipt_digest,
)
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import CHAIN_START, Segment
from fieldtech.domain.signatures import SigningKey
from fieldtech.sync.blocks import Block, block_of, stand_ins_block
from fieldtech.sync.manifest import Card, Contents, Enclosed, Manifest, Run, encode_manifest
from fieldtech.sync.signed_files import read_receipt, read_request, write_receipt, write_request
from tests.sync.bundles import CARRIER, READER, bundle, entries, read, segment, varied_entries, withheld

GOLDEN = Path(__file__).with_name("golden_files.txt")
"""A name and the bytes in base64 a line. Released lines are never edited, only added to."""
MADE = varied_entries()
CHAIN = chain_name(CARRIER.public)
CARD = Card(public_key=CARRIER.public, code="K7", person="李伟", site="DC-1", zone="Asia/Shanghai", role="supervisor")
HEAD = Checkpoint(CHAIN, 8, MADE[-1].hash, CARRIER.sign(checkpoint_digest(CHAIN, 8, MADE[-1].hash)))
HELD = {CHAIN: ChainFrontier((Tip(8, MADE[-1].hash),), 4)}
RECEIPT = Receipt(
    machine=CHAIN,
    public_key=CARRIER.public,
    at=1_793_160_875_773_615,
    chains=HELD,
    gaps={chain_name(READER.public): 3},
    missing_attachments=("0" * 64,),
    number=11,
    heads=(HEAD,),
)
SIGNED = SignedReceipt(canonical_bytes(RECEIPT), CARRIER.sign(receipt_digest(canonical_bytes(RECEIPT))))
RUNS = (segment([*MADE[:4], withheld(MADE[4], MADE[3].hash), *MADE[5:]]), segment(entries(2, key=READER)))
ODD = Segment("c0", CHAIN_START, (b'{"h":{"seq":1}}', b"{}"))
STAND_IN = (MADE[4].ref, b'{"text":"[redacted]"}')
ATTACHMENTS = (b"ab", b"c")
MANIFEST = Manifest(
    card=CARD,
    at=1_793_160_875_773_615,
    contents=Contents(what="site", name="DC-1", users_redacted=True),
    frontier_before={CHAIN: ChainFrontier((Tip(0x7F, bytes(range(32))),), 0)},
    frontier_after=HELD,
    checkpoints=(HEAD,),
    receipt=SIGNED,
    writer="1.0",
    recipients=(chain_name(READER.public),),
)
WHOLE = msgspec.structs.replace(
    MANIFEST,
    runs=(
        Run(CHAIN, 1, 8, CHAIN_START),
        Run(chain_name(READER.public), 1, 2, CHAIN_START),
        Run("c0", 1, 2, CHAIN_START),
    ),
    attachments=tuple(Enclosed(hashlib.sha256(each).hexdigest(), len(each)) for each in ATTACHMENTS),
    stand_ins=1,
)


def golden(name: str) -> bytes:
    """Give a file as it was written."""
    lines = (line.split(" ") for line in GOLDEN.read_text(encoding="ascii").splitlines())
    return base64.b64decode(dict(lines)[name])


def small_files() -> dict[str, bytes]:
    """Write the small files now."""
    request, receipt = io.BytesIO(), io.BytesIO()
    write_request(request, CARD, CARRIER)
    write_receipt(receipt, SIGNED)
    return {"request.ftr": request.getvalue(), "receipt.ftx": receipt.getvalue()}


def bundle_now(recipients: Sequence[SigningKey]) -> bytes:
    """Write the bundle now; its bytes may be others, as zstd has versions and age draws a key."""
    return bundle((*RUNS, ODD), stand_ins=[STAND_IN], attachments=ATTACHMENTS, recipients=recipients, manifest=MANIFEST)


@pytest.mark.parametrize(("name", "recipients"), [("plain.ftb", []), ("sealed.ftb", [READER])])
def test_a_bundle_that_was_written_once_is_read_as_ever(name: str, recipients: list[SigningKey]) -> None:
    told = read(golden(name))
    assert told == read(bundle_now(recipients))
    assert told.manifest == msgspec.structs.replace(WHOLE, recipients=WHOLE.recipients if recipients else ())
    assert told.segments == (*RUNS, ODD)
    assert told.stand_ins == (STAND_IN,)
    assert tuple(content for _digest, content in told.attachments) == ATTACHMENTS


@pytest.mark.parametrize("name", ["request.ftr", "receipt.ftx"])
def test_a_small_file_is_spelled_as_ever(name: str) -> None:
    assert small_files()[name] == golden(name)


def test_a_small_file_that_was_written_once_says_what_it_said() -> None:
    assert read_request(io.BytesIO(golden("request.ftr"))) == CARD
    assert read_receipt(io.BytesIO(golden("receipt.ftx"))).receipt == RECEIPT


@pytest.mark.parametrize(
    ("block", "digest"),
    [
        pytest.param(
            block_of(RUNS[0], 1), "e77cb99dc9c72bc8fbb503b9ee360531590a1e8b7b771dfa22b3dad6814a489e", id="columns"
        ),
        pytest.param(
            block_of(ODD, 1), "acef9aaa65cca2f3c49e85b65037fa93e6937d80975a8b1a8a0f3fb5c2fcf8ed", id="verbatim"
        ),
        pytest.param(
            stand_ins_block([STAND_IN]),
            "7c06982d1156ae6bb4d186ebc7d77c774b6055a79ca0774dc5ca579382b2f877",
            id="stand-ins",
        ),
    ],
)
def test_a_block_is_spelled_as_ever(block: Block, digest: str) -> None:
    """Before compression, which may come out otherwise with another version of zstd."""
    assert hashlib.sha256(block.kind + block.text + b"\n" + block.raw).hexdigest() == digest


def test_a_manifest_is_spelled_as_ever() -> None:
    assert (
        hashlib.sha256(encode_manifest(WHOLE)).hexdigest()
        == "69f3e1bc1f007b12f5fe4fa289b37ae1cf4c2c7ee3e5aa291894f3dafc0eb16c"
    )
