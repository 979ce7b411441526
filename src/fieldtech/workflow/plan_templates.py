"""Plans that are begun from a template: a year of maintenance for a small server room, for a branch office (S3.6)."""

import tomllib
from functools import lru_cache

import msgspec

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plan_templates import PlanTemplate, TemplatePlan
from fieldtech.domain.plans import Plan, laid_over
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.domain.words import MaintenanceKind
from fieldtech.resources import resource_path
from fieldtech.store import Store
from fieldtech.text import _
from fieldtech.workflow.plans import add_plan
from fieldtech.workflow.templates import TemplateLibrary

SAID_FOR_ALL = ("first", "until", "zone", "assets", "place", "site", "people")
"""What is said once and holds for every plan of a template; the rest each of them says itself."""
_ON_A_ROUTE = (MaintenanceKind.INSPECTION_ROUND, MaintenanceKind.HARDWARE_CHECK)


@lru_cache(maxsize=1)
def plan_templates() -> tuple[PlanTemplate, ...]:
    """Return the templates of plans that ship with the program, by name.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    files = sorted(resource_path("data", "plans").glob("*.toml"))
    return tuple(msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), PlanTemplate) for file in files)


def plan_template_named(name: str) -> PlanTemplate:
    """Find a template by its name or by the beginning of it, if only one begins so.

    Raises:
        UnknownName: none is called so, or several begin so.
    """
    wanted = name.strip()
    fitting = [each for each in plan_templates() if wanted and each.id.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(each.id for each in fitting or plan_templates())
    raise UnknownName(
        _("There is no template of plans “{name}”; there are: {known}.").format(
            name=cut_to_cells(one_line(wanted), 40), known=known
        )
    )


def add_plans_from_template(store: Store, name: str, said: PlanFacts, templates: TemplateLibrary) -> tuple[Plan, ...]:
    """Record every plan of a template, all or none.

    Args:
        said: What holds for all of them: from when, where, who. Assets are the route of rounds and hardware checks.

    Raises:
        UnknownName: there is no such template.
        RuleViolation: something is said that each plan of a template says itself.
        StoreUnusable: they could not be kept.
    """
    template = plan_template_named(name)
    others = tuple(word for word in said.said() if word not in SAID_FOR_ALL)
    if others:
        raise RuleViolation(
            _("The template says this itself: {facts}. Make the plans, then change them one by one.").format(
                facts=", ".join(others)
            ),
            others,
        )
    with store.writing():
        return tuple(add_plan(store, _facts(each, said), templates) for each in template.plans)


def _facts(each: TemplatePlan, said: PlanFacts) -> PlanFacts:
    facts = laid_over(each.facts(), said)
    return facts if each.kind in _ON_A_ROUTE else msgspec.structs.replace(facts, assets=None)
