"""The queue's first page at 10,000 and 100,000 faults, against its own raw SQL on the same connection."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.faults import NOW, filled_store, timings
from fieldtech.store import Store
from fieldtech.store.views.queue import queue_lines

PAGE = 40
ROUNDS = 300
RAW = (
    "SELECT id, subject, number, title, status, state, is_pending, priority, rank, impact, urgency, nature, assignee,"
    " site, place, asset, occurred, reported, due, word_due, attempt, has_conflict FROM fault WHERE is_open = 1"
    f" ORDER BY rank, is_pending, due, reported, id LIMIT {PAGE + 1}"
)


def main(large: int = 100_000) -> None:
    """Print the two ratios of the figures."""
    medians = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (large // 10, large):
            store = filled_store(Path(folder), count)
            page, _ = timings(_rounds(partial(queue_lines, store, limit=PAGE, now=NOW)))
            raw, _ = timings(_rounds(partial(_raw, store)))
            medians[count] = page
            told = f"{page * 1e3:.3f} ms, raw SQL {raw * 1e3:.3f} ms"
            print(f"queue first page n={count}: {told}, ratio {page / raw:.2f} (goal 3)")
            store.close()
    print(
        f"queue first page {large} against {large // 10}: ratio {medians[large] / medians[large // 10]:.2f} (goal 1.5)"
    )


def _raw(store: Store) -> list[tuple[object, ...]]:
    with store.database.bound():
        rows: list[tuple[object, ...]] = store.database.peewee.connection().execute(RAW).fetchall()
        return rows


def _rounds(work: Callable[[], object]) -> Iterator[float]:
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        yield perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
