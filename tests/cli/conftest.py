"""A command line of its own for each test: its own store, keys and settings, and no terminal."""

from collections.abc import Collection
from pathlib import Path

import pytest

from fieldtech.domain.identifiers import free_code
from fieldtech.store import identity
from tests.cli.command_line import CommandLine


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    """Stand in a shell where no store is yet."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("FIELDTECH_STORE", raising=False)
    monkeypatch.delenv("FIELDTECH_CONFIG", raising=False)
    _draw_codes_apart(monkeypatch)
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def fieldtech(bare: CommandLine) -> CommandLine:
    """Stand in a shell where Li Wei has a store."""
    bare.done("init", "--name=Li Wei", "--site=DC-1", "--zone=Asia/Shanghai")
    return bare


def _draw_codes_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no two machines of one shell draw the same code: what two such do is shown in tests/store/test_copies.py."""
    drawn: set[str] = set()

    def draw(taken: Collection[str], entropy: bytes) -> str:
        code = free_code({*taken, *drawn}, entropy)
        drawn.add(code)
        return code

    monkeypatch.setattr(identity, "free_code", draw)
