"""Commands run in this process, as a shell would run them, with what they print and how they end."""

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from fieldtech.cli import run


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """What a refusal says."""
        return self.document["error"]


class CommandLine:
    """A shell in which `fieldtech` can be called."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, *arguments: str, given: bytes = b"") -> Ended:
        """Run a command.

        Args:
            given: What comes on standard input.
        """
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        try:
            status = run(arguments)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        told = self.capsys.readouterr()
        return Ended(status, told.out, told.err)

    def done(self, *arguments: str, given: bytes = b"") -> Ended:
        """Run a command that must succeed."""
        ended = self(*arguments, given=given)
        assert ended.status == 0, ended
        return ended

    def json(self, *arguments: str, given: bytes = b"") -> Any:
        """Run a command that must succeed, and read its document."""
        return self.done(*arguments, "--json", given=given).document

    def report(self, *more: str) -> str:
        """Report a fault that is complete.

        Returns:
            Its number.
        """
        facts = (
            "--title=RAID degraded on DB-1", "--description=LED is red", "--channel=phone", "--reporter=Wang Fang",
            "--occurred=1 h ago", "--impact=site", "--asset=DB-1",
        )  # fmt: skip
        return self.done("report", *facts, *more).out.strip()

    def started(self, *more: str) -> str:
        """Report a fault, assess it and begin to work."""
        number = self.report(*more)
        self.done("assess", number, "--nature=hardware", "--urgency=low", "--cause=disk 4 failed", "--mode=on-site")
        self.done("start", number)
        return number

    def implemented(self, *more: str) -> str:
        """Bring a fault to where its solution is in place."""
        number = self.started(*more)
        self.done("implement", number, "--solution=disk replaced", "--code=hardware-replacement")
        return number

    def closed(self) -> str:
        """Bring a fault to its end."""
        number = self.implemented()
        self.done("verify", number, *ACCEPTED)
        self.done("close", number, "--root-cause=worn out")
        return number


ACCEPTED = ("--system=pass", "--user=accepted", "--user-words=It works", "--how=phone", "--by=Wang Fang")
