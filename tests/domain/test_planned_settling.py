"""The merge table's rows of planned work and outages: concurrent, sequential, three-way, settled by one and by two."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

import msgspec
import pytest

from fieldtech.domain import plan_operations as op
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.faults import Conflict
from fieldtech.domain.journal import Operation
from fieldtech.domain.occurrences import Occurrence, Progress
from fieldtech.domain.outage_operations import OutageNoticed
from fieldtech.domain.outages import Outage, outage_identifier
from fieldtech.domain.planned_subjects import PlannedNoun
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import occurrence_identifier
from fieldtech.domain.sightings import sight
from fieldtech.domain.subjects import fold
from fieldtech.domain.words import CheckResult, OutageStatus
from tests.domain.authors import Author, authors, meet
from tests.domain.outage_examples import NOTICED
from tests.domain.plan_examples import FACTS, PLAN_ID, ROUND, SLOT

PLAN, OCCURRENCE = f"plan:{PLAN_ID}", f"occurrence:{occurrence_identifier(PLAN_ID, SLOT)}"
OUTAGE = f"outage:{outage_identifier(NOTICED.provider, NOTICED.maintenance_id)}"
SINCE, NOON = date(2026, 6, 1), datetime(2026, 2, 28, 4, tzinfo=UTC)
BEGINNINGS: dict[str, tuple[Operation, ...]] = {
    PLAN: (op.PlanAdded(number="P-26K7-001", facts=FACTS),),
    OCCURRENCE: (op.OccurrenceStarted(plan_id=PLAN_ID, slot=SLOT, template=ROUND, stops=("R1", "R2")),),
    OUTAGE: (msgspec.structs.replace(NOTICED, sequence=1, further_windows=()),),
}


def seen(author: Author, subject: str) -> PlannedNoun:
    """Read what an author sees."""
    noun = fold(subject, author.of(subject))
    assert isinstance(noun, Plan | Occurrence | Outage)
    return noun


def plan_of(author: Author) -> Plan:
    """Read the plan as an author sees it."""
    noun = seen(author, PLAN)
    assert isinstance(noun, Plan)
    return noun


def occurrence_of(author: Author) -> Occurrence:
    """Read the occurrence as an author sees it."""
    noun = seen(author, OCCURRENCE)
    assert isinstance(noun, Occurrence)
    return noun


def outage_of(author: Author) -> Outage:
    """Read the outage as an author sees it."""
    noun = seen(author, OUTAGE)
    assert isinstance(noun, Outage)
    return noun


@dataclass(frozen=True)
class Row:
    """A field, how it is written, which of three values written one after another is shown, and how it is read."""

    subject: str
    field: str
    write: Callable[[Author, str], Operation]
    values: tuple[str, str, str]
    shown: Callable[[tuple[str, ...]], str]
    rule: str
    read: Callable[[Author], object]


def last(values: tuple[str, ...]) -> str:
    """The latest by hybrid time: authors write them in this order."""
    return values[-1]


def first_in(*order: str) -> Callable[[tuple[str, ...]], str]:
    """What stands first in an order, whenever it was written."""
    return lambda values: min(values, key=order.index)


def edit(name: str, convert: Callable[[str], object] = str) -> Callable[[Author, str], Operation]:
    """Write one fact of a plan."""
    return lambda _author, value: op.PlanEdited(facts=op.PlanFacts(**{name: convert(value)}), since=SINCE)  # type: ignore[arg-type]


def fact(name: str, values: tuple[str, str, str], convert: Callable[[str], object] = str) -> Row:
    """A fact of a plan."""
    write = edit(name, convert)
    return Row(PLAN, name, write, values, last, "latest", lambda author: spelled(getattr(plan_of(author).facts, name)))


def spelled(value: object) -> str:
    """Spell a fact as the rows do."""
    match value:
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return " ".join(value)
    return str(value)


def outcome(author: Author, value: str) -> Operation:
    """Write an outcome of the occurrence."""
    there = {"plan_id": PLAN_ID, "slot": SLOT}
    match value:
        case Progress.DONE:
            view = sight(author.of(OCCURRENCE))
            return op.OccurrenceFinished(**there, done_at=NOON, seen=view.references, seen_digest=view.digest)  # type: ignore[arg-type]
        case Progress.DEFERRED:
            return op.OccurrenceDeferred(**there, to=date(2026, 3, 5), reason="room locked")  # type: ignore[arg-type]
        case Progress.BROKEN_OFF:
            return op.OccurrenceBrokenOff(**there, reason="called away")  # type: ignore[arg-type]
    return op.OccurrenceSkipped(**there, reason="rack is empty")  # type: ignore[arg-type]


def answer(_author: Author, value: str) -> Operation:
    """Answer a check at a stop."""
    result = CheckResult(value)
    return op.OccurrenceCheckAnswered(plan_id=PLAN_ID, slot=SLOT, item="leds", stop="R2", result=result)


def revise(author: Author, value: str) -> Operation:
    """Write by hand how an outage stands, as `add_outage` does it."""
    stamp = NOON + timedelta(seconds=author.time.seconds)
    known = outage_of(author).said
    return msgspec.structs.replace(known, status=OutageStatus(value), stamp=stamp, source="")


def moved(_author: Author, value: str) -> Operation:
    """Move the occurrence."""
    return op.OccurrenceMoved(plan_id=PLAN_ID, slot=SLOT, to=date.fromisoformat(value), reason="audit")


def left_out(_author: Author, value: str) -> Operation:
    """Leave a stop out."""
    return op.OccurrenceStopLeftOut(plan_id=PLAN_ID, slot=SLOT, stop="R2", reason=value)


TEXTS, DAYS = ("one", "two", "three"), ("2026-03-02", "2026-03-09", "2026-03-04")
PROGRESS = first_in("done", "started", "broken-off", "deferred", "skipped")
ROWS = (
    fact("title", TEXTS),
    fact("place", TEXTS),
    fact("notes", TEXTS),
    fact("rule", ("FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY")),
    fact("first", DAYS, date.fromisoformat),
    fact("at", ("08:00", "09:00", "07:15"), time.fromisoformat),
    fact("minutes", ("30", "90", "60"), int),
    fact("people", ("Anna", "Li", "Zhao"), lambda value: (value,)),
    fact("assets", ("R1", "R2", "R3"), lambda value: (value,)),
    Row(OCCURRENCE, "outcome", outcome, ("skipped", "done", "deferred"), PROGRESS, "done",
        lambda author: occurrence_of(author).progress),
    Row(OCCURRENCE, "outcome", outcome, ("deferred", "skipped", "broken-off"), PROGRESS, "done",
        lambda author: occurrence_of(author).progress),
    Row(OCCURRENCE, "day", moved, DAYS, last, "latest", lambda author: str(occurrence_of(author).day)),
    Row(OCCURRENCE, "check/leds/R2", answer, ("pass", "fail", "attention"),
        first_in("fail", "attention", "na", "pass"), "severest",
        lambda author: occurrence_of(author).results_at("R2")["leds"].value),
    Row(OCCURRENCE, "stop/R2", left_out, TEXTS, last, "latest",
        lambda author: occurrence_of(author).left_out[0].reason),
    Row(OUTAGE, "notice", revise, ("tentative", "cancelled", "completed"), last, "latest",
        lambda author: outage_of(author).status.value),
)  # fmt: skip


def begun(row: Row, *chains: str) -> list[Author]:
    """Let authors stand before a subject that one of them began."""
    some = authors(*chains)
    some[0].says(*BEGINNINGS[row.subject], subject=row.subject)
    meet(*some)
    return some


def writes(row: Row, author: Author, value: str) -> None:
    """Let an author write a value."""
    author.says(row.write(author, value), subject=row.subject)


def told_in(row: Row, author: Author) -> Conflict | None:
    """Find what an author is told of a field."""
    noun = seen(author, row.subject)
    assert not noun.oddities
    assert not isinstance(noun, Plan | Occurrence | Outage) or len({each.field for each in noun.conflicts}) == len(
        noun.conflicts
    )
    return next((each for each in noun.conflicts if each.field == row.field), None)  # type: ignore[union-attr]


def quarrel(row: Row, *chains: str) -> list[Author]:
    """Let the first two write otherwise, and all of them see it."""
    some = begun(row, *chains)
    for author, value in zip(some, row.values[:2], strict=False):
        writes(row, author, value)
    meet(*some)
    return some


def take(row: Row, author: Author, machine: str) -> None:
    """Let an author take a machine's side."""
    told = told_in(row, author)
    assert told is not None
    side = next(each for each in told.sides if each.by.machine == machine)
    author.says(ConflictSettled(field=row.field, take=side.by.ref), subject=row.subject)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.field}-{row.values[0]}")
