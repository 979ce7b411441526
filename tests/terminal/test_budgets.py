"""What an action may cost on the line, in bytes: exact, so that a change that costs more is seen."""

import pytest

from tests.terminal.session import Session

TAB, DOWN, PAGE_DOWN, CTRL_L = "\t", "\x1b[B", "\x1b[6~", "\x0c"


@pytest.mark.parametrize(
    ("term", "first", "letter", "down", "page"),
    [("xterm-256color", 3200, 80, 300, 400), ("linux", 2200, 40, 250, 300), ("vt220", 1500, 40, 250, 300)],
)
def test_each_action_stays_within_its_budget(term: str, first: int, letter: int, down: int, page: int) -> None:
    with Session(term=term) as session:
        session.wait_for("Core switch SW-03")
        session.settle()
        assert len(session.received) <= first
        assert session.press("a") <= letter
        session.press(TAB)
        session.press(DOWN)
        assert session.press(DOWN) <= down
        assert session.press(PAGE_DOWN) <= page
        assert session.press(CTRL_L) <= first


def test_a_screen_that_stands_still_sends_nothing() -> None:
    with Session(term="vt220") as session:
        session.wait_for("Core switch SW-03")
        session.settle()
        for _ in range(4):
            assert session.settle() == 0
