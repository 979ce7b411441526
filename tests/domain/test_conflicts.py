"""What there is to look at in a merged fault, and how a person names a field and a side of it."""

from zoneinfo import ZoneInfo

import pytest

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.conflicts import ConcernKind, concerns, find_settleable, find_side
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import PlanKind, ResolutionCode, SystemCheck, UserVerdict
from tests.domain.authors import MORNING, meet
from tests.domain.faults_at_work import SOLVED, answered, at_work, edited, verified

UTC = ZoneInfo("UTC")


def disputed() -> Fault:
    """Make a fault over which much is disputed."""
    one, two = some = at_work("a", "b")
    for author, title, hours in ((one, "one", 1), (two, "two", 2)):
        at = MORNING.replace(hour=hours)
        author.says(edited(title=title, occurred_at=at), answered("pass" if hours == 1 else "fail"))
        author.says(handling.SolutionPlanned(text="same", plan_kind=list(PlanKind)[hours]))
        author.says(op.FaultAssigned(assignee=f"person {hours}"))
        author.says(op.SolutionImplemented(solution=title, resolution_code=ResolutionCode.OTHER, implemented_at=at))
    meet(*some)
    return one.fault


class TestHowAPersonNamesIt:
    """A field and a side are named by words that are on the screen."""

    @pytest.mark.parametrize(
        ("field", "found"),
        [
            ("title", "title"),
            ("TITLE", "title"),
            ("occurred", "occurred_at"),
            ("occurred-at", "occurred_at"),
            ("plan", "plan/1"),
            ("led", "check/9xk2m4f6p3qd/led"),
            ("check/9xk2m4f6p3qd/led", "check/9xk2m4f6p3qd/led"),
        ],
    )
    def test_a_field_is_found_by_its_whole_name_or_a_part(self, field: str, found: str) -> None:
        assert find_settleable(disputed(), "F-1", field).field == found

    @pytest.mark.parametrize("field", ["", "place", "1", "verification"])
    def test_another_field_is_refused_with_those_that_there_are(self, field: str) -> None:
        with pytest.raises(UnknownName, match="title"):
            find_settleable(disputed(), "F-1", field)

    @pytest.mark.parametrize("named", ["one", "1", "  one\n"])
    def test_a_side_is_found_by_its_value_or_its_place(self, named: str) -> None:
        assert find_side(disputed(), find_settleable(disputed(), "F-1", "title"), named, UTC).by.machine == "a"

    def test_a_side_is_found_by_its_reference(self) -> None:
        concern = find_settleable(disputed(), "F-1", "plan")
        long_named = [side for side in concern.sides if find_side(disputed(), concern, side.by.ref, UTC) == side]
        assert len(long_named) == 2

    def test_alike_sides_are_told_apart_by_their_place(self) -> None:
        concern = find_settleable(disputed(), "F-1", "plan")
        with pytest.raises(UnknownName, match="1: same; 2: same"):
            find_side(disputed(), concern, "same", UTC)
        assert find_side(disputed(), concern, "2", UTC) == concern.sides[1]

    @pytest.mark.parametrize(("named", "error"), [("", RuleViolation), ("three", UnknownName), ("3", UnknownName)])
    def test_what_is_no_side_is_refused_with_the_choices(self, named: str, error: type[Exception]) -> None:
        with pytest.raises(error, match="1: one; 2: two"):
            find_side(disputed(), find_settleable(disputed(), "F-1", "title"), named, UTC)

    def test_every_kind_of_concern_is_told(self) -> None:
        kinds = {concern.field: concern.kind for concern in concerns(disputed())}
        assert kinds["title"] is ConcernKind.CONFLICT
        assert kinds["assignee"] is ConcernKind.DOUBLE_CLAIMED
        assert kinds["solution/1"] is ConcernKind.DONE_TWICE

    def test_a_change_since_the_sign_off_and_an_entry_without_effect_are_told(self) -> None:
        one, two = some = at_work("a", "b")
        one.says(SOLVED)
        one.says(verified(one))
        two.says(answered("fail"), op.FaultClosed(root_cause="x"))
        meet(*some)
        told = {concern.kind: concern for concern in concerns(one.fault)}
        changed = told[ConcernKind.CHANGED]
        assert [side.value for side in changed.sides] == ["pass + accepted", "check-answered"]
        assert told[ConcernKind.NOT_APPLIED].sides[0].value == "fault-closed"
        with pytest.raises(UnknownName, match="sign F-1 off anew"):
            find_settleable(one.fault, "F-1", "verification/1")


def test_both_legs_of_two_verifications_are_told_as_done_twice() -> None:
    one, two = some = at_work("a", "b")
    one.says(SOLVED)
    meet(*some)
    one.says(verified(one))
    two.says(verified(two, UserVerdict.REJECTED))
    meet(*some)
    told = {concern.field: concern for concern in concerns(one.fault)}
    assert told["verification/1"].kind is ConcernKind.DONE_TWICE
    assert told["verification/1"].shown == f"{SystemCheck.PASS} + {UserVerdict.REJECTED}"
