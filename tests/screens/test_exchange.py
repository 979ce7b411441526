"""The exchange by keys alone: machines meet, carry bundles on a stick, import, revoke; and what goes wrong."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.trust import Standing
from fieldtech.screens.bundle_export import ExportDialog
from fieldtech.screens.bundle_import import ImportOutcome, ImportPreview
from fieldtech.screens.exchange import ExchangeScreen
from fieldtech.screens.fingerprint import FingerprintDialog, OwnFingerprintPage
from fieldtech.screens.meeting import AcceptDialog
from fieldtech.screens.stick_place import PlaceDialog
from fieldtech.screens.told_page import DonePage
from fieldtech.store import Store, audit
from fieldtech.store.views.bundles import bundle_log
from fieldtech.store.views.conflicts import found_conflicts
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.peers import all_peers, peer_named
from fieldtech.store.views.quarantine import quarantine_view
from fieldtech.widgets.form_fields import FormField
from fieldtech.workflow.enrolment import own_candidate
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle
from fieldtech.workflow.handling import add_note
from fieldtech.workflow.looking import show_bundle
from fieldtech.workflow.reports import report_fault
from tests.screens.conftest import Sit
from tests.screens.keyboard import Keyboard
from tests.screens.machines_met import PHONE, Machines, plug_in, strangers
from tests.screens.stage import whole_facts


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Three machines that never met."""
    with strangers(tmp_path, monkeypatch) as machines:
        yield machines


@pytest.fixture
def met(apart: Machines) -> Machines:
    """Three machines, the technicians' known to the depot."""
    apart.meet(apart.a)
    apart.meet(apart.b)
    apart.clear()
    return apart


def told(hand: Keyboard) -> str:
    """Read what was told in toasts."""
    return "\n".join(notice.sentence for notice in hand.app.notices)


async def walked(hand: Keyboard, lines: int) -> str:
    """Read what is said at each of some lines."""
    shown = []
    for _line in range(lines):
        shown.append(hand.shown())
        await hand.press("down")
    return "\n".join(shown)


def digests(machines: Machines) -> set[str]:
    """Audit all three, and give the digests of what they hold."""
    audits = [audit(store) for store in (machines.a, machines.b, machines.depot)]
    assert all(found.ok for found in audits)
    return {found.state_digest for found in audits}


async def test_two_machines_meet_by_a_request_and_an_answer_with_fingerprints_compared(
    apart: Machines, sit: Sit
) -> None:
    """SYNC, enrolment: the request, the fingerprint, the answer, the fingerprint again."""
    a, depot = apart.a, apart.depot
    async with sit(a, "exchange") as hand:
        await hand.press("r", "2", "tab", *"/proc", "ctrl+s")
        assert hand.is_at(PlaceDialog)
        assert hand.app.screen.query_one(".field-folder", FormField).problem, "it is said why, where one types anew"
        await hand.press("escape", "r", "enter")
        assert hand.is_at(OwnFingerprintPage)
        assert "safe to remove" in hand.shown()
        assert all(word in hand.shown() for word in own_candidate(a).words.split())
    async with sit(depot, "exchange") as hand:
        await hand.press("a")
        assert hand.is_at(AcceptDialog)
        await hand.press("ctrl+s")
        assert hand.is_at(FingerprintDialog)
        shown = hand.shown()
        assert all(word in shown for word in own_candidate(a).words.split())
        assert all(group in shown for group in own_candidate(a).digits.split())
        await hand.press("x")
        assert "Nothing was accepted" in hand.shown()
        assert all_peers(depot) == ()
        await hand.press("ctrl+s", "y")
        assert hand.is_at(ExportDialog), "the answer is the next step"
        assert "Now write it the answer" in hand.shown()
        await hand.press("ctrl+s")
        assert "safe to remove" in hand.shown()
        await hand.press("enter")
        assert "trusted" in hand.shown()
        assert f"Written for {a.code} at" in hand.shown(), "to carry it is the next step"
    async with sit(a, "exchange") as hand:
        await hand.press("a", "ctrl+s")
        assert all(word in hand.shown() for word in own_candidate(depot).words.split())
        await hand.press("y")
        assert hand.is_at(ImportOutcome)
    (peer,) = all_peers(a)
    assert peer.standing is Standing.ADMITTED
    assert peer.is_compared
    assert peer.is_supervisor


