"""Days off by command: listed, changed by the site, and what moves by it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cli.command_line import CommandLine

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()


def test_the_site_changes_its_days_off_and_hears_what_moves(fieldtech: CommandLine) -> None:
    added = fieldtech.json(
        "plan", "add", "--title=Clean", "--kind=cleaning", "--rule=FREQ=YEARLY", "--from=2061-05-06", "--at=09:00",
        "--days-off=after",
    )  # fmt: skip
    assert fieldtech.json("holidays", "list", "--year=2061")["days"] == []
    looked = fieldtech.json("holidays", "off", "2061-05-06", "--dry-run")
    assert looked == {"is_saved": False, "moved": []}
    assert fieldtech.json("holidays", "list", "--year=2061")["days"] == []
    fieldtech.done("holidays", "off", "2061-05-04", "--until=2061-05-06")
    assert fieldtech.json("holidays", "list", "--year=2061")["days"] == [
        {"from": "2061-05-04", "until": "2061-05-06", "kind": "off", "name": "", "is_own": True}
    ]
    (told,) = fieldtech.json("plan", "preview", added["number"], "--count=1")["occurrences"]
    assert (told["slot"], told["date"]) == ("2061-05-06", "2061-05-09")
    fieldtech.done("holidays", "worked", "2061-05-06")
    fieldtech.done("holidays", "usual", "2061-05-04")
    words = fieldtech.done("holidays", "list", "--year=2061").out
    assert words.splitlines() == [
        "2061-05-05 Thu    day off    the site's own",
        "2061-05-06 Fri    worked     the site's own",
    ]


def test_a_table_is_chosen_and_a_year_that_it_does_not_know_is_told(fieldtech: CommandLine) -> None:
    listed = fieldtech("holidays", "list", "--year=2026")
    assert "2026-10-01 Thu  to 2026-10-07 Wed  day off  National Day" in listed.out
    assert "2026-10-10 Sat                     worked" in listed.out
    assert "doesn't know 2099 yet" in fieldtech("holidays", "list", "--year=2099").err
    fieldtech.done("holidays", "table", "none")
    assert fieldtech.json("holidays", "list", "--year=2026") == {"year": 2026, "table": None, "years": [], "days": []}
    again = fieldtech("holidays", "table", "none")
    assert again.status == 1
    assert "Nothing is changed" in again.err


def test_what_moves_is_said_before_it_is_kept_and_after(fieldtech: CommandLine) -> None:
    fieldtech.done("holidays", "table", "none")
    wednesday = TODAY + timedelta(days=9 - TODAY.weekday())
    fieldtech.json(
        "plan", "add", "--title=Clean", "--kind=cleaning", "--rule=FREQ=WEEKLY;BYDAY=WE", f"--from={wednesday}",
        "--at=09:00", "--days-off=after",
    )  # fmt: skip
    looked = fieldtech("holidays", "off", str(wednesday), "--dry-run")
    assert f"{wednesday} Wed  ->  {wednesday + timedelta(days=1)} Thu  Clean" in looked.out
    assert "nothing is kept" in looked.err
    (moved,) = fieldtech.json("holidays", "off", str(wednesday))["moved"]
    assert (moved["from"], moved["to"]) == (str(wednesday), str(wednesday + timedelta(days=1)))
