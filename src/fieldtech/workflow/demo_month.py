"""The month of the demo: who plays in which story, when each step falls, and all recorded in the order of time."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import count
from random import Random

from fieldtech.domain.checklists import applicable_items
from fieldtech.domain.identifiers import person_identifier
from fieldtech.domain.instants import utc_from_local
from fieldtech.domain.words import Channel, CheckResult, Role
from fieldtech.domain.working_time import WorkingCalendar, add_working_time
from fieldtech.store import Store
from fieldtech.workflow import demo_step_kinds as kinds
from fieldtech.workflow.demo_plans import Happening
from fieldtech.workflow.demo_steps import Telling, find_duplicate, perform, raise_fault, report
from fieldtech.workflow.demo_stories import Company, Story, User
from fieldtech.workflow.templates import load_templates

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_FINISHED = 20
"""A story that is over ended at least so many minutes ago."""
_FURTHEST = 60 * 24 * 40
"""No story is looked for further back, in minutes."""
_SERIAL_SIGNS = "ACDEFGHJKLMNPQRTUVWXYZ0123456789"


class MonthClock:
    """A clock that stands wherever the month has come to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def cast_stories(stories: Sequence[Story], company: Company, chance: Random) -> list[Telling]:
    """Give every telling of every story its people, its device and its pace; those that a check raises come last."""
    ordered = sorted(stories, key=lambda each: each.is_raised)
    return [telling for each in ordered for telling in _tellings(each, company, chance)]


@dataclass(frozen=True, slots=True)
class Times:
    """When things happen: in working hours, at night, so long before now."""

    calendar: WorkingCalendar
    now: datetime
    chance: Random

    def start_of(self, telling: Telling) -> datetime:
        """Choose the instant of the report."""
        told = telling.story
        if told.last is not None:
            return self._latest_start(telling, told.last)
        start = self._on_a_day(told)
        is_over = self.instants(telling, start)[-1] <= self.now - _FINISHED * _MINUTE if telling.steps else True
        return start if is_over else self._latest_start(telling, _FINISHED)

    def instants(self, telling: Telling, start: datetime) -> tuple[datetime, ...]:
        """Find when each step falls."""
        found, instant = [], start
        for step, minutes in zip(telling.steps, telling.waits, strict=True):
            instant = self._after(instant, minutes, telling.story, in_office=step.office)
            found.append(instant)
        return tuple(found)

    def _after(self, instant: datetime, minutes: float, told: Story, *, in_office: bool) -> datetime:
        if told.hours == "office" or in_office:
            return add_working_time(self.calendar, instant, minutes * _MINUTE) or instant
        return instant + minutes * _MINUTE

    def _latest_start(self, telling: Telling, last: int) -> datetime:
        """Find the latest start by which the last step happened so long ago."""

        def ends_in_time(minutes_ago: int) -> bool:
            start = self.now - minutes_ago * _MINUTE
            end = (start, *self.instants(telling, start))[-1]
            return self._after(end, last, telling.story, in_office=False) <= self.now

        low, high = 0, _FURTHEST
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if ends_in_time(middle) else (middle + 1, high)
        return self.now - low * _MINUTE

    def _on_a_day(self, told: Story) -> datetime:
        """Choose a day and a time of it: within working hours, or in the night."""
        zone = self.calendar.zone
        day = self.now.astimezone(zone).date() - self.chance.randint(*told.days) * _DAY
        if told.hours == "night":
            return utc_from_local(datetime.combine(day, time(self.chance.choice((0, 1, 2, 3, 4, 22, 23)))), zone) + (
                self.chance.uniform(0, 59) * _MINUTE
            )
        while not self.calendar.spans_on(day):
            day -= _DAY
        span = self.calendar.spans_on(day)[0]
        start, end = (utc_from_local(datetime.combine(day, at), zone) for at in (span.start, span.end))
        return start + (end - start) * self.chance.uniform(0.02, 0.9)


