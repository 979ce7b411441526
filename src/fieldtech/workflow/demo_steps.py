"""Each step of a story, recorded through the use case that a technician would use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import singledispatch

from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.words import Channel
from fieldtech.store import Store
from fieldtech.workflow import demo_step_kinds as kinds
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.checklists import add_checklist, answer_check, raise_from_check
from fieldtech.workflow.closing import cancel_fault, close_fault, mark_duplicate, reopen_fault
from fieldtech.workflow.demo_stories import Asset, Story, User
from fieldtech.workflow.handling import (
    add_note,
    add_time,
    attach_file,
    pend_fault,
    plan_solution,
    restore_service,
    resume_fault,
    start_fault,
    tell_user,
    use_part,
)
from fieldtech.workflow.reports import edit_fault, report_fault
from fieldtech.workflow.templates import load_templates
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution

MONITORING = {"en": "Monitoring", "zh": "监控系统"}
"""The reporter of what no person reports, by the language of the story."""


@dataclass(slots=True)
class Telling:
    """One fault that a story makes: who plays in it, and its number once it is reported."""

    story: Story
    parts: dict[kinds.Part, str]
    """The name of who plays each part."""
    user: User
    asset: Asset | None
    occurred: timedelta
    """How long before the report it began."""
    serials: tuple[str, str]
    """Of what comes out and what goes in."""
    steps: tuple[kinds.AnyStep, ...]
    """The story's steps, each check one of its own."""
    waits: tuple[float, ...]
    """For each step the minutes since the one before."""
    number: str = ""
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        old, new = self.serials
        self.words = {
            "asset": self.asset.name if self.asset else "",
            "user": self.user.name,
            "old": old,
            "new": new,
        }

    def say(self, text: str) -> str:
        """Put this fault's own names into a text of the story."""
        return text.format_map(self.words) if "{" in text else text

    def actor(self, step: kinds.Step) -> str:
        """Name who does a step."""
        return self.parts[step.by or step.BY]


def report(store: Store, telling: Telling) -> None:
    """Report the fault that a story begins with."""
    told, asset = telling.story, telling.asset
    has_device = told.channel in (Channel.MONITORING, Channel.INSPECTION)
    reporter = MONITORING[told.language] if told.channel is Channel.MONITORING else telling.parts["desk"]
    occurred = store.now() - telling.occurred
    facts = Facts(
        title=telling.say(told.title),
        description=telling.say(told.description) or None,
        channel=told.channel,
        reporter=reporter if has_device else telling.user.name,
        contact=None if has_device else telling.user.contact,
        occurred_at=None if "occurred" in told.untold else occurred,
        detected_at=store.now() - telling.occurred / 3 if told.channel is Channel.MONITORING else None,
        impact=None if "impact" in told.untold else told.impact,
        urgency=told.urgency,
        site=(asset.site if asset and asset.place else telling.user.site) or None,
        asset=asset.name if asset else None,
        place=told.place or (asset.place if asset else "") or telling.user.place,
        service=told.service or None,
    )
    telling.number = report_fault(store, facts, is_draft=told.is_draft).number


@singledispatch
def perform(step: kinds.Step, store: Store, telling: Telling) -> None:
    """Record one step; one registered function a kind."""
    raise NotImplementedError(type(step).__name__)


@perform.register
def _assess(step: kinds.Assess, store: Store, telling: Telling) -> None:
    assignees = {"fixer": telling.parts["fixer"], "nobody": None}
    said = Assessment(
        nature=telling.story.nature,
        urgency=step.urgency,
        category=telling.say(step.category or telling.story.category) or None,
        priority=step.priority,
        because=step.because,
        assignee=assignees.get(step.to, step.to),
        cause=telling.say(step.cause),
        due_at=store.now() + timedelta(days=step.due_in) if step.due_in else None,
    )
    assess_fault(store, telling.number, said)


@perform.register
def _assign(step: kinds.Assign, store: Store, telling: Telling) -> None:
    assign_fault(store, telling.number, step.to)
    telling.parts["fixer"] = step.to


