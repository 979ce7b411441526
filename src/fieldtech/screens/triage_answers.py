"""The answers of a triage while they are given: kept as texts, and in the end made into what is recorded."""

from collections.abc import Iterable

from fieldtech.config import Settings
from fieldtech.domain.assessments import check_priority_override, suggest_priority
from fieldtech.domain.checklist_suggestions import suggest_templates
from fieldtech.domain.checklists import Template
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Impact, Mode, Nature, Priority, Urgency
from fieldtech.screens.typed_values import chosen, chosen_or_none
from fieldtech.text import _
from fieldtech.widgets.form import Texts
from fieldtech.workflow.assessments import Assessment
from fieldtech.workflow.triage import Triage

NO_TEMPLATE = "-"
"""The answer that no list is wanted, where no answer at all means the suggested one."""
SUGGESTED = 4
"""More lists than these would be no suggestion."""


def answers_at_first(fault: Fault) -> Texts:
    """Give what the report, or the assessment before this one, answers already."""
    facts = fault.facts
    is_overridden = fault.assessed_by is not None and facts.priority is not fault.suggested_priority
    # Each nature keeps a category of its own, so that changing the nature and changing it back loses nothing.
    categories = {
        f"category-{nature}": (facts.category or "") if facts.nature in (nature, None) else "" for nature in Nature
    }
    return {
        "nature": facts.nature or "",
        **categories,
        "impact": facts.impact or "",
        "urgency": facts.urgency or "",
        "priority": facts.priority or "" if is_overridden else "",
        "because": fault.priority_because if is_overridden else "",
        "cause": fault.attempt.cause,
        "plan": fault.attempt.plan,
        "mode": fault.mode or "",
        "assignee": fault.assignee,
        "template": "",
    }


def answer_to(texts: Texts, word: str) -> str:
    """Give the answer to a question; empty: none yet."""
    return texts.get(_kept_as(texts, word), "")


def with_answer(texts: Texts, word: str, text: str) -> Texts:
    """Answer a question."""
    return {**texts, _kept_as(texts, word): text}


def priority_made(texts: Texts, settings: Settings) -> Priority | None:
    """Look up what impact and urgency make; None: not both are told."""
    impact, urgency = chosen_or_none(texts, "impact", Impact), chosen_or_none(texts, "urgency", Urgency)
    if impact is None or urgency is None:
        return None
    return suggest_priority(settings.priority_table, impact, urgency)


def priority_held(texts: Texts, settings: Settings) -> Priority | None:
    """Give the priority that would hold: the one set by hand, else what impact and urgency make."""
    made = priority_made(texts, settings)
    return made and (chosen_or_none(texts, "priority", Priority) or made)


def templates_that_fit(texts: Texts, fault: Fault, templates: Iterable[Template]) -> tuple[Template, ...]:
    """Choose the lists that most speaks for and that the attempt has not, the fittest first."""
    taken = {each.template.id for each in fault.attempt.checklists}
    offered = [each for each in templates if each.id not in taken]
    nature, category = chosen_or_none(texts, "nature", Nature), answer_to(texts, "category").strip()
    fitting = suggest_templates(offered, nature, category, _words_of(fault))
    telling = tuple(each for each in fitting if _is_telling(each, category, fault))
    return (telling or fitting)[:SUGGESTED]


def template_chosen(texts: Texts, fault: Fault, templates: Iterable[Template]) -> Template | None:
    """Give the list that is to be worked through: the chosen one, else the fittest if more than its nature fits."""
    fitting = templates_that_fit(texts, fault, templates)
    if texts["template"]:
        return next((each for each in fitting if each.id == texts["template"]), None)
    category = answer_to(texts, "category").strip()
    return next((each for each in fitting[:1] if _is_telling(each, category, fault)), None)


def triage_of(texts: Texts, fault: Fault, settings: Settings, template: Template | None) -> Triage:
    """Make what is recorded of the answers; what stands already is not said again.

    Raises:
        RuleViolation: an answer is missing; it names the question.
    """
    nature = chosen(texts, "nature", Nature, _("Say what it is."))
    impact = chosen(texts, "impact", Impact, _("Say whom it hits."))
    urgency = chosen(texts, "urgency", Urgency, _("Say how soon it hurts."))
    made, held = priority_made(texts, settings), priority_held(texts, settings)
    assert held is not None
    because = texts["because"] if held is not made else ""
    check_priority_override(settings.priority_table, impact, urgency, held, because)
    assessment = Assessment(
        nature=nature,
        impact=impact,
        urgency=urgency,
        category=_new(answer_to(texts, "category"), fault.facts.category),
        priority=held,
        because=because,
        mode=chosen_or_none(texts, "mode", Mode),
        assignee=_new(texts["assignee"], fault.assignee),
        cause=_new(texts["cause"], fault.attempt.cause),
    )
    return Triage(assessment=assessment, plan=texts["plan"], template=template)


def _kept_as(texts: Texts, word: str) -> str:
    return f"category-{texts['nature']}" if word == "category" else word


def _is_telling(template: Template, category: str, fault: Fault) -> bool:
    """Tell whether more than its nature speaks for a list: its category, or the words of the report."""
    return category in template.categories or bool(suggest_templates((template,), None, "", _words_of(fault)))


def _words_of(fault: Fault) -> str:
    return f"{fault.title} {fault.facts.description or ''}"


def _new(text: str, before: str | None) -> str | None:
    return text if text.strip() != (before or "") else None
