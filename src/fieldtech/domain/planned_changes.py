"""What differs between two readings of a plan, an occurrence or an outage, in words: what a bundle would do to it."""

from collections.abc import Iterator
from datetime import tzinfo

from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.outages import Outage
from fieldtech.domain.planned_fields import PlannedThing, planned_field_name, planned_value_words
from fieldtech.domain.plans import Plan
from fieldtech.domain.word_labels import label_of
from fieldtech.text import _, ngettext


def planned_changes(before: PlannedThing | None, after: PlannedThing, zone: tzinfo) -> tuple[str, ...]:
    """Say what became of something planned, the weightiest first.

    Args:
        before: What it was; None: it was not known.
    """
    contested = tuple(_contested(before, after))
    match before, after:
        case Plan(), Plan():
            told = tuple(_plan_words(before, after))
        case Occurrence() | None, Occurrence():
            told = tuple(_occurrence_words(before, after, zone))
        case Outage() | None, Outage():
            told = tuple(_outage_words(before, after))
        case _:
            told = ()
    first = (_("new"),) if before is None else ()
    return (*first, *contested, *told) or (_("nothing that shows"),)


def _contested(before: PlannedThing | None, after: PlannedThing) -> Iterator[str]:
    known = {each.field for each in before.conflicts} if before is not None else set()
    now = {each.field for each in after.conflicts}
    for field in sorted(now - known):
        yield _("CONFLICT: {field}").format(field=planned_field_name(after, field))
    for field in sorted(known - now):
        yield _("settled: {field}").format(field=planned_field_name(after, field))


def _plan_words(before: Plan, after: Plan) -> Iterator[str]:
    if before.is_retired != after.is_retired:
        yield _("retired") if after.is_retired else _("goes on")
    names = after.facts.__struct_fields__
    changed = [name for name in names if getattr(before.facts, name) != getattr(after.facts, name)]
    if changed:
        fields = _(", ").join(planned_field_name(after, name) for name in changed)
        yield _("changed: {fields}").format(fields=fields)


def _occurrence_words(before: Occurrence | None, after: Occurrence, zone: tzinfo) -> Iterator[str]:
    was = before.progress if before is not None else ""
    if was != after.progress:
        yield planned_value_words(after, "outcome", after.progress, zone)
    if after.day is not None and (before is None or before.day != after.day):
        yield _("on {day}").format(day=after.day)
    grown = len(after.answers) - (len(before.answers) if before is not None else 0)
    if grown > 0:
        yield ngettext("{n} check", "{n} checks", grown).format(n=grown)
    if after.is_changed_since_sign_off and not (before is not None and before.is_changed_since_sign_off):
        yield _("changed since the sign-off")


def _outage_words(before: Outage | None, after: Outage) -> Iterator[str]:
    if before is None or before.status is not after.status:
        yield label_of(after.status)
    grown = len(after.revisions) - (len(before.revisions) if before is not None else 0)
    if grown > 0:
        yield ngettext("{n} notice", "{n} notices", grown).format(n=grown)
