"""A file that was kept with a fault is taken out with its bytes and its name, wherever it lies, whenever it comes."""

import hashlib

import msgspec
import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.fault_operations import Facts, FaultReported, Source
from fieldtech.domain.faults import Attachment, Fault
from fieldtech.domain.handling_operations import NO_DIGEST
from fieldtech.domain.redactable_fields import REDACTED
from fieldtech.models import BlobRow
from fieldtech.store import audit, missing_attachments
from fieldtech.store.views.faults import attachment_content, find_fault, search_faults
from fieldtech.workflow.handling import attach_file
from fieldtech.workflow.redaction import redact_attachment, redact_field
from tests.devices.device import Device
from tests.workflow.desk import Desk, carry, export, fault_on, report, state, take
from tests.workflow.test_exchange_contents import files_with

PHONE = "555-0199-4711"
NAME = f"voice mail {PHONE}.txt"
CONTENT = f"Call me back: {PHONE}. ".encode() * 800
"""More than a page of the database holds."""
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def fault(desk: Desk) -> Fault:
    """A fault with two files, known to all three machines, with their bytes."""
    reported = report(desk.a)
    attach_file(desk.a.store, reported.number, NAME, CONTENT)
    attach_file(desk.a.store, reported.number, "smart.txt", b"12 sectors")
    carry(desk.a, desk.depot, desk.stick)
    carry(desk.depot, desk.b, desk.stick)
    assert all(attachment_content(each.store, DIGEST) == CONTENT for each in (desk.a, desk.b, desk.depot))
    return reported


def files_of(device: Device, fault: Fault) -> tuple[Attachment, ...]:
    """Read the files that a fault keeps on some machine."""
    here = fault_on(device, fault)
    assert here is not None
    return here.attachments


def has_nothing_of_it(device: Device) -> bool:
    """Close the program, look into every file of the machine, and open it again."""
    device.close()
    found = [*files_with(device, PHONE), *files_with(device, DIGEST)]
    device.open()
    return not found


def test_a_file_goes_with_its_name_and_bytes_on_every_machine_that_has_it(desk: Desk, fault: Fault) -> None:
    """S6: what is left tells neither what it was called nor by which digest it could be guessed."""
    done = redact_attachment(desk.depot.store, fault.number, NAME, "asked for")
    assert (done.entries, done.field, done.also_kept_with) == (1, "attachments", ())
    for machine in (desk.a, desk.b):
        carry(desk.depot, machine, desk.stick)
    for machine in (desk.a, desk.b, desk.depot):
        assert has_nothing_of_it(machine)
        gone, kept = files_of(machine, fault)
        assert (gone.name, gone.digest, gone.size, gone.is_taken_out) == (REDACTED, NO_DIGEST, 0, True)
        assert gone.media_type == "application/octet-stream"
        assert attachment_content(machine.store, kept.digest) == b"12 sectors"
        assert search_faults(machine.store, "voice") == ()
        with machine.store.reading():
            assert missing_attachments() == ()
    assert len({state(each) for each in (desk.a, desk.b, desk.depot)}) == 1
    assert audit(desk.a.store).oddities == 0


@pytest.mark.parametrize("is_first", [True, False], ids=["before", "after"])
def test_bytes_that_come_again_are_not_kept(is_first: bool, desk: Desk, fault: Fault) -> None:
    """A machine that has not heard of it sends them anew."""
    late = desk.new("c")
    desk.enrol(late)
    from_a, sent = export(desk.a, desk.stick), export(desk.depot, desk.stick)
    redact_attachment(desk.depot.store, fault.number, NAME, "asked for")
    told = export(desk.depot, desk.stick)
    for machine in (desk.b, late):
        take(machine, *((told, sent) if is_first else (sent, told)))
    take(desk.depot, from_a)
    for machine in (desk.b, late, desk.depot):
        assert has_nothing_of_it(machine)
        assert [each.is_taken_out for each in files_of(machine, fault)] == [True, False]


def test_bytes_that_another_fault_keeps_stay_until_it_loses_them_too(desk: Desk, fault: Fault) -> None:
    other = report(desk.depot, title="Again")
    attach_file(desk.depot.store, other.number, "again.txt", CONTENT)
    done = redact_attachment(desk.depot.store, fault.number, NAME, "asked for")
    assert done.also_kept_with == (find_fault(desk.depot.store, other.id).number,)
    carry(desk.depot, desk.a, desk.stick)
    for machine in (desk.a, desk.depot):
        assert attachment_content(machine.store, DIGEST) == CONTENT
        assert files_of(machine, other)[0].digest == DIGEST
    assert redact_attachment(desk.depot.store, other.number, DIGEST[:8], "asked for").also_kept_with == ()
    carry(desk.depot, desk.a, desk.stick)
    for machine in (desk.a, desk.depot):
        assert has_nothing_of_it(machine)
        assert attachment_content(machine.store, DIGEST) is None


