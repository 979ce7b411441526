"""The check of everything: each kind of damage is found, and none of them makes the check itself fall over."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from peewee import SqliteDatabase

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.sightings import sight
from fieldtech.domain.sign_off import statement_digest
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import Mode, ResolutionCode, Role, SystemCheck, UserVerdict
from fieldtech.store import audit
from fieldtech.store.receipts import keep_receipt, own_receipt
from fieldtech.workflow.handling import attach_file
from tests.damaged_stores import contents, damaged_copies, verdict_on
from tests.domain.authors import MORNING, assessment, report
from tests.sync_machines import Machine, Site, all_segments, entries_of, give, proofs

SUBJECT = "fault:4f6k2m9p3qdw"


def signed(machine: Machine, **changed: object) -> op.FaultVerified:
    """Sign what the machine sees with its key."""
    key = machine.store.keys.of_machine(machine.store.chain)
    seen = sight(entries_of(machine.store, SUBJECT))
    verdict = op.FaultVerified(
        system=SystemCheck.PASS,
        user=UserVerdict.ACCEPTED,
        user_words="well",
        how="phone",
        told_by="Wang Fang",
        seen=seen.references,
        seen_digest=seen.digest,
        page="ab" * 32,
    )
    unsealed = Signature(
        signer="x", role=Role.TECHNICIAN, key_owner="machine", public_key=key.public, digest="", value=""
    )
    digest = statement_digest(verdict, unsealed)
    signature = msgspec.structs.replace(unsealed, digest=digest, value=key.sign(digest))
    return msgspec.structs.replace(verdict, signature=signature, **changed)


@pytest.fixture
def worked(site: Site) -> Machine:
    """A machine with a signed fault, an attachment, and a second fault."""
    machine = site.machine()
    for operation in (
        report(),
        assessment(),
        op.FaultStarted(mode=Mode.ON_SITE),
        handling.NoteAdded(text="disk 4 is hot"),
    ):
        machine.record(SUBJECT, operation)
    attach_file(machine.store, "F-26K7-001", "led.jpg", b"picture")
    machine.record(
        SUBJECT,
        op.SolutionImplemented(solution="done", resolution_code=ResolutionCode.OTHER, implemented_at=MORNING),
    )
    machine.record("fault:another", op.FaultReported(number="F-26K7-002", facts=report().facts))
    return machine


def execute(machine: Machine, *statements: str) -> None:
    """Change the store behind the program's back."""
    with machine.store.writing() as database:
        database.execute_sql("PRAGMA defer_foreign_keys = 1")
        for statement in statements:
            database.execute_sql(statement)


def problems(machine: Machine) -> str:
    """Tell what the audit says."""
    found = audit(machine.store)
    assert found.ok == (not found.problems)
    return "\n".join((*found.problems, *found.signatures))


def test_a_sound_store_has_no_problem_and_tells_what_it_holds(worked: Machine) -> None:
    worked.record(SUBJECT, signed(worked))
    found = audit(worked.store)
    assert (found.ok, found.problems) == (True, ())
    assert (found.entries, found.machines, found.quarantined, found.oddities) == (10, 1, 0, 0)
    assert len(found.state_digest) == 64


def test_an_audit_changes_nothing(worked: Machine) -> None:
    worked.store.close()
    before = worked.store.path.read_bytes()
    audit(worked.store)
    worked.store.close()
    assert worked.store.path.read_bytes() == before


def test_the_state_digest_tells_states_apart(worked: Machine) -> None:
    before = audit(worked.store).state_digest
    worked.record(SUBJECT, handling.NoteAdded(text="x"))
    assert audit(worked.store).state_digest != before


@dataclass(frozen=True)
class Damage:
    """A change behind the program's back, and what must be said of it."""

    statement: str
    said: str


