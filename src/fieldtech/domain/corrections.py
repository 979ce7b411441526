"""Operations on what was recorded: a conflict is settled by a word, a payload is taken out for privacy."""

from typing import ClassVar

import msgspec

from fieldtech.domain.fault_operations import FaultOperation


class ConflictSettled(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """One of a field's concurrent values taken by a word; it names every head, and so replaces all of them."""

    KIND: ClassVar[str] = "conflict-settled"
    field: str
    take: str
    """The reference of the entry whose value holds; of work that an ending had not seen: what the fault was before."""
    seen: tuple[str, ...] = ()
    """Where an ending is taken: for each chain the reference of the last entry of this fault that the author had."""

    def fields(self) -> tuple[str, ...]:
        return (self.field,)


class PayloadRedacted(FaultOperation, frozen=True, omit_defaults=True, kw_only=True):
    """Fields of one entry's payload taken out of every store that this reaches (docs/sync-model.md, Redaction)."""

    KIND: ClassVar[str] = "payload-redacted"
    CRITICAL: ClassVar[bool] = True
    target: str
    """The reference of the entry."""
    target_kind: str
    removed: tuple[str, ...] = msgspec.field(name="fields")
    """By the names of `domain.redaction.FIELDS`."""
    because: str
    rest: dict[str, object]
    """The target's payload without these fields: of whatever kind and version it is."""
