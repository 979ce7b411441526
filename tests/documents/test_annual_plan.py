"""The annual plan as a document and as a table (PROCESS S3.6), from a store in which work was done and not done."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from fieldtech.documents.annual_plan import AnnualPlan, annual_plan_html, annual_plan_markdown
from fieldtech.documents.annual_plan_table import annual_plan_csv
from fieldtech.documents.csv_text import csv_text
from fieldtech.documents.plan_calendar_file import plan_calendar_bytes
from fieldtech.domain.words import MaintenanceKind
from fieldtech.store import Store
from fieldtech.store.views.calendar import CalendarFilters, calendar_between
from fieldtech.text import use_language
from fieldtech.workflow.occurrence_sign_off import finish_occurrence
from fieldtech.workflow.occurrences import defer_occurrence, move_occurrence, skip_occurrence
from fieldtech.workflow.plan_documents import PlanForm, annual_plan_of, plan_calendar_of, save_annual_plan, written_plan
from fieldtech.workflow.plans import retire_plan
from tests.documents.reading import Page, read_markdown, shown_text
from tests.workflow.planned import LIBRARY, planned, planned_round
from tests.workflow.road import new_store

NOVEMBER, ALL_YEAR = date(2026, 11, 2), (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Plans of a year, one of whose weeks were done, put off, moved, left out and missed."""
    store = new_store(tmp_path_factory.mktemp("annual"))
    weekly = planned(store, minutes=45, people=("Li Wei", "Zhao Min"), first=date(2026, 9, 28), window_after=1)
    finish_occurrence(store, f"{weekly.number}/2026-11-02", minutes=40)
    defer_occurrence(store, f"{weekly.number}/2026-11-09", date(2026, 11, 20), "key holder away")
    skip_occurrence(store, f"{weekly.number}/2026-11-16", "inventory")
    move_occurrence(store, f"{weekly.number}/2026-11-23", date(2026, 11, 24))
    move_occurrence(store, f"{weekly.number}/2026-11-30", date(2026, 12, 4), reason="audit | day")
    planned_round(store, rule="FREQ=DAILY", first=NOVEMBER, minutes=20, people=(), place="Server room")
    planned(store, title="=HYPERLINK(1)", kind=MaintenanceKind.DATA_BACKUP, rule="FREQ=MONTHLY", is_floating=True,
            first=date(2026, 3, 1), people=("Zhao Min",))  # fmt: skip
    yield store
    store.close()


def plan_of(store: Store, **filters: object) -> AnnualPlan:
    """Gather the annual plan of 2026."""
    return annual_plan_of(store, 2026, LIBRARY, CalendarFilters(**filters))  # type: ignore[arg-type]


def rows_of(store: Store) -> list[dict[str, str]]:
    """Read the table back."""
    return list(csv.DictReader(StringIO(annual_plan_csv(plan_of(store)))))


def test_s3_6_the_annual_plan_tells_quarters_kinds_and_compliance_with_its_formula(worked: Store) -> None:
    """S3.6: the annual plan by quarter and kind, with compliance so far."""
    shown = shown_text(read_markdown(annual_plan_markdown(plan_of(worked))))
    for words in (
        "Annual maintenance plan",
        "done inside its window / due; due is all whose window is over and all that is done; n = 7 due.",
        "14 % (1 of 7)",
        "Quarter 1",
        "nothing planned",
        "60 times, 11-02 to 12-31",
        "11-09→11-20",
        "Hardware inspection round of a rack",
    ):
        assert words in shown, words


def test_what_was_not_done_as_planned_stands_with_its_reason(worked: Store) -> None:
    text = annual_plan_markdown(plan_of(worked)).partition("Overdue, missed, deferred, moved, left out")[2]
    lines = [line for line in text.partition("## ")[0].splitlines() if line.startswith("| ")]
    told = [[cell.strip() for cell in line.replace("\\|", "/").split("|")[2:5]] for line in lines[2:]]
    assert ["**deferred**", "11-09→11-20", "key holder away"] in told
    assert ["**skipped**", "11-16", "inventory"] in told
    assert ["moved", "11-30→12-04", "audit / day"] in told
    assert not [row for row in told if row[1] == "11-23→11-24"]  # within its window nobody need say why
    assert ["**missed**", "09-28  10-05  10-12  10-19  10-26", ""] in told


def test_people_are_loaded_by_quarter(worked: Store) -> None:
    text = annual_plan_markdown(plan_of(worked)).partition("Load per person")[2]
    assert "| Li Wei | – | – | 0:45 (1) | 9:00 (12) | 9:45 (13) |" in text
    assert "| nobody named | – | – | – | 20:00 (60) | 20:00 (60) |" in text


