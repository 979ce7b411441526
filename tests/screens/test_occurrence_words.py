"""What the page of an occurrence says of what two machines did, and of two people who walked parts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldtech.domain import plan_operations as op
from fieldtech.domain.occurrence_fold import fold_occurrence
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.words import CheckResult, OccurrenceState
from fieldtech.screens.occurrence_words import fact_lines, found_words, stops_words
from fieldtech.store.views.people import PeopleNames
from tests.domain.authors import authors, meet
from tests.domain.plan_examples import FACTS, PLAN_ID, SLOT
from tests.domain.test_occurrence_fold import ID, SUBJECT, finish, start, tick

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 2, 28, 4, tzinfo=UTC)


def test_what_was_done_twice_is_told_with_both_records() -> None:
    one, two = authors("a", "b")
    one.says(start(), subject=SUBJECT)
    meet(one, two)
    one.says(tick("inlet", CheckResult.FAIL, reading="40"), finish(one, NOON), subject=SUBJECT)
    two.says(finish(two, NOON + timedelta(hours=1)), subject=SUBJECT)
    meet(one, two)
    touched = fold_occurrence(ID, one.of(SUBJECT))
    assert touched is not None
    planned = PlannedOccurrence(PLAN_ID, "P-26K7-001", FACTS, SLOT, date(2026, 2, 28), SLOT, SLOT,
                                OccurrenceState.DONE, touched)  # fmt: skip
    assert planned.has_conflict
    names = PeopleNames({}, {"a": "K7", "b": "QX"})
    lines = [f"{each.label}: {each.text}" for each in fact_lines(planned, ZONE, names)]
    told = "\n".join(lines)
    assert "Mind: Done 2 times, without sight of each other" in told
    assert [line.split("   ")[1:3] for line in lines if line.startswith("Signed")] == [
        ["2026-02-28 12:00", "on K7"],
        ["2026-02-28 13:00", "on QX"],
    ]
    assert "Conflict: what became of it: done (" in told


def test_stops_and_findings_are_counted() -> None:
    (one,) = authors("a")
    one.says(start(), tick("leds"), tick("inlet", CheckResult.FAIL), subject=SUBJECT)
    left = op.OccurrenceStopLeftOut(plan_id=PLAN_ID, slot=SLOT, stop="R2 / 03U", reason="locked")
    one.says(left, subject=SUBJECT)
    touched = fold_occurrence(ID, one.of(SUBJECT))
    assert touched is not None
    assert stops_words(touched) == "1 of 2 done · left out: R2 / 03U (locked)"
    assert found_words(touched) == ("pass 1, fail 1", True)
