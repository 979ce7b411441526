"""The set-up behind the two commands does its work once and says plainly what stands in its way."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import start

ROOT = Path(__file__).parents[1]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the set-up at an empty checkout."""
    venv = tmp_path / ".venv"
    monkeypatch.setattr(start, "VENV", venv)
    monkeypatch.setattr(start, "PYTHON", str(venv / "bin" / "python"))
    monkeypatch.setattr(start, "STAMP", venv / "fieldtech-stamp")
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Note what pip is told, in place of telling it."""
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(start, "find_pip", lambda: ["pip"])
    monkeypatch.setattr(start, "run_pip", lambda _pip, *arguments: calls.append(arguments))
    return calls


def test_a_python_that_is_too_old_can_read_the_set_up() -> None:
    source = (ROOT / "tools" / "start.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__" not in source


def test_a_python_that_is_too_old_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(start.CannotStart, match=r"needs Python 3\.11 or newer.*3\.9\.2"):
        start.main(["demo"])


def test_an_unknown_task_is_answered_with_the_known_ones() -> None:
    with pytest.raises(start.CannotStart, match=r"demo\|run\|test"):
        start.main(["fly"])


def test_the_set_up_is_done_once_and_again_when_the_pins_change(
    checkout: Path, installed: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = checkout / "pins.txt"
    pins.write_text("one")
    monkeypatch.setattr(start, "PINS", {"runtime": pins, "all": pins})
    start.prepare("runtime")
    assert len(installed) == 2
    start.prepare("runtime")
    assert len(installed) == 2
    pins.write_text("two")
    start.prepare("runtime")
    assert len(installed) == 4


@pytest.mark.usefixtures("checkout")
def test_what_the_tests_need_serves_the_demo_but_not_the_other_way(installed: list[tuple[str, ...]]) -> None:
    start.prepare("runtime")
    start.prepare("all")
    assert len(installed) == 4
    start.prepare("runtime")
    assert len(installed) == 4


@pytest.mark.usefixtures("checkout")
def test_packages_are_installed_by_their_hashes_and_nothing_else(installed: list[tuple[str, ...]]) -> None:
    start.prepare("all")
    assert installed[0] == ("--require-hashes", "--no-deps", "-r", str(ROOT / "constraints.txt"))
    assert {"--no-deps", "--no-build-isolation"} <= set(installed[1])


def test_an_interrupted_set_up_is_taken_up_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "find_pip", lambda: ["pip"])
    monkeypatch.setattr(start, "run_pip", stop)
    with pytest.raises(KeyboardInterrupt):
        start.prepare("all")
    assert not (checkout / ".venv" / "fieldtech-stamp").exists()


def test_an_environment_is_made_without_a_pip_inside_and_made_anew_when_its_python_is_gone(checkout: Path) -> None:
    start.make_environment()
    python = checkout / ".venv" / "bin" / "python"
    assert start.succeeds(str(python), "-c", "import sys; sys.exit(sys.prefix == sys.base_prefix)")
    assert not start.succeeds(str(python), "-m", "pip", "--version")
    python.unlink()
    python.symlink_to(checkout / "gone")
    start.make_environment()
    assert start.succeeds(str(python), "-c", "")


@pytest.mark.usefixtures("checkout")
def test_a_missing_pip_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "succeeds", lambda *_command: False)
    with pytest.raises(start.CannotStart, match=r"pip 22\.3 or newer is missing"):
        start.find_pip()


@pytest.mark.parametrize(
    ("output", "meaning"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was pinned"),
        ("Retrying after ... NewConnectionError('Failed to establish')", "off the network"),
        ("Could not install packages due to an OSError: No space left on device", "stands above"),
    ],
)
def test_a_failure_of_pip_is_explained(output: str, meaning: str, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess("pip", 1, stdout=output)
    monkeypatch.setattr(subprocess, "run", lambda *_arguments, **_options: failed)
    with pytest.raises(start.CannotStart) as caught:
        start.run_pip(["pip"])
    assert output in str(caught.value)
    assert meaning in str(caught.value)


def pins_of(name: str) -> dict[str, str]:
    """Read a file of pins as package -> its whole entry."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return {line.split("==")[0].strip(): " ".join(line.split()) for line in text.splitlines() if line}


def test_every_pin_has_hashes_and_none_an_address() -> None:
    for name in ("constraints.txt", "constraints-runtime.txt"):
        assert [pin for pin in pins_of(name).values() if "==" not in pin or "--hash=sha256:" not in pin] == []
        assert "//" not in (ROOT / name).read_text(encoding="utf-8")


def test_the_runtime_pins_are_among_all_pins() -> None:
    assert pins_of("constraints-runtime.txt").items() <= pins_of("constraints.txt").items()


def test_every_dependency_of_the_project_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    runtime = {package_of(each) for each in (*project["project"]["dependencies"], *groups["build"])}
    assert runtime <= pins_of("constraints-runtime.txt").keys()
    assert {package_of(each) for group in groups.values() for each in group} <= pins_of("constraints.txt").keys()
    assert project["build-system"]["requires"] == groups["build"]


def package_of(requirement: str) -> str:
    """Take a requirement's package as the pins write it."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace(".", "-").replace("_", "-")
