"""Keys of one's own: all actions with their keys, found by typing; Enter asks for the new key by pressing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import RuleViolation
from fieldtech.screens.base import Dialog
from fieldtech.screens.key_map import BoundAction, Keymap, all_actions, keys_of, why_not
from fieldtech.screens.keys import group_of
from fieldtech.text import N_, _
from fieldtech.widgets.form import Form
from fieldtech.widgets.pick_field import Option, PickField


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A new key of an action."""

    id: str
    keys: str
    """Empty: the program's own."""


class OwnKeysDialog(Dialog[KeyChange]):
    """Choose an action to give it another key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "reset", N_("Usual key"), tooltip=N_("Give the action the program's own key again."),
                id="own_keys.reset"),
    ]  # fmt: skip

    def __init__(self, keymap: Keymap, at: str = "") -> None:
        """Make the dialog.

        Args:
            keymap: One's own keys so far.
            at: The action that is picked at the beginning.
        """
        super().__init__()
        self.heading = _("Own keys: type to find an action, Enter gives it another key")
        self._keymap, self._at = keymap, at
        actions = sorted(all_actions().values(), key=lambda action: group_of(action.id))
        self._options = {action.id: self._option(action) for action in actions}
        self._form = Form([PickField("action", _("Action"), self._search, tuple(self._options.values()))])

    def compose_fields(self) -> ComposeResult:
        """Lay out the line and the list."""
        yield self._form

    def on_mount(self) -> None:
        """Begin to type."""
        self._form.fields["action"].text = self._at
        self._form.enter()

    @on(Form.Completed)
    @work
    async def ask_for_key(self) -> None:
        """Ask for the key, and answer with it."""
        action = all_actions().get(self._form.texts["action"])
        if action is None:
            return
        key = await self.app.push_screen_wait(NewKeyDialog(action, self._keymap))
        if key is not None:
            self.dismiss(KeyChange(action.id, key))

    def action_reset(self) -> None:
        """Answer with the program's own key, unless another action has it now."""
        action = all_actions().get(self._form.texts["action"])
        if action is None:
            return
        whys = [why for key in action.keys if (why := why_not(action, key, self._keymap))]
        if whys:
            self.tell_refusal(RuleViolation(f"{whys[0]}."))
        else:
            self.dismiss(KeyChange(action.id, ""))

    async def _search(self, typed: str) -> Sequence[Option]:
        """Find the actions that have all typed words."""
        words = typed.casefold().split()
        return [
            option
            for option in self._options.values()
            if all(word in f"{option.label} {option.detail}".casefold() for word in words)
        ]

    def _option(self, action: BoundAction) -> Option:
        shown = " ".join(self._shown(key) for key in keys_of(action, self._keymap))
        label = _("{group}: {sentence}").format(group=group_of(action.id), sentence=_(action.tooltip))
        return Option(word=action.id, label=label, detail=f"* {shown}" if action.id in self._keymap else shown)

    def _shown(self, key: str) -> str:
        return self.app.get_key_display(Binding(key, ""))


class NewKeyDialog(Dialog[str]):
    """Press the new key; one that is taken is refused with the action that has it."""

    def __init__(self, action: BoundAction, keymap: Keymap) -> None:
        super().__init__()
        self.heading = _("Press the new key of “{action}”").format(action=_(action.description))
        self._action, self._keymap = action, keymap

    def compose_fields(self) -> ComposeResult:
        """Say what the action does, and leave room for a refusal."""
        yield Static(Content(_(self._action.tooltip)), classes="words")
        yield Static(Content(""), classes="refusal")

    def on_key(self, event: events.Key) -> None:
        """Take the key, unless it is Esc, which leaves."""
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        why = why_not(self._action, event.key, self._keymap)
        if why:
            self.query_one(".refusal", Static).update(Content.styled(f"{why}.", "$late"))
        else:
            self.dismiss(event.key)
