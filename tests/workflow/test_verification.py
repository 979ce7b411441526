"""Checklists, the solution in place, the sign-off and the end: PROCESS S3.3, S3.4, S3.5."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from fieldtech.config import Settings
from fieldtech.domain.clocks import ClockKind
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_clocks import due_times, fault_clocks
from fieldtech.domain.sign_off import page_digest, sign_off_page
from fieldtech.domain.signatures import is_signed
from fieldtech.domain.words import CheckResult, Nature, ResolutionCode, Role, Status, SystemCheck, UserVerdict
from fieldtech.store import SigningKey, Store, audit, back_up
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.history import fault_history
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import add_checklist, answer_check, raise_from_check
from fieldtech.workflow.closing import cancel_fault, close_fault, mark_duplicate, reopen_fault
from fieldtech.workflow.handling import plan_solution, start_fault
from fieldtech.workflow.signing import has_own_key, make_own_key, open_own_key
from fieldtech.workflow.verification import Verdict, implement_solution, verification_warnings, verify_solution
from tests.workflow.road import (
    ACCEPTED,
    answer_all,
    clock_of,
    closed,
    general,
    implemented,
    new_store,
    reported,
    started,
    template,
    verified,
)


def test_s3_3_an_important_fault_needs_a_written_plan(store: Store) -> None:
    """S3.3: mandatory before work is called done; general needs none."""
    fault = started(store)
    with pytest.raises(RuleViolation) as refusal:
        implement_solution(store, fault.number, "Disk replaced", ResolutionCode.HARDWARE_REPLACEMENT)
    assert refusal.value.missing == ("plan-solution",)
    done = implement_solution(store, general(store).number, "Told how", ResolutionCode.TRAINING)
    assert done.status is Status.IMPLEMENTED


def test_s3_3_every_required_check_is_answered_before_the_solution_counts(store: Store) -> None:
    """S3.3: the routine is a checklist; items may be left, required ones not."""
    fault = add_checklist(store, general(store).number, template("raid-disk-failed"))
    items = fault.attempt.checklists[0].template.items
    with pytest.raises(RuleViolation) as refusal:
        implement_solution(store, fault.number, "Replaced", ResolutionCode.HARDWARE_REPLACEMENT)
    assert f"tick:{items[0].id}" in refusal.value.missing
    fault = answer_all(store, fault)
    assert implement_solution(store, fault.number, "Replaced", ResolutionCode.HARDWARE_REPLACEMENT).implemented_at


def test_a_reading_outside_its_limits_does_not_pass(store: Store) -> None:
    fault = add_checklist(store, general(store).number, template("server-room-overheat"))
    item = next(
        each
        for each in fault.attempt.checklists[0].template.items
        if each.reading and each.reading.high and not each.when
    )
    assert item.reading is not None
    too_high = str((item.reading.high or 0) + 10)
    with pytest.raises(RuleViolation):
        answer_check(store, fault.number, item.id, CheckResult.PASS, reading=too_high)
    judged = answer_check(store, fault.number, item.id, None, reading=too_high)
    answer = judged.attempt.checklists[0].answers[0]
    assert (answer.result, answer.reading) == (CheckResult.FAIL, too_high)
    assert answer.value == (item.reading.high or 0) + 10


def test_s2_answering_a_check_again_keeps_the_earlier_answer(store: Store) -> None:
    """PROCESS, mistake 11 (S2): redoing an inspection does not delete the earlier answers."""
    fault = add_checklist(store, general(store).number, template("account-locked"))
    answer_check(store, fault.number, "1", CheckResult.FAIL)
    again = answer_check(store, fault.number, "1", CheckResult.PASS)
    assert again.attempt.checklists[0].answers[0].result is CheckResult.PASS
    told = [
        change for entry in fault_history(store, again) for change in entry.changes if change.field.startswith("check/")
    ]
    assert [(change.was, change.now) for change in told] == [("", "fail"), ("fail", "pass")]


def test_a_failed_check_becomes_a_fault_with_its_asset_and_reading(store: Store) -> None:
    fault = add_checklist(store, general(store).number, template("account-locked"))
    with pytest.raises(RuleViolation):
        raise_from_check(store, fault.number, "1")
    answer_check(store, fault.number, "1", CheckResult.FAIL, note="nobody knows him")
    raised = raise_from_check(store, fault.number, "1")
    assert raised.origin is not None
    assert (raised.origin.number, raised.facts.asset, raised.status) == (fault.number, "DB-1", Status.REPORTED)
    assert "nobody knows him" in (raised.facts.description or "")


def test_the_same_list_is_put_on_an_attempt_once(store: Store) -> None:
    fault = add_checklist(store, general(store).number, template("account-locked"))
    with pytest.raises(RuleViolation, match="already"):
        add_checklist(store, fault.number, template("account-locked"))
    with pytest.raises(UnknownName):
        answer_check(store, fault.number, "no-such-item", CheckResult.PASS)


def test_a_fault_keeps_the_template_as_it_was(store: Store) -> None:
    original = template("account-locked")
    fault = add_checklist(store, general(store).number, original)
    kept = fault.attempt.checklists[0].template
    assert (kept.id, kept.version) == (original.id, original.version)
    assert [item.id for item in kept.items] == [item.id for item in original.items]


@pytest.mark.parametrize(
    ("verdict", "missing"),
    [
        (Verdict(), ("system", "user", "user-words", "how", "by")),
        (Verdict(system=SystemCheck.PASS), ("user", "user-words", "how", "by")),
        (Verdict(user=UserVerdict.ACCEPTED, user_words="ok", how="phone", told_by="W"), ("system",)),
        (
            Verdict(system=SystemCheck.PASS, user=UserVerdict.ACCEPTED, user_words=" ", how="phone", told_by="W"),
            ("user-words",),
        ),
    ],
)
def test_s3_4_both_legs_are_needed_to_sign_off(store: Store, verdict: Verdict, missing: tuple[str, ...]) -> None:
    """S3.4: a check of the system and the user's feedback."""
    fault = implemented(store)
    with pytest.raises(RuleViolation) as refusal:
        verify_solution(store, fault.number, verdict)
    assert refusal.value.missing == missing
    assert find_fault(store, fault.number).status is Status.IMPLEMENTED


