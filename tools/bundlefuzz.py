"""Change bundles blindly, and write hostile ones that are validly signed; look for what is taken, or refused uncleanly.

A blind change that is taken counts as lost; what raises anything but UnreadableBundle, or takes long or much memory, as
bad.
"""

import argparse
import io
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.errors import DamagedJournal, UnreadableBundle
from fieldtech.domain.journal import read_entry
from fieldtech.sync.blocks import COLUMNS, STAND_INS, VERBATIM, block_of
from fieldtech.sync.manifest import Manifest
from fieldtech.sync.reader import open_bundle
from fieldtech.sync.signed_files import read_receipt, read_request
from tests.sync.bundles import MANIFEST, READER, SPOOL, bundle, entries, segment, welcome, withheld
from tests.sync.forgeries import blocks, body, body_of, changed_manifest, sealed, signed
from tests.sync.hostile import ODD_JSON, lies, outsides
from tests.sync.test_signed_files import RECEIPT, receipt_file, request_file
from tests.sync.test_signed_files import signed as signed_receipt

SIGNED_EVERY = 17
"""One in so many is signed: 3,000 in 50,000."""
SECONDS = 5.0
MEGABYTES = 256
ODD_BYTES = (
    b"\x00",
    b"\xff",
    b"\n",
    b"\x01",
    b"\x02",
    b"\x03",
    b'"',
    b"{",
    b"}",
    b"9" * 20,
    b"-",
    b"\xed\xa0\x80",
    b"[[[[",
)


class Fuzz:
    """What is changed, by chance that a seed fixes, and how often it went wrong."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.lost = self.bad = 0
        made = entries(6)
        self.run = segment([*made[:2], withheld(made[2], made[1].hash), *made[3:]])
        self.plain = bundle([self.run], stand_ins=[(made[2].ref, b"{}")], attachments=[b"photo" * 9])
        self.sealed = bundle([self.run], attachments=[b"photo" * 9], recipients=[READER])
        self.wholes: tuple[tuple[bytes, Callable[[bytes], object]], ...] = (
            (self.plain, read_whole),
            (self.sealed, read_whole),
            (request_file(), lambda content: read_request(io.BytesIO(content))),
            (receipt_file(signed_receipt(RECEIPT)), lambda content: read_receipt(io.BytesIO(content))),
        )
        self.lies = [make for _name, make in lies()]
        self.outsides = [content for _name, content in outsides()]

    def go(self, number: int) -> None:
        """Make one case, and look what comes of it."""
        if number % SIGNED_EVERY:
            whole, read_it = self.chance.choice(self.wholes)
            content = self.changed(whole)
            if content != whole and self.is_taken(content, read_it, number):
                self.lost += 1
                print(f"case {number}: accepted", file=sys.stderr)
        else:
            self.is_taken(self.hostile(), read_whole, number)

    def is_taken(self, content: bytes, read_it: Callable[[bytes], object], number: int) -> bool:
        """Read it, and tell whether it was taken."""
        began = time.monotonic()
        try:
            read_it(content)
            taken = True
        except UnreadableBundle:
            taken = False
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self.complain(number, f"{type(error).__name__}: {error}")
            return False
        if time.monotonic() - began > SECONDS:
            self.complain(number, f"took {time.monotonic() - began:.1f} s")
        return taken

    def complain(self, number: int, what: str) -> None:
        """Count a case that went wrong."""
        self.bad += 1
        print(f"case {number}: {what[:300]}", file=sys.stderr)

    def hostile(self) -> bytes:
        """Write what the holder of a known key might."""
        match self.chance.randrange(8):
            case 0:
                return self.chance.choice(self.outsides)
            case 1:
                return self.signed(self.chance.choice(self.lies)())
            case 2:
                return signed(self.changed(body_of(self.sealed)), encryption="age")
            case 3:
                return self.signed(self.changed(body_of(self.plain)))
            case 4:
                return self.signed(body(manifest=self.odd_manifest()))
            case _:
                return self.signed(self.odd_block())

    def signed(self, inside: bytes) -> bytes:
        """Sign a body, sealed or plain."""
        if self.chance.random() < 0.5:
            return signed(inside)
        return signed(sealed(inside), encryption="age")

    def odd_manifest(self) -> bytes:
        """Put something odd in place of a value, or change the text."""
        if self.chance.random() < 0.5:
            return self.changed(canonical_bytes(MANIFEST))
        name = self.chance.choice(Manifest.__struct_fields__)
        mark = b'"?"'
        spelled = changed_manifest(lambda told: told.update({name: "?"}))
        return spelled.replace(mark, self.chance.choice(ODD_JSON))

    def odd_block(self) -> bytes:
        """Change a block before it is packed, so that what unpacks is odd."""
        good = block_of(self.run, 1)
        kind = self.chance.choice((COLUMNS, COLUMNS, COLUMNS, VERBATIM, STAND_INS))
        text = self.changed(good.text) if self.chance.random() < 0.9 else good.text
        raw = self.changed(good.raw) if self.chance.random() < 0.2 else good.raw
        packed = blocks((kind, text, raw if kind == COLUMNS or self.chance.random() < 0.1 else b""))
        run = {"chain": self.run.chain, "first": 1, "last": 6, "hash_before": "A" * 43 + "="}
        manifest = changed_manifest(lambda told: told.update(runs=[run], stand_ins=int(kind == STAND_INS)))
        return body(packed, manifest=manifest)

    def changed(self, content: bytes) -> bytes:
        """Change some bytes."""
        for _ in range(self.chance.choice((1, 1, 1, 2, 5))):
            at = self.chance.randrange(len(content) + 1)
            end = min(len(content), at + self.chance.choice((1, 1, 2, 8, 64, 1_000)))
            match self.chance.randrange(6):
                case 0 | 1 if at < len(content):
                    content = content[:at] + bytes([content[at] ^ 1 << self.chance.randrange(8)]) + content[at + 1 :]
                case 2:
                    content = content[:at] + content[end:]
                case 3:
                    content = content[:at] + self.chance.choice(ODD_BYTES) + content[at:]
                case 4:
                    content = content[:end] + content[at:]
                case 5:
                    content = content[:at] + self.chance.randbytes(end - at) + content[end:]
        return content


def read_whole(content: bytes) -> None:
    """Read all of a bundle; its lines are for the journal to judge."""
    with open_bundle(io.BytesIO(content), key=READER, accepts_carrier=welcome, spool_folder=SPOOL) as opened:
        for run in opened.segments():
            before = run.hash_before
            try:
                for line in run.lines:
                    before = read_entry(line, before).hash
            except DamagedJournal:
                pass
        for _ref, _payload in opened.stand_ins():
            pass
        for _digest, stream in opened.attachments():
            while stream.read(65_536):
                pass


def peak_megabytes() -> int:
    """Tell the most memory this program had; what getrusage tells may be that of the program that started it."""
    told = Path("/proc/self/status").read_text()
    return int(told.split("VmHWM:")[1].split()[0]) // 1024


def main() -> int:
    """Fuzz, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=10_000_000)
    told = parser.parse_args()
    began, fuzz = time.monotonic(), Fuzz(told.seed)
    for number in range(told.n):
        fuzz.go(number)
    peak = peak_megabytes()
    if peak > MEGABYTES:
        fuzz.complain(told.n, f"{peak} MB of memory")
    took = time.monotonic() - began
    print(f"bundlefuzz seed={told.seed} n={told.n} lost={fuzz.lost} bad={fuzz.bad} secs={took:.1f}")
    return 1 if fuzz.lost or fuzz.bad else 0


if __name__ == "__main__":
    sys.exit(main())
