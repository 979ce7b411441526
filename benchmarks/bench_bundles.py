"""A whole journal on a stick: writing the bundle and taking it in, against git carrying the same history."""

import sys
import tempfile
from pathlib import Path

from benchmarks import git_peer
from benchmarks.bench_exchange import open_store, seconds
from benchmarks.carried import read_proofs, read_segments, write_journal
from benchmarks.journals import new_authors
from fieldtech.domain.machines import MachineAdmitted
from fieldtech.store import Store, roster
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle

GOALS = {10_000: 2, 100_000: 5}
"""How often faster than git it is to be taken in."""


def main(*counts: int) -> None:
    """Print sizes an entry, and times as ratios."""
    for count in counts or tuple(GOALS):
        with tempfile.TemporaryDirectory() as folder:
            write_journal(Path(folder), new_authors(), count)
            _measure(Path(folder), count)


def _measure(folder: Path, count: int) -> None:
    giver, taker = _acquainted(folder)
    giver.merge(read_segments(folder), checkpoints=read_proofs(folder).checkpoints)
    exporting = seconds(lambda: export_bundle(giver, folder))
    (bundle,) = folder.glob("*.ftb")
    importing = seconds(lambda: import_files(taker, [bundle]))
    again = seconds(lambda: import_files(taker, [bundle]))
    size = bundle.stat().st_size
    print(f"sealed bundle n={count}: {size / count:.1f} bytes an entry (goal 60)")
    print(f"import n={count}: {importing:.2f} s, again {again:.2f} s, export {exporting:.2f} s")
    if git_peer.is_here():
        peer = git_peer.carry(folder, read_segments(folder))
        told = f"{peer.fetching:.2f} s, ratio {peer.fetching / importing:.2f} (goal {GOALS.get(count, 2)})"
        print(f"git fetches its bundle n={count}: {told}")
        print(f"git writes its bundle n={count}: {peer.bundling:.2f} s, ratio {peer.bundling / exporting:.2f}")
        print(f"git's bundle n={count}: {peer.size / count:.1f} bytes an entry, ratio {peer.size / size:.2f} (goal 6)")
    giver.close()
    taker.close()


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
    main(*map(int, sys.argv[1:]))
