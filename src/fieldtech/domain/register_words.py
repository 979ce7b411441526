"""Fields and their values in people's words, whatever kind of subject they belong to; never a register's raw name."""

from datetime import tzinfo
from typing import TYPE_CHECKING, TypeAlias

from fieldtech.domain.faults import Fault
from fieldtech.domain.history_words import field_name, value_words
from fieldtech.text import _

if TYPE_CHECKING:
    from fieldtech.domain.planned_fields import PlannedThing

Contested: TypeAlias = "Fault | PlannedThing"
"""What several machines can write otherwise."""


def register_name(noun: Contested, field: str) -> str:
    """Name a field."""
    if isinstance(noun, Fault):
        return field_name(noun, field)
    # What is planned is read where it is needed first: a start knows faults alone.
    from fieldtech.domain.planned_fields import planned_field_name

    return planned_field_name(noun, field)


def contested_names(noun: Contested) -> str:
    """Name the fields that are in conflict, one after the other."""
    return _(", ").join(register_name(noun, each.field) for each in noun.conflicts)


def register_value(noun: Contested, field: str, text: str, zone: tzinfo) -> str:
    """Say a field's value."""
    if isinstance(noun, Fault):
        return value_words(field, text, zone)
    from fieldtech.domain.planned_fields import planned_value_words

    return planned_value_words(noun, field, text, zone)
