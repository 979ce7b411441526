"""One check of a stop as a line: what is asked, its reading, what was found, and how it went before."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fieldtech.domain.checklist_readings import ReadingKind, describe_limits, with_unit
from fieldtech.domain.checklists import TemplateItem, suggested_result
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.occurrences import StopAnswer
from fieldtech.domain.trends import trend_levels
from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import CheckResult
from fieldtech.store.views.plans import EarlierReading
from fieldtech.terminal.profile import Glyphs
from fieldtech.widgets.fault_columns import CURSOR, Cell

RESULT_MEANINGS = {
    CheckResult.PASS: "done",
    CheckResult.ATTENTION: "soon",
    CheckResult.FAIL: "late",
    CheckResult.NOT_APPLICABLE: "quiet",
}
_HEIGHTS: dict[Glyphs, str] = {"full": "▁▂▃▄▅▆▇█", "cp437": "_▄█", "ascii": "_.-'"}
_MOST_DRAWN = 8
_READING, _RESULT, _BEFORE = 12, 10, 14
_SHORTEST, _LONGEST = 12, 42
_LIMITS, _WIDE_FROM = 14, 100
"""Where there is room, the limits stand beside the reading."""


@dataclass(frozen=True, slots=True)
class StopCheck:
    """A check as it stands at a stop."""

    item: TemplateItem
    place: int
    """In its list, from 1."""
    answer: StopAnswer | None = None
    """None: it is open."""
    earlier: tuple[EarlierReading, ...] = ()
    """The oldest first."""
    fault: str = ""
    """The number of the fault that it became."""

    @property
    def takes_number(self) -> bool:
        """Tell whether a number is read here."""
        return self.item.reading is not None and self.item.reading.kind is ReadingKind.NUMBER


@dataclass(frozen=True, slots=True)
class Typing:
    """A reading while it is typed."""

    text: str
    intended: CheckResult | None = None
    """None: the limits judge it."""


def trend_of(values: tuple[Decimal, ...], glyphs: Glyphs) -> str:
    """Draw the last values, one glyph each, with what the terminal has; empty for fewer than two."""
    heights = _HEIGHTS[glyphs]
    levels = trend_levels(values[-_MOST_DRAWN:], len(heights))
    return "".join(heights[level] for level in levels) if len(levels) > 1 else ""


def values_of(check: StopCheck) -> tuple[Decimal, ...]:
    """Give what was read before, and what is read now."""
    now = check.answer.value if check.answer else None
    known = [each.value for each in check.earlier if each.value is not None]
    return (*known, *((now,) if now is not None else ()))


def check_cells(
    check: StopCheck, width: int, glyphs: Glyphs, typing: Typing | None = None, *, is_here: bool = False
) -> Iterator[Cell]:
    """Lay a check out over a width."""
    is_read = check.item.reading is not None
    limits = _LIMITS if width >= _WIDE_FROM else 0
    beside = _RESULT + _BEFORE + 8 + (_READING + 1 + limits if is_read else 0)
    room = max(_SHORTEST, min(width - beside, _LONGEST if is_read else _LONGEST + _READING + 1 + limits))
    noted = "*" if check.answer and check.answer.note else ""
    text = cut_to_cells(one_line(check.item.text.text()), room - len(noted))
    meaning = "strong" if is_here else "quiet" if check.answer else ""
    yield Cell(f"{CURSOR if is_here else ' '} ", "mark")
    yield Cell(f"{check.place:>2}  ", "quiet")
    yield Cell(text, meaning)
    yield Cell(pad_to_cells(noted, room - cell_width(text) + 1), "soon")
    if is_read:
        yield _reading_cell(check, typing)
        yield Cell(pad_to_cells(cut_to_cells(_limits(check.item), limits - 1), limits) if limits else "", "quiet")
    yield _result_cell(check, typing)
    yield _before_cell(check, glyphs)


def _reading_cell(check: StopCheck, typing: Typing | None) -> Cell:
    spec = check.item.reading
    assert spec is not None
    unit = f" {spec.unit}" if spec.unit else ""
    if typing is not None:
        room = _READING - 1 - cell_width(unit)
        typed = typing.text if cell_width(typing.text) < room else "~" + _last_cells(typing.text, room - 2)
        return Cell(pad_to_cells(f"{typed}_{unit}", _READING + 1), "strong mark")
    if check.answer is not None:
        shown = with_unit(spec, one_line(check.answer.reading))
        return Cell(pad_to_cells(cut_to_cells(shown, _READING), _READING + 1))
    return Cell(pad_to_cells("_" * (8 - len(unit)) + unit, _READING + 1), "quiet")


def _last_cells(text: str, room: int) -> str:
    """Keep the end of a text that is too long: that is where one types."""
    while cell_width(text) > room:
        text = text[1:]
    return text


def _result_cell(check: StopCheck, typing: Typing | None) -> Cell:
    result = check.answer.result if check.answer else None
    if typing is not None:
        result = typing.intended or judged(check.item, typing.text)
    words = label_of(result) if result else ""
    return Cell(pad_to_cells(words, _RESULT + 1), RESULT_MEANINGS[result] if result else "")


def judged(item: TemplateItem, typed: str) -> CheckResult | None:
    """Say what the limits make of what is typed so far; None: it is no reading yet."""
    try:
        return suggested_result(item, typed)
    except RuleViolation:
        return None


def _limits(item: TemplateItem) -> str:
    return describe_limits(item.reading) if item.reading else ""


def _before_cell(check: StopCheck, glyphs: Glyphs) -> Cell:
    """Show the fault that it became, or how it went before."""
    spec = check.item.reading
    if check.fault:
        words = check.fault
    elif spec is not None and check.earlier:
        last = cut_to_cells(one_line(check.earlier[-1].reading), 6)
        words = f"{last} {trend_of(values_of(check), glyphs)}".rstrip()
    elif spec is not None and not check.answer:
        words = _limits(check.item)
    else:
        words = ""
    return Cell(cut_to_cells(words, _BEFORE), "soon" if check.fault else "quiet")
