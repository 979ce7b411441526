"""The language is chosen as documented, switches without a restart, and the catalogues are whole."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from fieldtech.resources import resource_path
from fieldtech.text import LANGUAGES, N_, _, current_language, detect_language, ngettext, use_language
from tools.messages import as_mo, as_po, forms, gather, read, untranslated

CATALOGUES = sorted(resource_path("locale").glob("*/LC_MESSAGES/fieldtech.po"))


@pytest.mark.parametrize(
    ("flag", "environment", "setting", "language"),
    [
        ("zh_CN", {"FIELDTECH_LANG": "en", "LC_ALL": "en_GB.UTF-8"}, "en", "zh_CN"),
        (None, {"FIELDTECH_LANG": "zh_CN", "LC_ALL": "en_GB.UTF-8"}, "en", "zh_CN"),
        (None, {"LC_ALL": "en_GB.UTF-8"}, "zh_CN", "zh_CN"),
        (None, {"LC_ALL": "zh_CN.GB18030", "LC_MESSAGES": "en_GB.UTF-8"}, None, "zh_CN"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, None, "zh_CN"),
        (None, {"LANG": "zh-Hans"}, None, "zh_CN"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, None, "en"),
        (None, {"LANG": "fr_FR.UTF-8"}, None, "en"),
        (None, {}, None, "en"),
    ],
)
def test_the_first_wish_that_is_set_decides_the_language(
    flag: str | None, environment: dict[str, str], setting: str | None, language: str
) -> None:
    assert detect_language(flag, environment, setting) == language


def test_switching_the_language_shows_at_the_next_call() -> None:
    marked = N_("disk")
    assert _(marked) == "disk"
    use_language("zh_CN")
    assert (_(marked), current_language()) == ("磁盘", "zh_CN")
    use_language("en")
    assert (_(marked), current_language()) == ("disk", "en")


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="tlh"):
        use_language("tlh")
    assert current_language() == "en"


def test_the_empty_message_stays_empty_in_every_language() -> None:
    for code in LANGUAGES:
        use_language(code)
        assert _("") == ""


def test_a_count_takes_its_form() -> None:
    assert ngettext("one fault", "many faults", 1) == "one fault"
    assert ngettext("one fault", "many faults", 2) == "many faults"


def test_there_is_a_catalogue_for_every_language_but_english() -> None:
    assert [po.parent.parent.name for po in CATALOGUES] == [code for code in LANGUAGES if code != "en"]


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parent.parent.name)
def test_the_compiled_catalogue_is_the_compilation_of_the_text(po: Path) -> None:
    catalog = read(po)
    assert po.with_suffix(".mo").read_bytes() == as_mo(catalog), "run make messages"
    assert po.read_bytes() == as_po(catalog), "run make messages"


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parent.parent.name)
def test_the_catalogue_has_the_messages_of_the_sources_and_no_others(po: Path) -> None:
    in_sources, in_catalogue = ({forms(message.id) for message in catalog} for catalog in (gather(), read(po)))
    assert (in_sources - in_catalogue, in_catalogue - in_sources) == (set(), set()), "run make messages"


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parent.parent.name)
def test_every_message_is_translated(po: Path) -> None:
    missing = untranslated(read(po))
    assert not missing, "\n".join(["not translated yet:", *missing])


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parent.parent.name)
def test_a_translation_keeps_the_places_that_are_filled_in(po: Path) -> None:
    assert [message.id for message in read(po) if message.id and not _keeps_places(message)] == []


def _keeps_places(message: Message) -> bool:
    asked = {place for form in forms(message.id) for place in _places(form)}
    return all(not form or _places(form) == asked for form in forms(message.string))


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{[^{}]*\}|%\(\w+\)s", text))
