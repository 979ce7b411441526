"""Carrying out planned work: start, tick, break off, finish, defer, move, skip, a fault of a failed check (S3.6)."""

from datetime import date, datetime

import msgspec

from fieldtech.domain import plan_operations as op
from fieldtech.domain.checklist_readings import describe_limits, reading_value, with_unit
from fieldtech.domain.checklists import (
    TemplateItem,
    check_can_answer,
    check_is_asked,
    find_item,
    recorded_template,
    suggested_result,
)
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_operations import Facts, Origin
from fieldtech.domain.faults import Fault
from fieldtech.domain.occurrences import Occurrence, Progress, StopAnswer
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.plan_rules import (
    check_can_break_off,
    check_can_defer,
    check_can_finish,
    check_can_move,
    check_can_skip,
    check_can_start_occurrence,
    check_can_tick,
    check_has_walked,
)
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.plans import Plan
from fieldtech.domain.round_page import round_page
from fieldtech.domain.rounds import walked_parts
from fieldtech.domain.sign_off import page_digest
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import Channel, CheckResult, Impact
from fieldtech.store import SigningKey, Store
from fieldtech.store.views.people import acting_person, people_names
from fieldtech.store.views.plans import find_occurrence, occurrence_at, sight_of_subject, today_of
from fieldtech.text import _, current_language
from fieldtech.workflow.reports import report_fault
from fieldtech.workflow.signing import signature_over
from fieldtech.workflow.templates import TemplateLibrary


def start_occurrence(store: Store, name: str, templates: TemplateLibrary) -> PlannedOccurrence:
    """Begin the work, or take it up where it was broken off.

    Args:
        name: `P-26K7-001/2026-03-31`, or the plan's number for what is to be done now.

    Raises:
        UnknownName: there is no such occurrence, or its checklist is not on this machine.
        RuleViolation: it is done or started already, or hangs on an earlier one.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_start_occurrence(occurrence)
        if occurrence.touched and occurrence.touched.progress == Progress.BROKEN_OFF:
            return _record(store, plan, occurrence, op.OccurrenceTakenUp(plan_id=plan.id, slot=occurrence.slot))
        facts = occurrence.facts
        template = recorded_template(templates.named(facts.template)) if facts.template else None
        started = op.OccurrenceStarted(
            plan_id=plan.id, slot=occurrence.slot, template=template, stops=_stops(facts) if template else ()
        )
        return _record(store, plan, occurrence, started)


def break_off_occurrence(store: Store, name: str, *, reason: str = "") -> PlannedOccurrence:
    """Leave it in the middle; what was answered stays, and it is taken up again by starting it."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_break_off(occurrence)
        said = op.OccurrenceBrokenOff(plan_id=plan.id, slot=occurrence.slot, reason=reason.strip())
        return _record(store, plan, occurrence, said)


def tick_occurrence(
    store: Store,
    name: str,
    item_name: str,
    result: CheckResult | None,
    *,
    stop: str = "",
    reading: str = "",
    note: str = "",
) -> PlannedOccurrence:
    """Answer one check; answering again keeps the earlier answer in the history. A stop left out is walked after all.

    Args:
        item_name: The item's id, the beginning of it, or its place in the list, from 1.
        result: None: what the limits say of the reading.
        stop: The asset on the route, or its place in it from 1; empty: the first that is not done.

    Raises:
        UnknownName: there is no such occurrence, stop or item.
        RuleViolation: it is not started, or the answer contradicts the item's limits.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        touched = check_can_tick(occurrence)
        place, item = find_stop(touched, stop), find_item(touched.items, item_name)
        check_is_asked(touched.items, item, touched.results_at(place))
        found = _found(item, result, reading)
        if touched.left_out_at(place) is not None:
            _walk_after_all(store, occurrence, place)
        said = op.OccurrenceCheckAnswered(
            plan_id=plan.id,
            slot=occurrence.slot,
            item=item.id,
            result=found,
            stop=place,
            reading=reading.strip(),
            value=reading_value(item.reading, reading) if item.reading and reading.strip() else None,
            note=note.strip(),
        )
        return _record(store, plan, occurrence, said)


def _walk_after_all(store: Store, occurrence: PlannedOccurrence, stop: str) -> None:
    walked = op.OccurrenceStopLeftOut(plan_id=occurrence.plan_id, slot=occurrence.slot, stop=stop)
    store.record(f"occurrence:{occurrence.id}", walked)


def _found(item: TemplateItem, result: CheckResult | None, reading: str) -> CheckResult:
    """Tell what a check found, by word or by its reading, if both may stand together."""
    found = result or suggested_result(item, reading)
    if found is None:
        raise RuleViolation(_("Say what the check found: pass, attention, fail or na."), ("result",))
    check_can_answer(item, found, reading)
    return found


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
        return _record(store, plan, occurrence, _signed(store, said, _key(store, occurrence, key)))


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


def defer_occurrence(store: Store, name: str, to: date, reason: str) -> PlannedOccurrence:
    """Put it off to a later day, with the reason."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_defer(occurrence, to, reason, today_of(store, plan))
        said = op.OccurrenceDeferred(plan_id=plan.id, slot=occurrence.slot, to=to, reason=reason.strip())
        return _record(store, plan, occurrence, said)


def move_occurrence(store: Store, name: str, to: date, *, reason: str = "") -> PlannedOccurrence:
    """Plan it for another day; outside its window with a reason."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_move(occurrence, to, reason)
        said = op.OccurrenceMoved(plan_id=plan.id, slot=occurrence.slot, to=to, reason=reason.strip())
        return _record(store, plan, occurrence, said)


def skip_occurrence(store: Store, name: str, reason: str) -> PlannedOccurrence:
    """Leave it out this time, with the reason."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        check_can_skip(occurrence, reason)
        said = op.OccurrenceSkipped(plan_id=plan.id, slot=occurrence.slot, reason=reason.strip())
        return _record(store, plan, occurrence, said)


