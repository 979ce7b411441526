"""A morning's queue, told through the use cases: faults of every state, in two languages, seen at NOON."""

from collections.abc import Callable
from datetime import timedelta

from fieldtech.domain.faults import Fault
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    ResolutionCode,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.store import Store
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.checklists import add_checklist, answer_check
from fieldtech.workflow.handling import add_note, pend_fault, plan_solution, start_fault, tell_user
from fieldtech.workflow.reports import report_fault
from fieldtech.workflow.templates import load_templates
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution
from tests.screens.stage import NOON, Clock, whole_facts

ME = "Li Wei"


def tell_stories(store: Store, clock: Clock) -> dict[str, str]:
    """Record the morning, and put the clock back to NOON.

    Returns:
        The faults' numbers by their names.
    """
    numbers = {}
    for tell in STORIES:
        clock.now = NOON
        numbers[tell.__name__] = tell(store, clock).number
    clock.now = NOON
    return numbers


def dark_switch(store: Store, clock: Clock) -> Fault:
    """An urgent outage, worked on, its user not told for long."""
    clock.move(minutes=-375)
    fault = _report(
        store,
        clock,
        title="Core switch SW-03 dark",
        place="R2 / 14U",
        asset="SW-03",
        contact="ext. 4417",
        occurred_at=clock.now - timedelta(minutes=15),
    )
    clock.move(minutes=10)
    _assess(store, fault, Nature.NETWORK, Urgency.HIGH, "power supply dead")
    start_fault(store, fault.number, mode=Mode.ON_SITE)
    plan_solution(store, fault.number, "Replace the power supply, then the fan tray.")
    add_checklist(store, fault.number, load_templates(None).named("switch-replace"))
    _answer_some(store, fault, 3)
    clock.move(minutes=20)
    tell_user(store, fault.number, "A spare is on its way.", how="phone", whom="Wang Fang")
    return add_note(store, fault.number, "The spare fits, but its fan tray is missing.")


def raid(store: Store, clock: Clock) -> Fault:
    """An important fault, assessed, nobody's, due within the hour."""
    clock.move(minutes=-440)
    fault = _report(
        store,
        clock,
        title="RAID degraded on DB-1, disk 4",
        place="R4 / 03U",
        asset="DB-1",
        impact=Impact.SITE,
        channel=Channel.MONITORING,
        reporter="Zabbix",
    )
    clock.move(minutes=15)
    return _assess(store, fault, Nature.HARDWARE, Urgency.MEDIUM, "")


def login_loop(store: Store, clock: Clock) -> Fault:
    """It waits for its user."""
    clock.move(hours=-5)
    fault = _report(store, clock, title="Payroll: login loop after update", place="Finance", impact=Impact.TEAM)
    _assess(store, fault, Nature.SOFTWARE, Urgency.MEDIUM, "session cookie refused")
    start_fault(store, fault.number, mode=Mode.REMOTE)
    return pend_fault(store, fault.number, PendingReason.USER, note="back from lunch at 15:00")


def dripping(store: Store, clock: Clock) -> Fault:
    """Reported in Chinese, not assessed yet."""
    clock.move(minutes=-25)
    return _report(
        store,
        clock,
        title="机房空调滴水, 靠近 R2 机柜",
        place="机房 A",
        reporter="王芳",
        impact=Impact.SITE,
        description="空调下方有积水, 约一平方米。",
    )


def streaks(store: Store, clock: Clock) -> Fault:
    """A general fault with time."""
    clock.move(hours=-2)
    fault = _report(
        store, clock, title="Printer 2F streaks", place="2F East", impact=Impact.PERSON, reporter="Chen Jing"
    )
    return _assess(store, fault, Nature.HARDWARE, Urgency.LOW, "")


def mailbox(store: Store, clock: Clock) -> Fault:
    """A failed verification: to be assessed again."""
    clock.move(hours=-6)
    fault = _report(store, clock, title="Mailbox of the director can't be opened", place="5F", impact=Impact.PERSON)
    _assess(store, fault, Nature.SOFTWARE, Urgency.MEDIUM, "profile damaged")
    start_fault(store, fault.number, mode=Mode.REMOTE)
    implement_solution(store, fault.number, "New profile.", ResolutionCode.CONFIGURATION)
    said = "It opens, but the calendar is empty."
    return verify_solution(store, fault.number, _verdict(UserVerdict.PARTLY, said))


def patched(store: Store, clock: Clock) -> Fault:
    """In place, to be verified."""
    clock.move(hours=-4)
    fault = _report(
        store, clock, title="VPN drops every 10 minutes", place="Remote", impact=Impact.TEAM, reporter="Zhou Yan"
    )
    _assess(store, fault, Nature.NETWORK, Urgency.LOW, "MTU")
    start_fault(store, fault.number, mode=Mode.REMOTE)
    return implement_solution(store, fault.number, "MTU set to 1400.", ResolutionCode.CONFIGURATION)


def signed(store: Store, clock: Clock) -> Fault:
    """Verified, to be closed."""
    clock.move(hours=-7)
    fault = _report(store, clock, title="Projector in the board room stays blue", place="7F", impact=Impact.TEAM)
    _assess(store, fault, Nature.HARDWARE, Urgency.LOW, "cable")
    start_fault(store, fault.number, mode=Mode.ON_SITE)
    implement_solution(store, fault.number, "Cable replaced.", ResolutionCode.HARDWARE_REPLACEMENT)
    return verify_solution(store, fault.number, _verdict(UserVerdict.ACCEPTED, "Works."))


def others(store: Store, clock: Clock) -> Fault:
    """A colleague's, which the usual list leaves out."""
    clock.move(hours=-1)
    fault = _report(store, clock, title="Badge reader at the gate slow", place="Gate", impact=Impact.PERSON)
    return assign_fault(store, fault.number, "Zhao Min")


def scribbled(store: Store, clock: Clock) -> Fault:
    """A draft."""
    clock.move(minutes=-5)
    return _report(store, clock, title="Call from 3F, no details", reporter="", place="3F", is_draft=True)


STORIES: tuple[Callable[[Store, Clock], Fault], ...] = (
    dark_switch, raid, login_loop, dripping, streaks, mailbox, patched, signed, others, scribbled,
)  # fmt: skip


def _report(store: Store, clock: Clock, *, is_draft: bool = False, **said: object) -> Fault:
    told = {"occurred_at": clock.now - timedelta(minutes=10), **said}
    return report_fault(store, whole_facts(**told), is_draft=is_draft)


def _assess(store: Store, fault: Fault, nature: Nature, urgency: Urgency, cause: str) -> Fault:
    return assess_fault(store, fault.number, Assessment(nature=nature, urgency=urgency, cause=cause or None))


def _answer_some(store: Store, fault: Fault, count: int) -> None:
    """Answer the first checks that want no reading; the last of them fails."""
    template = load_templates(None).named("switch-replace")
    plain = [item for item in template.items if item.reading is None][:count]
    for place, item in enumerate(plain):
        answer_check(store, fault.number, item.id, CheckResult.FAIL if place == count - 1 else CheckResult.PASS)


def _verdict(user: UserVerdict, said: str) -> Verdict:
    return Verdict(system=SystemCheck.PASS, user=user, user_words=said, how="phone", told_by="Wang Fang")
