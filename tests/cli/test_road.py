"""The road from report to filed report, walked by the command line alone."""

import pytest

from tests.cli.command_line import ACCEPTED, CommandLine


def test_s3_1_to_s3_5_the_whole_road_is_walked_by_commands(fieldtech: CommandLine) -> None:
    """S3.1 S3.2 S3.3 S3.4 S3.5: each step has its command, and the report of it all can be printed."""
    number = fieldtech.report()
    fieldtech.done("assess", number, "--nature=hardware", "--urgency=medium", "--cause=disk 4 failed")
    fieldtech.done("assign", number, "Li Wei")
    fieldtech.done("start", number, "--mode=on-site")
    fieldtech.done("restore", number, "--workaround=runs on the mirror")
    fieldtech.done("pend", number, "--reason=parts", "--note=disk ordered")
    fieldtech.done("resume", number)
    fieldtech.done("plan-solution", number, "replace disk 4, rebuild", "--kind=replacement")
    fieldtech.done("checklist", number, "--template=workstation-handover")
    for item in open_checks(fieldtech, number):
        fieldtech.done("tick", number, item, "na")
    fieldtech.done("part", number, "--part=HDD 8T", "--quantity=1", "--old-serial=Z4D1", "--new-serial=ZR51")
    fieldtech.done("time", number, "--minutes=55", "--note=on site")
    fieldtech.done("note", number, "rebuild took 5 h")
    fieldtech.done("attach", number, "-", "--name=log.txt", given=b"rebuild 100 %")
    fieldtech.done("tell", number, "it works again", "--how=phone", "--whom=Wang Fang")
    fieldtech.done("implement", number, "--solution=disk replaced", "--code=hardware-replacement")
    fieldtech.done("verify", number, *ACCEPTED, "--rating=5")
    fieldtech.done("close", number, "--root-cause=disk worn out", "--lessons=watch media errors")
    told = fieldtech.json("show", number)
    assert (told["status"], told["minutes"], told["root_cause"]) == ("closed", 55, "disk worn out")
    report = fieldtech.done("report-of", number, "--format=md").out
    for words in ("disk worn out", "replace disk 4, rebuild", "It works", "watch media errors", "ZR51", number):
        assert words in report


def open_checks(fieldtech: CommandLine, number: str) -> list[str]:
    """Name the checks that have no answer yet."""
    attempt = fieldtech.json("show", number)["attempts"][-1]
    return [check["item"] for check in attempt["checks"] if check["result"] is None]


@pytest.mark.parametrize("leg", ["--system=fail", "--user=partly", "--user=rejected"])
def test_s3_4_a_failed_leg_starts_the_next_attempt(fieldtech: CommandLine, leg: str) -> None:
    """S3.4: the fault goes back to its cause, and the earlier attempt stays."""
    number = fieldtech.implemented()
    told = fieldtech.json("verify", number, *ACCEPTED, leg)
    assert (told["status"], told["attempt"], told["is_passed"]) == ("reported", 2, False)
    first, second = fieldtech.json("show", number)["attempts"]
    assert (first["solution"], first["verification"]["is_passed"], second["solution"]) == ("disk replaced", False, "")


def test_s3_4_the_record_says_whose_key_signed(fieldtech: CommandLine) -> None:
    """S3.4: the machine's key signs for who has none of his own."""
    number = fieldtech.implemented()
    told = fieldtech.json("verify", number, *ACCEPTED)
    assert told["signed_with"] == "machine"
    assert fieldtech.json("show", number)["attempts"][0]["verification"]["signed_with"] == "machine"


def test_contradicting_answers_are_pointed_out(fieldtech: CommandLine) -> None:
    number = fieldtech.implemented()
    told = fieldtech.json("verify", number, *ACCEPTED, "--rating=1")
    assert any("rated it 1 of 5" in warning for warning in told["warnings"])


def test_a_draft_is_kept_and_becomes_a_report_when_it_is_whole(fieldtech: CommandLine) -> None:
    """S3.1: an incomplete report is kept as a draft and never gets lost."""
    told = fieldtech.json("report", "--title=Switch dark", "--draft")
    assert (told["status"], told["missing"]) == ("draft", ["description", "channel", "reporter", "occurred", "impact"])
    rest = ("--description=no light", "--channel=walk-in", "--reporter=Zhou Yan", "--occurred=10:00", "--impact=team")
    occurred = "--occurred=2 h ago"
    told = fieldtech.json("edit", told["number"], *rest, occurred)
    assert (told["status"], told["missing"]) == ("reported", [])


def test_an_assessed_fact_is_corrected_with_a_reason(fieldtech: CommandLine) -> None:
    number = fieldtech.started()
    assert fieldtech("edit", number, "--place=R5", "--json").error["missing"] == ["because"]
    fieldtech.done("edit", number, "--place=R5", "--because=it was moved")
    assert fieldtech.json("show", number)["place"] == "R5"


