"""Looking for a text in files: as it stands, in other encodings, and inside what is packed there."""

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from backports import zstd

from fieldtech.domain.errors import UnreadableBundle
from fieldtech.sync.reader import open_bundle

MOST_UNPACKED = 1 << 22
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|\x28\xb5\x2f\xfd")
"""How zlib, gzip and zstd begin."""


def files_that_tell(text: str, *folders: Path) -> list[str]:
    """Name the files in some folders that hold a text, in whatever spelling."""
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if any(holds(content, text) for content in contents(file))]


def holds(content: bytes, text: str) -> bool:
    """Tell whether bytes hold a text: plain, wide, or in hexadecimal digits."""
    plain = text.encode()
    return any(
        each in content for each in (plain, text.encode("utf-16-le"), text.encode("utf-16-be"), plain.hex().encode())
    )


def contents(file: Path) -> Iterator[bytes]:
    """Give a file's bytes, and those of all that is packed in it and not sealed."""
    content = file.read_bytes()
    yield content
    yield from unpacked(content)
    with suppress(UnreadableBundle), file.open("rb") as opened:
        accepts = open_bundle(opened, key=None, accepts_carrier=lambda _outer: None, spool_folder=file.parent)
        with accepts as bundle:
            yield b"\n".join(line for segment in bundle.segments() for line in segment.lines)
            yield b"\n".join(rest for _ref, rest in bundle.stand_ins())
            for _digest, attached in bundle.attachments():
                yield attached.read()


def unpacked(content: bytes) -> Iterator[bytes]:
    """Unpack whatever looks as if it were packed."""
    whole = memoryview(content)
    for found in _PACKED.finditer(content):
        piece = whole[found.start() : found.start() + MOST_UNPACKED]
        with suppress(zlib.error, zstd.ZstdError, EOFError, ValueError):
            yield _unpack(piece)


def _unpack(piece: memoryview) -> bytes:
    if piece[0] == 0x28:
        return zstd.ZstdDecompressor().decompress(piece, MOST_UNPACKED)
    wide = zlib.MAX_WBITS | 16 if piece[0] == 0x1F else zlib.MAX_WBITS
    return zlib.decompressobj(wide).decompress(piece, MOST_UNPACKED)


def packed_forms(text: str) -> dict[str, bytes]:
    """Spell a text in all the ways in which it must be found."""
    plain = f"call {text} back".encode()
    return {
        "plain": plain,
        "wide": plain.decode().encode("utf-16-le"),
        "hex": plain.hex().encode(),
        "zlib": b"\0" + zlib.compress(plain),
        "gzip": b"head" + gzip.compress(plain),
        "zstd": b"head" + zstd.compress(plain),
    }
