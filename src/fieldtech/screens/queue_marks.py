"""Marking faults in the queue, and the keys that act on all that are marked."""

import dataclasses
from collections.abc import Mapping

from textual import work
from textual.binding import ActiveBinding
from textual.worker import Worker

from fieldtech.screens.fault_lists import FaultListScreen
from fieldtech.screens.queue_several import ACTS, MOST_MARKED, act_on_marked, tell_outcome
from fieldtech.store.views.queue_order import queue_rows
from fieldtech.text import _
from fieldtech.widgets.fault_list import FaultList
from fieldtech.widgets.key_names import key_of
from fieldtech.workflow.several import Outcome

KEYS_OF_MARKED = ("fault.assign", "fault.note", "fault.pend", "queue.take", "queue.unmark", "list.mark", "list.open")
"""The bindings that matter most where faults are marked."""


class MarkingScreen(FaultListScreen):
    """A screen with a list in which faults can be marked for one act on all of them; it binds the keys."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to mark where there is something, and to take marks away where there are some."""
        if action == "unmark":
            return bool(self.marked)
        if action == "mark_all":
            return self.query_one(FaultList).count > 0
        return super().check_action(action, parameters)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now; where faults are marked, those that act on them say so, other steps are unseen."""
        bindings = super().active_bindings
        return {key: self._of_marked(active) for key, active in bindings.items()} if self.marked else bindings

    def action_take_step(self, name: str) -> Worker[None]:
        """Take a step with the fault under the cursor, or with those that are marked."""
        is_for_one = not self.marked or name == "why"
        return super().action_take_step(name) if is_for_one else self._take_step_with_marked(name)

    @work
    async def _take_step_with_marked(self, name: str) -> None:
        if name in ACTS:
            await self.follow_outcome(await act_on_marked(self, name, tuple(self.marked.values())))
        else:
            keys = {word: key_of(self, word) for word in ("fault.assign", "fault.note", "fault.pend", "queue.unmark")}
            words = _("Faults are marked: {assign}, {note} and {pend} act on them, {unmark} takes the marks away.")
            self.tell(words.format(**{word.partition(".")[2]: key for word, key in keys.items()}))

    @work
    async def action_mark_all(self) -> None:
        """Mark all that are listed; where some are marked, none."""
        faults = self.query_one(FaultList)
        if self.marked or faults.count > MOST_MARKED:
            if not self.marked:
                self.tell(_("At most {n} can be marked at once: narrow the list first.").format(n=MOST_MARKED))
            faults.marked = {}
            return
        lines = await self.read(queue_rows, faults.order)
        faults.marked = {line.row: line.number for line in lines or ()}

    def action_unmark(self) -> None:
        """Take all marks away."""
        self.query_one(FaultList).marked = {}

    @property
    def marked(self) -> Mapping[int, str]:
        """The numbers of the marked faults, by their rows."""
        return self.query_one(FaultList).marked

    async def follow_outcome(self, outcome: Outcome | None) -> None:
        """Tell what came of an act; all stay marked for the next one, or those alone that were refused."""
        if outcome is None:
            return
        if outcome.refused:
            done, faults = frozenset(outcome.done), self.query_one(FaultList)
            faults.marked = {row: number for row, number in faults.marked.items() if number not in done}
        await tell_outcome(self, outcome)

    def _of_marked(self, active: ActiveBinding) -> ActiveBinding:
        """Say of a key that it acts on the marked faults, or hide the step that doesn't."""
        binding = active.binding
        name = (binding.id or "").removeprefix("fault.")
        if name in ACTS or binding.id == "queue.take":
            action = _("Take") if binding.id == "queue.take" else _(binding.description)
            word = _("{action} {n}").format(action=action, n=len(self.marked))
            binding = dataclasses.replace(binding, description=word, show=True)
        elif (binding.id or "").startswith("fault."):
            binding = dataclasses.replace(binding, show=False)
        return active._replace(binding=binding)
