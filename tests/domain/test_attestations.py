"""What is never overwritten: what only grows, answers to checks, and signatures over what was seen."""

from datetime import timedelta

import msgspec
import pytest

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.fault_operations import FaultOperation
from fieldtech.domain.words import CheckResult, UserVerdict
from tests.domain.authors import MORNING, Author, meet
from tests.domain.faults_at_work import CHECKLIST, SOLVED, answered, at_work, conflict_in, edited, verified
from tests.next_steps import TEMPLATE


class TestWhatGrows:
    """Notes, time, parts, words to the user: all are kept, an edit is a revision, nothing is merged as text."""

    GROWING = (
        (handling.TimeSpent(minutes=30), "times"),
        (handling.PartUsed(part="SSD", quantity=1), "parts"),
        (handling.UserTold(text="soon", how="phone", whom="Wang Fang", told_at=MORNING), "words_to_user"),
        (handling.AttachmentAdded(name="led.jpg", digest="0" * 64, size=1), "attachments"),
        (handling.NoteAdded(text="hot"), "notes"),
    )

    @pytest.mark.parametrize(("operation", "name"), GROWING, ids=lambda each: each if isinstance(each, str) else "")
    def test_the_same_thing_said_twice_stands_twice(self, operation: FaultOperation, name: str) -> None:
        one, two = at_work("a", "b")
        one.says(operation)
        two.says(operation)
        meet(one, two)
        assert [each.by.machine for each in getattr(one.fault, name)] == ["a", "b"]
        assert one.fault.conflicts == ()

    def test_a_revision_keeps_the_earlier_wording_and_both_names(self) -> None:
        one, two = at_work("a", "b")
        note = one.says(handling.NoteAdded(text="disk 4"))
        two.sees(one)
        two.says(handling.NoteAdded(text="disk 3", revises=note.ref))
        meet(one, two)
        shown = one.fault.notes[0]
        assert (shown.text, shown.earlier, shown.by.machine) == ("disk 3", ("disk 4",), "a")
        assert shown.revised_by is not None
        assert shown.revised_by.machine == "b"

    def test_two_revisions_at_once_are_both_shown_and_flagged(self) -> None:
        one, two = at_work("a", "b")
        note = one.says(handling.NoteAdded(text="disk 4"))
        two.sees(one)
        one.says(handling.NoteAdded(text="disk 3", revises=note.ref))
        two.says(handling.NoteAdded(text="disk 5", revises=note.ref))
        meet(one, two)
        assert (one.fault.notes[0].text, one.fault.notes[0].earlier) == ("disk 5", ("disk 4", "disk 3"))
        assert conflict_in(one.fault, f"note/{note.ref}") is not None
        one.says(handling.NoteAdded(text="disks 3 and 5", revises=note.ref))
        assert (one.fault.notes[0].text, one.fault.conflicts) == ("disks 3 and 5", ())

    def test_an_author_sees_his_own_revision_of_what_a_fast_machine_wrote(self) -> None:
        """I4: the other machine is ten years ahead, and ours follows it by a day at most."""
        one, two = at_work("a", "b")
        two.fast = timedelta(days=3652)
        note = two.says(handling.NoteAdded(text="disk 4"))
        one.sees(two)
        one.says(handling.NoteAdded(text="disk 3", revises=note.ref))
        assert (one.fault.notes[0].text, one.fault.oddities) == ("disk 3", ())
        two.sees(one)
        two.says(handling.NoteAdded(text="disk 5", revises=note.ref))
        one.sees(two)
        one.says(handling.NoteAdded(text="disk 6", revises=note.ref))
        assert one.fault.notes[0].text == "disk 6"

    def test_a_revision_of_nothing_is_listed(self) -> None:
        (author,) = at_work("a")
        author.says(handling.NoteAdded(text="x", revises="z.1.00000000"))
        assert [oddity.reason for oddity in author.fault.oddities] == ["no-such-target"]

    def test_an_answer_to_a_check_that_nobody_asks_is_listed(self) -> None:
        (author,) = at_work("a")
        author.says(handling.CheckAnswered(checklist_id="unknown", item="led", result=CheckResult.FAIL))
        author.says(handling.CheckAnswered(checklist_id=CHECKLIST, item="unknown", result=CheckResult.FAIL))
        assert [oddity.reason for oddity in author.fault.oddities] == ["no-such-target"] * 2

    def test_a_list_that_is_on_already_is_listed_and_the_first_stays(self) -> None:
        (author,) = at_work("a")
        author.says(handling.ChecklistAdded(checklist_id=CHECKLIST, template=TEMPLATE, attempt=1))
        assert [oddity.reason for oddity in author.fault.oddities] == ["not-allowed"]
        assert len(author.fault.attempt.checklists) == 1


class TestChecks:
    """Equal values are no conflict, both attestations stay; an answer is bound to the list that it was made on."""

    def test_equal_answers_with_other_readings_are_no_quarrel_and_both_stay(self) -> None:
        one, two = at_work("a", "b")
        left, right = one.says(answered("pass", "21")), two.says(answered("pass", "22"))
        meet(one, two)
        assert one.fault.conflicts == ()
        assert {entry.ref for entry in one.of()} >= {left.ref, right.ref}

    def test_an_answer_belongs_to_its_own_list(self) -> None:
        one, two = at_work("a", "b")
        two.says(handling.ChecklistAdded(checklist_id="another", template=TEMPLATE))
        one.says(answered("fail"))
        two.says(handling.CheckAnswered(checklist_id="another", item="led", result=CheckResult.PASS))
        meet(one, two)
        assert one.fault.conflicts == ()
        assert [[answer.result.value for answer in each.answers] for each in one.fault.attempt.checklists] == [
            ["fail"],
            ["pass"],
        ]


