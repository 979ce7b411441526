"""Which page shows a subject: a fault, a plan, an occurrence of it, an outage, a mail that is to be read."""

from typing import Any

from textual.screen import Screen

from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.screens.fault import FaultScreen
from fieldtech.screens.occurrence import OccurrenceScreen
from fieldtech.screens.outage import NoticeScreen, OutageScreen
from fieldtech.screens.plan_page import PlanPage


def page_of(subject: str, number: str) -> Screen[Any]:
    """Make the page of a subject.

    Args:
        number: What it is called.
    """
    match subject_kind(subject):
        case "fault":
            return FaultScreen(subject_id(subject))
        case "outage":
            return OutageScreen(subject_id(subject))
        case "notice":
            return NoticeScreen(subject_id(subject))
        case "plan":
            return PlanPage(subject_id(subject))
    return OccurrenceScreen(number)
