"""Who trusts whom, and up to where: the roster, over what machines said of each other in any order."""

import random
from collections.abc import Iterable

import msgspec
import pytest

from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import Entry
from fieldtech.domain.machines import MachineAdmitted, MachineRevoked, MachineStarted, succession_digest
from fieldtech.domain.signatures import SigningKey
from fieldtech.domain.trust import Roster, Standing, roster_of
from fieldtech.domain.words import Role
from tests.domain.authors import Author, SharedTime

KEYS = {name: SigningKey("machine", name.encode() * 32) for name in "DEFGabcdxyz"}
CHAINS = {name: chain_name(key.public) for name, key in KEYS.items()}
NAMES = {chain: name for name, chain in CHAINS.items()}


class Play:
    """Machines that say things of each other; an upper-case name claims to be a supervisor's.

    `D+a` admits, `a+D!` admits as a supervisor's, `D-a@3` revokes behind entry 3, `a<D` sees all that D has,
    `a>b` goes on as b with the old key's signature, `a~b` without it, `a^` claims to be a supervisor's from now on.
    """

    def __init__(self, steps: str) -> None:
        self.time = SharedTime()
        self.machines: dict[str, Author] = {}
        for step in steps.split():
            self.take(step)

    def take(self, step: str) -> None:
        """Take one step."""
        name, sign, rest = step[0], step[1:2], step[2:]
        match sign:
            case "+":
                role = Role.SUPERVISOR if rest.endswith("!") else Role.TECHNICIAN
                admitted = MachineAdmitted(public_key=KEYS[rest[0]].public, role=role, compared=True)
                self.author(name).says(admitted, subject=subject_of(rest[0]))
            case "-":
                other, _, last_good = rest.partition("@")
                self.author(name).says(MachineRevoked(last_good=int(last_good)), subject=subject_of(other))
            case "<":
                self.author(name).sees(self.author(rest))
            case ">" | "~":
                self.succeed(name, rest, is_signed=sign == ">")
            case "^":
                self.author(name).says(started(name, role=Role.SUPERVISOR), subject=subject_of(name))
            case _:
                self.author(name)

    def succeed(self, old: str, new: str, *, is_signed: bool) -> None:
        """Let a machine go on with another chain."""
        last = self.author(old).entries[-1].ref
        proof = KEYS[old].sign(succession_digest(KEYS[new].public, last)) if is_signed else ""
        self.machines[new] = Author(CHAINS[new], self.time)
        self.machines[new].sees(self.machines[old])
        self.machines[new].says(started(new, continues=last, succession=proof), subject=subject_of(new))

    def author(self, name: str) -> Author:
        """Give a machine, which first says what it is."""
        if name not in self.machines:
            self.machines[name] = Author(CHAINS[name], self.time)
            self.machines[name].says(started(name), subject=subject_of(name))
        return self.machines[name]

    @property
    def entries(self) -> list[Entry]:
        """Gather what was said."""
        found = {entry.hash: entry for author in self.machines.values() for entry in author.entries}
        return list(found.values())

    @property
    def roster(self) -> Roster:
        """Work it out."""
        return roster_of(self.entries)


def started(name: str, *, continues: str = "", succession: str = "", role: Role | None = None) -> MachineStarted:
    """Say what a machine is."""
    return MachineStarted(
        code=name.upper(),
        site="",
        zone="UTC",
        public_key=KEYS[name].public,
        continues=continues,
        succession=succession,
        role=role or (Role.SUPERVISOR if name.isupper() else Role.TECHNICIAN),
    )


def subject_of(name: str) -> str:
    """Name the subject of a machine."""
    return f"machine:{CHAINS[name]}"


def names(chains: Iterable[str]) -> str:
    """Spell chains by their machines' names."""
    return "".join(sorted(NAMES[chain] for chain in chains))


