"""What is said of an occurrence: what it is, what became of it, who walked it and who signed it, on which machine."""

from collections.abc import Iterator
from datetime import tzinfo

from textual.content import Content

from fieldtech.domain.faults import Conflict
from fieldtech.domain.instants import local_text
from fieldtech.domain.occurrences import Finish, Occurrence
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.register_words import register_name, register_value
from fieldtech.domain.rounds import StopState, stop_state, walked_parts
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import CheckResult, OccurrenceState
from fieldtech.store.views.people import PeopleNames
from fieldtech.text import _, ngettext
from fieldtech.widgets.calendar_words import long_day
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.route_line import STOP_SIGNS
from fieldtech.widgets.row_list import Column, Row

_MEANINGS = {"late": "late", "missed": "late", "due": "soon", "started": "soon", "done": "done"}
_STOPS_NAMED = 3


def fact_lines(occurrence: PlannedOccurrence, zone: tzinfo, names: PeopleNames) -> Iterator[LabelledLine]:
    """Say what it is, and what became of it."""
    facts, touched = occurrence.facts, occurrence.touched
    when = long_day(occurrence.day) + (f" {facts.at:%H:%M}" if facts.at else "")
    if occurrence.day != occurrence.slot:
        when += "   " + _("planned for {day}").format(day=long_day(occurrence.slot))
    yield LabelledLine(_("When"), when, "strong")
    if occurrence.opens != occurrence.closes:
        yield LabelledLine(_("Window"), f"{long_day(occurrence.opens)} – {long_day(occurrence.closes)}")
    route = "" if touched and touched.stops else " › ".join(facts.assets or ())
    where = " · ".join(one_line(part) for part in (facts.place or "", route) if part)
    if where:
        yield LabelledLine(_("Where"), where)
    if facts.people:
        yield LabelledLine(_("Who"), ", ".join(facts.people))
    if facts.notes:
        yield LabelledLine(_("Notes"), facts.notes)
    if touched is not None:
        yield from _record_lines(touched, zone, names)


def _record_lines(touched: Occurrence, zone: tzinfo, names: PeopleNames) -> Iterator[LabelledLine]:
    reason = touched.reason or touched.moved_because
    if reason:
        yield LabelledLine(_("Why"), reason)
    if len(walked_parts(touched)) > 1:
        yield LabelledLine(_("Answered by"), walked_words(touched, names))
    if len(touched.finishes) > 1:
        words = _("Done {n} times, without sight of each other: each sign-off stands in the record.")
        yield LabelledLine(_("Mind"), words.format(n=len(touched.finishes)), "late")
    for each in touched.finishes:
        yield LabelledLine(_("Signed"), _signed_words(each, zone, names), "done")
    if touched.is_changed_since_sign_off:
        yield LabelledLine(_("Mind"), _("Checks changed since the sign-off, or without its signer's sight."), "late")
    for conflict in touched.conflicts:
        yield LabelledLine(_("Conflict"), _conflict_words(touched, conflict, zone, names), "soon")
    if touched.faults:
        yield LabelledLine(_("Faults"), ", ".join(each.number for each in touched.faults), "soon")


def _signed_words(signed: Finish, zone: tzinfo, names: PeopleNames) -> str:
    minutes = _("{n} min").format(n=signed.minutes) if signed.minutes else ""
    key = ""
    if signed.signature is not None:
        is_own = signed.signature.key_owner == "person"
        key = _("own key") if is_own else _("the machine's key")
    on = _("on {machine}").format(machine=names.machine(signed.by.machine))
    parts = (names.person(signed.by.actor), local_text(signed.done_at, zone), on, key, minutes, signed.note)
    return "   ".join(one_line(part) for part in parts if part)


def _conflict_words(touched: Occurrence, conflict: Conflict, zone: tzinfo, names: PeopleNames) -> str:
    """Say what was written without sight of each other, and by whom, when and where."""
    sides = " | ".join(
        f"{register_value(touched, conflict.field, each.value, zone)} ({names.person(each.by.actor)},"
        f" {names.machine(each.by.machine)}, {local_text(each.by.at, zone)})"
        for each in conflict.sides
    )
    return f"{register_name(touched, conflict.field)}: {sides}"


