"""All keys of the screen in front of us, in groups, with what each does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from fieldtech.domain.visible_text import cell_width, pad_to_cells
from fieldtech.screens.base import Dialog
from fieldtech.text import N_, _

_GROUPS: Mapping[str, str] = {
    "list": N_("In the list"),
    "queue": N_("The queue"),
    "view": N_("The views"),
    "outcome": N_("The queue"),
    "records": N_("The records"),
    "rows": N_("In the list"),
    "exchange": N_("The exchange"),
    "conflict": N_("The conflicts"),
    "search": N_("The search"),
    "fault": N_("The fault"),
    "field": N_("The form"),
    "choice": N_("The form"),
    "dialog": N_("The form"),
    "report": N_("The report"),
    "alike": N_("The report"),
    "pick": N_("The form"),
    "filter": N_("The form"),
    "ticks": N_("The form"),
    "export": N_("The form"),
    "import": N_("The form"),
    "accept": N_("The form"),
    "place": N_("The form"),
    "revoke": N_("The form"),
    "anew": N_("The form"),
    "told": N_("The form"),
    "fingerprint": N_("The form"),
    "leave": N_("The form"),
    "intake": N_("The intake"),
    "work": N_("The form"),
    "left": N_("The form"),
    "verify": N_("The form"),
    "own_keys": N_("The form"),
    "check": N_("The checks"),
    "reading": N_("The checks"),
    "round": N_("The round"),
    "occurrence": N_("Planned work"),
    "outages": N_("Outages"),
    "outage": N_("Outages"),
    "notice": N_("Outages"),
    "holidays": N_("Holidays"),
    "triage": N_("The triage"),
    "answers": N_("The triage"),
    "seen": N_("The triage"),
}
"""The headings, by the first part of a binding's id."""
_ELSEWHERE = N_("Everywhere")
_NOT_LOOKED_FOR = ("app.palette", "field.up", "field.down")
_MARGINS, _NARROWEST = 3, 16
"""The blanks at both sides and the scroll bar; what a sentence gets at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """One action with all its keys; the words are translated."""

    group: str
    keys: tuple[str, ...]
    word: str
    sentence: str
    action: str
    node: DOMNode
    """Where the action is to be done."""
    is_movement: bool
    """It moves the cursor, or calls up the palette: nobody looks for it by its name."""


def key_entries(screen: Screen[Any]) -> list[KeyEntry]:
    """List what can be done on a screen now, each action once."""
    found: dict[str, KeyEntry] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not binding.description or not active.enabled:
            continue
        known = found.get(binding.id)
        keys = (*(known.keys if known else ()), screen.app.get_key_display(binding))
        found[binding.id] = KeyEntry(
            group=group_of(binding.id),
            keys=keys,
            word=binding.description,
            sentence=binding.tooltip,
            action=binding.action,
            node=active.node,
            is_movement=binding.id in _NOT_LOOKED_FOR
            or (binding.id.startswith(("list.", "rows.")) and not binding.show),
        )
    return list(found.values())


class KeysDialog(Dialog[None]):
    """A page to read; the arrows move in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,question_mark,f1", "give_up", N_("Back"), show=False, tooltip=N_("Go back."), id="keys.back"),
    ]

    def __init__(self, entries: Iterable[KeyEntry]) -> None:
        super().__init__()
        self.heading = _("Keys")
        self._entries = list(entries)

    def compose_fields(self) -> ComposeResult:
        """Lay out the groups."""
        page: Content = Content("\n").join(self._lines())
        with VerticalScroll():
            yield Static(page)

    def _lines(self) -> Iterator[Content]:
        groups = sorted({entry.group: None for entry in self._entries}, key=_(_ELSEWHERE).__eq__)
        for place, group in enumerate(groups):
            if place:
                yield Content("")
            yield Content.styled(group, "bold")
            for entry in self._entries:
                if entry.group == group:
                    yield from self._rows(entry)

    def _rows(self, entry: KeyEntry) -> Iterator[Content]:
        """Give an action's rows, the sentence wrapped in its own column."""
        keys = max(cell_width(" ".join(each.keys)) for each in self._entries) + 2
        words = max(cell_width(each.word) for each in self._entries) + 2
        room = max(_NARROWEST, self.app.size.width - keys - words - _MARGINS)
        first = Content.assemble((pad_to_cells(" ".join(entry.keys), keys), "$mark"), pad_to_cells(entry.word, words))
        for place, row in enumerate(Content.styled(entry.sentence, "$quiet").wrap(room)):
            yield Content.assemble(" " * (keys + words) if place else first, row)


def group_of(binding_id: str) -> str:
    """Give the heading under which a binding stands, translated."""
    return _(_GROUPS.get(binding_id.partition(".")[0], _ELSEWHERE))