class TestEveryField:
    def test_one_after_another_the_last_word_holds(self, row: Row) -> None:
        some = begun(row, "a", "b", "c")
        values = ("broken-off", "deferred", "done") if row.field == "outcome" else row.values
        for author, value in zip(some, values, strict=True):
            author.sees(*some)
            writes(row, author, value)
            assert (row.read(author), told_in(row, author)) == (value, None)

    def test_two_that_did_not_see_each_other_are_both_told(self, row: Row) -> None:
        one, two = quarrel(row, "a", "b")
        for author in (one, two):
            assert row.read(author) == row.shown(row.values[:2])
            told = told_in(row, author)
            assert told is not None
            assert (told.rule, [side.by.machine for side in told.sides]) == (row.rule, ["a", "b"])
            assert told.shown in {side.value for side in told.sides}

    def test_three_ways_in_any_order_of_arrival(self, row: Row) -> None:
        for order in permutations(range(3)):
            some = begun(row, "a", "b", "c")
            for author, value in zip(some, row.values, strict=True):
                writes(row, author, value)
            reader = some[order[0]]
            reader.sees(some[order[1]])
            reader.sees(some[order[2]])
            assert row.read(reader) == row.shown(row.values)
            told = told_in(row, reader)
            assert told is not None
            assert [side.by.machine for side in told.sides] == ["a", "b", "c"]

    @pytest.mark.parametrize("machine", ["a", "b"])
    def test_taking_a_side_settles_it_everywhere(self, row: Row, machine: str) -> None:
        some = quarrel(row, "a", "b", "c")
        take(row, some[2], machine)
        meet(*some)
        for author in some:
            assert row.read(author) == row.values["ab".index(machine)]
            assert told_in(row, author) is None

    def test_a_third_value_settles_it_too(self, row: Row) -> None:
        if row.values[1] == Progress.DONE:
            return  # What is done is done: nothing follows it.
        some = quarrel(row, "a", "b", "c")
        value = "done" if row.field == "outcome" else row.values[2]
        writes(row, some[2], value)
        meet(*some)
        assert (row.read(some[0]), told_in(row, some[0])) == (value, None)

    def test_two_who_take_different_sides_quarrel_anew_and_those_who_agree_do_not(self, row: Row) -> None:
        some = quarrel(row, "a", "b", "c", "d")
        take(row, some[2], "a")
        take(row, some[3], "b")
        meet(*some)
        told = told_in(row, some[0])
        assert told is not None
        assert {side.by.machine for side in told.sides} == {"a", "b"}, "who first said it stays its author"
        for author in some[:2]:
            author.says(ConflictSettled(field=row.field, take=heads_of(row, author)[0]), subject=row.subject)
        meet(*some)
        assert told_in(row, some[3]) is None

    def test_what_its_author_had_not_before_him_takes_nothing(self, row: Row) -> None:
        one, two = begun(row, "a", "b")
        writes(row, one, row.values[0])
        ref = one.entries[-1].ref
        two.says(ConflictSettled(field=row.field, take=ref), subject=row.subject)
        assert [each.reason for each in seen(two, row.subject).oddities] == ["not-allowed"]
        two.sees(one)
        assert row.read(two) == row.values[0]


