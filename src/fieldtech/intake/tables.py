"""A file of rows, from its bytes to proposed reports: decoded, cut, recognised by its columns, gathered."""

from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.proposals import Note, Reading, Refusal
from fieldtech.intake.composing import fold_name
from fieldtech.intake.dates import ORDER_WORDS, DateOrder
from fieldtech.intake.decoding import Decoded, decode, shown_damage
from fieldtech.intake.delimited import read_delimited
from fieldtech.intake.incidents import Gathering
from fieldtech.intake.layouts import Layout
from fieldtech.intake.mappings import GENERIC, Mapping, known_mappings, read_mapping
from fieldtech.intake.objects import read_objects
from fieldtech.intake.rows import Table
from fieldtech.text import _

_SHOWN_COLUMNS = 12


class Terms:
    """How the files of one intake are to be understood."""

    def __init__(
        self,
        zone: ZoneInfo,
        date_order: DateOrder | None,
        mapping_file: Path | None,
        mapping_folder: Path | None,
        progress: Progress = unheard,
    ) -> None:
        """Read the mapping that was asked for.

        Args:
            progress: Hears of each row and mail that is read.

        Raises:
            UnreadableInput: It breaks the rules.
        """
        self.zone = zone
        self.date_order = date_order
        self.mapping = read_mapping(mapping_file) if mapping_file else None
        self._mapping_folder = mapping_folder
        self._progress, self._read = progress, 0

    def count(self) -> None:
        """Count one row or mail as read.

        Raises:
            WorkStopped: the intake is to stop.
        """
        self._read += 1
        self._progress(self._read, 0, _("Reading the file"))

    @cached_property
    def known(self) -> tuple[Mapping, ...]:
        """The mappings by which files are recognised; read when the first table needs them."""
        return known_mappings(self._mapping_folder)

    def check_mappings(self) -> None:
        """Find a mapping of the site that breaks the rules before a file is blamed for it.

        Raises:
            UnreadableInput: There is one.
        """
        if self.mapping is None:
            len(self.known)

    def mapping_for(self, columns: tuple[str, ...]) -> Mapping:
        """Choose the mapping of a file: the one that was asked for, or the one that most of its columns give away.

        Raises:
            UnreadableInput: None fits, or two do.
        """
        if self.mapping is not None:
            return self.mapping
        names = {fold_name(column) for column in columns}
        fitting = [mapping for mapping in self.known if _is_recognised(mapping, names)]
        if not fitting:
            return self._generic(names, columns)
        most = max(len(mapping.recognised_by) for mapping in fitting)
        best = [mapping for mapping in fitting if len(mapping.recognised_by) == most]
        if len(best) > 1:
            raise UnreadableInput(
                _("The mappings {mappings} fit it equally well: name one by --mapping.").format(
                    mappings=", ".join(mapping.name for mapping in best)
                )
            )
        return best[0]

    def _generic(self, names: set[str], columns: tuple[str, ...]) -> Mapping:
        generic = next(mapping for mapping in self.known if mapping.name == GENERIC)
        required = [rule for rule in generic.fields.named().values() if rule.required]
        if any(fold_name(column) in names for rule in required for column in rule.all_columns()):
            return generic
        shown = ", ".join(column[:40] for column in columns[:_SHOWN_COLUMNS])
        raise UnreadableInput(
            _(
                "No mapping recognises its columns ({columns}). Name them as the options of `fieldtech report`, "
                "or write a mapping and name it by --mapping."
            ).format(columns=shown_damage(shown))
        )


def _is_recognised(mapping: Mapping, names: set[str]) -> bool:
    return bool(mapping.recognised_by) and all(fold_name(column) in names for column in mapping.recognised_by)


def read_table(source: str, content: bytes, kind: Literal["csv", "json"], terms: Terms) -> Reading:
    """Read a file of rows.

    Raises:
        UnreadableInput: Nothing of it can be read.
    """
    decoded = decode(content, terms.mapping.encoding if terms.mapping else None)
    if kind == "json":
        table = read_objects(decoded.text)
    else:
        table = read_delimited(decoded.text, terms.mapping.delimiter if terms.mapping else None)
    mapping = terms.mapping_for(table.columns)
    layout = Layout(mapping, table.columns, zone=terms.zone, date_order=terms.date_order)
    if refusals := _file_refusals(source, table, layout):
        return Reading(refusals=refusals)
    gathering = Gathering(source, layout, table.heading)
    gathering.take_all(table, terms.count)
    reports = gathering.reports()
    return Reading(gathering.read, reports, gathering.refusals(), _notes(source, decoded, layout))


def _file_refusals(source: str, table: Table, layout: Layout) -> tuple[Refusal, ...]:
    """Refuse a whole file whose columns can't give reports, naming each column."""
    lacking = _("The mapping “{mapping}” needs this column, and the file has none.").format(mapping=layout.mapping.name)
    double = _("The column stands twice in the file, so that its values can't be told apart.")
    return (
        *(Refusal(source, table.line, column, None, lacking) for column in layout.lacking()),
        *(Refusal(source, table.line, column, None, double) for column in layout.ambiguous()),
    )


def _notes(source: str, decoded: Decoded, layout: Layout) -> tuple[Note, ...]:
    order = _(ORDER_WORDS[layout.date_order]) if layout.date_order else _("no order of day and month declared")
    how = _("Read as “{mapping}” in {encoding}, dates {order}, times without an offset in {zone}.").format(
        mapping=layout.mapping.title, encoding=decoded.encoding, order=order, zone=layout.zone.key
    )
    notes = [Note(source, None, how)]
    if decoded.certainty == "likely":
        reason = _("Its encoding was recognised by its letters, not by a mark: look at the names before you go on.")
        notes.append(Note(source, None, reason))
    unread = layout.unread()
    if unread and layout.mapping.name == GENERIC:
        shown = shown_damage(", ".join(column[:40] for column in unread[:_SHOWN_COLUMNS]))
        notes.append(Note(source, None, _("Nothing is taken from these columns: {columns}.").format(columns=shown)))
    return tuple(notes)
