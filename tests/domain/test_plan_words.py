"""What is typed of a plan: routes with ranges, names in any punctuation, times of the day."""

from datetime import time

import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_words import read_names, read_route, read_wall_time, spell_names


@pytest.mark.parametrize(
    ("typed", "route"),
    [
        ("R1", ("R1",)),
        (" R1, UPS-1 ,", ("R1", "UPS-1")),
        ("R9..R12、机房空调", ("R9", "R10", "R11", "R12", "机房空调")),
        ("Rack 08..10", ("Rack 08", "Rack 09", "Rack 10")),
        ("R1..S3", ("R1..S3",)),
        ("R5..R2", ("R5..R2",)),
        ("R1..R9999", ("R1..R9999",)),
        ("sw-3 › sw-1", ("sw-3", "sw-1")),
        ("", ()),
    ],
)
def test_a_route_is_read_in_walking_order(typed: str, route: tuple[str, ...]) -> None:
    assert read_route(typed) == route
    assert read_route(spell_names(route)) == route


def test_names_are_read_as_they_are_written_in_either_language() -> None:
    assert read_names("Li Wei，李伟; Zhao Min、周岩") == ("Li Wei", "李伟", "Zhao Min", "周岩")


@pytest.mark.parametrize(("typed", "at"), [("9", time(9)), ("930", time(9, 30)), ("9:05", time(9, 5)),
                                           (" 18：30 ", time(18, 30)), ("0000", time(0))])  # fmt: skip
def test_a_time_of_the_day_is_read_as_people_type_it(typed: str, at: time) -> None:
    assert read_wall_time(typed) == at


@pytest.mark.parametrize("typed", ["", "24", "9:60", "9-30", "noon", "٩"])
def test_what_is_no_time_of_the_day_is_refused(typed: str) -> None:
    with pytest.raises(RuleViolation, match="is no time such as 09:30"):
        read_wall_time(typed)
