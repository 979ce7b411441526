"""What the screen of a round knows while it is walked: where one stands, and what is being recorded meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fieldtech.domain.occurrences import Occurrence, Progress, StopAnswer
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.rounds import (
    Place,
    checks_at,
    first_check,
    next_check,
    next_stop,
    stop_state,
    where_it_stopped,
    with_answers,
)
from fieldtech.domain.words import CheckResult
from fieldtech.store.views.plans import earlier_readings
from fieldtech.widgets.route_line import RouteStop
from fieldtech.widgets.stop_checks import StopCheck

_TROUBLE = (CheckResult.FAIL, CheckResult.ATTENTION)


@dataclass
class RoundWalk:
    """One walk over a route; the record follows what stands here, never the other way round."""

    planned: PlannedOccurrence
    recorded: Occurrence
    """As it stands in the record."""
    earlier: tuple[Occurrence, ...] = ()
    place: Place = field(default_factory=lambda: Place("", ""))
    under_way: list[StopAnswer] = field(default_factory=list)
    """Answers that are being recorded."""
    acts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """What can be taken back: the stops and checks of each act since the screen was opened, the last one last."""

    @property
    def shown(self) -> Occurrence:
        """The occurrence with what is being recorded."""
        return with_answers(self.recorded, self.under_way) if self.under_way else self.recorded

    @property
    def is_closed(self) -> bool:
        """It is signed or left out, so that nothing can be answered."""
        return self.recorded.progress not in (Progress.STARTED, Progress.BROKEN_OFF)

    @property
    def is_to_sign(self) -> bool:
        """Every stop is done or left out, and it is not signed yet."""
        return not self.shown.open_stops and not self.is_closed

    @property
    def number(self) -> int:
        """The stop's place on the route, from 1."""
        return self.recorded.walked_stops.index(self.place.stop) + 1

    @property
    def route(self) -> tuple[RouteStop, ...]:
        """All stops with how they stand."""
        shown = self.shown
        return tuple(RouteStop(stop, stop_state(shown, stop)) for stop in shown.walked_stops)

    def begin(self, stop: str = "") -> None:
        """Stand at a stop, or where the round stopped."""
        self.go_to(stop if stop in self.recorded.walked_stops else where_it_stopped(self.recorded))

    def go_to(self, stop: str) -> None:
        """Stand at a stop, at its first open check."""
        self.place = first_check(self.shown, stop)

    def go_along(self, steps: int) -> None:
        """Go some stops along the route, to its ends at most."""
        stops = self.recorded.walked_stops
        self.go_to(stops[max(0, min(len(stops) - 1, self.number - 1 + steps))])

    def go_on(self) -> bool:
        """Go to the next open check, then to the next stop that is open.

        Returns:
            Whether there was one.
        """
        shown = self.shown
        is_left_out = shown.left_out_at(self.place.stop) is not None
        check = None if is_left_out else next_check(shown, self.place)
        if check is not None:
            self.place = check
            return True
        stop = next_stop(shown, self.place.stop)
        if stop is not None:
            self.go_to(stop)
        return stop is not None

    def take(self, answers: Sequence[StopAnswer]) -> None:
        """Count some answers as given, and go on, unless something here is to be looked at."""
        self.under_way += answers
        self.acts.append((self.place.stop, tuple(each.item for each in answers)))
        if any(each.result in _TROUBLE for each in answers):
            return
        shown = self.shown
        is_still_open = shown.answer(*self.place) is None
        if is_still_open or (next_check(shown, self.place) is None and self._has_trouble(shown)):
            return
        self.go_on()

    def forget(self, answers: Sequence[StopAnswer]) -> None:
        """Count answers no longer as under way: they are recorded, or were refused."""
        self.under_way = [each for each in self.under_way if not any(each is gone for gone in answers)]

    def checks(self) -> tuple[StopCheck, ...]:
        """Give the checks of the stop where one stands."""
        shown, stop = self.shown, self.place.stop
        places = {item.id: place for place, item in enumerate(shown.items, start=1)}
        faults = {each.item: each.number for each in shown.faults if each.stop == stop}
        return tuple(
            StopCheck(
                item=item,
                place=places[item.id],
                answer=shown.answer(stop, item.id),
                earlier=earlier_readings(self.earlier, stop, item.id) if item.reading else (),
                fault=faults.get(item.id, ""),
            )
            for item in checks_at(shown, stop)
        )

    def _has_trouble(self, shown: Occurrence) -> bool:
        return any(each.stop == self.place.stop and each.result in _TROUBLE for each in shown.answers)
