"""The fault handling report says all that the record says and what it lacks, and can leave users out (S3.5)."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from fieldtech.documents.fault_report import FaultReport, fault_report_html, fault_report_markdown
from fieldtech.documents.user_information import leave_out_users
from fieldtech.domain.checklists import Template
from fieldtech.domain.errors import UnknownName
from fieldtech.domain.fault_operations import Facts
from fieldtech.domain.faults import Conflict, Oddity, Side, Stamp
from fieldtech.domain.instants import local_text
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    ResolutionCode,
    Status,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from fieldtech.store import Store
from fieldtech.text import use_language
from fieldtech.workflow.assessments import Assessment, assess_fault
from fieldtech.workflow.checklists import add_checklist, answer_check
from fieldtech.workflow.closing import close_fault
from fieldtech.workflow.documents import fault_report_of
from fieldtech.workflow.handling import pend_fault, plan_solution, restore_service, resume_fault, start_fault
from fieldtech.workflow.reports import report_fault
from fieldtech.workflow.templates import load_templates
from fieldtech.workflow.verification import Verdict, implement_solution, verify_solution
from tests.documents.reading import Page, read_markdown, shown_text

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
SPACE = re.compile(r"\s+")
STRUCK = (Stamp, Template, Signature)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: int) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """Begin on a Monday, 9 in the morning in Shanghai."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Make an empty store of Li Wei's."""
    folder = tmp_path / "own"
    made = Store.create(
        folder / "a.db", keys=folder / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai", clock=clock
    )
    yield made
    made.close()


def plain(text: str) -> str:
    """Bring all blanks to one, as lines are broken elsewhere on paper."""
    return SPACE.sub(" ", text).strip()


def texts_of(value: object) -> Iterator[str]:
    """List every plain text in a part of the record, but for identifiers and templates."""
    if type(value) is str and value:
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    elif isinstance(value, msgspec.Struct) and not isinstance(value, (*STRUCK, datetime)):
        skipped = ("id", "state", "resumes_to", "media_type", "item", "fault_id", "checklist_id", "earlier", "digest")
        for name in value.__struct_fields__:
            if name not in skipped:
                yield from texts_of(getattr(value, name))


def html_text(report: FaultReport, **options: bool) -> str:
    return plain(Page(fault_report_html(report, **options)).text)


def markdown_text(report: FaultReport, **options: bool) -> str:
    return plain(shown_text(read_markdown(fault_report_markdown(report, **options))))


WRITERS = [html_text, markdown_text]
Writer = Callable[..., str]


def report_one(store: Store, **facts: object) -> str:
    """Report a fault and return its number."""
    told: dict[str, object] = {
        "title": "RAID degraded",
        "description": "LED is red",
        "channel": Channel.PHONE,
        "reporter": "Wang Fang",
        "contact": "ext. 2107",
        "occurred_at": store.now() - timedelta(minutes=30),
        "impact": Impact.SITE,
    }
    return report_fault(store, msgspec.convert(told | facts, Facts)).number


@pytest.mark.parametrize("write", WRITERS)
def test_every_word_of_the_record_stands_in_the_report(reports: tuple[FaultReport, ...], write: Writer) -> None:
    """S3.5, S2: nothing that somebody wrote is lost on the way to paper."""
    for report in reports:
        text = write(report)
        fault = report.fault
        reopened = [each.reason for each in report.reopenings]
        lost = {word for word in (*texts_of(fault), *reopened) if plain(word) not in text}
        # Ways of telling are said in the language of the report.
        assert lost - {"email", "in-person", "service-desk"} == set(), fault.number


def test_every_instant_stands_in_the_site_s_zone(reports: tuple[FaultReport, ...]) -> None:
    for report in reports:
        fault = report.fault
        text = html_text(report)
        told = (fault.facts.occurred_at, fault.facts.detected_at, fault.facts.reported_at, fault.acknowledged_at)
        done = (fault.restored_at, fault.implemented_at, fault.verified_at, fault.closed_at)
        for instant in (*told, *done):
            assert instant is None or local_text(instant, report.zone) in text
        assert "Times (Asia/Shanghai)" in text


def test_the_parts_that_the_process_demands_have_a_heading(reports: tuple[FaultReport, ...]) -> None:
    """S3.5: cause analysis, measures taken, time to resolve, user feedback, lessons."""
    for report in reports:
        html = fault_report_html(report)
        headings = re.findall(r'<h2><span class="place">\d+</span> ([^<]+)</h2>', html)
        for wanted in ("Cause analysis", "Measures taken", "User feedback", "Lessons", "Signatures"):
            assert wanted in headings
        assert "Time to resolve" in html


def test_a_closed_fault_s_report_is_final_and_an_open_one_s_is_not(reports: tuple[FaultReport, ...]) -> None:
    for report in reports:
        is_interim = "Interim fault handling report" in html_text(report)
        assert is_interim == (report.fault.status not in (Status.CLOSED, Status.CANCELLED))


