"""Mapping files: what the columns of a foreign system mean, read strictly from TOML."""

import codecs
import tomllib
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.words import Channel, Impact, Nature, Priority, Status, Urgency
from fieldtech.intake.composing import fold_value, template_columns
from fieldtech.intake.dates import DateOrder
from fieldtech.resources import resource_path
from fieldtech.text import _

GENERIC = "report"
"""The mapping for tables whose columns bear the names of the options of `report`: tried when no other fits."""

TEXT_FIELDS = (
    "title",
    "description",
    "reporter",
    "contact",
    "category",
    "asset",
    "place",
    "service",
    "assignee",
)
WORD_FIELDS: dict[str, type[StrEnum]] = {
    "channel": Channel,
    "impact": Impact,
    "urgency": Urgency,
    "nature": Nature,
    "priority": Priority,
    "status": Status,
}
INSTANT_FIELDS = ("occurred", "detected", "reported", "restored", "resolved", "closed")

_LARGEST = 1 << 20


class FieldRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where one fact comes from: exactly one of `column`, `text` and `always`."""

    column: str | tuple[str, ...] | None = None
    """A column, or several of which the first that isn't missing counts."""
    text: str | tuple[str, ...] | None = None
    """A text composed of columns in braces, or several of which the first that isn't empty counts."""
    always: str | None = None
    """The same for every report of this kind of file."""
    values: dict[str, str] | None = None
    """What the values mean; any other value is refused. None: they are taken as they stand."""
    required: bool = False
    """True: a report that lacks it is refused."""
    date_order: DateOrder | None = None
    zone: str | None = None

    def columns(self) -> tuple[str, ...]:
        """List the columns that are tried, in their order."""
        return as_tuple(self.column)

    def templates(self) -> tuple[str, ...]:
        """List the texts that are tried, in their order."""
        return as_tuple(self.text)

    def all_columns(self) -> tuple[str, ...]:
        """List every column that it draws on."""
        return self.columns() + tuple(name for text in self.templates() for name in template_columns(text))


class LastBy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What tells which of several rows of one incident is the last: exactly one of the two."""

    number: str | None = None
    """A column that counts up."""
    instant: str | tuple[str, ...] | None = None
    """A column with dates, or several of which the first that the file has counts."""

    def columns(self) -> tuple[str, ...]:
        """List the columns, of which the first that the file has counts."""
        return as_tuple(self.number if self.number is not None else self.instant)


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How an incident is known in the system that it comes from."""

    column: str | tuple[str, ...]
    prefix: str
    """Keeps the numbers of one system apart from those of another."""
    optional: bool = False
    """True: a file without such a column is taken too; its rows are known by what they say."""
    last_by: tuple[LastBy, ...] = ()


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The facts of a report, each with its rule; None: this kind of file never tells it."""

    title: FieldRule | None = None
    description: FieldRule | None = None
    channel: FieldRule | None = None
    reporter: FieldRule | None = None
    contact: FieldRule | None = None
    occurred: FieldRule | None = None
    detected: FieldRule | None = None
    reported: FieldRule | None = None
    impact: FieldRule | None = None
    urgency: FieldRule | None = None
    nature: FieldRule | None = None
    category: FieldRule | None = None
    priority: FieldRule | None = None
    asset: FieldRule | None = None
    place: FieldRule | None = None
    service: FieldRule | None = None
    assignee: FieldRule | None = None
    status: FieldRule | None = None
    restored: FieldRule | None = None
    resolved: FieldRule | None = None
    closed: FieldRule | None = None

    def named(self) -> dict[str, FieldRule]:
        """Return the rules that there are, by the names of their facts."""
        rules = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: rule for name, rule in rules.items() if rule is not None}


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a mapping file says."""

    name: str
    title: str
    recognised_by: tuple[str, ...] = ()
    """Columns that, standing together, give such a file away. Empty: it is used only when it is asked for."""
    missing: tuple[str, ...] = ()
    """What stands in a cell that says nothing, besides nothing."""
    date_order: DateOrder | None = None
    zone: str | None = None
    """What times without an offset are told in. None: the site's zone."""
    utc: tuple[str, ...] = ()
    """Columns that are told in UTC, whatever the zone."""
    encoding: str | None = None
    """Used only when the mapping is asked for: before a file can be recognised it must be read."""
    delimiter: str | None = None
    key: Key
    fields: Fields


