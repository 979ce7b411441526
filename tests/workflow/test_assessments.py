"""Classification, priority and assignment: PROCESS S3.2, S1."""

import pytest

from fieldtech.config import PriorityTable, Settings, UrgencyRow
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_clocks import due_times
from fieldtech.domain.words import Impact, Mode, Nature, Priority, Role, Status, Urgency
from fieldtech.store import Store
from fieldtech.store.views.faults import find_fault
from fieldtech.workflow.assessments import Assessment, assess_fault, assign_fault
from fieldtech.workflow.reports import report_fault
from tests.workflow.road import assessed, closed, new_store, phone_report, reported, started


@pytest.mark.parametrize("nature", list(Nature))
def test_s1_hardware_software_network_and_user_support_are_all_carried(store: Store, nature: Nature) -> None:
    """S1: the four fields of the work."""
    fault = assess_fault(store, reported(store).number, Assessment(nature=nature, category="disk"))
    assert (fault.facts.nature, fault.facts.category, fault.status) == (nature, "disk", Status.ASSESSED)


def test_s3_2_impact_and_urgency_give_one_of_three_priorities(store: Store) -> None:
    """S3.2: the matrix of the command line's contract, every cell."""
    expected = {
        Impact.ORGANISATION: "urgent urgent important",
        Impact.SITE: "urgent important general",
        Impact.TEAM: "important important general",
        Impact.PERSON: "important general general",
    }
    for impact, row in expected.items():
        for urgency, priority in zip(Urgency, row.split(), strict=True):
            said = Assessment(nature=Nature.NETWORK, impact=impact, urgency=urgency)
            assert assess_fault(store, reported(store).number, said).priority == priority


def test_a_site_can_change_the_matrix(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    table = PriorityTable(person=UrgencyRow("urgent", "urgent", "urgent"))
    own = new_store(tmp_path_factory.mktemp("site"), settings=Settings(priority_table=table))
    said = Assessment(nature=Nature.NETWORK, impact=Impact.PERSON, urgency=Urgency.LOW)
    assert assess_fault(own, reported(own).number, said).priority is Priority.URGENT
    assert assess_fault(store, reported(store).number, said).priority is Priority.GENERAL
    own.close()


def test_s3_2_an_override_needs_a_reason_that_is_kept(store: Store) -> None:
    """S3.2: the level can be overridden, with a reason that is kept."""
    number = reported(store).number
    said = Assessment(nature=Nature.HARDWARE, priority=Priority.URGENT)
    with pytest.raises(RuleViolation) as refusal:
        assess_fault(store, number, said)
    assert refusal.value.missing == ("because",)
    fault = assess_fault(store, number, Assessment(nature=Nature.HARDWARE, priority=Priority.URGENT, because="pay day"))
    assert (fault.priority, fault.suggested_priority, fault.priority_because) == ("urgent", "important", "pay day")


def test_s3_2_an_assessment_names_all_that_it_lacks(store: Store) -> None:
    """S3.2: nature, impact and urgency are needed."""
    fault = report_fault(store, phone_report(urgency=None))
    with pytest.raises(RuleViolation) as refusal:
        assess_fault(store, fault.number, Assessment())
    assert refusal.value.missing == ("nature", "urgency")


def test_an_assessment_takes_over_what_the_report_told(store: Store) -> None:
    fault = assess_fault(store, reported(store).number, Assessment(nature=Nature.HARDWARE))
    assert (fault.facts.impact, fault.facts.urgency, fault.priority) == ("site", "medium", Priority.IMPORTANT)


def test_reclassifying_while_the_work_goes_on_does_not_move_it_back(store: Store) -> None:
    fault = started(store)
    said = Assessment(nature=Nature.SOFTWARE, urgency=Urgency.HIGH)
    changed = assess_fault(store, fault.number, said)
    assert (changed.status, changed.priority) == (Status.IN_PROGRESS, Priority.URGENT)


def test_s3_2_urgent_is_due_at_once_and_general_is_scheduled(store: Store) -> None:
    """S3.2: urgent at once, important within a set time limit, general into the work plan."""
    due = {}
    for impact, urgency in ((Impact.SITE, Urgency.HIGH), (Impact.SITE, Urgency.MEDIUM), (Impact.PERSON, Urgency.LOW)):
        fault = assessed(store, impact=impact, urgency=urgency)
        next_at = due_times(fault, store.rules).next_at
        assert next_at is not None
        due[fault.priority] = next_at - fault.recorded.at
    assert due[Priority.URGENT] < due[Priority.IMPORTANT] < due[Priority.GENERAL]


def test_assigning_is_told_by_name_and_given_back_by_none(store: Store) -> None:
    fault = assign_fault(store, reported(store).number, "  Zhao   Min ")
    assert fault.assignee == "Zhao Min"
    assert assign_fault(store, fault.number, "").assignee == ""
    assert find_fault(store, fault.number).acknowledged_at is not None


def test_what_is_over_is_not_assigned(store: Store) -> None:
    with pytest.raises(RuleViolation):
        assign_fault(store, closed(store).number, "Zhao Min")


def test_an_assignment_bears_the_standing_of_who_made_it(store: Store) -> None:
    store.actor = store.record_person("Chen Jing", Role.SUPERVISOR)
    said = Assessment(nature=Nature.HARDWARE, assignee="Li Wei", mode=Mode.REMOTE)
    fault = assess_fault(store, reported(store).number, said)
    assert (fault.assignee, fault.mode) == ("Li Wei", Mode.REMOTE)
