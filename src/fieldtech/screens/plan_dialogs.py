"""What the calendar asks: which day to go to, and what to show."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.recurrence import FIRST_DAY, LAST_DAY
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import MaintenanceKind
from fieldtech.screens.base import Dialog
from fieldtech.store.views.calendar import CalendarFilters
from fieldtech.store.views.faults import known_words
from fieldtech.store.views.people import people_names
from fieldtech.text import N_, _
from fieldtech.widgets.calendar_words import full_day
from fieldtech.widgets.choice_field import Choice, ChoiceField, choices_of
from fieldtech.widgets.day_cursor import plus_days
from fieldtech.widgets.form import Form
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.line_field import LineField


class GoToDayDialog(Dialog[date]):
    """One line, in which nothing means today."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.heading = _("Which day: such as 2026-03-31, 3-31, 31 or +7; nothing is today")
        self._today = today
        self._form = Form([LineField("day", _("Day"), "", read=lambda typed: understood_day(typed, today))])

    def compose_fields(self) -> ComposeResult:
        """Lay out the line."""
        yield self._form

    def on_mount(self) -> None:
        """Begin to type."""
        self._form.enter()

    @on(Form.Completed)
    def answer(self) -> None:
        """Go there, or say what is expected."""
        try:
            self.dismiss(read_day(self._form.texts["day"], self._today))
        except RuleViolation as refusal:
            self._form.refuse(refusal)


def understood_day(typed: str, today: date) -> str:
    """Say how a typed day is understood, while it is typed; empty: not yet."""
    try:
        day = read_day(typed, today)
    except RuleViolation:
        return ""
    return f"= {full_day(day)}"


def read_day(typed: str, today: date) -> date:
    """Read a day: whole, without its year or month, or as a distance from today.

    Raises:
        RuleViolation: it is none.
    """
    text = typed.strip()
    if not text:
        return today
    try:
        if text[0] in "+-":
            return plus_days(today, int(text))
        parts = [int(part) for part in text.replace("/", "-").replace(".", "-").split("-")]
        day = date(*(today.year, today.month, today.day)[: 3 - len(parts)], *parts)
    except (ValueError, TypeError, OverflowError):
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise RuleViolation(_("“{day}” is no day such as 2026-03-31.").format(day=one_line(typed)[:40]), ("day",))
    return day


class CalendarFilterDialog(Dialog[CalendarFilters]):
    """Choose whose work is shown, where, and of what kind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", N_("Show"), priority=True, tooltip=N_("Show what is chosen."),
                id="calendar_filter.apply"),
    ]  # fmt: skip

    def __init__(self, filters: CalendarFilters) -> None:
        super().__init__()
        self.heading = _("What to show")
        self._form = Form(self._fields(filters))

    def compose_fields(self) -> ComposeResult:
        """Lay out the lines."""
        yield self._form

    def on_mount(self) -> None:
        """Begin at the first line."""
        self._form.enter()

    def action_apply(self) -> None:
        """Answer."""
        texts = self._form.texts
        kind = MaintenanceKind(texts["kind"]) if texts["kind"] else None
        self.dismiss(CalendarFilters(texts["person"].strip(), texts["place"].strip(), kind))

    def _fields(self, filters: CalendarFilters) -> Iterable[FormField]:
        kinds = [Choice("", _("any")), *choices_of(MaintenanceKind)]
        yield LineField("person", _("Who"), filters.person, complete=self._complete_person)
        yield LineField("place", _("Place"), filters.place, complete=self._complete_place)
        yield ChoiceField("kind", _("Kind"), kinds, filters.kind or "")

    async def _complete_person(self, typed: str) -> str:
        names = await self.read(people_names)
        known = sorted(names.people.values()) if names else []
        return next((name for name in known if name.casefold().startswith(typed.casefold())), "")

    async def _complete_place(self, typed: str) -> str:
        words = await self.read(known_words, "place", typed, limit=1)
        return words[0] if words else ""
