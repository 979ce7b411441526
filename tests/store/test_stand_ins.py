"""What a carrier may say in the place of a payload that he withholds, and what nobody takes from him."""

from collections.abc import Callable, Mapping

import msgspec
import pytest

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.fault_operations import FaultReported, FaultVerified
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.journal import Entry, Operation, Segment, without_payload
from fieldtech.domain.machines import MachineAdmitted, MachineRevoked, PersonRecorded
from fieldtech.domain.operations import operation_of
from fieldtech.domain.redaction import redaction_of
from fieldtech.domain.words import Role, SystemCheck, UserVerdict
from fieldtech.store import audit, peers, roster
from fieldtech.store.merging import read_segment
from fieldtech.store.peers import revoke
from fieldtech.store.views.people import person_named
from tests.domain.authors import report
from tests.sync_machines import Machine, Site, all_segments, entries_of, proofs, stand_ins

FAULT = "fault:4f6k2m9p3qdw"
Lie = Callable[[Entry], Operation | None]
"""What is put in the place of an entry's payload; None: it goes along as it is."""


class Place:
    """A depot, an honest technician who lacks what the depot said since, and one who carries it to him."""

    def __init__(self, site: Site) -> None:
        self.depot = site.machine(role=Role.SUPERVISOR)
        self.honest, self.liar = site.machine(), site.machine()
        for each in (self.honest, self.liar):
            self.depot.admits(each)
            each.admits(self.depot, role=Role.SUPERVISOR)
        self.liar.store.claim(Role.SUPERVISOR)
        self.bring(self.depot, self.honest)

    def bring(self, giver: Machine, taker: Machine, lie: Lie = lambda _entry: None) -> None:
        """Carry all that one has, with a lie in the place of some of it."""
        instead = dict(stand_ins(giver.store))
        runs = [_withheld(run, lie, instead) for run in all_segments(giver.store)]
        signed, carrier = proofs(giver), giver.store.chain
        taker.store.merge(runs, checkpoints=signed, stand_ins=list(instead.items()), carrier=carrier)

    def lie_of_the_depot(self, lies: Mapping[type[Operation], Operation]) -> None:
        """Let the liar carry what the depot said, but of some kinds another word."""
        self.bring(self.depot, self.liar)
        chain = self.depot.store.chain
        self.bring(
            self.liar,
            self.honest,
            lambda entry: lies.get(type(operation_of(entry))) if entry.header.chain == chain else None,  # type: ignore[arg-type]
        )


def _withheld(run: Segment, lie: Lie, instead: dict[str, bytes]) -> Segment:
    lines = []
    for entry in read_segment(run):
        said = lie(entry)
        lines.append(entry.line() if said is None else without_payload(entry, None).line())
        if said is not None:
            instead[entry.ref] = canonical_bytes(said)
    return msgspec.structs.replace(run, lines=tuple(lines))


@pytest.fixture
def place(site: Site) -> Place:
    """Where it is carried."""
    return Place(site)


class TestOfMachinesAndPeople:
    """They are never withheld, and so nothing stands in for what is said of them."""

    def test_nobody_makes_himself_a_supervisor_by_it(self, place: Place) -> None:
        key = place.liar.store.keys.of_machine(place.liar.store.chain).public
        peers.admit(place.depot.store, key, code="X", role=Role.TECHNICIAN)
        place.depot.store.record_person("Technician 2", Role.TECHNICIAN)
        place.lie_of_the_depot(
            {
                MachineAdmitted: MachineAdmitted(public_key=key, role=Role.SUPERVISOR),
                PersonRecorded: PersonRecorded(name="Technician 2", role=Role.SUPERVISOR),
            }
        )
        known = roster(place.honest.store)
        assert place.liar.store.chain not in known.seen_from(place.honest.store.chain).authorities
        assert place.liar.store.chain not in known.supervisors
        person = person_named(place.honest.store, "Technician 2")
        assert person is None or person.role is Role.TECHNICIAN

    def test_nobody_moves_the_last_good_entry_of_a_revocation(self, place: Place, site: Site) -> None:
        other = site.machine()
        place.depot.admits(other)
        revoke(place.depot.store, other.store.chain, last_good=0)
        place.lie_of_the_depot({MachineRevoked: MachineRevoked(last_good=2**53 - 1)})
        assert all(entry.rest is None for entry in entries_of(place.honest.store, f"machine:{other.store.chain}"))
        place.bring(place.depot, place.honest)
        trust = roster(place.honest.store).seen_from(place.honest.store.chain)
        assert trust.last_good(other.store.chain) == 0


