"""The roster: which machines have said what of each other, and what comes of it. Pure, total, the same in any order.

Trust is seen from one machine: it trusts itself, what it admitted, what the supervisors' machines that it trusts
admitted, and whoever shows the signature of a trusted key as its successor, or has a trusted successor itself. A
revocation, its own or of such a supervisor's machine, ends a chain behind the last good entry. Whose word on the
staff's roles counts is asked from nobody's point of view, as it goes into what all machines show alike.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import chain as joined

import msgspec

from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.journal import Entry
from fieldtech.domain.machine_fold import fold_machine
from fieldtech.domain.machines import Machine, MachineAdmitted, MachineRevoked, succession_digest
from fieldtech.domain.operations import operation_of
from fieldtech.domain.signatures import is_signed
from fieldtech.domain.words import Role

Limits = Mapping[str, int]
"""The last good sequence of each revoked chain."""
_KIND = "machine:"


class Standing(StrEnum):
    """What a chain is to a machine."""

    OWN = "own"
    ADMITTED = "admitted"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class Word(msgspec.Struct, frozen=True):
    """What one machine said of another."""

    subject: str
    """The chain of which it speaks."""
    author: str
    """The chain that says it."""
    sequence: int
    ref: str
    before: tuple[str, ...]
    said: MachineAdmitted | MachineRevoked

    @property
    def last_good(self) -> int:
        """The last sequence that counts by a revocation; 0 for an admission."""
        return self.said.last_good if isinstance(self.said, MachineRevoked) else 0

    @property
    def is_of_supervisor(self) -> bool:
        """Tell whether it calls the machine a supervisor's."""
        return isinstance(self.said, MachineAdmitted) and self.said.role is Role.SUPERVISOR


class Trust(msgspec.Struct, frozen=True):
    """Whom one machine trusts."""

    own: frozenset[str]
    """Its chain, and those that it goes on from by its own word."""
    trusted: frozenset[str]
    """Revoked chains too, as their entries up to the last good one count."""
    authorities: frozenset[str]
    """The chains whose word on others counts: its own, and the supervisors' machines among the trusted."""
    limits: Limits

    def last_good(self, chain: str) -> int | None:
        """Tell up to which sequence the entries of a chain count; None: all of them."""
        return self.limits.get(chain) if chain in self.trusted else 0

    def standing(self, chain: str) -> Standing:
        """Tell what a chain is to this machine."""
        if chain in self.own:
            return Standing.OWN
        if chain in self.limits:
            return Standing.REVOKED
        return Standing.ADMITTED if chain in self.trusted else Standing.UNKNOWN


