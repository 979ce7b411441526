"""Bundles that no writer makes, validly signed: their outside holds, their inside lies."""

import base64
import hashlib
import io
from collections.abc import Callable

import msgspec

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.signatures import SigningKey
from fieldtech.sync.compression import PackingStream, pack_frame
from fieldtech.sync.manifest import Manifest
from fieldtech.sync.outer import BUNDLE_DOMAIN, MAGIC, TRAILER_MARK
from fieldtech.sync.sealing import seal
from tests.sync.bundles import CARRIER, MANIFEST, READER


def signed(body: bytes, *, encryption: str = "none", header: bytes = b"", key: SigningKey = CARRIER) -> bytes:
    """Put a genuine outside around a body, or a signed header of any spelling before it."""
    fields = {"compression": "zstd", "digest": base64.b64encode(hashlib.sha256(body).digest()).decode()}
    told = {"encryption": encryption, "format": 1, "length": len(body), "public_key": key.public, **fields}
    spelled = header or canonical_bytes(told)
    signature = base64.urlsafe_b64decode(key.sign(hashlib.sha256(BUNDLE_DOMAIN + spelled).hexdigest()))
    front = MAGIC + len(spelled).to_bytes(2, "big") + spelled + signature
    return front + body + (len(front) + len(body) + 12).to_bytes(8, "big") + TRAILER_MARK


def body_of(content: bytes) -> bytes:
    """Cut the body out of a bundle."""
    start = 10 + int.from_bytes(content[8:10], "big") + 64
    return content[start:-12]


def sealed(body: bytes, key: SigningKey = READER) -> bytes:
    """Encrypt a body as it is."""
    file = io.BytesIO()
    seal(iter([body]), file, [key.public], key.public)
    return file.getvalue()


def body(*blocks: bytes, manifest: Manifest | bytes = MANIFEST, attachments: bytes = b"") -> bytes:
    """Put a body together of whatever parts."""
    frame = pack_frame(manifest if isinstance(manifest, bytes) else canonical_bytes(manifest))
    return b"".join(blocks) + attachments + frame + len(frame).to_bytes(4, "big")


def blocks(*parts: tuple[bytes, bytes, bytes]) -> bytes:
    """Pack blocks of any kind, text and raw bytes."""
    stream = PackingStream()
    return b"".join(framed(kind, stream.pack(text), raw) for kind, text, raw in parts)


def framed(kind: bytes, piece: bytes, raw: bytes = b"", *, length: int | None = None) -> bytes:
    """Frame a piece, with another length than its own if one is given."""
    told = len(piece) if length is None else length
    return kind + told.to_bytes(4, "big") + piece + len(raw).to_bytes(4, "big") + raw


def changed_manifest(change: Callable[[dict[str, object]], None], manifest: Manifest = MANIFEST) -> bytes:
    """Spell a manifest of which somebody changed anything."""
    fields = msgspec.json.decode(canonical_bytes(manifest), type=dict[str, object])
    change(fields)
    return msgspec.json.encode(fields, order="sorted")
