"""Setting a priority by hand, with the reason that is kept (PROCESS S3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldtech.config import Settings
from fieldtech.domain.assessments import check_priority_override
from fieldtech.domain.faults import Fault
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Impact, Priority, Urgency
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.triage_answers import priority_held, priority_made
from fieldtech.screens.typed_values import chosen
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField


@dataclass(frozen=True, slots=True)
class Override:
    """A priority set by hand."""

    priority: Priority | None
    """None: what impact and urgency make."""
    because: str


class OverrideDialog(FormDialog[Override]):
    """Which priority instead, and why."""

    ASKED = N_("Priority by hand")

    def __init__(self, fault: Fault, texts: Texts, settings: Settings) -> None:
        self._texts, self._settings = texts, settings
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for both."""
        held = priority_held(self._texts, self._settings)
        yield ChoiceField("priority", _("Priority"), choices_of(Priority), held or "")
        yield LineField("because", _("Why instead"), self._texts["because"])

    def about(self) -> Iterable[LabelledLine]:
        """Say what it is instead of."""
        made = priority_made(self._texts, self._settings)
        if made is not None:
            impact, urgency = Impact(self._texts["impact"]), Urgency(self._texts["urgency"])
            words = _("{priority}: it hits {impact}, urgency {urgency}").format(
                priority=label_of(made), impact=label_of(impact), urgency=label_of(urgency)
            )
            yield LabelledLine(_("The table gives"), words)

    def answer(self, texts: Texts) -> Override:
        """Take both; the reason may be missing only where nothing is overridden."""
        priority = chosen(texts, "priority", Priority, _("Say which priority it has."))
        impact, urgency = Impact(self._texts["impact"]), Urgency(self._texts["urgency"])
        check_priority_override(self._settings.priority_table, impact, urgency, priority, texts["because"])
        is_overridden = priority is not priority_made(self._texts, self._settings)
        return Override(priority if is_overridden else None, texts["because"].strip() if is_overridden else "")
