"""What merging found, by the command line: listed, settled; and what is taken out of the record."""

import re
import shutil
from pathlib import Path

import pytest

from fieldtech import mounts
from tests.cli.command_line import CommandLine
from tests.cli.test_exchange import PHONE, Machine, enrol, listed, report


class Pair:
    """A technician and the depot, who both wrote without sight of each other."""

    def __init__(self, shell: CommandLine, folder: Path) -> None:
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.far = Machine(shell, folder / "far", "Li Wei")
        self.depot = Machine(shell, folder / "depot", "Chen Jing", "supervisor")
        enrol(self.far, self.depot, self.stick)
        self.number = report(self.depot)
        self.far.takes(self.depot.exported(self.stick, "--to", self.far.code))
        for machine, title, level in ((self.far, "RAID lost", "urgent"), (self.depot, "RAID degraded", "general")):
            machine.done("edit", self.number, f"--title={title}\u202e", f"--place={level}")
            machine.done(
                "assess", self.number, "--nature=hardware", "--urgency=low", f"--priority={level}", "--because=seen"
            )
        self.depot.takes(self.far.exported(self.stick))


@pytest.fixture
def pair(bare: CommandLine, tmp_path: Path) -> Pair:
    """A technician and the depot, and what they wrote."""
    return Pair(bare, tmp_path)


def test_conflicts_are_listed_with_both_sides_and_settled_one_by_one(pair: Pair) -> None:
    """SYNC I5 I6."""
    depot, number = pair.depot, pair.number
    told = {str(each["field"]): each for each in listed(depot.json("conflicts"), "conflicts")}
    assert told.keys() == {"title", "place", "priority"}
    priority = told["priority"]
    assert (priority["number"], priority["kind"], priority["shown"], priority["rule"]) == (
        number, "conflict", "urgent", "higher",
    )  # fmt: skip
    sides = listed(priority, "sides")
    assert [(side["value"], side["actor"], side["machine"]) for side in sides] == [
        ("urgent", "Li Wei", pair.far.code),
        ("general", "Chen Jing", depot.code),
    ]
    page = depot.done("conflicts").out
    assert re.search(rf"2 +general +\(Chen Jing, .*, {depot.code}\)", page)
    assert "the higher value is shown" in page
    assert "\u202e" not in page

    refused = depot("settle", number, "priority", "--take=important")
    assert (refused.status, "1: urgent; 2: general" in refused.err) == (1, True)
    refused = depot("settle", number, "asset", "--take=x")
    assert (refused.status, "it has: place, priority, title" in refused.err) == (1, True)
    depot.done("settle", number, "priority", "--take=general")
    depot.done("settle", number, "title", "--take=1")
    depot.done("edit", number, "--place=R5", "--because=third")
    assert listed(depot.json("conflicts"), "conflicts") == []
    assert "There is nothing to settle" in depot.done("conflicts").err
    pair.far.takes(depot.exported(pair.stick, "--to", pair.far.code))
    shown = pair.far.json("show", number)
    assert (shown["priority"], shown["title"], shown["place"]) == ("general", "RAID lost\u202e", "R5")
    assert pair.far.json("audit")["state_digest"] == depot.json("audit")["state_digest"]


def test_what_is_taken_out_names_the_copies_that_still_hold_it(pair: Pair) -> None:
    depot, number = pair.depot, pair.number
    copy, backup = depot.folder / "copied by hand.db", depot.folder / "backup.db"
    depot.done("backup", "-o", str(backup))
    shutil.copyfile(backup, copy)
    refused = pair.far("redact", number, "--field=contact", "--because=asked")
    assert (refused.status, "Only a supervisor" in refused.err) == (1, True)
    refused = depot("redact", number, "--field=colour", "--because=asked")
    assert (refused.status, "words-to-user" in refused.err) == (1, True)
    done = depot.done("redact", number, "--field=contact", "--because=asked")
    assert f"{copy} still holds it" in done.err
    assert f"{backup}: this backup was cleaned" in done.err
    assert copy.read_bytes().count(PHONE.encode()) > 0
    copy.unlink()
    assert all(PHONE.encode() not in file.read_bytes() for file in depot.folder.rglob("*") if file.is_file())
    told = depot.json("redact", number, "--field=reporter", "--because=asked")
    assert (told["field"], told["entries"], told["copies"]) == ("reporter", 1, [])
    assert depot("redact", number, "--field=reporter", "--because=asked").status == 1
    assert depot.json("audit")["redacted"] == 2


def test_a_role_that_a_technicians_machine_gives_is_told_as_kept_and_unproven(pair: Pair) -> None:
    """A supervisor's role counts from a supervisor's machine alone."""
    done = pair.far.done("people", "add", "Li Wei", "--role=supervisor")
    assert "does not count yet: say it on a supervisor's machine" in done.err
    told = {str(each["name"]): each for each in listed(pair.far.json("people", "list"), "people")}["Li Wei"]
    assert (told["role"], told["unproven"]) == ("technician", "supervisor")
    assert pair.depot.done("people", "add", "Li Wei", "--role=supervisor").err == ""


