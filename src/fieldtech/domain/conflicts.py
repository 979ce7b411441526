"""What there is to look at in what was merged: its concerns, in words, and how a person names a side of one."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from enum import StrEnum

import msgspec

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.faults import Conflict, Fault, Side
from fieldtech.domain.history_words import oddity_words
from fieldtech.domain.register_words import Contested, register_name, register_value
from fieldtech.domain.visible_text import one_line
from fieldtech.text import N_, _


class ConcernKind(StrEnum):
    """Why there is something to look at."""

    CONFLICT = "conflict"
    """A field was written twice without sight of each other."""
    DONE_TWICE = "done-twice"
    """Two put a solution in place, or signed."""
    DOUBLE_CLAIMED = "double-claimed"
    """Two took it for themselves."""
    CHANGED = "changed-since-sign-off"
    TWO_NUMBERS = "two-numbers"
    """One fault bears several numbers."""
    SAME_NUMBER = "same-number"
    """Several faults, or several plans, bear one number."""
    NOT_APPLIED = "not-applied"
    """An entry is kept and changes nothing."""


class Concern(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at."""

    kind: ConcernKind
    field: str
    """The register that is settled; of an entry without effect its kind."""
    sides: tuple[Side, ...]
    shown: str
    """The value that is shown meanwhile."""
    rule: str
    """Why that one: a word of `merge_rules`, or the reason why an entry changes nothing."""


KIND_WORDS: Mapping[ConcernKind, str] = {
    ConcernKind.CONFLICT: N_("conflict"),
    ConcernKind.DONE_TWICE: N_("done twice"),
    ConcernKind.DOUBLE_CLAIMED: N_("claimed by two"),
    ConcernKind.CHANGED: N_("changed since the sign-off"),
    ConcernKind.TWO_NUMBERS: N_("two numbers"),
    ConcernKind.SAME_NUMBER: N_("number given twice"),
    ConcernKind.NOT_APPLIED: N_("without effect"),
}
RULE_WORDS: Mapping[str, str] = {
    "cautious": N_("the more cautious value is shown"),
    "severest": N_("the severest result is shown"),
    "supervisor": N_("the supervisor's value is shown"),
    "earliest": N_("the earliest value is shown"),
    "higher": N_("the higher value is shown"),
    "latest": N_("the latest value is shown"),
    "done": N_("what was done counts, then what is still to be done"),
    "unsigned": N_("status or checks changed since the sign-off: it needs a new one"),
    "apart": N_("they are told apart by their identifiers"),
}
SETTLEABLE = (ConcernKind.CONFLICT, ConcernKind.DONE_TWICE, ConcernKind.DOUBLE_CLAIMED, ConcernKind.TWO_NUMBERS)
ENDINGS = ("cancelled", "duplicate")


def concerns(noun: Contested) -> tuple[Concern, ...]:
    """Tell what there is to look at in a subject, what can be settled first."""
    own = (*_of_numbers(noun), *_of_sign_off(noun)) if isinstance(noun, Fault) else _of_round(noun)
    return (*map(_of_conflict, noun.conflicts), *own, *_of_oddities(noun))


def rule_words(concern: Concern) -> str:
    """Say why the value is shown that is shown."""
    if concern.kind is ConcernKind.NOT_APPLIED:
        return oddity_words(concern.rule)
    return _(RULE_WORDS.get(concern.rule, concern.rule))


def find_settleable(noun: Contested, name: str, field: str) -> Concern:
    """Find the concern of a field, named whole or by its last part: `title`, `led` for a check, `plan` for `plan/1`.

    Args:
        name: What the subject is called.

    Raises:
        UnknownName: nothing is contested there, or in several such fields.
    """
    contested = [concern for concern in concerns(noun) if concern.kind in SETTLEABLE]
    wanted = _plain(field.strip())
    for is_called in (_is_exactly, _has_part):
        found = [concern for concern in contested if is_called(noun, concern.field, wanted)]
        if len(found) == 1:
            return found[0]
    signed = [each.field for each in concerns(noun) if each.kind is ConcernKind.CHANGED]
    if any(_is_exactly(noun, each, wanted) or _has_part(noun, each, wanted) for each in signed):
        raise UnknownName(
            _("Of a sign-off no side can be taken: sign {number} off anew, or reopen it if it is closed.").format(
                number=name
            )
        )
    if not contested:
        raise UnknownName(_("There is nothing to settle in {number}.").format(number=name))
    names = ", ".join(concern.field for concern in contested)
    raise UnknownName(
        _("{number} has no one conflict called “{field}”; it has: {names}.").format(
            number=name, field=one_line(field)[:40], names=names
        )
    )