def test_a_file_that_was_attached_under_two_names_goes_from_both(desk: Desk, fault: Fault) -> None:
    attach_file(desk.depot.store, fault.number, "copy.txt", CONTENT)
    assert redact_attachment(desk.depot.store, fault.number, "copy.txt", "asked for").entries == 2
    assert has_nothing_of_it(desk.depot)


def test_a_name_goes_alone_and_the_file_stays(desk: Desk, fault: Fault) -> None:
    content = b"no number in it"
    attach_file(desk.depot.store, fault.number, f"{PHONE}.log", content)
    redact_attachment(desk.depot.store, fault.number, f"{PHONE}.log", "asked for", field="attachment-names")
    left = files_of(desk.depot, fault)[-1]
    assert (left.name, left.size, left.is_taken_out) == (REDACTED, len(content), False)
    late = desk.new("c")
    desk.enrol(late)
    carry(desk.depot, late, desk.stick)
    assert attachment_content(late.store, left.digest) == content
    redact_attachment(desk.depot.store, fault.number, left.digest[:8], "the file too")
    carry(desk.depot, late, desk.stick)
    for machine in (desk.depot, late):
        assert files_of(machine, fault)[-1].is_taken_out
        assert attachment_content(machine.store, left.digest) is None
    carry(late, desk.depot, desk.stick)
    assert state(late) == state(desk.depot)


def test_all_files_of_a_fault_go_at_once(desk: Desk, fault: Fault) -> None:
    assert redact_field(desk.depot.store, fault.number, "attachments", "asked for").entries == 2
    assert [each.is_taken_out for each in files_of(desk.depot, fault)] == [True, True]
    with desk.depot.store.reading():
        assert BlobRow.select().count() == 0


def test_the_original_of_a_mail_that_tells_the_name_goes_too(desk: Desk) -> None:
    store = desk.depot.store
    subject = f"fault:{store.new_identifier()}"
    source = Source(name="mail.eml", key="<1@example>", original=f"It beeps.\n\n[{NAME}, text/plain, 18000 B]")
    store.record(subject, FaultReported(number="F-26K7-900", facts=Facts(title="It beeps"), source=source))
    attach_file(store, "F-26K7-900", NAME, CONTENT)
    redact_attachment(store, "F-26K7-900", NAME, "asked for", field="attachment_names")
    assert files_with(desk.depot, NAME) == []
    kept = find_fault(store, "F-26K7-900").source
    assert kept == msgspec.structs.replace(source, original="")


def test_copies_beside_the_store_and_forms_left_with_its_text_are_found(desk: Desk, fault: Fault) -> None:
    store = desk.depot.store
    written = desk.depot.place / "written out.txt"
    written.write_bytes(CONTENT)
    store.keep_typed("attach", fault.id, {"name": NAME})
    assert redact_attachment(store, fault.number, NAME, "asked for").copies == (written,)
    assert store.typed_forms() == ()


@pytest.mark.parametrize(
    ("called", "told"),
    [
        ("voice.txt", rf"keeps no file voice.txt. It keeps: voice mail {PHONE}.txt \({DIGEST[:8]}\), smart.txt"),
        (DIGEST[:5], "keeps no file"),
        ("", "keeps no file"),
    ],
)
def test_a_wrong_name_is_answered_with_what_there_is(desk: Desk, fault: Fault, called: str, told: str) -> None:
    with pytest.raises(UnknownName, match=told):
        redact_attachment(desk.depot.store, fault.number, called, "asked for")


def test_of_two_files_of_one_name_one_is_named_by_its_digest(desk: Desk, fault: Fault) -> None:
    attach_file(desk.depot.store, fault.number, "smart.txt", b"13 sectors")
    with pytest.raises(UnknownName, match=r"several files smart.txt.*: smart.txt \([0-9a-f]{8}\), smart.txt"):
        redact_attachment(desk.depot.store, fault.number, "smart.txt", "asked for")
    redact_attachment(desk.depot.store, fault.number, hashlib.sha256(b"13 sectors").hexdigest()[:6], "asked for")
    assert [each.is_taken_out for each in files_of(desk.depot, fault)] == [False, False, True]


def test_what_is_no_part_of_a_file_and_what_is_not_there_is_refused(desk: Desk, fault: Fault) -> None:
    with pytest.raises(RuleViolation, match="attachments or attachment-names"):
        redact_attachment(desk.depot.store, fault.number, NAME, "asked for", field="contact")
    with pytest.raises(UnknownName, match="No file is kept"):
        redact_attachment(desk.depot.store, report(desk.depot).number, NAME, "asked for")
    with pytest.raises(RuleViolation, match="Only a supervisor"):
        redact_attachment(desk.a.store, fault.number, NAME, "asked for")
