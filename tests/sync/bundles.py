"""What the tests of bundles are made of: machines' keys, entries that verify, and bundles of them in memory."""

import hashlib
import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from fieldtech.domain.fault_operations import FaultVerified
from fieldtech.domain.handling_operations import NoteAdded, UserTold
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import (
    CHAIN_START,
    SALT_BYTES,
    Entry,
    Header,
    Operation,
    Segment,
    read_entry,
    seal_entry,
)
from fieldtech.domain.signatures import Signature, SigningKey
from fieldtech.domain.words import Role, SystemCheck, UserVerdict
from fieldtech.sync.body import StandIn
from fieldtech.sync.manifest import Card, Manifest
from fieldtech.sync.outer import Outer
from fieldtech.sync.reader import open_bundle
from fieldtech.sync.writer import Written, write_bundle

CARRIER = SigningKey("machine", bytes(range(32)))
READER = SigningKey("machine", bytes(range(32, 64)))
STRANGER = SigningKey("machine", bytes(range(64, 96)))
CARD = Card(public_key=CARRIER.public, code="K7", person="Li Wei", site="DC-1", zone="Asia/Shanghai")
MANIFEST = Manifest(card=CARD, at=1_793_160_875_773_615)
SPOOL = Path(tempfile.gettempdir())
"""Small bundles stay in memory."""


class Read(msgspec.Struct, frozen=True):
    """All that a bundle holds."""

    manifest: Manifest
    segments: tuple[Segment, ...]
    stand_ins: tuple[StandIn, ...]
    attachments: tuple[tuple[str, bytes], ...]

    @property
    def lines(self) -> tuple[bytes, ...]:
        """Its entries' lines, one behind the other."""
        return tuple(line for segment in self.segments for line in segment.lines)


def entries(count: int, *, key: SigningKey = CARRIER, text: str = "Fan {n} is loud. 风扇很响。") -> list[Entry]:
    """Make the first entries of a chain."""
    chain, before, made = chain_name(key.public), CHAIN_START, list[Entry]()
    for sequence in range(1, count + 1):
        header = Header(
            "7q2mk3c4h2m9", chain, "fault:4f6k2m9p3qdw", "note-added", 480, sequence, 10**15 + sequence * 977
        )
        salt = hashlib.sha256(b"%d" % sequence).digest()[:SALT_BYTES]
        made.append(seal_entry(header, NoteAdded(text=text.format(n=sequence)), before, salt))
        before = made[-1].hash
    return made


def varied_entries(*, key: SigningKey = CARRIER) -> list[Entry]:
    """Make the first entries of a chain, of kinds that alternate, with all that a bundle spells more shortly."""
    chain, before, made = chain_name(key.public), CHAIN_START, list[Entry]()
    for sequence in range(1, 9):
        now = datetime.fromtimestamp(1_793_160_875, UTC) + timedelta(microseconds=sequence * 10_001)
        digest = hashlib.sha256(b"%d" % sequence)
        signature = Signature(
            signer="Li Wei",
            role=Role.TECHNICIAN,
            key_owner="machine",
            public_key=key.public,
            digest=digest.hexdigest(),
            value=key.sign(digest.hexdigest()),
        )
        told = UserTold(how="phone", text=f"Seen twice: {now.isoformat()}", told_at=now, whom="Li Wei")
        verified = FaultVerified(
            system=SystemCheck.PASS,
            user=UserVerdict.ACCEPTED,
            user_words="好",
            how="phone",
            told_by="Li Wei",
            seen=tuple(each.ref for each in made),
            signature=signature,
        )
        said: Operation = verified if sequence % 2 else told
        wall, before_it = 1_793_160_875_000_000 + sequence * 10_001, tuple(each.ref for each in made[-1:])
        header = Header("7q2mk3c4h2m9", chain, "fault:4f6k2m9p3qdw", said.KIND, 480, sequence, wall, before=before_it)
        made.append(seal_entry(header, said, before, digest.digest()[:SALT_BYTES]))
        before = made[-1].hash
    return made


def segment(made: Sequence[Entry], hash_before: bytes = CHAIN_START) -> Segment:
    """Make one run of entries."""
    return Segment(made[0].header.chain, hash_before, tuple(entry.line() for entry in made))


def withheld(entry: Entry, hash_before: bytes) -> Entry:
    """Keep only the commitment to an entry's payload."""
    line = entry.line()
    payload, salt = entry.payload or b"", entry.salt or b""
    commitment = hashlib.sha256(b"fieldtech-payload-1" + salt + payload).digest()
    bare = msgspec.structs.replace(entry, payload=None, salt=None, commitment=commitment)
    assert read_entry(bare.line(), hash_before).hash == read_entry(line, hash_before).hash
    return bare


def bundle(
    segments: Iterable[Segment] = (),
    *,
    stand_ins: Sequence[StandIn] = (),
    attachments: Sequence[bytes] = (),
    recipients: Sequence[SigningKey] = (),
    manifest: Manifest = MANIFEST,
) -> bytes:
    """Make a bundle; without recipients it is plain."""
    return written(segments, stand_ins, attachments, recipients, manifest)[0]


def written(
    segments: Iterable[Segment] = (),
    stand_ins: Sequence[StandIn] = (),
    attachments: Sequence[bytes] = (),
    recipients: Sequence[SigningKey] = (),
    manifest: Manifest = MANIFEST,
) -> tuple[bytes, Written]:
    """Make a bundle, with what its writer says of it."""
    file = io.BytesIO()
    told = write_bundle(
        file,
        carrier=CARRIER,
        recipients=[key.public for key in recipients],
        manifest=manifest,
        segments=iter(segments),
        stand_ins=iter(stand_ins),
        attachments=((hashlib.sha256(each).hexdigest(), len(each), iter([each])) for each in attachments),
        spool_folder=SPOOL,
    )
    return file.getvalue(), told


def read(content: bytes, key: SigningKey | None = READER) -> Read:
    """Read all that a bundle holds, as a machine does that knows every carrier."""
    with open_bundle(io.BytesIO(content), key=key, accepts_carrier=welcome, spool_folder=SPOOL) as opened:
        return Read(
            opened.manifest,
            tuple(opened.segments()),
            tuple(opened.stand_ins()),
            tuple((digest, stream.read()) for digest, stream in opened.attachments()),
        )


def welcome(outer: Outer) -> None:
    """Take a bundle from anybody."""
