"""Every private part of Textual 8.2.8 that the terminal package touches; tests/terminal/test_private.py guards each."""

# ruff: noqa: SLF001

import termios
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.style import Style
from rich.text import Text
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App, ReturnType
from textual.css.query import NoMatches
from textual.css.stylesheet import Stylesheet
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.keys import Keys
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.worker import WorkerFailed, active_worker

if TYPE_CHECKING:
    from rich.console import RenderableType

STATUS_ANSWERS = ("\x1b[0n", "\x1b[3n")
"""What terminals answer to the status request `ESC [5n`."""

SEQUENCES_FOR_RICH_TERMINALS = frozenset(
    {
        *("\x1b[?1000h", "\x1b[?1003h", "\x1b[?1015h", "\x1b[?1006h"),
        *("\x1b[?1000l", "\x1b[?1003l", "\x1b[?1015l", "\x1b[?1006l"),
        *("\x1b[?1049h", "\x1b[?1049l", "\x1b[?1004h", "\x1b[?1004l", "\x1b[?2004h", "\x1b[?2004l"),
        *("\x1b[?2026$p", "\x1b[?2048$p", "\x1b[>25u", "\x1b[<u"),
    }
)
"""What the stock driver writes at start and end beyond wrapping and the cursor; plain consoles may print it."""

_LONGEST_PAUSE_IN_A_PASTE = 2.0

CRASH_STATUS = 70
"""What a shell is told of a bug (EX_SOFTWARE)."""

Span = tuple[int, int, Strip]
"""The row and the column where a strip is drawn."""

_ColourKey = tuple[object, object, int]


_SOURCES = 1024
"""More sheets than the app and all its widgets ever bring; Textual's 64 are fewer, so that its cache never hits."""


class ParsedOnce(Stylesheet):
    """A stylesheet that keeps what it parsed; Textual's own parses all of it again with most screens that open."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache.maxsize = _SOURCES

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other variables; the same ones change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is new since the last time; where that fails the rules stand as they were."""
        self.parse()


class OpenDriver(LinuxDriver):
    """The stock driver with the seams that ours needs."""

    @property
    def application(self) -> App[Any]:
        """The app that is driven."""
        return self._app

    def call_on_loop(self, callback: Callable[..., object], *values: object) -> None:
        """Run a callback on the app's event loop, from any thread."""
        self._loop.call_soon_threadsafe(callback, *values)

    def write_to(self, outlet: Any) -> None:
        """Write to this instead of standard error."""
        self._file = outlet

    @abstractmethod
    def terminal_size(self) -> tuple[int, int]:
        """Ask the terminal for its width and height."""

    @classmethod
    @abstractmethod
    def keeps_flow_control(cls) -> bool:
        """Tell whether XON/XOFF stay with the line."""

    def start_with_size(self) -> None:
        """Let the first layout have the size that later ones will."""
        self._size = self._size or self.terminal_size()

    def end_writing(self, seconds: float) -> bool:
        """Write what is left and end the thread that writes.

        Returns:
            False: it was still stuck in writing when the time was over.
        """
        writer = self._writer_thread
        if writer is None:
            return True
        if writer.is_alive():
            writer._queue.put(None)
            writer.join(seconds)
        return not writer.is_alive()

    def has_in_band_resizing(self) -> bool:
        """Tell whether the terminal was asked to report its size as input."""
        return self._in_band_window_resize

    def _get_terminal_size(self) -> tuple[int, int]:
        return self.terminal_size()

    @classmethod
    def _patch_iflag(cls, attrs: int) -> int:
        patched = super()._patch_iflag(attrs)
        return patched | termios.IXON | termios.IXOFF if cls.keeps_flow_control() else patched


