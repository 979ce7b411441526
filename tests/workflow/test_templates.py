"""The packaged checklists are whole in both languages, and a site's own are laid over them file by file."""

import hashlib
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from fieldtech.config import STANDARD_CATEGORIES
from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.checklist_suggestions import suggest_templates
from fieldtech.domain.checklist_templates import check_template
from fieldtech.domain.checklists import (
    Localised,
    Purpose,
    ReadingKind,
    Template,
    applicable_items,
    check_can_answer,
    recorded_template,
    unanswered_required,
)
from fieldtech.domain.errors import UnknownName
from fieldtech.domain.words import CheckResult, Nature
from fieldtech.resources import resource_path
from fieldtech.text import use_language
from fieldtech.workflow.templates import MAX_TEMPLATE_BYTES, TemplateLibrary, load_templates, packaged_templates

PACKAGED = packaged_templates()

# A template that went out stands in journals by its id and version. Who changes what a fault keeps of one gives it the
# next version and adds a line; a line that went out with a release is never edited.
RELEASED = {
    "account-locked 1": "796ac82ff1f2111a",
    "backup-restore-test 1": "b1fc9efe0c81fcf8",
    "certificate-expired 1": "cdde9f718aa29446",
    "dns-dhcp-outage 1": "e69fa5127758d07f",
    "link-down 1": "b9a9fb8dd9e6c4fc",
    "mailbox-not-opening 1": "3fb7fa78a225c3e4",
    "malware-suspicion 1": "fba04fd5fef240f9",
    "memory-module-fault 1": "f5382354af365db2",
    "office-round 1": "c3e284da75d8a0fd",
    "patch-rollout 1": "c82e65ed95fe7024",
    "printer-fault 1": "8362c4f85f6184b2",
    "rack-inspection-round 1": "f59fcc65db708e7b",
    "raid-disk-failed 1": "f69448e6872330fa",
    "restore-from-backup 1": "960fb239ad22e17d",
    "server-disk-full 1": "9895036b4c6713f1",
    "server-psu-replace 1": "7201a7373c5f53b1",
    "server-room-overheat 1": "a428d65fbaa20d14",
    "service-down-after-update 1": "4693530bbe73dad2",
    "shared-folder-access 1": "9cea7420fbaa4ade",
    "switch-replace 1": "597495bb63276217",
    "ups-battery-replace 1": "f5c6352d566fbd4b",
    "ups-battery-test 1": "23c136b02bb7ed8b",
    "verify-hardware 1": "14796fa6375efd2c",
    "verify-network 1": "d5b04fea11394630",
    "verify-software 1": "966495f2eab5300e",
    "verify-user-support 1": "d9d91b68ccef2577",
    "vpn-not-connecting 1": "bdaa28978df1f981",
    "wan-outage 1": "5dad1fba37fde6f1",
    "wifi-coverage 1": "1e93d536ca0c0d9c",
    "workstation-handover 1": "ec340d530746ccc1",
    "workstation-no-boot 1": "502a2617ad761a19",
}

LATIN_WORDS_OF_CHINESE_ENGINEERS = """
    A B C U V A/B A3 CPU1 CRC DHCP DIMM DNS GBASE-LR GHz GPON Gbit/s LRDIMM Linux/Unix MAC NVMe OTDR PST PoE RAID RDIMM
    RSA RSSI SAN SAS/SATA/NVMe SMART TCP UDP UPS USB VLAN VPN e/4Kn hosts inode ping x.x
"""

SITE_TEMPLATE = """\
id = "gate-stuck"
version = 1
nature = "hardware"
keywords = ["gate"]
title.en = "Car park gate stuck"

[[items]]
id = "power"
text.en = "Gate has power"

[[items]]
id = "supply-voltage"
text.en = "Supply voltage"
reading = { unit = "V", low = 22.8, high = 25.2 }
when = { item = "power", results = ["fail"] }
"""


