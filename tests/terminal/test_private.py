"""What the terminal package takes from Textual's private parts is still there and still means the same."""

import inspect
from contextlib import nullcontext, suppress
from importlib.metadata import version
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.color import Color
from textual.css import stylesheet
from textual.css.parse import parse
from textual.css.query import NoMatches
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static
from textual.worker import WorkerFailed

from fieldtech.terminal.private import SEQUENCES_FOR_RICH_TERMINALS, KeyParser, ParsedOnce, TappedApp, _spans


def test_this_is_the_textual_whose_private_parts_were_read() -> None:
    assert version("textual") == "8.2.8"


def test_the_app_has_the_state_that_decides_whether_it_draws() -> None:
    app = App[None]()
    for name in ("_running", "_closed", "_batch_count", "_driver", "_sync_available"):
        assert hasattr(app, name), name
    assert list(inspect.signature(App._display).parameters) == ["self", "screen", "renderable"]
    assert list(inspect.signature(App._set_pointer_shape).parameters) == ["self", "shape"]
    assert hasattr(app.console, "_color_system")


def test_a_crash_passes_where_ours_is_told() -> None:
    app = App[None]()
    for name in ("_exception", "_exception_event", "_return_code"):
        assert hasattr(app, name), name
    assert list(inspect.signature(App._handle_exception).parameters) == ["self", "error"]


@pytest.mark.parametrize("leaving", ["_running of the app", "_pruning", "_closing", "nothing"])
async def test_a_widget_that_is_gone_since_all_is_taken_down_is_no_crash(leaving: str) -> None:
    app = Collecting()

    async def miss_a_widget() -> None:
        raise NoMatches("gone")

    with nullcontext() if leaving != "nothing" else pytest.raises(WorkerFailed):
        async with app.run_test() as pilot:
            node = app.query_one("#text", Static)
            if leaving == "_running of the app":
                app._running = False
            else:
                setattr(node, leaving, True)
            worker = node.run_worker(miss_a_widget())
            with suppress(WorkerFailed):
                await worker.wait()
            app._running = True
            node._pruning = node._closing = False
            await pilot.pause()


def test_a_sheet_is_parsed_once_for_as_long_as_the_variables_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def parse_loudly(scope: str, css: str, *more: Any, **told: Any) -> Any:
        parsed.append(css)
        return parse(scope, css, *more, **told)

    monkeypatch.setattr(stylesheet, "parse", parse_loudly)
    sheets = ParsedOnce({"primary": "red"})
    sources = [f"Label {{ width: {number}; color: $primary }}" for number in range(100)]
    for number, css in enumerate(sources):
        sheets.add_source(css, read_from=("", str(number)))
    for _ in range(2):
        sheets.set_variables({"primary": "red"})
        sheets.reparse()
    assert parsed == sources
    sheets.set_variables({"primary": "blue"})
    sheets.reparse()
    assert parsed == sources * 2
    assert {rules.styles.color for rules in sheets.rules} == {Color.parse("blue")}


def test_a_style_has_the_parts_its_codes_depend_on() -> None:
    style = Style.parse("bold not italic red on #102030")
    assert style._color == style.color
    assert style._bgcolor == style.bgcolor
    assert style._attributes & style._set_attributes == 1


def drawn_by_textual(update: LayoutUpdate | ChopsUpdate) -> str:
    return update.render_segments(Console(color_system="truecolor", force_terminal=True))


def test_a_layout_is_rows_of_strips_from_its_regions_corner() -> None:
    strips = [[Strip([Segment("ab")]), Strip([Segment("cd")])], [Strip([Segment("efgh")])]]
    update = LayoutUpdate(strips, Region(0, 2, 4, 2))  # type: ignore[arg-type]
    assert [(y, x, strip.text) for y, x, strip in _spans(update)] == [(2, 0, "ab"), (2, 2, "cd"), (3, 0, "efgh")]
    assert drawn_by_textual(update) == "\x1b[3;1Habcd\n\x1b[4;1Hefgh"


@pytest.mark.parametrize(
    ("span", "expected", "stock"),
    [
        ((0, 0, 10), [(0, 0, "abcd"), (0, 4, "efghij")], "\x1b[1;1Habcd\x1b[1;5Hefghij"),
        ((0, 4, 10), [(0, 4, "efghij")], "\x1b[1;5Hefghij"),
        ((0, 0, 6), [(0, 0, "abcd"), (0, 4, "ef")], "\x1b[1;1Habcd\x1b[1;5Hef"),
        ((0, 5, 7), [(0, 4, "efg")], "\x1b[1;5Hefg"),
    ],
)
def test_chops_are_cut_as_textual_cuts_them(
    span: tuple[int, int, int], expected: list[tuple[int, int, str]], stock: str
) -> None:
    chops = [{0: Strip([Segment("abcd")]), 4: Strip([Segment("efghij")])}]
    update = ChopsUpdate(chops, [span], [[4, 10]])
    assert [(y, x, strip.text) for y, x, strip in _spans(update)] == expected
    assert drawn_by_textual(update) == stock


