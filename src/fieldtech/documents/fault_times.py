"""The times of a fault handling report: when what happened, and how long it took against what is promised (S3.5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fieldtech.documents.blocks import Block, Cell, Column, Fact, FactList, Section, Table
from fieldtech.documents.fault_view import FaultReport
from fieldtech.domain.clocks import Clock, ClockKind
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import duration_words, weekday_word
from fieldtech.domain.word_labels import label_of
from fieldtech.text import N_, _

_DURATIONS = {
    ClockKind.ACKNOWLEDGE: (N_("Time to acknowledge"), N_("acknowledged − reported")),
    ClockKind.RESTORE: (N_("Time to restore"), N_("restored − reported")),
    ClockKind.RESOLVE: (N_("Time to resolve"), N_("solution in place − reported")),
}
"""The durations that a report tells, with their formulas."""


def times_section(report: FaultReport) -> Section:
    """Tell all instants, the durations with their formulas, and the pauses."""
    blocks: list[Block] = [_instants(report)]
    durations = tuple(_durations(report))
    if durations:
        columns = (
            Column(_("Duration"), "narrow"),
            Column(_("Taken"), "narrow"),
            Column(_("Promised"), "narrow"),
            Column(_("Result"), "narrow"),
            Column(_("How it is counted"), "wide"),
        )
        blocks.append(Table(_("Durations"), columns, durations))
    if report.fault.pauses:
        blocks.append(_pauses(report))
    return Section(_("Times ({zone})").format(zone=report.zone.key), tuple(blocks))


def time_to_resolve(report: FaultReport) -> str:
    """Say how long the solution took, or how long it has been going on; empty where no clock runs."""
    clock = next((clock for clock in report.clocks if clock.kind is ClockKind.RESOLVE), None)
    return _taken(clock) if clock else ""


def _instants(report: FaultReport) -> FactList:
    fault, facts = report.fault, report.fault.facts
    instants = (
        (_("Occurred"), facts.occurred_at),
        (_("Detected"), facts.detected_at),
        (_("Reported"), facts.reported_at),
        (_("Recorded"), fault.recorded.at),
        (_("Acknowledged"), fault.acknowledged_at),
        (_("Service restored"), fault.restored_at),
        (_("Solution in place"), fault.implemented_at),
        (_("Verified"), fault.verified_at),
        (_("Closed"), fault.closed_at),
    )
    return FactList(tuple(Fact(label, _instant(report, at)) for label, at in instants if at is not None))


def _instant(report: FaultReport, at: datetime) -> str:
    return _("{when} {weekday}").format(when=report.when(at), weekday=weekday_word(at, report.zone))


def _durations(report: FaultReport) -> Iterator[tuple[Cell, ...]]:
    for clock in report.clocks:
        if clock.kind in _DURATIONS:
            name, formula = _DURATIONS[clock.kind]
            promised = duration_words(clock.target) if clock.target is not None else _("no promise")
            yield (
                Cell(_(name)),
                Cell(_taken(clock)),
                Cell(promised),
                _outcome(clock),
                Cell(_("; ").join((_(formula), *_counting(clock)))),
            )
    yield from _without_service(report.fault)


def _without_service(fault: Fault) -> Iterator[tuple[Cell, ...]]:
    """How long the service was away for its users, whatever is promised."""
    occurred, back = fault.facts.occurred_at, fault.restored_at or fault.implemented_at
    if occurred is not None and back is not None and back >= occurred:
        formula = _("restored or solved − occurred; day and night")
        yield (Cell(_("Without service")), Cell(duration_words(back - occurred)), Cell(""), Cell(""), Cell(formula))


def _taken(clock: Clock) -> str:
    spent = duration_words(clock.spent)
    return spent if clock.stopped is not None else _("{time} so far").format(time=spent)


def _outcome(clock: Clock) -> Cell:
    if clock.target is None:
        return Cell("")
    if clock.is_met is not None:
        if clock.is_met:
            return Cell(_("met"), "good")
        return Cell(_("{time} late").format(time=duration_words(clock.spent - clock.target)), "bad")
    if clock.is_overdue:
        return Cell(_("late"), "bad")
    return Cell(_("paused") if clock.is_paused else _("running"), "warn" if clock.is_paused else "")


def _counting(clock: Clock) -> Iterator[str]:
    """Say which time counts, and what was left out."""
    yield _("day and night") if clock.around_the_clock else _("working hours only")
    paused = sum((line.left_out for line in clock.lines if line.is_pause and line.instant <= clock.end), timedelta(0))
    if paused:
        yield _("{time} of pauses left out").format(time=duration_words(paused))


def _pauses(report: FaultReport) -> Table:
    columns = (
        Column(_("Waiting since"), "narrow"),
        Column(_("Waiting until"), "narrow"),
        Column(_("Waiting for"), "narrow"),
        Column(_("Note"), "wide"),
    )
    rows = tuple(
        (
            Cell(report.when(pause.since)),
            Cell(report.when(pause.until) or _("still waiting")),
            Cell(label_of(pause.reason)),
            Cell(pause.note),
        )
        for pause in report.fault.pauses
    )
    return Table(_("Pauses"), columns, rows)
