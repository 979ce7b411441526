"""Plans as a test needs them, made by the use cases alone."""

from datetime import date, time

from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import MaintenanceKind
from fieldtech.store import Store
from fieldtech.workflow.plans import add_plan
from fieldtech.workflow.templates import TemplateLibrary, packaged_templates

LIBRARY = TemplateLibrary(packaged_templates())
ROUND = "rack-inspection-round"


def facts(**changed: object) -> PlanFacts:
    """Say what a weekly check is, from 2 November 2026, a Monday."""
    told: dict[str, object] = {
        "title": "Check the UPS",
        "kind": MaintenanceKind.BATTERY_TEST,
        "rule": "FREQ=WEEKLY;BYDAY=MO",
        "first": date(2026, 11, 2),
        "at": time(9, 30),
        "people": ("Li Wei",),
    }
    return PlanFacts(**(told | changed))  # type: ignore[arg-type]


def planned(store: Store, **changed: object) -> Plan:
    """Add a plan."""
    return add_plan(store, facts(**changed), LIBRARY)


def planned_round(store: Store, *assets: str, **changed: object) -> Plan:
    """Add an inspection round over some racks."""
    return planned(
        store,
        title="Server room round",
        kind=MaintenanceKind.INSPECTION_ROUND,
        template=ROUND,
        assets=assets or ("R1", "R2"),
        **changed,
    )
