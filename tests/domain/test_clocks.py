"""The clocks of a promise (PROCESS S3.2, S6): pauses, working hours, and the next word to the user."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.config import Settings
from fieldtech.domain.clock_words import explain_clock
from fieldtech.domain.clocks import Clock, ClockEvent, ClockKind, read_clock, read_word_clocks
from fieldtech.domain.faults import Pause
from fieldtech.domain.words import PendingReason
from fieldtech.domain.working_time import WorkingCalendar, WorkSpan, calendar_from, working_time_between

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
OFFICE = calendar_from(Settings(), SHANGHAI)  # Monday to Friday, 8:30 to 17:30
NEVER = WorkingCalendar(SHANGHAI, ((),) * 7)
SPLIT_DAY = WorkingCalendar(BERLIN, ((WorkSpan(time(8), time(12)), WorkSpan(time(22), time(3))),) * 6 + ((),))
STOPPING = frozenset({PendingReason.USER, PendingReason.PARTS, PendingReason.VENDOR})
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

BASE = datetime(2026, 3, 27, 6, 0, tzinfo=UTC)  # Europe puts its clocks forward two days later
MINUTES = st.integers(-600, 6000).map(lambda minutes: BASE + minutes * MINUTE)
PAUSES = st.lists(
    st.builds(
        lambda since, until, reason: Pause(since=since, until=until, reason=reason),
        MINUTES,
        st.none() | MINUTES,
        st.sampled_from(PendingReason),
    ),
    max_size=5,
)
CALENDARS = st.sampled_from([OFFICE, SPLIT_DAY, NEVER])
TARGETS = st.none() | st.integers(0, 2000)


def at(text: str) -> datetime:
    """Name an instant by the clock on the wall in Shanghai; 20 November 2026 is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def pause(since: str, until: str | None = None, reason: PendingReason = PendingReason.PARTS) -> Pause:
    return Pause(since=at(since), until=at(until) if until else None, reason=reason)


def read(
    *pauses: Pause,
    now: str = "2026-11-23 11:00",
    stopped: str | None = None,
    minutes: int | None = 240,
    around_the_clock: bool = False,
    calendar: WorkingCalendar = OFFICE,
) -> Clock:
    """Read a resolve clock that started on Friday, an hour before work ends."""
    return read_clock(
        ClockKind.RESOLVE,
        started=at("2026-11-20 16:30"),
        stopped=at(stopped) if stopped else None,
        pauses=pauses,
        target_minutes=minutes,
        around_the_clock=around_the_clock,
        calendar=calendar,
        now=at(now),
        pausing_reasons=STOPPING,
    )


def test_a_clock_in_working_hours_stands_over_the_weekend() -> None:
    clock = read()
    assert (clock.spent, clock.due_at) == (3.5 * HOUR, at("2026-11-23 11:30"))
    assert clock.is_running
    assert not clock.is_overdue


def test_a_clock_around_the_clock_does_not() -> None:
    clock = read(around_the_clock=True)
    assert (clock.spent, clock.due_at) == (66.5 * HOUR, at("2026-11-20 20:30"))
    assert clock.is_overdue


def test_a_pause_moves_the_due_time_by_the_working_time_that_it_took() -> None:
    assert read(pause("2026-11-20 17:00", "2026-11-23 09:00")).due_at == at("2026-11-23 12:30")
    assert read(pause("2026-11-21 09:00", "2026-11-21 20:00")).due_at == at("2026-11-23 11:30")


def test_a_clock_is_overdue_after_its_due_time_not_at_it() -> None:
    assert not read(now="2026-11-23 11:30").is_overdue
    assert read(now="2026-11-23 11:31").is_overdue


@pytest.mark.parametrize(("stopped", "is_met"), [("2026-11-23 11:30", True), ("2026-11-23 11:31", False)])
def test_a_promise_is_met_by_what_was_done_in_time_and_stays_so(stopped: str, is_met: bool) -> None:
    clock = read(stopped=stopped, now="2026-12-24 12:00")
    assert clock.is_met is is_met
    assert (clock.is_running, clock.is_paused, clock.is_overdue) == (False, False, False)
    assert clock.spent == at(stopped) - at("2026-11-23 08:30") + HOUR


def test_while_it_is_open_a_promise_is_neither_met_nor_missed() -> None:
    assert read(now="2026-12-24 12:00").is_met is None


