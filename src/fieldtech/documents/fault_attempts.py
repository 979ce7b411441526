"""The core of a fault handling report: causes, measures attempt by attempt, and their verification (S3.3 to S3.5)."""

from collections.abc import Iterator

from fieldtech.documents.blocks import Block, Cell, Column, Fact, FactList, Mark, Section, Table, Words, without_empty
from fieldtech.documents.fault_view import FaultReport
from fieldtech.domain.checklist_readings import describe_limits
from fieldtech.domain.checklists import TemplateItem, applicable_items
from fieldtech.domain.faults import Answer, Attempt, Checklist, Verification
from fieldtech.domain.signatures import Signature
from fieldtech.domain.word_labels import label_of, label_of_text
from fieldtech.domain.words import CheckResult, ContactWay, PlanKind, SystemCheck, UserVerdict
from fieldtech.text import _

_MARKS: dict[CheckResult, Mark] = {
    CheckResult.PASS: "",
    CheckResult.ATTENTION: "warn",
    CheckResult.FAIL: "bad",
    CheckResult.NOT_APPLICABLE: "",
}


def cause_section(report: FaultReport) -> Section:
    """Tell the root cause, and what was held to be the cause before."""
    fault = report.fault
    blocks: list[Block] = []
    if fault.root_cause:
        blocks.append(Words(_("Root cause"), fault.root_cause, report.by(fault.closed_by)))
    is_single = len(fault.attempts) == 1
    for attempt in fault.attempts:
        if attempt.cause:
            told = _("Cause as assessed") if is_single else _("Cause as assessed, attempt {number}")
            blocks.append(Words(told.format(number=attempt.number), attempt.cause))
    if not blocks:
        blocks.append(Words(_("Root cause"), _("not told yet")))
    return Section(_("Cause analysis"), tuple(blocks))


def attempt_sections(report: FaultReport) -> Iterator[Section]:
    """Tell each attempt: plan, checks, solution, verification."""
    for attempt in report.fault.attempts:
        blocks = tuple(_attempt_blocks(report, attempt))
        if blocks:
            yield Section(_("Attempt {number}").format(number=attempt.number), blocks, is_part=True)


def feedback_section(report: FaultReport) -> Section:
    """Tell what the user said of the last solution that was verified."""
    attempts = report.fault.attempts
    verified = [(attempt.number, attempt.verification) for attempt in attempts if attempt.verification]
    if not verified:
        return Section(_("User feedback"), (Words("", _("not told yet")),))
    number, last = verified[-1]
    told = without_empty(
        Fact(_("To attempt"), str(number) if len(attempts) > 1 else ""),
        Fact(_("Verdict"), label_of(last.user)),
        Fact(_("Rating"), _rating(last)),
        Fact(_("Told by"), _told_by(report, last)),
        Fact(_("How"), label_of_text(ContactWay, last.how)),
    )
    return Section(_("User feedback"), (told, Words(_("In the user's words"), last.user_words)))


def _attempt_blocks(report: FaultReport, attempt: Attempt) -> Iterator[Block]:
    if attempt.plan:
        kind = "" if attempt.plan_kind is PlanKind.STANDARD else label_of(attempt.plan_kind)
        label = _("Solution plan ({kind})").format(kind=kind) if kind else _("Solution plan")
        yield Words(label, attempt.plan, report.by(attempt.planned_by))
    for checklist in attempt.checklists:
        yield _checks(report, checklist)
    if attempt.solution:
        code = label_of(attempt.resolution_code) if attempt.resolution_code else ""
        label = _("Solution ({kind})").format(kind=code) if code else _("Solution")
        yield Words(label, attempt.solution, report.by(attempt.implemented_by))
    if attempt.verification:
        yield from _verification(report, attempt.verification)


def _checks(report: FaultReport, checklist: Checklist) -> Table:
    template, language = checklist.template, report.language
    columns = (
        Column(_("No."), "number"),
        Column(_("Check item"), "wide"),
        Column(_("Result"), "narrow"),
        Column(_("Reading")),
        Column(_("Limits")),
        Column(_("Done by"), "name"),
        Column(_("When"), "narrow"),
    )
    answers = {answer.item: answer for answer in checklist.answers}
    asked = applicable_items(template.items, checklist.results)
    rows = tuple(
        _check(report, place, item, answers.get(item.id))
        for place, item in enumerate(template.items, start=1)
        if item in asked
    )
    title = _("Checklist: {title}, version {version}").format(
        title=template.title.text(language), version=template.version
    )
    return Table(title, columns, rows)


def _check(report: FaultReport, place: int, item: TemplateItem, answer: Answer | None) -> tuple[Cell, ...]:
    text, limits = item.text.text(report.language), _limits(item)
    if answer is None:
        state = Cell(_("unanswered") if item.required else "–", "warn" if item.required else "")
        return Cell(str(place)), Cell(text), state, Cell(""), Cell(limits), Cell(""), Cell("")
    unit = item.reading.unit if item.reading and answer.reading else ""
    return (
        Cell(str(place)),
        Cell(text, note=answer.note),
        Cell(label_of(answer.result), _MARKS[answer.result]),
        Cell(f"{answer.reading} {unit}".strip()),
        Cell(limits),
        Cell(report.name(answer.by)),
        Cell(report.when(answer.by.at)),
    )


def _limits(item: TemplateItem) -> str:
    limits = describe_limits(item.reading) if item.reading else ""
    return f"{limits} {item.reading.unit}".strip() if item.reading and limits else ""


def _verification(report: FaultReport, said: Verification) -> Iterator[Block]:
    """Both legs, and who signed them with which key."""
    columns = (Column(_("Verification"), "narrow"), Column(_("Result"), "narrow"), Column(_("What was said"), "wide"))
    checked = _("checked by {name}").format(name=report.by(said.by))
    is_accepted = said.user is UserVerdict.ACCEPTED
    yield Table(
        "",
        columns,
        (
            (
                Cell(_("System")),
                Cell(label_of(said.system), "good" if said.system is SystemCheck.PASS else "bad"),
                Cell(f"{checked}; {_same_person()}" if said.is_by_fixer else checked),
            ),
            (
                Cell(_("User")),
                Cell(label_of(said.user), "good" if is_accepted else "bad", note=_rating(said)),
                Cell(said.user_words, note=_heard(report, said)),
            ),
        ),
    )
    if said.signature:
        yield _signature(said.signature)


def _signature(signature: Signature) -> FactList:
    owner = _("the signer's own key") if signature.key_owner == "person" else _("the key of the machine")
    return FactList(
        (
            Fact(_("Signed by"), _("{name}, {role}").format(name=signature.signer, role=label_of(signature.role))),
            Fact(_("Signed with"), owner),
            Fact(_("Public key"), signature.public_key),
            Fact(_("Signed digest"), signature.digest),
        ),
        are_long=True,
    )


def _same_person() -> str:
    return _("the same person put the solution in place")


def _heard(report: FaultReport, said: Verification) -> str:
    """Say from whom and how the user's words came."""
    how = label_of_text(ContactWay, said.how)
    if report.user_information_is_left_out or not said.told_by:
        return how
    return _("{name}, {how}").format(name=said.told_by, how=how)


def _told_by(report: FaultReport, said: Verification) -> str:
    return "" if report.user_information_is_left_out else said.told_by


def _rating(said: Verification) -> str:
    return _("{rating} of 5").format(rating=said.rating) if said.rating is not None else ""
