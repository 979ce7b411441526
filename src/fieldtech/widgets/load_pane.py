"""The load: what each person still has to do on each day of a week, who has too much, and what stands on its days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from fieldtech.domain.instants import duration_figures, duration_words, weekday_words
from fieldtech.domain.planned_occurrences import FULL_DAY_MINUTES, Load, PlannedOccurrence, loads
from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.text import _
from fieldtech.widgets.calendar_days import CalendarDays, Entry, mark_of, time_of
from fieldtech.widgets.calendar_words import long_day, short_day, state_of, title_of
from fieldtech.widgets.day_cursor import DayCursor, day_bindings, first_of_week
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.year_layout import DAYS_A_WEEK

_NAME, _LONG_NAME, _SUM = 10, 16, 6
_LEAST_DAY, _MOST_DAY = 3, 8
_FIGURES_FROM = 6
"""From so many cells on a day has hours and minutes; below it has whole hours."""
_STATE = 16
_WIDE_FROM = 60
_DAY = timedelta(days=1)
Line = list[Cell]


class LoadPane(DayCursor, can_focus=True):
    """A week of work, person by person and day by day."""

    BINDINGS: ClassVar[list[BindingType]] = day_bindings("load", days=("left", "right"), weeks=("up", "down"))

    def __init__(self) -> None:
        super().__init__()
        self._laid_out: tuple[int, list[Line]] | None = None

    def watch_day(self, before: date, after: date) -> None:
        """Draw the day's column, or another week."""
        del before, after
        self._lay_out_anew()

    def watch_days(self) -> None:
        """Draw what stands there."""
        self._lay_out_anew()

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        width, height = self.size.width, self.size.height
        lines = self._lines_for(width)
        if len(lines) > height and y == height - 1:
            more = _("and {n} more").format(n=len(lines) - height + 1)
            return self.strip_of([Cell(f" {more}", "quiet")], width)
        return self.strip_of(lines[y] if y < len(lines) else (), width)

    def day_under(self, x: int, y: int) -> date | None:
        """Find the day of a column."""
        place = (x - _name_cells(self.size.width) - 1) // self._day_cells(self.size.width)
        return first_of_week(self.day) + place * _DAY if y > 0 and 0 <= place < DAYS_A_WEEK else None

    def _lay_out_anew(self) -> None:
        self._laid_out = None
        self.refresh()

    def _lines_for(self, width: int) -> list[Line]:
        """Lay the lines out once, not for each row of the screen."""
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = width, self._lines(width)
        return self._laid_out[1]

    def _lines(self, width: int) -> list[Line]:
        days = self.days
        monday = first_of_week(self.day)
        sunday = monday + (DAYS_A_WEEK - 1) * _DAY
        week = _("week {week}").format(week=monday.isocalendar().week)
        span = f"{short_day(monday)} – {short_day(sunday)}"
        lines: list[Line] = [[Cell(" " + _("Load") + " ", "strong"), Cell(f" {week} · {span}")]]
        if days is None:
            return lines
        people = loads_of_week(days, monday)
        lines += [self._headings(days, monday, width)]
        lines += [self._person(person, loaded, monday, width) for person, loaded in people.items()]
        if not people:
            lines += [[Cell(" " + _("nothing is to be done"), "quiet")]]
        over = [each for loaded in people.values() for each in loaded.values() if each.is_too_much]
        lines += [_overload(each, width) for each in sorted(over, key=lambda each: (each.day, each.person))]
        return [*lines, [], *_entries(days, monday, self.day, width)]

    def _headings(self, days: CalendarDays, monday: date, width: int) -> Line:
        cells, room = [Cell(" " * (_name_cells(width) + 1))], self._day_cells(width)
        for place, word in enumerate(weekday_words()):
            day = monday + place * _DAY
            looks = "cursor" if day == self.day else "quiet" if day in days.holidays else "strong"
            name = word if cell_width(word) < room else word[:2] if word.isascii() else word[-1]
            cells += [Cell(" " * (room - cell_width(name))), Cell(name, looks)]
        return [*cells, Cell(pad_to_cells(cut_to_cells(_("sum"), _SUM - 1), _SUM, "right"), "quiet")]

    def _person(self, person: str, loaded: Mapping[date, Load], monday: date, width: int) -> Line:
        name = one_line(person) or _("nobody")
        is_over = any(each.is_too_much for each in loaded.values())
        name_room, room = _name_cells(width), self._day_cells(width)
        cells = [Cell(" " + pad_to_cells(cut_to_cells(name, name_room - 1), name_room), "late" if is_over else "")]
        for place in range(DAYS_A_WEEK):
            load = loaded.get(monday + place * _DAY)
            looks = "late" if load and load.is_too_much else "" if load else "quiet"
            cells.append(Cell(pad_to_cells(_hours(load, room), room, "right"), looks))
        minutes = sum(each.minutes for each in loaded.values())
        told = duration_figures(timedelta(minutes=minutes)) if minutes else "+"
        return [*cells, Cell(pad_to_cells(told, _SUM, "right"), "strong" if minutes else "quiet")]

    def _day_cells(self, width: int) -> int:
        return max(_LEAST_DAY, min(_MOST_DAY, (width - 1 - _name_cells(width) - _SUM) // DAYS_A_WEEK))


def loads_of_week(days: CalendarDays, monday: date) -> dict[str, dict[date, Load]]:
    """Give what each person still has on the days of a week, whoever has most first; empty: nobody was named."""
    of_week = (entry for place in range(DAYS_A_WEEK) for entry in days.on(monday + place * _DAY))
    people: dict[str, dict[date, Load]] = defaultdict(dict)
    for each in loads(entry for entry in of_week if isinstance(entry, PlannedOccurrence)):
        people[each.person][each.day] = each
    minutes = {person: sum(each.minutes for each in loaded.values()) for person, loaded in people.items()}
    return dict(sorted(people.items(), key=lambda told: (not told[0], -minutes[told[0]], told[0])))


def _name_cells(width: int) -> int:
    return _LONG_NAME if width >= _WIDE_FROM else _NAME


def _hours(load: Load | None, room: int) -> str:
    """Write a day's hours, those begun counted whole where there is little room; `+` where no duration is told."""
    if load is None:
        return "·"
    if not load.minutes:
        return "+"
    told = duration_figures(timedelta(minutes=load.minutes)) if room >= _FIGURES_FROM else str(-(-load.minutes // 60))
    return f"{told}!" if load.is_too_much else told


def _overload(load: Load, width: int) -> Line:
    told, full = (duration_words(timedelta(minutes=minutes)) for minutes in (load.minutes, FULL_DAY_MINUTES))
    words = _("{person} {day}: {duration} of {full}").format(
        person=one_line(load.person) or _("nobody"), day=long_day(load.day), duration=told, full=full
    )
    return [Cell(" ! ", "late"), Cell(cut_to_cells(words, width - 4), "late")]


def _entries(days: CalendarDays, monday: date, at: date, width: int) -> Iterator[Line]:
    """List what stands on the days, the selected one first told in bold."""
    for place in range(DAYS_A_WEEK):
        day = monday + place * _DAY
        if days.on(day) or day == at:
            off = [days.holidays[day].text() or _("day off")] if day in days.holidays else []
            words = " · ".join([long_day(day), *off])
            yield [Cell(" " + cut_to_cells(words, width - 2), "strong" if day == at else "quiet")]
        for entry in days.on(day):
            yield list(_entry(entry, days, width))


def _entry(entry: Entry, days: CalendarDays, width: int) -> Iterator[Cell]:
    mark, at = mark_of(entry, days.now), time_of(entry, days.zone)
    state, meaning = state_of(entry, days) if width >= _WIDE_FROM else ("", "")
    room = max(8, width - 11 - (_STATE + 1 if state else 0))
    yield Cell(f"   {mark.sign} ", mark.meaning)
    yield Cell(f"{at:%H:%M} " if at else " " * 6, "quiet")
    yield Cell(pad_to_cells(cut_to_cells(title_of(entry), room - 1), room), "quiet" if mark.meaning == "done" else "")
    yield Cell(pad_to_cells(cut_to_cells(state, _STATE), _STATE, "right") if state else "", meaning)