def heads_of(row: Row, author: Author) -> list[str]:
    """Name the settlings that stand against each other."""
    return [entry.ref for entry in author.of(row.subject) if entry.header.kind == ConflictSettled.KIND]


class TestAPlan:
    def test_a_fact_that_was_taken_holds_from_its_own_day_and_leaves_the_others_alone(self) -> None:
        one, two = authors("a", "b")
        one.says(*BEGINNINGS[PLAN], subject=PLAN)
        meet(one, two)
        one.says(op.PlanEdited(facts=op.PlanFacts(title="A"), since=date(2026, 9, 1)), subject=PLAN)
        two.says(op.PlanEdited(facts=op.PlanFacts(title="B", minutes=5), since=date(2026, 6, 1)), subject=PLAN)
        meet(one, two)
        ref = plan_of(one).conflicts[0].sides[0].by.ref
        one.says(ConflictSettled(field="title", take=ref), subject=PLAN)
        plan = plan_of(one)
        assert (plan.title, plan.facts.minutes, plan.conflicts) == ("A", 5, ())
        told = [(plan.facts_on(date(2026, month, 2)).title, plan.facts_on(date(2026, month, 2)).minutes)
                for month in (5, 6, 9)]  # fmt: skip
        assert told == [(FACTS.title, FACTS.minutes), ("B", 5), ("A", 5)]

    def test_an_edit_holds_from_its_day_on_also_where_the_plans_author_is_ten_years_ahead(self) -> None:
        one, two = authors("a", "b")
        one.fast = timedelta(days=3652)
        # It says nothing of notes yet, so that an edit of them names nothing as seen.
        one.says(op.PlanAdded(number="P-26K7-001", facts=msgspec.structs.replace(FACTS, notes=None)), subject=PLAN)
        meet(one, two)
        two.says(op.PlanEdited(facts=op.PlanFacts(notes="Bring the key"), since=SINCE), subject=PLAN)
        told = [plan_of(two).facts_on(day).notes for day in (SINCE - timedelta(days=1), SINCE)]
        assert told == ["", "Bring the key"]

    @pytest.mark.parametrize("fast", [timedelta(0), timedelta(days=3652)], ids=["right", "ten years ahead"])
    @pytest.mark.parametrize("machine", ["a", "b"])
    def test_an_ending_that_an_unseen_edit_won_over_can_be_taken_or_left(self, machine: str, fast: timedelta) -> None:
        """Whatever the clock says of who edited it: who settles it comes after him."""
        one, two, three = some = authors("a", "b", "c")
        two.fast = fast
        one.says(*BEGINNINGS[PLAN], subject=PLAN)
        meet(*some)
        seen_then = sight(one.of(PLAN)).references
        one.says(op.PlanRetired(on=SINCE, reason="room given up", seen=seen_then), subject=PLAN)
        two.says(op.PlanEdited(facts=op.PlanFacts(title="Goes on"), since=SINCE), subject=PLAN)
        meet(*some)
        (told,) = plan_of(three).conflicts
        side = next(each for each in told.sides if each.by.machine == machine)
        view = sight(three.of(PLAN)).references
        three.says(ConflictSettled(field="retired", take=side.by.ref, seen=view), subject=PLAN)
        meet(*some)
        plan = plan_of(one)
        assert (plan.is_retired, plan.title, plan.conflicts, plan.oddities) == (machine == "a", "Goes on", (), ())
        assert plan.retired_by is None or plan.retired_by.machine == "a"

    def test_two_judges_of_an_ending_leave_the_plan_going_on_until_one_word(self) -> None:
        some = authors("a", "b", "c", "d")
        some[0].says(*BEGINNINGS[PLAN], subject=PLAN)
        meet(*some)
        seen_then = sight(some[0].of(PLAN)).references
        some[0].says(op.PlanRetired(on=SINCE, reason="room given up", seen=seen_then), subject=PLAN)
        some[1].says(op.PlanEdited(facts=op.PlanFacts(title="Goes on"), since=SINCE), subject=PLAN)
        meet(*some)
        sides = plan_of(some[2]).conflicts[0].sides
        view = sight(some[2].of(PLAN)).references
        for judge, side in zip(some[2:], sides, strict=True):
            judge.says(ConflictSettled(field="retired", take=side.by.ref, seen=view), subject=PLAN)
        meet(*some)
        plan = plan_of(some[0])
        assert (plan.is_retired, [each.rule for each in plan.conflicts]) == (False, ["cautious"])
        again = op.PlanRetired(on=SINCE, reason="at last", seen=sight(some[0].of(PLAN)).references)
        some[0].says(again, subject=PLAN)
        assert (plan_of(some[0]).is_retired, plan_of(some[0]).conflicts) == (True, ())


