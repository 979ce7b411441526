"""The checklist that fits a fault stands first, told by nature, category and the report's own words."""

import pytest

from fieldtech.domain.checklist_suggestions import suggest_templates
from fieldtech.domain.checklists import Localised, Purpose, Template
from fieldtech.domain.words import Nature


def template(
    name: str,
    nature: Nature,
    *keywords: str,
    categories: tuple[str, ...] = (),
    purpose: Purpose = Purpose.HANDLING,
) -> Template:
    return Template(name, 1, Localised(name), nature, (), purpose, categories, keywords)


UPS = template("ups", Nature.HARDWARE, "ups", "电池", categories=("battery",))
RAID = template("raid", Nature.HARDWARE, "raid", "disk", "阵列", categories=("disk",))
SWITCH = template("switch", Nature.NETWORK, "switch", "access point", "交换机")
CHECK = template("check", Nature.HARDWARE, "raid", purpose=Purpose.VERIFICATION)
ALL = (SWITCH, CHECK, RAID, UPS)


def suggested(nature: Nature | None, category: str = "", words: str = "") -> list[str]:
    return [each.id for each in suggest_templates(ALL, nature, category, words)]


def test_the_reports_words_find_the_list_before_anything_is_assessed() -> None:
    assert suggested(None, words="RAID degraded on DB-1, disk 4") == ["raid"]


def test_every_list_of_the_nature_is_offered_the_fittest_first() -> None:
    assert suggested(Nature.HARDWARE, words="UPS beeps") == ["ups", "raid"]
    assert suggested(Nature.HARDWARE, category="disk") == ["raid", "ups"]


def test_words_outweigh_a_nature_that_was_guessed_wrong() -> None:
    assert suggested(Nature.HARDWARE, words="core switch SW-03 dark, the access points too")[0] == "switch"


def test_nothing_is_offered_where_nothing_speaks_for_it() -> None:
    assert suggested(Nature.USER_SUPPORT, words="chair broken") == []
    assert suggested(None) == []


@pytest.mark.parametrize("words", ["groups gone", "startups", "upsets", "ups4you"])
def test_a_latin_word_inside_another_does_not_count(words: str) -> None:
    assert suggested(None, words=words) == []


@pytest.mark.parametrize(
    "words", ["UPS", "two UPSs", "UPS2 beeps", "UPS电池告警", "机房ups报警", "ＵＰＳ", "access\n point", "蓄电池鼓包"]
)
def test_words_count_whatever_their_case_width_and_neighbours(words: str) -> None:
    assert suggested(None, words=words) != []


def test_a_category_of_another_nature_does_not_count() -> None:
    assert suggested(Nature.NETWORK, category="disk") == ["switch"]


def test_only_lists_for_this_kind_of_work_are_offered() -> None:
    found = suggest_templates(ALL, Nature.HARDWARE, "", "raid", Purpose.VERIFICATION)
    assert [each.id for each in found] == ["check"]


def test_equally_fit_lists_keep_one_order() -> None:
    assert suggest_templates((UPS, RAID), Nature.HARDWARE, "", "") == suggest_templates(
        (RAID, UPS), Nature.HARDWARE, "", ""
    )
