"""Recording a fault through the use case, against a bare INSERT and commit with the same settings on the same disk."""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.faults import filled_store, report, timings
from fieldtech.domain.fault_operations import FaultReported
from fieldtech.store.database import StoreDatabase
from fieldtech.workflow.reports import report_fault

WARM = 50


def main(rounds: int = 1_000) -> None:
    """Print the ratio of the 99th percentiles; the two run in turns, so that the disk's moods strike both."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled_store(Path(folder), 2_000)
        bare = StoreDatabase(Path(folder) / "bare.db")
        chance = random.Random(7)
        with bare.writing() as database:
            database.execute_sql("CREATE TABLE floor (id INTEGER PRIMARY KEY, line BLOB NOT NULL)")

        def record() -> None:
            said = report(chance.randrange(10**6), chance)
            assert isinstance(said, FaultReported)
            report_fault(store, said.facts)

        def insert() -> None:
            database = bare.peewee
            with bare.bound():
                database.execute_sql("BEGIN IMMEDIATE")
                database.execute_sql("INSERT INTO floor (line) VALUES (?)", (b"x" * 400,))
                database.execute_sql("COMMIT")

        pairs = list(_pairs(record, insert, rounds + WARM))[WARM:]
        (median, slow), (floor, floor_slow) = (timings(iter(column)) for column in zip(*pairs, strict=True))
        told = f"median {median * 1e3:.3f} ms, floor {floor * 1e3:.3f} ms"
        print(f"record a fault n={rounds}: {told}, ratio {median / floor:.2f}")
        told = f"p99 {slow * 1e3:.3f} ms, floor {floor_slow * 1e3:.3f} ms"
        print(f"record a fault n={rounds}: {told}, ratio {slow / floor_slow:.2f} (goal 3)")
        store.close()
        bare.close()


def _pairs(first: Callable[[], None], second: Callable[[], None], rounds: int) -> Iterator[tuple[float, float]]:
    for _ in range(rounds):
        begin = perf_counter()
        first()
        middle = perf_counter()
        second()
        yield middle - begin, perf_counter() - middle


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
