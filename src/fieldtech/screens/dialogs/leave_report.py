"""What becomes of a report that was typed and not recorded, when its form is left."""

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from fieldtech.screens.base import Dialog
from fieldtech.text import N_, _
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines


class Leaving(Enum):
    """How a form is left."""

    DRAFT = "draft"
    DISCARD = "discard"


class LeaveReportDialog(Dialog[Leaving]):
    """Keep it as a draft, throw it away, or go on writing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "keep_draft", N_("Keep as draft"), tooltip=N_("Record what there is as a draft."),
                id="leave.draft"),
        Binding("x", "throw_away", N_("Throw away"), tooltip=N_("Forget what was typed."), id="leave.discard"),
        Binding("escape", "give_up", N_("Go on writing"), tooltip=N_("Go back to the form."), id="leave.back"),
    ]  # fmt: skip

    def __init__(self, *, can_be_draft: bool) -> None:
        super().__init__()
        self.heading = _("This was not recorded")
        self._can_be_draft = can_be_draft

    def compose_fields(self) -> ComposeResult:
        """Say what the keys do."""
        yield LabelledLines(classes="ways")

    def on_mount(self) -> None:
        """Name the keys, as they are mapped."""
        ways = (
            ("leave.draft", _("keep it as a draft: it stands at the end of the queue")),
            ("leave.discard", _("throw away what was typed")),
            ("leave.back", _("go on writing")),
        )
        self.query_one(LabelledLines).lines = tuple(
            LabelledLine(key_of(self, name), words) for name, words in ways if key_of(self, name)
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a draft only of what was never reported."""
        return self._can_be_draft if action == "keep_draft" else super().check_action(action, parameters)

    def action_keep_draft(self) -> None:
        """Keep it."""
        self.dismiss(Leaving.DRAFT)

    def action_throw_away(self) -> None:
        """Forget it."""
        self.dismiss(Leaving.DISCARD)