class TestOfWhatIsRecorded:
    """What users reported may be cut; sign-offs and redactions are taken from who may say so."""

    def test_nobody_lets_another_sign(self, place: Place) -> None:
        place.depot.record(FAULT, report())
        failed = FaultVerified(
            system=SystemCheck.FAIL, user=UserVerdict.REJECTED, user_words="x", how="phone", told_by="Wang Fang"
        )
        place.depot.record(FAULT, failed)
        passed = msgspec.structs.replace(failed, system=SystemCheck.PASS, user=UserVerdict.ACCEPTED)
        place.lie_of_the_depot({FaultVerified: passed})
        assert all(entry.rest is None for entry in entries_of(place.honest.store, FAULT))

    def test_nobody_aims_a_supervisors_redaction_at_something_else(self, place: Place) -> None:
        place.honest.record(FAULT, report())
        place.honest.record(FAULT, NoteAdded(text="Fan replaced."))
        place.bring(place.honest, place.depot)
        first, note = entries_of(place.depot.store, FAULT)
        said = redaction_of(first, "contact", "asked for")
        place.depot.store.record(FAULT, said)
        aimed = PayloadRedacted(
            target=note.ref, target_kind="note-added", removed=("notes",), because="x", rest={"text": "Nothing done."}
        )
        place.lie_of_the_depot({PayloadRedacted: aimed})
        assert [each.text for each in place.honest.fault(FAULT).notes] == ["Fan replaced."]

    def test_what_a_later_redaction_stands_for_is_taken_from_anybody(self, place: Place) -> None:
        place.depot.record(FAULT, report(contact="4711", reporter="Wang Fang"))
        for field, gone in (("contact", ()), ("reporter", ("contact",))):
            (first, *_rest) = entries_of(place.depot.store, FAULT)
            place.depot.store.record(FAULT, redaction_of(first, field, "asked for", gone))
        place.bring(place.depot, place.liar)
        place.bring(place.liar, place.honest)
        assert place.honest.fault(FAULT) == place.depot.fault(FAULT)
        assert audit(place.honest.store).ok

    @pytest.mark.parametrize("is_own", [True, False])
    def test_who_recorded_it_or_carries_what_users_said_may_leave_a_part_out(self, place: Place, is_own: bool) -> None:
        author = place.liar if is_own else place.depot
        author.record(FAULT, report(contact="4711"))
        if not is_own:
            place.bring(place.depot, place.liar)
        place.bring(
            place.liar,
            place.honest,
            lambda entry: report(contact="") if isinstance(operation_of(entry), FaultReported) else None,
        )
        assert place.honest.fault(FAULT).facts.contact == ""

    def test_who_was_revoked_says_nothing_in_the_place_of_anything(self, place: Place) -> None:
        place.liar.record(FAULT, report())
        good = place.liar.recorded[-1].header.seq
        place.bring(place.liar, place.depot, lambda entry: report() if entry.header.entity == FAULT else None)
        revoke(place.depot.store, place.liar.store.chain, last_good=good)
        place.bring(
            place.liar,
            place.depot,
            lambda e: report(title="A lie that is longer") if e.header.entity == FAULT else None,
        )
        assert place.depot.fault(FAULT).title == "RAID degraded"
