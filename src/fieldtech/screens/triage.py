"""The triage of a fault: one question a screen, back and forth without loss, and a summary before it is recorded."""

import asyncio

import msgspec
from textual import on, work

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.faults import REASSESS, Fault
from fieldtech.domain.words import Nature
from fieldtech.screens.kept_words import kept_words
from fieldtech.screens.triage_answers import answer_to, priority_made, triage_of, with_answer
from fieldtech.screens.triage_offers import known_about
from fieldtech.screens.triage_page import TriagePage
from fieldtech.screens.triage_priority import OverrideDialog
from fieldtech.screens.triage_steps import CAUSE, SUMMARY, URGENCY, WHAT, WHOM, WORK, CauseStep
from fieldtech.screens.typed_values import chosen_or_none
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.likeness import similar_faults
from fieldtech.text import _
from fieldtech.widgets.triage_seen import SeenBefore
from fieldtech.workflow.triage import triage_fault

REST_SECONDS = 0.4
"""How long the typing of a cause rests before it is searched for."""
TO_BE_ASSESSED = ("reported", REASSESS)
"""In these states a fault is triaged; later its classification is corrected on one sheet."""
_ASKED_AT = {
    "nature": WHAT, "category": WHAT, "impact": WHOM, "urgency": URGENCY, "priority": URGENCY,
    "because": URGENCY, "cause": CAUSE, "plan": CAUSE, "mode": WORK, "assignee": WORK, "template": SUMMARY,
}  # fmt: skip
"""The step that a refusal leads to, by what it names."""


class TriageScreen(TriagePage):
    """What a fault is, whom it hits, how soon; why, who, by which list. Gives the assessed fault, or None."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self._seen_for: tuple[str, str, str] | None = None
        self._taken: dict[str, str] = {}
        self._is_recording = False

    async def reload(self) -> None:
        """Read what stands around the fault; where somebody else assessed it meanwhile, there is nothing to ask."""
        fault = await self.read(find_fault, self.fault.number)
        known = await self.read(known_about, fault) if fault else None
        if known is None or self._is_recording or not self.is_current:
            return
        if known.fault.state not in TO_BE_ASSESSED:
            self.tell(_("{number} was assessed meanwhile.").format(number=known.fault.number))
            self.dismiss(None)
            return
        self.fault, self._known = known.fault, known
        self._show()

    @on(SeenBefore.TakenOver)
    def take_over(self, event: SeenBefore.TakenOver) -> None:
        """Begin with the cause and the plan of another fault; own words stay before them."""
        texts = self.texts
        plan = event.fault.plan or event.fault.solution
        for word, text, between in (("cause", event.fault.cause, "; "), ("plan", plan, "\n")):
            own = self._own(word).removesuffix(between)
            self._taken[word] = text
            texts = with_answer(texts, word, between.join(part for part in (own, text) if part))
        self.texts = texts
        self._in_front.fill(texts)
        if isinstance(self._in_front, CauseStep):
            self._in_front.fields[0].control.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let pass what makes sense at this step."""
        if action in ("go_on", "sum_up", "record"):
            return (action == "record") == (self.step == SUMMARY)
        if action == "override":
            return self.step == URGENCY and priority_made(self.texts, self.store.settings) is not None
        if action == "go_beside":
            return self.step in (WHAT, WORK)
        return super().check_action(action, parameters)

    @work
    async def action_override(self) -> None:
        """Ask which priority instead, and why."""
        dialog = OverrideDialog(self.fault, self.texts, self.store.settings)
        kept = kept_words(self.app)
        dialog.put_back(await kept.of(*dialog.kept_as))
        said = await self.app.push_screen_wait(dialog)
        if said is not None:
            kept.forget(*dialog.kept_as)
            self.texts = {**self.texts, "priority": said.priority or "", "because": said.because}

    @work
    async def action_record(self) -> None:
        """Record what the summary says."""
        if self._is_recording:
            return
        self._is_recording = True
        self._collect()
        try:
            said = triage_of(self.texts, self.fault, self.store.settings, self._template)
            fault = await asyncio.to_thread(triage_fault, self.store, self.fault.number, said)
        except RuleViolation as refusal:
            self._is_recording = False
            self._show_refusal(refusal)
        except FieldTechError as error:
            self._is_recording = False
            self.tell_refusal(error)
        else:
            kept_words(self.app).forget(*self._kept_as)
            self.app.tell_growth()
            self.dismiss(fault)

    def look_for_seen(self) -> None:
        """Look for what was like it, anew where the category or the cause is another one."""
        asked = (self.texts["nature"], answer_to(self.texts, "category"), self._own("cause").strip())
        if asked != self._seen_for:
            self._look_for(asked)

    def _own(self, word: str) -> str:
        """Give what was typed before what was taken over."""
        return self.texts[word].removesuffix(self._taken.get(word, ""))

    @work(exclusive=True, group="alike")
    async def _look_for(self, asked: tuple[str, str, str]) -> None:
        if self._seen_for is not None and asked[2] != self._seen_for[2]:
            await asyncio.sleep(REST_SECONDS)
        nature = chosen_or_none(self.texts, "nature", Nature)
        facts = msgspec.structs.replace(self.fault.facts, nature=nature, category=asked[1])
        seen = await self.read(similar_faults, facts, cause=asked[2], besides=self.fault.id)
        self._seen_for = asked
        self.query_one(SeenBefore).faults = seen or ()

    def _show_refusal(self, refusal: RuleViolation) -> None:
        steps = [_ASKED_AT[word] for word in refusal.missing if word in _ASKED_AT]
        if steps:
            self.step = steps[0]
        self._tell(str(refusal))
