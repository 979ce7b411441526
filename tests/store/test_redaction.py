"""What a supervisor takes out is found in no file of any store, in whatever order it and its target come."""

import shutil
from datetime import date, timedelta

import msgspec
import pytest

from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_operations import Facts, FaultReported, Source
from fieldtech.domain.faults import Fault
from fieldtech.domain.handling_operations import PartUsed
from fieldtech.domain.identifiers import person_identifier
from fieldtech.domain.journal import without_payload
from fieldtech.domain.notice_troubles import NoticeTrouble, TroubleKind
from fieldtech.domain.outage_operations import NoticeKept, NoticeRead
from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.redactable_fields import FIELDS, REDACTED
from fieldtech.domain.redaction import redaction_of
from fieldtech.domain.words import Channel, Impact, Role
from fieldtech.models import QuarantineRow
from fieldtech.store import Store, audit, back_up, clean_backup
from fieldtech.store.merging import read_segment
from fieldtech.store.views.faults import fault_by_id, find_fault, search_faults
from fieldtech.store.views.history import fault_history
from fieldtech.store.views.planned_found import search_planned
from fieldtech.store.views.plans import all_plans
from fieldtech.store.views.subjects import find_subject
from fieldtech.workflow.handling import add_note, tell_user
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import defer_occurrence
from fieldtech.workflow.outages import add_outage
from fieldtech.workflow.plans import edit_plan, retire_plan
from fieldtech.workflow.redaction import Redacted, held_fields, redact_field
from fieldtech.workflow.reports import edit_fault, report_fault
from tests.sync_machines import Machine, Site, all_entries, entries_of, give, meet, proofs, segments
from tests.workflow.planned import LIBRARY, planned

PHONE = "861055550177"
"""The canary: one word to the index."""
OTHER = "+49 30 5555 0188"
"""Another one, of another fault."""


