"""An occurrence as `occurrence show` prints it: its facts, who signed it, and each check against the last ones."""

from collections.abc import Iterator

from fieldtech.cli.occurrence_telling import CheckTold, FinishTold, StopTold, WholeOccurrence
from fieldtech.cli.output import Line, Span, Tone, labelled, lay_out
from fieldtech.domain.checklist_readings import ReadingSpec, with_unit
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.register_words import contested_names
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import CheckResult
from fieldtech.terminal.profile import Glyphs
from fieldtech.text import _
from fieldtech.widgets.stop_checks import trend_of

_TONES: dict[CheckResult | None, Tone] = {
    CheckResult.PASS: Tone.DONE,
    CheckResult.ATTENTION: Tone.SOON,
    CheckResult.FAIL: Tone.LATE,
}
_EARLIER_SHOWN = 3


def occurrence_page(found: PlannedOccurrence, told: WholeOccurrence, glyphs: Glyphs) -> Iterator[Line]:
    """Print an occurrence whole."""
    yield from labelled(_facts(found, told))
    specs = {item.id: item.reading for item in found.touched.items} if found.touched else {}
    for stop in told.stops:
        yield ""
        if stop.stop:
            left_out = _("left out: {reason}").format(reason=stop.left_out) if stop.left_out else ""
            yield [Span(f"{stop.stop}  ", Tone.STRONG), Span(left_out, Tone.SOON)]
        yield from lay_out(list(_rows(stop, specs, glyphs)), None, flexible=1)


def _facts(found: PlannedOccurrence, told: WholeOccurrence) -> tuple[tuple[str, str], ...]:
    return (
        (_("Occurrence"), f"{found.name}  {found.facts.title}"),
        (_("Day"), f"{found.day}  {told.at}"),
        (_("Window"), f"{found.opens} – {found.closes}" if found.opens != found.closes else ""),
        (_("Status"), label_of(found.state)),
        (_("Reason"), told.reason),
        (_("Who"), ", ".join(told.people)),
        (_("Answered by"), "; ".join(_walked(each.by, each.stops) for each in told.walked)),
        *((_("Done"), _signed(each)) for each in told.finishes),
        (_("Faults"), ", ".join(told.faults)),
        (_("Conflict"), contested_names(found.touched) if found.touched else ""),
        (_("Sign-off"), _("checks changed since then") if told.is_changed_since_sign_off else ""),
    )


def _walked(by: str, stops: tuple[str, ...]) -> str:
    return f"{by}: {', '.join(stops)}" if any(stops) else by


def _signed(signed: FinishTold) -> str:
    key = {"person": _("own key"), "machine": _("the machine's key")}.get(signed.signed_with, "")
    on = _("on {machine}").format(machine=signed.machine)
    return "  ".join(part for part in (f"{signed.done_at:%Y-%m-%d %H:%MZ}", signed.by, on, key, signed.note) if part)


def _rows(stop: StopTold, specs: dict[str, ReadingSpec | None], glyphs: Glyphs) -> Iterator[list[Span]]:
    for check in stop.checks:
        spec = specs[check.item]
        yield [
            Span(label_of(check.result) if check.result else "-", _TONES.get(check.result, Tone.QUIET)),
            Span(check.text),
            Span(with_unit(spec, check.reading) if spec else check.reading),
            Span(_("passes: {limits}").format(limits=check.limits) if check.limits else "", Tone.QUIET),
            Span(_before(check, glyphs), Tone.QUIET),
            Span(check.note, Tone.QUIET),
        ]


def _before(check: CheckTold, glyphs: Glyphs) -> str:
    """Say what was read before, with the days, and draw how it goes."""
    if not check.earlier:
        return ""
    last = ", ".join(f"{each.reading} ({each.day:%m-%d})" for each in check.earlier_readings[-_EARLIER_SHOWN:])
    values = [each.value for each in check.earlier_readings if each.value is not None]
    trend = trend_of((*values, *((check.value,) if check.value is not None else ())), glyphs)
    return "  ".join(part for part in (_("before: {readings}").format(readings=last), trend) if part)
