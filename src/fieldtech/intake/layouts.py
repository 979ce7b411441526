"""A mapping laid over the columns of one file: which cell gives which fact, and what is refused of it."""

from collections.abc import Mapping as MappingOf
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.errors import UnreadableInstant
from fieldtech.intake.composing import compose, fold_name, fold_value
from fieldtech.intake.dates import DateOrder, read_instant
from fieldtech.intake.mappings import INSTANT_FIELDS, WORD_FIELDS, FieldRule, Mapping, as_tuple
from fieldtech.text import _

_UTC = ZoneInfo("UTC")

Word = TypeVar("Word", bound=StrEnum)


class Refused(msgspec.Struct, frozen=True):
    """A cell that can't be taken."""

    column: str | None
    value: str
    reason: str


class BoundRule(msgspec.Struct, frozen=True):
    """A rule with the columns of this file that it draws on."""

    rule: FieldRule
    columns: tuple[int, ...]
    values: MappingOf[str, str] | None
    order: DateOrder | None
    zone: ZoneInfo


class Layout:
    """Which column of a file means what."""

    def __init__(
        self, mapping: Mapping, columns: tuple[str, ...], *, zone: ZoneInfo, date_order: DateOrder | None
    ) -> None:
        """Lay a mapping over the columns.

        Args:
            zone: What times are told in where the mapping doesn't say it.
            date_order: What the user says of all dates, whatever the mapping says; None: nothing.
        """
        self.mapping = mapping
        self.columns = columns
        self.zone = ZoneInfo(mapping.zone) if mapping.zone else zone
        self.date_order = date_order or mapping.date_order
        self._indexes: dict[str, int] = {}
        for index, column in enumerate(columns):
            self._indexes.setdefault(fold_name(column), index)
        self._in_utc = {fold_name(column) for column in mapping.utc}
        self._missing = {fold_value(marker) for marker in mapping.missing} | {""}
        self._longest_marker = max(map(len, self._missing)) + 1
        self.rules = {name: self._bound(rule, date_order) for name, rule in mapping.fields.named().items()}
        self.key = self._present(as_tuple(mapping.key.column))

    def _bound(self, rule: FieldRule, date_order: DateOrder | None) -> BoundRule:
        values = None if rule.values is None else {fold_value(told): word for told, word in rule.values.items()}
        order = date_order or rule.date_order or self.mapping.date_order
        return BoundRule(
            rule, self._present(rule.columns()), values, order, ZoneInfo(rule.zone) if rule.zone else self.zone
        )

    def _present(self, columns: tuple[str, ...]) -> tuple[int, ...]:
        found = (self._indexes.get(fold_name(column)) for column in columns)
        return tuple(index for index in found if index is not None)

    def instant(self, column: str, text: str, order: DateOrder | None = None, zone: ZoneInfo | None = None) -> datetime:
        """Read an instant of a column.

        Args:
            order: None: as the mapping or the user says of all dates.
            zone: None: as the mapping or the site has it.

        Raises:
            UnreadableInstant: The text tells none, or one that can be read in two ways.
        """
        is_in_utc = fold_name(column) in self._in_utc
        return read_instant(text, order or self.date_order, _UTC if is_in_utc else zone or self.zone)

    def has(self, column: str) -> bool:
        """Tell whether the file has a column."""
        return fold_name(column) in self._indexes

    def last_by(self) -> tuple[int, bool] | None:
        """Return the column that tells which row is the last, and whether it holds dates; None: the file has none."""
        for last_by in self.mapping.key.last_by:
            if present := self._present(last_by.columns()):
                return present[0], last_by.instant is not None
        return None

    def limited(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """List the facts that not every cell can tell, dates and words, each with the columns that it is told in."""
        return tuple(
            (name, bound.columns)
            for name, bound in self.rules.items()
            if bound.columns and (bound.rule.values is not None or name in WORD_FIELDS or name in INSTANT_FIELDS)
        )

    def lacking(self) -> tuple[str, ...]:
        """Name the columns without which no row of the file can be taken, and that it doesn't have."""
        key = self.mapping.key
        wanted = [] if key.optional or self.key else [as_tuple(key.column)]
        required = (bound.rule for bound in self.rules.values() if bound.rule.required and bound.rule.always is None)
        wanted += [rule.all_columns() for rule in required]
        return tuple(" / ".join(columns[:2]) for columns in wanted if not any(map(self.has, columns)))

    def ambiguous(self) -> tuple[str, ...]:
        """Name the columns that are drawn on and stand in the file more than once."""
        drawn_on = {fold_name(column) for bound in self.rules.values() for column in bound.rule.all_columns()}
        drawn_on |= {fold_name(column) for column in as_tuple(self.mapping.key.column)}
        names = [fold_name(column) for column in self.columns]
        return tuple(dict.fromkeys(name for name in names if name in drawn_on and names.count(name) > 1))

    def unread(self) -> tuple[str, ...]:
        """Name the columns from which nothing is taken."""
        drawn_on = {fold_name(column) for bound in self.rules.values() for column in bound.rule.all_columns()}
        drawn_on |= {fold_name(column) for column in as_tuple(self.mapping.key.column)}
        for last_by in self.mapping.key.last_by:
            drawn_on |= {fold_name(column) for column in last_by.columns()}
        return tuple(column for column in self.columns if column and fold_name(column) not in drawn_on)

    def value(self, cells: tuple[str, ...], index: int) -> str | None:
        """Return what a cell says; None: it is missing."""
        cell = cells[index].strip()
        if len(cell) <= self._longest_marker and fold_value(cell) in self._missing:
            return None
        return cell

    def first(self, cells: tuple[str, ...], indexes: tuple[int, ...]) -> tuple[str, str] | None:
        """Return the first of several cells that isn't missing, with its column's name."""
        for index in indexes:
            if (value := self.value(cells, index)) is not None:
                return value, self.columns[index]
        return None

    def named_value(self, cells: tuple[str, ...], column: str) -> str | None:
        """Return what the cell of a named column says; None: it is missing, or the file has no such column."""
        index = self._indexes.get(fold_name(column))
        return None if index is None else self.value(cells, index)


class FactReader:
    """Reads the facts of one row and remembers what had to be refused."""

    def __init__(self, layout: Layout, cells: tuple[str, ...]) -> None:
        self.layout = layout
        self.cells = cells
        self.refused: dict[Refused, None] = {}
        """In the order in which they were met; two facts may draw on one cell."""

    def text(self, name: str) -> str | None:
        """Read a fact that is a text."""
        bound = self.layout.rules.get(name)
        if bound is None:
            return None
        told = self._told(name, bound)
        if told is None or bound.values is None:
            return told[0] if told else None
        return self._meaning(bound, *told)

    def words(self, name: str) -> str | None:
        """Read a fact as the file words it, whatever it means."""
        bound = self.layout.rules.get(name)
        told = None if bound is None else self.layout.first(self.cells, bound.columns)
        return told[0] if told else None

    def word(self, name: str, kind: type[Word]) -> Word | None:
        """Read a fact that is one of the process's words."""
        bound = self.layout.rules.get(name)
        told = self._told(name, bound) if bound else None
        if bound is None or told is None:
            return None
        values = bound.values if bound.values is not None else {str(word): str(word) for word in kind}
        meaning = self._meaning(msgspec.structs.replace(bound, values=values), *told)
        return None if meaning is None else kind(meaning)

    def check(self, name: str) -> bool:
        """Tell whether a fact can be read, or is missing; what can't be read is refused."""
        bound = self.layout.rules[name]
        if self.layout.first(self.cells, bound.columns) is None:
            return True
        if name in INSTANT_FIELDS:
            return self.instant(name) is not None
        if name in WORD_FIELDS:
            return self.word(name, WORD_FIELDS[name]) is not None
        return self.text(name) is not None

    def instant(self, name: str) -> datetime | None:
        """Read a fact that is an instant, in UTC."""
        bound = self.layout.rules.get(name)
        told = self._told(name, bound) if bound else None
        if bound is None or told is None:
            return None
        try:
            return self.layout.instant(told[1], told[0], bound.order, bound.zone)
        except UnreadableInstant as error:
            self.refused[Refused(told[1], told[0], str(error))] = None
            return None

    def _told(self, name: str, bound: BoundRule) -> tuple[str, str] | None:
        """Return what the row says, and in which column; refuse the row that lacks a fact it must have."""
        rule = bound.rule
        if rule.always is not None:
            return rule.always, name
        told = self.layout.first(self.cells, bound.columns)
        for template in rule.templates():
            if told is None and (text := compose(template, self._named)):
                told = text, rule.all_columns()[0]
        if told is None and rule.required:
            column = self.layout.columns[bound.columns[0]] if bound.columns else rule.all_columns()[0]
            reason = _("The cell is empty, and no report goes without it.")
            self.refused[Refused(column, "", reason)] = None
        return told

    def _named(self, column: str) -> str | None:
        return self.layout.named_value(self.cells, column)

    def _meaning(self, bound: BoundRule, told: str, column: str) -> str | None:
        values = bound.values or {}
        # What a mapping says always is a word already; values translate what a file says.
        meaning = told if bound.rule.always is not None else values.get(fold_value(told))
        if meaning is None:
            reason = _("No rule of the mapping “{mapping}” says what this means; it knows {known}.").format(
                mapping=self.layout.mapping.name, known=", ".join(bound.rule.values or values) or "—"
            )
            self.refused[Refused(column, told, reason)] = None
        return meaning
