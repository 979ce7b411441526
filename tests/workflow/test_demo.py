"""The demo's month is whole and believable at any time, the same for the same seed, and recorded by the rules."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import msgspec
import pytest

from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import REASSESS, Fault
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    MaintenanceKind,
    Mode,
    Nature,
    OccurrenceState,
    OutageStatus,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Role,
    Status,
)
from fieldtech.domain.working_time import working_time_between
from fieldtech.store import Store, audit
from fieldtech.store.views.calendar import calendar_between
from fieldtech.store.views.faults import attachment_content, find_fault
from fieldtech.store.views.outages import all_outages
from fieldtech.store.views.people import all_people
from fieldtech.store.views.plans import all_plans
from fieldtech.store.views.queue import Filters, queue_counts, queue_page
from fieldtech.workflow.demo import make_demo, open_demo
from fieldtech.workflow.demo_stories import Story, load_company, load_stories
from fieldtech.workflow.handling import add_note
from fieldtech.workflow.reports import report_fault

FRIDAY = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
CHINESE = re.compile("[\u4e00-\u9fff]")

WORKDAY_AFTERNOON = ("Asia/Shanghai", "2026-11-20T14:32+08:00")
MOMENTS = [
    WORKDAY_AFTERNOON,
    ("Asia/Shanghai", "2026-11-23T08:31+08:00"),
    ("Asia/Shanghai", "2026-11-21T11:00+08:00"),
    ("Asia/Shanghai", "2027-01-01T00:10+08:00"),
    ("Asia/Shanghai", "2028-03-01T03:00+08:00"),
    ("Europe/Berlin", "2026-10-25T02:30+01:00"),
    ("Europe/Berlin", "2026-03-29T03:05+02:00"),
    ("Europe/Berlin", "2026-04-27T16:00+02:00"),
    ("America/New_York", "2026-11-01T01:30-05:00"),
    ("Australia/Lord_Howe", "2026-12-31T23:59+11:00"),
]


def all_faults(store: Store) -> list[Fault]:
    """Read every fault of a store, in the order of their numbers."""
    lines = queue_page(store, Filters(with_closed=True), limit=1000).faults
    return [find_fault(store, number) for number in sorted(line.number for line in lines)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Make a month that ends on a Friday afternoon."""
    folder = tmp_path_factory.mktemp("demo")
    store = make_demo(folder / "demo.db", keys=folder / "keys", now=FRIDAY)
    yield store
    store.close()


@pytest.fixture(scope="module")
def faults(demo: Store) -> list[Fault]:
    """Read all of its faults."""
    return all_faults(demo)


