"""What the conflicts screen says: what there is to look at as rows, one of them whole, what leads to a third value."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from fieldtech.domain.conflicts import SETTLEABLE, ConcernKind
from fieldtech.domain.subjects import subject_kind
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.store.views.conflicts import FoundConflict, ToldSide
from fieldtech.text import N_, _
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.fault_facts import moment
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.row_list import Column, Row

_ACTS: Mapping[str, str] = {
    "assignee": "assign",
    **dict.fromkeys(("priority", "nature", "impact", "urgency", "category", "cause"), "assess"),
    "check": "checks",
    "plan": "plan",
    "solution": "implement",
    "verification": "verify",
    "restored": "restore",
    "mode": "start",
    **dict.fromkeys(("root_cause", "lessons"), "close"),
}
"""The step that writes a register anew, by the register's first part; all others are facts, which are edited."""
_KINDS_IN_SHORT: Mapping[ConcernKind, str] = {ConcernKind.CHANGED: N_("changed since")}
"""What would take the room of the other columns."""
_NAME_CELLS, _MACHINE_CELLS, _TITLE_CELLS, _VALUE_CELLS = 24, 12, 60, 600


def conflict_columns() -> tuple[Column, ...]:
    """Name the columns."""
    return (
        Column(_("Number")),
        Column(_("About"), gives_way=True),
        Column(_("Field"), gives_way=True),
        Column(_("Why")),
        Column(_("Shown"), gives_way=True, is_spare=True),
    )


def conflict_rows(found: Sequence[FoundConflict]) -> Iterator[Row]:
    """Lay them out by what they are about; number and title stand only at the first of each."""
    before = ""
    for each in found:
        is_first = each.subject != before
        before = each.subject
        cells = (
            Cell(each.number if is_first else "", "strong"),
            Cell(each.title if is_first else "", ""),
            Cell(each.field_words),
            Cell(
                _(_KINDS_IN_SHORT[each.kind]) if each.kind in _KINDS_IN_SHORT else each.kind_words,
                "soon" if is_settleable(each) else "quiet",
            ),
            Cell(each.shown_words, "quiet"),
        )
        yield Row(word_of(each), cells)


def word_of(found: FoundConflict) -> str:
    """Name a thing to look at, so that the cursor finds it again."""
    apart = found.sides[0].ref if found.kind is ConcernKind.NOT_APPLIED and found.sides else ""
    return f"{found.subject} {found.kind} {found.field} {apart}"


def conflict_lines(found: FoundConflict, now: datetime, zone: tzinfo) -> Iterator[LabelledLine]:
    """Tell all of one: each side with its digit, what is shown meanwhile, and why."""
    yield LabelledLine("", f"{found.number}  {cut_to_cells(one_line(found.title), _TITLE_CELLS)}", "strong")
    about = _(": ").join(part for part in (found.kind_words, found.field_words) if part)
    yield LabelledLine("", about, "soon" if is_settleable(found) else "")
    for place, side in enumerate(found.sides, start=1):
        digit = str(place) if is_settleable(found) else "·"
        yield LabelledLine(f"  {digit}", side_words(side, now, zone))
    told = (one_line(found.shown_words), found.rule_words)
    yield LabelledLine(_("Meanwhile"), _("; ").join(part for part in told if part), "quiet")
    if found.kind is ConcernKind.CHANGED:
        yield LabelledLine(_("Then"), _("Enter opens it: sign it off anew there, or reopen it if it is closed."))


def side_words(side: ToldSide, now: datetime, zone: tzinfo) -> str:
    """Say a value, and who wrote it, when and where."""
    person, machine = (
        cut_to_cells(one_line(side.actor), _NAME_CELLS),
        cut_to_cells(one_line(side.machine), _MACHINE_CELLS),
    )
    who = _(", ").join((person, moment(side.at, now, zone), machine))
    return _("{value}   ({who})").format(value=_whole_value(side), who=who)


def _whole_value(side: ToldSide) -> str:
    """Say a value, a long text whole: two may begin alike."""
    words, value = one_line(side.words), one_line(side.value)
    is_cut = words.endswith("…") and value.startswith(words.removesuffix("…"))
    return cut_to_cells(value, _VALUE_CELLS) if is_cut else words


def is_settleable(found: FoundConflict) -> bool:
    """Tell whether taking a side ends it."""
    return found.kind in SETTLEABLE and len(found.sides) > 1


def third_value_step(found: FoundConflict) -> str:
    """Name the step that writes another value; empty: its own page shows what is to be done."""
    is_fault = subject_kind(found.subject) == "fault"
    if not is_fault or found.field in ("status", "number", "") or not is_settleable(found):
        return ""
    return _ACTS.get(found.field.partition("/")[0], "edit")
