"""Three machines that meet only through files on a stick, by the command line alone (SYNC)."""

import json
import shutil
from pathlib import Path

import pytest

from fieldtech.domain.errors import RuleViolation
from tests.cli.command_line import CommandLine, Ended

PHONE = "555-0199-4711"


class Machine:
    """One of several machines, each with its own store, in one shell."""

    def __init__(self, shell: CommandLine, folder: Path, name: str = "", role: str = "technician") -> None:
        """Sit before a machine.

        Args:
            name: Whose store is made; empty: there is one.
        """
        self.shell, self.folder = shell, folder
        self.store = f"--store={folder / 'fieldtech.db'}"
        if not name:
            return
        folder.mkdir()
        self.done("init", f"--name={name}", "--site=DC-1", "--zone=Asia/Shanghai", f"--role={role}")

    def __call__(self, *arguments: str) -> Ended:
        """Run a command here."""
        return self.shell(*arguments, self.store)

    def done(self, *arguments: str) -> Ended:
        """Run a command that must succeed."""
        return self.shell.done(*arguments, self.store)

    def json(self, *arguments: str) -> dict[str, object]:
        """Run a command that must succeed, and read its document."""
        told = self.shell.json(*arguments, self.store)
        assert isinstance(told, dict)
        return told

    @property
    def code(self) -> str:
        """This machine's code."""
        return str(self.own["machine"])

    @property
    def own(self) -> dict[str, object]:
        """How this machine lists itself."""
        return next(each for each in listed(self.json("peers", "list"), "peers") if each["is_own"])

    def exported(self, stick: Path, *more: str) -> Path:
        """Write a bundle."""
        return Path(str(self.json("bundle", "export", "-o", str(stick), *more)["file"]))

    def takes(self, *files: Path) -> dict[str, object]:
        """Take bundles in."""
        return self.json("bundle", "import", *map(str, files))


class Site:
    """Two technicians and their depot, who have met."""

    def __init__(self, shell: CommandLine, folder: Path) -> None:
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.a = Machine(shell, folder / "a", "Li Wei")
        self.b = Machine(shell, folder / "b", "Zhao Min")
        self.depot = Machine(shell, folder / "depot", "Chen Jing", "supervisor")
        for machine in (self.a, self.b):
            enrol(machine, self.depot, self.stick)

    def gather(self) -> None:
        """Carry what the technicians have to the depot, and its answer back."""
        for machine in (self.a, self.b):
            self.depot.takes(machine.exported(self.stick))
        for machine in (self.a, self.b):
            machine.takes(self.depot.exported(self.stick, "--to", machine.code))

    def digests(self) -> set[object]:
        """Audit all, and give the digests of what they hold."""
        return {machine.json("audit")["state_digest"] for machine in (self.a, self.b, self.depot)}


def listed(told: dict[str, object], name: str) -> list[dict[str, object]]:
    """Give a list of a document."""
    found = told[name]
    assert isinstance(found, list)
    return found


def enrol(machine: Machine, depot: Machine, stick: Path) -> None:
    """Let a machine and the depot come to trust each other, fingerprints compared."""
    request = stick / f"{machine.folder.name}.ftr"
    spoken = str(machine.json("peers", "request", "-o", str(request))["fingerprint"])
    accepted = depot.json("peers", "accept", str(request), "--fingerprint", spoken)
    assert accepted["compared"] is True
    answer = str(depot.json("peers", "answer", "-o", str(stick), "--to", str(accepted["chain"]))["file"])
    spoken = str(depot.own["fingerprint"])
    assert machine.json("peers", "accept", answer, "--fingerprint", spoken)["role"] == "supervisor"


@pytest.fixture
def site(bare: CommandLine, tmp_path: Path) -> Site:
    """Two technicians and their depot, who have met."""
    return Site(bare, tmp_path)


def report(machine: Machine) -> str:
    """Report a fault that is complete, with a phone number."""
    return machine.done(
        "report", "--title=RAID degraded on DB-1", "--description=LED is red", "--channel=phone",
        "--reporter=Wang Fang", f"--contact={PHONE}", "--occurred=1 h ago", "--impact=site", "--asset=DB-1",
    ).out.strip()  # fmt: skip


