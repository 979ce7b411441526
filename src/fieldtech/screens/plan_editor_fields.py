"""The fields of the plan editor, which complete from what is known and say how they are understood."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldtech.domain.checklists import Template
from fieldtech.domain.instants import month_word
from fieldtech.domain.plan_words import SEPARATORS, read_route
from fieldtech.domain.rhythms import HowOften, Rhythm, SortOfDay, WhichDay
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind
from fieldtech.screens.plan_texts import FIXED, FLOATING
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.checklist_field import ChecklistField
from fieldtech.widgets.choice_field import Choice, ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.line_field import Completer, LineField, Reader
from fieldtech.widgets.weekdays_field import WeekdaysField
from fieldtech.widgets.words_field import WordsField

PLAN_LABELS: Mapping[str, str] = {
    "title": N_("What is done"),
    "kind": N_("Kind"),
    "notes": N_("Notes"),
    "since": N_("Holds from"),
    "because": N_("Why changed"),
    "often": N_("How often"),
    "which": N_("Which"),
    "sort": N_("Weekday"),
    "date": N_("Day of month"),
    "weekdays": N_("Weekdays"),
    "month": N_("In month"),
    "every": N_("Every"),
    "own-rule": N_("Rule"),
    "place": N_("Place"),
    "asset": N_("Assets"),
    "people": N_("Who"),
    "template": N_("Checklist"),
    "at": N_("At what time"),
    "minutes": N_("Takes"),
    "from": N_("First day"),
    "until": N_("Last day"),
    "window-before": N_("Days before"),
    "window-after": N_("Days after"),
    "days-off": N_("On days off"),
    "counted": N_("Counted"),
    "zone": N_("Time zone"),
}
"""What the fields are called, by their names."""
KnownName = Callable[[str, str], Awaitable[str]]
"""Gives the most used place, asset or assignee (the first argument) that begins as typed; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the editor is for, and where it looks things up."""

    is_new: bool
    known_name: KnownName
    understood_day: Reader
    """Says how a typed day is understood."""
    understood_last_day: Reader
    """Says so where nothing means that there is none."""
    checklists: Sequence[Template]


def plan_fields(texts: Texts, asked: Asked) -> Iterator[FormField]:
    """Make the fields, in their order."""
    yield LineField("title", _label("title"), texts["title"])
    yield ChoiceField("kind", _label("kind"), choices_of(MaintenanceKind), texts["kind"])
    yield from _rhythm_fields(texts)
    yield from _target_fields(texts, asked)
    yield from _time_fields(texts, asked)
    yield WordsField("notes", _label("notes"), texts["notes"], rows=2)
    if not asked.is_new:
        yield LineField("since", _label("since"), texts["since"], read=asked.understood_day, is_replaced=True)
        yield LineField("because", _label("because"))


def _rhythm_fields(texts: Texts) -> Iterator[FormField]:
    yield ChoiceField("often", _label("often"), choices_of(HowOften), texts["often"])
    yield ChoiceField("which", _label("which"), choices_of(WhichDay), texts["which"])
    yield ChoiceField("sort", _label("sort"), choices_of(SortOfDay), texts["sort"])
    yield LineField("date", _label("date"), texts["date"], hint=_("1 to 31; empty: that of the first day"))
    yield WeekdaysField("weekdays", _label("weekdays"), texts["weekdays"])
    yield LineField("month", _label("month"), texts["month"])
    yield LineField("every", _label("every"), texts["every"], is_replaced=True, hint=_("1: each, 2: every other"))
    yield LineField("own-rule", _label("own-rule"), texts["own-rule"], hint="FREQ=MONTHLY;BYDAY=2TU")


def _target_fields(texts: Texts, asked: Asked) -> Iterator[FormField]:
    yield LineField("place", _label("place"), texts["place"], complete=complete_name("place", asked.known_name))
    yield LineField(
        "asset",
        _label("asset"),
        texts["asset"],
        read=route_words,
        complete=complete_names("asset", asked.known_name),
    )
    yield LineField("people", _label("people"), texts["people"], complete=complete_names("assignee", asked.known_name))
    yield ChecklistField("template", _label("template"), asked.checklists, texts["template"])


def _time_fields(texts: Texts, asked: Asked) -> Iterator[FormField]:
    counted = (Choice(FIXED, _("by the calendar")), Choice(FLOATING, _("from when the last was done")))
    yield LineField("at", _label("at"), texts["at"], is_replaced=True)
    yield LineField("minutes", _label("minutes"), texts["minutes"], hint=_("minutes: 90, or 1:30"))
    yield LineField("from", _label("from"), texts["from"], read=asked.understood_day, is_replaced=True)
    yield LineField("until", _label("until"), texts["until"], read=asked.understood_last_day)
    yield LineField("window-before", _label("window-before"), texts["window-before"], is_replaced=True,
                    hint=_("that it may be done"))  # fmt: skip
    yield LineField("window-after", _label("window-after"), texts["window-after"], is_replaced=True,
                    hint=_("that it is still in time"))  # fmt: skip
    yield ChoiceField("days-off", _label("days-off"), choices_of(DayOffPolicy), texts["days-off"])
    yield ChoiceField("counted", _label("counted"), counted, texts["counted"])
    yield LineField("zone", _label("zone"), texts["zone"], is_replaced=True)


def months_words(texts: Texts) -> str:
    """Say in which months it falls, as one is typed, or what may be typed."""
    month = texts["month"].strip()
    if not texts["often"] or not month.isdecimal() or not 1 <= int(month) <= 12:
        return _("1 to 12; empty: that of the first day")
    rhythm = Rhythm(often=HowOften(texts["often"]), month=int(month))
    return "= " + _(", ").join(map(month_word, rhythm.months))


def route_words(typed: str) -> str:
    """Say how many stops a route has, and where it ends: a range is seen written out."""
    route = read_route(typed)
    if len(route) < 2:
        return "" if typed.strip() else _("R1..R12, UPS-1: in walking order")
    count = ngettext("{n} stop", "{n} stops", len(route)).format(n=len(route))
    return f"= {count}: {route[0]} … {route[-1]}"


def complete_name(column: str, known_name: KnownName) -> Completer:
    """Complete a name of a column: "place", "asset" or "assignee"."""

    async def first_known(typed: str) -> str:
        return await known_name(column, typed)

    return first_known


def complete_names(column: str, known_name: KnownName) -> Completer:
    """Complete the last of several names."""

    async def first_known(typed: str) -> str:
        end = max(typed.rfind(separator) for separator in SEPARATORS) + 1
        begun = typed[end:].lstrip()
        found = await known_name(column, begun) if begun else ""
        return typed[: len(typed) - len(begun)] + found if found else ""

    return first_known


def _label(name: str) -> str:
    return _(PLAN_LABELS[name])
