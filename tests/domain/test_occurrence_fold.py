"""What becomes of an occurrence that several machines touch: one occurrence, nothing that was done is lost."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain import plan_operations as op
from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.checklists import Template
from fieldtech.domain.journal import Operation
from fieldtech.domain.occurrence_fold import fold_occurrence
from fieldtech.domain.occurrences import Occurrence, Progress
from fieldtech.domain.plan_operations import PLAN_OPERATIONS
from fieldtech.domain.recurrence import occurrence_identifier
from fieldtech.domain.sightings import sight
from fieldtech.domain.words import CheckResult
from tests.domain.any_operation import operations_of
from tests.domain.authors import Author, all_entries, authors, meet
from tests.domain.plan_examples import PLAN_ID, ROUND, SLOT

ID = occurrence_identifier(PLAN_ID, SLOT)
SUBJECT = f"occurrence:{ID}"
STOPS = ("R1", "R2 / 03U")
NOON = datetime(2026, 2, 28, 4, tzinfo=UTC)


def seen(author: Author) -> Occurrence:
    occurrence = fold_occurrence(ID, author.of(SUBJECT))
    assert occurrence is not None
    return occurrence


def start(template: Template | None = ROUND, stops: tuple[str, ...] = STOPS) -> op.OccurrenceStarted:
    return op.OccurrenceStarted(plan_id=PLAN_ID, slot=SLOT, template=template, stops=stops)


def tick(item: str, result: CheckResult = CheckResult.PASS, stop: str = "R1", **more: object) -> op.OccurrenceOperation:
    said = {"plan_id": PLAN_ID, "slot": SLOT, "item": item, "result": result, "stop": stop} | more
    return op.OccurrenceCheckAnswered(**said)  # type: ignore[arg-type]


def finish(author: Author, at: datetime = NOON) -> op.OccurrenceFinished:
    view = sight(author.of(SUBJECT))
    return op.OccurrenceFinished(plan_id=PLAN_ID, slot=SLOT, done_at=at, seen=view.references, seen_digest=view.digest)


def defer(to: str = "2026-03-05") -> op.OccurrenceDeferred:
    return op.OccurrenceDeferred(plan_id=PLAN_ID, slot=SLOT, to=date.fromisoformat(to), reason="room locked")


def skip() -> op.OccurrenceSkipped:
    return op.OccurrenceSkipped(plan_id=PLAN_ID, slot=SLOT, reason="rack is empty")


def begun(*chains: str) -> list[Author]:
    """Let authors stand before an occurrence that one of them has started."""
    some = authors(*chains)
    some[0].says(start(), subject=SUBJECT)
    meet(*some)
    return some


def test_a_round_is_answered_stop_by_stop_in_walking_order() -> None:
    """S3.6: one list over many assets, a reading for each, and one sign-off."""
    (one,) = begun("a")
    one.says(tick("leds", stop="R2 / 03U"), tick("leds"), subject=SUBJECT)
    one.says(tick("inlet", reading="24", value=Decimal(24)), subject=SUBJECT)
    occurrence = seen(one)
    told = [(each.stop, each.item) for each in occurrence.answers]
    assert told == [("R1", "leds"), ("R1", "inlet"), ("R2 / 03U", "leds")]
    assert occurrence.progress_at("R1").is_complete
    assert occurrence.next_stop == "R2 / 03U"
    one.says(tick("inlet", CheckResult.FAIL, "R2 / 03U", reading="35"), subject=SUBJECT)
    assert seen(one).next_stop is None
    one.says(finish(one), subject=SUBJECT)
    assert (seen(one).progress, seen(one).done_at, seen(one).is_changed_since_sign_off) == (Progress.DONE, NOON, False)


def test_a_round_that_is_broken_off_is_taken_up_where_it_was() -> None:
    (one,) = begun("a")
    one.says(tick("leds"), subject=SUBJECT)
    one.says(op.OccurrenceBrokenOff(plan_id=PLAN_ID, slot=SLOT, reason="called away"), subject=SUBJECT)
    assert (seen(one).progress, seen(one).reason) == (Progress.BROKEN_OFF, "called away")
    one.says(op.OccurrenceTakenUp(plan_id=PLAN_ID, slot=SLOT), subject=SUBJECT)
    assert (seen(one).progress, len(seen(one).answers)) == (Progress.STARTED, 1)


def test_answering_again_keeps_the_earlier_answer_in_the_record() -> None:
    (one,) = begun("a")
    one.says(tick("leds", CheckResult.FAIL), tick("leds"), subject=SUBJECT)
    assert [each.result for each in seen(one).answers] == [CheckResult.PASS]
    assert sum(entry.header.kind == "occurrence-check-answered" for entry in one.of(SUBJECT)) == 2


def test_an_answer_that_is_taken_back_leaves_the_check_open() -> None:
    one, two = begun("a", "b")
    one.says(tick("leds"), tick("inlet", reading="24"), subject=SUBJECT)
    meet(one, two)
    back = op.OccurrenceAnswersTakenBack(plan_id=PLAN_ID, slot=SLOT, items=("leds", "inlet"), stop="R1")
    one.says(back, subject=SUBJECT)
    assert (seen(one).answers, seen(one).oddities) == ((), ())
    two.says(tick("leds", CheckResult.FAIL), subject=SUBJECT)
    meet(one, two)
    assert seen(one).results_at("R1") == {"leds": CheckResult.FAIL}  # what was answered unseen stands


def test_a_stop_is_left_out_with_its_reason_and_walked_after_all() -> None:
    (one,) = begun("a")
    left = op.OccurrenceStopLeftOut(plan_id=PLAN_ID, slot=SLOT, stop="R1", reason="door is locked")
    one.says(left, subject=SUBJECT)
    assert [(each.stop, each.reason) for each in seen(one).left_out] == [("R1", "door is locked")]
    assert seen(one).open_stops == ("R2 / 03U",)
    one.says(finish(one), subject=SUBJECT)
    one.says(op.OccurrenceStopLeftOut(plan_id=PLAN_ID, slot=SLOT, stop="R1"), subject=SUBJECT)
    assert (seen(one).left_out, seen(one).is_changed_since_sign_off) == ((), True)


def test_the_severer_of_two_unseen_answers_is_shown() -> None:
    one, two = begun("a", "b")
    one.says(tick("leds", CheckResult.FAIL), subject=SUBJECT)
    two.says(tick("leds"), subject=SUBJECT)
    meet(one, two)
    assert seen(one).results_at("R1") == {"leds": CheckResult.FAIL}
    (conflict,) = seen(one).conflicts
    assert (conflict.shown, conflict.rule) == ("fail", "severest")


def test_done_twice_is_one_occurrence_with_both_kept_and_flagged() -> None:
    """The table of docs/sync-model.md: two offline machines make the same occurrence, and both did it."""
    one, two = begun("a", "b")
    one.says(finish(one, NOON), subject=SUBJECT)
    two.says(finish(two, datetime(2026, 2, 28, 3, tzinfo=UTC)), subject=SUBJECT)
    meet(one, two)
    occurrence = seen(one)
    assert occurrence == seen(two)
    assert [each.by.machine for each in occurrence.finishes] == ["b", "a"]
    assert occurrence.done_at == datetime(2026, 2, 28, 3, tzinfo=UTC)
    (conflict,) = occurrence.conflicts
    assert (conflict.field, conflict.shown, len(conflict.sides)) == ("outcome", "done", 2)
    one.says(op.OccurrenceSettled(plan_id=PLAN_ID, slot=SLOT, take=occurrence.finishes[0].by.ref), subject=SUBJECT)
    assert (seen(one).conflicts, len(seen(one).finishes), seen(one).is_done) == ((), 2, True)


@pytest.mark.parametrize("late", [True, False])
def test_done_wins_over_deferred_and_skipped_whichever_came_last(late: bool) -> None:
    for other in (defer(), skip()):
        one, two = begun("a", "b")
        first, second = (one, two) if late else (two, one)
        first.says(other if late else finish(first), subject=SUBJECT)
        second.says(finish(second) if late else other, subject=SUBJECT)
        meet(one, two)
        assert seen(one).is_done
        assert [each.shown for each in seen(one).conflicts] == ["done"]


def test_deferred_wins_over_skipped() -> None:
    """What one of two still wants done is shown as still to be done."""
    one, two = begun("a", "b")
    one.says(defer(), subject=SUBJECT)
    two.says(skip(), subject=SUBJECT)
    meet(one, two)
    assert (seen(one).progress, seen(one).reason, seen(one).day) == (
        Progress.DEFERRED,
        "room locked",
        date(2026, 3, 5),
    )
    assert [each.field for each in seen(one).conflicts] == ["outcome"]


def test_two_offline_machines_that_start_make_one() -> None:
    one, two = authors("a", "b")
    for each in (one, two):
        each.says(start(), subject=SUBJECT)
    one.says(tick("leds"), subject=SUBJECT)
    two.says(tick("inlet", reading="24"), subject=SUBJECT)
    meet(one, two)
    assert (len(seen(one).answers), seen(one).conflicts) == (2, ())


def test_an_unseen_answer_asks_for_a_new_look_at_the_sign_off() -> None:
    one, two = begun("a", "b")
    one.says(tick("leds"), tick("inlet"), subject=SUBJECT)
    one.says(finish(one), subject=SUBJECT)
    assert not seen(one).is_changed_since_sign_off
    two.says(tick("leds", CheckResult.FAIL, "R2 / 03U"), subject=SUBJECT)
    meet(one, two)
    assert seen(one).is_changed_since_sign_off


def test_what_nobody_asked_is_listed() -> None:
    (one,) = begun("a")
    one.says(tick("leds", stop="R9"), tick("unknown"), subject=SUBJECT)
    assert seen(one).answers == ()
    assert [each.reason for each in seen(one).oddities] == ["no-such-target"] * 2


def test_what_can_not_follow_is_kept_and_changes_nothing() -> None:
    (one,) = begun("a")
    one.says(finish(one), subject=SUBJECT)
    one.says(defer(), op.OccurrenceTakenUp(plan_id=PLAN_ID, slot=SLOT), subject=SUBJECT)
    assert seen(one).is_done
    assert [each.reason for each in seen(one).oddities] == ["not-allowed"] * 2


def test_an_occurrence_that_bears_another_ones_name_is_refused() -> None:
    (one,) = authors("a")
    one.says(op.OccurrenceStarted(plan_id=PLAN_ID, slot=date(2026, 3, 1)), subject=SUBJECT)
    assert fold_occurrence(ID, one.of(SUBJECT)) is None


OF_THIS = st.sampled_from([each for each in PLAN_OPERATIONS if issubclass(each, op.OccurrenceOperation)])


@given(st.lists(st.tuples(OF_THIS.flatmap(operations_of), st.booleans()), max_size=8), st.randoms())
def test_the_fold_is_total_and_hangs_on_the_set_alone(said: list[tuple[Operation, bool]], chance: object) -> None:
    one, two = begun("a", "b")
    for place, (operation, is_ours) in enumerate(said):
        author = (one, two)[place % 2]
        fields = {"plan_id": PLAN_ID, "slot": SLOT} if is_ours else {}
        kept = {name: getattr(operation, name) for name in operation.__struct_fields__}
        author.says(type(operation)(**(kept | fields)), subject=SUBJECT)
        if place % 3 == 0:
            author.sees(one, two)
    entries = [entry for entry in all_entries([one, two]) if entry.header.entity == SUBJECT]
    folded = fold_occurrence(ID, entries)
    chance.shuffle(entries)  # type: ignore[attr-defined]
    again = fold_occurrence(ID, entries)
    assert folded is not None
    assert again is not None
    assert canonical_bytes(again) == canonical_bytes(folded)  # spelled, as NaN is never equal
