"""Plans on several machines: two that never met make the same occurrence, and all come to one state."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from fieldtech.domain import planned_occurrences
from fieldtech.domain.checklists import Template
from fieldtech.domain.errors import FieldTechError
from fieldtech.domain.fault_clocks import ClockRules
from fieldtech.domain.plan_operations import PLAN_OPERATIONS, PlanFacts
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.registers import Registers
from fieldtech.domain.words import CheckResult, DayOffPolicy, OccurrenceState
from fieldtech.domain.working_time import WorkingCalendar
from fieldtech.store import Store, audit
from fieldtech.store.views.calendar import calendar_between
from fieldtech.store.views.plans import all_plans, find_occurrence, find_plan, touched_of
from fieldtech.workflow import occurrences, plans, rounds
from fieldtech.workflow.occurrence_faults import raise_from_occurrence
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from tests.sync_machines import Machine, Site, all_entries, differences, gossip, meet
from tests.workflow.planned import LIBRARY, planned, planned_round

SINCE, UNTIL = date(2026, 10, 1), date(2027, 3, 31)


def template() -> Template:
    return LIBRARY.named("rack-inspection-round")


def shown(store: Store, number: str) -> PlannedOccurrence:
    return find_occurrence(store, f"{number}/2026-11-02")[1]


def two_with_a_plan(site: Site, **changed: object) -> tuple[Machine, Machine, str]:
    """Two machines that both have a weekly plan from 2 November 2026 on."""
    one, two = site.machine(), site.machine()
    number = planned(one.store, **changed).number
    meet([one, two])
    return one, two, number


def test_two_offline_machines_make_the_same_occurrence(site: Site) -> None:
    """PROCESS, what users suffer from, 3: no duplicates after sync."""
    one, two, number = two_with_a_plan(site)
    first = occurrences.defer_occurrence(one.store, number, date(2026, 11, 5), "room locked")
    second = finish_occurrence(two.store, f"{number}/2026-11-02")
    assert first.id == second.id
    meet([one, two])
    for machine in (one, two):
        assert len(touched_of(machine.store, find_plan(machine.store, number))) == 1
        occurrence = shown(machine.store, number)
        assert occurrence.state is OccurrenceState.DONE
        assert occurrence.touched is not None
        assert [each.field for each in occurrence.touched.conflicts] == ["outcome"]
    assert differences([one, two]) == 0


def test_done_twice_keeps_both_and_is_settled_by_a_word(site: Site) -> None:
    one, two, number = two_with_a_plan(site)
    for machine, note in ((one, "by one"), (two, "by two")):
        finish_occurrence(machine.store, f"{number}/2026-11-02", note=note)
    meet([one, two])
    occurrence = shown(one.store, number)
    assert occurrence.touched is not None
    assert [each.note for each in occurrence.touched.finishes] == ["by one", "by two"]
    assert [each.shown for each in occurrence.touched.conflicts] == ["done"]
    occurrences.settle_occurrence(one.store, occurrence.name, occurrence.touched.conflicts[0].sides[1].by.ref)
    meet([one, two])
    settled = shown(two.store, number)
    assert settled.touched is not None
    assert (settled.touched.conflicts, len(settled.touched.finishes)) == ((), 2)
    assert audit(two.store).problems == ()


def test_a_shift_for_a_holiday_makes_no_second_one(site: Site) -> None:
    """One machine has the holiday table, the other hasn't: the day differs, the occurrence doesn't."""
    one, two = site.machine(), site.machine()
    number = planned(
        one.store, rule="FREQ=MONTHLY;BYMONTHDAY=1", first=date(2026, 1, 1), days_off=DayOffPolicy.AFTER
    ).number
    meet([one, two])
    calendar = two.store.rules.calendar
    two.store.rules = ClockRules(two.store.settings, WorkingCalendar(calendar.zone, calendar.hours))
    names = [find_occurrence(each.store, f"{number}/2026-10-01")[1] for each in (one, two)]
    assert [each.day.day for each in names] == [8, 1]
    assert len({each.id for each in names}) == 1


def test_a_change_and_an_occurrence_meet(site: Site) -> None:
    one, two, number = two_with_a_plan(site)
    plans.edit_plan(one.store, number, PlanFacts(rule="FREQ=WEEKLY;BYDAY=WE"), LIBRARY, since=date(2026, 11, 2))
    finish_occurrence(two.store, number)
    meet([one, two])
    for machine in (one, two):
        days = {
            each.day.day: each.state
            for each in calendar_between(machine.store, date(2026, 11, 1), date(2026, 11, 11)).occurrences
        }
        assert days[2] is OccurrenceState.DONE
        assert set(days) == {2, 4, 11}


def test_what_came_before_this_version_is_read_once_it_can_be(site: Site) -> None:
    """A store of an older program has the entries, and no rows."""
    one, _two, number = two_with_a_plan(site)
    finish_occurrence(one.store, number)
    with one.store.writing() as database:
        for table in ("plan", "occurrence"):
            database.execute_sql(f"DELETE FROM {table}")
        database.execute_sql("DELETE FROM local WHERE key = 'rules'")
    one.store.close()
    again = Store.open(one.store.path, keys=one.store.path.parent / "keys", clock=one.clock)
    assert [each.number for each in all_plans(again)] == [number]
    assert audit(again).problems == ()
    again.close()


def test_a_row_that_was_changed_is_found(site: Site) -> None:
    one, _two, number = two_with_a_plan(site)
    finish_occurrence(one.store, number)
    for table, column in (("plan", "title"), ("occurrence", "progress")):
        with one.store.writing() as database:
            database.execute_sql(f"UPDATE {table} SET {column} = 'x'")
        assert len(audit(one.store).problems) == 1
        one.store.rebuild()
        assert audit(one.store).problems == ()


def act(machine: Machine, chance: random.Random) -> None:
    """Do something with some plan or some of its occurrences, if the rules let one."""
    store = machine.store
    known = all_plans(store)
    if len(known) < 3 or chance.random() < 0.02:
        maker = chance.choice((planned, planned_round))
        maker(store, is_floating=chance.random() < 0.3)
        return
    plan = chance.choice(known)
    slots = [each for each in calendar_between(store, SINCE, UNTIL).occurrences if each.plan_id == plan.id][:2]
    if not slots:
        return
    name, stop = chance.choice(slots).name, chance.choice("12")
    later = date(2026, 11, 3) + chance.randint(0, 20) * timedelta(days=1)
    steps = (
        lambda: plans.edit_plan(
            store,
            plan.number,
            PlanFacts(rule=chance.choice(("FREQ=WEEKLY;BYDAY=WE", "FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=MO"))),
            LIBRARY,
            since=later,
        ),
        lambda: plans.edit_plan(store, plan.number, PlanFacts(people=(chance.choice("ABC"),)), LIBRARY),
        lambda: plans.retire_plan(store, plan.number, "sold", on=later),
        *(lambda: occurrences.start_occurrence(store, name, LIBRARY),) * 7,
        *(lambda: tick(store, name, chance),) * 12,
        *(lambda: occurrences.break_off_occurrence(store, name),) * 2,
        *(lambda: finish_occurrence(store, name),) * 3,
        lambda: occurrences.defer_occurrence(store, name, later, "locked"),
        lambda: occurrences.move_occurrence(store, name, later, reason="audit"),
        lambda: occurrences.skip_occurrence(store, name, "closed"),
        *(lambda: rounds.pass_the_rest(store, name, stop=stop),) * 3,
        *(lambda: rounds.take_answers_back(store, name, (template().items[0].id, "2"), stop=stop),) * 3,
        *(lambda: rounds.leave_stop_out(store, name, stop, "locked"),) * 2,
        lambda: rounds.walk_stop_after_all(store, name, stop),
        *(lambda: raise_fault(store, name),) * 2,
        lambda: settle(store, name),
    )
    try:
        chance.choice(steps)()
    except FieldTechError:
        return  # A rule refused: nothing was recorded.


def tick(store: Store, name: str, chance: random.Random) -> None:
    """Answer some check somehow."""
    item = chance.choice(template().items)
    result = chance.choice((CheckResult.NOT_APPLICABLE, CheckResult.FAIL))
    occurrences.tick_occurrence(store, name, item.id, result, stop=chance.choice(("R1", "R2")))


def raise_fault(store: Store, name: str) -> None:
    """Make a fault of the first check that failed."""
    touched = find_occurrence(store, name)[1].touched
    failed = [each for each in touched.answers if each.result is CheckResult.FAIL] if touched else []
    if failed:
        raise_from_occurrence(store, name, failed[0].item, stop=failed[0].stop)


def settle(store: Store, name: str) -> None:
    """Settle the first quarrel over the outcome."""
    touched = find_occurrence(store, name)[1].touched
    sides = touched.conflicts[0].sides if touched and touched.conflicts else ()
    occurrences.settle_occurrence(store, name, sides[0].by.ref if sides else "")


def lived(folder: Path, seed: int) -> Site:
    """Let three machines, one of them years fast, plan and work and meet in part."""
    site = Site(folder, seed)
    for fast in (timedelta(0), timedelta(days=3652), timedelta(days=-30)):
        site.machine(fast=fast)
    for _step in range(70):
        machine = site.chance.choice(site.machines)
        if site.chance.random() < 0.8:
            act(machine, site.chance)
        else:
            gossip(site.chance.choice([each for each in site.machines if each is not machine]), machine, site.chance)
    return site


@pytest.mark.parametrize("seed", range(1, 4))
def test_random_histories_of_plans_converge_and_lose_nothing(tmp_path: Path, seed: int) -> None:
    """I1, I2 with plans: one state from one set, whatever came in what order."""
    site = lived(tmp_path, seed)
    assert differences(site.machines) > 0
    finished = {_signed(machine) for machine in site.machines}
    meet(site.machines)
    assert differences(site.machines) == 0
    for machine in site.machines:
        found = audit(machine.store)
        assert (found.problems, found.quarantined) == ((), 0)
        days = [(each.id, each.day, each.touched) for each in calendar_between(machine.store, SINCE, UNTIL).occurrences]
        assert len({each[0] for each in days}) == len(days)
    assert all(signed <= _signed(site.machines[0]) for signed in finished)
    site.machines[0].store.rebuild()
    assert differences(site.machines) == 0
    site.close()


def _signed(machine: Machine) -> frozenset[str]:
    """Name every sign-off that a machine shows."""
    found = (touched_of(machine.store, plan) for plan in all_plans(machine.store, with_retired=True))
    return frozenset(each.by.ref for some in found for one in some.values() for each in one.finishes)


def test_the_histories_hold_operations_of_every_kind(site: Site) -> None:
    machine = site.machine()
    for _step in range(300):
        act(machine, site.chance)
    kinds = {entry.header.kind for entry in all_entries(machine.store)}
    assert kinds >= {kind.KIND for kind in PLAN_OPERATIONS} - {"occurrence-settled"}


def is_sound(site: Site) -> bool:
    """Tell whether what one machine does one after the other is no quarrel, and reaches the other one."""
    one, two, number = two_with_a_plan(site)
    occurrences.defer_occurrence(one.store, f"{number}/2026-11-02", date(2026, 11, 5), "room locked")
    finish_occurrence(one.store, f"{number}/2026-11-02")
    meet([one, two])
    touched = shown(two.store, number).touched
    return touched is not None and touched.is_done and touched.conflicts == ()


def test_what_is_done_one_after_the_other_is_no_quarrel(site: Site) -> None:
    assert is_sound(site)


@pytest.mark.parametrize("broken", ["identity", "predecessors"])
def test_a_deliberately_broken_build_is_caught(site: Site, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """With identities of chance, or without predecessors."""
    if broken == "identity":
        monkeypatch.setattr(planned_occurrences, "occurrence_identifier", lambda *_: str(site.chance.random()))
    else:
        monkeypatch.setattr(Registers, "references", lambda *_: ())
    assert not is_sound(site)
