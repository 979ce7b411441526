"""The dialogs of the steps: each records what it asked, refuses at the field, and never loses what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.screen import Screen

from fieldtech.domain.faults import Fault
from fieldtech.domain.handling_operations import CheckAnswered
from fieldtech.domain.words import (
    CheckResult,
    Mode,
    Nature,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Role,
    Status,
)
from fieldtech.screens.dialogs.assess import AssessDialog
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.dialogs.records import NoteDialog
from fieldtech.screens.dialogs.signed_page import SignedPageDialog
from fieldtech.screens.dialogs.verify import VerifyDialog
from fieldtech.screens.fault import FaultScreen
from fieldtech.store import Store
from fieldtech.store.views.faults import attachment_content, find_fault
from fieldtech.text import use_language
from fieldtech.workflow.handling import add_note
from fieldtech.workflow.reports import edit_fault, report_fault
from fieldtech.workflow.signing import make_own_key
from tests.screens.bench import fault_at
from tests.screens.conftest import Walk
from tests.screens.keyboard import Keyboard
from tests.screens.stage import NOON, Clock, whole_facts


@dataclass(frozen=True)
class Use:
    """One use of a dialog: at a stage, some keys and texts, and what the store then says."""

    stage: str
    said: tuple[str, ...]
    """Keys, or texts behind a `=`."""
    holds: Callable[[Fault], object]


PASSPHRASE = "horse battery staple"
SIGN = ("ctrl+s", f"={PASSPHRASE}", "enter", f"={PASSPHRASE}", "enter")
"""Signing for the first time."""
USES = {
    "assess again": Use(
        "assessed",
        ("a", "3", "enter", "enter", "3", "ctrl+s"),
        lambda fault: (fault.facts.nature, fault.priority) == (Nature.NETWORK, Priority.GENERAL),
    ),
    "assess again, overridden": Use(
        "assessed",
        ("a", "1", "enter", "enter", "3", "1", "=the chairman's mail", "ctrl+s"),
        lambda fault: (fault.priority, fault.priority_because) == (Priority.URGENT, "the chairman's mail"),
    ),
    "assign": Use("reported", ("A", "=Zh", "right", "enter"), lambda fault: fault.assignee == "Zhao Min"),
    "give back": Use("started", ("A", "backspace", "enter"), lambda fault: not fault.assignee),
    "start": Use("assessed", ("s", "2", "enter"), lambda fault: fault.mode is Mode.REMOTE),
    "checklist": Use("started", ("c", "=raid", "enter"), lambda fault: fault.attempt.checklists[0].template.items),
    "plan": Use(
        "started",
        ("l", "=Replace it", "enter", "3", "enter"),
        lambda fault: (fault.attempt.plan, fault.attempt.plan_kind) == ("Replace it", PlanKind.REPLACEMENT),
    ),
    "pend": Use(
        "started",
        ("p", "2", "=disk ordered", "enter"),
        lambda fault: (fault.pending_reason, fault.pending_note) == (PendingReason.PARTS, "disk ordered"),
    ),
    "resume": Use("started", ("p", "2", "ctrl+s", "s"), lambda fault: not fault.is_pending),
    "restore": Use(
        "started",
        ("R", "=on the spare node", "enter", "=5 min ago", "enter"),
        lambda fault: (fault.workaround, fault.restored_at) == ("on the spare node", NOON - timedelta(minutes=5)),
    ),
    "note": Use("started", ("m", "=Case 4711", "enter"), lambda fault: fault.notes[0].text == "Case 4711"),
    "time": Use("started", ("T", "=1:30", "enter", "=on site", "enter"), lambda fault: fault.minutes == 90),
    "part": Use(
        "started",
        ("P", "=HDD-8T", "enter", "=old1", "enter", "=new1", "enter", "=2", "ctrl+s"),
        lambda fault: (
            [(each.part, each.quantity, each.old_serial, each.new_serial) for each in fault.parts]
            == [("HDD-8T", 2, "old1", "new1")]
        ),
    ),
    "tell": Use(
        "started",
        ("t", "=Disk comes at four", "ctrl+s"),
        lambda fault: (
            (fault.words_to_user[-1].text, fault.words_to_user[-1].whom, fault.words_to_user[-1].how)
            == ("Disk comes at four", "Wang Fang", "phone")
        ),
    ),
    "verify, accepted": Use(
        "implemented",
        ("v", "1", "1", "=All is well", "enter", "5", *SIGN),
        lambda fault: fault.status is Status.VERIFIED and fault.attempt.verification.rating == 5,  # type: ignore[union-attr]
    ),
    "verify, the system fails": Use(
        "implemented",
        ("v", "2", "1", "=Seems fine", *SIGN),
        lambda fault: (fault.needs_reassessment, fault.attempt.number) == (True, 2),
    ),
    "close": Use("verified", ("C", "enter", "=Order spares", "ctrl+s"), lambda fault: fault.lessons == "Order spares"),
    "reopen": Use("closed", ("O", "=It came back", "enter"), lambda fault: fault.needs_reassessment),
    "cancel": Use("assessed", ("X", "=Power was off", "enter"), lambda fault: fault.status is Status.CANCELLED),
}


async def say(hand: Keyboard, *said: str) -> None:
    """Press keys, and type what stands behind a `=`."""
    for each in said:
        if each.startswith("="):
            await hand.type(each[1:])
        else:
            await hand.press(each)


def on_screen(hand: Keyboard, kind: type[Screen[Any]]) -> bool:
    """Tell which screen is on top."""
    return isinstance(hand.app.screen, kind)


@pytest.mark.parametrize("name", list(USES))
async def test_a_dialog_records_what_it_asked(store: Store, clock: Clock, walk: Walk, name: str) -> None:
    """S3.2 S3.3 S3.4 S3.5 S6: by keys alone."""
    use = USES[name]
    store.record_person("Zhao Min", Role.SUPERVISOR)
    number = fault_at(store, clock, use.stage).number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, *use.said)
        assert not on_screen(hand, FormDialog), hand.shown()
        await hand.keep()
    assert use.holds(find_fault(store, number))
    assert store.typed_forms() == ()


async def open_fault(hand: Keyboard, number: str) -> None:
    """Open a fault, also one that the queue doesn't list."""
    await hand.app.push_screen(FaultScreen(number))
    await hand.rest()


