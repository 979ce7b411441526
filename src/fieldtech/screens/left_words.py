"""What was typed and not recorded: each form with its time and its fields, to be gone on with or thrown away."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.fact_words import FACT_NAMES
from fieldtech.domain.instants import local_text
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import Dialog, StoreApp, StoreScreen
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.dialogs.redact import PlannedRedactDialog
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.kept_words import LeftForm, kept_words
from fieldtech.screens.left_outage_forms import OUTAGE_FORMS, open_outage_form, outage_named
from fieldtech.screens.left_plan_forms import PLAN_FORMS, open_plan_form, plan_named
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.screens.plan_editor_fields import PLAN_LABELS
from fieldtech.screens.redacting import redact_planned
from fieldtech.screens.report import ReportScreen
from fieldtech.screens.steps import BY_NAME
from fieldtech.store import Store
from fieldtech.store.views.faults import fault_by_id
from fieldtech.store.views.plans import find_occurrence
from fieldtech.store.views.subjects import subject_by_id
from fieldtech.text import N_, _
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.triage_column import AnswerColumn, Offer

_LONGEST = 300
_STEPS = {
    "report": "edit",
    "triage": "assess",
    "override": "assess",
    "checklist": "checks",
    "savefile": "save_file",
    "reportfile": "report",
}
"""The steps that open a form that is called otherwise than they are."""
_NAMES = {
    "report": N_("Report"), "triage": N_("Assess"), "settings": N_("Settings"), "intake": N_("Take in"),
    "export": N_("Export"), "import": N_("Import"), "accept": N_("Accept"), "place": N_("Request"),
    "redact_planned": N_("Take out for privacy"),
    "revoke": N_("Revoke"), "occurrence_move": N_("Move"), "occurrence_defer": N_("Put off"),
    "occurrence_skip": N_("Leave out"), "occurrence_break_off": N_("Break off"), "occurrence_finish": N_("Sign"),
    "occurrence_note": N_("Note on a check"), "occurrence_stop": N_("Leave this stop out"),
    "notices": N_("Take in notices"), "outage": N_("Outage"),
    "holidays": N_("Holidays"),
    "plan": N_("Plan recurring work"), "plan_template": N_("Plans from a template"), "plan_end": N_("End the plan"),
    "plan_document": N_("Write the annual plan"),
}  # fmt: skip
"""What forms are called that are no dialogs about a fault."""
_ACTIONS = {
    "settings": "change_settings",
    "intake": "take_in",
    **dict.fromkeys(("export", "import", "accept", "place", "revoke"), "go_to('exchange')"),
}
"""What opens a form that is about no fault."""
_OCCURRENCE = "occurrence_"
"""What the names of forms about planned work begin with."""


async def go_on_with_left_words(app: StoreApp) -> None:
    """Show what was left, and open the form that is chosen, which has the words in it."""
    left = await kept_words(app).left()
    chosen = await app.push_screen_wait(LeftWordsDialog(left))
    if chosen is None:
        return
    if chosen.form.startswith(_OCCURRENCE):
        await _open_at_occurrence(app, chosen)
    elif chosen.form in OUTAGE_FORMS:
        await open_outage_form(app, chosen)
    elif chosen.form in PLAN_FORMS:
        await open_plan_form(app, chosen)
    elif chosen.form == PlannedRedactDialog.KEPT_AS:
        await redact_planned(cast(StoreScreen[Any], app.screen), chosen.subject, _called(app.store, chosen.subject))
    elif chosen.form in _ACTIONS:
        await app.run_action(_ACTIONS[chosen.form])
    elif not chosen.subject:
        await app.push_screen_wait(ReportScreen())
    else:
        await _open_at_fault(app, chosen)


def _called(store: Store, subject: str) -> str:
    """Say what something planned is called."""
    found = subject_by_id(store, subject)
    return found.number if found is not None else subject


async def _open_at_occurrence(app: StoreApp, chosen: LeftForm) -> None:
    """Open a form about planned work on the page of that."""
    subject, _blank, about = chosen.subject.partition(" ")
    occurrence = _occurrence_called(app.store, subject)
    if occurrence is None:
        app.notify(_("What these words are about is not known here any more."), severity="warning", markup=False)
        return
    screen = OccurrenceScreen(occurrence.name)
    await app.push_screen(screen)
    screen.go_on_with_words(chosen.form, about)


def _occurrence_called(store: Store, name: str) -> PlannedOccurrence | None:
    with suppress(UnknownName):
        return find_occurrence(store, name)[1]
    return None


async def _open_at_fault(app: StoreApp, chosen: LeftForm) -> None:
    fault_id, *check = chosen.subject.split(" ")
    fault = fault_by_id(app.store, fault_id)
    step = _STEPS.get(chosen.form, chosen.form)
    if fault is None:
        words = _("These words are about several faults: mark the same ones again and take the same step.")
        app.notify(words, severity="warning", markup=False)
        return
    screen = FaultScreen(fault.number)
    await app.push_screen(screen)
    if chosen.form == "redact":
        screen.action_redact()
    elif check:
        screen.go_on_with_note((check[0], check[1]))
    elif step in BY_NAME:
        screen.action_take_step(step)


class LeftWordsDialog(Dialog[LeftForm]):
    """Which form to go on with; what stands in the marked one is shown below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", N_("Go on"), tooltip=N_("Open the form with these words in it."), id="left.go_on"),
        Binding("x,delete", "throw_away", N_("Throw away"), tooltip=N_("Forget these words."), id="left.discard"),
    ]
    KEYS_FIRST = ("left.go_on", "left.discard")

    def __init__(self, left: Sequence[LeftForm]) -> None:
        super().__init__()
        self.heading = _("Typed and not recorded")
        self._left = list(left)
        self._column = AnswerColumn("left")

    def compose_fields(self) -> ComposeResult:
        """Lay out the forms, and what stands in one of them."""
        yield self._column
        with VerticalScroll(can_focus=False):
            yield LabelledLines(column=16)

    def on_mount(self) -> None:
        """Begin at the latest."""
        self.set_focus(self._column)
        self._show()

    async def reload(self) -> None:
        """Name the faults that the forms are about."""
        self._column.offers = tuple(await self.read(_offers, self._left) or ())

    @on(AnswerColumn.Chosen)
    def show_texts(self, event: AnswerColumn.Chosen) -> None:
        """Show what stands in the marked form."""
        event.stop()
        self._show()

    def action_go_on(self) -> None:
        """Answer with the marked form."""
        if self._left:
            self.dismiss(self._marked)

    @work
    async def action_throw_away(self) -> None:
        """Forget the words of the marked form."""
        if not self._left:
            return
        gone = self._marked
        kept_words(self.app).forget(gone.form, gone.subject)
        self._left.remove(gone)
        await self.reload()
        self._show()

    @property
    def _marked(self) -> LeftForm:
        return self._left[min(self._column.place or 0, len(self._left) - 1)]

    def _show(self) -> None:
        lines = self.query_one(LabelledLines)
        if not self._left:
            lines.lines = (LabelledLine("", _("Nothing waits: all that was typed is recorded."), "quiet"),)
            return
        self._column.chosen = _word(self._marked)
        lines.lines = tuple(_text_lines(self._marked))


