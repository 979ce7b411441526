"""What makes a checklist template usable: every flaw is named with the key where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fieldtech.domain.checklists import Condition, Localised, ReadingKind, ReadingSpec, Template, TemplateItem
from fieldtech.domain.errors import InvalidTemplate
from fieldtech.text import _

MAX_ITEMS = 100
MAX_VERSION = 999_999
MAX_WORDS = 500
"""Longest title, item or hint, in characters: the whole template goes into the journal with each use."""

_ID = re.compile(r"[a-z][a-z0-9-]{1,47}")
_WIDEST_LIMIT = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class TemplateFlaw:
    """What is wrong with a template, and where."""

    key: str
    """Such as `items.3.reading.low`, items counted from 1."""
    reason: str


def check_template(template: Template, *, in_both_languages: bool = True) -> None:
    """Refuse a template that no checklist can be made from.

    Args:
        in_both_languages: Ask for English and Chinese; otherwise one of them will do.

    Raises:
        InvalidTemplate: names the template and all its flaws.
    """
    flaws = find_flaws(template, in_both_languages=in_both_languages)
    if flaws:
        listed = "; ".join(f"{flaw.key}: {flaw.reason}" for flaw in flaws)
        raise InvalidTemplate(_("The template “{id}” can't be used: {flaws}.").format(id=template.id, flaws=listed))


def find_flaws(template: Template, *, in_both_languages: bool = True) -> tuple[TemplateFlaw, ...]:
    """Name all that is wrong with a template; empty: it can be used."""
    return tuple(_flaws(template, in_both_languages))


def _flaws(template: Template, in_both_languages: bool) -> Iterator[TemplateFlaw]:
    yield from _flaws_of_id("id", template.id)
    if not 1 <= template.version <= MAX_VERSION:
        yield TemplateFlaw("version", _("it must be 1 to {count}").format(count=MAX_VERSION))
    yield from _flaws_of_words("title", template.title, in_both_languages)
    if not all(word.strip() for word in template.keywords):
        yield TemplateFlaw("keywords", _("one of them is empty, and would fit every fault"))
    if not 1 <= len(template.items) <= MAX_ITEMS:
        yield TemplateFlaw("items", _("there must be 1 to {count}").format(count=MAX_ITEMS))
    for position, item in enumerate(template.items[:MAX_ITEMS]):
        yield from _flaws_of_item(f"items.{position + 1}", item, template.items[:position], in_both_languages)


def _flaws_of_item(
    key: str, item: TemplateItem, earlier: Sequence[TemplateItem], in_both_languages: bool
) -> Iterator[TemplateFlaw]:
    yield from _flaws_of_id(f"{key}.id", item.id)
    if any(item.id == each.id for each in earlier):
        yield TemplateFlaw(f"{key}.id", _("“{id}” is taken by an earlier item").format(id=item.id))
    yield from _flaws_of_words(f"{key}.text", item.text, in_both_languages)
    if item.hint is not None:
        yield from _flaws_of_words(f"{key}.hint", item.hint, in_both_languages)
    if item.when is not None:
        yield from _flaws_of_condition(f"{key}.when", item.when, earlier)
    if item.reading is not None:
        yield from _flaws_of_reading(f"{key}.reading", item.reading)


def _flaws_of_id(key: str, name: str) -> Iterator[TemplateFlaw]:
    if not _ID.fullmatch(name):
        yield TemplateFlaw(key, _("it must be 2 to 48 lower-case letters, digits and hyphens, a letter first"))


def _flaws_of_words(key: str, words: Localised, in_both_languages: bool) -> Iterator[TemplateFlaw]:
    spoken = {"en": words.en.strip(), "zh_CN": words.zh_CN.strip()}
    if not any(spoken.values()):
        yield TemplateFlaw(key, _("it is empty"))
    elif in_both_languages:
        yield from (TemplateFlaw(f"{key}.{language}", _("it is empty")) for language in spoken if not spoken[language])
    for language, text in spoken.items():
        if len(text) > MAX_WORDS:
            reason = _("it is longer than {count} characters").format(count=MAX_WORDS)
            yield TemplateFlaw(f"{key}.{language}", reason)


def _flaws_of_condition(key: str, condition: Condition, earlier: Sequence[TemplateItem]) -> Iterator[TemplateFlaw]:
    """A condition may only look back: so there are no circles, and answering never hides what stands above."""
    if not any(condition.item == each.id for each in earlier):
        yield TemplateFlaw(f"{key}.item", _("no earlier item is called “{id}”").format(id=condition.item))
    if not condition.results:
        yield TemplateFlaw(f"{key}.results", _("it names no answer, so the item would never be asked"))


def _flaws_of_reading(key: str, spec: ReadingSpec) -> Iterator[TemplateFlaw]:
    limits = {"low": spec.low, "warn_low": spec.warn_low, "warn_high": spec.warn_high, "high": spec.high}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    if spec.kind is ReadingKind.TEXT and (given or spec.unit):
        yield TemplateFlaw(key, _("a reading in words has no limits and no unit"))
        return
    wild = [name for name, limit in given.items() if not limit.is_finite() or limit.copy_abs() > _WIDEST_LIMIT]
    yield from (TemplateFlaw(f"{key}.{name}", _("it is no number that can be measured")) for name in wild)
    if not wild and list(given.values()) != sorted(given.values()):
        order = " ≤ ".join(given)
        yield TemplateFlaw(key, _("the limits must be in order: {order}").format(order=order))