@pytest.mark.parametrize(
    ("state", "missing"),
    [
        ("draft", ["the report itself, which is a draft", "nature and priority by an assessment"]),
        ("reported", ["nature and priority by an assessment", "the solution"]),
        ("reassess", ["a new assessment of the cause", "the solution"]),
        ("assessed", ["the solution", "the verification: a check of the system and the user's feedback"]),
        ("implemented", ["the verification: a check of the system and the user's feedback", "the root cause"]),
        ("verified", ["the root cause", "the closing"]),
    ],
)
def test_an_interim_report_says_what_it_lacks(reports: tuple[FaultReport, ...], state: str, missing: list[str]) -> None:
    chosen = [report for report in reports if report.fault.state == state]
    assert chosen
    for report in chosen:
        page = fault_report_html(report)
        notice = page[page.index('<div class="notice">') : page.index("</div>", page.index('<div class="notice">'))]
        lacks = re.findall(r"<li>(.*?)</li>", notice)
        for wanted in missing:
            assert wanted.replace("'", "&#x27;") in lacks
        assert lacks[-1] == "the closing"


def test_a_report_without_its_mandatory_facts_names_them(store: Store) -> None:
    number = report_fault(store, Facts(title="Half a report"), is_draft=True).number
    text = html_text(fault_report_of(store, number))
    for fact in ("description", "channel", "reporter", "when it occurred", "impact"):
        assert f"the report's mandatory fact: {fact}" in text
    assert "the report's mandatory fact: title" not in text


def test_unanswered_and_failed_checks_and_a_missing_plan_are_named(store: Store) -> None:
    number = report_one(store)
    assess_fault(store, number, Assessment(nature=Nature.HARDWARE, urgency=Urgency.MEDIUM))
    start_fault(store, number, mode=Mode.ON_SITE)
    add_checklist(store, number, load_templates(None).named("raid-disk-failed"))
    answer_check(store, number, "backup-readable", CheckResult.FAIL, note="last one is empty")
    text = markdown_text(fault_report_of(store, number))
    assert "the written solution plan that an important fault needs" in text
    assert "answers to 11 required checks" in text
    assert "a remedy for the checks that failed: 1" in text
    assert "last one is empty" in text


def walked(store: Store, clock: Clock) -> str:
    """Take a fault from its report over a pause to its closing."""
    number = report_one(store)
    clock.go_on(minutes=10)
    assess_fault(store, number, Assessment(nature=Nature.HARDWARE, urgency=Urgency.MEDIUM, cause="worn"))
    start_fault(store, number, mode=Mode.ON_SITE)
    plan_solution(store, number, "1. change it\n2. watch it")
    clock.go_on(minutes=20)
    restore_service(store, number, "the other disk serves")
    pend_fault(store, number, PendingReason.PARTS, note="ordered")
    clock.go_on(hours=2)
    resume_fault(store, number)
    clock.go_on(minutes=30)
    implement_solution(store, number, "changed", ResolutionCode.HARDWARE_REPLACEMENT)
    clock.go_on(minutes=30)
    verdict = Verdict(
        system=SystemCheck.PASS,
        user=UserVerdict.ACCEPTED,
        user_words="fast again",
        how="phone",
        told_by="Wang Fang",
        rating=5,
    )
    verify_solution(store, number, verdict)
    close_fault(store, number, "worn out", lessons="order spares")
    return number


@pytest.mark.parametrize("write", WRITERS)
def test_durations_stand_against_their_promises_with_their_formulas(store: Store, clock: Clock, write: Writer) -> None:
    """S3.5: time to resolve = solution in place - reported, in working hours, pauses taken out."""
    number = walked(store, clock)
    text = write(fault_report_of(store, number))
    assert "Time to acknowledge 10 min 1 h met acknowledged − reported; working hours only" in text
    assert "Time to restore 30 min 8 h met restored − reported; working hours only" in text
    resolve = "Time to resolve 1 h 16 h met solution in place − reported; working hours only; 2 h of pauses left out"
    assert resolve in text
    assert "Without service 1 h restored or solved − occurred; day and night" in text
    assert "2026-11-16 09:30 2026-11-16 11:30 parts ordered" in text


def test_a_duration_that_broke_its_promise_says_by_how_much(store: Store, clock: Clock) -> None:
    number = report_one(store, urgency=Urgency.MEDIUM)
    clock.go_on(minutes=95)
    assert "1 h 35 min so far 1 h late" in html_text(fault_report_of(store, number))
    assess_fault(store, number, Assessment(nature=Nature.HARDWARE, urgency=Urgency.MEDIUM))
    assert "Time to acknowledge 1 h 35 min 1 h 35 min late" in html_text(fault_report_of(store, number))