class Roster:
    """What all that was said of machines comes to."""

    def __init__(self, machines: Mapping[str, Machine], words: Mapping[str, tuple[Word, ...]]) -> None:
        self._machines = machines
        self._words = words
        self._trust: dict[str, Trust] = {}
        self._predecessors = self._proven_predecessors()
        self._kin = _kin(self._predecessors)

    @property
    def chains(self) -> frozenset[str]:
        """Every chain that has spoken of itself or was spoken of."""
        return frozenset((*self._machines, *self._words))

    @cached_property
    def supervisors(self) -> frozenset[str]:
        """The chains whose word on the staff's roles counts, whoever asks.

        Where no machine ever admitted another there is nobody else to ask: each one's word counts. Else a machine is a
        supervisor's that claims it and was never admitted by anybody, or by somebody as such and by no other that
        claims it as less; and then what such machines admitted as such.
        """
        if not any(isinstance(word.said, MachineAdmitted) for words in self._words.values() for word in words):
            return frozenset(self._machines)
        claimed = self._claiming()
        founders = frozenset(chain for chain in claimed if self._is_founder(chain, claimed))
        return self._grown(founders, {}).authorities

    def machine(self, chain: str) -> Machine | None:
        """Give what a chain says of itself; None where that is not known."""
        return self._machines.get(chain)

    def public_key(self, chain: str) -> str:
        """Give the key that a chain is named by; empty where nobody has told it."""
        machine = self._machines.get(chain)
        said = (word.said for word in self.words_on(chain))
        told = (each.public_key for each in said if isinstance(each, MachineAdmitted))
        return machine.public_key if machine else next(told, "")

    def words_on(self, chain: str) -> tuple[Word, ...]:
        """Give all that others said of a chain."""
        return self._words.get(chain, ())

    def admitted_code(self, chain: str) -> str:
        """Give the code under which a chain was admitted; empty: it was not."""
        said = (word.said for word in self.words_on(chain))
        return next((each.code for each in said if isinstance(each, MachineAdmitted) and each.code), "")

    def trusted_from(self, chain: str) -> frozenset[str]:
        """Name the chains that a machine trusts, revoked ones too."""
        return self.seen_from(chain).trusted

    def last_good(self, chain: str, seen_from: str) -> int | None:
        """Tell up to which sequence the entries of a chain count to a machine; None: all of them, 0: none."""
        return self.seen_from(seen_from).last_good(chain)

    def is_compared(self, chain: str, seen_from: str) -> bool:
        """Tell whether somebody whose word counts to a machine compared the fingerprint of a chain's key."""
        authorities = self.seen_from(seen_from).authorities
        words = (word.said for word in self.words_on(chain) if word.author in authorities)
        return any(isinstance(said, MachineAdmitted) and said.compared for said in words)

    def revocation_of(self, chain: str) -> Word | None:
        """Find what revokes a machine by the word of those whom it trusts itself; None: it is not revoked."""
        trust = self.seen_from(chain)
        words = [word for word in self.words_on(chain) if word.author in trust.authorities]
        revocations = [word for word in _heads(words) if isinstance(word.said, MachineRevoked)]
        return min(revocations, key=lambda word: (word.last_good, word.ref), default=None)

    def seen_from(self, chain: str) -> Trust:
        """Work out whom a machine trusts.

        The most cautious view comes first: every revocation counts. Then those are let go that were replaced by a
        word that counts in this view, again until nothing changes.
        """
        if chain not in self._trust:
            self._trust[chain] = self._worked_out(self._own_chains(chain))
        return self._trust[chain]

    def _worked_out(self, own: frozenset[str]) -> Trust:
        own_limits = _limits(word for word in _heads(self._spoken_by(own, {})) if word.subject not in own)
        widest = self._grown(own, own_limits)
        revocations = [
            word
            for word in self._spoken_by(widest.authorities, own_limits)
            if isinstance(word.said, MachineRevoked) and word.subject not in own
        ]
        trust = self._grown(own, _limits(revocations))
        for _ in revocations:
            spoken = self._spoken_by(trust.authorities, trust.limits)
            replaced = {(word.subject, ref) for word in spoken for ref in word.before}
            limits = _limits(word for word in revocations if (word.subject, word.ref) not in replaced)
            if limits == trust.limits:
                break
            trust = self._grown(own, limits)
        return trust

    def _grown(self, roots: frozenset[str], limits: Limits) -> Trust:
        """Grow trust from roots, round by round, over admissions and successions."""
        trusted, authorities = set(roots), set(roots)
        claimed = self._claiming()
        while True:
            admitted: dict[str, list[Word]] = defaultdict(list)
            for word in self._spoken_by(authorities, limits):
                if isinstance(word.said, MachineAdmitted):
                    admitted[word.subject].append(word)
            raised = {
                chain for chain, words in admitted.items() if all(each.is_of_supervisor for each in _heads(words))
            }
            before = len(trusted), len(authorities)
            trusted |= admitted.keys()
            authorities |= raised & claimed
            self._follow_successions(trusted, authorities, limits, claimed)
            if (len(trusted), len(authorities)) == before:
                return Trust(roots, frozenset(trusted), frozenset(authorities), dict(limits))

    def _follow_successions(
        self, trusted: set[str], authorities: set[str], limits: Limits, claimed: Collection[str]
    ) -> None:
        """Add whom trusted chains go on as, and, as who was enrolled later has never heard of them, were before."""
        waiting = [chain for chain in trusted if chain in self._kin]
        while waiting:
            chain = waiting.pop()
            for other in () if chain in limits else self._kin[chain]:
                is_raised = chain in authorities and other in claimed and other not in authorities
                if is_raised or other not in trusted:
                    trusted.add(other)
                    authorities |= {other} if is_raised else set()
                    waiting.append(other)

    def _spoken_by(self, authors: Collection[str], limits: Limits) -> list[Word]:
        """Gather what some machines said of others before they were revoked themselves."""
        words = joined.from_iterable(self._words.values())
        return [word for word in words if word.author in authors and word.sequence <= limits.get(word.author, 2**53)]

    def _claiming(self) -> set[str]:
        return {chain for chain, machine in self._machines.items() if machine.role is Role.SUPERVISOR}

    def _is_founder(self, chain: str, claimed: Collection[str]) -> bool:
        if chain in self._predecessors:
            return False
        by_author: dict[str, list[Word]] = defaultdict(list)
        for word in self.words_on(chain):
            if isinstance(word.said, MachineAdmitted):
                by_author[word.author].append(word)
        last = [word for words in by_author.values() for word in _heads(words)]
        is_lowered = any(word.author in claimed and not word.is_of_supervisor for word in last)
        return not is_lowered and (not last or any(word.is_of_supervisor for word in last))

    def _own_chains(self, chain: str) -> frozenset[str]:
        own: set[str] = set()
        while chain and chain not in own:
            own.add(chain)
            machine = self._machines.get(chain)
            chain = machine.continues.partition(".")[0] if machine else ""
        return frozenset(own)

    def _proven_predecessors(self) -> dict[str, str]:
        """For each chain that shows the signature of the key of the chain that it goes on from: that one."""
        proven = {}
        for chain, machine in self._machines.items():
            old = self._machines.get(machine.continues.partition(".")[0])
            if old and old.chain != chain and machine.succession:
                digest = succession_digest(machine.public_key, machine.continues)
                if is_signed(old.public_key, machine.succession, digest):
                    proven[chain] = old.chain
        return proven