def test_an_open_pause_keeps_the_due_time_as_far_away_as_if_work_went_on_now() -> None:
    for now, due_at in (("2026-11-23 11:00", "2026-11-23 14:30"), ("2026-11-27 16:30", "2026-11-30 11:00")):
        clock = read(pause("2026-11-20 17:00"), now=now)
        assert clock.due_at == at(due_at)
        assert (clock.is_paused, clock.is_running, clock.is_overdue) == (True, False, False)
        assert clock.spent == 30 * MINUTE


def test_a_pause_that_began_too_late_saves_nothing() -> None:
    clock = read(pause("2026-11-23 14:00"), now="2026-11-23 16:00")
    assert clock.is_overdue
    assert clock.is_paused
    assert clock.due_at == at("2026-11-23 11:30")


def test_a_pause_that_begins_at_the_due_time_keeps_it_from_being_late() -> None:
    clock = read(pause("2026-11-23 11:30", "2026-11-23 15:00"), now="2026-11-23 14:00")
    assert (clock.due_at, clock.is_overdue) == (at("2026-11-23 15:00"), False)


def test_a_pause_outside_working_hours_after_the_due_time_saves_nothing() -> None:
    clock = read(pause("2026-11-21 10:00"), minutes=60)
    assert (clock.due_at, clock.is_overdue) == (at("2026-11-20 17:30"), True)


def test_a_reason_that_the_settings_do_not_name_stops_nothing() -> None:
    assert read(pause("2026-11-20 17:00", reason=PendingReason.OTHER)) == read()


def test_two_machines_that_paused_at_once_take_out_the_time_once() -> None:
    together = read(
        pause("2026-11-23 09:00", "2026-11-23 10:00"),
        pause("2026-11-23 08:45", "2026-11-23 09:30", PendingReason.USER),
        pause("2026-11-23 09:15", "2026-11-23 09:20"),
    )
    alone = read(pause("2026-11-23 08:45", "2026-11-23 10:00"))
    assert (together.spent, together.due_at) == (alone.spent, alone.due_at) == (2.25 * HOUR, at("2026-11-23 12:45"))
    assert together.lines[1].reasons == (PendingReason.USER, PendingReason.PARTS)


def test_pauses_outside_the_life_of_the_clock_change_nothing() -> None:
    before, after = pause("2026-11-20 09:00", "2026-11-20 16:30"), pause("2026-11-23 10:30", "2026-11-23 11:00")
    backwards = pause("2026-11-23 09:30", "2026-11-23 09:00")
    assert read(before, after, backwards, stopped="2026-11-23 10:00") == read(stopped="2026-11-23 10:00")


def test_an_open_pause_ends_with_the_clock() -> None:
    clock = read(pause("2026-11-20 17:00"), stopped="2026-11-23 10:00", now="2026-12-01 10:00")
    assert (clock.spent, clock.is_met, clock.is_paused) == (30 * MINUTE, True, False)


def test_a_wait_that_turns_into_another_is_one_pause() -> None:
    clock = read(
        pause("2026-11-20 17:00", "2026-11-23 09:00"),
        pause("2026-11-23 09:00", "2026-11-23 10:00", PendingReason.USER),
    )
    events = [line.event for line in clock.lines]
    assert events == [ClockEvent.STARTED, ClockEvent.PAUSED, ClockEvent.RESUMED, ClockEvent.NOW, ClockEvent.DUE]


def test_a_pause_that_another_machine_began_ahead_of_ours_does_not_bring_the_due_time_nearer() -> None:
    clock = read(pause("2026-11-23 11:10"), now="2026-11-23 11:00")
    assert (clock.due_at, clock.is_paused, clock.is_overdue) == (at("2026-11-23 11:30"), False, False)


def test_a_clock_that_ends_in_a_pause_stops_and_does_not_go_on_before() -> None:
    clock = read(pause("2026-11-20 17:00"), stopped="2026-11-23 10:00")
    assert [line.event for line in clock.lines[1:3]] == [ClockEvent.PAUSED, ClockEvent.STOPPED]


def test_where_nothing_is_promised_nothing_is_due_or_missed() -> None:
    assert (read(minutes=None).due_at, read(minutes=None).is_overdue) == (None, False)
    assert read(minutes=None, stopped="2026-11-23 10:00").is_met is None


def test_in_a_calendar_without_work_nothing_falls_due() -> None:
    clock = read(calendar=NEVER)
    assert (clock.due_at, clock.is_overdue, clock.spent) == (None, False, timedelta(0))
    assert read(calendar=NEVER, stopped="2026-11-23 10:00").is_met is True


def test_a_clock_that_another_machine_started_ahead_of_ours_has_spent_nothing() -> None:
    clock = read(now="2026-11-20 16:00")
    assert (clock.spent, clock.is_overdue, clock.lines[-2].instant) == (timedelta(0), False, clock.started)