@perform.register
def _start(step: kinds.Start, store: Store, telling: Telling) -> None:
    start_fault(store, telling.number, mode=step.mode)


@perform.register
def _pend(step: kinds.Pend, store: Store, telling: Telling) -> None:
    pend_fault(store, telling.number, step.reason, note=telling.say(step.note))


@perform.register
def _resume(_step: kinds.Resume, store: Store, telling: Telling) -> None:
    resume_fault(store, telling.number)


@perform.register
def _restore(step: kinds.Restore, store: Store, telling: Telling) -> None:
    restore_service(store, telling.number, telling.say(step.text))


@perform.register
def _plan(step: kinds.Plan, store: Store, telling: Telling) -> None:
    plan_solution(store, telling.number, telling.say(step.text), kind=step.kind)


@perform.register
def _note(step: kinds.Note, store: Store, telling: Telling) -> None:
    add_note(store, telling.number, telling.say(step.text))


@perform.register
def _time(step: kinds.Time, store: Store, telling: Telling) -> None:
    add_time(store, telling.number, step.minutes, note=telling.say(step.note))


@perform.register
def _part(step: kinds.PartUsed, store: Store, telling: Telling) -> None:
    old, new = telling.say(step.old_serial), telling.say(step.new_serial)
    use_part(store, telling.number, step.part, step.quantity, old_serial=old, new_serial=new)


@perform.register
def _tell(step: kinds.Tell, store: Store, telling: Telling) -> None:
    tell_user(store, telling.number, telling.say(step.text), how=step.how, whom=telling.say(step.whom))


@perform.register
def _attach(step: kinds.Attach, store: Store, telling: Telling) -> None:
    attach_file(store, telling.number, step.name, telling.say(step.text).encode())


@perform.register
def _add_list(step: kinds.AddList, store: Store, telling: Telling) -> None:
    add_checklist(store, telling.number, load_templates(None).named(step.template))


@perform.register
def _answer(step: kinds.Answer, store: Store, telling: Telling) -> None:
    reply = step.reply
    reading, note = telling.say(reply.reading), telling.say(reply.note)
    answer_check(store, telling.number, step.item, reply.result, reading=reading, note=note, checklist_id=step.template)


@perform.register
def _implement(step: kinds.Implement, store: Store, telling: Telling) -> None:
    implement_solution(store, telling.number, telling.say(step.text), step.code)


@perform.register
def _verify(step: kinds.Verify, store: Store, telling: Telling) -> None:
    verdict = Verdict(
        system=step.system,
        user=step.user,
        user_words=telling.say(step.words),
        rating=step.rating,
        how=step.how,
        told_by=telling.user.name,
    )
    verify_solution(store, telling.number, verdict)


@perform.register
def _close(step: kinds.Close, store: Store, telling: Telling) -> None:
    close_fault(store, telling.number, telling.say(step.root_cause), lessons=telling.say(step.lessons))


@perform.register
def _reopen(step: kinds.Reopen, store: Store, telling: Telling) -> None:
    reopen_fault(store, telling.number, telling.say(step.reason))


@perform.register
def _cancel(step: kinds.Cancel, store: Store, telling: Telling) -> None:
    cancel_fault(store, telling.number, telling.say(step.reason))


@perform.register
def _edit(step: kinds.Edit, store: Store, telling: Telling) -> None:
    facts = Facts(impact=step.impact, urgency=step.urgency, place=step.place)
    edit_fault(store, telling.number, facts, because=step.because)


def raise_fault(step: kinds.Raise, store: Store, telling: Telling) -> str:
    """Open a fault out of a check and return its number."""
    return raise_from_check(store, telling.number, step.item).number


def find_duplicate(step: kinds.Duplicate, store: Store, telling: Telling, number_of: Callable[[str], str]) -> None:
    """End a fault as the duplicate of another story's."""
    mark_duplicate(store, telling.number, number_of(step.of), reason=telling.say(step.reason))
