"""The checks of an occurrence that has no route, answered as those of a fault are."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual.content import Content

from fieldtech.domain.faults import Answer, Attempt, Checklist
from fieldtech.domain.occurrences import Occurrence
from fieldtech.store.views.plans import earlier_readings
from fieldtech.terminal.profile import Glyphs
from fieldtech.text import N_
from fieldtech.widgets.check_row import CheckRow
from fieldtech.widgets.check_sheet import CheckSheet
from fieldtech.widgets.stop_checks import trend_of
from fieldtech.widgets.stop_words import before_words

WHOLE = "-"
"""What the list is called that is answered once for all: widgets know lists by a name."""
_INDENT = 7


class OccurrenceSheet(CheckSheet):
    """The one list, each reading against those of earlier occurrences."""

    TROUBLE_WORDS: ClassVar[str] = N_("{key} raises a fault from it, {note} says why not.")

    def __init__(self, zone: tzinfo, glyphs: Glyphs) -> None:
        super().__init__(zone)
        self._zone, self._glyphs = zone, glyphs
        self._earlier: Sequence[Occurrence] = ()

    def show(self, occurrence: Occurrence | None, earlier: Sequence[Occurrence]) -> None:
        """Show the checks of what was started.

        Args:
            earlier: The occurrences before it, the oldest first.
        """
        self._earlier = earlier
        self.attempt = _as_attempt(occurrence) if occurrence is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Planned work has no plan of a solution."""
        return False if action == "plan_step" else super().check_action(action, parameters)

    def _about(self, row: CheckRow) -> Iterator[Content]:
        """Say what was read before, too, and how it goes."""
        yield from super()._about(row)
        if row.item.reading is None:
            return
        before = earlier_readings(self._earlier, stop_of(row.checklist_id), row.item.id)
        values = [each.value for each in before if each.value is not None]
        now = row.answer.value if row.answer else None
        trend = trend_of((*values, *((now,) if now is not None else ())), self._glyphs)
        if before:
            words = before_words(before, self._zone, self.size.width - len(trend) - 2 * _INDENT)
            yield Content.assemble(words, f"   {trend}" if trend else "")


def stop_of(checklist_id: str) -> str:
    """Give the stop of a list."""
    return "" if checklist_id == WHOLE else checklist_id


def _as_attempt(occurrence: Occurrence) -> Attempt | None:
    """Lay the list out as that of an attempt, which is what the sheet draws."""
    template, by = occurrence.template, occurrence.started_by
    if template is None or by is None:
        return None
    answers = (
        Answer(item=each.item, result=each.result, reading=each.reading, value=each.value, note=each.note, by=each.by)
        for each in occurrence.answers
        if not each.stop
    )
    return Attempt(number=1, checklists=(Checklist(id=WHOLE, template=template, answers=tuple(answers), by=by),))