class Place:
    """A supervisor's machine, and two that take his word."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.lead = site.machine(role=Role.SUPERVISOR)
        self.near, self.far = site.machine(), site.machine()
        for other in (self.near, self.far):
            other.admits(self.lead, role=Role.SUPERVISOR)
        self.fault = self.reported(self.lead)

    def reported(self, machine: Machine, contact: str = PHONE) -> Fault:
        """Report a fault with a canary in it."""
        facts = Facts(
            title="RAID degraded",
            description="Amber light",
            channel=Channel.PHONE,
            reporter="Wang Fang",
            contact=contact,
            occurred_at=machine.store.now(),
            impact=Impact.SITE,
        )
        return report_fault(machine.store, facts)

    def redact(self, field: str = "contact", because: str = "asked for by her") -> Redacted:
        """Take a field out where the supervisor sits."""
        return redact_field(self.lead.store, self.fault.number, field, because)

    def seen_by(self, machine: Machine) -> Fault:
        """Read the fault on a machine."""
        found = fault_by_id(machine.store, self.fault.id)
        assert found is not None
        return found


@pytest.fixture
def place(site: Site) -> Place:
    """A site where the canary was recorded and went nowhere yet."""
    return Place(site)


def files_with(machine: Machine, text: str = PHONE) -> list[str]:
    """Name the files of a machine, the store, what lies beside it, and its keys, that hold a text."""
    folder = machine.store.path.parent
    return [file.name for file in folder.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def agree(*machines: Machine) -> bool:
    """Tell whether machines see one state, and nothing is wrong with it."""
    found = [audit(machine.store) for machine in machines]
    return len({each.state_digest for each in found}) == 1 and all(each.ok for each in found)


class TestWhereItStood:
    def test_no_file_holds_it_any_more(self, place: Place) -> None:
        assert files_with(place.lead)
        place.redact()
        assert files_with(place.lead) == []
        place.lead.store.close()
        assert files_with(place.lead) == []

    def test_every_entry_of_the_fault_that_holds_it_loses_it(self, place: Place) -> None:
        edit_fault(place.lead.store, place.fault.number, Facts(contact=f"{PHONE} ext. 4", title="RAID lost"))
        assert place.redact().entries == 2
        assert files_with(place.lead) == []
        assert (place.seen_by(place.lead).facts.contact, place.seen_by(place.lead).title) == ("", "RAID lost")

    def test_the_index_and_forms_left_with_it_lose_it(self, place: Place) -> None:
        store = place.lead.store
        store.keep_typed("note", "x/1", {"text": f"call {PHONE} back"})
        store.keep_typed("note", "x/2", {"text": "something else"})
        assert search_faults(store, PHONE)
        place.redact()
        assert [form.subject for form in store.typed_forms()] == ["x/2"]
        assert search_faults(store, PHONE) == ()
        assert search_faults(store, "RAID")

    def test_all_else_of_the_entry_stays_and_the_chain_verifies(self, place: Place) -> None:
        before = place.seen_by(place.lead).facts
        place.redact()
        facts = place.seen_by(place.lead).facts
        assert (facts.reporter, facts.title, facts.contact) == (before.reporter, before.title, "")
        found = audit(place.lead.store)
        assert (found.ok, found.redacted, found.oddities) == (True, 1, 0)
        digest = found.state_digest
        place.lead.store.rebuild()
        assert audit(place.lead.store).state_digest == digest

    def test_the_history_says_who_took_out_what_and_why(self, place: Place) -> None:
        place.redact()
        entry = fault_history(place.lead.store, place.seen_by(place.lead))[-1]
        assert (entry.kind, entry.actor, entry.oddity) == ("payload-redacted", "Technician 0", "")
        assert entry.words == "contact · asked for by her"

    def test_where_the_same_words_stand_still_is_told(self, place: Place) -> None:
        other = place.reported(place.lead, f"{PHONE} or 4711")
        add_note(place.lead.store, place.fault.number, f"rang {PHONE}, nobody there")
        done = place.redact()
        assert set(done.said_in) == {(place.fault.number, ("notes",)), (other.number, ("contact",))}
        assert any(f"{other.number} (contact)" in sentence for sentence in done.sentences)
        place.redact("notes")
        assert redact_field(place.lead.store, other.number, "contact", "too").said_in == ()

    def test_other_files_that_hold_it_are_named(self, place: Place) -> None:
        copy = place.lead.store.path.with_name("copied by hand.db")
        shutil.copyfile(back_up(place.lead.store, copy.with_name("backup.db")).file, copy)
        other = place.lead.store.path.with_name("unrelated.txt")
        other.write_text("nothing", encoding="utf-8")
        assert place.redact().copies == (copy,)

    def test_the_original_of_an_imported_report_goes_with_any_field_of_it(self, place: Place) -> None:
        source = Source(name="mail.eml", key="<1@example>", original=f"From: Wang Fang\n\nCall {PHONE}")
        machine = place.lead
        subject = f"fault:{machine.store.new_identifier()}"
        machine.store.record(
            subject, FaultReported(number="F-26K7-900", facts=Facts(title="x", contact=PHONE), source=source)
        )
        place.redact()
        redact_field(machine.store, "F-26K7-900", "contact", "asked")
        assert files_with(machine) == []
        kept = find_fault(machine.store, "F-26K7-900").source
        assert kept is not None
        assert (kept.name, kept.original) == ("mail.eml", "")


class TestOnOtherMachines:
    def test_a_machine_that_has_the_target_loses_it_with_the_redaction(self, place: Place) -> None:
        give(place.lead, place.near)
        assert files_with(place.near)
        place.redact()
        give(place.lead, place.near)
        assert files_with(place.near) == []
        meet((place.lead, place.near))
        assert agree(place.lead, place.near)

    def test_a_machine_that_gets_the_redaction_before_its_target_never_keeps_it(self, place: Place) -> None:
        """The target is another machine's: it and the redaction come on different chains."""
        fault = place.reported(place.near, OTHER)
        give(place.near, place.lead)
        redact_field(place.lead.store, fault.number, "contact", "asked")
        bundle = segments(place.lead.store, place.lead.store.chain)
        place.far.knows(place.lead)
        place.far.store.merge(bundle, checkpoints=proofs(place.lead, bundle))
        assert fault_by_id(place.far.store, fault.id) is None
        give(place.near, place.far)
        assert files_with(place.near, OTHER)
        assert files_with(place.far, OTHER) == []
        give(place.lead, place.near)
        assert files_with(place.near, OTHER) == []
        meet((place.lead, place.near, place.far))
        assert agree(place.lead, place.near, place.far)

    def test_a_backup_made_when_the_redaction_had_come_without_its_content_is_cleaned(self, place: Place) -> None:
        """Of one that the store and its backup both have, that of the backup may say nothing."""
        give(place.lead, place.near)
        place.redact()
        (whole,) = segments(place.lead.store, place.lead.store.chain)
        *others, redaction = read_segment(whole)
        without = tuple(each.line() for each in (*others, without_payload(redaction, None)))
        give(place.lead, place.near, [msgspec.structs.replace(whole, lines=without)])
        file = back_up(place.near.store, place.site.folder / "copy.db").file
        give(place.lead, place.near)
        assert PHONE.encode() in file.read_bytes()
        assert clean_backup(place.near.store, file)
        assert PHONE.encode() not in file.read_bytes()

    def test_a_bundle_that_brings_it_again_brings_nothing(self, place: Place) -> None:
        give(place.lead, place.near)
        old = segments(place.lead.store, place.lead.store.chain)
        signed = proofs(place.lead, old)
        place.redact()
        give(place.lead, place.near)
        for machine in (place.lead, place.near):
            machine.store.merge(old, checkpoints=signed)
            assert files_with(machine) == []
            assert place.seen_by(machine).facts.contact == ""

    def test_a_target_that_waits_in_quarantine_loses_it_there(self, place: Place) -> None:
        fault = place.reported(place.near, OTHER)
        give(place.near, place.lead)
        chain = place.near.store.chain
        last = entries_of(place.near.store, f"fault:{fault.id}")[0].header.seq
        late = segments(place.near.store, chain, last)
        place.far.store.merge(late)
        assert files_with(place.far, OTHER)
        redact_field(place.lead.store, fault.number, "contact", "asked")
        give(place.lead, place.far, segments(place.lead.store, place.lead.store.chain))
        with place.far.store.reading():
            assert QuarantineRow.select().count() > 0
        assert files_with(place.far, OTHER) == []
        meet((place.lead, place.near, place.far))
        assert agree(place.lead, place.near, place.far)

    def test_a_new_machine_gets_what_is_left_of_it(self, place: Place) -> None:
        place.redact()
        place.redact("reporter")
        give(place.lead, place.far)
        assert place.seen_by(place.far).facts.reporter == REDACTED
        assert place.seen_by(place.far).title == "RAID degraded"
        assert files_with(place.far) == files_with(place.far, "Wang Fang") == []
        meet((place.lead, place.far))
        assert agree(place.lead, place.far)


