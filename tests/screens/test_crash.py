"""A bug ends the program decently: exit 70, a reference, what is safe; nothing of what was in the variables."""

import asyncio
from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from fieldtech.app import FieldTechApp
from fieldtech.screens.crash import crash_words
from fieldtech.store import Store
from tests.screens.stage import TERMINAL, settle


def fall(secret: str) -> None:
    """Fail with a secret in a variable and in the message."""
    raise ZeroDivisionError(f"not {secret}")


async def test_a_bug_ends_with_70_and_is_kept_under_its_reference(store: Store) -> None:
    kept: list[tuple[str, BaseException]] = []

    def keep(reference: str, error: BaseException) -> None:
        kept.append((reference, error))

    app = FieldTechApp(store, TERMINAL, keep)

    async def meet_a_bug() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.call_later(fall, "PIN 4711")
            app.call_later(fall, "PIN 4712")
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await meet_a_bug()
    assert app.return_code == 70
    assert [type(error) for _reference, error in kept] == [ZeroDivisionError]


async def test_a_bug_in_a_worker_is_kept_as_itself_and_told_without_values(store: Store) -> None:
    kept: list[BaseException] = []

    def keep(_reference: str, error: BaseException) -> None:
        kept.append(error)

    app = FieldTechApp(store, TERMINAL, keep)

    async def meet_a_bug() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.run_worker(asyncio.to_thread(fall, "PIN 4711"))
            await settle(pilot)

    with pytest.raises(WorkerFailed):
        await meet_a_bug()
    assert [type(error) for error in kept] == [ZeroDivisionError]
    assert "4711" not in (app.told_of_crash(kept[0]) or "")


def test_the_words_name_the_reference_and_the_log() -> None:
    words = crash_words("7f3a91c0", Path("/var/log/bugs.log"))
    assert "7f3a91c0" in words
    assert "/var/log/bugs.log" in words
    assert "bugs.log" not in crash_words("7f3a91c0", None)