def roster_of(entries: Iterable[Entry]) -> Roster:
    """Gather the roster from all entries of machines; entries of other subjects are passed over."""
    by_machine: dict[str, list[Entry]] = defaultdict(list)
    for entry in {each.hash: each for each in entries}.values():
        if entry.header.entity.startswith(_KIND):
            by_machine[entry.header.entity.removeprefix(_KIND)].append(entry)
    folded = ((chain, fold_machine(chain, some)) for chain, some in by_machine.items())
    machines = {chain: machine for chain, machine in folded if machine is not None}
    words = {chain: _words_on(chain, some) for chain, some in by_machine.items()}
    return Roster(machines, {chain: some for chain, some in words.items() if some})


def _words_on(chain: str, entries: Iterable[Entry]) -> tuple[Word, ...]:
    """Read what others say of a chain; an admission by another key than the chain is named by says nothing."""
    words = []
    for entry in entries:
        header, said = entry.header, operation_of(entry)
        is_word = isinstance(said, MachineRevoked) or (
            isinstance(said, MachineAdmitted) and chain_name(said.public_key) == chain
        )
        if is_word and header.chain != chain:
            assert isinstance(said, MachineAdmitted | MachineRevoked)
            words.append(Word(chain, header.chain, header.seq, entry.ref, header.before, said))
    return tuple(sorted(words, key=lambda word: word.ref))


def _kin(predecessors: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """For each chain those that go on from it, and the one that it goes on from."""
    kin: dict[str, list[str]] = defaultdict(list)
    for chain, predecessor in predecessors.items():
        kin[chain].append(predecessor)
        kin[predecessor].append(chain)
    return dict(kin)


def _heads(words: Sequence[Word]) -> list[Word]:
    """Keep what no other of these words names as seen; where they go round in a ring, all of them."""
    seen = {ref for word in words for ref in word.before}
    return [word for word in words if word.ref not in seen] or list(words)


def _limits(words: Iterable[Word]) -> dict[str, int]:
    """Tell the smallest last good sequence of each chain that is revoked."""
    limits: dict[str, int] = {}
    for word in words:
        if isinstance(word.said, MachineRevoked):
            limits[word.subject] = min(limits.get(word.subject, word.last_good), word.last_good)
    return limits
