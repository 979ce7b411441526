"""A form in a dialog that is about no fault, and keeps what is typed as the forms about faults do."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.visible_text import visible
from fieldtech.screens.base import Answer, Dialog
from fieldtech.screens.kept_words import kept_sentence, kept_words
from fieldtech.text import N_
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines

TEXT_COLUMN = 16
"""Where the texts beside labels begin: in line with those of the fields."""


class KeptFormDialog(Dialog[Answer]):
    """A question of several fields. A subclass gives fields, and makes its answer of their texts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "start_afresh", N_("Afresh"), show=False, id="dialog.afresh",
                tooltip=N_("Throw away what was typed before and begin again.")),
    ]  # fmt: skip

    GOES_ON: ClassVar[bool] = False
    """A word that is chosen by its own key answers its field, so that the focus goes on."""
    KEPT_AS: ClassVar[str] = ""
    """As which form its texts are kept."""
    kept_about: str = ""
    """What it is about, where the texts of one must not come up in another."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: FieldTechError | None = None
        """Why what it asked for could not be done: said when it is asked again, at the field that it names."""
        self.form = Form(self.fields(), self.follow, goes_on=self.GOES_ON)
        self._at_first = self.form.texts

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
        """Say what one should know, below the fields; it may follow from what stands in them."""
        return ()

    def follow(self) -> None:
        """Show what follows from the answers so far."""
        self.query_one(".about", LabelledLines).lines = tuple(self.about())

    def compose_fields(self) -> ComposeResult:
        """Lay out the form and what is known."""
        yield self.form
        yield LabelledLines(tuple(self.about()), column=TEXT_COLUMN, classes="about")
        yield Static(Content(""), classes="told -empty")

    def on_mount(self) -> None:
        """Begin at the first field, with what was typed before."""
        self.follow()
        self.form.enter()
        self._put_back()

    @on(Form.Edited)
    def keep_texts(self, event: Form.Edited) -> None:
        """Keep the texts while they are typed."""
        event.stop()
        self._tell("")
        if self.form.texts == self._at_first:
            self.forget()
        else:
            kept_words(self.app).keep(self.KEPT_AS, self.kept_about, self.words_to_keep())

    @on(Form.Completed)
    def action_record(self) -> None:
        """Answer, or say at the field what is expected there."""
        try:
            answer = self.answer(self.form.texts)
        except RuleViolation as refusal:
            self._show_refusal(refusal)
        else:
            self.dismiss(answer)

    def at_field(self, refused: FieldTechError) -> FieldTechError:
        """Name the field that a refusal is about, where it names none itself."""
        return refused

    def action_give_up(self) -> None:
        """Close without an answer; Esc says that it was not meant."""
        self.forget()
        super().action_give_up()

    def words_to_keep(self) -> Texts:
        """Give the texts that are kept; what is left out stands as the form begins."""
        return self.form.texts

    def action_start_afresh(self) -> None:
        """Put the fields back to how the form began."""
        self.form.fill(self._at_first)
        self.follow()
        self.forget()
        self._tell("")
        self.form.enter()

    def forget(self) -> None:
        """Keep the texts no longer: they are done with."""
        kept_words(self.app).forget(self.KEPT_AS, self.kept_about)

    @work
    async def _put_back(self) -> None:
        kept = await kept_words(self.app).of(self.KEPT_AS, self.kept_about)
        if kept is not None and self.form.texts == self._at_first:
            self.form.fill(kept.texts)
            self.follow()
            if self.refused is None:
                self._tell(kept_sentence(kept, self.store.zone, key_of(self, "dialog.afresh")), "$soon")
        if self.refused is not None:
            self._show_refusal(self.at_field(self.refused))

    def _show_refusal(self, refused: FieldTechError) -> None:
        """Show why nothing was done, at the field or, where it names none, below all."""
        if not isinstance(refused, RuleViolation) or not self.form.refuse(refused):
            self._tell(str(refused), "$late")

    def _tell(self, words: str, style: str = "") -> None:
        shown = self.query_one(".told", Static)
        shown.update(Content.styled(visible(words), style))
        shown.set_class(not words, "-empty")
