"""Journals of many entries for a measurement: the demo's faults lived again and again, on three machines, in new words.

Every entry is sealed by the program itself. The texts are drawn from a chain of the demo's own words, so that they
compress about as badly as what people write.
"""

import itertools
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from benchmarks.faults import NOW
from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.fault_operations import FaultReported, FaultVerified
from fieldtech.domain.frontiers import Checkpoint, checkpoint_digest
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.identifiers import chain_name, identifier
from fieldtech.domain.journal import CHAIN_START, SALT_BYTES, Entry, Header, Operation, seal_entry
from fieldtech.domain.machines import MachineAdmitted, MachineStarted
from fieldtech.domain.operations import operation_of
from fieldtech.domain.sightings import sight
from fieldtech.domain.sign_off import statement_digest
from fieldtech.domain.signatures import SigningKey
from fieldtech.store import journal
from fieldtech.workflow.demo import make_demo

CODES = ("K7", "M3", "T4")
AT_ONCE = 60
"""Faults that are worked on at a time."""
SECONDS = 90
"""Between two entries, on average: 100,000 of them are a hundred days of three busy machines."""
STAYS = 0.9
"""How often the next entry of a fault is written on the machine that wrote the last."""
Told = TypeVar("Told", bound=msgspec.Struct)
_FREE_TEXT = frozenset(
    ("because", "cause", "lessons", "note", "reason", "root_cause", "solution", "text", "user_words", "workaround")
)
_WORD = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+")


