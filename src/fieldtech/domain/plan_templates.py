"""A template of plans: what is planned at sites of one sort, all said but when it begins and who does it."""

from datetime import time

import msgspec

from fieldtech.domain.checklists import Localised
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.words import DayOffPolicy, MaintenanceKind


class TemplatePlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of its plans."""

    title: Localised
    kind: MaintenanceKind
    rule: str
    at: time
    is_floating: bool = False
    days_off: DayOffPolicy = DayOffPolicy.KEEP
    window_before: int = 0
    window_after: int = 0
    minutes: int = 0
    template: str = ""
    """The checklist; empty: none."""
    notes: Localised = Localised()

    def facts(self) -> PlanFacts:
        """Say it as the facts of a plan, in the language in use."""
        return PlanFacts(
            title=self.title.text(),
            kind=self.kind,
            rule=self.rule,
            at=self.at,
            is_floating=self.is_floating,
            days_off=self.days_off,
            window_before=self.window_before,
            window_after=self.window_after,
            minutes=self.minutes,
            template=self.template or None,
            notes=self.notes.text() or None,
        )


class PlanTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is planned at sites of one sort."""

    id: str
    title: Localised
    about: Localised
    """For which sites it is."""
    plans: tuple[TemplatePlan, ...]
