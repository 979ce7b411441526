"""Providers' outages by keys: taken in from a folder, read, recorded by hand, corrected, and found in the calendar."""

from datetime import timedelta
from pathlib import Path

from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.store import Store
from fieldtech.store.views.outages import all_outages, find_outage, kept_notices
from fieldtech.workflow.outages import add_outage
from tests.intake.notice_files import calendar, event, mail
from tests.screens.conftest import Walk
from tests.screens.stage import NOON


def folder_of_notices(folder: Path) -> Path:
    """Write an outage, its cancelled predecessor's like, a broken calendar, and a mail for a person."""
    folder.mkdir()
    for name, content in (
        ("1.ics", calendar(event(DTSTART="20261125T130000Z", DTEND="20261125T180000Z"))),
        ("2.ics", calendar(event(DTEND=None))),
        ("3.eml", mail("We work on line 7 on 24 November, 22:00 to 23:00.")),
    ):
        (folder / name).write_text(content, newline="")
    return folder


async def test_words_left_in_a_form_open_at_their_outage(walk: Walk, store: Store) -> None:
    until = NOON + timedelta(hours=2)
    add_outage(store, OutageFacts(provider="City Power", maintenance_id="P-9", starts_at=NOON, ends_at=until))
    async with walk() as hand:
        await hand.press("2", "o", "enter", "e")
        await hand.type("Transformer 2")
        await hand.keep()
    async with walk() as hand:
        await hand.press("ctrl+r")
        assert "City Power P-9" in hand.shown()
        await hand.press("enter")
        assert "Transformer 2" in hand.shown()
        await hand.press("ctrl+s")
    assert find_outage(store, "P-9").title == "Transformer 2"
    assert store.typed_forms() == ()


async def test_s3_6_notices_are_taken_in_read_and_stand_in_the_calendar(
    walk: Walk, store: Store, tmp_path: Path
) -> None:
    """S3.6: what providers announce is seen among the planned work, updated, and none of it is lost."""
    folder = folder_of_notices(tmp_path / "notices")
    async with walk() as hand:
        await hand.press("2", "o", "ctrl+o")
        await hand.type(str(folder))
        await hand.press("enter")
        preview = hand.shown()
        assert "1 new · 1 to be read · 1 refused" in preview
        assert "lacks the end" in preview
        assert all_outages(store) == ()
        await hand.press("enter", "enter")
        assert [each.maintenance_id for each in all_outages(store)] == ["CHG-4711"]

        await hand.press("enter")
        assert "We work on line 7" in hand.shown()
        assert "neither a calendar nor the fields" in hand.shown()
        await hand.press("n")
        for word in ("Northern Fibre", "CHG-9", "Line 7", "2026-11-24 22:00", "2026-11-24 21:00"):
            await hand.press("ctrl+u")
            await hand.type(word)
            await hand.press("enter")
        await hand.press("ctrl+s")
        assert "ends after it has begun" in hand.shown()
        await hand.press("ctrl+u")
        await hand.type("2026-11-24 23:00")
        await hand.press("ctrl+s")
        assert "confirmed" in hand.shown().splitlines()[0]
        assert kept_notices(store) == ()

        await hand.press("e", "down", "down", "down", "6", "ctrl+s")
        assert "called off: nothing is done at this time" in hand.shown()
        assert "Tue 2026-11-24 22:00 – 23:00" in hand.shown()
        assert len(find_outage(store, "CHG-9").revisions) == 2

        await hand.press("escape", "escape", "a")
        assert "called off" in hand.shown()
        await hand.press("down", "down", "enter")
        assert "Splicing at the bridge" in hand.shown()
        assert "CHG-4711" in hand.shown().splitlines()[0]
