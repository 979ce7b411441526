"""One occurrence of a plan that somebody has touched: the noun that is folded from its entries."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from fieldtech.domain.checklists import ChecklistProgress, Template, TemplateItem, summarise_answers
from fieldtech.domain.faults import Conflict, Oddity, Stamp
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import CheckResult


class Progress:
    """The words of what was done to an occurrence; the clock says the rest."""

    NONE = ""
    STARTED = "started"
    BROKEN_OFF = "broken-off"
    DONE = "done"
    DEFERRED = "deferred"
    SKIPPED = "skipped"


class StopAnswer(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What one check found at one stop."""

    stop: str = ""
    """The asset; empty where the list is answered once for all."""
    item: str
    result: CheckResult
    reading: str = ""
    value: Decimal | None = None
    note: str = ""
    by: Stamp


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A stop that is not walked this time."""

    stop: str
    reason: str
    by: Stamp


class Finish(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A sign-off."""

    done_at: datetime
    note: str = ""
    minutes: int | None = None
    signature: Signature | None = None
    """None: it was signed before sign-offs of planned work bore one."""
    by: Stamp


class RaisedFault(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A fault that came of a check."""

    fault_id: str
    number: str
    item: str
    stop: str = ""


class Occurrence(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An occurrence with what was recorded of it."""

    id: str
    plan_id: str
    slot: date
    progress: str = Progress.NONE
    day: date | None = None
    """The day that it was moved or deferred to; None: its own."""
    reason: str = ""
    """Why it was deferred, skipped or broken off."""
    moved_because: str = ""
    template: Template | None = None
    stops: tuple[str, ...] = ()
    answers: tuple[StopAnswer, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """The stops that are left out, in walking order."""
    started_by: Stamp | None = None
    changed_by: Stamp | None = None
    """Who wrote the outcome that is shown."""
    finishes: tuple[Finish, ...] = ()
    """Every sign-off, the first one first; more than one: it was done twice."""
    faults: tuple[RaisedFault, ...] = ()
    is_changed_since_sign_off: bool = False
    conflicts: tuple[Conflict, ...] = ()
    oddities: tuple[Oddity, ...] = ()

    @property
    def is_done(self) -> bool:
        """Somebody signed that it is done."""
        return self.progress == Progress.DONE

    @property
    def is_open(self) -> bool:
        """It is still to be done, as far as was recorded."""
        return self.progress not in (Progress.DONE, Progress.SKIPPED)

    @property
    def done_at(self) -> datetime | None:
        """When it was done first; None: not yet."""
        return self.finishes[0].done_at if self.finishes and self.is_done else None

    @property
    def walked_stops(self) -> tuple[str, ...]:
        """The stops of the route; of a list that is answered once for all the one without a name."""
        return self.stops or ("",)

    def results_at(self, stop: str) -> dict[str, CheckResult]:
        """The result of each check that is answered at a stop."""
        return {answer.item: answer.result for answer in self.answers if answer.stop == stop}

    def answer(self, stop: str, item: str) -> StopAnswer | None:
        """Find an answer; None: not answered."""
        return next((each for each in self.answers if (each.stop, each.item) == (stop, item)), None)

    def progress_at(self, stop: str) -> ChecklistProgress:
        """Count what is answered and open at a stop."""
        return summarise_answers(self.items, self.results_at(stop))

    @property
    def items(self) -> tuple[TemplateItem, ...]:
        """The checks of its list; none where it has no list."""
        return self.template.items if self.template else ()

    def left_out_at(self, stop: str) -> LeftOut | None:
        """Tell why a stop is left out; None: it is not."""
        return next((each for each in self.left_out if each.stop == stop), None)

    @property
    def open_stops(self) -> tuple[str, ...]:
        """The stops in walking order at which a required check is open, without those that are left out."""
        stops = (stop for stop in self.walked_stops if self.left_out_at(stop) is None)
        return tuple(stop for stop in stops if not self.progress_at(stop).is_complete)

    @property
    def next_stop(self) -> str | None:
        """The first stop in walking order at which a required check is open; None: all are done."""
        return next(iter(self.open_stops), None)


def in_brief(occurrence: Occurrence) -> Occurrence:
    """Leave out what only the occurrence's own page shows."""
    return msgspec.structs.replace(occurrence, template=None, stops=(), answers=(), left_out=(), oddities=())
