"""Plans that are begun from a template: listing the templates, and recording all plans of one (PROCESS S3.6)."""

from datetime import date

import msgspec

from fieldtech.cli.checking import template_library
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session
from fieldtech.cli.output import Line, Span, Tone, lay_out
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plan_templates import PlanTemplate
from fieldtech.domain.recurrence_words import recurrence_label
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import MaintenanceKind
from fieldtech.store import Store
from fieldtech.store.views.plans import next_occurrences
from fieldtech.text import N_
from fieldtech.workflow.plan_templates import add_plans_from_template, plan_templates


class PlanOfTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """What a template plans."""

    title: str
    kind: MaintenanceKind
    rule: str
    at: str
    minutes: int
    template: str


class PlanTemplateTold(msgspec.Struct, frozen=True, kw_only=True):
    """A template of plans."""

    name: str
    title: str
    about: str
    plans: tuple[PlanOfTemplate, ...]


class PlanTemplates(msgspec.Struct, frozen=True):
    """All templates of plans."""

    templates: tuple[PlanTemplateTold, ...]


class StartedPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that was recorded out of a template."""

    number: str
    title: str
    next: date | None
    """The day of the next occurrence; None: none comes any more."""


class StartedPlans(msgspec.Struct, frozen=True):
    """All plans that were recorded out of a template."""

    plans: tuple[StartedPlan, ...]


@command("templates", N_("the templates that plans can be begun from"))
def templates(session: Session) -> None:
    """List the templates with what they plan."""
    told = PlanTemplates(tuple(map(_told, plan_templates())))
    session.answer(told, [line for each in told.templates for line in _lines(each)])


def add_from_template(session: Session, store: Store, name: str, said: PlanFacts) -> None:
    """Record all plans of a template, and say their numbers."""
    made = add_plans_from_template(store, name, said, template_library(session))
    started = []
    for each in made:
        following = next_occurrences(store, each, 1)
        started.append(StartedPlan(number=each.number, title=each.title, next=following[0].day if following else None))
    rows = [[Span(each.number), Span(str(each.next or "")), Span(each.title)] for each in started]
    session.answer(StartedPlans(tuple(started)), lay_out(rows, None, flexible=2))


def _told(template: PlanTemplate) -> PlanTemplateTold:
    return PlanTemplateTold(
        name=template.id,
        title=template.title.text(),
        about=template.about.text(),
        plans=tuple(
            PlanOfTemplate(
                title=each.title.text(),
                kind=each.kind,
                rule=each.rule,
                at=f"{each.at:%H:%M}",
                minutes=each.minutes,
                template=each.template,
            )
            for each in template.plans
        ),
    )


def _lines(told: PlanTemplateTold) -> list[Line]:
    rows = [
        [Span(f"  {each.title}"), Span(label_of(each.kind), Tone.QUIET), Span(recurrence_label(each.rule), Tone.QUIET)]
        for each in told.plans
    ]
    head: Line = [Span(told.name, Tone.STRONG), Span(f"  {told.title}: {told.about}")]
    return [head, *lay_out(rows, None, flexible=0)]
