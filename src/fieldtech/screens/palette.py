"""The palette: every action of the screen in front of us by its name, typed in part, done by Enter."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult

from fieldtech.screens.base import Dialog
from fieldtech.screens.keys import KeyEntry
from fieldtech.text import _
from fieldtech.widgets.form import Form
from fieldtech.widgets.pick_field import Option, PickField


class PaletteDialog(Dialog[KeyEntry]):
    """Type a part of what an action is called or says; the arrows choose."""

    def __init__(self, entries: Iterable[KeyEntry]) -> None:
        super().__init__()
        self.heading = _("What to do")
        named = sorted(entries, key=lambda entry: entry.word.casefold())
        self._entries = {entry.action: entry for entry in named if not entry.is_movement}
        self._form = Form([PickField("action", _("Action"), self._search, _options(self._entries.values()))])

    def compose_fields(self) -> ComposeResult:
        """Lay out the line and the list."""
        yield self._form

    def on_mount(self) -> None:
        """Begin to type."""
        self._form.enter()

    @on(Form.Completed)
    def choose(self) -> None:
        """Answer with what is chosen, if anything fits."""
        entry = self._entries.get(self._form.texts["action"])
        if entry is not None:
            self.dismiss(entry)

    async def _search(self, typed: str) -> Sequence[Option]:
        """Find the actions that have all typed words, those first whose name begins so."""
        words = typed.casefold().split()
        fitting = [entry for entry in self._entries.values() if all(word in _spelled(entry) for word in words)]
        return _options(
            sorted(fitting, key=lambda entry: not entry.word.casefold().startswith(typed.casefold().strip()))
        )


def _spelled(entry: KeyEntry) -> str:
    return f"{entry.word} {entry.sentence}".casefold()


def _options(entries: Iterable[KeyEntry]) -> tuple[Option, ...]:
    return tuple(
        Option(word=entry.action, label=_told(entry) if entry.sentence else entry.word, detail=" ".join(entry.keys))
        for entry in entries
    )


def _told(entry: KeyEntry) -> str:
    return _("{word}: {sentence}").format(word=entry.word, sentence=entry.sentence)
