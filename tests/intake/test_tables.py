"""Tables with the columns of a report, in both languages, and tables with a mapping of the site's own."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.proposals import ProposedReport, Reading
from fieldtech.domain.words import Channel, Impact, Nature, Priority, Urgency
from fieldtech.intake import incidents, read_files
from tests.intake.conftest import SHANGHAI, Read

ENGLISH = "title,description,channel,reporter,occurred,impact\n"
PRINTER = "Printer jams,It jams on page two,phone,Li Wei,2026-03-02 08:15,team\n"
CHINESE = (
    "标题,故障描述,来源渠道,报修人,联系方式,发生时间,报告时间,影响范围,紧急程度,资产,地点,服务\n"
    "打印机卡纸,三楼打印机无法打印,电话,王芳,8123,2026年3月2日 8:15,2026-03-02 08:40,部门,紧急,PRN-07,三楼,打印\n"
)


def only(reading: Reading) -> ProposedReport:
    assert reading.refusals == ()
    (report,) = reading.proposals
    return report


def refused(reading: Reading) -> list[tuple[int | None, str | None, str | None]]:
    return [(refusal.line, refusal.column, refusal.value) for refusal in reading.refusals]


def test_a_table_with_the_names_of_the_reports_options_needs_no_mapping(read: Read) -> None:
    report = only(read("faults.csv", ENGLISH + PRINTER))
    assert (report.title, report.description, report.reporter) == ("Printer jams", "It jams on page two", "Li Wei")
    assert (report.channel, report.impact, report.urgency) == (Channel.PHONE, Impact.TEAM, None)
    assert report.occurred_at == datetime(2026, 3, 2, 0, 15, tzinfo=UTC)
    assert (report.reported_at, report.source_status) == (None, None)
    assert report.original == ENGLISH + PRINTER


def test_a_chinese_table_is_understood_word_by_word(read: Read) -> None:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        report = only(read(f"{encoding}.csv", CHINESE.encode(encoding)))
        assert (report.title, report.reporter, report.contact) == ("打印机卡纸", "王芳", "8123")
        assert (report.channel, report.impact, report.urgency) == (Channel.PHONE, Impact.TEAM, Urgency.HIGH)
        assert (report.asset, report.place, report.service) == ("PRN-07", "三楼", "打印")
        assert report.reported_at == datetime(2026, 3, 2, 0, 40, tzinfo=UTC)


def test_json_with_the_same_names_gives_the_same_fault(read: Read) -> None:
    values = dict(zip(ENGLISH.strip().split(","), PRINTER.strip().split(","), strict=True))
    report = only(read("faults.json", json.dumps([values])))
    table_report = only(read("faults.csv", ENGLISH + PRINTER))
    assert report.source_key == table_report.source_key
    assert (report.title, report.occurred_at) == (table_report.title, table_report.occurred_at)


def test_every_further_fact_of_an_assessment_is_taken_too(read: Read) -> None:
    heading = ENGLISH.strip() + ",nature,category,priority,assignee\n"
    report = only(read("faults.csv", heading + PRINTER.strip() + ",硬件,printer,重要,Ana\n"))
    assert (report.nature, report.priority) == (Nature.HARDWARE, Priority.IMPORTANT)
    assert (report.category, report.assignee) == ("printer", "Ana")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("channel", "fax"),
        ("impact", "everybody"),
        ("occurred", "3/2/2026"),
        ("impact", "Team 4"),
        ("channel", "phone!"),
    ],
)
def test_a_word_that_nobody_declared_is_refused_with_its_place(read: Read, column: str, value: str) -> None:
    names = ENGLISH.strip().split(",")
    cells = [value if name == column else cell for name, cell in zip(names, PRINTER.strip().split(","), strict=True)]
    reading = read("faults.csv", f"{ENGLISH}{PRINTER}{','.join(cells)}\n")
    assert len(reading.proposals) == 1
    assert refused(reading) == [(3, column, value)]


@pytest.mark.parametrize("column", ["title", "description", "channel", "reporter", "occurred", "impact"])
@pytest.mark.parametrize("empty", ["", "  ", "?", "NULL"])
def test_a_mandatory_cell_that_is_empty_is_refused_by_line_and_column(read: Read, column: str, empty: str) -> None:
    names = ENGLISH.strip().split(",")
    cells = [empty if name == column else cell for name, cell in zip(names, PRINTER.strip().split(","), strict=True)]
    reading = read("faults.csv", ENGLISH + ",".join(cells) + "\n")
    assert reading.proposals == ()
    assert refused(reading) == [(2, column, "")]


def test_a_mandatory_column_that_is_missing_refuses_the_file_and_names_it(read: Read) -> None:
    reading = read("faults.csv", "title,description,channel\nPrinter jams,It jams,phone\n")
    assert reading.proposals == ()
    assert [(r.line, r.column) for r in reading.refusals] == [
        (1, "reporter / 报修人"),
        (1, "occurred / occurred_at"),
        (1, "impact / 影响范围"),
    ]


def test_a_column_that_stands_twice_is_refused(read: Read) -> None:
    reading = read("faults.csv", ENGLISH.strip() + ",Title\n" + PRINTER.strip() + ",Other\n")
    assert [(r.line, r.column) for r in reading.refusals] == [(1, "title")]


def test_columns_that_no_mapping_knows_refuse_the_file_and_are_named(read: Read) -> None:
    reading = read("stock.csv", "part,quantity\nfan,3\n")
    (refusal,) = reading.refusals
    assert "part, quantity" in refusal.reason
    assert "--mapping" in refusal.reason


def test_columns_from_which_nothing_is_taken_are_told(read: Read) -> None:
    reading = read("faults.csv", ENGLISH.strip() + ",status\n" + PRINTER.strip() + ",Closed\n")
    assert any("status" in note.message for note in reading.notes)


def test_rows_with_a_key_are_known_by_it_and_rows_without_one_by_what_they_say(read: Read) -> None:
    keyed = only(read("a.csv", "number," + ENGLISH + "HD-7," + PRINTER))
    assert keyed.source_key == "report:HD-7"
    plain = only(read("b.csv", ENGLISH + PRINTER))
    again = only(read("c.csv", ENGLISH.replace(",", ";") + PRINTER.replace(",", ";")))
    other = only(read("d.csv", ENGLISH + PRINTER.replace("Li Wei", "Li Na")))
    assert plain.source_key == again.source_key != other.source_key


def test_a_key_that_stands_twice_with_other_values_is_refused(read: Read) -> None:
    first, second = "1," + PRINTER, "1," + PRINTER.replace("Li Wei", "Li Na")
    assert read("same.csv", "id," + ENGLISH + first + first).refusals == ()
    reading = read("twice.csv", "id," + ENGLISH + first + second)
    assert reading.proposals == ()
    assert refused(reading) == [(3, "id", "1")]


def test_an_empty_key_is_refused(read: Read) -> None:
    reading = read("a.csv", "id," + ENGLISH + "," + PRINTER)
    assert refused(reading) == [(2, "id", "")]


def test_a_key_too_long_to_be_one_is_refused(read: Read) -> None:
    assert refused(read("a.csv", "id," + ENGLISH + "9" * 201 + "," + PRINTER)) == [(2, "id", "9" * 200 + "…")]


def test_so_many_refusals_are_listed_as_somebody_may_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "MOST_REFUSALS", 2)
    reading = read("a.csv", ENGLISH + "x\n" * 5 + PRINTER)
    assert (len(reading.proposals), reading.read) == (1, 6)
    assert [refusal.line for refusal in reading.refusals] == [2, 3, None]
    assert reading.refusals[2].reason == "3 more cells or rows were refused."


def test_a_refused_value_is_shown_cut(read: Read) -> None:
    reading = read("a.csv", ENGLISH + PRINTER.replace("team", "x" * 5000))
    (refusal,) = reading.refusals
    assert refusal.value is not None
    assert len(refusal.value) < 300


HELPDESK = """
name = "helpdesk"
title = "Helpdesk export"
recognised_by = ["Ticket", "Betreff"]
missing = ["k.A."]
date_order = "dmy"
zone = "Europe/Berlin"
delimiter = ";"
encoding = "cp1252"
[key]
column = "Ticket"
prefix = "helpdesk"
[fields.title]
text = "{Betreff} ({Gerät})"
required = true
[fields.description]
column = ["Text", "Betreff"]
[fields.channel]
always = "service-desk"
[fields.reporter]
column = "Melder"
[fields.occurred]
column = "Seit"
[fields.reported]
column = "Gemeldet"
date_order = "ymd"
zone = "UTC"
[fields.impact]
column = "Wer"
values = { "Jeder" = "organisation", "Büro" = "team" }
[fields.place]
column = "Raum"
values = { "1" = "Gebäude 1" }
"""
HELPDESK_ROWS = (
    "Ticket;Betreff;Gerät;Text;Melder;Seit;Gemeldet;Wer;Raum\n"
    "77;Drucker über Netz;k.A.;;Jürgen;5/3/2021 10:00;21-03-05 12:00;Büro;1\n"
)


def test_a_sites_own_mapping_decides_columns_words_dates_zone_and_encoding(read: Read) -> None:
    report = only(read("export.csv", HELPDESK_ROWS.encode("cp1252"), mapping=HELPDESK))
    assert report.source_key == "helpdesk:77"
    assert (report.title, report.description) == ("Drucker über Netz", "Drucker über Netz")
    assert (report.channel, report.impact, report.place) == (Channel.SERVICE_DESK, Impact.TEAM, "Gebäude 1")
    assert report.occurred_at == datetime(2021, 3, 5, 9, tzinfo=UTC)
    assert report.reported_at == datetime(2021, 3, 5, 12, tzinfo=UTC)


def test_a_text_with_a_table_of_values_refuses_what_the_table_lacks(read: Read) -> None:
    reading = read("export.csv", HELPDESK_ROWS.replace(";1\n", ";2\n").encode("cp1252"), mapping=HELPDESK)
    assert refused(reading) == [(2, "Raum", "2")]


def test_a_mapping_that_is_asked_for_must_find_its_columns(read: Read) -> None:
    reading = read("faults.csv", ENGLISH.replace(",", ";") + PRINTER.replace(",", ";"), mapping=HELPDESK)
    assert [(r.line, r.column) for r in reading.refusals] == [(1, "Ticket"), (1, "Betreff / Gerät")]


def test_a_sites_mapping_is_found_by_its_columns(write: Callable[[str, str | bytes], Path]) -> None:
    folder = write("site/helpdesk.toml", HELPDESK).parent
    export = write("export.csv", HELPDESK_ROWS)
    reading = read_files([export], zone=SHANGHAI, mapping=None, date_order=None, mapping_folder=folder)
    assert only(reading).source_key == "helpdesk:77"


def test_two_mappings_that_fit_equally_well_are_not_guessed_between(write: Callable[[str, str | bytes], Path]) -> None:
    folder = write("site/a.toml", HELPDESK).parent
    write("site/b.toml", HELPDESK.replace('name = "helpdesk"', 'name = "other"'))
    export = write("export.csv", HELPDESK_ROWS)
    reading = read_files([export], zone=SHANGHAI, mapping=None, date_order=None, mapping_folder=folder)
    assert [refusal.reason for refusal in reading.refusals] == [
        "The mappings helpdesk, other fit it equally well: name one by --mapping."
    ]


def test_a_sites_broken_mapping_stops_the_intake_and_is_named(write: Callable[[str, str | bytes], Path]) -> None:
    folder = write("site/broken.toml", HELPDESK + "\nsurprise = 1\n").parent
    export = write("faults.csv", ENGLISH + PRINTER)
    with pytest.raises(UnreadableInput, match=r"broken\.toml"):
        read_files([export], zone=SHANGHAI, mapping=None, date_order=None, mapping_folder=folder)
