"""The columns of a list of faults: how wide each is, and what stands in it, as cells with a meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from fieldtech.domain.instants import due_words
from fieldtech.domain.left_open import left_before
from fieldtech.domain.visible_text import Alignment, cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.domain.word_labels import label_of, labels_of
from fieldtech.domain.words import Priority, Status
from fieldtech.store.views.queue import QueueFault
from fieldtech.text import N_, _

SOON = timedelta(hours=1)
"""What is due within this time is shown as due soon."""

CURSOR, MARK = "▸", "*"
CONFLICT = "><"
"""Stands before the title of a fault with values that were written without sight of each other."""
_LEFT_OPEN = N_("left open")
_CHANGED = N_("changed")
"""The state of what was signed off and changed after that, or without the signer's sight."""
_OVERLAYS = {"pending": N_("pending"), "reassess": N_("re-assess"), "duplicate": N_("duplicate")}
_PRIORITY_MARKS = {Priority.URGENT: "!!", Priority.IMPORTANT: "!", Priority.GENERAL: ""}
_NUMBER, _PLACE, _PERSON, _DUE = 10, 8, 10, 11
_WIDE_FROM = 96
_TITLE_AT_LEAST = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row, as wide as its column."""

    text: str
    meaning: str = ""
    """"late", "soon", "done", "closed", "quiet", "strong", "mark"; empty: none."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of the columns in a list of some width; 0: the column is left out."""

    title: int
    place: int
    person: int
    state: int

    @classmethod
    def fitting(cls, width: int) -> "Columns":
        """Divide a width: all columns but the title have theirs from the language."""
        labels = [*labels_of(Status), *(_(word) for word in (*_OVERLAYS.values(), _LEFT_OPEN, _CHANGED))]
        state = max(cell_width(label) for label in labels)
        is_wide = width >= _WIDE_FROM
        person = _PERSON + 2 if is_wide else 0
        place = _PLACE + (4 if is_wide else 0)
        fixed = 2 + 3 + _NUMBER + 2 + 2 + place + 2 + person + state + 1 + _DUE + 1
        if width - fixed < _TITLE_AT_LEAST:
            fixed, place = fixed - place - 2, 0
        return cls(max(_TITLE_AT_LEAST, width - fixed), place, max(0, person - 2), state)


def heading_cells(columns: Columns) -> Iterator[Cell]:
    """Name the columns."""
    yield Cell(" " * 5)
    yield from _cells(
        columns,
        (_("Number"), ""),
        (_("What"), ""),
        (_("Where"), ""),
        (_("Who"), ""),
        (_("State"), ""),
        (_("Due"), ""),
    )


def fault_cells(
    fault: QueueFault,
    columns: Columns,
    now: datetime,
    zone: tzinfo,
    *,
    is_cursor: bool = False,
    is_marked: bool = False,
    is_strong: bool = False,
) -> Iterator[Cell]:
    """Lay a fault out over the columns.

    Args:
        is_cursor: The cursor stands there.
        is_marked: It is among those that the next act is for.
        is_strong: Its title is to stand out.
    """
    is_over = fault.status in (Status.CLOSED, Status.CANCELLED)
    words = "closed" if is_over else ""
    yield Cell((CURSOR if is_cursor else " ") + (MARK if is_marked else " "), "mark")
    yield Cell(pad_to_cells(_priority_mark(fault), 3), _priority_meaning(fault))
    is_left = fault.worked_at is not None and fault.worked_at < left_before(now, zone)
    title = f"{CONFLICT} {one_line(fault.title)}" if fault.has_conflict else one_line(fault.title)
    yield from _cells(
        columns,
        (fault.number, "mark" if is_marked else words or "quiet"),
        (title or _("(no title)"), words or ("strong" if is_strong else "")),
        (one_line(fault.place or fault.asset), words or "quiet"),
        (one_line(fault.assignee), words or "quiet"),
        (_(_LEFT_OPEN), "soon") if is_left else (state_label(fault), words or _state_meaning(fault)),
        due_cell(fault, now, zone),
    )


def state_label(fault: QueueFault) -> str:
    """Say where a fault stands, in one word."""
    if _is_changed(fault):
        return _(_CHANGED)
    return _(_OVERLAYS[fault.state]) if fault.state in _OVERLAYS else label_of(fault.status)


def due_cell(fault: QueueFault, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """Say what presses: how late it is, that its user waits for a word, or when it is due; with the meaning."""
    if fault.is_pending or fault.status in (Status.CLOSED, Status.CANCELLED):
        return "", ""
    if fault.due_at is not None and fault.due_at < now:
        return due_words(fault.due_at, now, zone), "late"
    if fault.word_due_at is not None and fault.word_due_at < now:
        return _("tell user"), "soon"
    if fault.due_at is None:
        return "", ""
    return due_words(fault.due_at, now, zone), "soon" if fault.due_at - now < SOON else ""


def _cells(columns: Columns, *texts: tuple[str, str]) -> Iterator[Cell]:
    widths = (_NUMBER, columns.title, columns.place, columns.person, columns.state, _DUE)
    gaps = (2, 2, 2, 2, 1, 1)
    for place, ((text, meaning), width, gap) in enumerate(zip(texts, widths, gaps, strict=True)):
        if width:
            align: Alignment = "right" if place == len(widths) - 1 else "left"
            yield Cell(pad_to_cells(cut_to_cells(text, width), width, align) + " " * gap, meaning)


def _priority_mark(fault: QueueFault) -> str:
    if fault.status is Status.DRAFT:
        return ""
    return "?" if fault.priority is None else _PRIORITY_MARKS[fault.priority]


def _priority_meaning(fault: QueueFault) -> str:
    if fault.status in (Status.CLOSED, Status.CANCELLED):
        return "closed"
    meanings = {Priority.URGENT: "late", Priority.IMPORTANT: "soon"}
    return "quiet" if fault.priority is None else meanings.get(fault.priority, "")


def _is_changed(fault: QueueFault) -> bool:
    return fault.status is Status.VERIFIED and fault.has_conflict


def _state_meaning(fault: QueueFault) -> str:
    if fault.is_pending or fault.status is Status.DRAFT:
        return "closed"
    if fault.state == "reassess" or _is_changed(fault):
        return "soon"
    return "done" if fault.status in (Status.IMPLEMENTED, Status.VERIFIED) else ""
