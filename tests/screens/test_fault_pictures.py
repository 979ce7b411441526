"""The fault as it looks: its sections, the report form, and the dialog of each step, in both languages."""

import pytest

from fieldtech.store import Store
from tests.screens.bench import fault_at
from tests.screens.conftest import TakePicture
from tests.screens.stage import Clock

LANGUAGES = ("en", "zh_CN")
SIZES = ((80, 24), (120, 40))
SECTIONS = {"facts": ("started", ()), "checks": ("checking", ()), "plan": ("reassess", ()),
            "work": ("checking", ("right", "right")), "history": ("reassess", ("right", "right"))}  # fmt: skip
DIALOGS = {
    "assess": ("assessed", ("a", "1", "enter", "enter", "1")),
    "assign": ("assessed", ("A",)),
    "start": ("assessed", ("s", "1")),
    "checklist": ("started", ("c",)),
    "plan": ("started", ("l",)),
    "pend": ("started", ("p", "2")),
    "restore": ("started", ("R",)),
    "note": ("started", ("m",)),
    "time": ("started", ("T",)),
    "part": ("started", ("P",)),
    "tell": ("started", ("t",)),
    "attach": ("started", ("F",)),
    "duplicate": ("started", ("D",)),
    "cancel": ("started", ("X",)),
    "implement": ("solved", ("i",)),
    "verify": ("implemented", ("v", "1", "2")),
    "close": ("verified", ("C",)),
}
WIDE_DIALOGS = ("assess", "checklist", "verify")
PLAIN_DIALOGS = ("start", "plan", "pend", "restore", "note", "time", "part", "attach", "duplicate", "cancel")
"""A few fields one below the other: what is too long for one language shows in Chinese first."""
PICTURED = [(dialog, language) for dialog in DIALOGS for language in LANGUAGES
            if language == "zh_CN" or dialog not in PLAIN_DIALOGS]  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=("80x24", "120x40"))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section(
    take_picture: TakePicture, store: Store, clock: Clock, section: str, language: str, size: tuple[int, int]
) -> None:
    stage, keys = SECTIONS[section]
    fault_at(store, clock, stage)
    assert take_picture("enter", *keys, language=language, size=size)


@pytest.mark.parametrize(("dialog", "language"), PICTURED)
def test_a_dialog(take_picture: TakePicture, store: Store, clock: Clock, dialog: str, language: str) -> None:
    stage, keys = DIALOGS[dialog]
    fault_at(store, clock, stage)
    assert take_picture("enter", *keys, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dialog", WIDE_DIALOGS)
def test_a_dialog_where_there_is_room(
    take_picture: TakePicture, store: Store, clock: Clock, dialog: str, language: str
) -> None:
    stage, keys = DIALOGS[dialog]
    fault_at(store, clock, stage)
    assert take_picture("enter", *keys, language=language, size=(120, 40))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reading_while_it_is_typed(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    fault_at(store, clock, "checking")
    assert take_picture("enter", *["down"] * 5, "enter", typed="29.5", language=language)


@pytest.mark.parametrize("size", SIZES, ids=("80x24", "120x40"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_form(
    take_picture: TakePicture, store: Store, clock: Clock, language: str, size: tuple[int, int]
) -> None:
    fault_at(store, clock, "started")
    typed = {"en": "RAID alarm on DB-1", "zh_CN": "机房空调滴水"}[language]
    assert take_picture("n", typed=typed, language=language, size=size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_form_refuses_at_its_fields(
    take_picture: TakePicture, store: Store, clock: Clock, language: str
) -> None:
    fault_at(store, clock, "started")
    assert take_picture("n", "ctrl+s", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaving_the_report_form(take_picture: TakePicture, store: Store, clock: Clock, language: str) -> None:
    fault_at(store, clock, "started")
    assert take_picture("n", "p", "escape", language=language)
