"""Plans as a test needs them, made by the use cases alone."""

from datetime import date, time
from decimal import Decimal

from fieldtech.domain.checklist_readings import ReadingSpec
from fieldtech.domain.checklists import Localised, Purpose, Template, TemplateItem
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import MaintenanceKind, Nature
from fieldtech.store import Store
from fieldtech.workflow.plans import add_plan
from fieldtech.workflow.templates import TemplateLibrary, packaged_templates

LIBRARY = TemplateLibrary(packaged_templates())
ROUND = "rack-inspection-round"
SHORT = "rack-in-short"


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


def planned_round(store: Store, *assets: str, library: TemplateLibrary = LIBRARY, **changed: object) -> Plan:
    """Add an inspection round over some racks."""
    told: dict[str, object] = {
        "title": "Server room round",
        "kind": MaintenanceKind.INSPECTION_ROUND,
        "template": ROUND,
        "assets": assets or ("R1", "R2"),
    }
    return add_plan(store, facts(**(told | changed)), library)


def short_library() -> TemplateLibrary:
    """Know a list of one reading and two checks for a rack."""
    inlet = ReadingSpec(unit="°C", warn_low=Decimal(18), warn_high=Decimal(27), high=Decimal(35))
    items = (
        TemplateItem(id="inlet", text=Localised(en="Inlet temperature", zh_CN="进风温度"), reading=inlet),
        TemplateItem(id="alarm", text=Localised(en="No alarm", zh_CN="无告警")),
        TemplateItem(id="cables", text=Localised(en="Cables firm", zh_CN="线缆牢固")),
    )
    title = Localised(en="Rack in short", zh_CN="机柜简检")
    short = Template(id=SHORT, version=1, title=title, nature=Nature.HARDWARE, items=items,
                     purpose=Purpose.MAINTENANCE)  # fmt: skip
    return TemplateLibrary((*packaged_templates(), short))