@pytest.mark.parametrize("system", list(SystemCheck))
@pytest.mark.parametrize("user", list(UserVerdict))
def test_s3_4_anything_but_pass_and_accepted_starts_the_next_attempt(
    store: Store, system: SystemCheck, user: UserVerdict
) -> None:
    """S3.4: back to the cause as attempt n+1, every earlier attempt kept."""
    verdict = Verdict(system=system, user=user, user_words="so so", how="phone", told_by="Wang Fang")
    fault = verify_solution(store, implemented(store).number, verdict)
    if verdict.system is SystemCheck.PASS and verdict.user is UserVerdict.ACCEPTED:
        assert (fault.status, fault.attempt.number) == (Status.VERIFIED, 1)
        return
    assert (fault.needs_reassessment, fault.attempt.number, fault.attempt.cause) == (True, 2, "")
    assert (fault.attempts[0].cause, fault.attempts[0].solution) == ("disk 4 failed", "Disk 4 replaced")
    fault = assess_fault(store, fault.number, Assessment(cause="backplane", nature=Nature.HARDWARE))
    fault = start_fault(store, fault.number)
    assert (fault.attempt.cause, fault.status) == ("backplane", Status.IN_PROGRESS)
    with pytest.raises(RuleViolation):
        implement_solution(store, fault.number, "Backplane replaced", ResolutionCode.HARDWARE_REPLACEMENT)
    plan_solution(store, fault.number, "Replace the backplane")
    implement_solution(store, fault.number, "Backplane replaced", ResolutionCode.HARDWARE_REPLACEMENT)
    done = verify_solution(store, fault.number, ACCEPTED)
    assert (done.status, [each.solution for each in done.attempts]) == (
        Status.VERIFIED, ["Disk 4 replaced", "Backplane replaced"],
    )  # fmt: skip


