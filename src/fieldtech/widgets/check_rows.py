"""The rows of an attempt's lists, one list below the other: what applies stands there, what doesn't goes."""

from collections.abc import Mapping
from datetime import tzinfo

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.checklists import applicable_items
from fieldtech.domain.faults import Attempt, Checklist
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import CheckResult
from fieldtech.text import _
from fieldtech.widgets.check_row import CheckRow

Key = tuple[str, str]
"""A check, by its list and item."""


class CheckRows(VerticalScroll, can_focus=False):
    """All rows, kept from one look at the attempt to the next."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._attempt: Attempt | None = None
        self.by_key: Mapping[Key, CheckRow] = {}
        """The rows of what applies, in the lists' order."""
        self._titles: dict[str, Static] = {}

    def show_attempt(self, attempt: Attempt | None) -> Key | None:
        """Show the checks as they stand.

        Returns:
            The first open check of a list that was not there before, though others were; None: there is none.
        """
        known = set(self._titles)
        self._attempt = attempt
        self.lay_out()
        self._show_answers()
        new = (key for key, row in self.by_key.items() if key[0] not in known and row.result is None)
        return next(new, None) if known else None

    def next_open(self, after: Key | None) -> Key | None:
        """Find the next check without an answer, after a place first."""
        keys = list(self.by_key)
        place = keys.index(after) + 1 if after is not None and after in self.by_key else 0
        return next((key for key in keys[place:] + keys[:place] if self.by_key[key].result is None), None)

    def lay_out(self) -> None:
        """Put a row for each check that applies, in the lists' order; rows that stay are kept."""
        rows: dict[Key, CheckRow] = {}
        for checklist in self._checklists:
            self._lay_out_list(checklist, rows)
        for key in self.by_key.keys() - rows.keys():
            self.by_key[key].remove()
        for checklist_id in self._titles.keys() - {key[0] for key in rows}:
            self._titles.pop(checklist_id).remove()
        self.by_key = rows

    def _lay_out_list(self, checklist: Checklist, rows: dict[Key, CheckRow]) -> None:
        if checklist.id not in self._titles:
            self._titles[checklist.id] = _title(checklist, is_later=bool(self._titles))
            self.mount(self._titles[checklist.id])
        before: Static | CheckRow = self._titles[checklist.id]
        applicable = applicable_items(checklist.template.items, self._results(checklist))
        for place, item in enumerate(checklist.template.items, start=1):
            if item in applicable:
                key = (checklist.id, item.id)
                row = self.by_key.get(key) or CheckRow(checklist.id, item, place)
                if not row.is_attached:
                    self.mount(row, after=before)
                before = rows[key] = row

    @property
    def _checklists(self) -> tuple[Checklist, ...]:
        return self._attempt.checklists if self._attempt else ()

    def _results(self, checklist: Checklist) -> dict[str, CheckResult]:
        """The results of a list, with what is being recorded just now."""
        rows = (row for row in self.by_key.values() if row.checklist_id == checklist.id)
        under_way = {row.item.id: row.under_way for row in rows}
        return checklist.results | {item: result for item, result in under_way.items() if result is not None}

    def _show_answers(self) -> None:
        for checklist in self._checklists:
            for answer in checklist.answers:
                row = self.by_key.get((checklist.id, answer.item))
                if row is not None:
                    row.time = f"{answer.by.at.astimezone(self._zone):%H:%M}"
                    row.answer = answer
                    if row.under_way is answer.result:
                        row.under_way = None


def _title(checklist: Checklist, *, is_later: bool) -> Static:
    title = one_line(checklist.template.title.text())
    version = _("version {n}").format(n=checklist.template.version)
    return Static(
        Content.assemble((title, "bold"), "   ", (version, "$quiet")), classes="title -later" if is_later else "title"
    )
