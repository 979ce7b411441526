"""A hostile machine can let its chain go on in any number of ways: what that costs the others grows with the number."""

from collections.abc import Sequence

import pytest

from fieldtech.domain.frontiers import Checkpoint, checkpoint_digest
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.journal import Header, Segment, seal_entry
from fieldtech.store import frontiers, receipts, statements
from tests.sync_machines import Machine, Site, all_entries, all_segments, proofs


def forked(site: Site, count: int) -> Machine:
    """Make a machine that knows another whose chain goes on in so many ways from one entry."""
    taker, evil = site.machine(), site.machine()
    taker.knows(evil)
    taker.store.merge(all_segments(evil.store), checkpoints=proofs(evil))
    last, key = all_entries(evil.store)[-1], evil.store.keys.of_machine(evil.store.chain)
    runs, signed = [], []
    for number in range(count):
        header = Header("a", evil.store.chain, f"fault:{number}", NoteAdded.KIND, 0, last.header.seq + 1, 10**15)
        entry = seal_entry(header, NoteAdded(text=str(number)), last.hash, bytes(12))
        digest = checkpoint_digest(evil.store.chain, entry.header.seq, entry.hash)
        runs.append(Segment(evil.store.chain, last.hash, (entry.line(),)))
        signed.append(Checkpoint(evil.store.chain, entry.header.seq, entry.hash, key.sign(digest)))
    assert taker.store.merge(runs, checkpoints=signed).new == count
    return taker


def test_what_is_read_for_a_bundle_grows_with_the_branches(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    run = statements.run

    def counted(*asked: object) -> Sequence[statements.Row]:
        nonlocal read
        rows = run(*asked)  # type: ignore[arg-type]
        read += len(rows)
        return rows

    some = [forked(site, count) for count in (40, 80)]
    monkeypatch.setattr(statements, "run", counted)
    told = []
    for taker in some:
        read = 0
        assert len(all_segments(taker.store)) > 40
        receipts.own_receipt(taker.store)
        assert len(frontiers.newest_checkpoints(taker.store)) > 40
        told.append(read)
    assert told[1] < 2.2 * told[0]
