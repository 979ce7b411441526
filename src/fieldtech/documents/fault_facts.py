"""The first parts of a fault handling report: what was reported, and how it was classified (PROCESS S3.1, S3.2)."""

from enum import StrEnum

from fieldtech.documents.blocks import Block, Fact, Section, Words, without_empty
from fieldtech.documents.fault_view import FaultReport
from fieldtech.domain.fault_rules import STATE_WORDS
from fieldtech.domain.faults import Fault
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Status
from fieldtech.text import _


def report_section(report: FaultReport) -> Section:
    """Tell what was reported, by whom, of what."""
    fault, facts = report.fault, report.fault.facts
    user = () if report.user_information_is_left_out else _reporter(fault)
    told = without_empty(
        Fact(_("State"), _state(fault)),
        Fact(_("Channel"), _label(facts.channel) or _not_told()),
        *user,
        Fact(_("Site"), facts.site or ""),
        Fact(_("Place"), facts.place or ""),
        Fact(_("Asset"), facts.asset or ""),
        Fact(_("Service"), facts.service or ""),
        Fact(_("Recorded"), report.by(fault.recorded)),
        Fact(_("Raised from"), _origin(fault)),
        Fact(_("Taken from"), _source(fault)),
    )
    return Section(_("Fault report"), (told, Words(_("Description"), facts.description or _not_told())))


def classification_section(report: FaultReport) -> Section:
    """Tell nature, priority and why it has that one."""
    fault, facts = report.fault, report.fault.facts
    told = without_empty(
        Fact(_("Nature"), _label(facts.nature)),
        Fact(_("Category"), _(facts.category) if facts.category else ""),
        Fact(_("Impact"), _label(facts.impact) or _not_told()),
        Fact(_("Urgency"), _label(facts.urgency)),
        Fact(_("Priority"), _label(fault.priority) or _("not assessed yet")),
        Fact(_("Handling"), _label(fault.mode)),
        Fact(_("Assessed"), report.by(fault.assessed_by)),
        Fact(_("Promised for"), report.when(fault.due_at)),
    )
    blocks: tuple[Block, ...] = (told,)
    if report.priority_reason:
        blocks = (*blocks, Words(_("Why this priority"), report.priority_reason))
    return Section(_("Classification and priority"), blocks)


def state_word(fault: Fault) -> str:
    """Say where the fault stands."""
    return _(STATE_WORDS.get(fault.state, fault.state))


def _state(fault: Fault) -> str:
    """Say what it waits for or why it ended; empty where one word says all."""
    word = state_word(fault)
    if fault.is_pending and fault.pending_reason:
        word = _("{state}, waiting for {reason}").format(state=word, reason=label_of(fault.pending_reason))
    if fault.duplicate_of:
        word = _("a duplicate of {number}").format(number=fault.duplicate_of)
    reason = fault.pending_note or (fault.end_reason if fault.status is Status.CANCELLED else "")
    if reason:
        return _("{state}: {reason}").format(state=word, reason=reason)
    return "" if word == state_word(fault) else word


def _reporter(fault: Fault) -> tuple[Fact, ...]:
    facts = fault.facts
    return (Fact(_("Reporter"), facts.reporter or _not_told()), Fact(_("Contact"), facts.contact or ""))


def _origin(fault: Fault) -> str:
    if fault.origin is None:
        return ""
    return _("a check of {number}").format(number=fault.origin.number)


def _source(fault: Fault) -> str:
    if fault.source is None:
        return ""
    return _("{source}, {key}").format(source=fault.source.name, key=fault.source.key)


def _label(word: StrEnum | None) -> str:
    return label_of(word) if word is not None else ""


def _not_told() -> str:
    return _("not told")
