"""What somebody who holds a known machine's key could write to harm who reads it; each must be refused."""

import base64
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from functools import cache, partial

import msgspec
import pyrage
from backports.zstd import CompressionParameter, ZstdCompressor, compress

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.frontiers import Receipt, SignedReceipt, receipt_digest
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import CHAIN_START, HASH_BYTES
from fieldtech.domain.signatures import SigningKey
from fieldtech.sync import sealing
from fieldtech.sync.blocks import COLUMNS, STAND_INS, VERBATIM, block_of
from fieldtech.sync.limits import BLOCK_BYTES, MANIFEST_LIMIT
from fieldtech.sync.manifest import Run
from tests.sync.bundles import CARRIER, MANIFEST, READER, STRANGER, entries, segment
from tests.sync.forgeries import blocks, body, changed_manifest, framed, sealed, signed

CHAIN = chain_name(CARRIER.public)
PATHS = ("../../etc/passwd", "/dev/zero", "a\nb", "C:\\x", "\u202e", "", "x" * 10_000, "\x00")
ODD_JSON = (
    *(b"NaN", b"-Infinity", b"1e400", b"9" * 5_000, b"9007199254740993", b"1.5", b'"\\ud800"', b'"\xff"', b"nul", b""),
    *(b"[" * 100_000, b'{"a":' * 100_000, b"[" * 40 + b"]" * 40, b'{"a":1,"a":2}', b'"' + b"x" * 100_000 + b'"'),
)
_GOOD_ANYWHERE = (14,)
"""A long text: a field that is not known may hold it."""
Maker = Callable[[], bytes]


def lies() -> Iterator[tuple[str, Maker]]:
    """Name each body of a bundle that lies, with what makes it."""
    yield from _manifests()
    yield from _blocks()
    yield from _streams()
    yield "no body", lambda: b""
    yield "a body of three bytes", lambda: b"abc"
    yield "a manifest longer than the body", lambda: (2**32 - 1).to_bytes(4, "big")
    yield "no manifest", lambda: bytes(8)


def outsides() -> Iterator[tuple[str, bytes]]:
    """Name each bundle whose signed header, or encryption, lies."""
    plain = body()
    for number, odd in enumerate(ODD_JSON):
        if 0 < len(odd) < 1_000:
            yield f"an odd header {number}", signed(plain, header=b'{"length":%b}' % odd)
            yield f"an odd header's length {number}", signed(plain, header=_header(plain, length=odd))
            yield f"an odd header's format {number}", signed(plain, header=_header(plain, form=odd))
    for length in (b"-1", b"0", b"18446744073709551616", b"4294967296", b"9007199254740991"):
        yield f"a length of {length.decode()}", signed(plain, header=_header(plain, length=length))
    yield "sealed by its own word", signed(plain, encryption="age")
    yield "an unknown encryption", signed(plain, encryption="rot13")
    yield "800 stanzas", signed(many_stanzas(800), encryption="age")
    yield "65 stanzas", signed(many_stanzas(65), encryption="age")
    yield "an age header without end", signed(b"age-encryption.org/v1\n-> " + b"a" * 10**6, encryption="age")
    yield (
        "a stanza of a megabyte",
        signed(_with_stanza(b"-> x y\n" + (b"A" * 64 + b"\n") * 16_000 + b"\n"), encryption="age"),
    )
    yield "an empty age file", signed(b"", encryption="age")


@cache
def many_stanzas(count: int) -> bytes:
    """Make an age header that is addressed to more than anybody writes; the last of them is the reader."""
    file = io.BytesIO()
    recipients = [sealing.recipient_of(STRANGER.public)] * (count - 1) + [sealing.recipient_of(READER.public)]
    pyrage.encrypt_io(io.BytesIO(body()), file, recipients)
    return file.getvalue()


def _with_stanza(stanza: bytes) -> bytes:
    return sealed(body()).replace(b"\n", b"\n" + stanza, 1)


def _header(plain: bytes, *, length: bytes = b"", form: bytes = b"1") -> bytes:
    digest = base64.b64encode(hashlib.sha256(plain).digest())
    told = length or b"%d" % len(plain)
    return b'{"compression":"zstd","digest":"%b","encryption":"none","format":%b,"length":%b,"public_key":"%b"}' % (
        *(digest, form, told),
        CARRIER.public.encode(),
    )


