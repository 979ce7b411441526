"""A fault's history: every entry, who recorded it where and when, and what its author changed from what to what."""

from fieldtech.domain.fault_operations import Facts, FaultEdited
from fieldtech.domain.handling_operations import NoteAdded, TimeSpent
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import fault_history, sight_of
from tests.domain.authors import report
from tests.sync_machines import Machine, Site, entries_of, give, meet

SUBJECT = "fault:4f6k2m9p3qdw"


def told(machine: Machine) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Tell kind, machine and changes of the title of each entry."""
    fault = machine.fault(SUBJECT)
    return [
        (entry.kind, entry.machine, [(each.was, each.now) for each in entry.changes if each.field == "title"])
        for entry in fault_history(machine.store, fault)
    ]


def test_every_entry_tells_who_where_and_when(site: Site) -> None:
    """I6."""
    machine = site.machine()
    machine.record(SUBJECT, report())
    (entry,) = fault_history(machine.store, machine.fault(SUBJECT))
    recorded = machine.recorded[0]
    assert (entry.actor, entry.machine, entry.sequence) == ("Technician 0", machine.store.code, recorded.header.seq)
    assert (entry.hash, entry.ref) == (recorded.hash.hex(), recorded.ref)
    assert entry.utc_offset == 480
    assert entry.recorded_at == machine.fault(SUBJECT).recorded.at


def test_a_change_is_told_from_what_its_author_saw(site: Site) -> None:
    """Two change the same title at once: neither changed what the other wrote."""
    one, two = site.machine(), site.machine()
    one.record(SUBJECT, report(title="first"))
    meet([one, two])
    one.record(SUBJECT, FaultEdited(facts=Facts(title="by one")))
    two.record(SUBJECT, FaultEdited(facts=Facts(title="by two")))
    meet([one, two])
    assert (
        told(one)
        == told(two)
        == [
            ("fault-reported", one.store.code, [("", "first")]),
            ("fault-edited", one.store.code, [("first", "by one")]),
            ("fault-edited", two.store.code, [("first", "by two")]),
        ]
    )


def test_what_changed_nothing_stands_there_with_its_reason(site: Site) -> None:
    machine = site.machine()
    machine.record(SUBJECT, report())
    machine.store.record(SUBJECT, NoteAdded(text="x", revises="z.1.00000000"))
    entries = fault_history(machine.store, machine.fault(SUBJECT))
    assert [entry.oddity for entry in entries] == ["", "no-such-target"]


def test_what_a_signer_has_before_him_is_the_last_entry_of_each_chain(site: Site) -> None:
    one, two = site.machine(), site.machine()
    one.record(SUBJECT, report())
    one.record(SUBJECT, TimeSpent(minutes=5))
    give(one, two)
    two.record(SUBJECT, TimeSpent(minutes=6))
    two.record("fault:another", report())
    sight = sight_of(two.store, find_fault(two.store, "4f6k2m9p3qdw"))
    assert sight.references == tuple(sorted((one.recorded[-1].ref, two.recorded[0].ref)))
    before = sight.digest
    two.record(SUBJECT, TimeSpent(minutes=7))
    assert sight_of(two.store, two.fault(SUBJECT)).digest != before
    assert len(entries_of(two.store, SUBJECT)) == 4