def test_the_driver_has_the_seams_that_ours_fills() -> None:
    source = inspect.getsource(LinuxDriver)
    for seam in (
        "self._get_terminal_size()",
        "self._patch_iflag(",
        "WriterThread(self._file)",
        "self._writer_thread.write(data)",
        "target=self._run_input_thread",
        "self.run_input_thread()",
        "self.exit_event.set()",
        "self._key_thread.join()",
        "self._in_band_window_resize",
    ):
        assert seam in source, seam


def test_every_sequence_that_the_driver_writes_is_known_to_us() -> None:
    known_to_all = {"\x1b[?25l", "\x1b[?25h", "\x1b[?7l", "\x1b[?7h"}
    only_after_an_answer = {"\x1b[?1016h", "\x1b[?2048h", "\x1b[?2048l"}
    written: list[str] = []

    class Recorder(LinuxDriver):
        def write(self, data: str) -> None:
            written.append(data)

        def flush(self) -> None:
            pass

    recorder = object.__new__(Recorder)
    state: dict[str, Any] = {"_mouse": True, "input_tty": True, "_in_band_window_resize": True, "attrs_before": None}
    recorder.__dict__.update(state)
    for method in ("_enable_mouse_support", "_enable_mouse_pixels", "_enable_bracketed_paste", "_disable_line_wrap"):
        getattr(recorder, method)()
    for method in ("_query_in_band_window_resize", "_enable_in_band_window_resize", "_enable_line_wrap"):
        getattr(recorder, method)()
    recorder._request_terminal_sync_mode_support()
    recorder.disable_input = lambda: None  # type: ignore[method-assign]
    recorder._disable_mouse_support()
    recorder.stop_application_mode()
    assert set(written) <= SEQUENCES_FOR_RICH_TERMINALS | known_to_all | only_after_an_answer
    assert len(written) > 15


def test_the_parser_waits_for_the_rest_of_a_key_and_hands_sequences_over() -> None:
    assert "self._sequence_to_key_events" in inspect.getsource(XTermParser.parse)
    answers: list[str] = []
    parser = KeyParser(lambda: answers.append("answered"))
    assert parser.seconds_to_wait() is None
    assert list(parser.feed("\x1b")) == []
    assert parser.seconds_to_wait() is not None
    assert list(parser.feed("[0n")) == []
    assert answers == ["answered"]
    assert [event.key for event in parser.feed("a\x1b[A") if isinstance(event, events.Key)] == ["a", "up"]
    assert parser.seconds_to_wait() is None


def test_the_parser_ends_a_paste_whose_end_got_lost() -> None:
    parser = KeyParser(lambda: None)
    assert list(parser.feed("\x1b[200~half\x1b[0n a paste")) == []
    assert parser.seconds_to_wait() == 2.0
    assert list(parser.overdue(has_waited=False)) == []
    pasted = [event.text for event in parser.overdue(has_waited=True) if isinstance(event, events.Paste)]
    assert pasted == ["half a paste"]
    assert parser.seconds_to_wait() is None


@pytest.mark.parametrize("noise", ["\x1b[99999999999999u", "\x1b[1;1:9999999999u", "\x1b[0u"])
def test_a_key_that_does_not_exist_is_no_key(noise: str) -> None:
    assert all(isinstance(event, events.Key) for event in KeyParser(lambda: None).feed(noise))


class Collecting(TappedApp[None]):
    """Collects what would be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[tuple[int, int] | None] = []
        self.shown = ""

    def compose(self) -> ComposeResult:
        yield Static("before", id="text")

    def takes_strips(self) -> bool:
        return True

    def show_strips(self, spans: Any, size: tuple[int, int] | None) -> None:
        self.sizes.append(size)
        self.shown += "".join(strip.text for _y, _x, strip in spans)


async def test_every_update_of_the_screen_is_tapped() -> None:
    app = Collecting()
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.pause()
        assert (30, 5) in app.sizes
        assert "before" in app.shown
        app.query_one("#text", Static).update("after")
        await pilot.pause()
        assert app.sizes[-1] is None
        assert "after" in app.shown