ENTRY = "WHERE sequence = 6"
DAMAGES = {
    "payload": Damage(f"UPDATE entry SET payload = replace(payload, 'hot', 'hat') {ENTRY}", "does not verify"),
    "payload gone": Damage(f"UPDATE entry SET payload = NULL {ENTRY}", "does not verify"),
    "salt": Damage(f"UPDATE entry SET salt = zeroblob(12) {ENTRY}", "does not verify"),
    "header": Damage(
        f"UPDATE entry SET header = CAST(replace(CAST(header AS TEXT), 'DC', 'DC') || '' AS BLOB), hash = zeroblob(32)"
        f" {ENTRY}",
        "does not verify",
    ),
    "header is no header": Damage(f"UPDATE entry SET header = x'7b' {ENTRY}", "can't be read"),
    "header is empty": Damage(f"UPDATE entry SET header = x'' {ENTRY}", "can't be read"),
    "hash": Damage(f"UPDATE entry SET hash = zeroblob(32) {ENTRY}", "does not verify"),
    "entry gone": Damage(f"DELETE FROM entry {ENTRY}", "does not verify"),
    "filed under another fault": Damage(f"UPDATE entry SET subject = 'fault:another' {ENTRY}", "wrong place"),
    "filed under no fault": Damage(f"UPDATE entry SET subject = 'x' {ENTRY}", "wrong place"),
    "filed under another sequence": Damage(f"UPDATE entry SET sequence = 500 {ENTRY}", "Entry "),
    "chain renamed": Damage("UPDATE chain SET name = 'another'", "wrong place"),
    "title in the table": Damage("UPDATE fault SET title = 'x'", f"row of {SUBJECT}"),
    "a text that became bytes": Damage("UPDATE fault SET state = CAST(state AS BLOB)", "row of "),
    "a person's name that became bytes": Damage("UPDATE person SET name = CAST(name AS BLOB)", "row of person:"),
    "rank in the table": Damage("UPDATE fault SET rank = 2", "row of "),
    "due in the table": Damage("UPDATE fault SET due = due + 1", "row of "),
    "oddities in the table": Damage("UPDATE fault SET is_odd = 1", "row of "),
    "row gone": Damage("DELETE FROM fault", f"row of {SUBJECT}"),
    "row of nothing": Damage("UPDATE fault SET subject = 'fault:ghost' WHERE number = 'F-26K7-002'", "fault:ghost"),
    "person": Damage("UPDATE person SET role = 'supervisor'", "row of person:"),
    "person gone": Damage("DELETE FROM person", "row of person:"),
    "machine": Damage("UPDATE machine SET code = 'ZZ'", "row of machine:"),
    "index": Damage("DELETE FROM fault_search", "search index"),
    "attachment": Damage("UPDATE blob SET content = x'00'", "not the file that was attached"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found(worked: Machine, name: str) -> None:
    damage = DAMAGES[name]
    execute(worked, damage.statement)
    assert damage.said in problems(worked)


REPAIRABLE = [name for name, damage in DAMAGES.items() if "row of" in damage.said or "index" in damage.said]


@pytest.mark.parametrize("name", [name for name in REPAIRABLE if name != "row of nothing"])
def test_a_rebuild_repairs_what_the_journal_knows(worked: Machine, name: str) -> None:
    before = audit(worked.store)
    execute(worked, DAMAGES[name].statement)
    worked.store.rebuild()
    assert audit(worked.store) == before


EXCHANGE_DAMAGES = {
    "a signed head": Damage("UPDATE checkpoint SET signature = 'AAAA'", "The signature at entry "),
    "signed heads gone": Damage("DELETE FROM checkpoint", "Nobody has signed the entries of chain "),
    "a receipt": Damage(
        "UPDATE receipt SET content = CAST(replace(content, 'whole', 'whale') AS BLOB)", "The receipt of "
    ),
    "a receipt's signature": Damage("UPDATE receipt SET signature = 'x'", "The receipt of "),
    "a receipt of another": Damage("UPDATE receipt SET chain = 'x'", "The receipt of "),
    "an entry on a branch that is none": Damage("UPDATE entry SET branch = 3 WHERE sequence = 3", "wrong place"),
    "whose word counts": Damage("UPDATE local SET value = 'x' WHERE key = 'supervisors'", "Whose word counts"),
    "what is held": Damage("UPDATE held SET payload = replace(payload, 'hot', 'hat')", "does not verify"),
}


@pytest.mark.parametrize("name", EXCHANGE_DAMAGES)
def test_damage_to_what_proves_and_decides_is_found(site: Site, name: str) -> None:
    one, two, stranger = site.machine(), site.machine(), site.machine()
    one.record(SUBJECT, report())
    stranger.record(SUBJECT, handling.NoteAdded(text="hot"))
    give(one, two)
    two.store.merge(all_segments(stranger.store), checkpoints=proofs(stranger))
    give(two, one)
    keep_receipt(two.store, own_receipt(one.store))
    assert (problems(two), audit(two.store).quarantined) == ("", 3)
    execute(two, EXCHANGE_DAMAGES[name].statement)
    assert EXCHANGE_DAMAGES[name].said in problems(two)


class TestSignatures:
    """S3.4: a signature holds for exactly what was signed."""

    def forge(self, worked: Machine, verdict: op.FaultVerified) -> str:
        worked.record(SUBJECT, verdict)
        return problems(worked)

    def test_a_sound_one_is_no_problem(self, worked: Machine) -> None:
        assert self.forge(worked, signed(worked)) == ""

    @pytest.mark.parametrize(
        "changed",
        [
            {"user": UserVerdict.PARTLY},
            {"user_words": "very well"},
            {"rating": 5},
            {"attempt": 1, "told_by": "nobody"},
            {"seen": ()},
            {"seen_digest": "00" * 32},
            {"page": "00" * 32},
        ],
        ids=str,
    )
    def test_one_that_was_made_over_something_else_is_found(self, worked: Machine, changed: dict[str, object]) -> None:
        assert "signature on attempt 1 of F-26K7-001" in self.forge(worked, signed(worked, **changed))

    @pytest.mark.parametrize(
        "changed",
        [
            {"value": "AAAA"},
            {"value": "\u00e9"},
            {"value": ""},
            {"public_key": ""},
            {"public_key": "AAAA"},
            {"public_key": "\u00e9"},
            {"digest": "00" * 32},
            {"digest": "no hex"},
            {"signer": "the boss"},
            {"role": Role.SUPERVISOR},
            {"key_owner": "person"},
            {"key_owner": "nobody"},
        ],
        ids=str,
    )
    def test_a_forged_one_is_found(self, worked: Machine, changed: dict[str, object]) -> None:
        sound = signed(worked)
        assert sound.signature is not None
        forged = msgspec.structs.replace(sound, signature=msgspec.structs.replace(sound.signature, **changed))
        assert "does not verify" in self.forge(worked, forged)

    def test_one_by_another_machines_key_is_found(self, site: Site, worked: Machine) -> None:
        other = site.machine()
        foreign = other.store.keys.of_machine(other.store.chain)
        sound = signed(worked).signature
        assert sound is not None
        unsealed = msgspec.structs.replace(sound, public_key=foreign.public, digest="", value="")
        verdict = msgspec.structs.replace(signed(worked), signature=None)
        digest = statement_digest(verdict, unsealed)
        forged = msgspec.structs.replace(unsealed, digest=digest, value=foreign.sign(digest))
        assert "does not verify" in self.forge(worked, msgspec.structs.replace(verdict, signature=forged))

    def test_an_earlier_one_that_is_shown_no_more_is_looked_at_too(self, worked: Machine) -> None:
        worked.record(SUBJECT, signed(worked, user_words="forged"))
        worked.record(SUBJECT, signed(worked))
        assert worked.fault(SUBJECT).attempt.verification is not None
        assert "does not verify" in problems(worked)


def test_no_turned_bit_changes_anything_silently(worked: Machine, tmp_path: Path) -> None:
    """`PRAGMA integrity_check` alone let 22 of 46 pass."""
    for number in range(30):
        worked.record(f"fault:{number}", op.FaultReported(number=f"F-26K7-1{number}", facts=report().facts))
    sound = contents(worked.store)
    worked.store.close()
    keys = worked.store.path.parent / "keys"
    copies = damaged_copies(worked.store.path, tmp_path, random.Random(5), 100)
    verdicts = [verdict_on(copy, keys, sound) for copy in copies]
    assert verdicts.count("silent") == 0
    assert verdicts.count("found") > 5


@pytest.mark.parametrize("broken", ["PRAGMA integrity_check", "not looked at"])
def test_the_engines_own_check_is_asked_too(worked: Machine, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    asked: list[str] = []
    execute_sql: Callable[..., object] = SqliteDatabase.execute_sql

    def listen(self: SqliteDatabase, sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute_sql(self, sql, params)

    monkeypatch.setattr(SqliteDatabase, "execute_sql", listen)
    audit(worked.store)
    assert (broken in asked) == broken.startswith("PRAGMA")
