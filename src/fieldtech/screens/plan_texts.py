"""The plan editor's texts: what they mean as facts of a plan, and how the facts of a plan are spelled in them."""

from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_operations import LONGEST_WINDOW, PlanFacts
from fieldtech.domain.plan_words import read_names, read_route, read_wall_time, spell_names
from fieldtech.domain.plans import Plan
from fieldtech.domain.recurrence import NO_END
from fieldtech.domain.recurrence_rules import read_rule
from fieldtech.domain.rhythms import STEPS, HowOften, Rhythm, SortOfDay, WhichDay, read_rhythm
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind
from fieldtech.screens.dialogs.records import minutes_of
from fieldtech.screens.plan_dialogs import read_day
from fieldtech.screens.typed_values import naming, whole_number
from fieldtech.text import _
from fieldtech.widgets.form import Texts

RHYTHM_WORDS = ("often", "which", "sort", "date", "month", "weekdays", "every", "own-rule")
"""The fields that say together how it recurs."""
FIXED, FLOATING = "fixed", "floating"
USUAL_TIME = time(9)
_MOST_EVERY, _MONTHS, _LAST_DATE = 1000, 12, 31
Word = TypeVar("Word", bound=StrEnum)


def new_texts(first: date, zone: str) -> Texts:
    """What stands in the form of a new plan that counts from a day."""
    return {
        **dict.fromkeys(("title", "kind", "place", "asset", "minutes", "template", "people", "until", "notes"), ""),
        **_rhythm_texts(Rhythm(often=HowOften.DAILY), first),
        "often": "",
        "at": f"{USUAL_TIME:%H:%M}",
        "counted": FIXED,
        "window-before": "0",
        "window-after": "0",
        "days-off": DayOffPolicy.KEEP.value,
        "from": first.isoformat(),
        "zone": zone,
    }


def texts_of(plan: Plan) -> Texts:
    """Spell the facts of a plan as the form's texts."""
    facts = plan.facts
    first = facts.first or NO_END
    rhythm = read_rhythm(facts.rule or "") or Rhythm(often=HowOften.BY_RULE)
    return {
        **_rhythm_texts(rhythm, first),
        "title": facts.title or "",
        "kind": str(facts.kind or ""),
        "own-rule": facts.rule or "" if rhythm.often is HowOften.BY_RULE else "",
        "place": facts.place or "",
        "asset": spell_names(facts.assets or ()),
        "at": f"{facts.at or USUAL_TIME:%H:%M}",
        "minutes": str(facts.minutes or ""),
        "counted": FLOATING if facts.is_floating else FIXED,
        "window-before": str(facts.window_before or 0),
        "window-after": str(facts.window_after or 0),
        "days-off": str(facts.days_off or DayOffPolicy.KEEP),
        "template": facts.template or "",
        "people": spell_names(facts.people or ()),
        "from": first.isoformat(),
        "until": "" if facts.until in (None, NO_END) else str(facts.until),
        "zone": facts.zone or "",
        "notes": facts.notes or "",
    }


def _rhythm_texts(rhythm: Rhythm, first: date) -> Texts:
    return {
        "often": rhythm.often.value,
        "which": rhythm.which.value,
        "sort": (rhythm.sort if rhythm.which is not WhichDay.BY_DATE else tuple(SortOfDay)[first.weekday()]).value,
        "date": str(rhythm.date or ""),
        "month": str(rhythm.month or ""),
        "weekdays": "\n".join(rhythm.weekdays),
        "every": str(rhythm.every),
        "own-rule": "",
    }


def facts_of(texts: Texts, before: Texts, today: date) -> PlanFacts:
    """Read the facts that are said otherwise than before; all that is said, where nothing was before.

    Raises:
        RuleViolation: something can't be read; it names the field.
    """
    said: dict[str, object] = {}
    for fact, (words, read) in _READERS.items():
        if any(texts[word].strip() != before.get(word, "").strip() for word in words):
            said[fact] = read(texts)
    if texts["from"].strip() != before.get("from", ""):
        said["first"] = _day(texts, "from", today)
    if texts["until"].strip() != before.get("until", ""):
        said["until"] = _day(texts, "until", today) if texts["until"].strip() else NO_END
    if texts["often"] and any(texts[word].strip() != before.get(word, "") for word in (*RHYTHM_WORDS, "counted")):
        said["rule"] = rule_of(texts, today)
    return PlanFacts(**said)  # type: ignore[arg-type]


