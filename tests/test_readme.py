"""The README tells the truth: its commands, make targets, pictures and settings are there, and none is left out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldtech.config import Settings, load_settings
from fieldtech.paths import find_paths

ROOT = Path(__file__).parents[1]
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")}
README = PAGES["README.md"]


def section(heading: str) -> str:
    """Cut a section out of the README."""
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def first_cells(table: str) -> set[str]:
    """Read the first column of a table."""
    return {line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")}


@pytest.fixture(scope="module")
def commands() -> dict[str, str]:
    """Ask the program for its commands and what each is said to do."""
    ask = [sys.executable, "-m", "fieldtech", "--help"]
    told = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^  ([a-z][a-z-]+) *(.*)$", told, flags=re.MULTILINE))


def test_every_command_stands_in_the_readme_and_no_other(commands: dict[str, str]) -> None:
    named = {cell.strip("`").split()[0] for cell in first_cells(section("Commands")) if cell.startswith("`")}
    assert len(commands) > 10
    assert named - {"fieldtech"} == commands.keys()


def test_every_command_says_what_it_does(commands: dict[str, str]) -> None:
    assert [name for name, told in commands.items() if not told] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_exists(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", PAGES[page])
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = re.findall(r"^make ([a-z]+)|`make ([a-z]+)", PAGES[page], flags=re.MULTILINE)
    assert {one or other for one, other in named} <= targets


@pytest.mark.skipif(shutil.which("make") is None, reason="this machine has no make, and needs none")
def test_make_help_tells_every_target() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [target for target in targets if not re.search(rf"^make {target} +\w", told, flags=re.MULTILINE)] == []


def test_the_settings_of_the_readme_are_settings(tmp_path: Path) -> None:
    (sample,) = re.findall(r"```toml\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "config.toml").write_text(sample, encoding="utf-8")
    settings = load_settings(find_paths(config=str(tmp_path / "config.toml")))
    assert settings.targets.important.restore == 240
    assert settings != Settings()


def test_the_map_shows_what_is_there() -> None:
    drawn = section("The map").split("```")[1]
    assert [name for name in re.findall(r"(\w+/|\w+\.py)", drawn) if not _lies_somewhere(name)] == []


def _lies_somewhere(name: str) -> bool:
    return any((folder / name).exists() for folder in (ROOT, ROOT / "src", ROOT / "src" / "fieldtech"))