def find_side(noun: Contested, concern: Concern, take: str, zone: tzinfo) -> Side:
    """Find the side that a person names by its value, its place in the list from 1, or its entry's reference.

    Raises:
        UnknownName: no side, or more than one, is called so.
        RuleViolation: none is named.
    """
    wanted = one_line(take).strip()
    choices = _choices(noun, concern, zone)
    if not wanted:
        raise RuleViolation(_("Say which value holds: {choices}.").format(choices=choices), ("take",))
    places = {str(place): side for place, side in enumerate(concern.sides, start=1)}
    found = [side for side in concern.sides if wanted in _names(noun, concern, side, zone)]
    if concern.field == "status":
        del found[1:]  # Two who ended it alike say the same.
    if not found and wanted in places:
        found = [places[wanted]]
    if not found:
        found = [side for side in concern.sides if side.by.ref.startswith(wanted) and len(wanted) >= 12]
    if len(found) != 1:
        raise UnknownName(
            _("No one side is called “{take}”; there are: {choices}.").format(take=wanted[:40], choices=choices)
        )
    return found[0]


def _choices(noun: Contested, concern: Concern, zone: tzinfo) -> str:
    told = (f"{place}: {_shown(noun, concern, side, zone)}" for place, side in enumerate(concern.sides, start=1))
    return _("; ").join(told)


def _names(noun: Contested, concern: Concern, side: Side, zone: tzinfo) -> set[str]:
    return {one_line(side.value).strip(), _shown(noun, concern, side, zone)}


def _shown(noun: Contested, concern: Concern, side: Side, zone: tzinfo) -> str:
    return register_value(noun, concern.field, side.value, zone)


def _is_exactly(_noun: Contested, field: str, wanted: str) -> bool:
    return _plain(field) == wanted


def _has_part(noun: Contested, field: str, wanted: str) -> bool:
    parts = _plain(field).split("/")
    return bool(wanted) and wanted in (*parts, parts[0].removesuffix("_at"), _plain(register_name(noun, field)))


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_")


def _of_conflict(conflict: Conflict) -> Concern:
    kind = ConcernKind.CONFLICT
    is_done_twice = conflict.field == "outcome" and sum(side.value == "done" for side in conflict.sides) > 1
    if is_done_twice or conflict.field.startswith(("solution/", "verification/")):
        kind = ConcernKind.DONE_TWICE
    elif conflict.field == "assignee" and conflict.rule == "earliest":
        kind = ConcernKind.DOUBLE_CLAIMED
    return Concern(kind=kind, field=conflict.field, sides=conflict.sides, shown=conflict.shown, rule=conflict.rule)


def _of_numbers(fault: Fault) -> Iterator[Concern]:
    if fault.numbers:
        yield Concern(
            kind=ConcernKind.TWO_NUMBERS, field="number", sides=fault.numbers, shown=fault.number, rule="earliest"
        )


def _of_sign_off(fault: Fault) -> Iterator[Concern]:
    verification = fault.attempt.verification
    if fault.is_changed_since_sign_off and verification is not None:
        signed = Side(value=f"{verification.system.value} + {verification.user.value}", by=verification.by)
        yield Concern(
            kind=ConcernKind.CHANGED,
            field=f"verification/{fault.attempt.number}",
            sides=(signed, *fault.unsigned),
            shown=signed.value,
            rule="unsigned",
        )


def _of_round(noun: Contested) -> Iterator[Concern]:
    """Planned work that was signed, and of which a check or a stop changed without the signer's sight."""
    if getattr(noun, "is_changed_since_sign_off", False):
        signed = tuple(Side(value="done", by=each.by) for each in getattr(noun, "finishes", ()))
        yield Concern(kind=ConcernKind.CHANGED, field="outcome", sides=signed, shown="done", rule="unsigned")


def _of_oddities(noun: Contested) -> Iterator[Concern]:
    for oddity in noun.oddities:
        if oddity.reason != "redacted":
            side = Side(value=oddity.kind, by=oddity.by)
            yield Concern(kind=ConcernKind.NOT_APPLIED, field="", sides=(side,), shown="", rule=oddity.reason)