def words(*told: str, stopped: str | None = None, now: str = "2026-11-20 18:00") -> tuple[Clock, ...]:
    """Read the clocks of the next word, promised every hour around the clock since Friday 12:50."""
    return read_word_clocks(
        reported=at("2026-11-20 12:50"),
        told=[at(each) for each in told],
        stopped=at(stopped) if stopped else None,
        pauses=[],
        target_minutes=60,
        around_the_clock=True,
        calendar=OFFICE,
        now=at(now),
        pausing_reasons=STOPPING,
    )


def test_each_word_to_the_user_starts_the_clock_of_the_next_one() -> None:
    clocks = words("2026-11-20 15:00", "2026-11-20 13:20", now="2026-11-20 15:45")
    assert [clock.is_met for clock in clocks] == [True, False, None]
    assert [clock.started for clock in clocks[1:]] == [at("2026-11-20 13:20"), at("2026-11-20 15:00")]
    assert (clocks[-1].due_at, clocks[-1].is_overdue) == (at("2026-11-20 16:00"), False)


def test_without_a_word_the_clock_runs_from_the_report() -> None:
    (clock,) = words(now="2026-11-20 14:02")
    assert (clock.kind, clock.due_at, clock.is_overdue) == (ClockKind.WORD, at("2026-11-20 13:50"), True)


def test_words_before_the_report_or_after_the_end_start_no_clock() -> None:
    clocks = words("2026-11-20 09:00", "2026-11-20 13:20", "2026-11-20 17:00", stopped="2026-11-20 14:00")
    assert [clock.is_met for clock in clocks] == [True, True]


