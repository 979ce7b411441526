"""The named views of the queue: the list of them, one key to show one, and the line that gives a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from fieldtech.domain.visible_text import cell_width, cut_to_cells, one_line, pad_to_cells
from fieldtech.screens.base import Dialog
from fieldtech.screens.queue_words import count_words, narrowing_words
from fieldtech.store.views.narrowing import Narrowing
from fieldtech.store.views.saved import CountedView, counted_views, forget_view, save_view
from fieldtech.text import N_, _
from fieldtech.widgets.form import Form
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.pick_field import Option, PickLines

_NAME_CELLS = 24


class ViewLines(PickLines):
    """As many lines as there are views."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        """Take a row for each."""
        return max(1, len(self.options))

    def watch_options(self) -> None:
        """Lay the sheet out anew."""
        self.refresh(layout=True)


@dataclass(frozen=True, slots=True)
class _Forgotten:
    """A view that was just forgotten."""

    name: str
    narrowing: Narrowing


class ViewsDialog(Dialog[Narrowing]):
    """Choose a named view by its digit or the arrows; keep what is listed now under a name; forget one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "show", N_("Show"), tooltip=N_("List the faults of this view."), id="view.show"),
        Binding("n", "keep", N_("Keep this list"), tooltip=N_("Keep what is listed now under a name."), id="view.keep"),
        Binding("d,delete", "forget", N_("Forget"), tooltip=N_("Forget this view."), id="view.forget"),
        Binding("u", "take_back", N_("Take back"), tooltip=N_("Bring back the view that was just forgotten."),
                id="view.take_back"),
        Binding("up,k", "move(-1)", N_("Up"), show=False, tooltip=N_("Go to the view above."), id="view.up"),
        Binding("down,j", "move(1)", N_("Down"), show=False, tooltip=N_("Go to the view below."), id="view.down"),
    ]  # fmt: skip

    def __init__(self, narrowing: Narrowing, person: str) -> None:
        """Make the dialog.

        Args:
            narrowing: What is listed now.
            person: The name of who acts.
        """
        super().__init__()
        self.heading = _("Views")
        self._narrowing, self._person = narrowing, person
        self._views: Sequence[CountedView] = ()
        self._lines = ViewLines()
        self._goes_to: str | None = None
        self._digit = 0
        self._forgotten: _Forgotten | None = None

    def compose_fields(self) -> ComposeResult:
        """Lay out the views, and what was told last."""
        yield self._lines
        yield Static(Content(""), classes="verdict")

    def on_mount(self) -> None:
        """Say first what Enter does."""
        self.query_one(KeyLine).first = ("view.show", "view.keep", "view.forget", "view.take_back")

    async def reload(self) -> None:
        """Read the views and count what is in each."""
        views = await self.read(counted_views, self._person)
        if views is None:
            return
        at = self._goes_to if self._goes_to is not None or not self._views else self._at.name
        self._views, self._goes_to = views, None
        names = max(cell_width(_name_of(view)) for view in views)
        self._lines.options = tuple(
            _line_of(place, view, min(names, _NAME_CELLS)) for place, view in enumerate(views, 1)
        )
        fitting = [
            place
            for place, view in enumerate(views)
            if (view.narrowing == self._narrowing if at is None else view.name == at)
        ]
        self._go_to(fitting[0] if fitting else self._lines.picked)
        self._tell()
        self._show_digit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The usual list has no name and can't be forgotten; only what was forgotten can be taken back."""
        if action == "keep":
            return self._narrowing != Narrowing()
        if action == "forget":
            return bool(self._views and self._at.name)
        if action == "take_back":
            return self._forgotten is not None
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Show the view with this digit; one that was pressed before the views were read counts, too."""
        digit = event.character or ""
        if digit.isascii() and digit.isdigit():
            event.stop()
            event.prevent_default()
            self._digit = int(digit)
            self._show_digit()

    def action_show(self) -> None:
        """Answer with the view under the cursor."""
        if self._views:
            self.dismiss(self._at.narrowing)

    def action_move(self, steps: int) -> None:
        """Go to another view."""
        self._go_to(self._lines.picked + steps)

    @work
    async def action_keep(self) -> None:
        """Ask for a name, and keep what is listed now."""
        kept = await self.app.push_screen_wait(NameDialog(self._narrowing, [view.name for view in self._views]))
        if kept is not None:
            self._forgotten, self._goes_to = None, kept
            self._start_reload()

    @work
    async def action_forget(self) -> None:
        """Forget the view under the cursor, which can be taken back."""
        at = self._at
        self._forgotten = _Forgotten(at.name, at.narrowing)
        await self.perform(forget_view, at.name)

    @work
    async def action_take_back(self) -> None:
        """Keep again what was forgotten."""
        forgotten, self._forgotten = self._forgotten, None
        if forgotten is not None:
            self._goes_to = forgotten.name
            await self.perform(save_view, forgotten.name, forgotten.narrowing)

    def _show_digit(self) -> None:
        if 1 <= self._digit <= len(self._views):
            self.dismiss(self._views[self._digit - 1].narrowing)

    @property
    def _at(self) -> CountedView:
        return self._views[self._lines.picked]

    def _go_to(self, place: int) -> None:
        self._lines.picked = max(0, min(len(self._views) - 1, place))
        self.refresh_bindings()

    def _tell(self) -> None:
        words = ""
        if self._forgotten is not None:
            words = _("“{name}” is forgotten.").format(name=one_line(self._forgotten.name))
        elif len(self._views) == 1 and self._narrowing == Narrowing():
            words = _("Choose what is listed, or search; what is listed then can be kept here under a name.")
        elif all(view.narrowing != self._narrowing for view in self._views):
            words = _("Listed now, without a name: {words}").format(words=narrowing_words(self._narrowing))
        self.query_one(".verdict", Static).update(Content(words))
        self.query_one(".verdict", Static).set_class(not words, "-empty")


class NameDialog(Dialog[str]):
    """The name under which what is listed now is kept."""

    def __init__(self, narrowing: Narrowing, known: Sequence[str]) -> None:
        """Make the dialog.

        Args:
            known: The names that are taken.
        """
        super().__init__()
        self.heading = _("Keep this list")
        self._narrowing, self._known = narrowing, known
        self._form = Form([LineField("name", _("View name"), hint=_("such as “my urgent ones”"))])

    def compose_fields(self) -> ComposeResult:
        """Lay out the line, and what is kept."""
        yield self._form
        yield Static(Content(narrowing_words(self._narrowing)), classes="verdict")

    def on_mount(self) -> None:
        """Begin to type."""
        self._form.enter()

    @on(Form.Edited)
    def follow(self, event: Form.Edited) -> None:
        """Say which view gives way."""
        event.stop()
        words = Content(narrowing_words(self._narrowing))
        if " ".join(event.text.split()) in self._known:
            words = Content.assemble(words, "\n", (_("It takes the place of the view of this name."), "$soon"))
        self.query_one(".verdict", Static).update(words)

    @on(Form.Completed)
    @work
    async def keep(self) -> None:
        """Keep it, and answer with its name."""
        kept = await self.perform(save_view, self._form.texts["name"], self._narrowing)
        if kept is not None:
            self.dismiss(kept)


def _name_of(view: CountedView) -> str:
    return one_line(view.name) or _("the usual list")


def _line_of(place: int, view: CountedView, names: int) -> Option:
    digit = f"{place}" if place < 10 else " "
    name = pad_to_cells(cut_to_cells(_name_of(view), names), names)
    return Option(
        word=view.name,
        label=f"{digit}  {name}   {narrowing_words(view.narrowing)}",
        detail=str(count_words(view.faults)),
    )


def name_of_view(views: Mapping[str, Narrowing], narrowing: Narrowing) -> str:
    """Find the name under which something is kept; empty: under none."""
    return next((name for name, kept in views.items() if kept == narrowing), "")
