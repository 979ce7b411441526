"""Stores with turned bits, and whether anybody would notice."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from fieldtech.domain.errors import FieldTechError
from fieldtech.store import Store, audit
from tests.sync_machines import all_entries, fault_subjects


def contents(store: Store) -> tuple[list[bytes], list[object]]:
    """Read all that a person could be shown."""
    lines = [entry.line() for entry in all_entries(store)]
    subjects = fault_subjects(store)
    with store.reading() as database:
        rows = database.execute_sql("SELECT * FROM fault ORDER BY subject").fetchall()
    return lines, [subjects, rows]


def damaged_copies(original: Path, folder: Path, chance: random.Random, count: int) -> Iterator[Path]:
    """Copy a store so often, each time with a bit turned somewhere; a copy is gone when the next one is asked for."""
    size = original.stat().st_size
    for number in range(count):
        copy = folder / f"copy-{number}.db"
        shutil.copyfile(original, copy)
        copy.chmod(0o600)
        with copy.open("r+b") as file:
            place = chance.randrange(100, size)
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1 << chance.randrange(8)]))
        yield copy
        for leftover in folder.glob(f"{copy.name}*"):
            leftover.unlink()


def verdict_on(copy: Path, keys: Path, sound: tuple[list[bytes], list[object]]) -> str:
    """Say whether a damaged copy is harmless, found out, or silently another one."""
    store = Store(copy, keys=keys)
    try:
        store = Store.open(copy, keys=keys)
        if not audit(store).ok:
            return "found"
        return "harmless" if contents(store) == sound else "silent"
    except FieldTechError:
        return "found"
    finally:
        store.close()
