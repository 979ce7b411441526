"""The same history carried by fossil: a ticket for each fault, a ticket change for each entry.

One repository pulls from another by path: fossil packs, sends and takes in at once, so there is no export to time. Its
size is that of what it says to have received.
"""

import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks import peer
from benchmarks.peer import Carried
from fieldtech.domain.journal import Segment

_RECEIVED = re.compile(r"wire bytes sent: \d+ +received: (\d+)")
_ESCAPES = str.maketrans({"\\": r"\\", " ": r"\s", "\n": r"\n"})


def carry(folder: Path, segments: Iterable[Segment]) -> Carried:
    """Pull a history into a repository that shares only the beginning, twice; rebuild that."""
    settings = {"HOME": str(folder), "USER": "a"}
    run, seconds = partial(peer.run, settings=settings), partial(peer.seconds, settings=settings)
    source, target = (str(folder / name) for name in ("source.fossil", "target.fossil"))
    run("fossil", "new", source)
    run("fossil", "clone", source, target)
    count = _fill(source, segments)
    run("fossil", "rebuild", source, "--cluster")
    pull, told = ("fossil", "pull", source, "-R", target), folder / "pulled"
    importing = seconds(*pull, into=told)
    assert _changes(target) == count
    return Carried(
        size=int(_RECEIVED.findall(told.read_text())[-1]),
        exporting=None,
        importing=importing,
        again=seconds(*pull),
        rebuilding=seconds("fossil", "rebuild", target),
    )


def _fill(repository: str, segments: Iterable[Segment]) -> int:
    """Put the artifacts in as fossil itself keeps them: to have it write each takes a process an entry."""
    database = sqlite3.connect(repository)
    with database:
        filled = database.executemany(
            "INSERT INTO blob (rcvid, size, uuid, content) VALUES (1, ?, ?, ?)",
            (_blob(line) for segment in segments for line in segment.lines),
        )
    database.close()
    return filled.rowcount


def _blob(line: bytes) -> tuple[int, str, bytes]:
    """Spell a ticket change as the file format has it."""
    header = json.loads(line)["h"]
    when = datetime.fromtimestamp(header["wall"] / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
    ticket = hashlib.sha1(header["entity"].encode(), usedforsecurity=False).hexdigest()
    card = f"D {when}\nJ +icomment {line.decode().translate(_ESCAPES)}\nK {ticket}\nU a\n".encode()
    card += b"Z %b\n" % hashlib.md5(card, usedforsecurity=False).hexdigest().encode()
    content = len(card).to_bytes(4, "big") + zlib.compress(card)
    return len(card), hashlib.sha3_256(card).hexdigest(), content


def _changes(repository: str) -> int:
    database = sqlite3.connect(repository)
    (count,) = database.execute("SELECT count(*) FROM ticketchng").fetchone()
    database.close()
    return int(count)
