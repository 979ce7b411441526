"""Rows gathered into incidents: several rows of one incident become one report that says what its last row says."""

import hashlib
import json
from collections.abc import Iterator
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

Order = tuple[float, ...]


@dataclass(slots=True)
class _Incident:
    """The rows of one incident so far."""

    last: Row
    order: Order | None
    originals: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Gathering:
    """Takes the rows of one file and gives its incidents."""

    def __init__(self, source: str, layout: Layout, heading: str) -> None:
        self.source = source
        self.layout = layout
        self.heading = heading
        self.read = 0
        self.refusals: list[Refusal] = []
        """What could not be assigned to an incident."""
        self._incidents: dict[str, _Incident] = {}
        self._last_by = layout.last_by()

    def take_all(self, table: Table) -> None:
        """Take every row of a table."""
        for row in table.rows:
            self.read += 1
            if isinstance(row, BadRow):
                self._take_bad(row)
            else:
                self._take(row)

    def outcome(self) -> Iterator[ProposedReport | Refusal]:
        """Yield what came of each incident: a report, or every refusal that stands against it."""
        yield from self.refusals
        for key, incident in self._incidents.items():
            yield from incident.refusals or self._propose(key, incident)

    def _take(self, row: Row) -> None:
        key = self._key(row)
        if key is None:
            column = self.layout.columns[self.layout.key[0]]
            self.refusals.append(
                self._refusal(row.line, column, "", _("The cell is empty, so that the incident can't be known again."))
            )
            return
        order, trouble = self._order(row)
        incident = self._incidents.get(key)
        if incident is None:
            incident = self._incidents[key] = _Incident(row, order)
        elif order is None and not trouble:
            trouble = self._repeated(row, incident)
        elif order is not None and (incident.order is None or order >= incident.order):
            incident.last, incident.order = row, order
        incident.originals.append(row.original)
        if trouble:
            incident.refusals.append(trouble)

    def _take_bad(self, row: BadRow) -> None:
        """Refuse a row, and with it the incident that it seems to belong to: it may be the row that counts."""
        refusal = self._refusal(row.line, row.column, row.value, row.reason)
        key = self.layout.first(row.cells, tuple(index for index in self.layout.key if index < len(row.cells)))
        if key is None or len(key[0]) > _SHOWN_VALUE:
            self.refusals.append(refusal)
            return
        incident = self._incidents.setdefault(self._named_key(key[0]), _Incident(Row(row.line, (), ""), None))
        incident.refusals.append(refusal)

    def _key(self, row: Row) -> str | None:
        if self.layout.key:
            told = self.layout.first(row.cells, self.layout.key)
            return None if told is None else self._named_key(told[0])
        named = {fold_name(column): cell.strip() for column, cell in zip(self.layout.columns, row.cells, strict=True)}
        content = json.dumps(sorted((name, cell) for name, cell in named.items() if cell), ensure_ascii=False)
        return self._named_key(f"sha256:{hashlib.sha256(content.encode()).hexdigest()}")

    def _named_key(self, key: str) -> str:
        return f"{self.layout.mapping.key.prefix}:{key}"

    def _order(self, row: Row) -> tuple[Order | None, Refusal | None]:
        """Work out where a row stands among those of its incident; None: the file doesn't say."""
        if not self._last_by:
            return None, None
        places: list[float] = []
        for index, holds_dates in self._last_by:
            column, cell = self.layout.columns[index], row.cells[index].strip()
            try:
                places.append(self.layout.instant(column, cell).timestamp() if holds_dates else float(int(cell)))
            except UnreadableInstant as error:
                return None, self._refusal(row.line, column, cell, str(error))
            except (ValueError, OverflowError):
                reason = _("This is no number, so that the last row of the incident can't be told.")
                return None, self._refusal(row.line, column, cell, reason)
        return tuple(places), None

    def _repeated(self, row: Row, incident: _Incident) -> Refusal | None:
        """Refuse a second row that says something else, where nothing tells which of them is the last."""
        if not incident.last.cells or row.cells == incident.last.cells:
            return None
        reason = _("The key stands in line {line} too, with other values, and nothing says which row is the last.")
        column = self.layout.columns[self.layout.key[0]]
        value = self.layout.first(row.cells, self.layout.key)
        return self._refusal(row.line, column, value[0] if value else "", reason.format(line=incident.last.line))

    def _propose(self, key: str, incident: _Incident) -> Iterator[ProposedReport | Refusal]:
        reader = FactReader(self.layout, incident.last.cells)
        report = self._report(key, incident, reader)
        if not reader.refused:
            yield report
        for refused in reader.refused:
            yield self._refusal(incident.last.line, refused.column, refused.value, refused.reason)

    def _report(self, key: str, incident: _Incident, reader: FactReader) -> ProposedReport:
        return ProposedReport(
            source=self.source,
            source_key=key,
            line=incident.last.line,
            original=shown_damage(_joined(self.heading, incident.originals)),
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

    def _refusal(self, line: int, column: str | None, value: str | None, reason: str) -> Refusal:
        shown = None if value is None else shown_damage(value)
        if shown is not None and len(shown) > _SHOWN_VALUE:
            shown = f"{shown[:_SHOWN_VALUE]}…"
        return Refusal(self.source, line, None if column is None else shown_damage(column), shown, reason)


def _joined(heading: str, originals: list[str]) -> str:
    """Put rows under each other as they stood; the last of a file may lack its line end."""
    return "".join(text if text.endswith(("\n", "\r")) else f"{text}\n" for text in (heading, *originals) if text)


def _one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