def test_a_month_that_was_just_made_is_copied_and_the_kept_one_stays_untouched(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = open_demo(tmp_path / "1" / "a.db", keys=tmp_path / "1" / "keys", cache=cache)
    number = queue_page(first).faults[0].number
    add_note(first, number, "only here")
    second = open_demo(tmp_path / "2" / "a.db", keys=tmp_path / "2" / "keys", cache=cache)
    assert second.chain == first.chain
    assert audit(second).entries == audit(first).entries - 1
    assert audit(second).ok
    assert (tmp_path / "2" / "a.db").stat().st_mode & 0o777 == 0o600
    first.close()
    second.close()


def test_a_month_of_yesterday_is_made_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    open_demo(tmp_path / "1" / "a.db", keys=tmp_path / "1" / "keys", cache=cache).close()
    (kept,) = cache.glob("*/*.db")
    os.utime(kept, (0, 0))
    open_demo(tmp_path / "2" / "a.db", keys=tmp_path / "2" / "keys", cache=cache).close()
    (again,) = cache.glob("*/*.db")
    assert again.stat().st_mtime > 0


def test_the_same_seed_gives_the_same_state(tmp_path: Path, demo: Store) -> None:
    again = make_demo(tmp_path / "again.db", keys=tmp_path / "keys", now=FRIDAY)
    assert audit(again).state_digest == audit(demo).state_digest
    again.close()


def test_another_seed_tells_another_month(tmp_path: Path, demo: Store, faults: list[Fault]) -> None:
    other = make_demo(tmp_path / "other.db", keys=tmp_path / "keys", seed=2, now=FRIDAY)
    assert audit(other).state_digest != audit(demo).state_digest
    assert [fault.title for fault in all_faults(other)] != [fault.title for fault in faults]
    assert [fault.assignee for fault in all_faults(other)] != [fault.assignee for fault in faults]
    other.close()


@pytest.mark.parametrize(("seed", "moment"), [(seed, MOMENTS[seed % len(MOMENTS)]) for seed in range(len(MOMENTS))])
def test_a_month_is_whole_whatever_the_seed_and_the_moment(tmp_path: Path, seed: int, moment: tuple[str, str]) -> None:
    zone, now = moment[0], datetime.fromisoformat(moment[1])
    store = make_demo(tmp_path / "demo.db", keys=tmp_path / "keys", seed=seed, now=now, zone=zone)
    found, told = audit(store), all_faults(store)
    assert (found.ok, found.oddities, found.problems) == (True, 0, ())
    # Seeds and moments change who, where and when, never what: a story cut short would show as an entry that lacks.
    assert (found.entries, len(told)) == (797, 83)
    assert {fault.state for fault in told} == {*(status.value for status in Status), "pending", REASSESS, "duplicate"}
    counts = queue_counts(store)
    assert counts.overdue >= 2
    assert counts.word_overdue >= 1
    assert counts.unassigned >= 5
    reported = [fault.facts.reported_at for fault in told if fault.facts.reported_at]
    assert len(reported) == len(told)
    assert reported == sorted(reported)
    assert now - timedelta(days=36) < reported[0] < now - timedelta(days=20)
    assert now - timedelta(minutes=30) < reported[-1] <= now
    store.close()


def test_every_word_of_the_process_occurs(faults: list[Fault]) -> None:
    assert {fault.status for fault in faults} == set(Status)
    assert {fault.facts.nature for fault in faults} >= set(Nature)
    assert {fault.facts.channel for fault in faults} >= set(Channel)
    assert {fault.facts.impact for fault in faults} >= set(Impact)
    assert {fault.priority for fault in faults} >= set(Priority)
    assert {fault.mode for fault in faults} >= set(Mode)
    attempts = [attempt for fault in faults for attempt in fault.attempts]
    assert {attempt.resolution_code for attempt in attempts} >= set(ResolutionCode)
    assert {attempt.plan_kind for attempt in attempts} == set(PlanKind)
    answers = [answer for attempt in attempts for each in attempt.checklists for answer in each.answers]
    assert {answer.result for answer in answers} == set(CheckResult)
    assert {pause.reason for fault in faults for pause in fault.pauses} == set(PendingReason)


def test_what_a_technician_leaves_behind_occurs(demo: Store, faults: list[Fault]) -> None:
    assert sum(len(fault.notes) for fault in faults) >= 15
    assert sum(len(fault.words_to_user) for fault in faults) >= 20
    assert sum(fault.minutes for fault in faults) >= 600
    assert any(part.old_serial and part.new_serial for fault in faults for part in fault.parts)
    assert {each.name.rpartition(".")[2] for fault in faults for each in fault.attachments} == {"log", "txt"}
    for fault in faults:
        for each in fault.attachments:
            assert len(attachment_content(demo, each.digest) or b"") == each.size
    assert any(fault.origin for fault in faults)
    assert any(fault.restored_at and not fault.implemented_at for fault in faults)
    assert any(fault.priority_because for fault in faults)
    assert any(fault.lessons for fault in faults)
    ratings = [attempt.verification.rating for fault in faults for attempt in fault.attempts if attempt.verification]
    assert set(ratings) >= {2, 3, 4, 5}


def test_some_things_press_today(demo: Store) -> None:
    """S3.2: something is late, something is due within the next hours, and a user waits for a word."""
    lines = queue_page(demo, limit=200).faults
    soon = [line for line in lines if line.due_at and FRIDAY < line.due_at < FRIDAY + timedelta(hours=4)]
    assert len([line for line in lines if line.is_overdue]) >= 3
    assert [line for line in soon if not line.is_pending]
    assert any(line.status is Status.REPORTED and line.is_overdue and line.rank == 0 for line in lines)
    assert queue_counts(demo).word_overdue >= 1


def test_a_half_done_checklist_has_a_failed_check(faults: list[Fault]) -> None:
    at_work = [fault for fault in faults if fault.state == "in-progress"]
    lists = [each for fault in at_work for each in fault.attempt.checklists]
    assert any(
        CheckResult.FAIL in each.results.values() and len(each.answers) < len(each.template.items) for each in lists
    )


def test_the_month_keeps_office_hours_with_a_few_nights(demo: Store, faults: list[Fault]) -> None:
    reported = [fault.facts.reported_at for fault in faults if fault.facts.reported_at]
    moment = timedelta(seconds=1)
    in_office = [each for each in reported if working_time_between(demo.rules.calendar, each - moment, each)]
    assert 4 <= len(reported) - len(in_office) <= 8


def test_both_languages_are_spoken(faults: list[Fault]) -> None:
    chinese = [fault for fault in faults if CHINESE.search(fault.title)]
    assert 25 <= len(chinese) <= len(faults) - 25
    for fault in chinese:
        assert fault.facts.description is None or CHINESE.search(fault.facts.description)


def test_planned_work_is_done_late_put_off_left_out_and_one_check_became_a_fault(
    demo: Store, faults: list[Fault]
) -> None:
    """S3.6: plans of every kind but the last resort, what became of them in the month, and a provider's outage."""
    today = FRIDAY.astimezone(demo.zone).date()
    span = calendar_between(demo, today - timedelta(days=36), today + timedelta(days=400))
    assert {each.facts.kind for each in all_plans(demo)} == set(MaintenanceKind) - {MaintenanceKind.OTHER}
    states = {each.state for each in span.occurrences}
    assert states >= {OccurrenceState.DONE, OccurrenceState.SKIPPED, OccurrenceState.PLANNED}
    assert states & {OccurrenceState.LATE, OccurrenceState.MISSED}
    touched = [each for each in span.occurrences if each.touched]
    assert any(each.state is OccurrenceState.DONE and not each.is_done_in_window for each in touched)
    assert any(each.touched and each.touched.moved_because and each.day != each.slot for each in touched)
    (walked,) = [each.touched for each in touched if each.touched and each.touched.faults]
    raised = next(fault for fault in faults if fault.number == walked.faults[0].number)
    assert (raised.facts.asset, raised.status, raised.origin and raised.origin.checklist_id) == (
        "R4", Status.REPORTED, walked.id,
    )  # fmt: skip
    assert any(CHINESE.search(each.title) for each in all_plans(demo))
    (outage,) = all_outages(demo)
    assert (outage.status, len(outage.revisions)) == (OutageStatus.CONFIRMED, 2)
    assert outage.starts_at > FRIDAY


def test_four_technicians_and_a_supervisor_share_the_work(demo: Store, faults: list[Fault]) -> None:
    people = all_people(demo)
    assert sorted(person.role for person in people) == [Role.SUPERVISOR] + 4 * [Role.TECHNICIAN]
    technicians = {person.name for person in people if person.role is Role.TECHNICIAN}
    assert {fault.assignee for fault in faults} == {"", *technicians}
    assert any(CHINESE.search(name) for name in technicians)


def test_the_owner_has_work_of_his_own(demo: Store) -> None:
    lines = queue_page(demo, Filters(assignee="Li Wei"), limit=100).faults
    assert len(lines) >= 8


def test_the_demos_store_is_an_ordinary_one(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo.db", keys=tmp_path / "keys").close()
    store = Store.open(tmp_path / "demo.db", keys=tmp_path / "keys")
    facts = Facts(
        title="One more",
        description="Reported by hand",
        channel=Channel.PHONE,
        reporter="王芳",
        occurred_at=store.now(),
        impact=Impact.PERSON,
    )
    fault = report_fault(store, facts)
    assert fault.number.endswith("-084")
    assert audit(store).ok
    store.close()


def test_the_clock_goes_on_unless_it_is_told_where_to_stand(tmp_path: Path, demo: Store) -> None:
    assert demo.now() == FRIDAY
    store = make_demo(tmp_path / "demo.db", keys=tmp_path / "keys")
    assert abs(store.now() - datetime.now(UTC)) < timedelta(minutes=1)
    store.close()


def test_a_store_that_is_there_is_never_written_over(tmp_path: Path, demo: Store) -> None:
    with pytest.raises(StoreUnusable):
        make_demo(demo.path, keys=tmp_path / "keys")


def test_there_are_at_least_thirty_stories_of_their_own() -> None:
    stories = load_stories()
    assert len({story.id for story in stories}) == len(stories) >= 60
    assert len({story.title for story in stories}) >= 60


def test_a_story_with_an_unknown_word_is_refused() -> None:
    known = msgspec.to_builtins(load_stories()[0])
    assert msgspec.convert(known, Story).id == known["id"]
    with pytest.raises(msgspec.ValidationError, match="unknown"):
        msgspec.convert(known | {"colour": "red"}, Story)


def test_a_story_names_only_devices_and_people_that_the_company_has() -> None:
    company = load_company()
    assets, users = {asset.name for asset in company.assets}, {user.name for user in company.users}
    for story, (names, known) in product(load_stories(), [("asset", assets), ("user", users)]):
        assert set(getattr(story, names)) <= known, story.id
