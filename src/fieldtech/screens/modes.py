"""The modes of the program, each with its key; a new mode is one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from fieldtech.screens.exchange import ExchangeScreen
from fieldtech.screens.plan import PlanScreen
from fieldtech.screens.queue import QueueScreen
from fieldtech.screens.records import RecordsScreen
from fieldtech.text import N_


@dataclass(frozen=True, slots=True)
class Mode:
    """A part of the program that one goes to by a number key."""

    name: str
    key: str
    label: str
    """Marked for translation."""
    tooltip: str
    """Marked for translation."""
    screen: Callable[[], Screen[Any]]

    @property
    def binding(self) -> Binding:
        """The key that leads there."""
        action = f"go_to('{self.name}')"
        return Binding(self.key, action, self.label, show=False, tooltip=self.tooltip, id=f"app.{self.name}")


ALL_MODES = (
    Mode("queue", "1", N_("Queue"), N_("Go to the queue."), QueueScreen),
    Mode("plan", "2", N_("Planned work"), N_("Go to the calendars of planned work."), PlanScreen),
    Mode("records", "4", N_("Records"), N_("Go to the records of all faults, closed ones too."), RecordsScreen),
    Mode("exchange", "5", N_("Exchange"), N_("Go to the other machines, and what goes between them."), ExchangeScreen),
)
