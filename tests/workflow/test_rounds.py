"""A round stop by stop, by the use cases: all fine, taken back, left out, and one sign-off by who walked it (S3.6)."""

from datetime import date
from decimal import Decimal

import pytest

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.round_page import round_page
from fieldtech.domain.rounds import walked_parts
from fieldtech.domain.sign_off import page_digest
from fieldtech.domain.words import CheckResult, OccurrenceState
from fieldtech.store import Store, audit
from fieldtech.store.views.plans import earlier_readings, find_occurrence
from fieldtech.store.views.rounds import earlier_at_assets
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import start_occurrence, tick_occurrence
from fieldtech.workflow.people import let_act
from fieldtech.workflow.rounds import leave_stop_out, pass_the_rest, take_answers_back, walk_stop_after_all
from fieldtech.workflow.signing import key_for_sign_off
from tests.workflow.planned import SHORT, planned_round, short_library


@pytest.fixture
def name(store: Store) -> str:
    """A round over two racks, one reading and two checks each, that is begun."""
    plan = planned_round(store, "R1", "R2", template=SHORT, library=short_library())
    return start_occurrence(store, plan.number, short_library()).name


def walk(store: Store, name: str, stop: str, reading: str = "24") -> None:
    tick_occurrence(store, name, "inlet", None, stop=stop, reading=reading)
    pass_the_rest(store, name, stop=stop)


def results(store: Store, name: str, stop: str) -> dict[str, CheckResult]:
    touched = find_occurrence(store, name)[1].touched
    assert touched is not None
    return touched.results_at(stop)


def test_s3_6_all_fine_passes_no_reading_and_is_taken_back(store: Store, name: str) -> None:
    """S3.6: one word for a stop at which nothing is to be read."""
    pass_the_rest(store, name, stop="R1")
    assert results(store, name, "R1") == {"alarm": CheckResult.PASS, "cables": CheckResult.PASS}
    with pytest.raises(RuleViolation, match="No check is open here"):
        pass_the_rest(store, name, stop="R1")
    take_answers_back(store, name, ("alarm", "cables"), stop="R1")
    assert results(store, name, "R1") == {}
    with pytest.raises(RuleViolation, match="Nothing is answered"):
        take_answers_back(store, name, ("alarm",), stop="R1")


def test_s3_6_a_stop_is_left_out_with_a_reason(store: Store, name: str) -> None:
    """S3.6: the reason is kept; an answer there walks it after all; a round of nothing is no round."""
    with pytest.raises(RuleViolation, match="Say why"):
        leave_stop_out(store, name, "R1", " ")
    leave_stop_out(store, name, "R1", "door is locked")
    with pytest.raises(RuleViolation, match="left out already"):
        leave_stop_out(store, name, "R1", "door is locked")
    leave_stop_out(store, name, "R2", "power is off")
    with pytest.raises(RuleViolation, match="Every stop is left out"):
        finish_occurrence(store, name)
    walk_stop_after_all(store, name, "R1")
    tick_occurrence(store, name, "inlet", None, stop="R2", reading="24")
    touched = find_occurrence(store, name)[1].touched
    assert touched is not None
    assert (touched.left_out, touched.open_stops) == ((), ("R1", "R2"))
    leave_stop_out(store, name, "R1", "door is locked")
    pass_the_rest(store, name, stop="R2")
    assert finish_occurrence(store, name).state is OccurrenceState.DONE


def test_what_is_open_is_said_in_words_and_where(store: Store, name: str) -> None:
    walk(store, name, "R1")
    with pytest.raises(RuleViolation) as refused:
        finish_occurrence(store, name)
    assert str(refused.value) == (
        "1 of 2 stops are not done yet: R2. Open at R2: “Inlet temperature”, “No alarm”, “Cables firm”."
    )


def test_s3_6_who_walked_a_round_signs_it_with_his_own_key(store: Store, name: str) -> None:
    """S3.6: one sign-off over the page that was shown, held to it by the audit."""
    walk(store, name, "R1")
    walk(store, name, "R2")
    shown = page_digest(round_page(find_occurrence(store, name)[1]))
    tick_occurrence(store, name, "inlet", None, stop="R1", reading="25")
    with pytest.raises(RuleViolation, match="changed since this page was shown"):
        finish_occurrence(store, name, digest=shown)
    key = key_for_sign_off(store, "winter is long", makes_key=True)
    with pytest.raises(RuleViolation, match="a key of your own"):
        finish_occurrence(store, name)
    done = finish_occurrence(store, name, key=key)
    assert done.touched is not None
    (signed,) = done.touched.finishes
    assert signed.signature is not None
    assert (signed.signature.signer, signed.signature.key_owner) == ("Li Wei", "person")
    assert audit(store).problems == ()


def test_s3_6_of_two_who_walked_parts_one_signs_and_both_are_told(store: Store, name: str) -> None:
    """S3.6: nobody signs for what only others walked."""
    walk(store, name, "R1")
    walk(store, name, "R2")
    let_act(store, "Zhou Yan")
    with pytest.raises(RuleViolation, match="Li Wei answered the checks of P-26"):
        finish_occurrence(store, name)
    tick_occurrence(store, name, "alarm", CheckResult.PASS, stop="R2")
    done = finish_occurrence(store, name)
    assert done.touched is not None
    assert done.touched.finishes[0].signature is not None
    assert done.touched.finishes[0].signature.key_owner == "machine"
    assert [each.stops for each in walked_parts(done.touched)] == [("R1", "R2"), ("R2",)]


def test_s3_6_a_plan_made_anew_goes_on_with_the_readings_of_the_one_before(store: Store, name: str) -> None:
    """S3.6: readings are seen against the last ones of the same asset and check."""
    walk(store, name, "R1", "22")
    walk(store, name, "R2", "23")
    finish_occurrence(store, name)
    library = short_library()
    anew = planned_round(store, "R2", "R3", template=SHORT, library=library, first=date(2026, 11, 9))
    other = planned_round(store, "R8", "R9", template=SHORT, library=library, first=date(2026, 11, 9))
    earlier = earlier_at_assets(store, anew, date(2026, 11, 9))
    assert [each.value for each in earlier_readings(earlier, "R2", "inlet")] == [Decimal(23)]
    assert earlier_at_assets(store, other, date(2026, 11, 9)) == ()