class TestAnOccurrence:
    def test_the_reason_that_is_told_belongs_to_the_day_that_was_taken(self) -> None:
        one, two = authors("a", "b")
        for author, day, reason in ((one, 5, "room locked"), (two, 9, "on leave")):
            said = op.OccurrenceDeferred(plan_id=PLAN_ID, slot=SLOT, to=date(2026, 3, day), reason=reason)
            author.says(said, subject=OCCURRENCE)
        meet(one, two)
        (told,) = occurrence_of(one).conflicts
        assert (told.field, told.shown) == ("day", "2026-03-09")
        one.says(ConflictSettled(field="day", take=told.sides[0].by.ref), subject=OCCURRENCE)
        occurrence = occurrence_of(one)
        assert (occurrence.day, occurrence.reason, occurrence.conflicts) == (date(2026, 3, 5), "room locked", ())

    def test_a_check_that_was_settled_unseen_by_the_signer_is_a_change_since_his_sign_off(self) -> None:
        one, two = authors("a", "b")
        one.says(*BEGINNINGS[OCCURRENCE], subject=OCCURRENCE)
        meet(one, two)
        for author, value in ((one, "pass"), (two, "fail")):
            author.says(answer(author, value), subject=OCCURRENCE)
        meet(one, two)
        ref = occurrence_of(two).conflicts[0].sides[0].by.ref
        one.says(outcome(one, "done"), subject=OCCURRENCE)
        two.says(ConflictSettled(field="check/leds/R2", take=ref), subject=OCCURRENCE)
        meet(one, two)
        assert occurrence_of(one).is_changed_since_sign_off
        one.says(outcome(one, "done"), subject=OCCURRENCE)
        occurrence = occurrence_of(one)
        assert (occurrence.is_changed_since_sign_off, occurrence.conflicts, occurrence.oddities) == (False, (), ())
        assert len(occurrence.finishes) == 2