class TestSeveralFields:
    def test_an_earlier_redaction_does_not_keep_what_a_later_one_takes_out(self, place: Place) -> None:
        place.redact()
        assert files_with(place.lead, "Wang Fang")
        place.redact("reporter")
        place.redact("description")
        for text in (PHONE, "Wang Fang", "Amber light"):
            assert files_with(place.lead, text) == []
        facts = place.seen_by(place.lead).facts
        assert (facts.title, facts.reporter, facts.description) == ("RAID degraded", REDACTED, REDACTED)

    def test_two_supervisors_who_take_out_different_fields_at_once_take_out_both(self, place: Place) -> None:
        second = place.site.machine(role=Role.SUPERVISOR)
        place.lead.admits(second, role=Role.SUPERVISOR)
        second.admits(place.lead, role=Role.SUPERVISOR)
        meet((place.lead, second))
        place.redact("contact")
        redact_field(second.store, place.fault.number, "reporter", "asked")
        assert files_with(second)
        assert files_with(place.lead, "Wang Fang")
        meet((place.lead, second, place.near, place.far))
        for machine in (place.lead, second, place.near, place.far):
            assert files_with(machine) == files_with(machine, "Wang Fang") == []
            assert place.seen_by(machine).facts.reporter == REDACTED
            assert place.seen_by(machine).facts.contact == ""
        assert agree(place.lead, second, place.near, place.far)

    def test_taking_it_out_twice_is_once(self, place: Place) -> None:
        second = place.site.machine(role=Role.SUPERVISOR)
        place.lead.admits(second, role=Role.SUPERVISOR)
        second.admits(place.lead, role=Role.SUPERVISOR)
        meet((place.lead, second))
        place.redact()
        redact_field(second.store, place.fault.number, "contact", "asked")
        meet((place.lead, second))
        assert agree(place.lead, second)
        with pytest.raises(UnknownName, match="taken out already"):
            place.redact()

    def test_words_and_serials_go_too(self, place: Place) -> None:
        store, number = place.lead.store, place.fault.number
        add_note(store, number, f"her number is {PHONE}")
        tell_user(store, number, f"called {PHONE}", how="phone", whom="Mrs Wang")
        subject = f"fault:{place.fault.id}"
        store.record(subject, PartUsed(part="SSD", quantity=1, old_serial="S-OLD-77", new_serial="S-NEW-77"))
        for field in ("contact", "notes", "words-to-user", "serials"):
            place.redact(field)
        for text in (PHONE, "Mrs Wang", "S-OLD-77", "S-NEW-77"):
            assert files_with(place.lead, text) == []
        fault = place.seen_by(place.lead)
        assert (fault.notes[0].text, fault.words_to_user[0].whom, fault.parts[0].part) == (REDACTED, REDACTED, "SSD")