class KeyParser(XTermParser):
    """The stock parser that also takes answers to status requests, and survives what noise makes of keys."""

    def __init__(self, on_answer: Callable[[], None]) -> None:
        super().__init__(False)
        self._on_answer = on_answer
        self._is_pasting = False

    def feed(self, data: str) -> Iterable[Message]:
        """Give the keys and other events that the text completes."""
        begun, ended = data.rfind(BRACKETED_PASTE_START), data.rfind(BRACKETED_PASTE_END)
        if begun != ended:
            self._is_pasting = begun > ended
        if self._is_pasting or ended >= 0:
            data = self._without_answers(data)
        # To the stock parser an empty text is the end of all input.
        return super().feed(data) if data else ()

    def _without_answers(self, data: str) -> str:
        """Take out what the terminal answered in the middle of a paste, which would be taken for pasted."""
        for answer in STATUS_ANSWERS:
            if answer in data:
                data = data.replace(answer, "")
                self._on_answer()
        return data

    def seconds_to_wait(self) -> float | None:
        """Say how long to wait for the rest of what is unfinished; None: nothing is."""
        if self._timeout_time is not None:
            return max(0.0, self._timeout_time - monotonic())
        return _LONGEST_PAUSE_IN_A_PASTE if self._is_pasting else None

    def overdue(self, has_waited: bool) -> Iterable[Message]:
        """Give the keys that are finished because nothing more came, and a paste whose end got lost.

        Args:
            has_waited: `seconds_to_wait` went by without any input.
        """
        yield from self.tick()
        if has_waited and self._is_pasting and self._timeout_time is None:
            yield from self.feed(BRACKETED_PASTE_END)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        if sequence in STATUS_ANSWERS:
            self._on_answer()
            return [Key(Keys.Ignore, sequence)]
        try:
            return list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            # Noise on the line: a number that is no character.
            return [Key(Keys.Ignore, sequence)]


class TappedApp(App[ReturnType]):
    """An app whose screen updates can be taken as strips of cells instead of bytes."""

    def takes_strips(self) -> bool:
        """Tell whether `show_strips` sends the updates."""
        return False

    def show_strips(self, spans: Iterator[Span], size: tuple[int, int] | None) -> None:
        """Show strips on the screen.

        Args:
            spans: What changed.
            size: The whole screen's width and height where everything is drawn anew; None: a part.
        """

    @property
    def terminal_driver(self) -> object | None:
        """The driver; None before the start."""
        return self._driver

    @property
    def has_synchronised_output(self) -> bool:
        """Whether the terminal holds back a frame until it is complete, if asked."""
        return self._sync_available

    def sgr_codes(self, style: Style) -> str:
        """Give a style's SGR codes in the terminal's colours."""
        key: _ColourKey = (style._color, style._bgcolor, style._attributes & style._set_attributes)
        codes = self._codes.get(key)
        if codes is None:
            codes = self._codes[key] = Strip.render_ansi(style, self._colour_system)
        return codes

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._codes: dict[_ColourKey, str] = {}
        super().__init__(*arguments, **options)
        self._colour_system = self.console._color_system or ColorSystem.TRUECOLOR

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the mouse pointer as it is: few terminals know the sequence, and plain ones print it."""

    def told_of_crash(self, error: BaseException) -> str | None:  # noqa: ARG002
        """Say what is printed when a bug ends the program.

        Returns:
            The text, after which the program ends with CRASH_STATUS; None: Textual prints its traceback, with values.
        """
        return None

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exception is not None or (isinstance(cause, NoMatches) and self._is_leaving()):
            return
        words = self.told_of_crash(cause)
        if words is None:
            super()._handle_exception(error)
            return
        self._return_code = CRASH_STATUS
        self.panic(Text(words))
        self._exception = error
        self._exception_event.set()

    def _is_leaving(self) -> bool:
        """Tell whether the program or the screen at work is being taken down: its parts go before its workers do."""
        worker = active_worker.get(None)
        return not self._running or (worker is not None and (worker.node._pruning or worker.node._closing))

    def _display(self, screen: Screen[Any], renderable: "RenderableType | None") -> None:
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or not self.takes_strips():
            super()._display(screen, renderable)
            return
        if self._running and not self._closed and not self._batch_count:
            size = renderable.region.size if isinstance(renderable, LayoutUpdate) else None
            self.show_strips(_spans(renderable), size)
        self.post_display_hook()


def _spans(update: LayoutUpdate | ChopsUpdate) -> Iterator[Span]:
    return _layout_spans(update) if isinstance(update, LayoutUpdate) else _chop_spans(update)


def _layout_spans(update: LayoutUpdate) -> Iterator[Span]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _chop_spans(update: ChopsUpdate) -> Iterator[Span]:
    for y, start, end in update.spans:
        for chop_end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < end and chop_end > start:
                yield y, x, strip if chop_end <= end else strip.crop(0, end - x)