def test_two_technicians_and_a_depot_work_on_one_fault_and_agree(site: Site, tmp_path: Path) -> None:
    """SYNC I2 I3 I5 I8: the way that issue 4 ends."""
    a, b, depot = site.a, site.b, site.depot
    number = report(a)
    a.done("assess", number, "--nature=hardware", "--urgency=low", "--cause=disk 4 failed", "--mode=on-site")
    a.done("start", number)
    a.done("checklist", number, "--template=workstation-handover")
    site.gather()
    assert b.json("show", number)["contact"] == PHONE

    checks = listed(listed(a.json("show", number), "attempts")[-1], "checks")
    items = [str(check["item"]) for check in checks]
    for item in items:
        a.done("tick", number, item, "na")
    a.done("plan-solution", number, "replace disk 4")
    a.done("implement", number, "--solution=disk replaced", "--code=hardware-replacement")
    b.done("part", number, "--part=HDD 8T", "--quantity=1", "--old-serial=Z4D1", "--new-serial=ZR51")
    b.done("tick", number, items[0], "fail", "--note=LED still red")

    from_a, from_b = a.exported(site.stick), b.exported(site.stick)
    other = Machine(a.shell, tmp_path / "other", "Wu Lan", "supervisor")
    assert other("bundle", "import", str(from_a)).status == 3
    depot.takes(from_b)
    merged = depot.takes(from_a)
    assert depot.takes(from_a, from_b)["new"] == 0
    (conflict,) = listed(merged, "conflicts")
    assert conflict["number"] == number
    field = str(conflict["field"])
    assert "Conflict " in depot.done("show", number).out
    assert f"`fieldtech settle {number} {field} --take 1`" in depot.done("conflicts").err
    assert field.startswith("check/")
    depot.done("settle", number, field, "--take=na")
    assert listed(depot.json("conflicts"), "conflicts") == []
    for machine in (a, b):
        machine.takes(depot.exported(site.stick, "--to", machine.code))
    assert len(site.digests()) == 1

    depot.done("peers", "revoke", b.code, "--because=laptop was stolen")
    b.done("note", number, "written after the theft")
    assert depot.takes(b.exported(site.stick))["quarantined"] == 1
    depot.done("redact", number, "--field=contact", "--because=asked by the user")
    a.takes(depot.exported(site.stick, "--to", a.code))
    b.takes(depot.exported(site.stick, "--to", b.code))
    for machine in (a, b, depot):
        assert not machine.json("show", number)["contact"]
        machine.done("audit")
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and PHONE.encode() in file.read_bytes()]


def test_who_asks_is_a_technician_whatever_he_claims(bare: CommandLine, tmp_path: Path) -> None:
    """SYNC: whose word on others counts is for those to say who accept him."""
    depot = Machine(bare, tmp_path / "depot", "Chen Jing", "supervisor")
    sly = Machine(bare, tmp_path / "sly", "Wu Lan", "supervisor")
    request = str(tmp_path / "sly.ftr")
    sly.done("peers", "request", "-o", request)
    assert depot.json("peers", "accept", request)["role"] == "technician"
    assert depot.json("peers", "accept", request, "--role=supervisor")["role"] == "supervisor"


def test_a_copy_that_nothing_gave_away_begins_anew_and_is_trusted_as_another(bare: CommandLine, tmp_path: Path) -> None:
    """SYNC: "this machine is a copy" is an action of the user's too; its original says so when it meets its request."""
    machine = Machine(bare, tmp_path / "first", "Li Wei")
    shutil.copytree(machine.folder, tmp_path / "second")
    copy = Machine(bare, tmp_path / "second")
    request = tmp_path / "second.ftr"
    copy.done("peers", "request", "-o", str(request))
    refused = machine("peers", "accept", str(request))
    assert refused.status == RuleViolation.exit_status
    assert "`fieldtech peers anew`" in refused.err
    before = copy.own["chain"]
    begun = copy.json("peers", "anew")
    assert begun == copy.own
    assert begun["chain"] != before == machine.own["chain"]
    request.unlink()
    copy.done("peers", "request", "-o", str(request))
    assert machine.json("peers", "accept", str(request))["chain"] == begun["chain"]


