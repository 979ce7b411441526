"""Instants: reading what people write, refusing what can't be meant, and saying them in words and canonical text."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from fieldtech.domain.errors import RuleViolation, UnreadableInstant
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.text import N_, _

if TYPE_CHECKING:
    from fieldtech.domain.instant_phrases import WallClock

FUTURE_TOLERANCE = timedelta(minutes=5)
"""How far two honest clocks may differ."""

_YEARS = range(1970, 2200)
_LONGEST = 80
_CANONICAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z", re.ASCII)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
# fmt: off
_MONTHS = (N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
           N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"))
# fmt: on


def parse_instant(text: str, *, zone: tzinfo, now: datetime) -> datetime:
    """Read an instant that a person or a script wrote.

    Takes ISO 8601 with or without an offset, a date with the year first, and words of English and Chinese such as
    `14:05`, `yesterday 14:05`, `10 min ago`, `昨天 14:05`, `10分钟前`, whatever the language in use. An hour that the
    end of summer time brings twice is the first of the two.

    Args:
        zone: What a time without an offset is told in.
        now: What distances and days in words start from.

    Returns:
        An instant in UTC.

    Raises:
        UnreadableInstant: The text tells none, one that doesn't exist, or one that can be read in two ways.
    """
    try:
        return _read(_plain(text), zone, now)
    except UnreadableInstant as error:
        raise UnreadableInstant(_with_examples(str(error), zone, now)) from error


def check_not_in_future(
    instant: datetime, now: datetime, zone: tzinfo, tolerance: timedelta = FUTURE_TOLERANCE
) -> None:
    """Refuse an instant of something done that lies ahead.

    Raises:
        RuleViolation: It lies more than `tolerance` after now.
    """
    if instant > now + tolerance:
        raise RuleViolation(
            _("{instant} lies in the future; it is {now} now.").format(
                instant=local_text(instant, zone), now=local_text(now, zone)
            )
        )


def utc_from_local(local: datetime, zone: tzinfo) -> datetime:
    """Find the instant at which a zone's clocks show a time: the first of two, or the end of a gap that skips it.

    Args:
        local: Without a zone.
    """
    before, after = (local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
    if before >= after:
        return (local - before).replace(tzinfo=UTC)
    return _end_of_gap((local - after).replace(tzinfo=UTC), (local - before).replace(tzinfo=UTC), zone)


def existing_instant(local: datetime, zone: tzinfo) -> datetime:
    """Find the instant at which a zone's clocks show a time, the first of two.

    Args:
        local: Without a zone.

    Raises:
        UnreadableInstant: They never show it, since they were put forward over it.
    """
    instant = utc_from_local(local, zone)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == local:
        return instant
    raise UnreadableInstant(
        _("There is no {time} on that day: the clocks of {zone} were put forward then.").format(
            time=f"{local:%H:%M}", zone=zone
        )
    )


def local_text(instant: datetime, zone: tzinfo) -> str:
    """Spell an instant to the minute in a zone, such as `2026-11-22 14:05`."""
    try:
        return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
    except OverflowError:  # At the ends of the calendar a zone may have no such day.
        return utc_text(instant)


def utc_text(instant: datetime) -> str:
    """Spell an instant canonically: `2026-11-22T06:05:11Z`, with six digits of a second where it has a fraction."""
    try:
        plain = instant.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # Told with an offset it may lie beyond the ends of the calendar.
        plain = datetime.min if instant.year == 1 else datetime.max  # noqa: DTZ901
    return plain.isoformat() + "Z"


def read_utc_text(text: str) -> datetime:
    """Read what `utc_text` spelled, and nothing else.

    Raises:
        UnreadableInstant: The text is spelled otherwise.
    """
    try:
        instant = datetime.fromisoformat(text) if _CANONICAL.fullmatch(text) else None
    except ValueError:
        instant = None
    if instant is None or utc_text(instant) != text:
        raise UnreadableInstant(_("“{text}” is no instant in UTC.").format(text=_quoted(text)))
    return instant


def in_words(due: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when something is due, for a sentence: `2 h late`, `in 40 min`, `Mon 10:30`, `3 Dec 10:30`."""
    if due < now:
        return _late(now - due)
    local = _localised(due, zone)
    if _is_near(due, now, zone):
        return _("in {time}").format(time=_rough(due - now))
    return _("{day} {time}").format(day=_day_words(due, now, zone), time=f"{local:%H:%M}")


