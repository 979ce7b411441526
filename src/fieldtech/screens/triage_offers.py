"""What may be answered to each question of a triage, with what speaks for it beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldtech.config import Settings
from fieldtech.domain.checklists import Template
from fieldtech.domain.faults import Fault
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Impact, Mode, Nature, Urgency
from fieldtech.screens.triage_answers import NO_TEMPLATE, answer_to, templates_that_fit
from fieldtech.screens.typed_values import chosen_or_none
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.triage_column import Offer
from fieldtech.workflow.templates import load_templates
from fieldtech.workflow.triage import Candidate, candidates

_PAINS = {
    Urgency.HIGH: N_("work stands still, or data is in danger"),
    Urgency.MEDIUM: N_("work is hindered, but there is a way round"),
    Urgency.LOW: N_("it can wait for its turn"),
}
"""What each urgency means."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a fault and around it while it is triaged."""

    fault: Fault
    settings: Settings
    people: tuple[Candidate, ...] = ()
    templates: tuple[Template, ...] = ()


def known_about(store: Store, fault: Fault) -> Known:
    """Read who could have a fault and which lists there are; to be called off the UI thread."""
    folder = store.settings.checklist_folder
    library = load_templates(Path(folder).expanduser() if folder else None)
    return Known(fault, store.settings, candidates(store), library.templates)


def offers_for(word: str, texts: Texts, known: Known) -> tuple[Offer, ...]:
    """Give the answers to a question as it stands after the others."""
    return tuple(_OFFERS[word](texts, known))


def _natures(_texts: Texts, _known: Known) -> Iterator[Offer]:
    return (Offer(nature, label_of(nature)) for nature in Nature)


def _categories(texts: Texts, known: Known) -> Iterator[Offer]:
    if texts["nature"]:
        names = known.settings.categories_of(Nature(texts["nature"]).value)
        yield from (Offer(name, _(name)) for name in names)


def _impacts(_texts: Texts, known: Known) -> Iterator[Offer]:
    for impact in Impact:
        yield Offer(impact, label_of(impact), _("as reported") if impact is known.fault.facts.impact else "")


def _urgencies(_texts: Texts, known: Known) -> Iterator[Offer]:
    for urgency in Urgency:
        pain = _(_PAINS[urgency])
        is_told = urgency is known.fault.facts.urgency
        yield Offer(urgency, label_of(urgency), _("{meaning} (as reported)").format(meaning=pain) if is_told else pain)


def _modes(_texts: Texts, _known: Known) -> Iterator[Offer]:
    return (Offer(mode, label_of(mode)) for mode in Mode)


def _people(texts: Texts, known: Known) -> Iterator[Offer]:
    nature = chosen_or_none(texts, "nature", Nature)
    for each in known.people:
        load = _("{count} open").format(count=each.load)
        solved = each.solved.get(nature, 0) if nature else 0
        skill = _("{count} {nature} solved").format(count=solved, nature=label_of(nature)) if nature else ""
        name = _("{name} (you)").format(name=each.name) if each.is_me else each.name
        yield Offer(
            each.name, name, " · ".join(part for part in (load, skill if solved else "", label_of(each.role)) if part)
        )
    holder = known.fault.assignee
    if holder and all(each.name != holder for each in known.people):
        yield Offer(holder, holder, _("has it now"))
    yield Offer("", _("nobody yet"), is_none=True)


def _templates(texts: Texts, known: Known) -> Iterator[Offer]:
    category = answer_to(texts, "category").strip()
    for each in templates_that_fit(texts, known.fault, known.templates):
        count = _("{count} checks").format(count=len(each.items))
        fits = _("for {category}").format(category=_(category)) if category and category in each.categories else ""
        yield Offer(each.id, each.title.text(), " · ".join(part for part in (count, fits) if part))
    yield Offer(NO_TEMPLATE, _("none"), is_none=True)


_OFFERS = {
    "nature": _natures,
    "category": _categories,
    "impact": _impacts,
    "urgency": _urgencies,
    "mode": _modes,
    "assignee": _people,
    "template": _templates,
}
