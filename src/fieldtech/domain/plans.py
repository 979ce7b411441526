"""The plan of recurring work: the noun that is folded from its entries, with every version it had."""

from datetime import date, time
from itertools import chain

import msgspec

from fieldtech.domain.faults import Conflict, Oddity, Stamp
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.recurrence import NO_END, Recurrence
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind

PLAN_MANDATORY = ("title", "kind", "rule", "from", "at")
"""The facts without which nothing is planned, in the command line's words."""
BEGINNING = date.min


class PlanVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The plan as it holds for slots from a day on."""

    since: date
    facts: PlanFacts
    by: Stamp


class Plan(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A plan of recurring work."""

    id: str
    number: str
    facts: PlanFacts
    """As they hold now, whole: of every fact the value that is shown."""
    versions: tuple[PlanVersion, ...]
    """By the day from which they hold; the first from the beginning of time."""
    recorded: Stamp
    retired_on: date | None = None
    """The last day on which a slot may lie; None: it goes on."""
    retired_reason: str = ""
    retired_by: Stamp | None = None
    conflicts: tuple[Conflict, ...] = ()
    oddities: tuple[Oddity, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return self.facts.title or ""

    @property
    def is_retired(self) -> bool:
        """It was ended by somebody."""
        return self.retired_on is not None

    @property
    def is_floating(self) -> bool:
        """The next one is counted from when the last was done."""
        return self.facts.is_floating or False

    def facts_on(self, slot: date) -> PlanFacts:
        """Give the facts as they hold, or held, for a slot."""
        return next((each.facts for each in reversed(self.versions) if each.since <= slot), self.facts)

    @property
    def recurrence(self) -> Recurrence:
        """When it recurs, as it holds now."""
        return recurrence_of(self.facts, self.retired_on)


def recurrence_of(facts: PlanFacts, retired_on: date | None = None) -> Recurrence:
    """Read the recurrence out of a plan's facts; without a rule it has no slots."""
    until = min(facts.until or NO_END, retired_on or NO_END)
    return Recurrence(facts.rule or "", facts.first or NO_END, until)


def missing_plan_facts(facts: PlanFacts) -> tuple[str, ...]:
    """Name the mandatory facts that are not told, in the command line's words."""
    return tuple(word for word in PLAN_MANDATORY if getattr(facts, _ATTRIBUTES.get(word, word)) in (None, ""))


_ATTRIBUTES = {"from": "first"}
WHOLE = PlanFacts(
    title="",
    kind=MaintenanceKind.OTHER,
    rule="",
    first=NO_END,
    at=time(),
    until=NO_END,
    zone="UTC",
    is_floating=False,
    days_off=DayOffPolicy.KEEP,
    window_before=0,
    window_after=0,
    minutes=0,
    assets=(),
    place="",
    site="",
    template="",
    people=(),
    notes="",
)
"""Every fact as it is where nobody said it."""


def laid_over(below: PlanFacts, said: PlanFacts) -> PlanFacts:
    """Lay what is said over what was known."""
    return msgspec.structs.replace(below, **{name: getattr(said, name) for name in said.said()})


def plan_words(plan: Plan) -> tuple[str, ...]:
    """Gather all words that a plan is found by."""
    facts = plan.facts
    told = chain(
        (plan.number, facts.title, facts.place, facts.site, facts.notes), facts.assets or (), facts.people or ()
    )
    return tuple(word for word in told if word)
