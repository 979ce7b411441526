"""Taking in files: PROCESS S3.1, mistakes 6, 7 and 10."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldtech.config import Settings
from fieldtech.domain.words import Channel, Priority, Status
from fieldtech.store import Store, audit
from fieldtech.store.views.faults import attachment_content, find_fault
from fieldtech.store.views.queue import count_faults
from fieldtech.workflow.intake import take_files
from tests.workflow.road import new_store

SERVICENOW = """\
number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,\
sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,\
cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,\
vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at
INC1,New,true,0,0,0,true,Caller 1,O,29/2/2016 01:16,C,29/2/2016 01:23,U,29/2/2016 01:23,Phone,Hall 1,Category 5,\
Subcategory 1,Symptom 7,?,1 - High,1 - High,1 - Critical,G,?,true,false,N,?,?,?,?,code 5,R,29/2/2016 11:29,\
5/3/2016 12:00
INC1,Closed,false,0,0,4,true,Caller 1,O,29/2/2016 01:16,C,29/2/2016 01:23,U,5/3/2016 12:00,Phone,Hall 1,Category 5,\
Subcategory 1,Symptom 7,?,1 - High,1 - High,1 - Critical,G,?,true,false,N,?,?,?,?,code 5,R,29/2/2016 11:29,\
5/3/2016 12:00
INC2,Active,true,0,0,1,true,Caller 2,O,3/4/2016 08:00,C,3/4/2016 08:01,U,3/4/2016 08:02,Phone,Hall 2,Category 6,\
Subcategory 2,?,?,5 - Cosmic,3 - Low,4 - Low,G,?,true,false,N,?,?,?,?,?,?,?,?
"""

GENERIC = """\
title,description,channel,reporter,occurred,impact,place
Printer dead,No light,phone,Zhao,2026-10-30 09:00,person,2F
机房漏水,空调滴水,phone,陈静,2026-10-30 10:00,site,机房 A
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export in ServiceNow's layout: two rows of one incident, and one that nobody can understand."""
    file = tmp_path / "export.csv"
    file.write_text(SERVICENOW, encoding="utf-8")
    return file


def test_s3_1_several_rows_are_one_reported_fault_with_source_and_original(store: Store, export: Path) -> None:
    """S3.1: service-desk exports can be read in; the event's own time stands."""
    taken = take_files(store, [export])
    fault = find_fault(store, taken.numbers[0])
    assert (taken.read, taken.taken, taken.repeated) == (3, 1, 0)
    assert (fault.status, fault.facts.channel, fault.priority) == (Status.REPORTED, Channel.PHONE, Priority.URGENT)
    assert fault.facts.occurred_at == datetime(2016, 2, 28, 17, 16, tzinfo=UTC)
    assert fault.source is not None
    assert (fault.source.name, fault.source.status) == ("export.csv", Status.CLOSED)
    assert fault.source.original.count("INC1") == 2
    assert fault.source.resolved_at == datetime(2016, 2, 29, 3, 29, tzinfo=UTC)


def test_a_value_that_no_rule_maps_is_refused_with_its_place(store: Store, export: Path) -> None:
    """PROCESS, mistake 6: an unknown word never becomes a default."""
    (refusal,) = take_files(store, [export]).refused
    assert (refusal.source, refusal.line, refusal.column, refusal.value) == ("export.csv", 4, "impact", "5 - Cosmic")
    assert refusal.reason
    assert count_faults(store) == 1


def test_the_second_run_takes_nothing(store: Store, export: Path) -> None:
    take_files(store, [export])
    before = audit(store).state_digest
    renamed = export.rename(export.with_name("the same again.csv"))
    again = take_files(store, [renamed])
    assert (again.taken, again.repeated, again.numbers) == (0, 1, ())
    assert audit(store).state_digest == before


def test_a_dry_run_says_what_it_would_take_and_takes_nothing(store: Store, export: Path) -> None:
    dry = take_files(store, [export], is_dry_run=True)
    assert (dry.taken, dry.numbers, len(dry.proposals)) == (1, (), 1)
    assert count_faults(store) == 0


def test_two_machines_that_take_in_one_report_name_one_fault(store: Store, export: Path, tmp_path: Path) -> None:
    other = new_store(tmp_path, name="Zhao Min", seed=2)
    mine = find_fault(store, take_files(store, [export]).numbers[0])
    theirs = find_fault(other, take_files(other, [export]).numbers[0])
    assert mine.id == theirs.id
    assert mine.number != theirs.number
    other.close()


def test_a_file_whose_columns_bear_our_names_needs_no_mapping(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(GENERIC, encoding="utf-8")
    taken = take_files(store, [file])
    assert taken.taken == 2
    assert find_fault(store, taken.numbers[1]).title == "机房漏水"
    assert all(not find_fault(store, number).missing for number in taken.numbers)


def test_s3_1_a_mail_becomes_a_reported_fault_that_says_what_is_missing(store: Store, tmp_path: Path) -> None:
    """S3.1: e-mail files can be read in, with their attachments."""
    mail = tmp_path / "call.eml"
    mail.write_bytes(
        b"From: Wang Fang <wang@example.org>\nTo: help@example.org\nSubject: =?utf-8?b?5omT5Y2w5py65Z2P5LqG?=\n"
        b"Date: Mon, 02 Nov 2026 08:30:00 +0800\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nPaper jam\n"
        b'--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="log.txt"\n\nPC LOAD LETTER\n--x--\n'
    )
    fault = find_fault(store, take_files(store, [mail]).numbers[0])
    assert (fault.title, fault.facts.reporter, fault.facts.contact) == ("打印机坏了", "Wang Fang", "wang@example.org")
    assert (fault.status, fault.facts.channel) == (Status.REPORTED, Channel.EMAIL)
    assert fault.missing == ("occurred", "impact")
    assert attachment_content(store, fault.attachments[0].digest) is not None


def test_an_attachment_beyond_the_limit_is_told_and_the_mail_is_taken(tmp_path: Path) -> None:
    own = new_store(tmp_path, settings=Settings(attachment_limit_mb=1))
    mail = tmp_path / "big.eml"
    mail.write_bytes(
        b"From: a@example.org\nSubject: big\nDate: Mon, 02 Nov 2026 08:30:00 +0800\nMessage-ID: <2@example.org>\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee file\n"
        b'--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="core"\n\n'
        + b"y" * (1024 * 1024 + 10)
        + b"\n--x--\n"
    )
    taken = take_files(own, [mail])
    assert taken.taken == 1
    assert [(refusal.column, refusal.value) for refusal in taken.refused] == [("attachment", "core")]
    own.close()


def test_what_lies_ahead_is_refused_and_the_rest_is_taken(store: Store, tmp_path: Path) -> None:
    """PROCESS, mistake 7: a swapped day and month often lies in the future."""
    file = tmp_path / "list.csv"
    file.write_text(GENERIC.replace("2026-10-30 09:00", "2026-12-30 09:00"), encoding="utf-8")
    taken = take_files(store, [file])
    assert taken.taken == 1
    assert [(refusal.line, refusal.column) for refusal in taken.refused] == [(2, "occurred")]


def test_a_file_that_is_not_there_is_refused_by_name_and_nothing_is_taken(store: Store, tmp_path: Path) -> None:
    taken = take_files(store, [tmp_path / "nowhere.csv"])
    assert [refusal.source for refusal in taken.refused] == ["nowhere.csv"]
    assert count_faults(store) == 0
