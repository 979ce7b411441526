"""The checks of an occurrence, answered as those of a fault are; a route has its list at each stop."""

from typing import ClassVar

import msgspec

from fieldtech.domain.checklists import Localised, Template
from fieldtech.domain.faults import Answer, Attempt, Checklist
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.visible_text import one_line
from fieldtech.text import N_
from fieldtech.widgets.check_sheet import CheckSheet

WHOLE = "-"
"""What the list is called that is answered once for all: widgets know lists by a name."""


class OccurrenceSheet(CheckSheet):
    """All stops, one below the other."""

    TROUBLE_WORDS: ClassVar[str] = N_("{key} raises a fault from it, {note} says why not.")

    def show(self, occurrence: Occurrence | None) -> None:
        """Show the checks of what was started."""
        self.attempt = _as_attempt(occurrence) if occurrence is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Planned work has no plan of a solution."""
        return False if action == "plan_step" else super().check_action(action, parameters)


def stop_of(checklist_id: str) -> str:
    """Give the stop of a list."""
    return "" if checklist_id == WHOLE else checklist_id


def _as_attempt(occurrence: Occurrence) -> Attempt | None:
    """Lay the stops out as the lists of one attempt, which is what the sheet draws."""
    template, by = occurrence.template, occurrence.started_by
    if template is None or by is None:
        return None
    lists = (
        Checklist(
            id=stop or WHOLE,
            template=_named(template, stop),
            answers=tuple(
                Answer(item=each.item, result=each.result, reading=each.reading, value=each.value, note=each.note,
                       by=each.by)
                for each in occurrence.answers if each.stop == stop
            ),
            by=by,
        )
        for stop in occurrence.walked_stops
    )  # fmt: skip
    return Attempt(number=1, checklists=tuple(lists))


def _named(template: Template, stop: str) -> Template:
    """Put the stop before the list's title."""
    if not stop:
        return template
    title, place = template.title, one_line(stop)
    named = Localised(en=f"{place}   {title.text('en')}", zh_CN=f"{place}   {title.text('zh_CN')}")
    return msgspec.structs.replace(template, title=named)