def test_a_plan_is_found_settled_and_redacted_by_the_commands_of_faults(pair: Pair) -> None:
    """What is planned is found, listed, settled and taken out as faults are."""
    far, depot = pair.far, pair.depot
    plan = ("--kind=cleaning", "--rule=FREQ=WEEKLY;BYDAY=MO", "--from=2026-11-02", "--at=09:00", f"--notes=ask {PHONE}")
    number = str(depot.json("plan", "add", "--title=机房清洁", *plan)["number"])
    far.takes(depot.exported(pair.stick, "--to", far.code))
    (found,) = listed(depot.json("search", "清"), "planned")
    assert (found["kind"], found["number"], found["day"]) == ("plan", number, None)
    assert f"maintenance plan  {number}" in far.done("search", "清洁").out
    for machine, title in ((far, "Cleaning"), (depot, "清洁")):
        machine.done("plan", "edit", number, f"--title={title}")
    looked = depot.json("bundle", "import", str(far.exported(pair.stick)), "--dry-run")
    assert {"number": number, "field": "title"} in listed(looked, "conflicts")
    depot.takes(far.exported(pair.stick))
    told = next(each for each in listed(depot.json("conflicts"), "conflicts") if each["number"] == number)
    assert (told["subject"], told["field"], told["kind"]) == ("plan", "title", "conflict")
    assert "what it is called (title)" in depot.done("conflicts").out
    assert depot.json("settle", number, "title", "--take=Cleaning") == {
        "number": number, "subject": "plan", "conflicts": [],
    }  # fmt: skip
    assert depot.json("redact", number, "--field=notes", "--because=asked")["entries"] == 1
    assert listed(depot.json("search", PHONE), "planned") == []
    assert depot.json("audit")["ok"]


def test_a_file_is_taken_out_by_its_name_and_what_there_is_is_told(pair: Pair) -> None:
    """S6: and what is left of it says that it was taken out."""
    depot, number = pair.depot, pair.number
    for name, text in (("voice.txt", PHONE), ("smart.txt", "12 sectors")):
        file = depot.folder.parent / name
        file.write_text(text)
        depot.done("attach", number, str(file))
    depot.takes(pair.far.exported(pair.stick))
    refused = depot("redact", number, "--attachment=voicemail.txt", "--because=asked")
    assert (refused.status, "It keeps: voice.txt (" in refused.err) == (1, True)
    told = depot.json("redact", number, "--attachment=voice.txt", "--because=asked")
    assert (told["field"], told["entries"], told["also_kept_with"]) == ("attachments", 1, [])
    first, second = listed(depot.json("show", number), "attachments")
    assert (first["name"], first["digest"], first["size"]) == ("[redacted]", "", 0)
    done = depot.done("redact", number, "--attachment=smart.txt", "--field=attachment-names", "--because=asked")
    assert "Taken out of 1 entry." in done.err
    assert [each["name"] for each in listed(depot.json("show", number), "attachments")] == ["[redacted]"] * 2
    assert "[redacted]  10 B" in depot.done("show", number).out
    assert second["digest"] == listed(depot.json("show", number), "attachments")[1]["digest"]


def test_a_plain_bundle_that_holds_it_and_a_backup_on_a_stick_that_is_out_are_named(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S6: what one has to do stands in the sentence."""
    depot, number, table = pair.depot, pair.number, pair.stick.parent / "mounts"
    monkeypatch.setattr(mounts, "TABLE", table)
    table.write_text(f"/dev/vda / ext4 rw 0 0\n/dev/sdb1 {pair.stick} vfat rw 0 0\n")
    plain = depot.exported(pair.stick, "--plain")
    backup = pair.stick / "backup.db"
    depot.done("backup", "-o", str(backup))
    out = backup.rename(pair.stick.parent / "out.db")
    table.write_text("/dev/vda / ext4 rw 0 0\n")
    told = depot.json("redact", number, "--field=contact", "--because=asked")
    assert [(each["file"], each["kind"]) for each in listed(told, "left")] == [
        (str(plain), "bundle"),
        (str(backup), "backup"),
    ]
    words = " ".join(str(each["words"]) for each in listed(told, "left"))
    assert "holds what was taken out, readable by everybody: delete it." in words
    assert "have the stick in when the next bundle is taken in, or delete it." in words
    out.rename(backup)
    plain.unlink()
    table.write_text(f"/dev/vda / ext4 rw 0 0\n/dev/sdb1 {pair.stick} ext4 rw 0 0\n")
    assert depot.json("backup", "--clean") == {"cleaned": [str(backup)], "left": []}
    assert PHONE.encode() not in backup.read_bytes()
    assert "No copy that this machine knows of" in depot.done("backup", "--clean").err
