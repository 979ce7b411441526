"""Fill a small file system with a store, and see that what was acknowledged survives: run by test_database.py."""

import sys
from contextlib import suppress
from pathlib import Path

from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.store import Store, audit
from tests.sync_machines import all_entries

folder = Path(sys.argv[1])
path, keys, ballast = folder / "store" / "a.db", folder / "keys", folder / "ballast"


def create() -> Store:
    """Make a store on the small disk."""
    return Store.create(path, keys=keys, name="Li Wei", site="DC-1", zone="UTC")


def leave(room: int) -> None:
    """Fill the disk but for so many bytes."""
    size = 0
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096) == 4096:
            size += 4096
    with ballast.open("r+b") as file:
        file.truncate(max(0, size - room))


def create_on_a_full_disk(room: int) -> None:
    """A store is made whole, or it is said why not, and it can be made once there is room."""
    leave(room)
    told = ""
    try:
        create().close()
    except StoreUnusable as error:
        told = str(error)
    ballast.unlink()
    if told:
        print(f"{room}: {told} {[(each.name, each.stat().st_size) for each in path.parent.iterdir()]}")
        create().close()
    again = Store.open(path, keys=keys)
    assert audit(again).ok
    again.close()
    path.unlink()


def fill_up(store: Store) -> int:
    """Record until the disk is full, with less and less.

    Returns:
        How many notes were kept.
    """
    recorded, told = 0, []
    for size in (30_000, 3_000, 300):
        try:
            while recorded < 10_000:
                store.record("fault:x", NoteAdded(text="x" * size))
                recorded += 1
        except StoreUnusable as error:
            told.append(str(error))
    assert len(told) == 3, told
    assert all("disk is full" in each for each in told), told
    return recorded


for room in (0, 8_192, 40_960, 81_920, 122_880, 163_840, 204_800, 286_720):
    create_on_a_full_disk(room)
store = create()
recorded = fill_up(store)
assert recorded > 5
assert audit(store).ok
store.close()
again = Store.open(path, keys=keys)
assert len(all_entries(again)) == recorded + 2
again.close()
print("survived")