def rule_of(texts: Texts, today: date) -> str:
    """Spell how it recurs as a rule.

    Raises:
        RuleViolation: something of it can't be read.
    """
    if texts["often"] == HowOften.BY_RULE:
        with naming("own-rule"):
            return read_rule(texts["own-rule"]).text
    rhythm = _rhythm_of(texts)
    first = _day(texts, "from", today)
    is_distance = texts["counted"] == FLOATING and rhythm.is_distance
    return rhythm.rule if is_distance else rhythm.counted_from(first).rule


def shown_words(texts: Texts) -> frozenset[str]:
    """Name the fields of how it recurs that are asked for, as the others stand."""
    often = texts["often"]
    if not often or often == HowOften.BY_RULE:
        return frozenset({"often", "own-rule"} if often else {"often"})
    shown = {"often"}
    if often == HowOften.WEEKLY:
        shown.add("weekdays")
    elif often != HowOften.DAILY:
        shown |= {"which", "date" if texts["which"] == WhichDay.BY_DATE else "sort"}
    if HowOften(often) in STEPS:
        shown.add("month")
    if often not in (HowOften.QUARTERLY, HowOften.HALF_YEARLY):
        shown.add("every")
    return frozenset(shown)


def _rhythm_of(texts: Texts) -> Rhythm:
    shown = shown_words(texts)
    every = _number(texts, "every", 1, _MOST_EVERY) if "every" in shown else 1
    which = WhichDay(texts["which"]) if "which" in shown else WhichDay.BY_DATE
    return Rhythm(
        often=HowOften(texts["often"]),
        every=every or 1,
        weekdays=tuple(SortOfDay(word) for word in texts["weekdays"].split()) if "weekdays" in shown else (),
        which=which,
        sort=SortOfDay(texts["sort"]) if "sort" in shown else SortOfDay.ANY,
        date=_number(texts, "date", 1, _LAST_DATE) if "date" in shown else 0,
        month=_number(texts, "month", 1, _MONTHS) if "month" in shown else 0,
    )


def _day(texts: Texts, word: str, today: date) -> date:
    with naming(word):
        return read_day(texts[word], today)


def _number(texts: Texts, word: str, least: int, most: int) -> int:
    """Give a number within bounds; nothing typed is 0."""
    if not texts[word].strip():
        return 0
    sentence = _("It is a number from {least} to {most}.").format(least=least, most=most)
    number = whole_number(texts, word, sentence)
    if not least <= number <= most:
        raise RuleViolation(sentence, (word,))
    return number


def _time_of(texts: Texts) -> time | None:
    return read_wall_time(texts["at"]) if texts["at"].strip() else None


def _minutes_of(texts: Texts) -> int:
    return minutes_of(texts) if texts["minutes"].strip() else 0


def _chosen(word: str, vocabulary: type[Word]) -> Callable[[Texts], Word | None]:
    return lambda texts: vocabulary(texts[word]) if texts[word] else None


def _window(word: str) -> Callable[[Texts], int]:
    return lambda texts: _number(texts, word, 0, LONGEST_WINDOW)


def _typed(word: str) -> Callable[[Texts], str]:
    return lambda texts: texts[word].strip()


_READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Texts], Any]]] = {
    "title": (("title",), _typed("title")),
    "kind": (("kind",), _chosen("kind", MaintenanceKind)),
    "at": (("at",), _time_of),
    "zone": (("zone",), _typed("zone")),
    "is_floating": (("counted",), lambda texts: texts["counted"] == FLOATING),
    "days_off": (("days-off",), _chosen("days-off", DayOffPolicy)),
    "window_before": (("window-before",), _window("window-before")),
    "window_after": (("window-after",), _window("window-after")),
    "minutes": (("minutes",), _minutes_of),
    "assets": (("asset",), lambda texts: read_route(texts["asset"])),
    "place": (("place",), _typed("place")),
    "template": (("template",), _typed("template")),
    "people": (("people",), lambda texts: read_names(texts["people"])),
    "notes": (("notes",), _typed("notes")),
}
"""For each fact the fields that it is read from, and how."""
