"""Lines that can't join yet, because what stands before them is missing or nobody has signed for them."""

import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from fieldtech.domain.journal import Entry, read_entry
from fieldtech.models import HeldRow, QuarantineRow
from fieldtech.store import statements
from fieldtech.store.journal import raw

RUN_LINES = 500
"""The longest run that is read at once."""


class Reason(StrEnum):
    """Why something that was received is not in the journal."""

    GAP = "gap"
    """The entry before it has not come yet."""
    BRANCH = "branch"
    """It goes on from another entry than the one that is here."""
    UNPROVEN = "unproven"
    """No signature of its chain's key covers it."""
    UNKNOWN = "unknown"
    """Nobody who counts here has admitted its machine."""
    REVOKED = "revoked"
    """It lies behind the last good entry of a machine that was revoked."""


def quarantine(entries: Iterable[tuple[Entry, bytes]], reason: Reason, bundle: int | None) -> None:
    """Keep entries, each with the hash before it; keeping them twice is once."""
    sql = (
        "INSERT INTO quarantine (chain, sequence, hash_before, line, digest, reason, bundle)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    )
    rows = []
    for entry, before in entries:
        line, header = entry.line(), entry.header
        digest = hashlib.sha256(before + line).digest()
        rows.append((header.chain, header.seq, before, line, digest, reason.value, bundle))
    statements.run_many(QuarantineRow._meta.database, sql, rows)


def quarantined_chains() -> list[str]:
    """Name the chains of which lines wait."""
    return [row[0] for row in QuarantineRow.select(QuarantineRow.chain).distinct().tuples()]


class WaitingRun(NamedTuple):
    """Lines of a chain, each standing behind the one before."""

    numbers: list[int]
    hash_before: bytes
    entries: list[Entry]


def waiting_runs(chain: str) -> Iterator[WaitingRun]:
    """Read what waits of a chain, by sequence; a run may be released before the next is asked for."""
    last = (0, 0)
    while page := _waiting_after(chain, last):
        last = page[-1][:2]
        run = WaitingRun([], page[0][2], [])
        for _sequence, number, before, line in page:
            if run.entries and before != run.entries[-1].hash:
                yield run
                run = WaitingRun([], before, [])
            run.numbers.append(number)
            run.entries.append(read_entry(line, before))
        yield run


def _waiting_after(chain: str, last: tuple[int, int]) -> list[tuple[int, int, bytes, bytes]]:
    sql = (
        "SELECT sequence, id, hash_before, line FROM quarantine WHERE chain = ? AND (sequence, id) > (?, ?)"
        f" ORDER BY sequence, id LIMIT {RUN_LINES}"
    )
    rows = statements.run(QuarantineRow._meta.database, sql, (chain, *last))
    return [(int(str(row[0])), int(str(row[1])), raw(row[2]), raw(row[3])) for row in rows]


def release(numbers: Iterable[int]) -> None:
    """Take lines out of quarantine, as their entries stand elsewhere now."""
    sql = "DELETE FROM quarantine WHERE id = ?"
    statements.run_many(QuarantineRow._meta.database, sql, [(number,) for number in numbers])


def count_waiting() -> int:
    """Count what was received and is not in the journal."""
    return int(QuarantineRow.select().count()) + int(HeldRow.select().count())