class TestAnOutage:
    def test_what_the_provider_writes_later_is_no_quarrel(self) -> None:
        one, two = authors("a", "b")
        for author, sequence in ((one, 1), (two, 2)):
            author.says(msgspec.structs.replace(NOTICED, sequence=sequence), subject=OUTAGE)
        meet(one, two)
        assert (outage_of(one).said.sequence, outage_of(one).conflicts) == (2, ())

    def test_the_same_notice_on_two_machines_and_a_word_by_hand_are_no_quarrel(self) -> None:
        one, two = authors("a", "b")
        for author in (one, two):
            author.says(*BEGINNINGS[OUTAGE], subject=OUTAGE)
        one.says(revise(one, "cancelled"), subject=OUTAGE)
        meet(one, two)
        assert (outage_of(two).status, outage_of(two).conflicts) == (OutageStatus.CANCELLED, ())

    def test_two_notices_of_one_revision_that_differ_are_told(self) -> None:
        one, two = authors("a", "b")
        for author, status in ((one, OutageStatus.CONFIRMED), (two, OutageStatus.CANCELLED)):
            author.says(msgspec.structs.replace(NOTICED, status=status), subject=OUTAGE)
        meet(one, two)
        assert [each.field for each in outage_of(one).conflicts] == ["notice"]

    def test_the_providers_later_word_outdoes_what_was_settled(self) -> None:
        row = ROWS[-1]
        some = quarrel(row, "a", "b")
        take(row, some[0], "a")
        later = msgspec.structs.replace(NOTICED, sequence=7, status=OutageStatus.CONFIRMED)
        some[0].says(later, subject=OUTAGE)
        assert (outage_of(some[0]).said.sequence, outage_of(some[0]).conflicts) == (7, ())

    def test_an_author_sees_his_own_word_whatever_his_clock_says(self) -> None:
        (one,) = authors("a")
        one.says(*BEGINNINGS[OUTAGE], subject=OUTAGE)
        past = msgspec.structs.replace(revise(one, "cancelled"), stamp=datetime(2020, 1, 1, tzinfo=UTC))
        assert isinstance(past, OutageNoticed)
        one.says(past, subject=OUTAGE)
        assert outage_of(one).status is OutageStatus.CANCELLED