def as_tuple(one_or_more: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return what a mapping file may write as one text or as a list, as a tuple."""
    if one_or_more is None:
        return ()
    return (one_or_more,) if isinstance(one_or_more, str) else one_or_more


def known_mappings(folder: Path | None = None) -> tuple[Mapping, ...]:
    """Read the mappings of a site's folder and those that ship; a site's replaces the shipped one of the same name.

    Raises:
        UnreadableInput: One of them breaks the rules.
    """
    mappings: dict[str, Mapping] = {}
    for place in (resource_path("data", "mappings"), folder):
        if place is not None and place.is_dir():
            for path in sorted(place.glob("*.toml")):
                mapping = read_mapping(path)
                mappings[mapping.name] = mapping
    return tuple(mappings.values())


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises:
        UnreadableInput: It can't be read, or breaks the rules; the message names the file and the key.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise UnreadableInput(_("The mapping {file} is too large.").format(file=path.name))
        mapping = msgspec.convert(tomllib.loads(content.decode("utf-8-sig")), Mapping)
    except OSError as error:
        raise UnreadableInput(
            _("The mapping {file} can't be read: {reason}.").format(file=path.name, reason=error.strerror)
        ) from error
    except (ValueError, RecursionError) as error:
        raise _unusable(path, str(error)) from error
    _check(mapping, path)
    return mapping


def _unusable(path: Path, reason: str) -> UnreadableInput:
    return UnreadableInput(_("The mapping {file} can't be used: {reason}").format(file=path.name, reason=reason))


def _check(mapping: Mapping, path: Path) -> None:
    """Find at once what would otherwise show only with the first row that meets it."""
    _check_zone(mapping.zone, "zone", path)
    _check_encoding(mapping, path)
    if not mapping.name or not mapping.key.prefix or not all(as_tuple(mapping.key.column)):
        raise _unusable(path, _("name, key.column and key.prefix mustn't be empty."))
    if mapping.delimiter is not None and (len(mapping.delimiter) != 1 or mapping.delimiter in '"\r\n\0'):
        raise _unusable(path, _("delimiter must be one character."))
    for last_by in mapping.key.last_by:
        if (last_by.number is None) == (last_by.instant is None):
            raise _unusable(path, _("each of key.last_by names either a number or an instant."))
    for name, rule in mapping.fields.named().items():
        _check_rule(name, rule, path)


def _check_encoding(mapping: Mapping, path: Path) -> None:
    if mapping.encoding is not None:
        try:
            "".encode(codecs.lookup(mapping.encoding).name)
        except (LookupError, ValueError) as error:
            raise _unusable(
                path, _("encoding: “{encoding}” is not known.").format(encoding=mapping.encoding)
            ) from error


def _check_zone(zone: str | None, key: str, path: Path) -> None:
    if zone is not None:
        try:
            ZoneInfo(zone)
        except (LookupError, ValueError, OSError) as error:
            raise _unusable(path, _("{key}: there is no time zone “{zone}”.").format(key=key, zone=zone)) from error


def _check_rule(name: str, rule: FieldRule, path: Path) -> None:
    key = f"fields.{name}"
    ways = (rule.column, rule.text, rule.always)
    if sum(way is not None for way in ways) != 1:
        raise _unusable(path, _("{key} needs exactly one of column, text and always.").format(key=key))
    if not all(rule.columns()) or not all(rule.templates()) or rule.always == "":
        raise _unusable(path, _("{key} mustn't be empty.").format(key=key))
    if rule.text is not None and name not in TEXT_FIELDS:
        raise _unusable(path, _("{key} can't be composed by text: it is no text.").format(key=key))
    for text in rule.templates():
        if not template_columns(text):
            raise _unusable(path, _("{key}: the text names no column in braces.").format(key=key))
    if name not in INSTANT_FIELDS and (rule.date_order or rule.zone):
        raise _unusable(path, _("{key} is no date: date_order and zone say nothing there.").format(key=key))
    if name in INSTANT_FIELDS and (rule.values is not None or rule.always is not None):
        raise _unusable(path, _("{key} is a date: values and always say nothing there.").format(key=key))
    _check_zone(rule.zone, f"{key}.zone", path)
    _check_values(name, rule, path)


def _check_values(name: str, rule: FieldRule, path: Path) -> None:
    key = f"fields.{name}"
    if rule.values is not None and len({fold_value(value) for value in rule.values}) < len(rule.values):
        raise _unusable(path, _("{key}.values names a value twice.").format(key=key))
    words = WORD_FIELDS.get(name)
    if words is None:
        return
    for word in (*(rule.values or {}).values(), *as_tuple(rule.always)):
        if word not in tuple(words):
            raise _unusable(
                path,
                _("{key}: “{word}” is none of {words}.").format(key=key, word=word, words=", ".join(words)),
            )