class TestSignOff:
    """An attestation of exactly the entries that were seen: later or unseen changes ask for a new one."""

    @staticmethod
    def implemented(*chains: str) -> list[Author]:
        """Bring a fault to where it can be signed."""
        some = at_work(*chains)
        some[0].says(SOLVED)
        meet(*some)
        return some

    def test_what_the_signer_saw_changes_nothing(self) -> None:
        one, two = self.implemented("a", "b")
        two.says(answered("pass"))
        one.sees(two)
        one.says(verified(one))
        meet(one, two)
        assert two.fault.state == "verified"
        assert not two.fault.is_changed_since_sign_off

    def test_an_unseen_answer_asks_for_a_new_signature(self) -> None:
        one, two = self.implemented("a", "b")
        one.says(verified(one))
        two.says(answered("fail"))
        meet(one, two)
        assert (one.fault.state, one.fault.is_changed_since_sign_off) == ("verified", True)

    def test_a_later_answer_of_the_signer_does_too(self) -> None:
        (one,) = self.implemented("a")
        one.says(verified(one), answered("fail"))
        assert one.fault.is_changed_since_sign_off

    def test_a_new_signature_settles_it(self) -> None:
        one, two = self.implemented("a", "b")
        one.says(verified(one))
        two.says(answered("attention"))
        meet(one, two)
        two.says(verified(two))
        meet(one, two)
        assert (one.fault.state, one.fault.is_changed_since_sign_off, one.fault.oddities) == ("verified", False, ())

    @pytest.mark.parametrize("word", [handling.NoteAdded(text="x"), handling.TimeSpent(minutes=5), edited(title="x")])
    def test_what_is_neither_status_nor_check_changes_nothing(self, word: FaultOperation) -> None:
        one, two = self.implemented("a", "b")
        one.says(verified(one))
        two.says(word)
        meet(one, two)
        assert not one.fault.is_changed_since_sign_off

    def test_who_has_not_all_that_the_signer_saw_does_not_take_it_for_changed(self) -> None:
        one, two, three = self.implemented("a", "b", "c")
        two.says(handling.NoteAdded(text="seen by the signer"))
        one.sees(two)
        one.says(verified(one))
        three.entries += [entry for entry in one.entries if entry.header.chain == "a" and entry not in three.entries]
        assert (three.fault.state, three.fault.is_changed_since_sign_off) == ("verified", False)

    def test_nobody_signs_for_what_he_can_not_have_seen(self) -> None:
        """A signer who names an entry that is still to come would never be told of a change."""
        one, two = self.implemented("a", "b")
        said = verified(one)
        assert isinstance(said, op.FaultVerified)
        one.says(msgspec.structs.replace(said, seen=(*said.seen, "b.99999.00000000")))
        meet(one, two)
        two.says(answered("fail"))
        one.sees(two)
        assert one.fault.is_changed_since_sign_off

    def test_an_older_answer_whose_machine_went_on_unheard_is_taken_for_seen(self) -> None:
        one, two, three = self.implemented("a", "b", "c")
        two.says(answered("pass"))
        meet(two, three)
        two.says(handling.NoteAdded(text="withdrawn, or not here yet"))
        one.sees(two)
        one.says(verified(one))
        three.entries += [entry for entry in one.entries if entry.header.chain == "a" and entry not in three.entries]
        assert (three.fault.state, three.fault.is_changed_since_sign_off) == ("verified", False)

    def test_a_branch_of_a_copied_machine_is_not_taken_for_seen(self) -> None:
        """Its sequences lie below the signer's frontier, its entries were not in his digest."""
        one, two = self.implemented("a", "b")
        copy = Author("b", two.time)
        copy.sees(two)
        two.says(handling.NoteAdded(text="one"), handling.NoteAdded(text="two"))
        one.sees(two)
        one.says(verified(one))
        copy.says(answered("fail"))
        assert copy.entries[-1].header.seq < two.entries[-1].header.seq
        one.sees(copy)
        assert one.fault.is_changed_since_sign_off

    def test_of_a_pass_and_a_failure_at_once_the_failure_is_shown_and_opens_one_attempt(self) -> None:
        one, two, three = self.implemented("a", "b", "c")
        one.says(verified(one))
        two.says(verified(two, UserVerdict.PARTLY))
        three.says(verified(three, UserVerdict.REJECTED))
        meet(one, two, three)
        assert (one.fault.state, len(one.fault.attempts)) == ("reassess", 2)
        assert conflict_in(one.fault, "verification/1") is not None
        assert not one.fault.attempts[0].verification.is_passed  # type: ignore[union-attr]

    def test_fixer_and_verifier_are_compared_over_all_that_was_merged(self) -> None:
        one, two, three = at_work("a", "b", "c")
        one.says(SOLVED)
        two.says(SOLVED)
        three.sees(one)
        three.says(verified(three))
        assert not three.fault.attempt.verification.is_by_fixer  # type: ignore[union-attr]
        one.sees(two)
        one.says(verified(one))
        assert one.fault.attempt.verification.is_by_fixer  # type: ignore[union-attr]
