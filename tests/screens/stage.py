"""What the tests of screens stand on: a clock that stands still, a terminal, a whole report, waiting for quiet."""

from datetime import UTC, datetime, timedelta

from textual.pilot import Pilot

from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.words import Channel, Impact
from fieldtech.terminal.profile import detect

NOON = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
"""Friday 14:32 in Shanghai."""

TERMINAL = detect({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, tty_name="/dev/pts/0")
SECRET = "PIN 4711"
"""What no record of a crash may show."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **distance: float) -> None:
        """Move on, such as `minutes=5`."""
        self.now += timedelta(**distance)


def whole_facts(**said: object) -> Facts:
    """Give the facts of a report that is whole, with what a test says otherwise."""
    usual: dict[str, object] = {
        "title": "Core switch SW-03 dark",
        "description": "No LED is lit.",
        "channel": Channel.PHONE,
        "reporter": "Wang Fang",
        "occurred_at": NOON - timedelta(hours=2),
        "impact": Impact.ORGANISATION,
    }
    return Facts(**{**usual, **said})  # type: ignore[arg-type]


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way: the workers are done and the screen is drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
