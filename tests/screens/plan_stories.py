"""A year of planned work at DC-1: done, late, moved, put off, left out, and what is still to come."""

from datetime import UTC, date, datetime, time, timedelta

from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.words import MaintenanceKind, OccurrenceState
from fieldtech.store import Store
from fieldtech.store.views.calendar import plan_occurrences
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import defer_occurrence, move_occurrence, skip_occurrence
from tests.screens.stage import NOON
from tests.workflow.planned import planned

_TODAY = date(2026, 11, 20)
_TO_DO = (OccurrenceState.DUE, OccurrenceState.LATE, OccurrenceState.MISSED)
NAMES = ("backup", "ups", "firmware", "certificates", "cleaning", "round")
_KIND = MaintenanceKind
_YEARLY = (
    ("DB-1 backup restored as a test", _KIND.DATA_BACKUP, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", ("DB-1",), "Zhou Yan", 90),
    ("UPS battery test", _KIND.BATTERY_TEST, "FREQ=MONTHLY;BYDAY=3FR", ("UPS-1",), "Li Wei", 45),
    ("Firmware of the access switches", _KIND.SOFTWARE_UPDATE, "FREQ=MONTHLY;INTERVAL=3;BYDAY=3SA",
     ("SW-03", "SW-04", "SW-05"), "Zhao Min", 120),
    ("Certificates that end soon", _KIND.CERTIFICATE_RENEWAL, "FREQ=MONTHLY;BYMONTHDAY=2", (), "Li Wei", 30),
    ("机房空调滤网清洗", _KIND.CLEANING, "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=12", (), "李伟", 60),
)  # fmt: skip


def plan_a_year(store: Store) -> dict[str, Plan]:
    """Plan and do the work of a year, as it stands at NOON.

    Returns:
        The plans by a word of their titles.
    """
    plans = [
        planned(store, title=title, kind=kind, rule=rule, first=date(2026, 1, 5), at=time(9, 30), assets=assets,
                people=(person,), minutes=minutes, window_after=3, place="机房 A" if not assets else "R1")
        for title, kind, rule, assets, person, minutes in _YEARLY
    ]  # fmt: skip
    walk = planned(store, title="Inspection round", kind=MaintenanceKind.INSPECTION_ROUND, rule="FREQ=WEEKLY;BYDAY=FR",
                   first=date(2026, 11, 6), at=time(8), assets=("R1", "R2", "R3"), template="rack-insp", minutes=25,
                   people=("Li Wei",))  # fmt: skip
    planned(store, title="Power of all racks measured", kind=MaintenanceKind.HARDWARE_CHECK,
            rule="FREQ=YEARLY;BYMONTH=1;BYDAY=3SA", first=date(2027, 1, 1), at=time(10), assets=("R1", "R2"),
            people=("Zhao Min",), minutes=420)  # fmt: skip
    for plan in plans:
        for number, occurrence in enumerate(_until_today(store, plan)):
            _happen(store, occurrence, number)
    return dict(zip(NAMES, (*plans, walk), strict=True))


def _until_today(store: Store, plan: Plan) -> list[PlannedOccurrence]:
    found = plan_occurrences(store, plan, date(2026, 1, 1), _TODAY - timedelta(days=1))
    return [each for each in found if each.state in _TO_DO]


def _happen(store: Store, occurrence: PlannedOccurrence, number: int) -> None:
    """Nine of ten are done on their day; the others are told apart by their number."""
    day = occurrence.day
    if number % 10 == 4:
        skip_occurrence(store, occurrence.name, "site closed")
    elif number % 10 == 7:
        move_occurrence(store, occurrence.name, day + timedelta(days=2))
        finish_occurrence(store, occurrence.name, done_at=_at(day + timedelta(days=2)))
    elif number % 11 != 10:
        finish_occurrence(store, occurrence.name, done_at=_at(day))


def _at(day: date) -> datetime:
    return min(NOON, datetime.combine(day, time(2, 20), UTC))


def put_off(store: Store, plan: Plan, slot: date) -> None:
    """Put one off by five days."""
    defer_occurrence(store, f"{plan.number}/{slot}", slot + timedelta(days=5), "parts are late")
