"""Commands in processes of their own, with pipes, terminals and locales as they come in life."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect


class Shell:
    """An environment in which processes run."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = folder
        places = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        self.environment = os.environ | places | {"PYTHONDEVMODE": ""} | more

    def run(
        self, *arguments: str, more: Mapping[str, str] | None = None, given: bytes = b""
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a command with its output in pipes."""
        command = [sys.executable, "-m", "fieldtech", *arguments]
        environment = self.environment | dict(more or {})
        return subprocess.run(command, env=environment, input=given, capture_output=True, check=False, timeout=60)

    def line(self, script: str, **more: str) -> "subprocess.CompletedProcess[bytes]":
        """Run a line of shell in which $F is the command."""
        environment = self.environment | more | {"F": f"{sys.executable} -m fieldtech"}
        command = ["bash", "-c", script]
        return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)

    def terminal(self, *arguments: str, columns: int = 80, **more: str) -> "pexpect.spawn[str]":
        """Run a command on a terminal."""
        command = ["-m", "fieldtech", *arguments]
        environment = self.environment | more
        return pexpect.spawn(
            sys.executable, command, env=environment, dimensions=(24, columns), encoding="utf-8", timeout=30
        )

    def shown(self, *arguments: str, columns: int = 80, **more: str) -> str:
        """Run a command on a terminal to its end, and give what it wrote there."""
        running = self.terminal(*arguments, columns=columns, **more)
        running.expect(pexpect.EOF)
        running.close()
        return str(running.before)