def words_of(template: Template) -> list[Localised]:
    hints = [item.hint for item in template.items if item.hint is not None]
    return [template.title, *(item.text for item in template.items), *hints]


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def digest_of(template: Template) -> str:
    return hashlib.sha256(canonical_bytes(recorded_template(template))).hexdigest()[:16]


@pytest.mark.parametrize("template", PACKAGED, ids=lambda each: each.id)
class TestPackagedTemplate:
    """What holds for each template that ships."""

    def test_it_has_no_flaw_and_speaks_both_languages(self, template: Template) -> None:
        check_template(template, in_both_languages=True)

    def test_its_file_bears_its_id(self, template: Template) -> None:
        assert resource_path("data", "checklists", f"{template.id}.toml").is_file()

    def test_its_english_has_no_chinese_and_its_chinese_no_english(self, template: Template) -> None:
        for words in words_of(template):
            assert not re.search(r"[\u2e80-\u9fff\uff00-\uffef]", words.en), words.en
            assert re.search(r"[\u4e00-\u9fff]", words.zh_CN), words.zh_CN
            latin = set(re.findall(r"[A-Za-z][A-Za-z0-9./-]*", words.zh_CN))
            assert latin <= set(LATIN_WORDS_OF_CHINESE_ENGINEERS.split()), words.zh_CN

    def test_its_items_fit_a_line_of_the_bench(self, template: Template) -> None:
        for words in (template.title, *(item.text for item in template.items)):
            assert cells(words.en) <= 40, words.en
            assert cells(words.zh_CN) <= 40, words.zh_CN

    def test_it_is_of_a_length_that_is_used_and_says_how(self, template: Template) -> None:
        assert 5 <= len(template.items) <= 14
        assert any(item.required for item in template.items)
        assert any(item.hint for item in template.items)

    def test_its_categories_are_those_of_its_nature(self, template: Template) -> None:
        assert set(template.categories) <= set(STANDARD_CATEGORIES.of(template.nature.value))

    def test_every_item_of_it_can_be_reached(self, template: Template) -> None:
        for item in template.items:
            answers: dict[str, CheckResult] = {}
            wanted = item
            while wanted.when is not None:
                answers[wanted.when.item] = wanted.when.results[0]
                wanted = next(each for each in template.items if each.id == wanted.when.item)
            assert item in applicable_items(template.items, answers)

    def test_answering_what_is_asked_completes_it(self, template: Template) -> None:
        answers: dict[str, CheckResult] = {}
        while open_items := unanswered_required(template.items, answers):
            check_can_answer(open_items[0], CheckResult.FAIL)
            answers[open_items[0].id] = CheckResult.FAIL
        assert answers

    def test_it_is_compact_enough_for_the_journal(self, template: Template) -> None:
        assert len(canonical_bytes(recorded_template(template))) < 6000

    def test_the_words_of_its_own_title_suggest_it(self, template: Template) -> None:
        if template.keywords:
            for title in (template.title.en, template.title.zh_CN):
                fitting = suggest_templates(PACKAGED, None, "", title, template.purpose)
                assert template in fitting[:3], title

    def test_it_changes_only_with_its_version(self, template: Template) -> None:
        assert RELEASED.get(f"{template.id} {template.version}") == digest_of(template)


def test_no_released_template_has_gone() -> None:
    assert {line.split()[0] for line in RELEASED} == {template.id for template in PACKAGED}


def test_every_nature_has_routines_and_a_system_check() -> None:
    for nature in Nature:
        purposes = [each.purpose for each in PACKAGED if each.nature is nature]
        assert purposes.count(Purpose.HANDLING) >= 4
        assert purposes.count(Purpose.VERIFICATION) == 1
    assert sum(each.purpose is Purpose.MAINTENANCE for each in PACKAGED) >= 2


def test_the_set_uses_all_that_a_template_can_do() -> None:
    items = [item for template in PACKAGED for item in template.items]
    assert {item.required for item in items} == {True, False}
    assert sum(item.when is not None for item in items) >= 30
    assert {item.reading.kind for item in items if item.reading} == set(ReadingKind)