def test_a_failed_check_raises_a_fault_in_one_step(fieldtech: CommandLine) -> None:
    """S3.6: a failed check becomes a fault."""
    number = fieldtech.started()
    fieldtech.done("checklist", number, "--template=raid-disk-failed")
    told = fieldtech.json("tick", number, "inlet-temperature", "fail", "--reading=41", "--raise")
    raised = fieldtech.json("show", told["raised"])
    assert raised["status"] == "reported"
    assert raised["origin"] == {"number": number, "item": "inlet-temperature"}
    assert (told["item"], told["result"]) == ("inlet-temperature", "fail")


def test_a_check_that_passed_raises_nothing_and_is_not_recorded_either(fieldtech: CommandLine) -> None:
    number = fieldtech.started()
    fieldtech.done("checklist", number, "--template=raid-disk-failed")
    assert fieldtech("tick", number, "esd", "pass", "--raise").status == 1
    assert "esd" in open_checks(fieldtech, number)
    assert fieldtech.json("queue")["total"] == 1


def test_a_reading_tells_the_result_where_none_is_said(fieldtech: CommandLine) -> None:
    number = fieldtech.started()
    fieldtech.done("checklist", number, "--template=raid-disk-failed")
    assert fieldtech.json("tick", number, "inlet-temperature", "--reading=21")["result"] == "pass"


def test_a_closed_fault_is_reopened_as_the_next_attempt(fieldtech: CommandLine) -> None:
    told = fieldtech.json("reopen", fieldtech.closed(), "--reason=it beeps again")
    assert (told["status"], told["attempt"]) == ("reported", 2)


def test_a_fault_is_cancelled_and_another_is_a_duplicate(fieldtech: CommandLine) -> None:
    first, second, third = (fieldtech.report() for _each in range(3))
    assert fieldtech.json("cancel", first, "--reason=false alarm")["status"] == "cancelled"
    assert fieldtech.json("duplicate", second, f"--of={third}")["status"] == "cancelled"
    assert fieldtech.json("show", second)["duplicate_of"] == third


def test_a_pending_fault_says_so_beside_its_status(fieldtech: CommandLine) -> None:
    told = fieldtech.json("pend", fieldtech.started(), "--reason=vendor")
    assert (told["status"], told["is_pending"]) == ("in-progress", True)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("note", "-"), lambda shown: shown["notes"][0]["text"]),
        (("plan-solution", "-"), lambda shown: shown["attempts"][0]["plan"]),
        (("restore", "--workaround=-"), lambda shown: shown["workaround"]),
        (("tell", "-", "--how=email"), lambda shown: shown["words_to_user"][0]["text"]),
        (("implement", "--solution=-", "--code=other"), lambda shown: shown["attempts"][0]["solution"]),
        (("edit", "--description=-", "--because=more is known"), lambda shown: shown["description"]),
    ],
)
def test_a_dash_reads_the_text_from_standard_input(
    fieldtech: CommandLine, command: tuple[str, ...], told: object
) -> None:
    number = fieldtech.started()
    verb, *rest = command
    fieldtech.done(verb, number, *rest, given="两行\nof text\n".encode())
    assert callable(told)
    assert told(fieldtech.json("show", number)) == "两行\nof text"


def test_a_file_is_kept_with_its_own_name(fieldtech: CommandLine, tmp_path: object) -> None:
    number = fieldtech.report()
    told = fieldtech.json("attach", number, __file__)
    shown = fieldtech.json("show", number)["attachments"]
    assert told["name"] == "test_road.py"
    assert [(file["name"], file["digest"]) for file in shown] == [(told["name"], told["digest"])]


def test_who_acts_may_be_named(fieldtech: CommandLine) -> None:
    number = fieldtech.report()
    first = fieldtech.done("note", number, "seen", "--as", "Zhao Min")
    again = fieldtech.done("--as", "zhao  min", "note", number, "seen again")
    notes = fieldtech.json("show", number)["notes"]
    assert [note["by"] for note in notes] == ["Zhao Min", "Zhao Min"]
    assert "recorded as a technician" in first.err
    assert "recorded" not in again.err


def test_nobody_is_recorded_by_reading(fieldtech: CommandLine) -> None:
    ended = fieldtech("queue", "--mine", "--as", "Zhao Min", "--json")
    assert (ended.status, ended.error["code"]) == (1, "unknown")
    assert [person["name"] for person in fieldtech.json("people", "list")["people"]] == ["Li Wei"]


def test_any_beginning_of_a_number_will_do(fieldtech: CommandLine) -> None:
    number = fieldtech.report()
    assert fieldtech.json("show", number[:5])["number"] == number
    assert fieldtech.json("show", number[2:].lower())["number"] == number
    other = fieldtech.report()
    ended = fieldtech("show", number[:8])
    assert ended.status == 1
    assert number in ended.err
    assert other in ended.err


def test_an_instant_without_an_offset_is_in_the_sites_zone(fieldtech: CommandLine) -> None:
    number = fieldtech.report("--occurred=2026-01-05T08:00", "--detected=2026-01-05T09:00:00+01:00")
    shown = fieldtech.json("show", number)
    assert (shown["occurred_at"], shown["detected_at"]) == ("2026-01-05T00:00:00Z", "2026-01-05T08:00:00Z")