class Month:
    """Plays all stories, the steps of each between those of the others as time goes on."""

    def __init__(self, store: Store, clock: MonthClock, times: Times) -> None:
        self._store, self._clock, self._times = store, clock, times
        self._waiting: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._by_story: dict[str, Telling] = {}

    def play(self, tellings: Sequence[Telling], planned: Iterable[Happening] = ()) -> None:
        """Record everything up to now.

        Args:
            planned: What happens to planned work meanwhile.
        """
        for happening in planned:
            self._put(happening.at, happening.act)
        starts: dict[str, datetime] = {}
        for telling in tellings:
            told = telling.story
            self._by_story.setdefault(told.id, telling)
            if told.is_raised:
                continue
            if told.follows:
                start = starts[told.follows] + told.follows_after * _MINUTE
            else:
                start = self._times.start_of(telling)
            starts.setdefault(told.id, start)
            self._await(telling, start)
        while self._waiting:
            instant, _order, act = heapq.heappop(self._waiting)
            self._clock.at = instant
            act()

    def _await(self, telling: Telling, start: datetime, *, is_reported: bool = False) -> None:
        """Put the report and the steps in the queue; what lies ahead of now has not happened."""
        steps = list(zip(self._times.instants(telling, start), telling.steps, strict=True))
        events: list[tuple[datetime, kinds.AnyStep | None]] = [*([] if is_reported else [(start, None)]), *steps]
        for instant, step in events:
            self._put(instant, partial(self._record, telling, step))

    def _put(self, instant: datetime, act: Callable[[], None]) -> None:
        if instant <= self._times.now:
            heapq.heappush(self._waiting, (instant.astimezone(UTC), next(self._order), act))

    def _record(self, telling: Telling, step: kinds.AnyStep | None) -> None:
        actor = telling.parts["desk"] if step is None else telling.actor(step)
        self._store.actor = person_identifier(actor)
        match step:
            case None:
                report(self._store, telling)
            case kinds.Raise():
                raised = self._by_story[step.story]
                raised.number = raise_fault(step, self._store, telling)
                self._await(raised, self._clock.at, is_reported=True)
            case kinds.Duplicate():
                find_duplicate(step, self._store, telling, lambda name: self._by_story[name].number)
            case _:
                perform(step, self._store, telling)


def _tellings(told: Story, company: Company, chance: Random) -> Iterator[Telling]:
    users = [each for each in company.users if _may_play(each, told)]
    assets = [asset for name in told.asset for asset in company.assets if asset.name == name]
    chance.shuffle(users)
    chance.shuffle(assets)
    steps = tuple(_with_single_checks(told.steps))
    for telling in range(told.times):
        yield Telling(
            story=told,
            parts=_parts(told, company, chance),
            user=users[telling % len(users)],
            asset=assets[telling % len(assets)] if assets else None,
            occurred=chance.uniform(4, 9 if told.channel is Channel.MONITORING else 40) * _MINUTE,
            serials=(_serial(chance), _serial(chance)),
            steps=steps,
            waits=tuple(step.after * chance.uniform(0.85, 1.25) for step in steps),
        )


def _may_play(user: User, told: Story) -> bool:
    return user.name in told.user if told.user else user.language == told.language


def _parts(told: Story, company: Company, chance: Random) -> dict[kinds.Part, str]:
    """Choose who takes the report, who repairs and who verifies; all of them speak the story's language."""
    fitting = [each.name for each in company.staff if told.language in each.languages and each.role is Role.TECHNICIAN]
    supervisor = next(each.name for each in company.staff if each.role is Role.SUPERVISOR)
    given = [step.to for step in told.steps if isinstance(step, kinds.Assess) and step.to not in ("fixer", "nobody")]
    fixer = given[0] if given else chance.choice(fitting)
    others = [name for name in (*fitting, supervisor) if name != fixer]
    return {
        "desk": chance.choice(fitting),
        "fixer": fixer,
        "verifier": chance.choice(others),
        "supervisor": supervisor,
    }


def _with_single_checks(steps: Sequence[kinds.AnyStep]) -> Iterator[kinds.AnyStep]:
    """Take the stretches of a checklist apart: every answer is a step of its own."""
    results: dict[str, dict[str, CheckResult]] = {}
    for step in steps:
        if not isinstance(step, kinds.Checks):
            yield step
            continue
        if not step.since:
            yield kinds.AddList(after=step.after, template=step.template, by=step.by, office=step.office)
        given = results.setdefault(step.template, {})
        yield from _answers(step, given)


def _answers(step: kinds.Checks, given: dict[str, CheckResult]) -> Iterator[kinds.Answer]:
    """Answer what is asked after the answers so far, one by one; what is optional only where the story says so."""
    items = load_templates(None).named(step.template).items
    is_within = not step.since
    for item in items:
        is_within = is_within or item.id == step.since
        is_wanted = item.required or item.id in step.answers
        if is_within and is_wanted and item in applicable_items(items, given):
            reply = step.answers.get(item.id, kinds.Reply())
            given[item.id] = reply.result
            yield kinds.Answer(
                after=reply.after, template=step.template, item=item.id, reply=reply, by=step.by, office=step.office
            )
        if item.id == step.until:
            return


def _serial(chance: Random) -> str:
    return "".join(chance.choice(_SERIAL_SIGNS) for _sign in range(9))