@pytest.mark.parametrize(
    ("report", "template"),
    [
        ("RAID degraded on DB-1, disk 4", "raid-disk-failed"),
        ("Core switch SW-03 dark", "switch-replace"),
        ("Payroll: login loop after update", "service-down-after-update"),
        ("机房空调滴水", "server-room-overheat"),
        ("Printer 2F streaks", "printer-fault"),
        ("UPS蓄电池鼓包", "ups-battery-replace"),
        ("邮箱打不开", "mailbox-not-opening"),
        ("财务共享文件夹拒绝访问", "shared-folder-access"),
    ],
)
def test_a_report_finds_its_checklist(report: str, template: str) -> None:
    assert suggest_templates(PACKAGED, None, "", report)[0].id == template


def load(folder: Path, **files: str) -> TemplateLibrary:
    for name, content in files.items():
        folder.joinpath(f"{name}.toml").write_text(content, encoding="utf-8")
    return load_templates(folder)


def test_without_a_folder_there_are_ours() -> None:
    assert load_templates(None) == TemplateLibrary(PACKAGED)


def test_a_sites_template_joins_ours_with_limits_exactly_as_written(tmp_path: Path) -> None:
    library = load(tmp_path, gate=SITE_TEMPLATE)
    assert library.problems == ()
    assert len(library.templates) == len(PACKAGED) + 1
    voltage = library.named("gate-stuck").items[1].reading
    assert voltage is not None
    assert (voltage.low, voltage.high) == (Decimal("22.8"), Decimal("25.2"))


def test_the_example_of_the_guide_works(tmp_path: Path) -> None:
    guide = Path(__file__).parents[2].joinpath("docs", "checklists.md").read_text(encoding="utf-8")
    examples = [each for each in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL) if "[[items]]" in each]
    assert len(examples) == 1
    library = load(tmp_path, example=examples[0])
    assert library.problems == ()
    check_template(library.named("gate-stuck"), in_both_languages=True)


def test_the_guide_names_every_packaged_template() -> None:
    guide = Path(__file__).parents[2].joinpath("docs", "checklists.md").read_text(encoding="utf-8")
    assert [each.id for each in PACKAGED if f"`{each.id}`" not in guide] == []


def test_a_site_may_speak_one_language(tmp_path: Path) -> None:
    chinese = SITE_TEMPLATE.replace(".en", ".zh_CN").replace("Car park gate stuck", "车库道闸卡死")
    assert load(tmp_path, gate=chinese).named("gate-stuck").title.text("en") == "车库道闸卡死"