ENROLLED = "D a b D+a a+D! D+b b+D!"
TRUSTED = {
    "a machine trusts itself alone": ("a D", "a", "a"),
    "whom it admitted": ("a D a+D!", "a", "Da"),
    "not who admitted it": ("a D D+a", "a", "a"),
    "whom a supervisor's admitted": (ENROLLED, "a", "Dab"),
    "not whom a technician's admitted": ("a b c a+b b+c", "a", "ab"),
    "not whom one admitted who claims, but was admitted as less": ("a D c a+D D+c", "a", "Da"),
    "not whom one admitted who was admitted as more, but doesn't claim": ("a b c a+b! b+c", "a", "ab"),
    "supervisors in a row": ("a D E c a+D! D+E! E+c", "a", "DEac"),
    "two words on one, the lower counts": ("a D E F c a+D! a+E! D+F! E+F F+c", "a", "DEFa"),
    "a later word of one who saw the first replaces it": ("a D E F c a+D! a+E! E+F D<E D+F! F+c", "a", "DEFac"),
    "a technician's word replaces nothing": ("a D b x a+D! D+b D+x! b<D b+x x^ x+c", "a", "Dabcx"),
    "an admission under another key says nothing": ("a", "a", "a"),
    "a successor whom the old key signed for": (ENROLLED + " b>x", "a", "Dabx"),
    "not one without that signature": (ENROLLED + " b~x", "a", "Dab"),
    "its own old chain, whatever signed": ("a b a+b a~x", "x", "abx"),
    "a successor of a successor": (ENROLLED + " b>x x>y", "a", "Dabxy"),
    "not the successor of one that was revoked": (ENROLLED + " D-b@1 b>x", "a", "Dab"),
    "whom a supervisor's successor admitted": ("a D c a+D! D>E E+c", "a", "DEac"),
    "a supervisor's machine that claims it later": ("a b c a+b! b^ b+c", "a", "abc"),
}


@pytest.mark.parametrize("case", TRUSTED)
def test_who_is_trusted(case: str) -> None:
    steps, seen_from, trusted = TRUSTED[case]
    assert names(Play(steps).roster.trusted_from(CHAINS[seen_from])) == trusted


LIMITS = {
    "nobody is revoked": (ENROLLED, "a", ""),
    "by itself": ("a b a+b a-b@2", "a", "b2"),
    "by a supervisor's machine": (ENROLLED + " D-b@2", "a", "b2"),
    "not by a technician's": (ENROLLED + " b-a@1", "D", ""),
    "not by one that is not trusted": ("a b D a+b D-b@1", "a", ""),
    "restated by who saw it": (ENROLLED + " D-b@2 D-b@7", "a", "b7"),
    "by two without sight of each other, the smaller": ("a D E b a+D! a+E! D+b D-b@9 E-b@4", "a", "b4"),
    "the second saw the first": ("a D E b a+D! a+E! D+b E-b@4 D<E D-b@9", "a", "b9"),
    "admitted again": (ENROLLED + " D-b@2 D+b", "a", ""),
    "admitted again by a technician": (ENROLLED + " D-b@2 a<D a+b", "D", "b2"),
    "admitted again by oneself": (ENROLLED + " D-b@2 a<D a+b", "a", ""),
    "admitted again without having seen it": (ENROLLED + " D-b@2 a+b", "a", "b2"),
    "revoked by who is revoked, before": ("a D E b a+D! a+E! D+b E-b@1 D-E@2", "a", "E2b1"),
    "each other": ("a D E a+D! a+E! D-E@1 E-D@1", "a", "D1E1"),
    "each other, and one's own word decides": ("a D E a+D! a+E! D-E@1 E-D@1 a<D a<E a+D!", "a", "E1"),
    "a revoked one can't take its own revocation back": ("a D E x a+D! a+E! D-E@1 E<D E+x! x^ x<E x+E!", "a", "E1"),
    "itself is not held to it": (ENROLLED + " b<D D-b@1 b<D", "b", ""),
}


@pytest.mark.parametrize("case", LIMITS)
def test_up_to_where_a_machine_counts(case: str) -> None:
    steps, seen_from, limits = LIMITS[case]
    told = Play(steps).roster.seen_from(CHAINS[seen_from]).limits
    assert "".join(sorted(f"{NAMES[chain]}{last_good}" for chain, last_good in told.items())) == limits


SUPERVISORS = {
    "a lone machine that claims it": ("D", "D"),
    "where nobody was ever admitted each one's": ("a b D b~x", "Dabx"),
    "not one that doesn't claim it": ("a D a+D!", "D"),
    "nobody's where nobody claims it": ("a b a+b b+a", ""),
    "who was admitted as such by a technician": (ENROLLED, "D"),
    "not who was admitted as less": ("D a a+D", ""),
    "not who claims and was admitted as less by one that claims": ("D E D+E E^ a a+E!", "D"),
    "whom such a one admitted": ("D E D+E!", "DE"),
    "two that admitted each other": ("D E D+E! E+D!", "DE"),
    "who was raised by one that saw the lower word": ("D E x D+E! D+x x^ E<D E+x!", "DEx"),
    "a successor": ("D a a+D! D>E", "DE"),
    "not a technician's successor that claims": ("D b D+b b+D! b>E", "D"),
    "not one whom two technicians call so": ("D a b D+a D+b a+D! b+D! a^ b+a!", "D"),
}


@pytest.mark.parametrize("case", SUPERVISORS)
def test_whose_word_on_roles_counts(case: str) -> None:
    steps, supervisors = SUPERVISORS[case]
    assert names(Play(steps).roster.supervisors) == supervisors