@pytest.mark.parametrize("write", WRITERS)
def test_the_sign_off_names_signer_key_and_digest(store: Store, clock: Clock, write: Writer) -> None:
    """S3.4: both legs, who checked, and what was signed with whose key."""
    report = fault_report_of(store, walked(store, clock))
    verification = report.fault.attempt.verification
    assert verification is not None
    assert verification.signature is not None
    text = write(report)
    assert verification.signature.digest in text
    assert verification.signature.public_key in text
    assert "Li Wei, technician" in text
    assert "the key of the machine" in text
    assert "the same person put the solution in place" in text
    assert "fast again Wang Fang, phone" in text


def test_every_attempt_is_told(reports: tuple[FaultReport, ...]) -> None:
    twice = [report for report in reports if len(report.fault.attempts) == 2 and report.fault.attempts[1].plan]
    assert twice
    for report in twice:
        html = fault_report_html(report)
        assert "<h3>Attempt 1</h3>" in html
        assert "<h3>Attempt 2</h3>" in html
        assert "Cause as assessed, attempt 2" in html


def test_a_reading_has_its_unit_and_its_limits(reports: tuple[FaultReport, ...]) -> None:
    report = next(report for report in reports if report.fault.title.startswith("RAID degraded"))
    row = "13 Inlet temperature AC-2 blows noticeably warmer than AC-1 attention 28.4 °C 18 to 27 °C"
    assert row in html_text(report)


def test_conflicts_and_entries_without_effect_are_told(store: Store, clock: Clock) -> None:
    report = fault_report_of(store, walked(store, clock))
    stamp = report.fault.recorded
    sides = (Side(value="DB-1", by=stamp), Side(value="DB-2", by=stamp))
    fault = msgspec.structs.replace(
        report.fault,
        conflicts=(Conflict(field="asset", shown="DB-2", rule="latest", sides=sides),),
        oddities=(Oddity(ref="abc.1.00", kind="fault-started", reason="not-allowed", by=stamp),),
        is_changed_since_sign_off=True,
    )
    text = html_text(msgspec.structs.replace(report, fault=fault))
    assert "DB-1 (Li Wei, 2026-11-16 09:00) DB-2 (Li Wei, 2026-11-16 09:00)" in text
    assert "the latest value is shown" in text
    assert "abc.1.00 fault-started no step that is recorded before it leads there" in text
    assert "Status or checks changed since the sign-off: it needs a new one." in text
    assert "Remarks on the record" not in html_text(report)


@pytest.mark.parametrize("write", WRITERS)
def test_users_can_be_left_out(reports: tuple[FaultReport, ...], write: Writer) -> None:
    """S6: a copy for others names no user, not in a field and not in a text."""
    for report in reports:
        fault, staff = report.fault, set(report.people.values())
        users = {fault.facts.reporter, fault.facts.contact, *(word.whom for word in fault.words_to_user)}
        users |= {each.verification.told_by for each in fault.attempts if each.verification}
        text = write(report, without_user_information=True)
        assert [name for name in users if name and name not in staff and name in text] == []
        assert "User information is left out of this copy." in text
        assert "User information is left out" not in write(report)


def test_a_user_s_name_is_struck_out_of_free_texts_too(store: Store) -> None:
    number = report_one(
        store,
        title="Wang Fang's PC",
        description="Call WANG FANG at ext. 2107. Wang Fangs elsewhere.",
        reporter="Wang Fang",
    )
    report = leave_out_users(fault_report_of(store, number))
    assert report.fault.title == "[left out]'s PC"
    assert report.fault.facts.description == "Call [left out] at [left out]. Wang Fangs elsewhere."


def test_the_staff_stays_named_when_users_are_left_out(store: Store) -> None:
    number = report_one(store, channel=Channel.INSPECTION, reporter="Li Wei", description="Found by Li Wei")
    text = html_text(fault_report_of(store, number), without_user_information=True)
    assert "Found by Li Wei" in text


def test_chinese_is_written_in_chinese(month: Store, reports: tuple[FaultReport, ...]) -> None:
    number = next(report.fault.number for report in reports if report.fault.title.startswith("UPS-A"))
    use_language("zh_CN")
    report = fault_report_of(month, number)
    assert report.language == "zh_CN"
    html = fault_report_html(report)
    assert '<html lang="zh-CN">' in html
    assert "更换 UPS 蓄电池" in html
    assert "Replace UPS batteries" not in html


def test_the_foot_names_the_fault_and_when_it_was_printed(reports: tuple[FaultReport, ...]) -> None:
    report = reports[0]
    foot = f"{report.fault.number} · printed 2026-11-20 14:32 (Asia/Shanghai)"
    assert foot in html_text(report)
    assert foot in markdown_text(report)


def test_there_is_no_report_of_an_unknown_fault(month: Store) -> None:
    with pytest.raises(UnknownName):
        fault_report_of(month, "F-99Z9-999")


def test_why_a_fault_was_reopened_stays_in_its_report(reports: tuple[FaultReport, ...]) -> None:
    again = [report for report in reports if report.reopenings]
    assert {report.fault.state for report in again} == {"reassess", "in-progress"}
    for report in again:
        assert f"Reopened because {report.reopenings[0].name}" in html_text(report)
