"""Planned maintenance by commands: plans, occurrences, calendar and agenda, with the JSON that is promised."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cli.command_line import CommandLine

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
MONTHLY = ("--title=UPS test", "--kind=battery-test", "--rule=FREQ=MONTHLY", "--at=09:30")
WEEKLY = ("--title=UPS test", "--kind=battery-test", "--rule=FREQ=WEEKLY", f"--from={TODAY}", "--at=09:30")
ROUND = (
    "--title=Server room round", "--kind=inspection-round", "--rule=FREQ=DAILY", f"--from={TODAY}", "--at=08:30",
    "--template=rack-insp", "--asset=R1", "--asset=R2", "--place=Server room", "--assignee=Li Wei",
)  # fmt: skip


def add(fieldtech: CommandLine, *options: str) -> str:
    """Plan something.

    Returns:
        Its number.
    """
    number: str = fieldtech.json("plan", "add", *options)["number"]
    return number


def answer_all(fieldtech: CommandLine, name: str) -> None:
    """Answer every check of every stop as not applicable."""
    for stop in fieldtech.json("occurrence", "show", name)["stops"]:
        for check in stop["checks"]:
            if check["result"] is None:
                fieldtech("occurrence", "tick", name, check["item"], "na", f"--stop={stop['stop']}")


def test_s3_6_the_road_of_planned_work_is_walked_by_commands(fieldtech: CommandLine) -> None:
    """S3.6: planned, started, checked, a failed check becomes a fault, signed, and seen in the calendar."""
    number = add(fieldtech, *ROUND)
    name = fieldtech.json("occurrence", "start", number)["occurrence"]
    assert name == f"{number}/{TODAY}"
    told = fieldtech.json("occurrence", "tick", number, "1", "--reading=45", "--stop=R1", "--raise", "--impact=site")
    assert (told["result"], told["stop"], told["next_stop"]) == ("fail", "R1", "R1")
    fault = fieldtech.json("show", told["raised"])
    assert (fault["asset"], fault["place"], fault["channel"], fault["impact"]) == (
        "R1",
        "Server room",
        "inspection",
        "site",
    )
    assert fault["origin"]["number"] == name
    refused = fieldtech("occurrence", "finish", name, "--json")
    assert (refused.status, refused.error["code"]) == (1, "rule")
    answer_all(fieldtech, name)
    done = fieldtech.json("occurrence", "finish", name, "--minutes=40", "--note=all walked")
    assert done["state"] == "done"
    whole = fieldtech.json("occurrence", "show", name)
    assert (whole["finishes"][0]["by"], whole["finishes"][0]["minutes"], whole["faults"]) == (
        "Li Wei",
        40,
        [told["raised"]],
    )
    year = fieldtech.json("calendar", f"--year={TODAY.year}")
    assert year["compliance"] == {"done_in_window": 1, "due": 1}
    assert [each["state"] for each in year["occurrences"] if each["occurrence"] == name] == ["done"]
    fieldtech.done("occurrence", "start", f"{number}/{TODAY + timedelta(days=1)}")
    following = fieldtech.json("occurrence", "show", f"{number}/{TODAY + timedelta(days=1)}")
    assert following["stops"][0]["checks"][0]["earlier"] == ["45"]
    assert "before: 45" in fieldtech.done("occurrence", "show", f"{number}/{TODAY + timedelta(days=1)}").out


def test_the_promised_keys_are_there(fieldtech: CommandLine) -> None:
    told = fieldtech.json("plan", "add", *MONTHLY, "--from=2027-01-31")
    assert told == {"number": told["number"], "next": "2027-01-31"}
    found = fieldtech.json("plan", "preview", told["number"], "--count=3")["occurrences"]
    assert [(each["date"], each["slot"]) for each in found] == [
        ("2027-01-31", "2027-01-31"),
        ("2027-02-28", "2027-02-28"),
        ("2027-03-31", "2027-03-31"),
    ]


def test_a_rule_is_previewed_before_it_is_recorded(fieldtech: CommandLine) -> None:
    rule = ("--rule=FREQ=MONTHLY;BYMONTHDAY=1", "--from=2027-05-01", "--at=09:00", "--days-off=after")
    found = fieldtech.json("plan", "preview", *rule)["occurrences"]
    assert len(found) == 12
    assert (found[0]["slot"], found[0]["date"]) == ("2027-05-01", "2027-05-03")
    assert fieldtech.json("plan", "list") == {"plans": []}
    assert "planned for 2027-05-01" in fieldtech.done("plan", "preview", *rule).out


def test_a_plan_is_changed_shown_and_retired(fieldtech: CommandLine) -> None:
    number = add(fieldtech, *WEEKLY, "--until=2030-12-31")
    later = TODAY + timedelta(days=30)
    fieldtech.done(
        "plan", "edit", number, "--title=Test", "--until=none", "--floating", f"--since={later}", "--because=x"
    )
    told = fieldtech.json("plan", "show", number)
    assert (told["title"], told["until"], told["is_floating"], told["kind"]) == ("Test", None, True, "battery-test")
    assert [each["since"] for each in told["versions"]] == [None, str(later)]
    assert fieldtech.json("plan", "edit", number, "--fixed")["number"] == number
    for words in (number, "FREQ=WEEKLY", "Asia/Shanghai"):
        assert words in fieldtech.done("plan", "show", number).out
    assert fieldtech("plan", "retire", number, "--json").error["missing"] == ["reason"]
    assert fieldtech.json("plan", "retire", number, "--reason=sold")["next"] is None
    assert fieldtech.json("plan", "list")["plans"] == []
    assert fieldtech.json("plan", "list", "--all")["plans"][0]["retired_reason"] == "sold"


def test_what_is_put_off_moved_and_left_out_says_why(fieldtech: CommandLine) -> None:
    number = add(fieldtech, *WEEKLY)
    later, next_week = TODAY + timedelta(days=2), TODAY + timedelta(days=7)
    told = fieldtech.json("occurrence", "defer", number, f"--to={later}", "--reason=locked")
    assert (told["state"], told["date"], told["slot"], told["reason"]) == ("deferred", str(later), str(TODAY), "locked")
    name = f"{number}/{next_week}"
    assert fieldtech("occurrence", "move", name, f"--to={next_week + timedelta(days=1)}", "--json").error[
        "missing"
    ] == ["reason"]
    moved = fieldtech.json("occurrence", "move", name, f"--to={next_week + timedelta(days=1)}", "--reason=audit")
    assert moved["state"] == "moved"
    assert fieldtech("occurrence", "skip", name, "--json").error["missing"] == ["reason"]
    assert fieldtech.json("occurrence", "skip", name, "--reason=closed")["state"] == "skipped"
    agenda = fieldtech.json("agenda", "--days=8")
    assert [each["state"] for each in agenda["occurrences"]] == ["deferred", "skipped"]
    assert agenda["from"] == str(TODAY)


def test_s3_6_a_round_is_walked_by_few_commands(fieldtech: CommandLine) -> None:
    """S3.6: all that needs no reading passes by one word; what is left out, taken back and signed is told."""
    name = f"{add(fieldtech, *ROUND)}/{TODAY}"
    fieldtech.done("occurrence", "start", name)
    for item in ("inlet-temperature", "humidity", "load-a", "load-b", "ups-runtime"):
        fieldtech.done(
            "occurrence",
            "tick",
            name,
            item,
            f"--reading={20 if 'load' in item else 35 if item == 'humidity' else 22}",
            "--stop=1",
        )
    fieldtech.done("occurrence", "pass-rest", name, "--stop=1")
    assert fieldtech("occurrence", "leave-out", name, "--json").error["missing"] == ["stop"]
    fieldtech.done("occurrence", "untick", name, "humidity", "--stop=1")
    refused = fieldtech("occurrence", "finish", name, "--json").error
    assert (refused["missing"], "Open at" in refused["message"]) == (["humidity"], True)
    fieldtech.done("occurrence", "tick", name, "humidity", "--reading=36", "--stop=1")
    fieldtech.done("occurrence", "leave-out", name, "--stop=2", "--reason=door is locked")
    fieldtech.done("occurrence", "leave-out", name, "--stop=2")
    fieldtech.done("occurrence", "leave-out", name, "--stop=2", "--reason=power is off")
    fieldtech.done("occurrence", "finish", name)
    told = fieldtech.json("occurrence", "show", name)
    assert [each["left_out"] for each in told["stops"]][:2] == ["", "power is off"]
    inlet = told["stops"][0]["checks"][0]
    assert (inlet["value"], inlet["unit"], inlet["low"], inlet["high"]) == ("22", "°C", "18", "27")
    assert [(each["by"], each["stops"]) for each in told["walked"]] == [("Li Wei", [told["stops"][0]["stop"]])]
    assert told["finishes"][0]["signed_with"] == "machine"
    assert "the machine's key" in fieldtech.done("occurrence", "show", name).out


def test_a_round_is_broken_off_and_taken_up(fieldtech: CommandLine) -> None:
    name = f"{add(fieldtech, *ROUND)}/{TODAY}"
    assert "Next stop: R1" in fieldtech.done("occurrence", "start", name).err
    fieldtech.done("occurrence", "break-off", name, "--reason=called away")
    assert fieldtech.json("occurrence", "show", name)["reason"] == "called away"
    assert fieldtech.json("occurrence", "start", name)["state"] == "started"
    page = fieldtech.done("occurrence", "show", name).out
    for words in (name, "R1", "R2", "Inlet temperature"):
        assert words in page


def test_the_calendar_marks_days_and_tells_holidays(fieldtech: CommandLine) -> None:
    number = add(fieldtech, *MONTHLY, "--from=2026-01-31", "--days-off=after")
    year = fieldtech.done("calendar", "--year=2026", "--lang=en").out
    assert "Spring Festival" not in year
    assert max(map(len, year.splitlines())) <= 79
    assert [line for line in year.splitlines() if "15-" in line]  # 15 February, a holiday
    month = fieldtech.done("calendar", "--month=2026-02").out
    assert f"{number}/2026-01-31" in month
    assert "2026-02-02 Mon" in month
    told = fieldtech.json("calendar", "--month=2026-02")
    assert "Spring Festival, until 2026-02-23" in month
    assert month.count("Spring Festival") == 1
    assert told["holidays"][0] == {"date": "2026-02-15", "name": "Spring Festival"}
    assert told["workdays"] == ["2026-02-14", "2026-02-28"]
    assert (told["from"], told["until"]) == ("2026-02-01", "2026-02-28")


def test_general_faults_with_a_promised_time_stand_in_the_calendar(fieldtech: CommandLine) -> None:
    number = fieldtech.report()
    fieldtech.done("assess", number, "--nature=hardware", "--urgency=low", "--cause=disk 4 failed", "--mode=on-site")
    assert fieldtech.json("show", number)["priority"] == "general"
    due = fieldtech.json("show", number)["due_at"]
    faults = fieldtech.json("agenda", "--days=60")["faults"]
    assert [(each["number"], each["due_at"]) for each in faults] == [(number, due)]
    assert number in fieldtech.done("agenda", "--days=60").out
    assert fieldtech.json("agenda", "--days=60", "--kind=cleaning")["faults"] == []


def test_the_agenda_is_somebodys(fieldtech: CommandLine) -> None:
    add(fieldtech, *ROUND)
    add(fieldtech, *WEEKLY, "--assignee=Zhao Min")
    assert {each["title"] for each in fieldtech.json("agenda", "--days=0")["occurrences"]} == {
        "Server room round",
        "UPS test",
    }
    assert [each["title"] for each in fieldtech.json("agenda", "--mine", "--days=0")["occurrences"]] == [
        "Server room round"
    ]
    assert fieldtech.json("agenda", "--person=Zhao Min", "--days=0")["load"] == [
        {"person": "Zhao Min", "date": str(TODAY), "occurrences": 1, "minutes": 0}
    ]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--rule=FREQ=HOURLY", "--at=9:00"), 1),
        (("--rule=FREQ=DAILY", "--at=25:00"), 2),
        (("--rule=FREQ=DAILY", "--at=9"), 2),
        (("--rule=FREQ=DAILY", "--from=31.1.2026"), 2),
        (("--rule=FREQ=DAILY", "--from=2026-02-30"), 2),
        (("--kind=weekly",), 2),
        (("--rule=FREQ=DAILY", "--window-after=-1"), 2),
    ],
)
def test_what_can_not_be_understood_is_refused(fieldtech: CommandLine, options: tuple[str, ...], status: int) -> None:
    ended = fieldtech("plan", "add", "--title=x", "--kind=other", *options, "--json")
    assert ended.status == status
    assert ended.error["message"]


@pytest.mark.parametrize("month", ["13", "2026-13", "soon", "0"])
def test_a_month_that_is_none_is_refused(fieldtech: CommandLine, month: str) -> None:
    assert fieldtech("calendar", f"--month={month}").status == 2
    assert fieldtech("calendar", "--year=99999").status == 1


def test_hostile_texts_do_not_reach_the_terminal(fieldtech: CommandLine) -> None:
    add(fieldtech, "--title=\x1b[31mred\u202e", *WEEKLY[1:], "--asset=R1\x1b]0;x\x07")
    for command in (("plan", "list"), ("agenda",), ("calendar", f"--month={TODAY:%Y-%m}")):
        assert not {"\x1b", "\u202e", "\x07"} & set(fieldtech.done(*command).out)
    assert json.loads(fieldtech.done("plan", "list", "--json").out)["plans"][0]["title"].startswith("\x1b[31m")


def test_every_change_of_a_plan_and_an_occurrence_is_traced(fieldtech: CommandLine) -> None:
    """S2: who, what, when, on which machine, and what it was before."""
    number = add(fieldtech, *ROUND)
    fieldtech.done("plan", "edit", number, "--title=Round", "--because=shorter")
    entries = fieldtech.json("plan", "history", number)["entries"]
    assert [each["kind"] for each in entries] == ["plan-added", "plan-edited"]
    assert entries[1]["changes"] == [{"field": "title", "was": "Server room round", "now": "Round"}]
    assert (entries[1]["actor"], entries[1]["words"]) == ("Li Wei", "shorter")
    assert "what it is called: Server room round → Round" in fieldtech.done("plan", "history", number).out
    name = f"{number}/{TODAY}"
    fieldtech.done("occurrence", "start", name)
    for reading in ("24", "25"):
        fieldtech.done("occurrence", "tick", name, "1", f"--reading={reading}", "--stop=R1")
    entries = fieldtech.json("occurrence", "history", name)["entries"]
    assert [each["kind"] for each in entries] == ["occurrence-started", *["occurrence-check-answered"] * 2]
    assert "answered a check" in fieldtech.done("occurrence", "history", name).out


def test_done_twice_is_settled_by_a_word(fieldtech: CommandLine) -> None:
    number = add(fieldtech, *WEEKLY)
    fieldtech.done("occurrence", "finish", number)
    refused = fieldtech("occurrence", "settle", f"{number}/{TODAY}", "--take=done", "--json")
    assert (refused.status, refused.error["code"]) == (1, "unknown")  # one sign-off is no quarrel


def test_the_day_of_today_is_the_sites(fieldtech: CommandLine) -> None:
    assert date.fromisoformat(fieldtech.json("agenda")["from"]) - TODAY in (timedelta(0), timedelta(days=1))
