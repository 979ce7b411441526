"""Checklists: which items apply, what is still open, and which answers may stand (PROCESS S3.3, S3.4)."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.canonical import canonical_bytes, check_canonical
from fieldtech.domain.checklists import (
    ChecklistProgress,
    Condition,
    Localised,
    Purpose,
    ReadingKind,
    ReadingSpec,
    Template,
    TemplateItem,
    applicable_items,
    check_can_answer,
    check_is_asked,
    failed_items,
    find_item,
    recorded_template,
    suggested_result,
    summarise_answers,
    unanswered_required,
)
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.words import CheckResult, Nature

PASS, ATTENTION, FAIL, NA = CheckResult.PASS, CheckResult.ATTENTION, CheckResult.FAIL, CheckResult.NOT_APPLICABLE
TEMPERATURE = ReadingSpec(unit="°C", warn_low=Decimal(18), warn_high=Decimal(27), high=Decimal(35))


def item(
    name: str, *, required: bool = True, reading: ReadingSpec | None = None, when: Condition | None = None
) -> TemplateItem:
    return TemplateItem(name, Localised(name.title(), f"检查{name}"), required=required, reading=reading, when=when)


BACKUP = item("backup")
DISKS = item("disks", when=Condition("backup", (FAIL, ATTENTION)))
VENDOR = item("vendor", when=Condition("disks", (FAIL,)))
PHOTO = item("photo", required=False)
INLET = item("inlet", reading=TEMPERATURE)
SERIAL = item("serial", reading=ReadingSpec(kind=ReadingKind.TEXT))
ITEMS = (BACKUP, DISKS, VENDOR, PHOTO, INLET)


def test_words_come_in_the_language_in_use_or_else_in_the_other() -> None:
    both = Localised("Switch", "交换机")
    assert (both.text("en"), both.text("zh_CN")) == ("Switch", "交换机")
    assert (Localised("Switch").text("zh_CN"), Localised(zh_CN="交换机").text("en")) == ("Switch", "交换机")
    assert both.text() == "Switch"


def test_a_conditional_item_is_asked_only_after_the_answer_that_it_waits_for() -> None:
    assert applicable_items(ITEMS, {}) == (BACKUP, PHOTO, INLET)
    assert applicable_items(ITEMS, {"backup": PASS}) == (BACKUP, PHOTO, INLET)
    assert applicable_items(ITEMS, {"backup": FAIL}) == (BACKUP, DISKS, PHOTO, INLET)


def test_an_item_that_is_not_asked_opens_no_other_although_its_old_answer_stays() -> None:
    assert VENDOR in applicable_items(ITEMS, {"backup": FAIL, "disks": FAIL})
    assert VENDOR not in applicable_items(ITEMS, {"backup": PASS, "disks": FAIL})


def test_a_list_is_complete_without_optional_and_hidden_items() -> None:
    assert unanswered_required(ITEMS, {"backup": PASS}) == (INLET,)
    assert unanswered_required(ITEMS, {"backup": PASS, "inlet": NA}) == ()
    assert unanswered_required(ITEMS, {"backup": FAIL, "inlet": NA}) == (DISKS,)


def test_only_items_that_apply_count_as_failed() -> None:
    assert failed_items(ITEMS, {"backup": FAIL, "disks": FAIL}) == (BACKUP, DISKS)
    assert failed_items(ITEMS, {"backup": PASS, "disks": FAIL}) == ()


def test_progress_counts_what_applies() -> None:
    progress = summarise_answers(ITEMS, {"backup": FAIL, "disks": ATTENTION, "vendor": FAIL})
    assert progress == ChecklistProgress(answered=2, applicable=4, failed=1, attention=1, required_open=1)
    assert not progress.is_complete
    assert summarise_answers(ITEMS, {"backup": PASS, "inlet": PASS}).is_complete


def test_an_item_is_found_by_id_and_by_its_number_in_the_list() -> None:
    assert find_item(ITEMS, "disks") is DISKS
    assert find_item(ITEMS, " 5 ") is INLET


def test_the_beginning_of_an_id_is_enough_when_no_other_begins_so() -> None:
    assert find_item(ITEMS, "ba") is BACKUP
    with pytest.raises(UnknownName, match="any of serial, serial-old"):
        find_item((BACKUP, SERIAL, item("serial-old")), "ser")
    assert find_item((item("serial-old"), SERIAL), "serial") is SERIAL


@pytest.mark.parametrize("name", ["", "0", "6", "-1", "disc", "9" * 5000, "５"])
def test_an_unknown_item_is_refused_and_the_known_ones_named(name: str) -> None:
    with pytest.raises(UnknownName, match="backup, disks"):
        find_item(ITEMS, name)


def test_a_hidden_item_takes_no_answer_and_says_what_it_waits_for() -> None:
    check_is_asked(ITEMS, BACKUP, {})
    check_is_asked(ITEMS, DISKS, {"backup": FAIL})
    with pytest.raises(RuleViolation, match=r"only when “Backup” was answered fail / attention") as refusal:
        check_is_asked(ITEMS, DISKS, {"backup": PASS})
    assert refusal.value.missing == ("backup",)


@pytest.mark.parametrize("result", list(CheckResult))
def test_an_item_without_a_reading_takes_every_result_and_no_reading(result: CheckResult) -> None:
    check_can_answer(BACKUP, result)
    with pytest.raises(RuleViolation, match="takes no reading"):
        check_can_answer(BACKUP, result, "5")


@pytest.mark.parametrize("result", [PASS, ATTENTION])
def test_a_measured_item_needs_its_reading(result: CheckResult) -> None:
    with pytest.raises(RuleViolation, match="“Inlet” needs a reading") as refusal:
        check_can_answer(INLET, result, "  ")
    assert refusal.value.missing == ("reading",)


def test_what_could_not_be_measured_fails_without_a_reading() -> None:
    check_can_answer(INLET, FAIL)


def test_not_applicable_has_no_reading() -> None:
    check_can_answer(INLET, NA)
    with pytest.raises(RuleViolation, match="takes no reading"):
        check_can_answer(INLET, NA, "20")


@pytest.mark.parametrize("reading", ["29.5", "40 °C", "3"])
def test_a_pass_outside_the_limits_is_refused_with_what_would_do(reading: str) -> None:
    with pytest.raises(RuleViolation, match=r"outside the limits of “Inlet” \(18 to 27 °C\): answer attention or fail"):
        check_can_answer(INLET, PASS, reading)


@pytest.mark.parametrize(("result", "reading"), [(ATTENTION, "29.5"), (FAIL, "29.5"), (ATTENTION, "40"), (FAIL, "22")])
def test_limits_never_overrule_a_technicians_caution(result: CheckResult, reading: str) -> None:
    check_can_answer(INLET, result, reading)


@pytest.mark.parametrize("result", [PASS, ATTENTION, FAIL])
def test_an_unreadable_reading_is_refused_with_every_result(result: CheckResult) -> None:
    with pytest.raises(RuleViolation, match="no number"):
        check_can_answer(INLET, result, "warm")


def test_a_serial_number_is_a_reading_that_passes() -> None:
    check_can_answer(SERIAL, PASS, "Z4D1K0AB")
    with pytest.raises(RuleViolation):
        check_can_answer(SERIAL, PASS)


def test_a_reading_suggests_its_result() -> None:
    assert suggested_result(INLET, "29.5") is ATTENTION
    assert suggested_result(INLET, "36") is FAIL
    assert suggested_result(INLET, " ") is None
    assert suggested_result(BACKUP, "36") is None


def test_a_template_goes_through_the_journals_canonical_form_unchanged_and_without_floats() -> None:
    template = Template("raid", 3, Localised("RAID", "阵列"), Nature.HARDWARE, (*ITEMS, SERIAL), Purpose.VERIFICATION)
    encoded = canonical_bytes(template)
    check_canonical(encoded)
    assert b'"warn_high":"27"' in encoded
    assert msgspec.json.decode(encoded, type=Template) == template


def test_a_fault_keeps_the_template_without_the_words_that_only_find_it() -> None:
    template = Template(
        "raid", 3, Localised("RAID"), Nature.HARDWARE, ITEMS, categories=("disk",), keywords=("raid", "阵列")
    )
    kept = recorded_template(template)
    assert (kept.keywords, kept.categories) == ((), ())
    assert (kept.id, kept.version, kept.items, kept.title) == ("raid", 3, ITEMS, template.title)


NAMES = st.sampled_from(["a", "b", "c", "d", ""])
CONDITIONS = st.builds(Condition, NAMES, st.lists(st.sampled_from(list(CheckResult)), max_size=3).map(tuple))
WILD_ITEMS = st.lists(
    st.builds(TemplateItem, NAMES, st.just(Localised("Check")), st.booleans(), when=st.none() | CONDITIONS), max_size=8
)


@given(WILD_ITEMS, st.dictionaries(NAMES, st.sampled_from(list(CheckResult))))
def test_any_list_that_another_machine_may_send_is_folded_without_an_error(
    items: list[TemplateItem], results: dict[str, CheckResult]
) -> None:
    """Circles, repeated ids and conditions that look forward all come to an end."""
    asked = applicable_items(items, results)
    positions = [next(place for place, each in enumerate(items) if each is item) for item in asked]
    assert positions == sorted(positions)
    assert all(item in asked for item in items if item.when is None)
    progress = summarise_answers(items, results)
    assert progress.answered <= progress.applicable == len(asked)
    assert progress.required_open == len(unanswered_required(items, results))
    assert progress.failed == len(failed_items(items, results))