def _offers(store: Store, left: Sequence[LeftForm]) -> list[Offer]:
    return [Offer(_word(each), _named(store, each), local_text(each.at, store.zone)) for each in left]


def _word(left: LeftForm) -> str:
    return f"{left.form}/{left.subject}"


def _named(store: Store, left: LeftForm) -> str:
    form = _(_NAMES.get(left.form) or _asked().get(left.form, "")) or left.form
    if not left.subject:
        return _("New report") if left.form == "report" else form
    subject = left.subject.partition(" ")[0]
    if left.form == PlannedRedactDialog.KEPT_AS:
        return f"{form}  {_called(store, left.subject)}"
    if left.form.startswith(_OCCURRENCE):
        occurrence = _occurrence_called(store, subject)
        return f"{form}  {occurrence.name}  {one_line(occurrence.facts.title or '')}" if occurrence else form
    if left.form in OUTAGE_FORMS:
        return f"{form}  {outage_named(store, subject)}".strip()
    if left.form in PLAN_FORMS:
        return f"{form}  {one_line(plan_named(store, subject))}".strip()
    fault = fault_by_id(store, subject)
    return f"{form}  {fault.number}  {one_line(fault.title)}" if fault else form


def _asked() -> dict[str, str]:
    """Give what the forms about a fault are called, by the names under which their words are kept."""
    found: dict[str, str] = {}
    waiting: list[type[FormDialog[Any]]] = [FormDialog]
    while waiting:
        each = waiting.pop()
        found[each.__name__.removesuffix("Dialog").casefold()] = each.ASKED
        waiting += each.__subclasses__()
    return found


def _text_lines(left: LeftForm) -> Iterator[LabelledLine]:
    names = PLAN_LABELS if left.form in PLAN_FORMS else FACT_NAMES
    for word, text in left.texts.items():
        if text.strip():
            yield LabelledLine(_(names[word]) if word in names else " ", text[:_LONGEST])