def _manifests() -> Iterator[tuple[str, Maker]]:
    spelled = canonical_bytes(MANIFEST)
    for number, odd in enumerate(ODD_JSON):
        yield f"odd manifest {number}", partial(body, manifest=odd)
        yield f"odd time {number}", partial(body, manifest=spelled.replace(b'"at":1', b'"at":%b,"b":1' % odd))
        if number not in _GOOD_ANYWHERE:
            yield f"odd unknown {number}", partial(body, manifest=spelled[:-1] + b',"zz":%b}' % odd)
    for path in PATHS:
        yield f"attachment {path[:9]!r}", partial(_with, attachments=[{"digest": path, "size": 0}])
        yield f"run of {path[:9]!r}", partial(_with, runs=[_run(chain=path)])
        yield f"frontier of {path[:9]!r}", partial(_with, frontier_after={path: {"tips": [], "whole": 0}})
        yield f"recipient {path[:9]!r}", partial(_with, recipients=[path])
    for size in (-1, 1, 2**31, 2**52, 2**62):
        enclosed = {"digest": "0" * 64, "size": size}
        yield f"attachment of {size}", partial(_with, attachments=[enclosed])
        yield f"many attachments of {size}", partial(_with, attachments=[enclosed] * 20_000)
    for first, last in ((0, 1), (2, 1), (1, 2**60), (-5, -1), (1, 5)):
        yield f"run {first} to {last}", partial(_with, runs=[_run(first=first, last=last)])
    yield "a reader of the future", lambda: _with(least_reader=2)
    yield "a reader of the far future", lambda: _with(least_reader=2**62, writer="\x1b[2J" * 99)
    yield "another's card", lambda: _with(card={"code": "K7", "person": "Li Wei", "public_key": STRANGER.public})
    yield "a card without a code", lambda: _with(card={"code": "", "person": "Li Wei", "public_key": CARRIER.public})
    yield "too many attachments", lambda: _with(attachments=[{"digest": "0" * 64, "size": 0}] * 30_000)
    yield "too many runs", lambda: _with(runs=[_run()] * 20_000)
    yield "stand-ins that are not there", lambda: _with(stand_ins=7)
    yield "a manifest of blanks", lambda: body(manifest=canonical_bytes(MANIFEST) + b" " * MANIFEST_LIMIT)
    yield "an unsigned receipt", lambda: _with(receipt={"content": "e30=", "signature": ""})
    yield "another's receipt", lambda: _with_receipt(STRANGER)


def _with(**fields: object) -> bytes:
    return body(manifest=changed_manifest(lambda told: told.update(fields)))


def _run(**fields: object) -> dict[str, object]:
    return {"chain": CHAIN, "first": 1, "last": 1, "hash_before": base64.b64encode(bytes(32)).decode(), **fields}


def _with_receipt(key: SigningKey) -> bytes:
    content = canonical_bytes(Receipt(machine=chain_name(key.public), public_key=key.public, at=1, chains={}))
    receipt = SignedReceipt(content, key.sign(receipt_digest(content)))
    return _with(receipt={"content": base64.b64encode(receipt.content).decode(), "signature": receipt.signature})


def _blocks() -> Iterator[tuple[str, Maker]]:
    good = block_of(segment(entries(3)), 1)
    columns = good.text.split(b"\n", 1)[1]
    for number, odd in enumerate(ODD_JSON):
        yield f"odd head {number}", partial(_block, COLUMNS, odd + b"\n" + columns, good.raw)
        yield f"odd count {number}", partial(_block, COLUMNS, _head(lines=odd) + columns, good.raw)
        yield f"odd first {number}", partial(_block, COLUMNS, _head(first=odd) + columns, good.raw)
        yield f"odd wall {number}", partial(_block, COLUMNS, _head() + odd + b"\n" + columns, good.raw)
    for count in (b"0", b"-1", b"2", b"4", b"4097", b"9007199254740991"):
        yield f"{count.decode()} lines", partial(_block, COLUMNS, _head(lines=count) + columns, good.raw)
    for path in PATHS:
        named = canonical_bytes(path)
        yield f"chain {path[:9]!r}", partial(_block, COLUMNS, _head(chain=named) + columns, good.raw)
    lines = b"\n".join(segment(entries(3)).lines)
    yield "another's place", lambda: _block(VERBATIM, _head(first=b"2") + lines, first=2)
    yield "another's chain", lambda: _block(COLUMNS, _head(chain=b'"zzz"') + columns, good.raw)
    yield "too few salts", lambda: _block(COLUMNS, good.text, good.raw[:-1])
    yield "too many salts", lambda: _block(COLUMNS, good.text, good.raw + bytes(HASH_BYTES))
    yield "no salts", lambda: _block(COLUMNS, good.text, b"")
    yield (
        "marks without end",
        lambda: _block(COLUMNS, _head(lines=b"1") + b"1\n" + b"\x01" * BLOCK_BYTES + b"\n{}", bytes(12)),
    )
    yield (
        "places without end",
        lambda: _block(COLUMNS, _head(lines=b"1") + b"1\n" + b"\x02\x03" * 10**6 + b"\n{}", bytes(12)),
    )
    kind = b'1\n{"kind":"a"\x03}\n'
    yield "instants without end", lambda: _block(COLUMNS, _head(lines=b"1") + kind + b"\x04" * BLOCK_BYTES, bytes(12))
    yield "no such instant", lambda: _block(COLUMNS, _head(lines=b"1") + b"9" * 16 + kind[1:] + b"\x04", bytes(12))
    yield "no kind", lambda: _block(COLUMNS, _head(lines=b"1") + b"1\n{}\n{}", bytes(12))
    for mark, length in ((b"\x05", 4), (b"\x06", 32), (b"\x07", 64)):
        text = _head(lines=b"1") + kind + mark
        yield f"nothing for mark {mark!r}", partial(_block, COLUMNS, text, bytes(length - 1))
        yield f"no salt behind mark {mark!r}", partial(_block, COLUMNS, text, bytes(length))
    yield "a line too long", lambda: _block(VERBATIM, _head(lines=b"1") + b"x" * 1_000_001)
    yield "no lines", lambda: _block(VERBATIM, _head(lines=b"1"))
    yield "text", lambda: _block(VERBATIM, b"x" * 1_000)
    yield "a run that nobody told of", lambda: body(blocks((COLUMNS, good.text, good.raw)))
    yield "a run short", lambda: _with(runs=[_run(last=2)])
    yield "another kind", lambda: body(blocks((b"X", good.text, good.raw)))
    yield "stand-ins, one short", lambda: body(blocks((STAND_INS, b"a\nb\nc", b"")))
    yield "stand-ins with salt", lambda: body(blocks((STAND_INS, b"a\n{}", b"x")))


