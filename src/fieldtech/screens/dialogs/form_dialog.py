"""A dialog that is a form: the first field has the focus, Enter goes on, a refusal stands at its field, Esc leaves."""

from collections.abc import Collection, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.screens.base import Answer, Dialog
from fieldtech.screens.kept_words import KeptTexts, kept_sentence, kept_words
from fieldtech.store.views.faults import known_words
from fieldtech.store.views.people import all_people
from fieldtech.text import N_, _
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.line_field import Completer

TEXT_COLUMN = 16
"""Where the texts beside labels begin: in line with those of the fields."""


class FormDialog(Dialog[Answer]):
    """A question of several fields about one fault. A subclass gives fields, and makes its answer of their texts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record"),
        Binding("f4", "start_afresh", N_("Afresh"), show=False, id="dialog.afresh",
                tooltip=N_("Throw away what was typed before and begin again.")),
    ]  # fmt: skip

    ASKED: ClassVar[str] = ""
    """What is asked, in a word or two."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        self.heading = f"{_(self.ASKED)}   {fault.number}   {one_line(fault.title)}"
        self.form = Form(self.fields(), self.follow, goes_on=True)
        self._at_first = self.form.texts
        self._kept: KeptTexts | None = None
        self._is_kept_told = False
        self._refusal: RuleViolation | None = None

    def fields(self) -> Iterable[FormField]:
        """Give the fields, in their order."""
        raise NotImplementedError

    def answer(self, texts: Texts) -> Answer:
        """Make the answer of what stands in the fields.

        Raises:
            RuleViolation: something is missing or can't be understood; it names the field.
        """
        raise NotImplementedError

    def about(self) -> Iterable[LabelledLine]:
        """Say what one should know before answering."""
        return ()

    def verdict(self, texts: Texts) -> Iterable[LabelledLine]:
        """Say what follows from the answers so far."""
        del texts
        return ()

    def ask_at_last(self, missing: Collection[str]) -> bool:
        """Ask for what is asked only once all else is answered.

        Args:
            missing: The fields without which nothing can be recorded.

        Returns:
            Whether there is something to ask; else it is a refusal.
        """
        del missing
        return False

    def compose(self) -> ComposeResult:
        """Lay out the sheet; a refusal that names no field stands above the keys, wherever the form is scrolled to."""
        with Vertical(classes="sheet"):
            yield Static(Content(visible(self.heading)), classes="heading")
            yield from self.compose_fields()
            with Vertical(classes="foot"):
                yield Static(Content(""), classes="told -empty")
                yield KeyLine()

    def compose_fields(self) -> ComposeResult:
        """Lay out what is known, the form, and what follows."""
        about = tuple(self.about())
        if about:
            yield LabelledLines(about, column=TEXT_COLUMN, classes="about")
        yield self.form
        yield LabelledLines(column=TEXT_COLUMN, classes="verdict -empty")

    def on_mount(self) -> None:
        """Put back what was typed before, and go to the first field or to the refusal."""
        self.form.enter()
        if self._kept is not None:
            self.form.fill(self._kept.texts)
            self.form.go_on_after(self._at_first)
        if self._kept is not None and self._is_kept_told:
            words = kept_sentence(self._kept, self.store.zone, key_of(self, "dialog.afresh"))
            self._tell(Content.styled(words, "$soon"))
        self.follow()
        if self._refusal is not None:
            self.show_refusal(self._refusal)

    def put_back(self, kept: KeptTexts | None, refusal: RuleViolation | None = None) -> None:
        """Begin with texts that were typed before.

        Args:
            refusal: Why they were refused just now. None: they were left before, which is told.
        """
        self._kept, self._is_kept_told, self._refusal = kept, refusal is None, refusal

    @property
    def kept_as(self) -> tuple[str, str]:
        """As which form and about what the texts are kept."""
        return type(self).__name__.removesuffix("Dialog").casefold(), self.fault.id

    def completer(self, column: str) -> Completer:
        """Complete what is typed by what faults name already: "place", "asset" or "site"."""

        async def first_known(typed: str) -> str:
            words = await self.read(known_words, column, typed, limit=1)
            return words[0] if words else ""

        return first_known

    async def complete_person(self, typed: str) -> str:
        """Complete a name of the staff."""
        people = await self.read(all_people) or ()
        return next((each.name for each in people if each.name.casefold().startswith(typed.casefold())), "")

    def follow(self) -> None:
        """Show what follows from the answers so far."""
        shown = self.query_one(".verdict", LabelledLines)
        shown.lines = tuple(self.verdict(self.form.texts))
        shown.set_class(not shown.lines, "-empty")

    def show_refusal(self, refusal: RuleViolation) -> None:
        """Show why nothing was recorded, at the field or, where it names none, below all."""
        if not self.form.refuse(refusal):
            self._tell(Content.styled(visible(str(refusal)), "$late"))

    @on(Form.Edited)
    def keep_texts(self, event: Form.Edited) -> None:
        """Keep the texts, take a refusal back, and show what follows."""
        event.stop()
        if self._refusal is not None:
            self._refusal = None
            self._tell(Content(""))
        texts = self.form.texts
        if texts == self._at_first:
            kept_words(self.app).forget(*self.kept_as)
        else:
            kept_words(self.app).keep(*self.kept_as, texts)

    @on(Form.Completed)
    def action_record(self) -> None:
        """Answer, or show what is missing."""
        try:
            answer = self.answer(self.form.texts)
        except RuleViolation as refusal:
            if self.ask_at_last(refusal.missing):
                self.call_after_refresh(self.query_one(".verdict").scroll_visible, animate=False)
                return
            self._refusal = refusal
            self.show_refusal(refusal)
        else:
            self.dismiss(answer)

    def action_start_afresh(self) -> None:
        """Put the fields back to how the form began."""
        self.form.fill(self._at_first)
        kept_words(self.app).forget(*self.kept_as)
        self._tell(Content(""))
        self.follow()
        self.form.enter()

    def _tell(self, told: Content) -> None:
        shown = self.query_one(".told", Static)
        shown.update(told)
        shown.set_class(not told, "-empty")