class Words:
    """Draws new texts that go from word to word as the known ones do."""

    def __init__(self, texts: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        self._next: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            words = _WORD.findall(text)
            for word, following in zip(["", *words], words, strict=False):
                self._next[word].append(following)

    def like(self, text: str) -> str:
        """Draw a text of about the length of another."""
        drawn: list[str] = []
        for _word in _WORD.findall(text):
            following = self._next.get(drawn[-1] if drawn else "") or self._next[""]
            drawn.append(self._chance.choice(following))
        return "".join(drawn).strip() or text


class Author:
    """A machine that writes its chain."""

    def __init__(self, code: str, chance: random.Random) -> None:
        self.code = code
        self.key = SigningKey("machine", chance.randbytes(32))
        self.chain = chain_name(self.key.public)
        self._chance, self._sequence, self._hash = chance, 0, CHAIN_START

    @property
    def card(self) -> MachineAdmitted:
        """What a receiver records who knows this machine."""
        return MachineAdmitted(public_key=self.key.public, code=self.code, compared=True)

    def checkpoint(self) -> Checkpoint:
        """Sign for the last entry of the chain."""
        digest = checkpoint_digest(self.chain, self._sequence, self._hash)
        return Checkpoint(self.chain, self._sequence, self._hash, self.key.sign(digest))

    def begin(self, wall: int) -> Entry:
        """Write the first entry of the chain."""
        started = MachineStarted(code=self.code, site="DC-1", zone="Asia/Shanghai", public_key=self.key.public)
        return self.write(f"machine:{self.chain}", started, Header("", "", "", "", 480, 0, wall))

    def write(self, subject: str, said: Operation, like: Header) -> Entry:
        """Write the next entry; actor, instant and what it names before it are those of another header."""
        self._sequence += 1
        header = msgspec.structs.replace(
            like, chain=self.chain, entity=subject, kind=said.KIND, seq=self._sequence, v=said.VERSION
        )
        entry = seal_entry(header, said, self._hash, self._chance.randbytes(SALT_BYTES))
        self._hash = entry.hash
        return entry


class _Fault:
    """One fault that is lived again."""

    def __init__(self, story: Sequence[Entry], number: str, author: Author, chance: random.Random) -> None:
        self.subject = f"fault:{identifier(chance.randbytes(8))}"
        self.number, self.author = number, author
        self.left = list(reversed(story))
        self.written: list[Entry] = []
        self._named: dict[str, str] = {}

    def step(self, author: Author, wall: int, words: Words) -> Entry:
        """Live through the next entry."""
        self.author, told = author, self.left.pop()
        said = operation_of(told)
        assert isinstance(said, Operation)
        before = tuple(sorted(self._named[ref] for ref in told.header.before))
        header = msgspec.structs.replace(told.header, wall=wall, ahead=0, before=before)
        later = timedelta(microseconds=wall - told.header.wall)
        entry = author.write(self.subject, self._retold(_shifted(said, later), later, words), header)
        self._named[told.ref] = entry.ref
        self.written.append(entry)
        return entry

    def _retold(self, said: Operation, later: timedelta, words: Words) -> Operation:
        told = {name: getattr(said, name) for name in said.__struct_fields__ if name in _FREE_TEXT}
        said = msgspec.structs.replace(said, **{name: words.like(text) for name, text in told.items() if text})
        match said:
            case FaultReported():
                facts = msgspec.structs.replace(
                    _shifted(said.facts, later),
                    title=words.like(said.facts.title or ""),
                    description=words.like(said.facts.description or ""),
                )
                return msgspec.structs.replace(said, number=self.number, facts=facts)
            case NoteAdded() if said.revises:
                return msgspec.structs.replace(said, revises=self._named[said.revises])
            case FaultVerified():
                return self._signed(said)
        return said

    def _signed(self, said: FaultVerified) -> FaultVerified:
        """Sign anew: the signer saw this fault's entries."""
        assert said.signature is not None
        seen, key = sight(self.written), self.author.key
        signature = msgspec.structs.replace(said.signature, public_key=key.public)
        said = msgspec.structs.replace(said, seen=seen.references, seen_digest=seen.digest, signature=signature)
        digest = statement_digest(said, signature)
        signature = msgspec.structs.replace(signature, digest=digest, value=key.sign(digest))
        return msgspec.structs.replace(said, signature=signature)


def new_authors(seed: int = 1) -> list[Author]:
    """Make the machines that write."""
    chance = random.Random(f"authors {seed}")
    return [Author(code, chance) for code in CODES]


def lived_entries(authors: Sequence[Author], count: int, *, seed: int = 1) -> Iterator[Entry]:
    """Write a number of entries, in the order of time."""
    chance = random.Random(seed)
    stories, words = _stories(chance)
    wall = int(NOW.timestamp() * 1e6) - count * SECONDS * 1_000_000
    for author in authors:
        yield author.begin(wall)
    faults: list[_Fault] = []
    reported = itertools.count(1)
    for _number in range(len(authors), count):
        wall += int(chance.expovariate(1 / SECONDS) * 1e6)
        while len(faults) < AT_ONCE:
            author = chance.choice(authors)
            faults.append(_Fault(chance.choice(stories), f"F-26{author.code}-{next(reported):06}", author, chance))
        fault = chance.choice(faults)
        yield fault.step(fault.author if chance.random() < STAYS else chance.choice(authors), wall, words)
        if not fault.left:
            faults.remove(fault)


def _shifted(said: Told, later: timedelta) -> Told:
    """Shift the instants of what is said."""
    told = {name: getattr(said, name) for name in said.__struct_fields__}
    return msgspec.structs.replace(
        said, **{name: value + later for name, value in told.items() if isinstance(value, datetime)}
    )


def _stories(chance: random.Random) -> tuple[list[list[Entry]], Words]:
    """Read the demo's faults, each in causal order, and its words."""
    with tempfile.TemporaryDirectory() as folder:
        store = make_demo(Path(folder) / "demo.db", keys=Path(folder) / "keys", seed=1, now=NOW)
        with store.reading():
            subjects = [subject for subject in journal.all_subjects() if subject.startswith("fault:")]
            stories = [causal_order(entries) for _, entries in sorted(journal.entries_of(subjects).items())]
        store.close()
    return stories, Words(list(_texts(stories)), chance)


def _texts(stories: Sequence[Sequence[Entry]]) -> Iterator[str]:
    for story in stories:
        for entry in story:
            said = operation_of(entry)
            for told in (said, said.facts) if isinstance(said, FaultReported) else (said,):
                for name in ("title", "description", *sorted(_FREE_TEXT)):
                    text = getattr(told, name, None)
                    if isinstance(text, str) and text:
                        yield text
