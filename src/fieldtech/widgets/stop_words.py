"""What a round says: of the stop where one stands, of the check under the cursor, of last time."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from textual.content import Content

from fieldtech.domain.checklist_readings import describe_limits, with_unit
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, visible
from fieldtech.domain.words import CheckResult
from fieldtech.store.views.people import PeopleNames
from fieldtech.store.views.plans import EarlierReading
from fieldtech.text import _, ngettext
from fieldtech.widgets.calendar_words import short_day
from fieldtech.widgets.stop_checks import StopCheck

_INDENT = 7
"""What the words on a check are set in by, on both sides."""


def heading_words(name: str, place: int, count: int, where: str, width: int) -> Content:
    """Write the stop's name as big as a terminal can, and which of how many it is."""
    right = _("stop {n} of {count}").format(n=place, count=count)
    shown = cut_to_cells(one_line(name), max(8, width // 2))
    left = Content.assemble((f"  {shown}  ", "bold reverse"), "  ")
    room = max(0, width - left.cell_length - cell_width(right) - 3)
    beside = cut_to_cells(one_line(where), room)
    gap = " " * max(1, width - left.cell_length - cell_width(beside) - cell_width(right) - 1)
    return Content.assemble(left, (beside, "$quiet"), gap, (right, "bold"))


def last_time_words(earlier: Sequence[Occurrence], stop: str, names: PeopleNames, zone: tzinfo) -> Content:
    """Say who was at this stop last, when, and what did not pass."""
    last = next((each for each in reversed(earlier) if any(found.stop == stop for found in each.answers)), None)
    if last is None:
        return Content.styled(_("Nobody has been here on this round before."), "$quiet")
    found = [each for each in last.answers if each.stop == stop]
    by = max(found, key=lambda each: each.by.at).by
    who, when = names.person(by.actor), short_day(by.at.astimezone(zone).date())
    bad = [each for each in found if each.result in (CheckResult.FAIL, CheckResult.ATTENTION)]
    numbers = ", ".join(each.number for each in last.faults if each.stop == stop)
    words = ngettext("{n} check did not pass", "{n} checks did not pass", len(bad)).format(n=len(bad))
    said = Content.styled(" ".join((words, numbers)).strip(), "$soon") if bad else Content(_("all fine"))
    return Content.assemble((_("Last time"), "$quiet"), f"  {when}  {one_line(who)}  ", said)


def check_words(
    check: StopCheck, zone: tzinfo, width: int, *, raise_key: str = "", note_key: str = "", go_on_key: str = ""
) -> Iterator[Content]:
    """Say what there is to say of a check, the most important first."""
    spec = check.item.reading
    if check.answer is not None and check.answer.result in (CheckResult.FAIL, CheckResult.ATTENTION):
        yield _trouble_words(check, raise_key, note_key, go_on_key)
    if check.answer is not None and check.answer.note:
        yield Content.assemble((_("Note"), "$quiet"), "  ", one_line(check.answer.note))
    if spec is not None:
        limits = with_unit(spec, describe_limits(spec))
        passes = Content.assemble((_("Passes"), "$quiet"), f"  {limits}   ") if limits else Content("")
        before = before_words(check.earlier, zone, width - passes.cell_length - _INDENT)
        if passes or before:
            yield Content.assemble(passes, before)
    if check.item.hint is not None:
        yield Content.styled(visible(check.item.hint.text()), "$quiet")


def _trouble_words(check: StopCheck, raise_key: str, note_key: str, go_on_key: str) -> Content:
    if check.fault:
        return Content.styled(_("It is fault {number} now.").format(number=check.fault), "$soon")
    words = _("{key} raises a fault from it, {note} says why not, {on} goes on.")
    return Content.styled(words.format(key=raise_key, note=note_key, on=go_on_key), "$soon")


def before_words(earlier: Sequence[EarlierReading], zone: tzinfo, room: int) -> Content:
    """Say what was read before, the latest last, as many as there is room for."""
    words = Content("")
    shown: list[str] = []
    for each in reversed(earlier):
        shown.insert(0, f"{one_line(each.reading)} ({short_day(each.read_at.astimezone(zone).date())})")
        wider = Content.assemble((_("Before"), "$quiet"), "  ", "  ".join(shown))
        if words and wider.cell_length > room:
            break
        words = wider
    return words
