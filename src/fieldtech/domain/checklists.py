"""Checklists: what a template asks, which items apply after the answers so far, and which answer may stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from fieldtech.domain.checklist_readings import ReadingKind, ReadingSpec, describe_limits, judge_reading
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.words import CheckResult, Nature
from fieldtech.text import _, current_language

__all__ = [
    "ChecklistProgress",
    "Condition",
    "Localised",
    "Purpose",
    "ReadingKind",
    "ReadingSpec",
    "Template",
    "TemplateItem",
    "applicable_items",
    "check_can_answer",
    "check_is_asked",
    "failed_items",
    "find_item",
    "recorded_template",
    "suggested_result",
    "summarise_answers",
    "unanswered_required",
]

Results = Mapping[str, CheckResult]
"""The answers so far, by item id."""


class Purpose(StrEnum):
    """Which kind of work a template is for."""

    HANDLING = "handling"
    """The standard routine for a fault (PROCESS S3.3)."""
    VERIFICATION = "verification"
    """The check of the system before sign-off (PROCESS S3.4)."""
    MAINTENANCE = "maintenance"
    """Planned maintenance and inspection (PROCESS S3.6)."""


class Localised(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words in the languages that the program speaks."""

    en: str = ""
    zh_CN: str = ""  # noqa: N815 (the language's code)

    def text(self, language: str | None = None) -> str:
        """Return the words in a language, or else in the other one. None: the language in use."""
        wanted, other = (self.zh_CN, self.en) if (language or current_language()) == "zh_CN" else (self.en, self.zh_CN)
        return wanted or other


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item is asked only when an earlier one was answered so."""

    item: str
    results: tuple[CheckResult, ...]


class TemplateItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One check: a statement that holds, or doesn't."""

    id: str
    text: Localised
    required: bool = True
    """False: the list is complete without it."""
    reading: ReadingSpec | None = None
    """None: nothing is measured."""
    when: Condition | None = None
    """None: it is always asked."""
    hint: Localised | None = None
    """How it is done, or why."""


class Template(msgspec.Struct, frozen=True, omit_defaults=True):
    """A checklist as it is written once and put on many faults."""

    id: str
    version: int
    title: Localised
    nature: Nature
    items: tuple[TemplateItem, ...]
    purpose: Purpose = Purpose.HANDLING
    categories: tuple[str, ...] = ()
    """The sub-categories that it is meant for."""
    keywords: tuple[str, ...] = ()
    """Words of a report that speak for it, in any language."""


@dataclass(frozen=True, slots=True)
class ChecklistProgress:
    """How far a checklist is, counting only the items that apply."""

    answered: int
    applicable: int
    failed: int
    attention: int
    required_open: int

    @property
    def is_complete(self) -> bool:
        """Every required item is answered."""
        return self.required_open == 0


def applicable_items(items: Sequence[TemplateItem], results: Results) -> tuple[TemplateItem, ...]:
    """Return the items that are asked after these answers, in the list's order.

    A condition looks at earlier items only, and an item that is not asked itself opens no other.
    """
    asked: list[TemplateItem] = []
    counted: dict[str, CheckResult] = {}
    for item in items:
        if item.when is None or counted.get(item.when.item) in item.when.results:
            asked.append(item)
            if item.id in results:
                counted[item.id] = results[item.id]
    return tuple(asked)


def unanswered_required(items: Sequence[TemplateItem], results: Results) -> tuple[TemplateItem, ...]:
    """Return the required items that apply and have no answer."""
    return tuple(item for item in applicable_items(items, results) if item.required and item.id not in results)


def failed_items(items: Sequence[TemplateItem], results: Results) -> tuple[TemplateItem, ...]:
    """Return the items that apply and were answered *fail*."""
    return tuple(item for item in applicable_items(items, results) if results.get(item.id) is CheckResult.FAIL)


def summarise_answers(items: Sequence[TemplateItem], results: Results) -> ChecklistProgress:
    """Count what is answered, failed and open among the items that apply."""
    asked = applicable_items(items, results)
    answers = [results[item.id] for item in asked if item.id in results]
    return ChecklistProgress(
        answered=len(answers),
        applicable=len(asked),
        failed=answers.count(CheckResult.FAIL),
        attention=answers.count(CheckResult.ATTENTION),
        required_open=len(unanswered_required(items, results)),
    )


def find_item(items: Sequence[TemplateItem], name: str) -> TemplateItem:
    """Find an item by its id, its number in the list (from 1), or the beginning of its id, if only one begins so.

    Raises:
        UnknownName: the list has no such item, or several.
    """
    wanted = name.strip()
    exact = [item for position, item in enumerate(items, start=1) if wanted in (item.id, str(position))]
    fitting = exact or [item for item in items if wanted and item.id.startswith(wanted)]
    if exact or len(fitting) == 1:
        return fitting[0]
    known = ", ".join(item.id for item in fitting or items)
    if fitting:
        raise UnknownName(_("“{name}” may be any of {known}.").format(name=wanted, known=known))
    raise UnknownName(_("The checklist has no item “{name}”; it has: {known}.").format(name=wanted[:40], known=known))


def check_is_asked(items: Sequence[TemplateItem], item: TemplateItem, results: Results) -> None:
    """Refuse an answer to an item that does not apply after the answers so far.

    Raises:
        RuleViolation: its condition is not met; `missing` names the item that it hangs on.
    """
    if item.when is None or item in applicable_items(items, results):
        return
    before = next((each for each in items if each.id == item.when.item), None)
    raise RuleViolation(
        _("“{item}” is asked only when “{before}” was answered {results}.").format(
            item=item.text.text(),
            before=before.text.text() if before else item.when.item,
            results=" / ".join(_(result.value) for result in item.when.results),
        ),
        (item.when.item,),
    )


def check_can_answer(item: TemplateItem, result: CheckResult, reading: str = "") -> None:
    """Refuse an answer that lacks its reading or contradicts it.

    *Not applicable* has no reading; *fail* may do without one, for what could not be measured. Limits overrule a
    *pass*, never a technician's caution.

    Args:
        reading: As typed; empty: none.

    Raises:
        RuleViolation: says what is wrong and what would do.
    """
    words = item.text.text()
    if item.reading is None or result is CheckResult.NOT_APPLICABLE:
        if reading.strip():
            raise RuleViolation(_("“{item}” takes no reading with this answer: put it in a note.").format(item=words))
    elif reading.strip():
        _check_reading_agrees(words, item.reading, result, reading.strip())
    elif result is not CheckResult.FAIL:
        raise RuleViolation(_("“{item}” needs a reading.").format(item=words), ("reading",))


def _check_reading_agrees(words: str, spec: ReadingSpec, result: CheckResult, reading: str) -> None:
    judged = judge_reading(spec, reading)
    if result is CheckResult.PASS and judged is not CheckResult.PASS:
        limits = f"{describe_limits(spec)} {spec.unit}".strip()
        raise RuleViolation(
            _("{reading} is outside the limits of “{item}” ({limits}): answer attention or fail.").format(
                reading=reading, item=words, limits=limits
            )
        )


def suggested_result(item: TemplateItem, reading: str) -> CheckResult | None:
    """Say what a reading speaks for; None: nothing is read here.

    Raises:
        RuleViolation: what was typed is no such reading.
    """
    return judge_reading(item.reading, reading) if item.reading and reading.strip() else None


def recorded_template(template: Template) -> Template:
    """Return a template as a fault keeps it: without the words that only serve to find it."""
    return msgspec.structs.replace(template, keywords=(), categories=())
