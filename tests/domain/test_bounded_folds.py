"""Folding costs no more than what is folded, also where a hostile machine writes thousands of entries side by side."""

import random
import sys
from collections.abc import Callable, Sequence
from datetime import date
from types import FrameType
from typing import Any

import pytest

from fieldtech.domain import heads, registers
from fieldtech.domain.fault_operations import Facts, FaultCancelled, FaultEdited
from fieldtech.domain.handling_operations import NoteAdded, PartUsed
from fieldtech.domain.journal import CHAIN_START, Entry, Header, Operation, seal_entry
from fieldtech.domain.plan_operations import PlanAdded, PlanEdited, PlanFacts, PlanRetired
from fieldtech.domain.registers import Registers
from fieldtech.domain.subjects import fold
from tests.domain.authors import FAULT, report

Told = tuple[Operation, tuple[str, ...]]
FEW = 60


class Chain:
    """One machine that says what it likes, and names as seen what it likes."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def says(self, operation: Operation, *before: str, subject: str = FAULT) -> Entry:
        """Seal it."""
        place, last = len(self.entries) + 1, self.entries[-1].hash if self.entries else CHAIN_START
        header = Header("a", "evil", subject, operation.KIND, 0, place, 10**15 + place, before=before)
        self.entries.append(seal_entry(header, operation, last, bytes(12)))
        return self.entries[-1]


def edits(count: int) -> list[Entry]:
    """Write a title again and again, without sight of any other."""
    chain = Chain()
    chain.says(report())
    for number in range(count):
        chain.says(FaultEdited(facts=Facts(title=f"Title {number}")))
    return chain.entries


def revisions(count: int) -> list[Entry]:
    """Word a note anew again and again."""
    chain = Chain()
    chain.says(report())
    note = chain.says(NoteAdded(text="first")).ref
    for number in range(count):
        chain.says(NoteAdded(text=f"wording {number}", revises=note))
    return chain.entries


def endings(count: int) -> list[Entry]:
    """Cancel a fault and work on it, each as if nothing else were there."""
    chain = Chain()
    first = chain.says(report()).ref
    for _ in range(count):
        chain.says(FaultCancelled(reason="x", seen=("other.1.aaaaaaaa",)), first)
        chain.says(PartUsed(part="fan", quantity=1))
    return chain.entries


def reports(count: int) -> list[Entry]:
    """Report it again and again."""
    chain = Chain()
    for number in range(count):
        chain.says(report(title=f"Title {number}"))
    return chain.entries


def plans(count: int) -> list[Entry]:
    """Edit a plan and end it, each as if nothing else were there."""
    chain, first = Chain(), date(2026, 1, 1)
    chain.says(PlanAdded(number="P-26K7-001", facts=PlanFacts(title="Round", first=first)), subject="plan:p")
    for number in range(count):
        chain.says(PlanEdited(facts=PlanFacts(title=f"Title {number}"), since=first), subject="plan:p")
        chain.says(PlanRetired(on=first, reason="x", seen=("other.1.aaaaaaaa",)), subject="plan:p")
    return chain.entries


def steps_of(work: Callable[[], object]) -> int:
    """Count how many steps the interpreter takes."""
    steps = 0

    def trace(frame: FrameType, event: str, _told: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("hostile", [edits, revisions, endings, reports, plans], ids=lambda each: each.__name__)
def test_twice_as_many_entries_take_twice_as_many_steps(hostile: Callable[[int], list[Entry]]) -> None:
    few, many = hostile(FEW), hostile(2 * FEW)
    subject = few[0].header.entity
    fold(subject, few)
    once, twice = (steps_of(lambda some=some: fold(subject, some)) for some in (few, many))  # type: ignore[misc]
    assert twice < 2.2 * once


def test_however_many_heads_there_are_they_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, chain, told = random.Random(7), Chain(), list[Entry]()
    for number in range(200):
        seen = chance.sample(told, min(len(told), chance.choice((0, 0, 0, 1, 3))))
        told.append(chain.says(NoteAdded(text=str(number)), *(each.ref for each in seen)))
    few = _heads_at_each_step(told)
    monkeypatch.setattr(registers, "_MANY", 10**6)
    assert few == _heads_at_each_step(told)
    assert max(map(len, few)) > 40


def _heads_at_each_step(entries: Sequence[Entry]) -> list[list[bytes]]:
    known, found = Registers(), []
    for entry in entries:
        known.write("title", entry.header.seq, entry)
        assert known.written("title", entry.ref) is known.heads("title")[-1]
        assert dict(known.all_heads()) == {"title": known.heads("title")}
        assert known.latest("title") is heads.latest(known.heads("title"))
        found.append([head.entry.hash for head in known.heads("title")])
    return found
