"""One act on all faults that are marked: what is asked, what came of it, and why which were refused."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar, Generic

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from fieldtech.domain.faults import Fault
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.assignees import staff_meant
from fieldtech.screens.base import Dialog
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.dialogs.handling import AssignDialog, Assignee, PendDialog, Waiting
from fieldtech.screens.dialogs.records import NoteDialog, NoteWords
from fieldtech.screens.shell import Shell
from fieldtech.screens.spoken import Answer
from fieldtech.screens.step_place import StepPlace
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.assessments import assign_fault
from fieldtech.workflow.handling import add_note, pend_fault
from fieldtech.workflow.several import Outcome, act_on_several

MOST_MARKED = 500
"""How many can be marked at once: nobody means more, and one transaction holds all of them."""
_MOST_NAMED = 4

Screen = StepPlace[None]


class SeveralDialog(FormDialog[Answer], Generic[Answer]):
    """A form about several faults; what is typed is kept for just these."""

    def __init__(self, fault: Fault, numbers: Sequence[str], *said: object) -> None:
        """Make the form.

        Args:
            fault: The first of them.
            said: What the form about one fault is told besides it.
        """
        self._numbers = numbers
        super().__init__(fault, *said)
        named = ", ".join(numbers[:_MOST_NAMED]) + (" …" if len(numbers) > _MOST_NAMED else "")
        faults = ngettext("{n} fault", "{n} faults", len(numbers)).format(n=len(numbers))
        self.heading = f"{_(self.ASKED)}   {faults}   {named}"

    @property
    def kept_as(self) -> tuple[str, str]:
        """As which form and about what the texts are kept."""
        return super().kept_as[0], hashlib.sha256("\n".join(sorted(self._numbers)).encode()).hexdigest()


class AssignSeveralDialog(SeveralDialog[Assignee], AssignDialog):
    """Who has them."""

    def fields(self) -> Iterable[FormField]:
        """Ask for the name; whoever has one of them now is no suggestion for all."""
        yield LineField(
            "assignee", _("To whom"), complete=self.complete_person, hint=_("empty: nobody has it")
        )  # fmt: skip


class NoteSeveralDialog(SeveralDialog[NoteWords], NoteDialog):
    """What was done or seen."""


class PendSeveralDialog(SeveralDialog[Waiting], PendDialog):
    """What they wait for."""


async def _assign(screen: Screen, first: Fault, numbers: Sequence[str]) -> Outcome | None:
    def record(store: Store, said: Assignee) -> Outcome:
        return act_on_several(store, numbers, partial(assign_fault, assignee=staff_meant(store, said.name)))

    return await ask_and_record(screen, first, lambda now: AssignSeveralDialog(now, numbers), record)


async def _note(screen: Screen, first: Fault, numbers: Sequence[str]) -> Outcome | None:
    def record(store: Store, said: NoteWords) -> Outcome:
        return act_on_several(store, numbers, partial(add_note, text=said.text))

    return await ask_and_record(screen, first, lambda now: NoteSeveralDialog(now, numbers), record)


async def _pend(screen: Screen, first: Fault, numbers: Sequence[str]) -> Outcome | None:
    reasons = screen.store.settings.pausing_reasons

    def record(store: Store, said: Waiting) -> Outcome:
        return act_on_several(store, numbers, partial(pend_fault, reason=said.reason, note=said.note))

    return await ask_and_record(screen, first, lambda now: PendSeveralDialog(now, numbers, reasons), record)


ACTS: Mapping[str, Callable[[Screen, Fault, Sequence[str]], Awaitable[Outcome | None]]] = {
    "assign": _assign,
    "note": _note,
    "pend": _pend,
}
"""The steps that can be taken with several faults at once, by their names."""


async def act_on_marked(screen: Screen, step: str, numbers: Sequence[str]) -> Outcome | None:
    """Ask once, and do it with each fault that its rules let pass.

    Returns:
        What came of it; None: nothing was recorded.
    """
    first = await screen.read(find_fault, numbers[0])
    return await ACTS[step](screen, first, numbers) if first is not None else None


async def tell_outcome(screen: Screen, outcome: Outcome) -> None:
    """Say what came of it; what was refused stands on a page of its own, with the reasons."""
    words = outcome_words(outcome)
    if not outcome.refused:
        screen.tell(words)
        return
    if isinstance(screen.app, Shell):
        # A toast would lie over the page; the log keeps it to be read again.
        lines = [words, *(f"{refused.number}: {refused.reason}" for refused in outcome.refused)]
        screen.app.notices.keep(screen.store.now(), "\n".join(lines), "error")
    await screen.app.push_screen_wait(OutcomeDialog(outcome))


def outcome_words(outcome: Outcome) -> str:
    """Say how many it was done with, and how many were refused."""
    done, refused = len(outcome.done), len(outcome.refused)
    words = ngettext("Done with {n} fault", "Done with {n} faults", done).format(n=done)
    if not refused:
        return _("{words}, still marked.").format(words=words)
    return _("{words}; {n} refused, still marked.").format(words=words, n=refused)


class OutcomeDialog(Dialog[None]):
    """The refused ones, each with its reason."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give_up", N_("Back"), show=False, tooltip=N_("Go back to the queue."), id="outcome.back"),
    ]

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.heading = outcome_words(outcome)
        self._refused = outcome.refused

    def compose_fields(self) -> ComposeResult:
        """Lay out the reasons."""
        with VerticalScroll():
            yield LabelledLines([LabelledLine(refused.number, refused.reason) for refused in self._refused])
