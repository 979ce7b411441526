"""Taking a file out of a fault's record from its page: which, why, and what became of the backups."""

from pathlib import Path

from fieldtech.domain.words import Role
from fieldtech.screens.fault import FaultScreen
from fieldtech.store import Store, back_up
from fieldtech.store.views.faults import find_fault
from fieldtech.workflow.handling import attach_file
from tests.screens.conftest import Walk

PHONE = "555-0199-4711"


def files_with(folder: Path, text: str) -> list[str]:
    """Name the files in which a text stands."""
    return [file.name for file in folder.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


async def test_a_file_is_picked_taken_out_and_the_backup_told(
    store: Store, walk: Walk, fault_number: str, tmp_path: Path
) -> None:
    """S6: nothing is left of it in what this machine wrote."""
    store.record_person("Li Wei", Role.SUPERVISOR)
    for name in (f"voice {PHONE}.txt", "rack.jpg"):
        attach_file(store, fault_number, name, name.encode())
    copy = back_up(store, tmp_path / "backup.db").file
    async with walk() as hand:
        await hand.press("enter", "E")
        assert "rack.jpg" not in hand.shown()
        place = hand.shown().split(" a file  ")[0].rpartition(" ")[2]
        await hand.press(place)
        await hand.type("asked for")
        await hand.press("enter")
        assert all(each in hand.shown() for each in ("rack.jpg", PHONE, "all its files", "every entry of this record"))
        await hand.type("voice")
        assert "rack.jpg" not in hand.shown()
        await hand.press("enter")
        assert hand.is_at(FaultScreen)
        told = hand.told[-1]
        assert "Taken out of 1 entry." in told
        assert f"{copy}: this backup was cleaned" in told
    assert [each.is_taken_out for each in find_fault(store, fault_number).attachments] == [True, False]
    assert files_with(tmp_path, PHONE) == []
