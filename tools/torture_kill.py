"""Kill a writer in the middle of its work, again and again, and look for acknowledged entries that are gone."""

import argparse
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.store import Store, audit, journal

LONGEST = 0.06
"""Seconds after which a writer is killed at the latest."""


def write_until_killed(path: Path, acknowledged: int) -> None:
    """Record notes on some faults, and tell each reference once it is kept."""
    store = Store.open(path, keys=path.parent / "keys")
    number = 0
    while True:
        number += 1
        (entry,) = store.record(f"fault:{number % 7}", NoteAdded(text=f"note {number} " * (number % 50)))
        os.write(acknowledged, f"{entry.ref}\n".encode())


def kill_once(path: Path, after: float) -> list[str]:
    """Let a writer work in a process of its own for a while, and kill it.

    Returns:
        The references that it told as kept.
    """
    read_end, write_end = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(read_end)
        try:
            write_until_killed(path, write_end)
        finally:
            os._exit(70)
    os.close(write_end)
    select.select([read_end], [], [], 10)
    time.sleep(after)
    os.kill(writer, signal.SIGKILL)
    _, status = os.waitpid(writer, 0)
    with os.fdopen(read_end) as told:
        lines = told.read().split("\n")[:-1]
    if not os.WIFSIGNALED(status):
        raise SystemExit("the writer ended by itself")
    return lines


def torture(seed: int, times: int, folder: Path) -> tuple[int, int]:
    """Kill so many writers.

    Returns:
        How many acknowledged entries are gone, and how often the store did not verify.
    """
    chance = random.Random(seed)
    path = folder / "store" / "fieldtech.db"
    Store.create(path, keys=path.parent / "keys", name="Li Wei", site="DC-1", zone="UTC").close()
    acknowledged: list[str] = []
    bad = 0
    for _ in range(times):
        acknowledged += kill_once(path, chance.uniform(0, LONGEST))
        store = Store.open(path, keys=path.parent / "keys")
        with store.reading():
            kept = set(journal.entries_by_reference(acknowledged[-200:]))
        lost_now = len(set(acknowledged[-200:]) - kept)
        bad += lost_now > 0 or not audit(store).ok
        store.close()
    store = Store.open(path, keys=path.parent / "keys")
    with store.reading():
        lost = len(set(acknowledged) - set(journal.entries_by_reference(acknowledged)))
    store.close()
    if len(acknowledged) < times:
        raise SystemExit("the writers were killed before they wrote")
    return lost, bad


def main() -> int:
    """Torture, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=10_000)
    told = parser.parse_args()
    began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="fieldtech-torture-"))
    try:
        lost, bad = torture(told.seed, told.n, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"kill seed={told.seed} n={told.n} lost={lost} bad={bad} secs={time.monotonic() - began:.1f}")
    return 1 if lost or bad else 0


if __name__ == "__main__":
    sys.exit(main())
