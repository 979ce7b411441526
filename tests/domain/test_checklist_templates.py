"""A template that can't work is refused, and every flaw of it is named with its key."""

from decimal import Decimal

import msgspec
import pytest

from fieldtech.domain.checklist_templates import MAX_ITEMS, MAX_VERSION, MAX_WORDS, check_template, find_flaws
from fieldtech.domain.checklists import Condition, Localised, ReadingKind, ReadingSpec, Template, TemplateItem
from fieldtech.domain.errors import InvalidTemplate
from fieldtech.domain.words import CheckResult, Nature

FAIL = CheckResult.FAIL
BOTH = Localised("Backup readable", "备份可读")


def a_template(*items: TemplateItem) -> Template:
    return Template("raid-disk", 1, Localised("Replace a disk", "更换磁盘"), Nature.HARDWARE, items or (an_item(),))


def an_item(name: str = "backup", *, when: Condition | None = None, reading: ReadingSpec | None = None) -> TemplateItem:
    return TemplateItem(name, BOTH, when=when, reading=reading)


def keys_of(template: Template) -> list[str]:
    return [flaw.key for flaw in find_flaws(template)]


def test_a_sound_template_has_no_flaws() -> None:
    sound = a_template(an_item(), an_item("vendor", when=Condition("backup", (FAIL,)), reading=ReadingSpec("V")))
    assert find_flaws(sound) == ()
    check_template(sound)


def test_all_flaws_are_named_at_once() -> None:
    broken = msgspec.structs.replace(a_template(an_item("a b"), an_item("x")), version=0)
    with pytest.raises(InvalidTemplate) as refusal:
        check_template(broken)
    assert all(key in str(refusal.value) for key in ("raid-disk", "version", "items.1.id", "items.2.id"))


@pytest.mark.parametrize("name", ["", "a", "Raid", "4-disks", "raid disk", "raid_disk", "阵列", "a" * 49, "raid\n"])
def test_an_id_is_a_short_plain_word(name: str) -> None:
    assert keys_of(msgspec.structs.replace(a_template(), id=name)) == ["id"]


@pytest.mark.parametrize("version", [0, -1, MAX_VERSION + 1])
def test_versions_count_from_one(version: int) -> None:
    assert keys_of(msgspec.structs.replace(a_template(), version=version)) == ["version"]


def test_a_template_asks_something_but_not_endlessly() -> None:
    assert keys_of(msgspec.structs.replace(a_template(), items=())) == ["items"]
    endless = a_template(*(an_item(f"check-{number}") for number in range(MAX_ITEMS + 1)))
    assert keys_of(endless) == ["items"]


def test_an_id_is_given_once() -> None:
    assert keys_of(a_template(an_item(), an_item("other"), an_item())) == ["items.3.id"]


def test_both_languages_are_asked_for_unless_one_will_do() -> None:
    english = a_template(TemplateItem("backup", Localised("Backup readable"), hint=Localised(zh_CN="看日志")))
    assert keys_of(english) == ["items.1.text.zh_CN", "items.1.hint.en"]
    assert find_flaws(english, in_both_languages=False) == ()


@pytest.mark.parametrize("in_both_languages", [True, False])
def test_blank_words_are_a_flaw_in_any_case(in_both_languages: bool) -> None:
    blank = a_template(TemplateItem("backup", Localised("  ", "\t")))
    assert [flaw.key for flaw in find_flaws(blank, in_both_languages=in_both_languages)] == ["items.1.text"]


def test_endless_words_are_a_flaw() -> None:
    assert keys_of(a_template(TemplateItem("backup", Localised("x" * (MAX_WORDS + 1), "备份")))) == ["items.1.text.en"]


def test_a_blank_keyword_is_a_flaw_because_it_would_fit_every_fault() -> None:
    assert keys_of(msgspec.structs.replace(a_template(), keywords=("raid", " "))) == ["keywords"]


@pytest.mark.parametrize("target", ["vendor", "second", "third", ""])
def test_a_condition_looks_back_to_an_item_that_exists(target: str) -> None:
    second = an_item("second", when=Condition(target, (FAIL,)))
    third = an_item("third", when=Condition("second", (FAIL,)))
    assert keys_of(a_template(an_item(), second, third)) == ["items.2.when.item"]


def test_two_items_that_wait_for_each_other_are_refused() -> None:
    first = an_item("first", when=Condition("second", (FAIL,)))
    second = an_item("second", when=Condition("first", (FAIL,)))
    assert keys_of(a_template(first, second)) == ["items.1.when.item"]


def test_a_condition_names_an_answer() -> None:
    assert keys_of(a_template(an_item(), an_item("second", when=Condition("backup", ())))) == ["items.2.when.results"]


@pytest.mark.parametrize(
    "spec",
    [
        ReadingSpec(low=Decimal(5), high=Decimal(4)),
        ReadingSpec(low=Decimal(5), warn_low=Decimal(4)),
        ReadingSpec(warn_high=Decimal(9), high=Decimal(8)),
        ReadingSpec(warn_low=Decimal(9), warn_high=Decimal(8)),
        ReadingSpec(kind=ReadingKind.TEXT, low=Decimal(1)),
        ReadingSpec(kind=ReadingKind.TEXT, unit="V"),
    ],
)
def test_limits_stand_in_order_and_only_beside_numbers(spec: ReadingSpec) -> None:
    assert keys_of(a_template(an_item(reading=spec))) == ["items.1.reading"]


@pytest.mark.parametrize("limit", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+9999999", "1000000000001"])
def test_a_limit_is_a_number_that_can_be_measured(limit: str) -> None:
    spec = ReadingSpec(low=Decimal(1), high=Decimal(limit))
    assert keys_of(a_template(an_item(reading=spec))) == ["items.1.reading.high"]