def test_a_store_that_was_put_back_says_why_it_goes_on_as_another(bare: CommandLine, tmp_path: Path) -> None:
    """SYNC: a restored database starts a new chain, and its user hears of it once, at the next command."""
    machine = Machine(bare, tmp_path / "first", "Li Wei")
    file = machine.folder / "fieldtech.db"
    older = file.read_bytes()
    report(machine)
    file.write_bytes(older)
    assert "This store is an older copy: more had been recorded on it." in machine.done("queue").err
    assert "older copy" not in machine.done("queue").err


def test_of_a_stick_all_that_can_be_read_comes_in_and_the_rest_is_told(site: Site, tmp_path: Path) -> None:
    """SYNC I1: a request, a broken copy and a stranger's bundle keep nothing out that lies beside them."""
    a, b, depot = site.a, site.b, site.depot
    number = report(a)
    stick = tmp_path / "another stick"
    stick.mkdir()
    stranger = Machine(a.shell, tmp_path / "other", "Wu Lan")
    request = Path(str(stranger.json("peers", "request", "-o", str(stick))["file"]))
    assert request.parent == stick
    foreign, whole = stranger.exported(stick, "--plain"), a.exported(stick)
    (stick / "broken.ftb").write_bytes(whole.read_bytes()[:-9])
    shown = depot("bundle", "import", "--dry-run", *map(str, sorted(stick.iterdir())))
    assert shown.status == 3
    assert f"{request.name}: This is a request" in shown.err
    assert f"{foreign.name}: The machine that carries this is not trusted here" in shown.err
    taken = depot("bundle", "import", "--json", str(stick))
    assert taken.status == 3
    told = json.loads(taken.out)
    assert {each["source"] for each in told["refused"]} == {"broken.ftb", foreign.name}
    assert told["changes"][0]["words"][0] == "new"
    assert depot.json("show", number)["title"] == "RAID degraded on DB-1"
    (tmp_path / "for b").mkdir()
    depot.exported(tmp_path / "for b", "--to", str(b.own["chain"]))
    assert a.json("bundle", "import", str(tmp_path / "for b"))["refused"] == [], "what is for others lies there rightly"
    logged = listed(depot.json("bundle", "log", "--limit=2"), "bundles")
    assert [each["direction"] for each in logged] == ["out", "in"]
    assert b("bundle", "import", str(request)).status == 3
    depot.done("peers", "accept", str(request), "--fingerprint", str(stranger.own["fingerprint"]))
    (tmp_path / "both").mkdir()
    depot.exported(tmp_path / "both")
    stranger.exported(tmp_path / "both", "--plain")
    taken = a("bundle", "import", "--json", str(tmp_path / "both"))
    assert (taken.status, json.loads(taken.out)["refused"]) == (0, []), "the one bundle lets in who carries the other"


def test_a_revoked_machine_hears_of_it_and_what_waits_of_it_is_listed(site: Site) -> None:
    """SYNC: what the user sees of a machine that goes on after it was revoked is a sentence, on both sides."""
    b, depot = site.b, site.depot
    number = report(b)
    site.gather()
    assert f"`bundle export --to {b.code}`" in depot.done("peers", "revoke", b.code, "--because=left").err
    assert (
        "This machine was revoked by" in b.done("bundle", "import", str(depot.exported(site.stick, "--to", b.code))).err
    )
    b.done("note", number, "written after that")
    told = b.done("bundle", "export", "-o", str(site.stick))
    assert "Ask a supervisor to accept it." in told.err
    assert "Ask a supervisor to accept it." in str(b.json("peers", "list")["revoked"])
    depot.takes(Path(told.out.strip()))
    (waiting,) = listed(depot.json("peers", "list"), "waiting")
    assert (waiting["machine"], waiting["count"], waiting["reason"]) == (b.code, 1, "revoked")
    assert "In quarantine: 1 entry of" in depot.done("peers", "list").err