REFUSALS = [
    ("assessed", ("a", "1", "enter", "enter", "3", "1", "ctrl+s"), "because", "needs a reason"),
    ("started", ("c", "=no such list", "enter"), "template", "No checklist fits"),
    ("started", ("l", "ctrl+s"), "plan", "Write the plan"),
    ("started", ("p", "ctrl+s"), "reason", "Say what it waits for."),
    ("started", ("R", "ctrl+s"), "workaround", "brought the service back"),
    ("started", ("R", "=spare node", "enter", "=9 h ago", "ctrl+s"), "at", "before the fault occurred"),
    ("started", ("m", "enter"), "text", "Write the note."),
    ("started", ("T", "=soon", "ctrl+s"), "minutes", "hours and minutes"),
    ("started", ("T", "=9999", "ctrl+s"), "minutes", "from 1 to 1440"),
    ("started", ("P", "ctrl+s"), "part", "Name the part."),
    ("started", ("t", "=x", "enter", "enter", "enter", "=tomorrow 14:00", "ctrl+s"), "at", "lies in the future"),
    ("started", ("F", "=no-such-file", "ctrl+s"), "file", "There is no file"),
    ("implemented", ("v", "1", "1", "ctrl+s"), "user-words", "own words"),
    ("verified", ("C", "ctrl+u", "ctrl+s"), "root-cause", "root cause was"),
    ("closed", ("O", "ctrl+s"), "reason", "Say why"),
    ("assessed", ("X", "enter"), "reason", "Say why"),
]


