"""A program on a pseudo-terminal, seen through the emulator."""

import codecs
import os
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import pexpect

from tests.terminal.emulator import Emulator

ROOT = Path(__file__).parents[2]
PATIENCE = 15.0
SHIELDED = ("SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XDG_VTNR", "XDG_SESSION_TYPE", "NO_COLOR")


class Session:
    """Runs a Python module on a terminal of a given type and size."""

    def __init__(
        self,
        module: str = "tests.terminal.sample_app",
        *arguments: str,
        term: str = "xterm-256color",
        size: tuple[int, int] = (80, 24),
        answers: bool = True,
        **environment: str,
    ) -> None:
        columns, lines = size
        known = {name: value for name, value in os.environ.items() if name not in SHIELDED}
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self.emulator = Emulator(columns, lines)
        self.received = bytearray()
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", module, *arguments],
            env={**known, "TERM": term, "PYTHONPATH": paths, **environment},
            dimensions=(lines, columns),
            timeout=PATIENCE,
            cwd=str(ROOT),
        )
        self.process.delaybeforesend = None
        self.attributes = termios.tcgetattr(self.process.child_fd)
        if answers:
            self.emulator.answer = self.process.send

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.close(force=True)

    def read(self, patience: float = 0.05) -> bytes:
        """Take what comes within a moment; nothing after the end."""
        try:
            received = bytes(self.process.read_nonblocking(65536, timeout=patience))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return b""
        self.received += received
        # pyte takes the end of the keyboard protocol for text.
        self.emulator.show(self.decode(received).replace("\x1b[<u", "").replace("\x1b[>25u", ""))
        return received

    def wait_for(self, text: str) -> None:
        """Read until a text stands on the screen."""
        self.wait_until(lambda: any(text in row for row in self.emulator.text()), f"no {text!r}")

    def wait_until(self, holds: Callable[[], bool], complaint: str) -> None:
        """Read until something holds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            self.read()
            assert time.monotonic() < deadline, "\n".join([complaint, *self.emulator.text()])

    def settle(self) -> int:
        """Read until nothing comes for a while.

        Returns:
            How many bytes came.
        """
        count = 0
        while received := self.read(0.25):
            count += len(received)
        return count

    def press(self, keys: str | bytes) -> int:
        """Send keys and read what they lead to; give its bytes."""
        self.process.send(keys)
        return self.settle()

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        assert self.process.pid
        os.kill(self.process.pid, number)

    def is_stopped(self) -> bool:
        """Tell whether the program has stopped itself."""
        self.read()
        return Path(f"/proc/{self.process.pid}/stat").read_text().split(")")[-1].split()[0] == "T"

    def cut(self) -> None:
        """Close the line, as when a connection drops."""
        line = self.process.ptyproc  # type: ignore[attr-defined]
        line.fileobj.close()
        line.closed = self.process.closed = True
        line.fd = self.process.child_fd = -1

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal larger or smaller."""
        self.emulator.resize(lines, columns)
        self.process.setwinsize(lines, columns)

    def wait_for_end(self) -> int | None:
        """Read until the program has ended; give its exit status."""
        deadline = time.monotonic() + PATIENCE
        while self.process.isalive():
            self.read()
            assert time.monotonic() < deadline, "it doesn't end"
        while self.read():
            pass
        status: int | None = self.process.exitstatus
        return status
