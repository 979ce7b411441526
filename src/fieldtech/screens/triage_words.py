"""What a triage has come to, in words: so far, what it gives and promises, and the whole before it is recorded."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import msgspec
from textual.content import Content

from fieldtech.domain.assessments import priority_reason
from fieldtech.domain.checklists import Template
from fieldtech.domain.clocks import Clock, ClockKind
from fieldtech.domain.fault_clocks import ClockRules, fault_clocks
from fieldtech.domain.faults import Fault
from fieldtech.domain.instants import duration_words, in_words, local_text, weekday_word
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Impact, Mode, Nature, Priority, Urgency
from fieldtech.screens.triage_answers import answer_to, priority_held, priority_made
from fieldtech.screens.typed_values import chosen_or_none
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.triage_outcome import OutcomeLine

_MEANINGS = {Priority.URGENT: "late", Priority.IMPORTANT: "soon", Priority.GENERAL: "done"}
_FOLLOWS = {
    Priority.URGENT: N_("bring the service back first; a workaround counts as restored"),
    Priority.IMPORTANT: N_("needs a written plan before the solution counts as in place"),
    Priority.GENERAL: N_("goes by its place in the queue; a checklist is its routine"),
}
"""What each priority demands of the handling (PROCESS S3.3)."""
_CLOCKS = {
    ClockKind.ACKNOWLEDGE: N_("Acknowledge"),
    ClockKind.RESTORE: N_("Restore"),
    ClockKind.RESOLVE: N_("Resolve"),
    ClockKind.WORD: N_("User told by"),
}
_NAMED_BY_WEEKDAY = timedelta(days=6)
_NEAR = timedelta(hours=12)


def reported_words(fault: Fault) -> Content:
    """Say who reported what, and where it is."""
    facts = fault.facts
    about = (facts.reporter, facts.asset, facts.place, facts.service)
    return Content.assemble(
        " · ".join(one_line(word) for word in about if word), "\n", (one_line(facts.description or ""), "$quiet")
    )


class Told:
    """The words for the answers given so far, at an instant."""

    def __init__(self, fault: Fault, texts: Texts, rules: ClockRules, now: datetime) -> None:
        self._fault, self._texts, self._rules, self._now = fault, texts, rules, now
        self._made, self._held = priority_made(texts, rules.settings), priority_held(texts, rules.settings)

    def in_short(self) -> Iterator[OutcomeLine]:
        """Say what was answered, and the priority with the time to solve it in."""
        yield OutcomeLine(_("So far"), self.so_far() or _("nothing yet"), meaning="" if self.so_far() else "quiet")
        if self._held is None:
            yield self._provisional()
            return
        resolve = next(clock for clock in self._clocks() if clock.kind is ClockKind.RESOLVE)
        yield OutcomeLine(_("Gives"), self._limit(resolve), _capitals(self._held), _MEANINGS[self._held])
        yield OutcomeLine("", _(_FOLLOWS[self._held]), meaning="quiet")

    def with_promises(self) -> Iterator[OutcomeLine]:
        """Say why it has the priority, and what is promised by when."""
        yield OutcomeLine(_("So far"), self.so_far())
        if self._held is None:
            yield self._provisional()
            return
        yield self._given()
        for clock in self._clocks():
            yield OutcomeLine(_(_CLOCKS[clock.kind]), *self._promise(clock))
        yield OutcomeLine(_("Then"), _(_FOLLOWS[self._held]))

    def as_whole(self, template: Template | None) -> Iterator[OutcomeLine]:
        """Say all that is recorded next."""
        texts = self._texts
        yield OutcomeLine(_("It is"), self._what())
        if self._held is not None:
            yield self._given()
            yield OutcomeLine(_("Promised"), self._promises())
        yield OutcomeLine(_("Cause"), one_line(texts["cause"]) or _("not known yet"), is_cut=True)
        yield self._plan()
        mode = chosen_or_none(texts, "mode", Mode)
        place = label_of(mode) if mode else _("on site or remote is said at the start")
        who = texts["assignee"].strip() or _("nobody yet")
        yield OutcomeLine(_("Work"), f"{who} · {place}")
        checks = (
            _("{title}, {count} checks").format(title=template.title.text(), count=len(template.items))
            if template
            else _("none")
        )
        yield OutcomeLine(_("Checklist"), checks, is_cut=True)

    def so_far(self) -> str:
        """Put the answers one after the other."""
        impact = chosen_or_none(self._texts, "impact", Impact)
        urgency = chosen_or_none(self._texts, "urgency", Urgency)
        parts = (
            self._what(),
            label_of(impact) if impact else "",
            _("urgency {word}").format(word=label_of(urgency)) if urgency else "",
        )
        return " · ".join(part for part in parts if part)

    def _what(self) -> str:
        nature = chosen_or_none(self._texts, "nature", Nature)
        category = answer_to(self._texts, "category").strip()
        return " / ".join(
            part for part in (label_of(nature) if nature else "", _(category) if category else "") if part
        )

    def _provisional(self) -> OutcomeLine:
        impact = chosen_or_none(self._texts, "impact", Impact)
        urgency = chosen_or_none(self._texts, "urgency", Urgency)
        reason = priority_reason(self._rules.settings.priority_table, impact, urgency, None)
        return OutcomeLine(_("Counts as"), reason, meaning="quiet")

    def _given(self) -> OutcomeLine:
        assert self._held is not None and self._made is not None
        if self._held is self._made:
            impact = label_of(Impact(self._texts["impact"]))
            urgency = label_of(Urgency(self._texts["urgency"]))
            why = _("because it hits {impact}, with urgency {urgency}").format(impact=impact, urgency=urgency)
        else:
            why = _("instead of {made}: {because}").format(
                made=label_of(self._made), because=one_line(self._texts["because"])
            )
        return OutcomeLine(_("Gives"), why, _capitals(self._held), _MEANINGS[self._held])

    def _clocks(self) -> tuple[Clock, ...]:
        """Read the clocks of the fault as it would be."""
        facts = msgspec.structs.replace(self._fault.facts, priority=self._held)
        supposed = msgspec.structs.replace(
            self._fault,
            facts=facts,
            assessed_by=self._fault.assessed_by or self._fault.recorded,
            acknowledged_at=self._fault.acknowledged_at or self._now,
        )
        return fault_clocks(supposed, self._rules, self._now)

    def _limit(self, clock: Clock) -> str:
        if clock.due_at is None or clock.target is None:
            return _("no time limit to solve it in")
        within = (
            _("solved within {time}: {instant}")
            if clock.around_the_clock
            else _("solved within {time} of working time: {instant}")
        )
        return within.format(time=duration_words(clock.target), instant=self._instant(clock.due_at))

    def _promise(self, clock: Clock) -> tuple[str, str, str]:
        """Give text, weight and meaning."""
        if clock.due_at is None:
            return _("no time limit"), "", "quiet"
        if clock.stopped is None:
            return self._near_instant(clock.due_at), "", "late" if clock.due_at < self._now else ""
        if clock.stopped <= clock.due_at:
            return _("{instant}: kept").format(instant=self._instant(clock.due_at)), "", "done"
        return _("{instant}: missed").format(instant=self._instant(clock.due_at)), "", "late"

    def _promises(self) -> str:
        running = (clock for clock in self._clocks() if clock.stopped is None and clock.due_at is not None)
        words = (f"{_(_CLOCKS[clock.kind])} {self._instant(clock.due_at)}" for clock in running if clock.due_at)
        return " · ".join(words) or _("nothing")

    def _plan(self) -> OutcomeLine:
        plan = one_line(self._texts["plan"])
        if plan:
            return OutcomeLine(_("Plan"), plan, is_cut=True)
        if self._held is Priority.IMPORTANT:
            return OutcomeLine(_("Plan"), _("mandatory, still to be written"), meaning="soon")
        return OutcomeLine(_("Plan"), _("none"))

    def _instant(self, instant: datetime) -> str:
        zone: tzinfo = self._rules.calendar.zone
        if abs(instant - self._now) < _NAMED_BY_WEEKDAY:
            return f"{weekday_word(instant, zone)} {instant.astimezone(zone):%H:%M}"
        return local_text(instant, zone)

    def _near_instant(self, due: datetime) -> str:
        instant = self._instant(due)
        if due - self._now >= _NEAR:
            return instant
        words = in_words(due, self._now, self._rules.calendar.zone)
        return _("{instant}, {distance}").format(instant=instant, distance=words)


def _capitals(priority: Priority) -> str:
    return label_of(priority).upper()