@pytest.mark.parametrize(("stage", "said", "field", "sentence"), REFUSALS)
async def test_a_refusal_stands_at_its_field_and_the_dialog_stays(
    store: Store, clock: Clock, walk: Walk, stage: str, said: tuple[str, ...], field: str, sentence: str
) -> None:
    number = fault_at(store, clock, stage).number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, *said)
        dialog = hand.app.screen
        assert isinstance(dialog, FormDialog), hand.shown()
        assert sentence in " ".join(hand.shown().split())
        assert dialog.form.fields[field].has_focus_within
        for text in said:
            if text.startswith("="):
                assert text[1:] in hand.shown()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_every_dialog_fits_80x24_with_its_first_field_focused(
    store: Store, clock: Clock, walk: Walk, language: str
) -> None:
    use_language(language)
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        for key in "AmtplTPFXD":
            await hand.press(key)
            dialog = hand.app.screen
            assert isinstance(dialog, FormDialog), key
            first = next(iter(dialog.form.fields.values()))
            assert first.has_focus_within, key
            rows = hand.shown().split("\n")
            assert "esc" in rows[-1], key
            assert all(field.region.bottom <= 23 for field in dialog.form.fields.values() if field.display), key
            await hand.press("escape")
            assert not on_screen(hand, FormDialog), key


async def test_a_note_left_by_esc_is_offered_again_for_this_fault_and_no_other(
    store: Store, clock: Clock, walk: Walk
) -> None:
    other = report_fault(store, whole_facts()).number
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "m", "=Case 47", "escape")
    async with walk() as hand:
        await open_fault(hand, other)
        await hand.press("m")
        assert "Case 47" not in hand.shown()
        await hand.press("escape")
        await open_fault(hand, number)
        await hand.press("m")
        assert "Case 47" in hand.shown()
        assert "did not record" in hand.shown()
        await say(hand, "=11", "enter")
    assert [note.text for note in find_fault(store, number).notes] == ["Case 4711"]
    assert find_fault(store, other).notes == ()


async def test_f4_begins_afresh(store: Store, clock: Clock, walk: Walk) -> None:
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "m", "=Case 47", "escape", "m", "f4")
        assert on_screen(hand, NoteDialog)
        assert "Case 47" not in hand.shown()
        await say(hand, "escape", "m")
        assert "did not record" not in hand.shown()


async def test_a_page_that_changed_while_it_was_read_is_not_signed_and_nothing_typed_is_lost(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.4: exactly what was shown is signed."""
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "v", "1", "1", "=All is well")
        edit_fault(store, number, whole_facts(title="RAID degraded on DB-2"), because="wrong server")
        await say(hand, *SIGN)
        assert on_screen(hand, VerifyDialog)
        assert "changed since this page was shown" in " ".join(hand.shown().split())
        assert "All is well" in hand.shown()
        await say(hand, *SIGN)
        assert not on_screen(hand, VerifyDialog)
    assert find_fault(store, number).status is Status.VERIFIED


async def test_a_contradiction_is_pointed_out_before_it_is_signed(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.4."""
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "v", "1", "1", "=hm", "enter", "1")
        assert "The user accepted, but rated it 1 of 5." in hand.shown()
        assert "Fixer and verifier are the same person." in hand.shown()
        await say(hand, "up", "up", "up", "2")
        assert "signing starts attempt 2" in hand.shown()


async def test_the_page_that_is_signed_can_be_read_whole(store: Store, clock: Clock, walk: Walk) -> None:
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("v")
        assert "page" in hand.shown()
        await hand.press("f3")
        assert on_screen(hand, SignedPageDialog)
        assert "SHA-256" in hand.shown()
        await hand.press("escape")
        assert on_screen(hand, VerifyDialog)


async def test_a_key_of_ones_own_is_made_at_the_first_sign_off_and_its_passphrase_is_kept_nowhere(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.4 S6."""
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "v", "1", "1", "=All is well", "ctrl+s")
        assert "seals your own key, made now" in hand.shown()
        await say(hand, f"={PASSPHRASE}", "enter", "=horse battery stable", "ctrl+s")
        assert "The two are not the same." in hand.shown()
        assert PASSPHRASE not in hand.shown()
        await hand.keep()
        assert all(PASSPHRASE not in text for form in store.typed_forms() for text in form.texts.values())
        await say(hand, "ctrl+u", f"={PASSPHRASE}", "ctrl+s")
        assert "C Close" in row_of(hand, "Next")
    signed = find_fault(store, number).attempt.verification
    assert signed is not None
    assert signed.signature is not None
    assert signed.signature.key_owner == "person"


async def test_the_second_sign_off_asks_for_the_passphrase_alone_and_refuses_a_wrong_one(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.4."""
    make_own_key(store, PASSPHRASE)
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "v", "1", "1", "=All is well", "ctrl+s")
        assert "Once more" not in hand.shown()
        await say(hand, "=horse battery stable", "enter")
        assert "not the passphrase" in hand.shown()
        await say(hand, f"={PASSPHRASE}", "enter")
    assert find_fault(store, number).status is Status.VERIFIED


