"""Which priority a fault has, and why: the matrix, the override, and what holds before anyone has assessed (S3.2)."""

from fieldtech.config import PriorityTable
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import Impact, Priority, Urgency
from fieldtech.text import N_, _

_CAUTIOUS_URGENCY = Urgency.HIGH
"""A fault that nobody has judged must not wait for being called harmless."""
_KNOWN_IMPACT = Impact.PERSON
"""Where nobody told whom it hits, one person is all that is known: who reported it."""
_PRIORITIES = {
    Priority.URGENT: N_("urgent"),
    Priority.IMPORTANT: N_("important"),
    Priority.GENERAL: N_("general"),
}
_IMPACTS = {
    Impact.PERSON: N_("one person"),
    Impact.TEAM: N_("a team"),
    Impact.SITE: N_("a site"),
    Impact.ORGANISATION: N_("the organisation"),
}
_URGENCIES = {
    Urgency.HIGH: N_("high urgency"),
    Urgency.MEDIUM: N_("medium urgency"),
    Urgency.LOW: N_("low urgency"),
}


def suggest_priority(table: PriorityTable, impact: Impact, urgency: Urgency) -> Priority:
    """Look up the priority that an impact and an urgency make."""
    return Priority(table.priority_of(impact, urgency))


def provisional_priority(table: PriorityTable, impact: Impact | None, urgency: Urgency | None) -> Priority:
    """Say what a fault counts as until it is assessed: an unknown urgency is high, an unknown impact one person."""
    return suggest_priority(table, impact or _KNOWN_IMPACT, urgency or _CAUTIOUS_URGENCY)


def check_priority_override(
    table: PriorityTable, impact: Impact, urgency: Urgency, priority: Priority, because: str
) -> None:
    """Refuse a priority that is not the table's, unless a reason is given.

    Raises:
        RuleViolation: `because` is missing.
    """
    suggested = suggest_priority(table, impact, urgency)
    if priority is suggested or because.strip():
        return
    raise RuleViolation(
        _("{impact} and {urgency} make it {suggested}; calling it {priority} needs a reason.").format(
            impact=_capital(_(_IMPACTS[impact])),
            urgency=_(_URGENCIES[urgency]),
            suggested=_(_PRIORITIES[suggested]),
            priority=_(_PRIORITIES[priority]),
        ),
        ("because",),
    )


def priority_reason(
    table: PriorityTable,
    impact: Impact | None,
    urgency: Urgency | None,
    priority: Priority | None,
    because: str = "",
) -> str:
    """Explain in one sentence why a fault has its priority.

    Args:
        priority: What holds. None: not assessed yet, the provisional one.
        because: The reason that was given for another one than the table's.
    """
    if priority is None:
        return _provisional_reason(table, impact, urgency)
    if impact is None or urgency is None:
        return _("{priority}: that is what the report said.").format(priority=_capital(_(_PRIORITIES[priority])))
    made = suggest_priority(table, impact, urgency)
    sentence = _("{priority}: {impact}, {urgency}.") if priority is made else _overridden(because)
    return sentence.format(
        priority=_capital(_(_PRIORITIES[priority])),
        impact=_(_IMPACTS[impact]),
        urgency=_(_URGENCIES[urgency]),
        made=_(_PRIORITIES[made]),
        because=because.strip(),
    )


def _overridden(because: str) -> str:
    if because.strip():
        return _("{priority} instead of {made} ({impact}, {urgency}): {because}")
    return _("{priority} instead of {made} ({impact}, {urgency}); no reason was kept.")


def _provisional_reason(table: PriorityTable, impact: Impact | None, urgency: Urgency | None) -> str:
    sentence = _("{priority} until it is assessed: {impact}, {urgency}.")
    return sentence.format(
        priority=_capital(_(_PRIORITIES[provisional_priority(table, impact, urgency)])),
        impact=_(_IMPACTS[impact]) if impact else _("an unknown impact counts as one person"),
        urgency=_(_URGENCIES[urgency]) if urgency else _("an unknown urgency counts as high"),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