def test_a_higher_version_replaces_ours_and_a_lower_or_equal_one_is_told(tmp_path: Path) -> None:
    ours = next(each for each in PACKAGED if each.id == "printer-fault")
    same = SITE_TEMPLATE.replace("gate-stuck", "printer-fault").replace("version = 1", f"version = {ours.version}")
    library = load(tmp_path, printer=same)
    assert library.named("printer-fault") == ours
    assert [(each.key, each.file.name) for each in library.problems] == [("version", "printer.toml")]
    library = load(tmp_path, printer=same.replace(f"version = {ours.version}", "version = 101"))
    assert library.named("printer-fault").version == 101
    assert library.problems == ()
    assert len(library.templates) == len(PACKAGED)


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_of_two_site_files_the_higher_version_is_used_whatever_their_names(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    newer = SITE_TEMPLATE.replace("version = 1", "version = 2")
    library = load(tmp_path, **{order[0]: SITE_TEMPLATE, order[1]: newer})
    assert library.named("gate-stuck").version == 2


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (("nature", "natrue"), "natrue", "no such key"),
        (('text.en = "Gate has power"', 'text.de = "Strom"'), "items.1.text.de", "no such key"),
        (("when = {", "whenever = {"), "items.2.whenever", "no such key"),
        (("low = 22.8", "lowest = 22.8"), "items.2.reading.lowest", "no such key"),
        (("version = 1", 'version = "one"'), "version", "Expected `int`"),
        (("low = 22.8", 'low = "warm"'), "items.2.reading.low", "decimal"),
        (('results = ["fail"]', 'results = ["broken"]'), "items.2.when.results.1", "broken"),
        (("low = 22.8", "low = 26"), "items.2.reading", "in order"),
        (("low = 22.8", "low = -inf"), "items.2.reading.low", "no number"),
        (('item = "power"', 'item = "mains"'), "items.2.when.item", "mains"),
        (("version = 1", "version = 1 1"), "", "line 2"),
        (("version = 1", f"version = {'9' * 5000}"), "", "digits"),
        (("version = 1", f"version = {'[' * 5000}"), "", ""),
        (("version = 1", "version = 1\n" + "#" * MAX_TEMPLATE_BYTES), "", "256 KB"),
    ],
)
def test_a_broken_file_is_told_with_file_key_and_reason_and_blocks_no_other(
    tmp_path: Path, change: tuple[str, str], key: str, reason: str
) -> None:
    assert change[0] in SITE_TEMPLATE
    whole = SITE_TEMPLATE.replace("gate-stuck", "door-stuck")
    library = load(tmp_path, broken=SITE_TEMPLATE.replace(*change), whole=whole)
    assert library.named("door-stuck").version == 1
    assert "gate-stuck" not in {each.id for each in library.templates}
    problem = library.problems[0]
    assert (problem.file, problem.key) == (tmp_path / "broken.toml", key)
    assert reason in problem.reason
    assert problem.reason
    assert problem.sentence.startswith(str(tmp_path / "broken.toml"))


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    tmp_path.joinpath("gate.toml").write_bytes("标题".encode("gb18030"))
    assert [each.reason for each in load_templates(tmp_path).problems] == ["it is not text in UTF-8"]


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    tmp_path.joinpath("gate.toml").write_text(SITE_TEMPLATE, encoding="utf-8-sig")
    assert load_templates(tmp_path).problems == ()


def test_a_folder_that_is_missing_is_told_and_ours_are_still_there(tmp_path: Path) -> None:
    library = load_templates(tmp_path / "nowhere")
    assert library.templates == PACKAGED
    assert [each.file for each in library.problems] == [tmp_path / "nowhere"]


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    tmp_path.joinpath("README.md").write_text("not a template")
    tmp_path.joinpath("folder.toml").mkdir()
    assert load_templates(tmp_path) == TemplateLibrary(PACKAGED)


def test_a_folder_is_read_again_only_after_it_changed(tmp_path: Path) -> None:
    first = load(tmp_path, gate=SITE_TEMPLATE)
    assert load_templates(tmp_path) is first
    changed = load(tmp_path, gate=SITE_TEMPLATE.replace("Car park gate", "Yard gate"))
    assert changed.named("gate-stuck").title.en == "Yard gate stuck"
    tmp_path.joinpath("gate.toml").unlink()
    assert load_templates(tmp_path).templates == PACKAGED


def test_problems_are_worded_anew_when_the_language_changes(tmp_path: Path) -> None:
    english = load(tmp_path, gate=SITE_TEMPLATE.replace("nature", "natrue"))
    use_language("zh_CN")
    assert load_templates(tmp_path) is not english


def test_a_template_is_named_by_its_id_or_by_an_unmistakable_beginning() -> None:
    library = load_templates(None)
    assert library.named("raid-disk-failed").id == library.named(" raid ").id == "raid-disk-failed"
    with pytest.raises(UnknownName, match="verify-hardware, verify-network"):
        library.named("verify")
    for name in ("", "no-such"):
        with pytest.raises(UnknownName, match="account-locked"):
            library.named(name)


def test_the_beginning_of_several_ids_may_itself_be_one(tmp_path: Path) -> None:
    library = load(tmp_path, gate=SITE_TEMPLATE, longer=SITE_TEMPLATE.replace("gate-stuck", "gate-stuck-again"))
    assert library.named("gate-stuck").id == "gate-stuck"


def test_a_template_that_is_read_back_from_the_journal_is_the_same() -> None:
    for template in PACKAGED:
        assert msgspec.json.decode(canonical_bytes(template), type=Template) == template