@pytest.mark.parametrize("instant", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@pytest.mark.parametrize("around_the_clock", [True, False])
def test_absurd_instants_of_a_merged_journal_are_read_and_explained_all_the_same(
    instant: datetime, around_the_clock: bool
) -> None:
    absurd = Pause(since=instant, until=None, reason=PendingReason.PARTS)
    for started, stopped, pauses in (
        (instant, None, []),
        (BASE, instant, []),
        (BASE, None, [absurd]),
        (instant, instant, [absurd]),
    ):
        clock = anytime(started, stopped, pauses, BASE, around_the_clock=around_the_clock)
        assert clock.spent >= timedelta(0)
        assert len(explain_clock(clock, SHANGHAI)) == len(clock.lines) >= 2


def anytime(
    started: datetime,
    stopped: datetime | None,
    pauses: Iterable[Pause],
    now: datetime,
    *,
    minutes: int | None = 240,
    calendar: WorkingCalendar = OFFICE,
    around_the_clock: bool = False,
    reasons: Collection[PendingReason] = STOPPING,
) -> Clock:
    return read_clock(
        ClockKind.RESTORE,
        started=started,
        stopped=stopped,
        pauses=pauses,
        target_minutes=minutes,
        around_the_clock=around_the_clock,
        calendar=calendar,
        now=now,
        pausing_reasons=reasons,
    )


def counts(minute: datetime, pauses: list[Pause], calendar: WorkingCalendar | None) -> bool:
    """Ask of one minute whether the clock runs in it."""
    if any(
        each.reason in STOPPING and each.since <= minute and (each.until is None or minute < each.until)
        for each in pauses
    ):
        return False
    return calendar is None or working_time_between(calendar, minute, minute + MINUTE) > timedelta(0)


@given(MINUTES, st.integers(0, 4000), PAUSES, CALENDARS | st.none(), st.integers(0, 1500))
def test_it_reads_what_counting_minute_by_minute_reads(
    started: datetime, elapsed: int, pauses: list[Pause], calendar: WorkingCalendar | None, minutes: int
) -> None:
    now = started + elapsed * MINUTE
    clock = anytime(
        started, None, pauses, now, minutes=minutes, calendar=calendar or OFFICE, around_the_clock=calendar is None
    )
    passed = [counts(started + minute * MINUTE, pauses, calendar) for minute in range(elapsed)]
    assert clock.spent == sum(passed) * MINUTE
    if sum(passed) > minutes:
        used_up = [minute for minute in range(elapsed) if sum(passed[:minute]) == minutes]
        assert clock.is_overdue
        assert clock.due_at is not None
        assert started + used_up[0] * MINUTE <= clock.due_at <= started + used_up[-1] * MINUTE
    elif sum(passed) < minutes:
        assert not clock.is_overdue


@given(MINUTES, st.none() | MINUTES, PAUSES, MINUTES, TARGETS, CALENDARS, st.booleans())
def test_the_lines_are_in_order_and_add_up(
    started: datetime,
    stopped: datetime | None,
    pauses: list[Pause],
    now: datetime,
    minutes: int | None,
    calendar: WorkingCalendar,
    around_the_clock: bool,
) -> None:
    clock = anytime(
        started, stopped, pauses, now, minutes=minutes, calendar=calendar, around_the_clock=around_the_clock
    )
    instants = [line.instant for line in clock.lines]
    assert instants == sorted(instants)
    assert all(line.counted >= timedelta(0) and line.left_out >= timedelta(0) for line in clock.lines)
    end = next(line.instant for line in clock.lines if line.event in (ClockEvent.NOW, ClockEvent.STOPPED))
    past = [line for line in clock.lines if line.instant <= end]
    assert clock.spent == sum((line.counted for line in past), timedelta(0))
    assert end - started == sum((line.counted + line.left_out for line in past), timedelta(0))
    if clock.due_at is not None:
        events = [line.event for line in clock.lines]
        until_due = clock.lines[: events.index(ClockEvent.DUE) + 1]
        assert sum((line.counted for line in until_due), timedelta(0)) == clock.target


@given(MINUTES, PAUSES, MINUTES, st.randoms(use_true_random=False), CALENDARS)
def test_the_order_and_the_number_of_copies_of_pauses_do_not_matter(
    started: datetime, pauses: list[Pause], now: datetime, random: Random, calendar: WorkingCalendar
) -> None:
    shuffled = [*pauses, *pauses[:2]]
    random.shuffle(shuffled)
    first = anytime(started, None, pauses, now, calendar=calendar)
    second = anytime(started, None, shuffled, now, calendar=calendar)
    assert (first.due_at, first.spent, first.is_paused) == (second.due_at, second.spent, second.is_paused)


@given(MINUTES, PAUSES, MINUTES, MINUTES, CALENDARS)
def test_the_due_time_stays_while_nothing_is_recorded_unless_a_pause_is_open(
    started: datetime, pauses: list[Pause], now: datetime, later: datetime, calendar: WorkingCalendar
) -> None:
    ended = [each for each in pauses if each.until is not None]
    first, second = (anytime(started, None, ended, instant, calendar=calendar) for instant in (now, later))
    assert first.due_at == second.due_at


@given(MINUTES, PAUSES, st.integers(0, 3000), st.integers(0, 3000), CALENDARS)
def test_no_clock_gets_late_in_a_pause(
    started: datetime, pauses: list[Pause], ran: int, waited: int, calendar: WorkingCalendar
) -> None:
    since = started + ran * MINUTE
    now = since + waited * MINUTE
    pauses = [*pauses, Pause(since=since, until=None, reason=PendingReason.PARTS)]
    clock = anytime(started, None, pauses, now, calendar=calendar)
    assert clock.is_paused
    paused = max(line.instant for line in clock.lines if line.event is ClockEvent.PAUSED and line.instant <= now)
    at_its_start = anytime(started, None, pauses, paused, calendar=calendar)
    assert clock.is_overdue == at_its_start.is_overdue


@given(MINUTES, MINUTES, PAUSES, TARGETS, CALENDARS)
def test_a_promise_is_missed_exactly_if_it_was_overdue_when_it_was_kept(
    started: datetime, stopped: datetime, pauses: list[Pause], minutes: int | None, calendar: WorkingCalendar
) -> None:
    closed = anytime(started, stopped, pauses, stopped + HOUR, minutes=minutes, calendar=calendar)
    still_open = anytime(started, None, pauses, stopped, minutes=minutes, calendar=calendar)
    assert closed.is_met is (None if minutes is None else not still_open.is_overdue)
    assert closed.spent == still_open.spent


@given(MINUTES, st.lists(MINUTES, max_size=5), st.none() | MINUTES, MINUTES)
def test_the_clocks_of_the_next_word_follow_on_each_other_without_a_hole(
    reported: datetime, told: list[datetime], stopped: datetime | None, now: datetime
) -> None:
    clocks = read_word_clocks(
        reported=reported,
        told=told,
        stopped=stopped,
        pauses=[],
        target_minutes=60,
        around_the_clock=False,
        calendar=OFFICE,
        now=now,
        pausing_reasons=STOPPING,
    )
    assert clocks[0].started == reported
    assert clocks[-1].stopped == stopped
    assert [clock.stopped for clock in clocks[:-1]] == [clock.started for clock in clocks[1:]]
