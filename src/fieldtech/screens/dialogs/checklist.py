"""Choosing a checklist, and a note on one of its checks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldtech.domain.checklist_suggestions import suggest_templates
from fieldtech.domain.checklists import Purpose, Template, TemplateItem
from fieldtech.domain.faults import Answer as CheckAnswer
from fieldtech.domain.faults import Fault
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.typed_values import required
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.pick_field import Option, PickField
from fieldtech.widgets.words_field import WordsField
from fieldtech.workflow.templates import TemplateLibrary, load_templates

_PROBLEMS_SHOWN = 3


def offered_templates(fault: Fault, folder: str | None) -> tuple[tuple[Template, ...], TemplateLibrary]:
    """Choose the templates for a fault as it stands, the likeliest first, those that it has left out.

    Returns:
        The templates, and the library that they come from.
    """
    library = load_templates(Path(folder).expanduser() if folder else None)
    purpose = Purpose.VERIFICATION if fault.state == "implemented" else Purpose.HANDLING
    words = f"{fault.title} {fault.facts.description or ''}"
    fitting = suggest_templates(library.templates, fault.facts.nature, fault.facts.category or "", words, purpose)
    others = sorted(set(library.templates) - set(fitting), key=lambda each: (each.purpose is not purpose, each.id))
    taken = {each.template.id for each in fault.attempt.checklists}
    return tuple(each for each in (*fitting, *others) if each.id not in taken), library


class ChecklistDialog(FormDialog[Template]):
    """Which list is worked through: what fits stands first, typing narrows."""

    ASKED = N_("Checklist")

    def __init__(self, fault: Fault, templates: Sequence[Template], library: TemplateLibrary) -> None:
        self._templates = {each.id: each for each in templates}
        self._problems = library.problems
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the list."""
        yield PickField("template", _("Find"), self._search, [_option(each) for each in self._templates.values()])

    def about(self) -> Iterable[LabelledLine]:
        """Say which of the site's own files are not used."""
        return [LabelledLine("", problem.sentence, "soon") for problem in self._problems[:_PROBLEMS_SHOWN]]

    def answer(self, texts: Texts) -> Template:
        """Take the list."""
        return self._templates[required(texts, "template", _("No checklist fits these words."))]

    async def _search(self, typed: str) -> Sequence[Option]:
        words = typed.casefold().split()
        return [_option(each) for each in self._templates.values() if _has_all(each, words)]


def _option(template: Template) -> Option:
    count = _("{count} checks").format(count=len(template.items))
    return Option(word=template.id, label=template.title.text(), detail=count)


def _has_all(template: Template, words: Iterable[str]) -> bool:
    """Tell whether a template's title, in either language, or its keywords have all words."""
    text = " ".join((template.id, template.title.en, template.title.zh_CN, *template.keywords)).casefold()
    return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class CheckNote:
    """What is noted of one check."""

    text: str


def check_subject(fault_id: str, key: tuple[str, str]) -> str:
    """Name one check of a fault, by its checklist and item, for what is typed about it."""
    return " ".join((fault_id, *key))


class CheckNoteDialog(FormDialog[CheckNote]):
    """Words on one check: why it was let pass, what was seen."""

    ASKED = N_("Note on a check")

    def __init__(self, fault: Fault, checklist_id: str, item: TemplateItem, answered: CheckAnswer) -> None:
        self._checklist_id, self._item, self._answered = checklist_id, item, answered
        super().__init__(fault)

    @property
    def kept_as(self) -> tuple[str, str]:
        """As which form and about what the texts are kept: never offered to another check."""
        return super().kept_as[0], check_subject(self.fault.id, (self._checklist_id, self._item.id))

    def fields(self) -> Iterable[FormField]:
        """Ask for the words."""
        yield WordsField("note", _("Note"), self._answered.note, rows=3)

    def about(self) -> Iterable[LabelledLine]:
        """Name the check."""
        return (LabelledLine(_("Check"), self._item.text.text()),)

    def answer(self, texts: Texts) -> CheckNote:
        """Take the words; empty takes an earlier note back."""
        return CheckNote(texts["note"].strip())
