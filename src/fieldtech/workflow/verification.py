"""The solution in place, and the sign-off by both legs (PROCESS S3.4)."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from fieldtech.domain.contradictions import contradictions
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import FaultVerified, SolutionImplemented
from fieldtech.domain.fault_rules import (
    check_can_implement,
    check_can_verify,
    check_fixer_may_verify,
    check_rating,
)
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import check_not_in_future
from fieldtech.domain.sign_off import page_digest, sign_off_page
from fieldtech.domain.words import ResolutionCode, SystemCheck, UserVerdict
from fieldtech.store import SigningKey, Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import sight_of
from fieldtech.text import _
from fieldtech.workflow.signing import signature_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Both legs, as the verifier tells them; None or empty: not told."""

    system: SystemCheck | None = None
    user: UserVerdict | None = None
    user_words: str = ""
    rating: int | None = None
    """1 to 5."""
    how: str = ""
    """How the user said it."""
    told_by: str = ""
    """Who said it."""


def implement_solution(
    store: Store, number: str, solution: str, code: ResolutionCode, *, implemented_at: datetime | None = None
) -> Fault:
    """Record that the solution is in place; the plan and every required check come first.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: what is missing is named.
        StoreUnusable: it could not be kept.
    """
    at = implemented_at or store.now()
    check_not_in_future(at, store.now(), store.zone)
    with store.writing():
        fault = find_fault(store, number)
        check_can_implement(fault)
        if not solution.strip():
            raise RuleViolation(_("Say what the solution is."), ("solution",))
        store.record(
            f"fault:{fault.id}",
            SolutionImplemented(
                solution=solution.strip(), resolution_code=code, implemented_at=at, attempt=fault.attempt.number
            ),
        )
        return find_fault(store, fault.id)


def verify_solution(
    store: Store, number: str, verdict: Verdict, *, digest: str = "", key: SigningKey | None = None
) -> Fault:
    """Sign off, or send back to the cause: anything but pass and accepted starts the next attempt.

    Args:
        digest: Of the page that the signer was shown; where it changed since, nothing is signed.
        key: The signer's own, opened by `signing.open_own_key`; the machine's signs for who has none.

    Raises:
        UnknownName: there is no such fault.
        RuleViolation: a leg is missing, the page changed, or the fixer may not verify.
        StoreUnusable: it could not be kept, or the key can't be used.
    """
    with store.writing():
        fault = find_fault(store, number)
        page = page_digest(sign_off_page(fault))
        unsigned = _attestation(store, fault, verdict, page)
        if digest and digest != page:
            raise RuleViolation(_("The fault changed since this page was shown: read it again, then sign."), ("page",))
        if key is None and store.keys.has_person(store.actor):
            raise RuleViolation(_("You sign with a key of your own: give its passphrase."), ("passphrase-file",))
        store.record(f"fault:{fault.id}", _signed(store, unsigned, key or store.keys.of_machine(store.chain)))
        return find_fault(store, fault.id)


def _attestation(store: Store, fault: Fault, verdict: Verdict, page: str) -> FaultVerified:
    """Check the verdict by the rules, and make of it what will be signed."""
    words, how, told_by = verdict.user_words.strip(), verdict.how.strip(), verdict.told_by.strip()
    legs = {"system": verdict.system, "user": verdict.user, "user-words": words, "how": how, "by": told_by}
    check_can_verify(fault, legs)
    check_rating(verdict.rating)
    check_fixer_may_verify(fault, store.actor, store.settings.fixer_may_verify)
    assert verdict.system is not None and verdict.user is not None
    sight = sight_of(store, fault)
    return FaultVerified(
        system=verdict.system,
        user=verdict.user,
        user_words=words,
        how=how,
        told_by=told_by,
        rating=verdict.rating,
        attempt=fault.attempt.number,
        seen=sight.references,
        seen_digest=sight.digest,
        page=page,
    )


def verification_warnings(store: Store, fault: Fault, verdict: Verdict) -> tuple[str, ...]:
    """Say what the signer should see before he signs: contradictions, failed legs, fixer and verifier in one."""
    warnings: list[str] = []
    if verdict.system is not None and verdict.user is not None:
        warnings += contradictions(fault, verdict.system, verdict.user, verdict.rating, verdict.user_words)
        if verdict.system is SystemCheck.FAIL or verdict.user is not UserVerdict.ACCEPTED:
            warnings.append(
                _("This is no pass: signing starts attempt {number} with a new cause.").format(
                    number=fault.attempt.number + 1
                )
            )
    fixer = fault.attempt.implemented_by
    if fixer is not None and fixer.actor == store.actor and store.settings.fixer_may_verify != "allow":
        warnings.append(_("Fixer and verifier are the same person."))
    return tuple(warnings)


def _signed(store: Store, unsigned: FaultVerified, key: SigningKey) -> FaultVerified:
    return msgspec.structs.replace(unsigned, signature=signature_over(store, unsigned, key))
