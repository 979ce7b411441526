"""Each import contract holds, and bites when it is broken on purpose in a copy of the sources."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
# Contract, module of the copy that gets another line, that line.
BREAKS = [
    ("layers", "text.py", "import fieldtech.domain.errors"),
    ("layers", "workflow/__init__.py", "import fieldtech.screens"),
    ("layers", "domain/errors.py", "import fieldtech.models"),
    ("layers", "intake/__init__.py", "import fieldtech.store"),
    ("layers", "documents/__init__.py", "import fieldtech.intake"),
    ("layers", "newcomer.py", '"""A module that no layer names."""'),
    ("models", "workflow/__init__.py", "import fieldtech.models"),
    ("models", "cli/__init__.py", "from fieldtech.models import base"),
    *(
        ("store-parts", "workflow/__init__.py", f"import fieldtech.store.{part}")
        for part in ("database", "journal", "projection", "search", "migrations")
    ),
    ("store-parts", "screens/__init__.py", "from fieldtech.store.journal import read"),
    ("store-parts", "bootstrap.py", "import fieldtech.store.newcomer"),
    ("no-framework", "documents/__init__.py", "import rich.text"),
    ("no-framework", "workflow/__init__.py", "from textual import work"),
    ("no-framework", "config.py", "def late():\n    import textual"),
    *(("pure-domain", "domain/errors.py", f"import {name}") for name in ("peewee", "sqlite3", "pathlib", "os", "io")),
    ("peewee", "cli/__init__.py", "import sqlite3"),
    ("peewee", "screens/__init__.py", "from peewee import fn"),
    ("no-cycles", "domain/errors.py", "import fieldtech.domain.faults\nimport fieldtech.domain.errors"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy what lint-imports reads, with one more part of the store."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "src" / "fieldtech" / "store" / "newcomer.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(checkout: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Check the contracts of a checkout, and of no other."""
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-cache", "--config", str(checkout / "pyproject.toml"), *options]
    return subprocess.run(command, cwd=checkout / "src", capture_output=True, text=True, check=False)


def test_every_contract_holds() -> None:
    finished = lint_imports(ROOT)
    assert finished.returncode == 0, finished.stdout


def test_an_unbroken_copy_holds_too(copy: Path) -> None:
    assert lint_imports(copy).returncode == 0


def test_every_contract_is_broken_once_on_purpose() -> None:
    assert {contract for contract, _module, _line in BREAKS} == set(CONTRACTS)


def test_the_name_of_a_contract_is_a_sentence() -> None:
    assert [name for name in CONTRACTS.values() if len(name.split()) < 5 or not name[0].isupper()] == []


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_a_contract_bites(copy: Path, contract: str, module: str, line: str) -> None:
    broken = copy / "src" / "fieldtech" / module
    broken.write_text((broken.read_text(encoding="utf-8") if broken.exists() else "") + f"\n{line}\n", encoding="utf-8")
    finished = lint_imports(copy, "--contract", contract)
    assert finished.returncode == 1
    assert f"{CONTRACTS[contract]} BROKEN" in finished.stdout


LOADED = """
import atexit, sys
atexit.register(lambda: print("loaded", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr))
from fieldtech.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["queue", "--json"], ["queue"], ["show", "--help"]])
def test_the_commands_load_no_textual(command: list[str], tmp_path: Path) -> None:
    environment = os.environ | {"FIELDTECH_STORE": str(tmp_path / "fieldtech.db")}
    run_fieldtech(["init", "--name", "Wei", "--site", "Depot"], environment)
    finished = run_fieldtech(command, environment)
    assert finished.returncode == 0, finished.stderr
    loaded = set(finished.stderr.splitlines()[-1].split())
    assert "loaded" in loaded
    assert loaded & {"textual", "rich", "pypinyin"} == set()


def run_fieldtech(arguments: list[str], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process of its own that says at its end what it loaded."""
    command = [sys.executable, "-c", LOADED, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