@pytest.mark.parametrize("steps", [row[0] for table in (TRUSTED, LIMITS) for row in table.values()])
def test_the_order_in_which_it_came_does_not_matter(steps: str) -> None:
    entries = Play(steps).entries
    first = roster_of(entries)
    for seed in range(3):
        random.Random(seed).shuffle(entries)
        again = roster_of([*entries, *entries])
        for chain in CHAINS.values():
            assert again.seen_from(chain) == first.seen_from(chain)
        assert again.supervisors == first.supervisors


def test_a_machine_is_told_who_revoked_it_and_goes_on() -> None:
    play = Play(ENROLLED + " D-b@4 b<D")
    roster, own = play.roster, CHAINS["b"]
    word = roster.revocation_of(own)
    assert word is not None
    assert (NAMES[word.author], word.last_good) == ("D", 4)
    assert roster.last_good(own, own) is None
    assert roster.revocation_of(CHAINS["a"]) is None
    assert Play(ENROLLED + " D-b@4 D+b b<D").roster.revocation_of(own) is None


def test_what_each_is_to_another() -> None:
    trust = Play(ENROLLED + " c D-b@4 a~x").roster.seen_from(CHAINS["x"])
    told = {name: trust.standing(CHAINS[name]) for name in "xaDbc"}
    assert told == {
        "x": Standing.OWN,
        "a": Standing.OWN,
        "D": Standing.ADMITTED,
        "b": Standing.REVOKED,
        "c": Standing.UNKNOWN,
    }
    assert [trust.last_good(CHAINS[name]) for name in "xaDbc"] == [None, None, None, 4, 0]


def test_a_comparison_counts_from_whose_word_counts() -> None:
    roster = Play(ENROLLED + " b+c a<b").roster
    assert roster.is_compared(CHAINS["b"], CHAINS["a"])
    assert not roster.is_compared(CHAINS["c"], CHAINS["a"])


def test_an_admission_under_another_key_than_the_chain_is_named_by_says_nothing() -> None:
    play = Play("a b")
    play.machines["a"].says(MachineAdmitted(public_key=KEYS["x"].public), subject=subject_of("b"))
    assert names(play.roster.trusted_from(CHAINS["a"])) == "a"


def test_words_that_name_each_other_in_a_ring_are_all_kept() -> None:
    play = Play(ENROLLED + " D-b@4")
    entries = []
    for entry in play.entries:
        ring = tuple(other.ref for other in play.entries if other.header.entity == subject_of("b"))
        header = msgspec.structs.replace(entry.header, before=ring)
        entries.append(Entry(header, entry.header_bytes, entry.payload, entry.salt, None, entry.hash))
    assert roster_of(entries).seen_from(CHAINS["a"]).trusted >= {CHAINS["a"]}


def test_entries_that_say_nothing_of_machines_are_passed_over() -> None:
    play = Play("a")
    play.machines["a"].says(MachineAdmitted(public_key=KEYS["b"].public), subject="fault:x")
    play.machines["a"].says(started("a"), subject="machine:")
    roster = play.roster
    assert names(roster.trusted_from(CHAINS["a"])) == "a"
    assert roster.seen_from("nobody").trusted == {"nobody"}
    assert roster_of([]).supervisors == frozenset()


def test_a_long_line_of_successions_costs_a_look_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hostile machine can go on as others without end; going round by round took n times n."""
    play = Play("D a D+a a>b b>c c>x x>y y>z")
    looks = 0
    spoken_by = Roster._spoken_by

    def counted(*asked: object) -> object:
        nonlocal looks
        looks += 1
        return spoken_by(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(Roster, "_spoken_by", counted)
    backwards = roster_of(reversed(play.entries))
    assert names(backwards.seen_from(CHAINS["D"]).trusted) == "Dabcxyz"
    assert looks <= 6


def test_what_a_machine_goes_on_from_is_its_first_word() -> None:
    """A later one would take the place of a machine that others write to."""
    play = Play("D a b")
    last = play.author("b").entries[-1].ref
    play.author("a").says(started("a", continues=last), subject=subject_of("a"))
    machine = play.roster.machine(CHAINS["a"])
    assert machine is not None
    assert machine.continues == ""


@pytest.mark.parametrize("code", ["", "\u041a7", "K7 ", "k7", "\x1b[31mK7", "K7" * 99])
def test_a_machine_whose_code_is_none_is_called_by_its_chain(code: str) -> None:
    """By letters of another script it would be taken for somebody else."""
    play = Play("a")
    play.author("a").says(msgspec.structs.replace(started("a"), code=code), subject=subject_of("a"))
    machine = play.roster.machine(CHAINS["a"])
    assert machine is not None
    assert machine.code == CHAINS["a"]
