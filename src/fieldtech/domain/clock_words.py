"""Say in sentences how a clock came to stand where it stands (PROCESS S3.2, S6)."""

from collections.abc import Iterator
from datetime import tzinfo

from fieldtech.domain.clocks import Clock, ClockEvent, ClockKind, ClockLine
from fieldtech.domain.instants import duration_words, local_text, weekday_word
from fieldtech.domain.words import PendingReason
from fieldtech.text import N_, _

_KINDS = {
    ClockKind.ACKNOWLEDGE: N_("acknowledge"),
    ClockKind.RESTORE: N_("restore"),
    ClockKind.RESOLVE: N_("resolve"),
    ClockKind.WORD: N_("next word to the user"),
}
_EVENTS = {
    ClockEvent.RESUMED: N_("It goes on"),
    ClockEvent.DUE: N_("Due"),
    ClockEvent.NOW: N_("Now"),
    ClockEvent.STOPPED: N_("It stops"),
}
_REASONS = {
    PendingReason.USER: N_("waiting for the user"),
    PendingReason.PARTS: N_("waiting for parts"),
    PendingReason.VENDOR: N_("waiting for the vendor"),
    PendingReason.ACCESS: N_("waiting for access"),
    PendingReason.CHANGE: N_("waiting for a change window"),
    PendingReason.OTHER: N_("waiting"),
}


def clock_name(kind: ClockKind) -> str:
    """Name what a clock promises."""
    return _(_KINDS[kind])


def explain_clock(clock: Clock, zone: tzinfo) -> tuple[str, ...]:
    """Say line by line, each with its time in the zone, what started, paused and ends a clock, and what counted."""
    return tuple(
        _("{weekday} {time}  {sentence}").format(
            weekday=weekday_word(line.instant, zone), time=local_text(line.instant, zone), sentence=sentence
        )
        for line, sentence in zip(clock.lines, _sentences(clock), strict=True)
    )


def _sentences(clock: Clock) -> Iterator[str]:
    is_past_end = False
    for line in clock.lines:
        if line.event is ClockEvent.STARTED:
            yield _start(clock)
            continue
        amounts = [*_amounts(line, is_past_end), *_total(clock, line)]
        if amounts:
            yield _("{event}: {amounts}.").format(event=_event(line), amounts=_("; ").join(amounts))
        else:
            yield _("{event}.").format(event=_event(line))
        is_past_end |= line.event in (ClockEvent.NOW, ClockEvent.STOPPED)


def _start(clock: Clock) -> str:
    if clock.target is None:
        return _("The clock starts; nothing is promised.")
    if clock.around_the_clock:
        return _("The clock starts; {time} may pass, day and night.").format(time=duration_words(clock.target))
    return _("The clock starts; {time} of working time may pass.").format(time=duration_words(clock.target))


def _event(line: ClockLine) -> str:
    if line.event is ClockEvent.PAUSED:
        reasons = _(", ").join(_(_REASONS[reason]) for reason in line.reasons)
        return _("It pauses, {reasons}").format(reasons=reasons)
    return _(_EVENTS[line.event])


def _amounts(line: ClockLine, is_past_end: bool) -> Iterator[str]:
    """Say what counted up to a line since the one before, and what did not."""
    if line.counted:
        template = _("{time} left") if is_past_end else _("{time} counted")
        yield template.format(time=duration_words(line.counted))
    if line.left_out:
        template = _("{time} of pause left out") if line.is_pause else _("{time} outside working hours left out")
        yield template.format(time=duration_words(line.left_out))


def _total(clock: Clock, line: ClockLine) -> Iterator[str]:
    if line.event not in (ClockEvent.NOW, ClockEvent.STOPPED):
        return
    yield _("{time} in all").format(time=duration_words(clock.spent))
    if clock.target is not None and clock.spent > clock.target:
        yield _("{time} more than promised").format(time=duration_words(clock.spent - clock.target))