def test_s3_4_fixer_and_verifier_are_named_and_a_site_may_demand_two_people(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """S3.4: who fixed and who verified are both named; a site may demand that they differ."""
    same = verify_solution(store, implemented(store).number, ACCEPTED).attempt
    assert same.verification is not None
    assert same.verification.is_by_fixer
    strict = new_store(tmp_path_factory.mktemp("strict"), settings=Settings(fixer_may_verify="refuse"))
    fault = implemented(strict)
    with pytest.raises(RuleViolation, match="another person"):
        verify_solution(strict, fault.number, ACCEPTED)
    strict.actor = strict.record_person("Zhao Min", Role.TECHNICIAN)
    other = verify_solution(strict, fault.number, ACCEPTED).attempt
    assert other.verification is not None
    assert not other.verification.is_by_fixer
    assert other.verification.signature is not None
    assert other.verification.signature.signer == "Zhao Min"
    strict.close()


def test_a_signer_is_warned_of_contradictions(store: Store) -> None:
    """PROCESS, mistake 12: contradicting answers are pointed out before sign-off."""
    fault = answer_all(store, add_checklist(store, general(store).number, template("verify-hardware")))
    implement_solution(store, fault.number, "Reseated", ResolutionCode.HARDWARE_REPAIR)
    store.actor = store.record_person("Zhao Min", Role.TECHNICIAN)
    assert verification_warnings(store, find_fault(store, fault.number), ACCEPTED) == ()
    first = fault.attempt.checklists[0].template.items[0]
    fault = answer_check(store, fault.number, first.id, CheckResult.FAIL)
    warnings = verification_warnings(store, fault, ACCEPTED)
    assert any(first.text.en[:30] in warning and first.id not in warning for warning in warnings)
    grudging = replace(ACCEPTED, user_words="Fine, but reports are slow")
    assert any("“but”" in warning for warning in verification_warnings(store, fault, grudging))
    assert any("1 of 5" in warning for warning in verification_warnings(store, fault, replace(ACCEPTED, rating=1)))
    partly = replace(ACCEPTED, user=UserVerdict.PARTLY)
    assert any("attempt 2" in warning for warning in verification_warnings(store, fault, partly))


def test_a_signer_is_told_that_he_is_the_fixer_too(store: Store) -> None:
    fault = implemented(store)
    assert any("same person" in warning for warning in verification_warnings(store, fault, ACCEPTED))


def test_the_sign_off_is_refused_where_the_page_changed_since_it_was_shown(store: Store) -> None:
    fault = implemented(store)
    shown = page_digest(sign_off_page(fault))
    add = add_checklist(store, fault.number, template("verify-hardware"))
    answer_all(store, add)
    with pytest.raises(RuleViolation, match="changed since"):
        verify_solution(store, fault.number, ACCEPTED, digest=shown)
    current = page_digest(sign_off_page(find_fault(store, fault.number)))
    assert verify_solution(store, fault.number, ACCEPTED, digest=current).status is Status.VERIFIED


def test_a_signature_verifies_and_a_forged_one_is_found(store: Store) -> None:
    fault = verified(store)
    assert fault.attempt.verification is not None
    signature = fault.attempt.verification.signature
    assert signature is not None
    assert signature.key_owner == "machine"
    assert audit(store).ok
    assert is_signed(signature.public_key, signature.value, signature.digest)
    forged = msgspec.structs.replace(signature, digest="00" + signature.digest[2:])
    assert not is_signed(forged.public_key, forged.value, forged.digest)


def test_s3_5_a_fault_is_not_closed_while_its_report_lacks_a_part(store: Store) -> None:
    """S3.5: the mandatory parts of the fault handling report."""
    fault = verified(store)
    with pytest.raises(RuleViolation) as refusal:
        close_fault(store, fault.number, "  ")
    assert refusal.value.missing == ("root-cause",)
    done = close_fault(store, fault.number, "Media errors", lessons="Spares")
    assert (done.status, done.root_cause, done.lessons) == (Status.CLOSED, "Media errors", "Spares")
    assert done.closed_at is not None


def test_s3_5_only_what_is_signed_off_is_closed(store: Store) -> None:
    """S3.5: the sign-off comes first."""
    with pytest.raises(RuleViolation) as refusal:
        close_fault(store, implemented(store).number, "cause")
    assert refusal.value.missing == ("verify",)


def test_a_closed_fault_is_reopened_as_the_next_attempt_within_the_sites_days(store: Store) -> None:
    fault = closed(store)
    with pytest.raises(RuleViolation):
        reopen_fault(store, fault.number, " ")
    again = reopen_fault(store, fault.number, "Amber again")
    assert (again.needs_reassessment, again.attempt.number, again.end_reason) == (True, 2, "Amber again")
    late = closed(store)
    clock_of(store).go_on(days=15)
    with pytest.raises(RuleViolation, match="14 days"):
        reopen_fault(store, late.number, "Amber again")


def test_the_promises_of_a_reopened_fault_count_from_its_return(store: Store) -> None:
    fault = closed(store)
    clock_of(store).go_on(days=7)
    again = reopen_fault(store, fault.number, "Amber again")
    due = due_times(again, store.rules).next_at
    assert again.reopened_at is not None
    assert due is not None
    assert due > again.reopened_at
    clocks = {clock.kind: clock for clock in fault_clocks(again, store.rules, store.now())}
    assert clocks[ClockKind.RESOLVE].started == again.reopened_at
    assert not clocks[ClockKind.RESOLVE].is_overdue
    assert clocks[ClockKind.ACKNOWLEDGE].is_met


def test_cancelling_keeps_the_reason_and_the_record(store: Store) -> None:
    fault = cancel_fault(store, reported(store).number, "False alarm")
    assert (fault.status, fault.end_reason, fault.is_open) == (Status.CANCELLED, "False alarm", False)
    with pytest.raises(RuleViolation):
        cancel_fault(store, verified(store).number, "too late")
    assert reopen_fault(store, fault.number, "It was none").attempt.number == 1


def test_a_duplicate_links_to_the_fault_that_holds_it(store: Store) -> None:
    first, second, third = reported(store), reported(store), reported(store)
    with pytest.raises(RuleViolation):
        mark_duplicate(store, first.number, first.number)
    twin = mark_duplicate(store, second.number, first.number)
    assert (twin.status, twin.duplicate_of) == (Status.CANCELLED, first.number)
    with pytest.raises(RuleViolation, match=first.number):
        mark_duplicate(store, third.number, second.number)


def test_s3_4_a_signer_signs_with_his_own_key_and_the_record_says_so(store: Store) -> None:
    """S3.4: the signature is the signer's, made with his own passphrase-protected key."""
    fault = implemented(store)
    assert not has_own_key(store)
    with pytest.raises(RuleViolation, match="8 characters"):
        make_own_key(store, "short")
    public = make_own_key(store, "correct horse battery").public
    with pytest.raises(RuleViolation, match="already"):
        make_own_key(store, "correct horse battery")
    with pytest.raises(RuleViolation) as refusal:
        verify_solution(store, fault.number, ACCEPTED)
    assert refusal.value.missing == ("passphrase-file",)
    with pytest.raises(RuleViolation, match="not the passphrase"):
        open_own_key(store, "wrong horse battery")
    key = open_own_key(store, "correct horse battery")
    done = verify_solution(store, fault.number, ACCEPTED, key=key)
    assert done.attempt.verification is not None
    signature = done.attempt.verification.signature
    assert signature is not None
    assert (signature.key_owner, signature.public_key) == ("person", public)
    assert audit(store).ok
    assert "private" not in repr(key)


def test_a_signature_by_a_key_that_nobody_recorded_is_found_and_keeps_nobody_from_a_backup(
    store: Store, tmp_path: Path
) -> None:
    fault = implemented(store)
    stranger = SigningKey("person", bytes(range(32)))
    verify_solution(store, fault.number, ACCEPTED, key=stranger)
    found = audit(store)
    assert fault.number in found.signatures[0]
    assert back_up(store, tmp_path / "backup.db").audit == found
