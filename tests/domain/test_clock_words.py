"""Why a clock stands where it stands, line by line (PROCESS S3.2, S6)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fieldtech.config import Settings
from fieldtech.domain.clock_words import clock_name, explain_clock
from fieldtech.domain.clocks import Clock, ClockKind, read_clock
from fieldtech.domain.faults import Pause
from fieldtech.domain.words import PendingReason
from fieldtech.domain.working_time import calendar_from

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """Name an instant by the clock on the wall; 20 November 2026 is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def waiting(since: str, until: str | None = None, reason: PendingReason = PendingReason.PARTS) -> Pause:
    return Pause(since=at(since), until=at(until) if until else None, reason=reason)


def read(
    *pauses: Pause, stopped: str | None = None, minutes: int | None = 240, around_the_clock: bool = False
) -> Clock:
    """Read on Monday a clock that started on Friday, an hour before work ends."""
    return read_clock(
        ClockKind.RESOLVE,
        started=at("2026-11-20 16:30"),
        stopped=at(stopped) if stopped else None,
        pauses=pauses,
        target_minutes=minutes,
        around_the_clock=around_the_clock,
        calendar=calendar_from(Settings(), SHANGHAI),
        now=at("2026-11-23 11:00"),
        pausing_reasons=frozenset(PendingReason),
    )


def test_a_clock_explains_itself_line_by_line() -> None:
    clock = read(waiting("2026-11-20 17:00", "2026-11-23 09:00"))
    assert explain_clock(clock, SHANGHAI) == (
        "Fri 2026-11-20 16:30  The clock starts; 4 h of working time may pass.",
        "Fri 2026-11-20 17:00  It pauses, waiting for parts: 30 min counted.",
        "Mon 2026-11-23 09:00  It goes on: 64 h of pause left out.",
        "Mon 2026-11-23 11:00  Now: 2 h counted; 2 h 30 min in all.",
        "Mon 2026-11-23 12:30  Due: 1 h 30 min left.",
    )


def test_a_clock_explains_why_it_is_late() -> None:
    assert explain_clock(read(stopped="2026-11-23 15:00"), SHANGHAI) == (
        "Fri 2026-11-20 16:30  The clock starts; 4 h of working time may pass.",
        "Mon 2026-11-23 11:30  Due: 4 h counted; 63 h outside working hours left out.",
        "Mon 2026-11-23 15:00  It stops: 3 h 30 min counted; 7 h 30 min in all; 3 h 30 min more than promised.",
    )


def test_an_open_pause_is_explained_as_if_work_went_on_now() -> None:
    clock = read(waiting("2026-11-20 17:00"), waiting("2026-11-23 09:00", reason=PendingReason.USER))
    assert explain_clock(clock, SHANGHAI)[1:] == (
        "Fri 2026-11-20 17:00  It pauses, waiting for parts, waiting for the user: 30 min counted.",
        "Mon 2026-11-23 11:00  Now: 66 h of pause left out; 30 min in all.",
        "Mon 2026-11-23 14:30  Due: 3 h 30 min left.",
    )


def test_a_clock_explains_what_was_promised() -> None:
    assert explain_clock(read(minutes=None), SHANGHAI)[0].endswith("  The clock starts; nothing is promised.")
    assert explain_clock(read(around_the_clock=True), SHANGHAI)[0].endswith("; 4 h may pass, day and night.")


def test_every_clock_has_a_name_of_its_own() -> None:
    assert len({clock_name(kind) for kind in ClockKind}) == len(ClockKind)
