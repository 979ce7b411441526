"""The steps of a fault's life, in one registry: their keys, words and guards, the same on every screen."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic

from textual import work
from textual.binding import ActiveBinding, Binding, BindingType

from fieldtech.domain import fault_endings as endings
from fieldtech.domain import fault_rules as rules
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import REASSESS, Fault
from fieldtech.screens import record_actions as records
from fieldtech.screens import step_actions as actions
from fieldtech.screens.base import Answer
from fieldtech.screens.step_place import StepPlace
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.text import N_

Guard = Callable[[Store, Fault], None]
"""Refuses with what is missing, before anything is asked."""
Take = Callable[[StepPlace[Any], Fault], Awaitable[None]]

_BEFORE_THE_END = frozenset({"reported", REASSESS, "assessed", "in-progress", "pending", "implemented", "verified"})
_UNSOLVED = frozenset({"reported", REASSESS, "assessed", "in-progress"})
_UNDER_WAY = frozenset({"assessed", "in-progress", "pending"})
_ENDED = frozenset({"closed", "cancelled", "duplicate"})
_ALL = frozenset(rules.STATE_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a fault's life."""

    name: str
    key: str
    label: str
    """A word or two, marked for translation."""
    tooltip: str
    """A sentence, marked for translation."""
    states: frozenset[str]
    """The states of a fault in which it makes sense; elsewhere its key says why not."""
    take: Take
    guard: Guard = lambda _store, _fault: None

    @property
    def binding_id(self) -> str:
        """The id under which its key is remapped."""
        return f"fault.{self.name}"


def _check_can_verify(store: Store, fault: Fault) -> None:
    rules.check_can_verify(fault, {})
    rules.check_fixer_may_verify(fault, store.actor, store.settings.fixer_may_verify)


# fmt: off
STEPS: tuple[Step, ...] = (
    Step(name="assess", key="a", label=N_("Assess"), take=actions.assess,
         tooltip=N_("Say what it is, whom it hits and how soon it hurts; that makes its priority."),
         states=frozenset({"reported", REASSESS}), guard=lambda _s, fault: rules.check_can_assess(fault, {})),
    Step(name="start", key="s", label=N_("Start"), take=actions.start,
         tooltip=N_("Begin the work, on site or remote."), states=frozenset({"assessed"}),
         guard=lambda _s, fault: rules.check_can_start(fault)),
    Step(name="resume", key="s", label=N_("Go on"), take=actions.resume,
         tooltip=N_("Go on with a fault that waited."), states=frozenset({"pending"}),
         guard=lambda _s, fault: rules.check_can_resume(fault)),
    Step(name="checks", key="c", label=N_("Checks"), take=actions.check,
         tooltip=N_("Go to the checks; in front of them, add a checklist."), states=_UNDER_WAY | {"implemented"},
         guard=lambda _s, fault: rules.check_can_use_checklist(fault)),
    Step(name="plan", key="l", label=N_("Plan"), take=actions.plan,
         tooltip=N_("Write the solution plan; for an important fault it is mandatory."), states=_UNDER_WAY,
         guard=lambda _s, fault: rules.check_can_plan(fault)),
    Step(name="implement", key="i", label=N_("In place"), take=actions.implement,
         tooltip=N_("Report the solution in place."), states=frozenset({"in-progress"}),
         guard=lambda _s, fault: rules.check_can_implement(fault)),
    Step(name="verify", key="v", label=N_("Verify"), take=actions.verify,
         tooltip=N_("Sign off by the check of the system and the user's own words."),
         states=frozenset({"implemented"}), guard=_check_can_verify),
    Step(name="close", key="C", label=N_("Close"), take=actions.close,
         tooltip=N_("Close it, once its report is complete."), states=frozenset({"verified"}),
         guard=lambda _s, fault: endings.check_can_close(fault, "-")),
    Step(name="tell", key="t", label=N_("Tell"), take=records.tell,
         tooltip=N_("Record what the user was told, when and how."), states=_BEFORE_THE_END),
    Step(name="note", key="m", label=N_("Note"), take=records.note,
         tooltip=N_("Write down what was done or seen."), states=_BEFORE_THE_END),
    Step(name="pend", key="p", label=N_("Pend"), take=actions.pend,
         tooltip=N_("Let it wait, with a reason that may stop the clocks."), states=_UNSOLVED,
         guard=lambda _s, fault: rules.check_can_pend(fault)),
    Step(name="restore", key="R", label=N_("Restored"), take=actions.restore,
         tooltip=N_("The service is back by a workaround: restored, not resolved."),
         states=_UNSOLVED | {"pending"}, guard=lambda _s, fault: rules.check_can_record(fault)),
    Step(name="time", key="T", label=N_("Time"), take=records.time,
         tooltip=N_("Record working time."), states=_BEFORE_THE_END,
         guard=lambda _s, fault: rules.check_can_record(fault)),
    Step(name="part", key="P", label=N_("Part"), take=records.part,
         tooltip=N_("Record a part that was built in, with its serial numbers."), states=_BEFORE_THE_END,
         guard=lambda _s, fault: rules.check_can_record(fault)),
    Step(name="attach", key="F", label=N_("File"), take=records.attach,
         tooltip=N_("Keep a file or a pasted text with the fault."), states=_BEFORE_THE_END),
    Step(name="save_file", key="S", label=N_("Save file"), take=records.save_file,
         tooltip=N_("Write a file that is kept with the fault into a folder."), states=_ALL),
    Step(name="report", key="W", label=N_("Write report"), take=records.write_report,
         tooltip=N_("Write the fault handling report into a folder, to print or to file."),
         states=frozenset({"implemented", "verified", "closed"})),
    Step(name="assign", key="A", label=N_("Assign"), take=actions.assign,
         tooltip=N_("Give it to somebody, or give it back."), states=_BEFORE_THE_END,
         guard=lambda _s, fault: rules.check_can_assign(fault)),
    Step(name="edit", key="e", label=N_("Edit"), take=actions.edit,
         tooltip=N_("Correct its facts, or go on with a draft."), states=_BEFORE_THE_END | {"draft"},
         guard=lambda _s, fault: rules.check_can_edit(fault, "-")),
    Step(name="why", key="w", label=N_("Why"), take=actions.why,
         tooltip=N_("Say why it stands where it stands, and how its clocks run."), states=_ALL),
    Step(name="duplicate", key="D", label=N_("Duplicate"), take=actions.duplicate,
         tooltip=N_("Point to the fault that it repeats."), states=_UNSOLVED | {"draft", "pending"}),
    Step(name="cancel", key="X", label=N_("Cancel"), take=actions.cancel,
         tooltip=N_("End it without a solution, with the reason."), states=_UNSOLVED | {"draft", "pending"},
         guard=lambda _s, fault: endings.check_can_cancel(fault, "-")),
    Step(name="reopen", key="O", label=N_("Reopen"), take=actions.reopen,
         tooltip=N_("Take up again what was closed or cancelled."), states=_ENDED,
         guard=lambda store, fault: endings.check_can_reopen(fault, "-", store.now(), store.settings.reopen_days)),
)
# fmt: on
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}
STEP_OF_COMMAND: Mapping[str, str] = {"plan-solution": "plan", "tick": "checks"}
"""The steps that are called otherwise than the command that does the same."""


