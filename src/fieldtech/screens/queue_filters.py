"""The dialog that asks what the queue is narrowed to."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.words import Nature, Priority, Status
from fieldtech.screens.base import Dialog
from fieldtech.screens.queue_words import ONLY_WORDS, WHOSE_WORDS, count_words
from fieldtech.store.views.faults import known_words
from fieldtech.store.views.narrowing import Narrowing, Only, Whose
from fieldtech.store.views.queue import count_faults
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField, choices_of
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.line_field import Completer, LineField

Word = TypeVar("Word", bound=StrEnum)


_CLOSED_TOO, _CONFLICT_ONLY = "closed-too", "conflict-only"


class FilterDialog(Dialog[Narrowing]):
    """Choose what is listed: each line narrows further, Enter shows it."""

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
            self.query_one(".verdict", Static).update(count_words(n))

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
        has_conflict=texts["conflict"] == _CONFLICT_ONLY,
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
        "conflict": _CONFLICT_ONLY if narrowing.has_conflict else "",
        "over": _CLOSED_TOO if narrowing.is_closed_too else "",
    }


def _fields(narrowing: Narrowing, complete_place: Completer) -> Iterable[FormField]:
    texts = _texts_of(narrowing)
    whose = [Choice(word, _(label)) for word, label in WHOSE_WORDS.items()]
    only = [Choice("", _("all")), *(Choice(word, _(label)) for word, label in ONLY_WORDS.items())]
    conflict = [Choice("", _("all")), Choice(_CONFLICT_ONLY, _("in conflict"))]
    over = [Choice("", _("open only")), Choice(_CLOSED_TOO, _("closed too"))]
    yield ChoiceField("whose", _("Whose"), whose, texts["whose"])
    yield ChoiceField("only", _("Only"), only, texts["only"])
    yield ChoiceField("priority", _("Priority"), _any_or(Priority), texts["priority"])
    yield ChoiceField("nature", _("Nature"), _any_or(Nature), texts["nature"])
    yield ChoiceField("status", _("Status"), _any_or(Status), texts["status"])
    yield LineField("place", _("Place"), texts["place"], complete=complete_place, hint=_("or its beginning"))
    yield ChoiceField("conflict", _("Conflict"), conflict, texts["conflict"])
    yield ChoiceField("over", _("Closed"), over, texts["over"])


def _any_or(vocabulary: type[StrEnum]) -> list[Choice]:
    return [Choice("", _("any")), *choices_of(vocabulary)]


def _word(vocabulary: type[Word], text: str) -> Word | None:
    return vocabulary(text) if text else None
