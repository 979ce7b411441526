"""What the queue is narrowed to, how that is said in a line, and the dialog that asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Nature, Priority, Status
from fieldtech.resources import resource_path
from fieldtech.screens.base import Dialog
from fieldtech.store.views.faults import known_words
from fieldtech.store.views.queue import Filters, count_faults
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.choice_field import Choice, ChoiceField, choices_of
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.line_field import Completer, LineField

Word = TypeVar("Word", bound=StrEnum)


class Whose(StrEnum):
    """Whose faults are listed."""

    MINE_OR_NOBODYS = "mine-or-nobodys"
    MINE = "mine"
    NOBODYS = "nobodys"
    ALL = "all"


class Only(StrEnum):
    """What presses or is odd."""

    LATE = "late"
    WORD_DUE = "word-due"
    PENDING = "pending"
    CONFLICT = "conflict"


_WHOSE = {
    Whose.MINE_OR_NOBODYS: N_("mine + unassigned"),
    Whose.MINE: N_("mine"),
    Whose.NOBODYS: N_("unassigned"),
    Whose.ALL: N_("everybody's"),
}
_ONLY = {
    Only.LATE: N_("late"),
    Only.WORD_DUE: N_("word due"),
    Only.PENDING: N_("pending"),
    Only.CONFLICT: N_("in conflict"),
}
_CLOSED_TOO = "closed-too"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What the technician asked to see; all of it holds at once, but words are searched for among all faults."""

    whose: Whose = Whose.MINE_OR_NOBODYS
    only: Only | None = None
    priority: Priority | None = None
    nature: Nature | None = None
    status: Status | None = None
    place: str = ""
    is_closed_too: bool = False
    words: str = ""
    """What is searched for; empty: nothing."""

    def filters(self, person: str) -> Filters:
        """Say it in the queue's terms.

        Args:
            person: The name of who acts.
        """
        if self.words.strip():
            return Filters(words=self.words, with_closed=True)
        return Filters(
            mine_or_nobodys=person if self.whose is Whose.MINE_OR_NOBODYS else None,
            assignee={Whose.MINE: person, Whose.NOBODYS: ""}.get(self.whose),
            is_overdue=self.only is Only.LATE,
            is_word_overdue=self.only is Only.WORD_DUE,
            is_pending=True if self.only is Only.PENDING else None,
            has_conflict=self.only is Only.CONFLICT,
            priority=self.priority,
            nature=self.nature,
            status=self.status,
            place=self.place.strip() or None,
            with_closed=self.is_closed_too,
        )

    def in_words(self) -> str:
        """Say it in a line."""
        if self.words.strip():
            return _("“{words}” among all faults").format(words=one_line(self.words))
        chosen = [label_of(word) for word in (self.priority, self.nature, self.status) if word is not None]
        return " · ".join([
            _(_WHOSE[self.whose]),
            _("open and closed") if self.is_closed_too else _("open"),
            *([_(_ONLY[self.only])] if self.only else []),
            *chosen,
            *([one_line(self.place)] if self.place.strip() else []),
        ])  # fmt: skip


class FilterDialog(Dialog[Narrowing]):
    """Choose what is listed: each line narrows further, Enter shows it."""

    CSS_PATH: ClassVar = [resource_path("styles", "forms.tcss"), resource_path("styles", "dialogs.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", N_("Show"), priority=True, tooltip=N_("List what is chosen."), id="filter.apply"),
        Binding("f4", "widen", N_("Usual"), tooltip=N_("Go back to what is usually listed."), id="filter.widen"),
    ]

    def __init__(self, narrowing: Narrowing, person: str) -> None:
        super().__init__()
        self.heading = _("What to list")
        self._person = person
        self._form = Form(_fields(narrowing, self._complete_place))

    def compose_fields(self) -> ComposeResult:
        """Lay out the lines, and how many faults they leave."""
        yield self._form
        yield Static(Content(""), classes="verdict")

    def on_mount(self) -> None:
        """Complete places, and begin at the first line."""
        self._form.enter()
        self.count()

    @on(Form.Edited)
    def follow(self, event: Form.Edited) -> None:
        """Say how many faults there are."""
        event.stop()
        self.count()

    @work(exclusive=True, group="count")
    async def count(self) -> None:
        """Count what is chosen."""
        n = await self.read(count_faults, narrowing_of(self._form.texts).filters(self._person))
        if n is not None:
            words = ngettext("{n} fault", "{n} faults", n).format(n=n)
            self.query_one(".verdict", Static).update(Content(words))

    def action_apply(self) -> None:
        """Answer."""
        self.dismiss(narrowing_of(self._form.texts))

    def action_widen(self) -> None:
        """Choose what is usual."""
        self._form.fill(_texts_of(Narrowing()))

    async def _complete_place(self, typed: str) -> str:
        words = await self.read(known_words, "place", typed, limit=1)
        return words[0] if words else ""


def narrowing_of(texts: Texts) -> Narrowing:
    """Read the lines of the dialog."""
    return Narrowing(
        whose=Whose(texts["whose"]),
        only=_word(Only, texts["only"]),
        priority=_word(Priority, texts["priority"]),
        nature=_word(Nature, texts["nature"]),
        status=_word(Status, texts["status"]),
        place=texts["place"],
        is_closed_too=texts["over"] == _CLOSED_TOO,
    )


def _texts_of(narrowing: Narrowing) -> Texts:
    return {
        "whose": narrowing.whose,
        "only": narrowing.only or "",
        "priority": narrowing.priority or "",
        "nature": narrowing.nature or "",
        "status": narrowing.status or "",
        "place": narrowing.place,
        "over": _CLOSED_TOO if narrowing.is_closed_too else "",
    }


def _fields(narrowing: Narrowing, complete_place: Completer) -> Iterable[FormField]:
    texts = _texts_of(narrowing)
    whose = [Choice(word, _(label)) for word, label in _WHOSE.items()]
    only = [Choice("", _("all")), *(Choice(word, _(label)) for word, label in _ONLY.items())]
    over = [Choice("", _("open only")), Choice(_CLOSED_TOO, _("closed too"))]
    yield ChoiceField("whose", _("Whose"), whose, texts["whose"])
    yield ChoiceField("only", _("Only"), only, texts["only"])
    yield ChoiceField("priority", _("Priority"), _any_or(Priority), texts["priority"])
    yield ChoiceField("nature", _("Nature"), _any_or(Nature), texts["nature"])
    yield ChoiceField("status", _("Status"), _any_or(Status), texts["status"])
    yield LineField("place", _("Place"), texts["place"], complete=complete_place)
    yield ChoiceField("over", _("Closed"), over, texts["over"])


def _any_or(vocabulary: type[StrEnum]) -> list[Choice]:
    return [Choice("", _("any")), *choices_of(vocabulary)]


def _word(vocabulary: type[Word], text: str) -> Word | None:
    return vocabulary(text) if text else None