async def test_three_machines_settle_what_two_wrote_apart_revoke_one_and_take_a_number_out(
    met: Machines, sit: Sit
) -> None:
    """SYNC I2 I3 I5 I8, S6: the way that issue 4 ends, by keys alone."""
    a, b, depot = met.a, met.b, met.depot
    fault = met.contested()
    met.clear()
    export_bundle(b, met.stick)
    async with sit(a, "exchange") as hand:
        await hand.press("x", "ctrl+s")
        assert hand.is_at(DonePage)
        assert "safe to remove" in hand.shown()
    async with sit(depot, "exchange") as hand:
        await hand.press("i", "ctrl+s")
        assert hand.is_at(ImportPreview)
        assert "CONFLICT: Asset number and serial" in hand.shown()
        assert found_conflicts(depot) == (), "a look changes nothing"
        await hand.press("enter", "equals_sign")
        assert "Li Wei" in hand.shown()
        assert "Zhao Min" in hand.shown()
        sides = [side.value for side in found_conflicts(depot)[0].sides]
        await hand.press(str(sides.index("na") + 1))
        assert "There is nothing to settle" in hand.shown()
        await hand.press("escape", "x", "ctrl+s", "enter")
    import_files(b, [next(met.stick.glob(f"ft-{depot.code.lower()}-*"))])
    async with sit(a, "exchange") as hand:
        await hand.press("i", "ctrl+s", "enter", "enter")
    assert found_conflicts(depot) == ()
    assert len(digests(met)) == 1

    async with sit(depot, "exchange") as hand:
        await at_machine(hand, depot, b)
        await hand.press("R")
        await hand.type("laptop was stolen")
        await hand.press("ctrl+s")
        assert peer_named(depot, b.code).standing is Standing.REVOKED
        add_note(b, fault.number, "written after the theft")
        met.clear()
        met.carry(b, depot)
        assert sum(each.count for each in quarantine_view(depot)) == 1
        hand.app.tell_growth()
        await hand.rest()
        await hand.press("tab", "tab")
        assert f"{b.code} was revoked" in hand.shown()
        await hand.press("4", "enter", "E", "c")
        assert "contact)" in hand.shown()
        await hand.type("asked by the user")
        await hand.press("ctrl+s")
        assert find_fault(depot, fault.number).facts.contact in (None, "")
    met.clear()
    met.carry(depot, a)
    met.carry(depot, b)
    assert met.traces(PHONE) == []


async def at_machine(hand: Keyboard, store: Store, machine: Store) -> None:
    """Go to a machine in the list."""
    place = [peer.chain for peer in all_peers(store)].index(machine.chain)
    await hand.press(*["down"] * place)
    assert isinstance(hand.app.screen, ExchangeScreen)