def test_a_page_for_paper_in_both_languages(worked: Store) -> None:
    page = Page(annual_plan_html(plan_of(worked)))
    assert page.tags.count("h2") == 9
    assert "Approved by" in page.text
    use_language("zh_CN")
    chinese = Page(annual_plan_html(plan_of(worked)))
    use_language("en")
    assert ("html", "lang", "zh-CN") in chinese.attributes
    for words in ("年度维护计划", "第1季度", "数据备份", "=HYPERLINK(1)"):
        assert words in chinese.text, words


def test_the_plan_is_narrowed_and_says_so(worked: Store) -> None:
    plan = plan_of(worked, person="Zhao Min", kind=MaintenanceKind.BATTERY_TEST)
    assert {each.facts.title for each in plan.occurrences} == {"Check the UPS"}
    assert "| Only | Zhao Min, battery test |" in annual_plan_markdown(plan)


def test_what_is_expected_before_today_is_not_held_against_anybody(worked: Store) -> None:
    days = [row["Day"] for row in rows_of(worked) if row["Kind"] == "data backup"]
    assert days[0] == "2026-03-01"
    assert all(day >= "2026-11-02" for day in days[1:])


def test_the_table_has_a_row_an_occurrence(worked: Store) -> None:
    rows = {(row["Number"], row["Planned for"]): row for row in rows_of(worked)}
    first = next(row for row in rows.values() if row["State"] == "done")
    assert (first["Quarter"], first["Day"], first["Done in the window"], first["Minutes"]) == (
        "4",
        "2026-11-02",
        "yes",
        "45",
    )
    put_off = next(row for row in rows.values() if row["State"] == "deferred")
    assert (
        put_off["Day"],
        put_off["Planned for"],
        put_off["Window opens"],
        put_off["Window closes"],
        put_off["Reason"],
    ) == (
        "2026-11-20",
        "2026-11-09",
        "2026-11-09",
        "2026-11-10",
        "key holder away",
    )
    assert {row["What is done"] for row in rows.values() if row["Kind"] == "data backup"} == {"'=HYPERLINK(1)"}


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@x", "\tx", "\r=1", "  =1", "\ufeff=1", "＝1", "＋1", "－1", "＠x", "\u3000=1", "\n@x"],
)
def test_no_cell_is_a_formula(cell: str) -> None:
    ((read, plain),) = csv.reader(StringIO(csv_text([(cell, "a=b")])))
    assert read.startswith("'")
    assert plain == "a=b"


def test_texts_of_several_lines_and_escapes_are_cells_too() -> None:
    text = 'He said "a, b"\nand\x1b[31m left'
    ((read,),) = csv.reader(StringIO(csv_text([(text,)])))
    assert read == 'He said "a, b"\nand␛[31m left'


def test_each_form_is_written_into_a_folder(worked: Store, tmp_path: Path) -> None:
    starts = {PlanForm.HTML: b"<!DOCTYPE", PlanForm.MARKDOWN: b"# 2026", PlanForm.CSV: b"\xef\xbb\xbfQuarter",
              PlanForm.ICALENDAR: b"BEGIN:VCALENDAR"}  # fmt: skip
    for form, start in starts.items():
        file = save_annual_plan(worked, 2026, tmp_path, form, LIBRARY)
        assert file.name == f"plan-2026.{form}"
        assert file.read_bytes().startswith(start)


def test_a_subscribers_events_grow_with_every_change(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    plan, other = planned(store, is_floating=False), planned(store)

    def sequences() -> dict[str, int]:
        told = plan_calendar_of(store, calendar_between(store, *ALL_YEAR))
        return {each.name: told.revisions[each.id].sequence for each in told.occurrences}

    name, next_one = f"{plan.number}/2026-11-09", f"{plan.number}/2026-11-16"
    assert set(sequences().values()) == {0}
    before = written_plan(store, 2026, PlanForm.ICALENDAR, LIBRARY)
    assert written_plan(store, 2026, PlanForm.ICALENDAR, LIBRARY) == before
    move_occurrence(store, name, date(2026, 11, 10), reason="audit")
    defer_occurrence(store, name, date(2026, 11, 12), "closed")
    assert (sequences()[name], sequences()[next_one]) == (2, 0)
    retire_plan(store, plan.number, "sold", on=date(2026, 12, 1))
    assert (sequences()[name], sequences()[next_one], sequences()[f"{other.number}/2026-11-09"]) == (3, 1, 0)
    told = plan_calendar_of(store, calendar_between(store, *ALL_YEAR))
    changed_at = {each.name: told.revisions[each.id].changed_at for each in told.occurrences}
    assert changed_at[name] == changed_at[next_one] > changed_at[f"{other.number}/2026-11-09"]
    assert plan_calendar_bytes(told) == written_plan(store, 2026, PlanForm.ICALENDAR, LIBRARY)
    store.close()
