"""Operations of every kind with any values that their fields can hold, and some that hostile machines would send."""

import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, get_args, get_origin

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fieldtech.domain.journal import Operation
from fieldtech.domain.operations import OPERATIONS

AWKWARD_TEXTS = (
    "",
    "\n\u0301",
    "\t\u0308x",
    "e\u0301",
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "机房空调滴水",
    "\U0002f800",
    "\u202e[/b]\x1b[31m",
    "\\u0000",
    '"},"s":"',
    "\u0958\u0341",
    "\ufeff",
    "\u2028",
    "a" * 300,
)
texts = st.one_of(st.sampled_from(AWKWARD_TEXTS), st.text(max_size=20), st.text(st.characters(), max_size=8))
zones = st.one_of(
    st.just(UTC), st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
)
instants = st.datetimes(timezones=zones)
numbers = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from([Decimal("21.50"), Decimal("1E+999999"), Decimal("sNaN"), Decimal("-0"), Decimal(0)]),
)
_PLAIN: Mapping[object, SearchStrategy[object]] = {
    str: texts,
    bool: st.booleans(),
    datetime: instants,
    date: st.dates(),
    time: st.times(),
    Decimal: numbers,
    type(None): st.none(),
    dict[str, object]: st.dictionaries(texts, st.one_of(texts, st.booleans(), st.lists(texts, max_size=3)), max_size=3),
}


def values_of(annotation: object, meta: msgspec.Meta | None = None) -> SearchStrategy[typing.Any]:
    """Give values of a field's type, within its bounds."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return values_of(arguments[0], arguments[1])
    if origin is tuple:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(values_of(each, meta) for each in arguments))
    if annotation is int:
        least = meta.ge if meta and meta.ge is not None else -(2**53) + 1
        most = meta.le if meta and meta.le is not None else 2**53 - 1
        return st.integers(int(least), int(most))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return structs_of(annotation)
    return _PLAIN[annotation]


def structs_of(kind: type[msgspec.Struct]) -> SearchStrategy[typing.Any]:
    """Give values of a Struct."""
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {field.name: values_of(hints[field.name]) for field in msgspec.structs.fields(kind)}
    return st.fixed_dictionaries(fields).map(lambda told: kind(**told))


def operations_of(kind: type[Operation]) -> SearchStrategy[Operation]:
    """Give any operation of a kind."""
    return structs_of(kind)


any_operation: SearchStrategy[Operation] = st.sampled_from(OPERATIONS).flatmap(operations_of)