async def test_a_site_may_do_without_keys_of_ones_own_and_the_page_says_so(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.4."""
    store.settings = msgspec.structs.replace(store.settings, sign_off_key="machine")
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "v", "1", "1", "=All is well")
        assert "with this machine's key" in hand.shown()
        assert "Passphrase" not in hand.shown()
        await hand.press("ctrl+s")
    signed = find_fault(store, number).attempt.verification
    assert signed is not None
    assert signed.signature is not None
    assert signed.signature.key_owner == "machine"


async def test_who_fixed_is_refused_to_verify_before_anything_is_asked_where_the_site_says_so(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.4."""
    store.settings = msgspec.structs.replace(store.settings, fixer_may_verify="refuse")
    number = fault_at(store, clock, "implemented").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("v")
        assert not on_screen(hand, VerifyDialog)
        assert "another person verifies" in hand.shown()


async def test_what_changed_after_the_sign_off_is_told_and_signed_anew(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.4: later or unseen changes make it verified, changed since."""
    store.settings = msgspec.structs.replace(store.settings, sign_off_key="machine")
    fault = fault_at(store, clock, "implemented")
    late = CheckAnswered(checklist_id=fault.attempt.checklists[0].id, item="esd", result=CheckResult.FAIL)
    async with walk(size=(120, 40)) as hand:
        await open_fault(hand, fault.number)
        await say(hand, "v", "1", "1", "=All is well", "ctrl+s")
        assert "changed since" not in hand.shown()
        store.record(f"fault:{fault.id}", late)
        hand.app.tell_growth()
        await hand.rest()
        assert "verified, changed since" in hand.shown().split("\n")[1]
        assert "Changed    since the sign-off" in hand.shown()
        await hand.press("C")
        assert "changed since the sign-off" in hand.shown()
        await say(hand, "v", "1", "1", "=All is well")
        assert "The system check is to pass, but these checks failed: ESD strap on" in hand.shown()
        await hand.press("ctrl+s")
        assert "changed since" not in hand.shown().split("\n")[1]


def row_of(hand: Keyboard, words: str) -> str:
    """The last row of the screen that has these words."""
    return [row for row in hand.shown().split("\n") if words in row][-1]


async def test_the_assessment_tells_what_follows_from_it(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.2: the priority with its reason, what is promised, whether a plan is mandatory."""
    number = fault_at(store, clock, "assessed").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "a", "1", "enter", "enter", "2")
        shown = hand.shown()
        assert "Important: a site, medium urgency." in shown
        assert "Needs a written plan" in shown
        assert "resolve" in shown
        await hand.press("up", "1")
        assert "Urgent: a site, high urgency." in hand.shown()
        assert "Bring the service back first" in hand.shown()
        assert on_screen(hand, AssessDialog)


async def test_pending_tells_whether_the_clocks_stop(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.2."""
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "p", "2")
        assert "stop as long as it waits for parts" in hand.shown()
        await hand.press("up", "6")
        assert "go on" in hand.shown()


async def test_a_file_is_attached_by_its_path_with_completion(
    store: Store, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    """S3.3."""
    (tmp_path / "smart-disk4.txt").write_bytes(b"reallocated: 12")
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "F", f"={tmp_path}/smart", "right", "ctrl+s")
    (file,) = find_fault(store, number).attachments
    assert (file.name, attachment_content(store, file.digest)) == ("smart-disk4.txt", b"reallocated: 12")


async def test_a_pasted_text_is_kept_with_its_lines_and_written_out_again(
    store: Store, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    """S3.3 S6."""
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "F", "enter", "=$ smartctl -a\nReallocated: 12", "enter", "=smart", "enter")
        (file,) = find_fault(store, number).attachments
        assert (file.name, file.media_type) == ("smart.txt", "text/plain")
        await say(hand, "S", "ctrl+u", f"={tmp_path}", "ctrl+s")
        assert "Written:" in hand.shown()
    assert (tmp_path / "smart.txt").read_text(encoding="utf-8") == "$ smartctl -a\nReallocated: 12"


async def test_a_word_to_the_user_tells_the_last_one_and_when_the_next_is_due(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S6."""
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("t")
        shown = hand.shown()
        assert "11:48  We are on it, stock stays up meanwhile." in shown
        assert "Word due" in shown
        assert "Next word" in shown


async def test_a_file_that_is_too_large_is_refused_at_its_field(
    store: Store, clock: Clock, walk: Walk, tmp_path: Path
) -> None:
    large = tmp_path / "core.dump"
    with large.open("wb") as stream:
        stream.truncate(store.settings.attachment_limit_mb * 1024 * 1024 + 1)
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "F", f"={large}", "ctrl+s")
        assert "is larger than 20 MB" in hand.shown()
        assert on_screen(hand, FormDialog)
    assert find_fault(store, number).attachments == ()


async def test_a_duplicate_is_picked_from_a_list_that_narrows(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.1."""
    other = report_fault(store, whole_facts(title="Array of DB-1 rebuilds")).number
    report_fault(store, whole_facts(title="Printer dead"))
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await say(hand, "D", "=rebuilds")
        assert other in hand.shown()
        assert "Printer dead" not in hand.shown()
        await say(hand, "enter", "=same disk", "enter")
        assert f"It is over: it repeats {other}." in hand.shown()
    assert find_fault(store, number).duplicate_of == other


async def test_the_fitting_checklist_stands_first_and_the_arrows_pick_another(
    store: Store, clock: Clock, walk: Walk
) -> None:
    """S3.3."""
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("c")
        rows = [row for row in hand.shown().split("\n") if "▸" in row]
        assert any("Replace a failed disk in a RAID set" in row for row in rows)
        await hand.press("down", "enter")
    (checklist,) = find_fault(store, number).attempt.checklists
    assert checklist.template.id != "raid-disk-failed"


async def test_a_step_that_makes_no_sense_says_why_and_where_to_go(store: Store, clock: Clock, walk: Walk) -> None:
    number = fault_at(store, clock, "reported").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("v")
        shown = " ".join(hand.shown().split())
        assert "It can't be verified yet" in shown
        assert "a leads there" in shown


async def test_an_important_fault_without_a_plan_is_led_to_the_plan(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.3."""
    number = fault_at(store, clock, "started").number
    async with walk() as hand:
        await open_fault(hand, number)
        await hand.press("i")
        shown = " ".join(hand.shown().split())
        assert "needs a written solution plan" in shown
        assert "l leads there" in shown


async def test_hostile_words_are_shown_and_kept_as_they_are(store: Store, clock: Clock, walk: Walk) -> None:
    """S6: neither markup nor control characters act."""
    number = fault_at(store, clock, "started").number
    hostile = "[/red] [@click=app.quit]x[/] \x1b[31m\u202e"
    add_note(store, number, hostile)
    edit_fault(store, number, whole_facts(title=hostile), because="as reported")
    async with walk() as hand:
        await open_fault(hand, number)
        for key in "Amtl":
            await say(hand, key)
            assert "[@click=app.quit]" in hand.shown()
            assert "\x1b" not in hand.shown()
            await hand.press("escape")
    assert find_fault(store, number).notes[-1].text == hostile


async def test_the_codes_of_a_solution_are_the_processs_own(store: Store, clock: Clock, walk: Walk) -> None:
    """S3.3: replacing hardware is told apart from repairing it."""
    number = fault_at(store, clock, "checking").number
    async with walk() as hand:
        await open_fault(hand, number)
        assert not on_screen(hand, FormDialog)
        for reading in ("Z4D1", "ZR51", None, "100", None, "21", None):
            if reading is None:
                await hand.press("y")
            else:
                await say(hand, "enter", f"={reading}", "enter")
        await say(hand, "i", "=disk replaced", "enter", "2", "ctrl+s")
    fault = find_fault(store, number)
    assert fault.attempt.resolution_code is ResolutionCode.HARDWARE_REPLACEMENT
