"""The page of the report form: its fields, what is still missing, and what is typed, kept until it is recorded."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.fact_words import fact_names
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import weekday_word
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.kept_words import kept_sentence, kept_words
from fieldtech.screens.report_form import Asked, ReportForm
from fieldtech.screens.report_texts import WORD_FACTS, missing_words, new_texts, texts_of
from fieldtech.screens.typed_values import understood_instant
from fieldtech.store.views.faults import known_words
from fieldtech.store.views.reporters import Reporter, known_reporters
from fieldtech.text import N_, _
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.key_names import key_of
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.top_line import TopLine

_FREE_TO_EDIT = ("draft", "reported")
"""In these states facts are corrected without a reason."""
TEXT_COLUMN = 16
"""Where the texts beside labels begin: in line with those of the fields."""


class ReportPage(StoreScreen[str | None]):
    """The form of a new report, of a draft, or of facts to be corrected; a subclass says what becomes of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "start_afresh", N_("Afresh"), show=False, id="report.afresh",
                tooltip=N_("Throw away what was typed and begin again.")),
    ]  # fmt: skip

    def __init__(self, fault: Fault | None = None) -> None:
        """Make the form.

        Args:
            fault: Whose facts are corrected, or the draft to go on with. None: a new report.
        """
        super().__init__()
        self.fault = fault
        self._at_first: Texts = new_texts()
        self._form: ReportForm | None = None
        self._is_put_back = False
        """Whether what was typed before is back; until then it must not be written over."""

    @property
    def form(self) -> ReportForm:
        """The form."""
        if self._form is None:
            texts = texts_of(self.fault, self.store) if self.fault else new_texts()
            asked = Asked(
                is_new=self.fault is None,
                needs_reason=self.fault is not None and self.fault.state not in _FREE_TO_EDIT,
                known_word=self._known_word,
                known_reporter=self._known_reporter,
                understood=self._understood,
            )
            self._form = ReportForm(texts, asked)
            self._at_first = self._form.texts
        return self._form

    def compose(self) -> ComposeResult:
        """Lay out the form, and what is still missing below it."""
        about = f"{self.fault.number}  {self.fault.title}" if self.fault else self.store.site
        yield TopLine(self._place(), about)
        yield self.form
        yield LabelledLines(column=TEXT_COLUMN, classes="alike")
        yield Static(Content(""), classes="told -empty")
        yield Static(Content(""), classes="missing")
        yield KeyLine()

    def on_mount(self) -> None:
        """Go to the first field, and put back what was typed before."""
        now = self.store.now()
        self.query_one(TopLine).hour = f"{weekday_word(now, self.store.zone)} {now.astimezone(self.store.zone):%H:%M}"
        self.form.enter()
        self._show_missing()
        self._put_back()

    @work
    async def _put_back(self) -> None:
        kept = await kept_words(self.app).of(*self._kept_as)
        self._is_put_back = True
        if kept is not None:
            is_untouched = self.form.texts == self._at_first
            self.form.fill({word: text + self._typed_ahead(word) for word, text in kept.texts.items()})
            if is_untouched:
                self.form.go_on_after(self._at_first)
            self._show_missing()
            self._tell(Content.styled(kept_sentence(kept, self.store.zone, key_of(self, "report.afresh")), "$soon"))

    def _typed_ahead(self, word: str) -> str:
        """What was typed into a field of words before the earlier words were read."""
        text = self.form.texts.get(word, "")
        return "" if text == self._at_first.get(word, "") or word in WORD_FACTS else text

    @on(Form.Edited)
    def keep_texts(self, event: Form.Edited) -> None:
        """Keep the texts while they are typed, and show what is missing."""
        event.stop()
        self._show_missing()
        self._tell(Content(""))
        self.follow_typing()
        if not self._is_put_back:
            return
        texts = self.form.texts
        if texts == self._at_first:
            kept_words(self.app).forget(*self._kept_as)
        else:
            kept_words(self.app).keep(*self._kept_as, texts)

    def follow_typing(self) -> None:
        """Look up what the typed texts call for."""

    def action_start_afresh(self) -> None:
        """Put the fields back to how the form began."""
        self.form.fill(self._at_first)
        kept_words(self.app).forget(*self._kept_as)
        self._tell(Content(""))
        self._show_missing()
        self.form.enter()

    def _place(self) -> str:
        if self.fault is None:
            return _("New report")
        return _("Draft") if self.fault.state == "draft" else _("Correct")

    @property
    def _kept_as(self) -> tuple[str, str]:
        return "report", self.fault.id if self.fault else ""

    async def _known_word(self, column: str, typed: str) -> str:
        words = await self.read(known_words, column, typed, limit=1)
        return words[0] if words else ""

    async def _known_reporter(self, typed: str) -> Reporter | None:
        reporters = await self.read(known_reporters, typed, limit=1)
        return reporters[0] if reporters else None

    def _understood(self, text: str) -> str:
        return understood_instant(text, self.store)

    def _show_missing(self) -> None:
        missing = missing_words(self.form.texts)
        shown = self.query_one(".missing", Static)
        if missing:
            names = one_line(fact_names(missing))
            shown.update(Content.assemble((_("Still missing"), "$quiet"), "   ", (names, "$soon")))
        else:
            shown.update(Content.styled(_("The report is whole."), "$done"))

    def _tell(self, told: Content) -> None:
        shown = self.query_one(".told", Static)
        shown.update(told)
        shown.set_class(not told, "-empty")
