"""Signing that planned work is done: one sign-off for all stops, over exactly what was seen (PROCESS S3.6)."""

from datetime import datetime

import msgspec

from fieldtech.domain import plan_operations as op
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.plan_rules import check_can_finish, check_has_walked
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.round_page import round_page
from fieldtech.domain.rounds import walked_parts
from fieldtech.domain.sign_off import page_digest
from fieldtech.store import SigningKey, Store
from fieldtech.store.views.people import people_names
from fieldtech.store.views.plans import find_occurrence, sight_of_subject
from fieldtech.text import _
from fieldtech.workflow.occurrences import record_occurrence
from fieldtech.workflow.signing import signature_over


def finish_occurrence(
    store: Store,
    name: str,
    *,
    done_at: datetime | None = None,
    note: str = "",
    minutes: int | None = None,
    digest: str = "",
    key: SigningKey | None = None,
) -> PlannedOccurrence:
    """Sign that all of it is done: one sign-off for all stops, over exactly what stands here.

    Args:
        digest: Of the page that the signer was shown; where it changed since, nothing is signed.
        key: The signer's own, opened by `signing.open_own_key`. The machine's signs for who has none, and where no
            list was answered.

    Raises:
        UnknownName: there is no such occurrence.
        RuleViolation: a required check is open, it is done already, the instant lies in the future, the page changed,
            or somebody else answered the checks.
        StoreUnusable: it could not be kept.
    """
    at = done_at or store.now()
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_finish(occurrence, at, store.now(), store.zone)
        check_has_walked(occurrence, store.actor, walker_names(store, occurrence))
        unsigned = _attestation(store, plan, occurrence, digest)
        said = msgspec.structs.replace(unsigned, done_at=at, note=note.strip(), minutes=_worked(minutes))
        return record_occurrence(store, plan, occurrence, _signed(store, said, _key(store, occurrence, key)))


def _worked(minutes: int | None) -> int | None:
    if minutes is not None and not 1 <= minutes <= op.LONGEST_WORK:
        raise RuleViolation(_("It takes 1 to {most} minutes.").format(most=op.LONGEST_WORK), ("minutes",))
    return minutes


def _attestation(store: Store, plan: Plan, occurrence: PlannedOccurrence, digest: str) -> op.OccurrenceFinished:
    """Make of what stands here what will be signed, if it is what the signer was shown."""
    page = page_digest(round_page(occurrence))
    if digest and digest != page:
        raise RuleViolation(_("It changed since this page was shown: read it again, then sign."), ("page",))
    seen = sight_of_subject(store, f"occurrence:{occurrence.id}")
    return op.OccurrenceFinished(
        plan_id=plan.id,
        slot=occurrence.slot,
        done_at=store.now(),
        seen=seen.references,
        seen_digest=seen.digest,
        page=page,
    )


def needs_own_key(occurrence: PlannedOccurrence) -> bool:
    """Tell whether a person answers for what was found: where a list was answered."""
    return occurrence.touched is not None and occurrence.touched.template is not None


def walker_names(store: Store, occurrence: PlannedOccurrence) -> tuple[str, ...]:
    """Name those who answered checks, whoever began standing first."""
    names = people_names(store)
    parts = walked_parts(occurrence.touched) if occurrence.touched else ()
    return tuple(names.person(each.actor) for each in parts)


def _key(store: Store, occurrence: PlannedOccurrence, key: SigningKey | None) -> SigningKey:
    if key is None and needs_own_key(occurrence) and store.keys.has_person(store.actor):
        raise RuleViolation(_("You sign with a key of your own: give its passphrase."), ("passphrase-file",))
    return key or store.keys.of_machine(store.chain)


def _signed(store: Store, unsigned: op.OccurrenceFinished, key: SigningKey) -> op.OccurrenceFinished:
    return msgspec.structs.replace(unsigned, signature=signature_over(store, unsigned, key))