async def test_what_is_wrong_with_a_stick_or_a_bundle_is_said_with_a_way_out(
    met: Machines, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SYNC: no stick, several sticks, a broken-off copy, a bundle for others, one of a stranger."""
    a, b, depot, stick = met.a, met.b, met.depot, met.stick
    met.carry(b, depot)
    whole = met.carry(depot, a)
    broken = stick / "ft-aa-1-2-0000.ftb"
    broken.write_bytes(whole.read_bytes()[:-200])
    with met.stranger() as other:
        export_bundle(other, stick, is_plain=True)
    async with sit(b, "exchange") as hand:
        await hand.press("i")
        shown = await walked(hand, 3)
        assert "The copy broke off after" in shown
        assert "a machine that is not trusted" in shown
        assert "not addressed to this machine" in shown
        assert "[x]" not in shown, "what can't be read is not ticked"
        await hand.press("ctrl+s")
        assert "Tick a file" in hand.shown()
        plug_in(monkeypatch, met.folder)
        await hand.press("escape", "i")
        assert "No stick is plugged in" in hand.shown()
        await hand.type(str(broken))
        await hand.press("ctrl+s")
        assert "broke off" in told(hand)
        await hand.press("escape", "x")
        assert "no stick is plugged in" in hand.shown()
        await hand.press("ctrl+s")
        assert "Say in which folder" in hand.shown()
        second = met.folder / "second"
        second.mkdir()
        plug_in(monkeypatch, met.folder, stick, second)
        await hand.press("escape", "x", "ctrl+s")
        assert "Choose a stick, or a folder." in hand.shown()
    assert bundle_log(b)[0].is_outgoing, "nothing came in"


async def test_a_full_stick_is_said_and_nothing_stays_on_it(
    met: Machines, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SYNC: *safe to remove* is said only where it is."""

    def fail(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    met.shared_fault()
    met.clear()
    async with sit(met.a, "exchange") as hand:
        monkeypatch.setattr(os, "fsync", fail)
        await hand.press("x", "ctrl+s")
        assert hand.is_at(ExportDialog), "one can take another stick"
        assert "There is no room left there" in hand.shown(), "it stands in the form, not in a toast alone"
        assert "safe to remove" not in hand.shown()
        monkeypatch.undo()
        plug_in(monkeypatch, met.folder)
        await hand.press("ctrl+s")
        assert "The stick is gone: put it in again" in hand.shown(), "its folder is still there"
    assert list(met.stick.iterdir()) == []


async def test_one_fault_without_user_data_is_written_by_keys_and_the_rest_is_told_as_withheld(
    met: Machines, sit: Sit
) -> None:
    """SYNC: contents can be chosen, and what is left out can come later."""
    number = report_fault(met.stand_by(met.a), whole_facts(title="Fan loud", contact=PHONE)).number
    other = report_fault(met.a, whole_facts(title="Door jammed")).number
    async with sit(met.a, "exchange") as hand:
        await hand.press("x", "tab", "tab", "2")
        assert "Fault" in hand.shown()
        await hand.press("tab")
        await hand.type(number)
        await hand.press("tab", "tab", "2")
        assert "are left out of it" in hand.shown()
        await hand.press("ctrl+s")
        assert hand.is_at(DonePage)
        assert "safe to remove" in hand.shown()
    (bundle,) = met.stick.glob("ft-*.ftb")
    assert show_bundle(met.depot, bundle).contents == f"one fault: {fault_id(met.a, number)}, without user information"
    import_files(met.depot, [bundle])
    assert find_fault(met.depot, number).facts.contact in (None, "")
    with pytest.raises(UnknownName):
        find_fault(met.depot, other)
    met.clear()
    met.carry(met.a, met.depot)
    assert find_fault(met.depot, number).facts.contact == PHONE
    assert find_fault(met.depot, other).title == "Door jammed"


def fault_id(store: Store, number: str) -> str:
    """Give a fault's identifier: a machine that doesn't know it yet has no other name for it."""
    return find_fault(store, number).id


async def test_a_plain_bundle_is_written_on_purpose_only_and_one_is_warned(apart: Machines, sit: Sit) -> None:
    """SYNC I8."""
    async with sit(apart.a, "exchange") as hand:
        await hand.press("x", "ctrl+s")
        assert "write it plain on purpose" in hand.shown()
        await hand.press("2")
        assert "Whoever finds the stick can read it" in hand.shown()
        await hand.press("ctrl+s")
        assert hand.is_at(DonePage)
        assert "it is not sealed" in hand.shown()
    (bundle,) = bundle_log(apart.a)
    assert bundle.recipients == ()


async def test_what_is_silent_and_what_is_to_send_is_said_and_a_copy_begins_anew(met: Machines, sit: Sit) -> None:
    """The machines, what each acknowledged, the log, and this machine's own standing."""
    met.carry(met.a, met.depot)
    met.clock.move(days=19)
    before = met.depot.chain
    async with sit(met.depot, "exchange") as hand:
        assert "for 19 days." in hand.shown()
        await hand.press("enter")
        assert "Fingerprint" in hand.shown()
        await hand.press("enter", "tab", "enter")
        assert "Digest" in hand.shown()
        await hand.press("enter", "tab")
        assert "Nothing waits" in hand.shown()
        await hand.press("shift+tab", "shift+tab", "N", "y")
        assert met.depot.chain != before
        assert "Somebody said that this store is a copy." in hand.shown()
