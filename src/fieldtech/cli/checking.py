"""Commands of the checklists: which there are, putting one to a fault, answering a check (PROCESS S3.3, S3.4)."""

from pathlib import Path

import msgspec

from fieldtech.cli.answers import Raised, answer_fault
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import Span, Tone, lay_out
from fieldtech.cli.parameters import argument, fault_number, flag, option
from fieldtech.cli.values import Word
from fieldtech.domain.checklists import Template
from fieldtech.domain.faults import Fault
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import CheckResult, Nature
from fieldtech.text import N_, _
from fieldtech.workflow.checklists import add_checklist, answer_check, find_check, raise_from_check
from fieldtech.workflow.templates import TemplateLibrary, load_templates


class TemplateLine(msgspec.Struct, frozen=True):
    """A checklist that there is."""

    id: str
    version: int
    title: str
    nature: Nature
    purpose: str
    items: int


class TemplateList(msgspec.Struct, frozen=True):
    """All checklists, and why some files are none."""

    templates: tuple[TemplateLine, ...]
    problems: tuple[str, ...]


@command("templates")
@option("--nature", kind=Word(Nature), words=N_("only those for this nature"))
def templates(session: Session, nature: Nature | None) -> None:
    """List the checklists."""
    library = template_library(session)
    lines = tuple(_line_of(each) for each in library.templates if nature in (None, each.nature))
    document = TemplateList(lines, tuple(problem.sentence for problem in library.problems))
    rows = [[Span(each.id), Span(label_of(each.nature), Tone.QUIET), Span(each.title)] for each in lines]
    session.answer(document, lay_out(rows, None if session.is_json else session.sheet.width, flexible=2))
    for problem in document.problems:
        session.tell(problem)


@command("checklist")
@fault_number
@option("--template", words=N_("which one, or the beginning of its name; `templates` lists them"))
def checklist(session: Session, number: str, template: str | None) -> None:
    """Put a checklist to the current attempt."""
    need(_("Say which checklist: {missing} is missing; `fieldtech templates` lists them."), template=template)
    answer_fault(session, add_checklist(session.writing, number, template_library(session).named(template or "")))


@command("tick")
@fault_number
@argument("item", "ITEM", N_("the check: its name, the beginning of it, or its place in the list"))
@argument(
    "result", "[pass|attention|fail|na]", N_("what it found; may be left out where a reading tells"),
    kind=Word(CheckResult),
)  # fmt: skip
@option("--reading", words=N_("what was measured or read off"))
@option("--note", words=N_("more about it"))
@option("--checklist", words=N_("which list, where several have such an item"))
@flag("--raise", "is_raised", words=N_("open a fault out of a check that failed"))
def tick(
    session: Session,
    number: str,
    item: str | None,
    result: CheckResult | None,
    reading: str | None,
    note: str | None,
    checklist: str | None,
    is_raised: bool,
) -> None:
    """Answer a check."""
    need(_("Say which check: {missing} is missing."), item=item)
    name, listed = item or "", checklist or ""
    store = session.writing
    with store.writing():
        fault = answer_check(store, number, name, result, reading=reading or "", note=note or "", checklist_id=listed)
        raised = raise_from_check(store, fault.number, name, checklist_id=listed) if is_raised else None
    answer_fault(session, fault, _answered(fault, name, listed, raised), *([raised] if raised else []))


def _answered(fault: Fault, name: str, listed: str, raised: Fault | None) -> Raised:
    found, item = find_check(fault, name, listed)
    return Raised(
        number=fault.number,
        status=fault.status,
        is_pending=fault.is_pending,
        attempt=fault.attempt.number,
        item=item.id,
        result=found.results[item.id],
        raised=raised.number if raised else None,
    )


def template_library(session: Session) -> TemplateLibrary:
    """Load the checklists that the site has."""
    folder = session.wiring.settings.checklist_folder
    return load_templates(Path(folder).expanduser() if folder else None)


def _line_of(template: Template) -> TemplateLine:
    return TemplateLine(
        template.id,
        template.version,
        template.title.text(),
        template.nature,
        template.purpose,
        len(template.items),
    )
