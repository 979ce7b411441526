"""Shield every test from the machine it runs on: its environment, its home, its language."""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_FOREIGN = ("NO_COLOR", "COLORTERM", "COLUMNS", "LINES", "LANG", "LANGUAGE", "STY", "TMUX", "ESCDELAY")
_FOREIGN_PREFIXES = ("TEXTUAL_", "FIELDTECH_", "LC_")
_OURS_PREFIX = "TEXTUAL_SNAPSHOT_"
"""What the snapshot plugin tells its workers through the environment."""
_HOME = Path(tempfile.mkdtemp(prefix="fieldtech-tests-"))


def _shield_environment() -> None:
    """Textual and platformdirs read these when they are imported: this must run before."""
    for name in list(os.environ):
        if name in _FOREIGN or (name.startswith(_FOREIGN_PREFIXES) and not name.startswith(_OURS_PREFIX)):
            del os.environ[name]
    os.environ["HOME"] = str(_HOME)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(_HOME / name.lower())
    os.environ |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    time.tzset()


_shield_environment()

import hypothesis  # noqa: E402
import pyrage  # noqa: E402
import pytest  # noqa: E402
from textual.css.stylesheet import Stylesheet  # noqa: E402

from fieldtech.text import use_language  # noqa: E402
from tests.parsed_sheets import parse_once  # noqa: E402
from tests.passphrases import open_quickly, seal_quickly  # noqa: E402

# The cores are shared, so no example has a deadline; CI tries the same examples each time, a developer new ones.
hypothesis.settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ, print_blob=True)
hypothesis.settings.load_profile("suite")


# A passphrase takes a second on purpose.
_REAL_SEAL = pyrage.passphrase.encrypt, pyrage.passphrase.decrypt
pyrage.passphrase.encrypt, pyrage.passphrase.decrypt = seal_quickly, open_quickly

Stylesheet._parse_rules = parse_once  # type: ignore[method-assign]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a developer ask for more than the suite has time for."""
    parser.addoption("--both-languages", action="store_true", help="walk through the screens in both languages")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Walk in one language, half of the walks in each, unless both are asked for."""
    if "walk_language" in metafunc.fixturenames:
        languages = ("en", "zh_CN")
        only = languages[len(metafunc.function.__name__) % 2]
        metafunc.parametrize("walk_language", languages if metafunc.config.getoption("both_languages") else (only,))


def pytest_collection_finish() -> None:
    """Spare the collector what stays anyway: the modules and the tests themselves."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Let what all tests left go with the process: pytest would look through it five times."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def leave_nothing_behind() -> Iterator[None]:
    """Let no test leave its language or its environment to the next."""
    use_language("en")
    before = _environment()
    yield
    for name, _value in _environment() ^ before:
        os.environ.pop(name, None)
    os.environ.update(before)
    use_language("en")


def _environment() -> set[tuple[str, str]]:
    return {told for told in os.environ.items() if told[0] != "PYTEST_CURRENT_TEST"}


@pytest.fixture
def real_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal keys as the program does, with the second that it takes."""
    encrypt, decrypt = _REAL_SEAL
    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypt)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
