"""What the calendar says: of a day, of its load, of what stands on it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from textual.content import Content

from fieldtech.domain.instants import duration_words, month_word, weekday_words
from fieldtech.domain.occurrences import Progress
from fieldtech.domain.planned_occurrences import Load, PlannedOccurrence, loads, local_day, zone_of_plan
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import OccurrenceState
from fieldtech.store.views.calendar import CalendarFault, CalendarFilters
from fieldtech.store.views.outages import OutageDay
from fieldtech.text import _, ngettext
from fieldtech.widgets.calendar_days import CalendarDays, Entry, NothingThere, YearFigures, is_moved_ahead
from fieldtech.widgets.fault_columns import CONFLICT

_LATE = (OccurrenceState.LATE, OccurrenceState.MISSED)
_MEANINGS = {
    OccurrenceState.DUE: "soon",
    OccurrenceState.STARTED: "soon",
    OccurrenceState.DONE: "done",
    OccurrenceState.SKIPPED: "quiet",
}


def short_day(day: date) -> str:
    """Name a day of the year, such as `20 Nov`."""
    return _("{day} {month}").format(day=day.day, month=month_word(day.month))


def long_day(day: date) -> str:
    """Name a day with its weekday, such as `Fri 20 Nov`."""
    return f"{weekday_words()[day.weekday()]} {short_day(day)}"


def full_day(day: date) -> str:
    """Name a day with its weekday and its year, such as `Fri 20 Nov 2026`."""
    weekday = weekday_words()[day.weekday()]
    return _("{weekday} {day} {year}").format(weekday=weekday, day=short_day(day), year=day.year)


def day_heading(day: date, days: CalendarDays) -> str:
    """Say of a day its week, its holiday, and that it is today."""
    parts = [long_day(day), _("week {week}").format(week=day.isocalendar().week)]
    if day == days.today:
        parts.append(_("today"))
    if day in days.holidays:
        parts.append(days.holidays[day].text() or _("day off"))
    if day in days.extra_workdays:
        parts.append(_("worked"))
    return " · ".join(parts)


def load_words(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Say what each person still has on a day, whoever has most first, and with what meaning."""
    counted = loads(each for each in entries if isinstance(each, PlannedOccurrence))
    return [_load(each) for each in sorted(counted, key=lambda each: (-each.minutes, -each.occurrences, each.person))]


def _load(load: Load) -> tuple[str, str]:
    name = one_line(load.person) or _("nobody")
    duration = f" · {duration_words(timedelta(minutes=load.minutes))}" if load.minutes else ""
    words = f"{name} {load.occurrences}{duration}"
    return (f"! {words}", "late") if load.is_too_much else (words, "" if load.person else "quiet")


def title_of(entry: Entry) -> str:
    """Say what something is, in one line."""
    if isinstance(entry, PlannedOccurrence):
        return (f"{CONFLICT} " if entry.has_conflict else "") + one_line(entry.facts.title or "")
    if isinstance(entry, CalendarFault):
        return f"{entry.number} {one_line(entry.title)}"
    if isinstance(entry, OutageDay):
        return one_line(f"{entry.outage.provider}: {entry.outage.title}")
    return _("nothing is planned")


def place_of(entry: Entry) -> str:
    """Say where it is: its assets, or its place."""
    if isinstance(entry, PlannedOccurrence):
        assets = entry.facts.assets or ()
        told = entry.facts.place or ""
        return one_line(told or ngettext("{n} asset", "{n} assets", len(assets)).format(n=len(assets))
                        if len(assets) > 1 else next(iter(assets), told))  # fmt: skip
    return one_line(entry.place) if isinstance(entry, CalendarFault) else ""


def people_of(entry: Entry) -> str:
    """Say who does it."""
    if isinstance(entry, PlannedOccurrence):
        return one_line(", ".join(entry.facts.people or ()))
    return one_line(entry.assignee) if isinstance(entry, CalendarFault) else ""


def state_of(entry: Entry, days: CalendarDays) -> tuple[str, str]:
    """Say where it stands, and with what meaning."""
    if isinstance(entry, PlannedOccurrence):
        return _occurrence_state(entry, days)
    if isinstance(entry, CalendarFault):
        return label_of(entry.status), "late" if entry.due_at < days.now else ""
    if isinstance(entry, OutageDay):
        return label_of(entry.outage.status), "quiet" if entry.outage.is_over else "soon"
    return "", ""


def _occurrence_state(entry: PlannedOccurrence, days: CalendarDays) -> tuple[str, str]:
    touched, today = entry.touched, days.today
    done_at = touched.done_at if touched else None
    if done_at is not None:
        done_on = local_day(done_at, zone_of_plan(entry.facts))
        at = f"{done_at.astimezone(days.zone):%H:%M}" if done_on == entry.day else short_day(done_on)
        return _("done {time}").format(time=at), "done"
    if entry.state in _LATE:
        is_put_off = touched is not None and touched.progress == Progress.DEFERRED
        n = (today - (max(entry.closes, entry.day) if is_put_off else entry.closes)).days
        late = ngettext("late {n} day", "late {n} days", n).format(n=n)
        return (late if entry.state is OccurrenceState.LATE else label_of(entry.state)), "late"
    if is_moved_ahead(entry, today):
        return _("from {day}").format(day=short_day(entry.slot)), ""
    if entry.state is OccurrenceState.DUE and entry.closes > today:
        return _("window to {day}").format(day=short_day(entry.closes)), "soon"
    if entry.is_expected:
        return _("expected"), "quiet"
    return label_of(entry.state), _MEANINGS.get(entry.state, "quiet")


def next_days(days: CalendarDays, day: date, most: int) -> Iterator[date]:
    """Give the days after one on which something stands."""
    found = 0
    for number in range(1, (days.until - day).days + 1):
        coming = day + timedelta(days=number)
        if days.on(coming):
            yield coming
            found += 1
            if found == most:
                return


def listed(days: CalendarDays, day: date) -> list[Entry]:
    """Give what stands on a day; where nothing does, that."""
    return list(days.on(day)) or [NothingThere(day)]


def filter_words(filters: CalendarFilters) -> list[str]:
    """Name what the calendar is narrowed to."""
    kind = label_of(filters.kind) if filters.kind else ""
    return [one_line(word) for word in (filters.person, filters.place, kind) if word]


def figure_words(figures: YearFigures, *, is_wide: bool) -> Content:
    """Say what of the year is done, late, and was done inside its window; and that mail waits, in its place."""
    told = [
        Content.styled(_("{n} late").format(n=figures.late), "$late") if figures.late else Content(""),
        Content(_("{done}/{n} done").format(done=figures.done, n=figures.due)) if figures.due else Content(""),
    ]
    if figures.unread:
        told.insert(1, Content.styled(_("{n} to read").format(n=figures.unread), "$soon"))
    done, due = figures.in_window
    if due and (is_wide or not figures.unread):
        told.append(Content(_("{percent} % in window").format(percent=round(100 * done / due))))
    return Content(" · ").join([part for part in told if part])
