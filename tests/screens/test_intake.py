"""A mail is taken in, and an export: chosen, looked at, taken, and what came of it is readable (PROCESS S3.1)."""

from pathlib import Path

import pytest

from fieldtech.screens.intake import IntakeDialog, IntakeOutcome, IntakePreview
from fieldtech.screens.paths_typed import begun_path, path_of
from fieldtech.screens.queue import QueueScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.queue import count_faults, queue_page
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard

EXPORT = """\
title,description,channel,reporter,occurred,impact,place
Printer dead,No light,phone,Zhao,2026-10-30 09:00,person,2F
机房漏水,空调滴水,phone,陈静,2026-10-30 10:00,site,机房 A
Router hot,fan stands,fax,Wang Fang,2026-10-30 10:00,site,R1
"""
MAIL = b"""From: Wang Fang <wang@example.org>
To: help@example.org
Subject: Printer 2F streaks
Date: Fri, 20 Nov 2026 08:30:00 +0800
Message-ID: <1@example.org>

Since this morning, every page.
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of three rows, one of which nobody can understand."""
    file = tmp_path / "export.csv"
    file.write_text(EXPORT, encoding="utf-8")
    return file


async def look(hand: Keyboard, typed: str) -> None:
    """Ask what would come of a file, with the completion of its path."""
    await hand.press("ctrl+o")
    await hand.type(typed)
    await hand.press("right", "ctrl+s")


async def test_a_mail_is_taken_in_by_five_keys_and_its_fault_stands_in_the_queue(
    store: Store, walk: Walk, tmp_path: Path
) -> None:
    """S3.1."""
    (tmp_path / "call.eml").write_bytes(MAIL)
    async with walk() as hand:
        await look(hand, f"{tmp_path}/ca")
        assert "Printer 2F streaks" in hand.shown()
        assert "1 row or mail: 1 new" in hand.shown()
        await hand.press("enter", "enter")
        assert hand.is_at(QueueScreen)
        assert "Printer 2F streaks" in hand.shown()
        assert hand.presses == 5
        await hand.keep()
    assert store.typed_forms() == ()


async def test_the_preview_says_what_is_new_repeated_and_refused_and_takes_nothing(
    store: Store, walk: Walk, export: Path
) -> None:
    async with walk() as hand:
        await look(hand, str(export)[:-2])
        assert hand.is_at(IntakePreview)
        assert "3 rows and mails: 2 new · 1 refused" in hand.shown()
        assert "export.csv, line 4, channel “fax”" in hand.shown()
        assert count_faults(store) == 0
        await hand.press("escape")
        assert isinstance(hand.app.screen, IntakeDialog)
        assert hand.app.screen.form.texts["path"] == str(export), "what was typed is still there"
        await hand.press("ctrl+s", "enter")
        assert hand.is_at(IntakeOutcome)
        numbers = [line.number for line in queue_page(store).faults]
        assert len(numbers) == 2
        assert all(number in hand.shown() for number in numbers)
        await hand.press("enter")
        await look(hand, str(export)[:-2])
        assert "0 new · 2 taken before · 1 refused" in hand.shown()
        await hand.press("enter")
        assert hand.is_at(IntakePreview), "there is nothing to take"
    assert find_fault(store, numbers[0]).source is not None


async def test_a_path_that_leads_nowhere_is_refused_at_its_field(walk: Walk, tmp_path: Path) -> None:
    async with walk() as hand:
        await hand.press("ctrl+o", "ctrl+s")
        assert "Say where the file or folder lies." in hand.shown()
        await hand.type(f"{tmp_path}/nowhere.csv")
        await hand.press("ctrl+s")
        assert "There is no such file or folder." in hand.shown()


def test_a_path_is_completed_by_what_lies_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "march.csv").touch()
    (tmp_path / ".march").touch()
    assert begun_path(f"{tmp_path}/ma") == f"{tmp_path}/mails/"
    assert begun_path(f"{tmp_path}/mar") == f"{tmp_path}/march.csv"
    assert begun_path(f"{tmp_path}/.") == f"{tmp_path}/.march"
    assert begun_path(f"{tmp_path}/x") == begun_path(f"{tmp_path}/x/y") == begun_path("a\0b/") == ""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert begun_path("~/mai") == "~/mails/"
    assert path_of("~nobody-is-called-so/x") == Path("~nobody-is-called-so/x")