def due_words(due: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when something is due, for a narrow column: `2 h late`, `40 min`, `3 h`, `Mon`, `3 Dec`."""
    if due < now:
        return _late(now - due)
    return _rough(due - now) if _is_near(due, now, zone) else _day_words(due, now, zone)


def weekday_word(instant: datetime, zone: tzinfo) -> str:
    """Name the day of the week, such as `Mon`."""
    return _(_WEEKDAYS[_localised(instant, zone).weekday()])


def weekday_words() -> tuple[str, ...]:
    """Name the seven days of the week from Monday, such as `Mon`."""
    return tuple(_(word) for word in _WEEKDAYS)


def month_word(month: int) -> str:
    """Name a month from 1 to 12, such as `Jan`."""
    return _(_MONTHS[month - 1])


def duration_words(duration: timedelta) -> str:
    """Say a duration to the minute below: `1 h 55 min`, `55 min`, `2 h`."""
    hours, minutes = divmod(duration // _MINUTE, 60)
    if not hours:
        return _("{minutes} min").format(minutes=minutes)
    if not minutes:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def duration_figures(duration: timedelta) -> str:
    """Spell a duration as hours and minutes, such as `0:42`."""
    hours, minutes = divmod(duration // _MINUTE, 60)
    return f"{hours}:{minutes:02}"


def _plain(text: str) -> str:
    """Bring full-width digits and signs, capitals and blanks to one form."""
    if len(text) > _LONGEST:
        raise UnreadableInstant(_("The text is too long for a date and a time."))
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not words:
        raise UnreadableInstant(_("No date or time is told."))
    return words


def _read(words: str, zone: tzinfo, now: datetime) -> datetime:
    # Its patterns take 4 ms to compile, and what only shows instants reads none.
    from fieldtech.domain.instant_phrases import read_distance, read_wall_clock

    distance = read_distance(words)
    try:
        if distance == timedelta(0):
            return now.astimezone(UTC)
        if distance is not None:
            return _checked_year((now.astimezone(UTC) + distance).replace(microsecond=0), words)
        wall_clock = read_wall_clock(words, now.astimezone(zone).date())
    except OverflowError as error:
        raise UnreadableInstant(_("“{text}” is too far away.").format(text=_quoted(words))) from error
    if wall_clock is None:
        raise UnreadableInstant(_("“{text}” is no date and time.").format(text=_quoted(words)))
    return _instant_of(wall_clock, words, zone)


def _instant_of(wall_clock: "WallClock", words: str, zone: tzinfo) -> datetime:
    local, offset = wall_clock
    _checked_year(local, words)
    return existing_instant(local, zone) if offset is None else (local - offset).replace(tzinfo=UTC)


def _checked_year(told: datetime, words: str) -> datetime:
    if told.year not in _YEARS:
        raise UnreadableInstant(_("“{text}” is too far away.").format(text=_quoted(words)))
    return told


def _end_of_gap(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """Find the instant between the two at which the clocks are put forward."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _with_examples(sentence: str, zone: tzinfo, now: datetime) -> str:
    today = f"{now.astimezone(zone):%Y-%m-%d}"
    examples = _("Write it such as {today} 14:05, 14:05, yesterday 14:05 or 10 min ago.").format(today=today)
    return _("{sentence} {more}").format(sentence=sentence, more=examples)


def _quoted(text: str) -> str:
    return cut_to_cells(one_line(text), 40)


def _late(late: timedelta) -> str:
    return _("{time} late").format(time=_rough(late))


def _rough(duration: timedelta) -> str:
    """Say a duration in its largest unit, never as nothing."""
    if duration < _HOUR:
        return _("{minutes} min").format(minutes=max(1, duration // _MINUTE))
    if duration < 2 * _DAY:
        return _("{hours} h").format(hours=duration // _HOUR)
    return _("{days} d").format(days=duration // _DAY)


def _is_near(due: datetime, now: datetime, zone: tzinfo) -> bool:
    """Tell whether a distance says more than a day: within twelve hours, or later today."""
    return due - now < 12 * _HOUR or _localised(due, zone).date() == _localised(now, zone).date()


def _day_words(due: datetime, now: datetime, zone: tzinfo) -> str:
    local, today = _localised(due, zone), _localised(now, zone).date()
    if (local.date() - today).days < 7:
        return weekday_word(due, zone)
    if local.year != today.year:
        return f"{local:%Y-%m-%d}"
    return _("{day} {month}").format(day=local.day, month=_(_MONTHS[local.month - 1]))


def _localised(instant: datetime, zone: tzinfo) -> datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError:
        return instant
