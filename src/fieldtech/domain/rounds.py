"""Walking a round (PROCESS S3.6): where it goes on, what stands at each stop, and who walked which part."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import msgspec

from fieldtech.domain.checklists import TemplateItem, applicable_items
from fieldtech.domain.errors import UnknownName
from fieldtech.domain.occurrences import Occurrence, StopAnswer
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import CheckResult
from fieldtech.text import _


class StopState(StrEnum):
    """How a stop stands."""

    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"
    ATTENTION = "attention"
    FAILED = "failed"
    LEFT_OUT = "left-out"


class Place(NamedTuple):
    """A check at a stop."""

    stop: str
    item: str


class Walked(NamedTuple):
    """What one person answered."""

    actor: str
    stops: tuple[str, ...]
    """Those at which he answered something, in walking order."""


def stop_state(occurrence: Occurrence, stop: str) -> StopState:
    """Tell how a stop stands; what is not complete is told before what was found."""
    if occurrence.left_out_at(stop) is not None:
        return StopState.LEFT_OUT
    progress = occurrence.progress_at(stop)
    if not progress.is_complete:
        return StopState.BEGUN if progress.answered else StopState.OPEN
    if progress.failed:
        return StopState.FAILED
    return StopState.ATTENTION if progress.attention else StopState.DONE


def checks_at(occurrence: Occurrence, stop: str) -> tuple[TemplateItem, ...]:
    """List the checks that are asked at a stop, after the answers so far."""
    return applicable_items(occurrence.items, occurrence.results_at(stop))


def fine_items(occurrence: Occurrence, stop: str) -> tuple[TemplateItem, ...]:
    """List what *all fine here* passes: the open checks without a reading; passing one may open another."""
    results = occurrence.results_at(stop)
    found: list[TemplateItem] = []
    while True:
        asked = applicable_items(occurrence.items, results)
        opened = [item for item in asked if item.id not in results and item.reading is None]
        if not opened:
            return tuple(found)
        found += opened
        results |= {item.id: CheckResult.PASS for item in opened}


def next_check(occurrence: Occurrence, place: Place) -> Place | None:
    """Find the next open check of the same stop: below first, then those above that the stop can't do without."""
    results = occurrence.results_at(place.stop)
    asked = checks_at(occurrence, place.stop)
    here = next((number for number, item in enumerate(asked) if item.id == place.item), -1)
    below = (item for item in asked[here + 1 :] if item.id not in results)
    above = (item for item in asked[: max(here, 0)] if item.id not in results and item.required)
    found = next(iter((*below, *above)), None)
    return Place(place.stop, found.id) if found else None


def next_stop(occurrence: Occurrence, after: str) -> str | None:
    """Find the next stop that is open, in walking order, from the beginning where none follows; None: all are done."""
    stops, open_stops = occurrence.walked_stops, set(occurrence.open_stops) - {after}
    here = stops.index(after) + 1 if after in stops else 0
    return next((stop for stop in (*stops[here:], *stops[:here]) if stop in open_stops), None)


def first_check(occurrence: Occurrence, stop: str) -> Place:
    """Find where one begins at a stop: its first open check, or its first."""
    asked = checks_at(occurrence, stop)
    results = occurrence.results_at(stop)
    chosen = next((item for item in asked if item.id not in results), asked[0] if asked else None)
    return Place(stop, chosen.id if chosen else "")


def where_it_stopped(occurrence: Occurrence) -> str:
    """Find the stop at which a round goes on: that of the last answer while it is open, else the next open one."""
    last = max(occurrence.answers, key=lambda each: (each.by.at, each.by.ref), default=None)
    if last is None:
        return occurrence.next_stop or occurrence.walked_stops[0]
    if last.stop in occurrence.open_stops:
        return last.stop
    return next_stop(occurrence, last.stop) or last.stop


def walked_parts(occurrence: Occurrence) -> tuple[Walked, ...]:
    """Tell who answered at which stops, whoever began first standing first."""
    first: dict[str, StopAnswer] = {}
    for each in sorted(occurrence.answers, key=lambda each: (each.by.at, each.by.ref)):
        first.setdefault(each.by.actor, each)
    return tuple(
        Walked(actor, tuple(stop for stop in occurrence.walked_stops if _answered_by(occurrence, stop, actor)))
        for actor in first
    )


def with_answers(occurrence: Occurrence, answers: Iterable[StopAnswer]) -> Occurrence:
    """Give an occurrence as it will stand once some answers are recorded."""
    new = {(each.stop, each.item): each for each in answers}
    kept = (each for each in occurrence.answers if (each.stop, each.item) not in new)
    return msgspec.structs.replace(occurrence, answers=(*kept, *new.values()))


def _answered_by(occurrence: Occurrence, stop: str, actor: str) -> bool:
    return any(each.stop == stop and each.by.actor == actor for each in occurrence.answers)


def find_stop(occurrence: Occurrence, name: str, troubled: TemplateItem | None = None) -> str:
    """Find a stop by its name, its place on the route from 1, or the beginning of its name.

    Args:
        name: Empty: the one that is next.
        troubled: Look, where none is named, for the one at which this check did not pass.

    Raises:
        UnknownName: there is no such stop, or several.
    """
    stops, wanted = occurrence.walked_stops, name.strip()
    if not wanted:
        if troubled is not None:
            bad = [each.stop for each in occurrence.answers if each.item == troubled.id and is_troubled(each)]
            return bad[-1] if bad else stops[0]
        return occurrence.next_stop if occurrence.next_stop is not None else stops[-1]
    exact = [stop for place, stop in enumerate(stops, start=1) if wanted in (stop, str(place))]
    fitting = exact or [stop for stop in stops if stop.casefold().startswith(wanted.casefold())]
    if len(fitting) == 1 or exact:
        return fitting[0]
    known = ", ".join(fitting or stops)
    raise UnknownName(
        _("There is no stop “{name}”; there are: {known}.").format(name=one_line(wanted)[:40], known=known)
    )


def is_troubled(answer: StopAnswer) -> bool:
    """Tell whether a check did not pass: it failed, or needs attention."""
    return answer.result in (CheckResult.FAIL, CheckResult.ATTENTION)