def settle_occurrence(store: Store, name: str, take: str) -> PlannedOccurrence:
    """Take one of several concurrent outcomes, named by its entry's reference or the beginning of it."""
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        conflicts = occurrence.touched.conflicts if occurrence.touched else ()
        sides = [side for each in conflicts if each.field == "outcome" for side in each.sides]
        found = [side for side in sides if take.strip() and take.strip() in (side.by.ref, side.value)]
        if len(found) != 1:
            named = ", ".join(f"{side.by.ref} ({side.value})" for side in sides)
            raise UnknownName(_("Say which outcome holds: {sides}.").format(sides=named or "-"))
        said = op.OccurrenceSettled(plan_id=plan.id, slot=occurrence.slot, take=found[0].by.ref)
        return _record(store, plan, occurrence, said)


def raise_from_occurrence(
    store: Store, name: str, item_name: str, *, stop: str = "", impact: Impact = Impact.TEAM
) -> Fault:
    """Open a fault out of a check that failed or needs attention, with its reading, limits and asset taken over.

    Args:
        impact: Whom it hits; the assessment says it anew.

    Raises:
        UnknownName: there is no such occurrence, stop or item.
        RuleViolation: the check passed, is not answered, or became a fault already.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        plan, occurrence = find_occurrence(store, name)
        touched = occurrence.touched
        if touched is None or touched.template is None:
            raise RuleViolation(_("{name} has no checklist.").format(name=occurrence.name), ("template",))
        item = find_item(touched.items, item_name)
        answer = _troubled_answer(touched, item, find_stop(touched, stop, item))
        origin = Origin(fault_id="", number=occurrence.name, checklist_id=occurrence.id, item=item.id)
        fault = report_fault(store, _facts(store, occurrence, item, answer, impact), origin=origin)
        raised = op.OccurrenceFaultRaised(
            plan_id=plan.id,
            slot=occurrence.slot,
            fault_id=fault.id,
            number=fault.number,
            item=item.id,
            stop=answer.stop,
        )
        store.record(f"occurrence:{occurrence.id}", raised)
        return fault


def find_stop(occurrence: Occurrence, name: str, troubled: TemplateItem | None = None) -> str:
    """Find a stop by its name, its place on the route from 1, or the beginning of its name.

    Args:
        name: Empty: the one that is next.
        troubled: Look, where none is named, for the one at which this check did not pass.

    Raises:
        UnknownName: there is no such stop, or several.
    """
    stops, wanted = occurrence.walked_stops, name.strip()
    if not wanted:
        if troubled is not None:
            bad = [each.stop for each in occurrence.answers if each.item == troubled.id and _is_troubled(each)]
            return bad[-1] if bad else stops[0]
        return occurrence.next_stop if occurrence.next_stop is not None else stops[-1]
    exact = [stop for place, stop in enumerate(stops, start=1) if wanted in (stop, str(place))]
    fitting = exact or [stop for stop in stops if stop.casefold().startswith(wanted.casefold())]
    if len(fitting) == 1 or exact:
        return fitting[0]
    known = ", ".join(fitting or stops)
    raise UnknownName(
        _("There is no stop “{name}”; there are: {known}.").format(name=one_line(wanted)[:40], known=known)
    )


def _troubled_answer(occurrence: Occurrence, item: TemplateItem, stop: str) -> StopAnswer:
    answer = occurrence.answer(stop, item.id)
    if answer is None or not _is_troubled(answer):
        raise RuleViolation(_("Only a check that failed or needs attention becomes a fault."), ("result",))
    known = next((each for each in occurrence.faults if (each.stop, each.item) == (stop, item.id)), None)
    if known is not None:
        raise RuleViolation(_("This check is a fault already: {number}.").format(number=known.number))
    return answer


def _is_troubled(answer: StopAnswer) -> bool:
    return answer.result in (CheckResult.FAIL, CheckResult.ATTENTION)


def _facts(
    store: Store, occurrence: PlannedOccurrence, item: TemplateItem, answer: StopAnswer, impact: Impact
) -> Facts:
    planned = occurrence.facts
    text = item.text.text(current_language())
    reading = with_unit(item.reading, answer.reading) if item.reading else answer.reading
    limits = with_unit(item.reading, describe_limits(item.reading)) if item.reading else ""
    passes = _("passes: {limits}").format(limits=limits) if limits else ""
    found = " · ".join(part for part in (text, reading, passes, answer.note) if part)
    asset = answer.stop or next(iter(planned.assets or ()), "")
    return Facts(
        title=" ".join(part for part in (asset, text, reading) if part),
        description=_("Found at {title}, {name}: {found}").format(
            title=planned.title, name=occurrence.name, found=found
        ),
        channel=Channel.INSPECTION,
        reporter=acting_person(store).name,
        occurred_at=answer.by.at,
        detected_at=answer.by.at,
        impact=impact,
        site=planned.site or None,
        asset=asset or None,
        place=planned.place or None,
    )


def _stops(facts: PlanFacts) -> tuple[str, ...]:
    """A single asset needs no route."""
    assets = facts.assets or ()
    return assets if len(assets) > 1 else ()


def _record(store: Store, plan: Plan, occurrence: PlannedOccurrence, said: op.OccurrenceOperation) -> PlannedOccurrence:
    store.record(f"occurrence:{occurrence.id}", said)
    found = occurrence_at(store, plan, occurrence.slot)
    assert found is not None
    return found