def step_of(command: str) -> Step | None:
    """Find the step that does what a command does; None: no step does."""
    return BY_NAME.get(STEP_OF_COMMAND.get(command, command))


def step_bindings() -> list[BindingType]:
    """Bind each step to its key, in the order in which a fault lives."""
    return [
        Binding(step.key, f"take_step('{step.name}')", step.label, tooltip=step.tooltip, id=step.binding_id)
        for step in STEPS
    ]


async def take_step(screen: StepPlace[Any], step: Step, fault: Fault) -> None:
    """Take a step: refuse by its guard before anything is asked, ask, record; to be called in a worker."""
    try:
        step.guard(screen.store, fault)
    except RuleViolation as refusal:
        screen.tell_refusal(refusal)
        return
    await step.take(screen, fault)


class StepScreen(StepPlace[Answer], Generic[Answer]):
    """A screen whose keys take the steps of the fault under the cursor; only those that make sense are shown."""

    BINDINGS: ClassVar[list[BindingType]] = step_bindings()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now; the steps that make no sense in this state stay bound, to say why, but unseen."""
        return {key: self._shown(active) for key, active in super().active_bindings.items()}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the one of two steps on a key pass that makes sense now."""
        if action != "take_step":
            return super().check_action(action, parameters)
        step = BY_NAME[str(parameters[0])]
        rivals = [each for each in STEPS if each.key == step.key and each is not step]
        return not any(self.step_state in rival.states for rival in rivals)

    @work
    async def action_take_step(self, name: str) -> None:
        """Take a step with the fault under the cursor."""
        number = self.step_number
        fault = await self.read(find_fault, number) if number else None
        if fault is not None:
            await take_step(self, BY_NAME[name], fault)

    def _shown(self, active: ActiveBinding) -> ActiveBinding:
        step = BY_NAME.get((active.binding.id or "").removeprefix("fault."))
        if step is None or self.step_state in step.states:
            return active
        return active._replace(binding=dataclasses.replace(active.binding, show=False))
