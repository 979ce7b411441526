"""A whole journal on a stick: written, taken in, taken in again and folded anew, beside other programs that carry it.

Each peer that is installed carries the same entries in the same run, as its own module says: git the same history in a
bundle, fossil the same ticket changes, taskwarrior as many tasks. Only the first two prove by hashes what they carry;
none signs, seals or merges it. Behind the seconds stands how many times ours that is.

Run with numbers of entries, and with --all to have beside large ones the peers that take minutes for them.
"""

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks import fossil_peer, git_peer, peer, taskwarrior_peer
from benchmarks.bench_exchange import open_store, seconds
from benchmarks.carried import JOURNAL, LATER, read_proofs, read_segments, write_journal
from benchmarks.journals import new_authors
from benchmarks.peer import Carried
from fieldtech.domain.machines import MachineAdmitted
from fieldtech.store import Store, roster
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle, write_own_receipt

COUNTS = (10_000, 100_000)
DAY = 200
"""Entries of a day's bundle."""
GOALS = {("git", 10_000): 2.0, ("git", 100_000): 5.0, ("task", 10_000): 3.5, ("task", 100_000): 3.5}
"""How often faster than a peer a journal is to be taken in."""
CARRIERS = {"git": git_peer.carry, "fossil": fossil_peer.carry, "task": taskwarrior_peer.carry}
SLOW = {"fossil": 20_000}
"""Beside more entries these are measured only when asked for."""


def main(*counts: int, is_patient: bool = False) -> None:
    """Print a table for each number of entries."""
    for count in counts or COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            write_journal(Path(folder), new_authors(), count, DAY)
            _compare(Path(folder), count, is_patient=is_patient)


def _compare(folder: Path, count: int, *, is_patient: bool) -> None:
    ours = _carry(folder, count)
    print(f"{f'n={count}':12}{'bytes/entry':>20}{'export':>20}{'import':>20}{'again':>20}{'rebuild':>20}")
    _tell("fieldtech", ours, ours, count)
    for program, carry in CARRIERS.items():
        if not peer.is_here(program):
            print(f"{program:12}is not installed")
        elif count > SLOW.get(program, count) and not is_patient:
            print(f"{program:12}takes minutes for so many: ask with --all")
        else:
            theirs = carry(folder, read_segments(folder))
            _tell(program, theirs, ours, count)
            if (program, count) in GOALS:
                goal = GOALS[program, count]
                print(f"{'':12}import: ratio {theirs.importing / ours.importing:.2f} (goal {goal})")


def _tell(program: str, theirs: Carried, ours: Carried, count: int) -> None:
    told = [f"{theirs.size / count:.1f} ({theirs.size / ours.size:.2f} x)"]
    for step in ("exporting", "importing", "again", "rebuilding"):
        took, base = getattr(theirs, step), getattr(ours, step)
        told.append("-" if took is None else f"{took:.2f} s ({took / base:.2f} x)")
    print(f"{program:12}" + "".join(f"{each:>20}" for each in told))


def _carry(folder: Path, count: int) -> Carried:
    """Carry the journal from one store to another, then a day more."""
    giver, taker = _acquainted(folder)
    carried = _sent(giver, taker, folder, JOURNAL)
    carried.rebuilding = seconds(taker.rebuild)
    print(f"sealed bundle n={count}: {carried.size / count:.1f} bytes an entry (goal 60)")
    import_files(giver, [write_own_receipt(taker, folder).file])
    day = _sent(giver, taker, folder, LATER)
    print(f"a day's bundle of {DAY}: {day.size / 1000:.1f} kB, export {_milliseconds(day.exporting)},", end=" ")
    print(f"import {_milliseconds(day.importing)}")
    giver.close()
    taker.close()
    return carried


def _sent(giver: Store, taker: Store, folder: Path, name: str) -> Carried:
    """Have a store learn a part of the journal, and send it to another."""
    proofs = read_proofs(folder)
    giver.merge(read_segments(folder, name), checkpoints=(*proofs.checkpoints, *proofs.later))
    begin = perf_counter()
    exported = export_bundle(giver, folder, to=[taker.chain])
    exporting = perf_counter() - begin
    importing, again = (seconds(lambda: import_files(taker, [exported.file])) for _each in range(2))
    return Carried(exported.bytes, exporting, importing, again)


def _milliseconds(took: float | None) -> str:
    return f"{(took or 0) * 1000:.0f} ms"


def _acquainted(folder: Path) -> tuple[Store, Store]:
    """Make two machines that trust each other, and those that wrote the journal."""
    stores = open_store(folder / "giver"), open_store(folder / "taker")
    cards = dict(read_proofs(folder).admitted)
    for store in stores:
        machine = roster(store).machine(store.chain)
        assert machine is not None
        cards[store.chain] = MachineAdmitted(public_key=machine.public_key, code=store.code, compared=True)
    for store in stores:
        for chain in cards.keys() - {store.chain}:
            store.record(f"machine:{chain}", cards[chain])
    return stores


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(*(int(each) for each in asked if each != "--all"), is_patient="--all" in asked)
