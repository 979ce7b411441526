"""Let several programs write to one store at once, and look for entries that are gone and for errors."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from fieldtech.domain.errors import FieldTechError
from fieldtech.domain.handling_operations import NoteAdded, TimeSpent
from fieldtech.store import Store, audit, journal


def write(path: Path, writer: int, count: int, told: int) -> int:
    """Record so often, each time after a look at what is there.

    Returns:
        How often it was refused.
    """
    store = Store.open(path, keys=path.parent / "keys")
    refused = 0
    for number in range(count):
        try:
            with store.writing():
                with store.reading():
                    known = len(journal.entries_of(["fault:shared"])["fault:shared"])
                entries = store.record("fault:shared", NoteAdded(text=f"{writer} saw {known}"), TimeSpent(minutes=5))
                entries += store.record(f"fault:{writer}", NoteAdded(text=str(number)))
        except FieldTechError as error:
            refused += 1
            print(error, file=sys.stderr)
            continue
        os.write(told, "".join(f"{entry.ref}\n" for entry in entries).encode())
    store.close()
    return refused


def torture(writers: int, count: int, folder: Path) -> tuple[int, int]:
    """Let them all write.

    Returns:
        How many acknowledged entries are gone, and how many writers were refused or the store does not verify.
    """
    path = folder / "store" / "fieldtech.db"
    Store.create(path, keys=path.parent / "keys", name="Li Wei", site="DC-1", zone="UTC").close()
    read_end, write_end = os.pipe()
    processes = []
    for writer in range(writers):
        process = os.fork()
        if process == 0:
            os.close(read_end)
            refused = 70
            try:
                refused = min(write(path, writer, count, write_end), 69)
            finally:
                os._exit(refused)
        processes.append(process)
    os.close(write_end)
    with os.fdopen(read_end) as told:
        acknowledged = told.read().split()
    bad = sum(os.waitpid(process, 0)[1] != 0 for process in processes)
    store = Store.open(path, keys=path.parent / "keys")
    with store.reading():
        lost = len(set(acknowledged) - set(journal.entries_by_reference(acknowledged)))
        notes = [
            entry for entry in journal.entries_of(["fault:shared"])["fault:shared"] if entry.header.kind == "note-added"
        ]
    bad += not audit(store).ok
    bad += len(notes) != writers * count or len(set(acknowledged)) != 3 * writers * count
    store.close()
    return lost, bad


def main() -> int:
    """Torture, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="there is no chance in it but the system's own")
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--writers", type=int, default=4)
    told = parser.parse_args()
    began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="fieldtech-torture-"))
    try:
        lost, bad = torture(told.writers, told.n, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"writers seed={told.seed} n={told.n} lost={lost} bad={bad} secs={time.monotonic() - began:.1f}")
    return 1 if lost or bad else 0


if __name__ == "__main__":
    sys.exit(main())
