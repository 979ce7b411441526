"""Rows gathered into incidents: several rows of one incident become one report that says what its last row says."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from fieldtech.domain.errors import UnreadableInstant
from fieldtech.domain.proposals import ProposedReport, Refusal
from fieldtech.domain.words import Channel, Impact, Nature, Priority, Status, Urgency
from fieldtech.intake.composing import fold_name
from fieldtech.intake.decoding import shown_damage
from fieldtech.intake.layouts import FactReader, Layout
from fieldtech.intake.rows import BadRow, Row, Table
from fieldtech.text import _

_SHOWN_VALUE = 200
_LONGEST_KEY = 200
_MOST_REMEMBERED = 50_000

MOST_REFUSALS = 10_000
"""How many are listed of one file; nobody reads more."""


@dataclass(slots=True)
class _Incident:
    """The rows of one incident so far."""

    last: Row | None = None
    order: float = 0.0
    originals: list[str] = field(default_factory=list)
    is_refused: bool = False


class Gathering:
    """Takes the rows of one file and gives its incidents."""

    def __init__(self, source: str, layout: Layout, heading: str) -> None:
        self.source = source
        self.layout = layout
        self.heading = heading
        self.read = 0
        self._refusals: list[Refusal] = []
        self._unlisted = 0
        self._incidents: dict[str, _Incident] = {}
        self._last_by = layout.last_by()
        self._limited = layout.limited()
        self._readable: dict[str, set[tuple[str, ...]]] = {name: set() for name, _columns in self._limited}
        """Cells that were found readable before: most rows repeat them."""

    def take_all(self, table: Table, count: Callable[[], None]) -> None:
        """Take every row of a table, and have each counted."""
        for row in table.rows:
            self.read += 1
            count()
            if isinstance(row, BadRow):
                self._take_bad(row)
            else:
                self._take(row)

    def reports(self) -> tuple[ProposedReport, ...]:
        """Make the reports of all incidents against which nothing stands."""
        made = (self._propose(key, incident) for key, incident in self._incidents.items() if not incident.is_refused)
        return tuple(report for report in made if report is not None)

    def refusals(self) -> tuple[Refusal, ...]:
        """List what was refused so far, in the order of its lines."""
        listed = sorted(self._refusals, key=lambda refusal: refusal.line or 0)
        if self._unlisted:
            reason = _("{count} more cells or rows were refused.").format(count=self._unlisted)
            listed.append(Refusal(self.source, None, None, None, reason))
        return tuple(listed)

    def _take(self, row: Row) -> None:
        key = self._key(row)
        if key is None:
            return
        incident = self._incidents.setdefault(key, _Incident())
        incident.originals.append(row.original)
        order = self._order(row)
        if not self._is_readable(row) or order is None or (self._last_by is None and self._is_repeated(row, incident)):
            incident.is_refused = True
        elif incident.last is None or order >= incident.order:
            incident.last, incident.order = row, order

    def _take_bad(self, row: BadRow) -> None:
        """Refuse a row, and with it the incidents that it seems to belong to: it may be the row that counts."""
        self._refuse(row.line, row.column, row.value, row.reason)
        for cells in row.starts:
            told = self.layout.first(cells, tuple(index for index in self.layout.key if index < len(cells)))
            if told is not None and len(told[0]) <= _LONGEST_KEY:
                self._incidents.setdefault(self._named_key(told[0]), _Incident()).is_refused = True

    def _key(self, row: Row) -> str | None:
        """Find out by what the row's incident is known; None: by nothing, and that is refused."""
        if self.layout.key:
            told = self.layout.first(row.cells, self.layout.key)
            if told is not None and len(told[0]) <= _LONGEST_KEY:
                return self._named_key(told[0])
            value, column = told or ("", self.layout.columns[self.layout.key[0]])
            reason = _("The cell is too long for a key.") if told else _("The cell is empty, and a key is needed.")
            self._refuse(row.line, column, value, reason)
            return None
        named = {fold_name(column): cell.strip() for column, cell in zip(self.layout.columns, row.cells, strict=True)}
        content = json.dumps(sorted((name, cell) for name, cell in named.items() if cell), ensure_ascii=False)
        return self._named_key(f"sha256:{hashlib.sha256(content.encode()).hexdigest()}")

    def _named_key(self, key: str) -> str:
        return f"{self.layout.mapping.key.prefix}:{key}"

    def _is_readable(self, row: Row) -> bool:
        """Refuse every cell of a row that no rule knows, also where a later row of the incident will count."""
        reader = FactReader(self.layout, row.cells)
        for name, columns in self._limited:
            cells = tuple([row.cells[index] for index in columns])
            readable = self._readable[name]
            if cells not in readable and reader.check(name) and len(readable) < _MOST_REMEMBERED:
                readable.add(cells)
        for refused in reader.refused:
            self._refuse(row.line, refused.column, refused.value, refused.reason)
        return not reader.refused

    def _order(self, row: Row) -> float | None:
        """Work out where a row stands among those of its incident; None: it can't be told, and that is refused."""
        if self._last_by is None:
            return 0.0
        index, holds_dates = self._last_by
        column, cell = self.layout.columns[index], row.cells[index].strip()
        try:
            return self.layout.instant(column, cell).timestamp() if holds_dates else float(int(cell))
        except UnreadableInstant as error:
            reason = str(error)
        except (ValueError, OverflowError):
            reason = _("This is no number, so that the last row of the incident can't be told.")
        self._refuse(row.line, column, cell, reason)
        return None

    def _is_repeated(self, row: Row, incident: _Incident) -> bool:
        """Refuse a second row that says something else, where nothing tells which of them is the last."""
        if incident.last is None or row.cells == incident.last.cells:
            return False
        told = self.layout.first(row.cells, self.layout.key)
        if told is None:
            return False
        reason = _("The key stands in line {line} too, with other values, and nothing says which row is the last.")
        self._refuse(row.line, told[1], told[0], reason.format(line=incident.last.line))
        return True

    def _propose(self, key: str, incident: _Incident) -> ProposedReport | None:
        if incident.last is None:
            return None
        reader = FactReader(self.layout, incident.last.cells)
        report = self._report(key, incident.last, incident.originals, reader)
        for refused in reader.refused:
            self._refuse(incident.last.line, refused.column, refused.value, refused.reason)
        return None if reader.refused else report

    def _report(self, key: str, last: Row, originals: list[str], reader: FactReader) -> ProposedReport:
        return ProposedReport(
            source=self.source,
            source_key=key,
            line=last.line,
            original=shown_damage(_joined(self.heading, originals)),
            channel=reader.word("channel", Channel),
            title=_one_line(reader.text("title")),
            description=reader.text("description"),
            reporter=_one_line(reader.text("reporter")),
            contact=_one_line(reader.text("contact")),
            occurred_at=reader.instant("occurred"),
            detected_at=reader.instant("detected"),
            reported_at=reader.instant("reported"),
            impact=reader.word("impact", Impact),
            urgency=reader.word("urgency", Urgency),
            nature=reader.word("nature", Nature),
            category=_one_line(reader.text("category")),
            priority=reader.word("priority", Priority),
            asset=_one_line(reader.text("asset")),
            place=_one_line(reader.text("place")),
            service=_one_line(reader.text("service")),
            assignee=_one_line(reader.text("assignee")),
            source_status=reader.word("status", Status),
            source_status_words=reader.words("status"),
            restored_at=reader.instant("restored"),
            resolved_at=reader.instant("resolved"),
            closed_at=reader.instant("closed"),
        )

    def _refuse(self, line: int, column: str | None, value: str | None, reason: str) -> None:
        if len(self._refusals) == MOST_REFUSALS:
            self._unlisted += 1
            return
        shown = None if value is None else shown_damage(value[:_SHOWN_VALUE])
        if value is not None and len(value) > _SHOWN_VALUE:
            shown = f"{shown}…"
        told_column = None if column is None else shown_damage(column)
        self._refusals.append(Refusal(self.source, line, told_column, shown, reason))


def _joined(heading: str, originals: list[str]) -> str:
    """Put rows under each other as they stood; the last of a file may lack its line end."""
    return "".join(text if text.endswith(("\n", "\r")) else f"{text}\n" for text in (heading, *originals) if text)


def _one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
