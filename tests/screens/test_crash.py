"""A bug ends the program decently: exit 70, a reference, what is safe; nothing of what was in the variables."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.app import FieldTechApp
from fieldtech.screens.crash import crash_line, crash_words, log_crash
from tests.screens.stage import settle


def fall(secret: str) -> None:
    """Fail with a secret in a variable and in the message."""
    raise ZeroDivisionError(f"not {secret}")


def fallen() -> ZeroDivisionError:
    """Give the exception with its way."""
    with pytest.raises(ZeroDivisionError) as caught:
        fall("PIN 4711")
    return caught.value


def test_the_log_tells_types_and_places_and_no_values(tmp_path: Path) -> None:
    line = crash_line("7F3A-91C0", fallen())
    log_crash(tmp_path / "crashes.log", line)
    assert (tmp_path / "crashes.log").read_text() == line + "\n"
    assert "7F3A-91C0 ZeroDivisionError screens/test_crash.py:" in line
    assert "4711" not in line
    assert (tmp_path / "crashes.log").stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    log_crash(tmp_path / "missing" / "crashes.log", "x")
    assert not (tmp_path / "missing").exists()


def test_the_words_name_the_reference_and_the_log(tmp_path: Path) -> None:
    words = crash_words("7F3A-91C0", tmp_path / "crashes.log")
    assert "7F3A-91C0" in words
    assert str(tmp_path / "crashes.log") in words


async def test_a_bug_ends_with_70_and_prints_no_values(
    make_app: Callable[[], FieldTechApp], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    app = make_app()
    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.call_later(fall, "PIN 4711")
            await pilot.pause()
    assert app.return_code == 70
    printed = "".join(capsys.readouterr())
    assert "4711" not in printed
    assert "4711" not in (tmp_path / "crashes.log").read_text()
