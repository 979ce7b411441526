"""A command line of its own for each test: its own store, keys and settings, and no terminal."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    """Stand in a shell where no store is yet."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.delenv("FIELDTECH_STORE", raising=False)
    monkeypatch.delenv("FIELDTECH_CONFIG", raising=False)
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def fieldtech(bare: CommandLine) -> CommandLine:
    """Stand in a shell where Li Wei has a store."""
    bare.done("init", "--name=Li Wei", "--site=DC-1", "--zone=Asia/Shanghai")
    return bare