class TestWhatIsPlanned:
    """Plans, occurrences, outages and kept notices lose their words as faults do."""

    @pytest.fixture
    def names(self, place: Place) -> dict[str, str]:
        """Record the canary in every text of a plan, its occurrence, an outage and a notice; name them by fields."""
        store = place.lead.store
        number = planned(store, title=f"UPS {PHONE}", place=PHONE, notes=f"call {PHONE}").number
        edit_plan(store, number, PlanFacts(place="R1"), LIBRARY, because=f"asked by {PHONE}")
        defer_occurrence(store, f"{number}/2026-11-02", date(2026, 11, 5), f"see {PHONE}")
        finish_occurrence(store, f"{number}/2026-11-09", note=f"told {PHONE}")
        outage = add_outage(store, OutageFacts(
            provider="Fibre", maintenance_id="CHG-7", starts_at=store.now(), ends_at=store.now() + timedelta(hours=2),
            account=PHONE, summary=f"Splicing {PHONE}", text=f"Call {PHONE}"))  # fmt: skip
        trouble = NoticeTrouble(TroubleKind.NO_CALENDAR)
        kept = NoticeKept(source="a.eml", trouble=trouble, title=PHONE, sender=PHONE, text=f"Call {PHONE}")
        store.record("notice:4f6k2m9p3qdw", kept, NoticeRead(note=PHONE))
        retire_plan(store, number, f"left with {PHONE}")
        return {"title place notes because end_reason": number, "reasons": f"{number}/2026-11-02",
                "notes": f"{number}/2026-11-09", "title account notice_text": outage.maintenance_id,
                "title sender notice_text notes": "notice:4f6k2m9p3qdw"}  # fmt: skip

    def test_no_file_of_any_machine_holds_it_any_more(self, place: Place, names: dict[str, str]) -> None:
        give(place.lead, place.near)
        place.redact()
        held = {name: held_fields(place.lead.store, subject_of(place.lead.store, name)) for name in names.values()}
        assert held == {name: tuple(sorted(fields.split(), key=list(FIELDS).index)) for fields, name in names.items()}
        assert search_planned(place.near.store, PHONE)
        for fields, name in names.items():
            for field in fields.split():
                assert redact_field(place.lead.store, name, field, "asked").entries in (1, 2)
        give(place.lead, place.near)
        meet((place.lead, place.near))
        for machine in (place.lead, place.near):
            assert files_with(machine) == []
            assert search_planned(machine.store, PHONE) == ()
            assert search_planned(machine.store, "Splicing") == ()
            (plan,) = all_plans(machine.store, with_retired=True)
            assert (plan.title, plan.facts.place, plan.retired_reason) == (REDACTED, "", REDACTED)
            assert plan.oddities == ()
        assert agree(place.lead, place.near)
        digest = audit(place.near.store).state_digest
        place.near.store.rebuild()
        assert audit(place.near.store).state_digest == digest

    def test_what_a_technicians_machine_takes_out_of_a_plan_is_kept_and_not_obeyed(
        self, place: Place, names: dict[str, str]
    ) -> None:
        give(place.lead, place.near)
        subject = subject_of(place.near.store, names["reasons"])
        target = entries_of(place.near.store, subject)[0]
        place.near.store.record(subject, redaction_of(target, "reasons", "mine"))
        noun = find_subject(place.near.store, names["reasons"]).noun
        assert [oddity.reason for oddity in noun.oddities] == ["not-entitled"]
        assert files_with(place.near)


