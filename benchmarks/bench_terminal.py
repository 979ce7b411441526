"""Bytes and times on a terminal: our output by cell difference and our driver against stock Textual, side by side."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pexpect
import pyte

ROWS = 200
SIZE = (80, 24)
LEAVE, PAGE_DOWN, DOWN, TAB, PALETTE, ESCAPE = "\x1b[20~", "\x1b[6~", "\x1b[B", "\t", "\x10", "\x1b"
BAUD = 9600
QUIET = 0.15
PATIENCE = 60.0
FAULTS = [
    f"F-26K7-{number:03}  Core switch SW-{number * 7 % 50:02} dark, 机房空调滴水   R{number % 9} / 14U"
    for number in range(ROWS)
]


def run_app(kind: str) -> None:
    """Be the app that is measured: `stock` or `ours`."""
    if kind == "ours":
        from fieldtech.terminal.prepare import prepare
        from fieldtech.terminal.profile import detect_here

        profile = detect_here()
        prepare(profile)
        from fieldtech.terminal.terminal_app import TerminalApp

        measured_app(TerminalApp)(profile).run()
    else:
        from textual.app import App

        measured_app(App)().run()


def measured_app(base: type[Any]) -> type[Any]:
    """Make an app with a list, a field and the keys out of Textual's App or ours."""
    from textual.app import ComposeResult
    from textual.widgets import Footer, Input, OptionList

    class MeasuredApp(base):  # type: ignore[misc]
        CSS = "OptionList { height: 1fr; border: none } Input { border: none; height: 1 }"
        BINDINGS = (("f9", "quit", "Leave"),)

        def compose(self) -> ComposeResult:
            """Lay it out."""
            yield OptionList(*FAULTS)
            yield Input("printer")
            yield Footer()

        def on_mount(self) -> None:
            """Keep still, so that only keys cost bytes."""
            self.query_one(Input).cursor_blink = False

    return MeasuredApp


@dataclass
class Line:
    """A terminal at the end of a line, as fast as it can or at a number of bytes a second."""

    kind: str
    bytes_a_second: int | None = None
    received: int = 0
    screen: pyte.Screen = field(default_factory=lambda: pyte.Screen(*SIZE))

    def __post_init__(self) -> None:
        environment = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8")
        for name in ("COLORTERM", "NO_COLOR", "SSH_CONNECTION", "FIELDTECH_STOCK_OUTPUT"):
            environment.pop(name, None)
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable, [__file__, self.kind], env=environment, dimensions=SIZE[::-1], timeout=PATIENCE
        )
        self.process.delaybeforesend = None
        self.screen.write_process_input = self.process.send  # type: ignore[method-assign, assignment]
        self.stream = pyte.ByteStream(self.screen)

    def read(self, patience: float) -> int:
        """Take what comes in time, no faster than the line goes; count it."""
        piece = self.bytes_a_second // 50 if self.bytes_a_second else 65536
        try:
            taken = self.process.read_nonblocking(piece, timeout=patience)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return 0
        if self.bytes_a_second:
            time.sleep(len(taken) / self.bytes_a_second)
        self.stream.feed(taken)
        self.received += len(taken)
        return len(taken)

    def settle(self) -> float:
        """Read until it is quiet; give the seconds until the last byte."""
        began = last = time.perf_counter()
        while self.read(QUIET):
            last = time.perf_counter()
        return last - began

    def wait_until(self, holds: Callable[[str], bool]) -> float:
        """Read until the screen's text is as wanted; give the seconds that took."""
        began = time.perf_counter()
        while not holds("\n".join(self.screen.display)):
            self.read(0.002)
            if time.perf_counter() - began > PATIENCE:
                raise TimeoutError(f"{self.kind}: the screen never shows what is waited for")
        return time.perf_counter() - began

    def press(self, keys: str) -> tuple[int, float]:
        """Press keys; give the bytes they lead to, and the seconds until the last."""
        before = self.received
        self.process.send(keys)
        seconds = self.settle()
        return self.received - before, seconds

    def leave(self) -> tuple[float, float]:
        """End the app; give the seconds until the screen is given back, and until the program is gone."""
        began = time.perf_counter()
        self.process.send(LEAVE)
        received, given_back = b"", None
        while self.process.isalive():
            try:
                received += self.process.read_nonblocking(65536, timeout=0.001)
            except (pexpect.TIMEOUT, pexpect.EOF):
                continue
            if given_back is None and b"\x1b[?1049l" in received:
                given_back = time.perf_counter() - began
        gone = time.perf_counter() - began
        return given_back or gone, gone


def measure(kind: str) -> dict[str, float]:
    """Measure one app once."""
    line = Line(kind)
    line.wait_until(lambda text: "F-26K7-000" in text and "Leave" in text)
    line.settle()
    found: dict[str, float] = {"first screen, bytes": line.received}
    down, seconds = line.press(DOWN)
    found |= {"down, bytes": down, "down, ms to quiet": seconds * 1000}
    line.press(DOWN * 18)
    found["scroll by one, bytes"] = line.press(DOWN)[0]
    found["page, bytes"] = line.press(PAGE_DOWN)[0]
    found["tab, bytes"] = line.press(TAB)[0]
    found["a letter, bytes"] = line.press("x")[0]
    found["palette, bytes"] = line.press(PALETTE)[0]
    line.process.send(ESCAPE)
    found["esc, ms"] = line.wait_until(lambda text: "Search for" not in text) * 1000
    line.settle()
    given_back, gone = line.leave()
    return found | {
        "quit, ms until the screen is given back": given_back * 1000,
        "quit, ms until it is gone": gone * 1000,
    }


def held_keys() -> tuple[float, float]:
    """Hold the down key for two seconds at 9600 baud; give the seconds to catch up, ours and stock's by its bytes."""
    ours = Line("ours", BAUD // 10)
    ours.wait_until(lambda text: "F-26K7-000" in text and "Leave" in text)
    ours.settle()
    for _ in range(60):
        ours.process.send(DOWN)
        end = time.perf_counter() + 1 / 30
        while time.perf_counter() < end:
            ours.read(0.005)
    lag = ours.wait_until(lambda text: "F-26K7-060" in text)
    ours.leave()
    stock = Line("stock")
    stock.wait_until(lambda text: "F-26K7-000" in text and "Leave" in text)
    stock.settle()
    sent = sum(stock.press(DOWN)[0] for _ in range(60))
    stock.leave()
    return lag, sent / (BAUD / 10) - 2


def main(rounds: int = 3) -> None:
    """Print each figure of ours, stock's beside it, and the ratio."""
    rounds_of: dict[str, list[dict[str, float]]] = {kind: [] for kind in ("ours", "stock")}
    for _ in range(rounds):
        for kind, taken in rounds_of.items():
            taken.append(measure(kind))
    for name in rounds_of["ours"][0]:
        ours, stock = (statistics.median(found[name] for found in rounds_of[kind]) for kind in ("ours", "stock"))
        print(f"terminal {name}: ours {ours:,.0f}, stock {stock:,.0f}, ratio {ours / stock:.3f}")
    ours, stock = held_keys()
    told = f"ours {ours:.1f}, stock {stock:.1f}, ratio {ours / stock:.3f}"
    print(f"terminal 60 held keys at {BAUD} baud, s to catch up: {told}")


if __name__ == "__main__":
    if sys.argv[1:2] in (["ours"], ["stock"]):
        run_app(sys.argv[1])
    else:
        main(*map(int, sys.argv[1:2]))