def state_words(occurrence: PlannedOccurrence) -> Content:
    """Say where it stands, and how many of its stops or checks are done."""
    words, meaning = label_of(occurrence.state), _MEANINGS.get(occurrence.state.value, "")
    touched = occurrence.touched
    if touched is not None and touched.stops and occurrence.state is OccurrenceState.STARTED:
        words += f" {len(touched.stops) - len(touched.open_stops)}/{len(touched.stops)}"
    elif touched is not None and touched.items:
        counted = touched.progress_at("")
        words += f" {counted.answered}/{counted.applicable}" if not touched.stops else ""
    return Content.styled(words, f"${meaning}" if meaning else "")


def walked_words(touched: Occurrence, names: PeopleNames) -> str:
    """Say who answered how much; of two who walked parts, who walked which."""
    parts = walked_parts(touched)
    if len(parts) == 1 or not touched.stops:
        return ", ".join(names.person(each.actor) for each in parts)
    return "; ".join(f"{names.person(each.actor)}: {_stops_named(each.stops)}" for each in parts)


def _stops_named(stops: tuple[str, ...]) -> str:
    named = ", ".join(map(one_line, stops[:_STOPS_NAMED]))
    return named + (_(" and {n} more").format(n=len(stops) - _STOPS_NAMED) if len(stops) > _STOPS_NAMED else "")


def stops_words(touched: Occurrence) -> str:
    """Say how many stops are done, and which are left out and why."""
    done = len(touched.stops) - len(touched.open_stops) - len(touched.left_out)
    words = _("{done} of {n} done").format(done=done, n=len(touched.stops))
    left = "; ".join(f"{one_line(each.stop)} ({one_line(each.reason)})" for each in touched.left_out)
    return words + (" · " + _("left out: {stops}").format(stops=left) if left else "")


def found_words(touched: Occurrence) -> tuple[str, bool]:
    """Say what the checks found, and whether any did not pass."""
    counts = [(result, sum(each.result is result for each in touched.answers)) for result in CheckResult]
    told = ", ".join(f"{label_of(result)} {count}" for result, count in counts if count)
    faults = ", ".join(each.number for each in touched.faults)
    has_failed = any(count for result, count in counts if result in (CheckResult.FAIL, CheckResult.ATTENTION))
    return " · ".join(part for part in (told, faults) if part) or "-", has_failed


def stop_columns() -> tuple[Column, ...]:
    """Give the columns of a list of stops."""
    return (
        Column(is_number=True),
        Column(),
        Column(_("Asset"), gives_way=True),
        Column(_("Status")),
        Column(_("Checks"), is_number=True),
        Column(_("Found"), gives_way=True),
        Column(_("Who")),
        Column(_("At")),
    )


def stop_rows(touched: Occurrence, zone: tzinfo, names: PeopleNames) -> Iterator[Row]:
    """List the stops with how they stand."""
    for place, stop in enumerate(touched.walked_stops, start=1):
        state, progress = stop_state(touched, stop), touched.progress_at(stop)
        sign, meaning = STOP_SIGNS[state]
        last = max((each for each in touched.answers if each.stop == stop), key=lambda each: each.by.at, default=None)
        yield Row(stop, (
            Cell(str(place), "quiet"),
            Cell(sign, meaning),
            Cell(stop, "strong" if state in (StopState.OPEN, StopState.BEGUN) else ""),
            Cell(label_of(state), meaning),
            Cell(f"{progress.answered}/{progress.applicable}" if progress.answered else "", "quiet"),
            Cell(_stop_found(touched, stop), "soon" if progress.failed or progress.attention else "quiet"),
            Cell(names.person(last.by.actor) if last else "", "quiet"),
            Cell(f"{last.by.at.astimezone(zone):%H:%M}" if last else "", "quiet"),
        ))  # fmt: skip


def _stop_found(touched: Occurrence, stop: str) -> str:
    left_out = touched.left_out_at(stop)
    if left_out is not None:
        return left_out.reason
    progress = touched.progress_at(stop)
    bad = progress.failed + progress.attention
    numbers = ", ".join(each.number for each in touched.faults if each.stop == stop)
    words = ngettext("{n} check did not pass", "{n} checks did not pass", bad).format(n=bad) if bad else ""
    readings = ", ".join(each.reading for each in touched.answers if each.stop == stop and each.value is not None)
    return " ".join(part for part in (words, numbers) if part) or readings