def _head(
    *, chain: bytes = b'"%b"' % CHAIN.encode(), first: bytes = b"1", lines: bytes = b"3", before: bytes = CHAIN_START
) -> bytes:
    told = (chain, first, base64.b64encode(before), lines)
    return b'{"chain":%b,"first":%b,"hash_before":"%b","lines":%b}\n' % told


def _block(kind: bytes, text: bytes, raw: bytes = b"", *, first: int = 1) -> bytes:
    runs = (Run(CHAIN, first, first + 2, CHAIN_START),)
    return body(blocks((kind, text, raw)), manifest=_told(runs))


def _told(runs: tuple[Run, ...]) -> bytes:
    return canonical_bytes(msgspec.structs.replace(MANIFEST, runs=runs))


def _streams() -> Iterator[tuple[str, Maker]]:
    wide = {int(CompressionParameter.window_log): 27}
    yield "a bomb", lambda: body(framed(VERBATIM, bomb()))
    yield "a bomb in the manifest", lambda: bomb() + len(bomb()).to_bytes(4, "big")
    yield "many small bombs", lambda: body(small_bombs(40))
    yield "a wide window", lambda: body(framed(VERBATIM, compress(os.urandom(99), options=wide)))
    yield (
        "a wide manifest",
        lambda: _frame(ZstdCompressor(options=wide).compress(b"{}" * 99, ZstdCompressor.FLUSH_FRAME)),
    )
    yield "no zstd", lambda: body(framed(VERBATIM, b"\x28\xb5\x2f\xfd" + bytes(40)))
    yield "half a frame", lambda: body(framed(VERBATIM, compress(b"x" * 1_000)[:-5]))
    yield "two frames", lambda: body(framed(VERBATIM, compress(b"a") + compress(b"b")))
    yield "a skippable frame", lambda: body(framed(VERBATIM, b"\x50\x2a\x4d\x18\xff\xff\xff\xff"))
    for length in (0, 1, 2**31, 2**32 - 1):
        yield f"a length of {length}", partial(body, framed(VERBATIM, b"abcdef", length=length))
    yield "a block cut short", lambda: body(b"E\x00\x00")


def _frame(frame: bytes) -> bytes:
    return frame + len(frame).to_bytes(4, "big")


@cache
def bomb() -> bytes:
    """Pack 300 MB of zeros."""
    stream, megabyte = ZstdCompressor(), bytes(10**6)
    return b"".join(stream.compress(megabyte) for _ in range(300)) + stream.flush()


@cache
def small_bombs(count: int) -> bytes:
    """Pack as many blocks of 3.6 MB that are all alike."""
    return blocks(
        *((VERBATIM, _head(lines=b"4", first=b"%d" % first) + _alike(first), b"") for first in range(1, 4 * count, 4))
    )


def _alike(first: int) -> bytes:
    return b"\n".join(b'{"h":{"seq":%d},"p":"%b"}' % (first + place, b"x" * 900_000) for place in range(4))