def subject_of(store: Store, name: str) -> str:
    """Name the subject of what is called so."""
    return name if name.startswith("notice:") else find_subject(store, name).subject


class TestWhoIsObeyed:
    def test_a_technician_is_refused(self, place: Place) -> None:
        give(place.lead, place.near)
        with pytest.raises(RuleViolation, match="Only a supervisor"):
            redact_field(place.near.store, place.fault.number, "contact", "asked")

    def test_a_supervisor_on_a_technicians_machine_is_refused(self, place: Place) -> None:
        give(place.lead, place.near)
        place.near.store.actor = person_identifier("Technician 0")
        with pytest.raises(RuleViolation, match="supervisor's machine"):
            redact_field(place.near.store, place.fault.number, "contact", "asked")

    def test_what_a_technicians_machine_takes_out_is_kept_and_not_obeyed(self, place: Place) -> None:
        give(place.lead, place.near)
        target = entries_of(place.near.store, f"fault:{place.fault.id}")[0]
        place.near.store.record(f"fault:{place.fault.id}", redaction_of(target, "contact", "mine"))
        meet((place.lead, place.near))
        for machine in (place.lead, place.near):
            assert place.seen_by(machine).facts.contact == PHONE
            assert [oddity.reason for oddity in place.seen_by(machine).oddities] == ["not-entitled"]
        place.redact()
        meet((place.lead, place.near))
        assert files_with(place.lead) == files_with(place.near) == []

    def test_a_rest_that_still_holds_it_is_not_shown(self, place: Place) -> None:
        """A hostile or broken supervisor's program."""
        target = entries_of(place.lead.store, f"fault:{place.fault.id}")[0]
        honest = redaction_of(target, "title", "x")
        place.lead.store.record(
            f"fault:{place.fault.id}",
            PayloadRedacted(
                target=target.ref, target_kind=target.header.kind, removed=("contact",), because="x", rest=honest.rest
            ),
        )
        assert place.seen_by(place.lead).facts.contact == ""
        assert files_with(place.lead) == []

    @pytest.mark.parametrize(
        ("field", "because", "missing"), [("number", "x", "field"), ("", "x", "field"), ("contact", " ", "because")]
    )
    def test_what_is_no_field_or_has_no_reason_is_refused(
        self, place: Place, field: str, because: str, missing: str
    ) -> None:
        with pytest.raises(RuleViolation) as refused:
            place.redact(field, because)
        assert refused.value.missing == (missing,)

    def test_what_is_not_there_is_refused(self, place: Place) -> None:
        for field in FIELDS.keys() - {"title", "description", "reporter", "contact"}:
            with pytest.raises(UnknownName, match="No entry"):
                place.redact(field)


def test_a_redaction_that_waits_for_its_target_locks_nothing(place: Place) -> None:
    """It is critical: whoever doesn't know the kind must not write on."""
    place.redact()
    edit_fault(place.lead.store, place.fault.number, Facts(title="RAID lost"))
    (said,) = (entry for entry in all_entries(place.lead.store) if entry.header.kind == PayloadRedacted.KIND)
    assert said.header.critical
