"""Taking in other machines' entries, and folding them anew: against the bare rows written into the same table.

Run with a number of entries; a tenth of it is measured beside, to see whether a step grows faster than the work.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks.carried import read_proofs, read_segments, write_journal
from benchmarks.journals import new_authors
from fieldtech.store import Store, audit, statements


class Measured(msgspec.Struct):
    """What one process measured; times in seconds, sizes in bytes."""

    floor: float
    merge: float
    duplicate: float
    rebuild: float
    audit: float
    memory: int
    """The most that the process held until both merges were done."""
    size: int
    """Of the store's file."""


def main(large: int = 100_000) -> None:
    """Print every step as a ratio to the floor, and what a tenfold journal costs an entry more."""
    measured = {count: _measured_apart(count) for count in (large // 10, large)}
    for count, each in measured.items():
        _tell(f"merge n={count}", each.merge, each.floor, 2.6)
        _tell(f"merge again n={count}", each.duplicate, each.floor, 1)
        print(
            f"rebuild n={count}: {count / each.rebuild:,.0f} entries/s (goal 140,000),"
            f" {each.rebuild / each.floor:.2f} x the floor"
        )
        print(f"whole audit n={count}: {count / each.audit:,.0f} entries/s, {each.audit / each.floor:.2f} x the floor")
        print(
            f"store n={count}: {each.size / count:,.0f} bytes an entry (goal 400),"
            f" {each.memory / 1e6:,.0f} MB at most in memory (goal 150)"
        )
    small, great = measured.values()
    for name in ("merge", "duplicate", "rebuild", "audit"):
        growth = getattr(great, name) / getattr(small, name) / 10
        print(f"{name} of an entry, {large} against {large // 10}: ratio {growth:.2f} (goal 1.2)")


def _tell(what: str, took: float, floor: float, goal: float) -> None:
    print(f"{what}: {took:.2f} s, floor {floor:.2f} s, ratio {took / floor:.2f} (goal {goal})")


def _measured_apart(count: int) -> Measured:
    """Measure in a process of its own, whose memory nothing else has touched."""
    with tempfile.TemporaryDirectory() as folder:
        write_journal(Path(folder), new_authors(), count)
        command = [sys.executable, "-m", "benchmarks.bench_exchange", "--of", folder]
        told = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return msgspec.json.decode(told, type=Measured)


def measure(folder: Path) -> Measured:
    """Measure the journal that lies in a folder."""
    store, proofs = open_store(folder / "store"), read_proofs(folder)
    for chain, card in proofs.admitted.items():
        store.record(f"machine:{chain}", card)

    def merge() -> None:
        assert not store.merge(read_segments(folder), checkpoints=proofs.checkpoints).quarantined

    merged, repeated = seconds(merge), seconds(merge)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    measured = Measured(
        floor=_floor(store, open_store(folder / "floor")),
        merge=merged,
        duplicate=repeated,
        rebuild=seconds(store.rebuild),
        audit=seconds(lambda: audit(store)),
        memory=memory,
        size=_size(store),
    )
    store.close()
    return measured


def _floor(store: Store, bare: Store) -> float:
    """Write the same rows into the same table of an empty store, in one transaction."""
    with store.reading() as database:
        names = [str(row[1]) for row in statements.run(database, "PRAGMA table_info(entry)")]
        rows = statements.run(database, f"SELECT {', '.join(names)} FROM entry ORDER BY id")
        chains = statements.run(database, "SELECT id, name FROM chain")
    sql = f"INSERT INTO entry ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"

    def write() -> None:
        with bare.writing() as database:
            statements.run_many(database, "INSERT OR IGNORE INTO chain (id, name) VALUES (?, ?)", chains)
            statements.run_many(database, sql, rows)

    with bare.writing() as database:
        statements.run(database, "DELETE FROM entry")
        statements.run(database, "DELETE FROM chain")
    floor = seconds(write)
    bare.close()
    return floor


def _size(store: Store) -> int:
    with store.reading() as database:
        (pages,), (page,) = (statements.run(database, f"PRAGMA page_{each}")[0] for each in ("count", "size"))
    return int(str(pages)) * int(str(page))


def open_store(folder: Path) -> Store:
    """Make an empty store."""
    return Store.create(folder / "fieldtech.db", keys=folder / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai")


def seconds(work: Callable[[], object]) -> float:
    """Time something once."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


if __name__ == "__main__":
    if sys.argv[1:2] == ["--of"]:
        sys.stdout.buffer.write(msgspec.json.encode(measure(Path(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
