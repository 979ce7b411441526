"""The fold is pure, total and deterministic, whatever it is given; every kind has its step in it."""

import random
from collections import Counter
from datetime import UTC, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.config import Settings
from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.fault_clocks import clock_rules, due_times, fault_clocks
from fieldtech.domain.fault_fold import gather
from fieldtech.domain.fault_noun import fold_fault
from fieldtech.domain.fault_operations import FaultEdited, FaultOperation
from fieldtech.domain.fault_road import ALLOWED_FROM, CAUTION
from fieldtech.domain.fault_steps import take
from fieldtech.domain.faults import Fault
from fieldtech.domain.journal import CHAIN_START, Entry, Header, Operation, seal_entry
from fieldtech.domain.next_up import next_up_rank
from fieldtech.domain.operations import OPERATIONS, operation_of
from fieldtech.domain.subjects import registers_of
from tests.domain.any_operation import any_operation
from tests.domain.authors import ALL_CHAINS, FAULT, Author, SharedTime, all_entries, authors, meet, report
from tests.domain.examples import EXAMPLES
from tests.next_steps import LEADING, any_report, next_step

FAULT_KINDS = [kind for kind in OPERATIONS if issubclass(kind, FaultOperation)]
SEEDS = range(40)
TEN_YEARS = timedelta(days=3652)


def worked_by(some: list[Author], seed: int, steps: int = 40) -> None:
    """Let authors work on one fault by chance, meeting now and then."""
    chance = random.Random(seed)
    some[0].says(any_report(chance, "F-26K7-001"))
    meet(*some)
    for _ in range(steps):
        author = chance.choice(some)
        author.says(next_step(author.fault, chance, author.sight(), may_redact=True))
        if chance.random() < 0.2:
            chance.choice(some).sees(chance.choice(some))


def history(seed: int) -> list[Entry]:
    """Gather what three authors recorded."""
    some = authors("a", "b", "c")
    worked_by(some, seed)
    return all_entries(some)


@pytest.mark.parametrize("kind", FAULT_KINDS, ids=lambda kind: kind.KIND)
def test_every_kind_has_a_step_of_its_own(kind: type[FaultOperation]) -> None:
    assert take.dispatch(kind) is not take.dispatch(FaultOperation)


def test_every_kind_that_writes_the_status_has_its_place_on_the_road() -> None:
    """A report has none: it begins the road. A settling has none either: it takes a state that was reached."""
    moving = {type(each) for each in EXAMPLES if "status" in each.fields()} - {ConflictSettled}
    moving |= {type(each) for each in EXAMPLES if hasattr(each, "moves")}
    assert {kind for kind in moving if kind.__name__ != "FaultReported"} == set(ALLOWED_FROM)
    assert FaultEdited in ALLOWED_FROM


def test_every_state_has_a_rank_by_caution_and_steps_that_lead_on() -> None:
    assert set(CAUTION) == set(LEADING)
    assert set().union(*ALLOWED_FROM.values()) <= set(CAUTION)


def test_the_random_histories_hold_every_kind() -> None:
    kinds = Counter(entry.header.kind for seed in SEEDS for entry in history(seed))
    assert set(kinds) == {kind.KIND for kind in FAULT_KINDS}
    assert min(kinds.values()) >= 5


def test_each_step_writes_exactly_the_fields_that_its_operation_names() -> None:
    for seed in SEEDS:
        entries = history(seed)
        state = gather(entries, ALL_CHAINS)
        written: dict[str, set[str]] = {}
        for change in state.registers.changes:
            written.setdefault(change.ref, set()).add(change.field)
        applied = {entry.ref: operation for entry, operation in state.applied}
        assert {ref: set(operation.fields()) for ref, operation in applied.items() if operation.fields()} == written


def test_nothing_that_honest_authors_record_is_refused_by_the_fold() -> None:
    """A transition that some predecessor allows where it is made is allowed wherever its predecessors are."""
    for seed in SEEDS:
        some = authors("a", "b", "c")
        worked_by(some, seed)
        meet(*some)
        assert some[0].fault.oddities == ()


def test_the_fold_depends_on_the_set_of_entries_alone() -> None:
    """I2, on histories in which something differed before they met."""
    differed = 0
    for seed in SEEDS:
        some = authors("a", "b", "c")
        worked_by(some, seed)
        before = {canonical_bytes(author.fault) for author in some}
        meet(*some)
        folded = canonical_bytes(some[0].fault)
        for author in some:
            random.Random(seed).shuffle(author.entries)
            assert canonical_bytes(author.fault) == folded
        differed += len(before) > 1
    assert differed > len(SEEDS) // 2


def test_an_author_always_sees_what_he_wrote_last_himself() -> None:
    """I4: also where his clock is years behind those of the others."""
    for seed in SEEDS:
        time = SharedTime()
        some = [Author("a", time), Author("b", time, fast=TEN_YEARS), Author("c", time, fast=-TEN_YEARS / 100)]
        chance = random.Random(seed)
        some[0].says(report())
        meet(*some)
        for _ in range(20):
            author = chance.choice(some)
            author.sees(chance.choice(some))
            title = str(chance.random())
            author.says(FaultEdited(facts=msgspec.structs.replace(report().facts, title=title)))
            assert author.fault.title == title


def any_headers(chance: random.Random, operations: list[Operation]) -> list[Entry]:
    """Seal operations in any order under headers that no honest machine writes."""
    entries: list[Entry] = []
    for operation in operations:
        known = [entry.ref for entry in entries]
        rubbish = ["", "a.b", "a.b.c", "a.99999999999999999999.00", "..", "\u202e", "x" * 200]
        header = Header(
            actor=chance.choice(("", "p", "\u202e" * 50)),
            chain=chance.choice("abc"),
            entity=FAULT,
            kind=operation.KIND,
            offset=chance.randrange(-1440, 1441),
            seq=chance.choice((1, 2, 3, 2**53 - 1)),
            wall=chance.choice((0, 1, 1_793_581_509_123_456, 2**53 - 1)),
            ahead=chance.choice((0, 0, 1, 2**53 - 1)),
            before=tuple(chance.choices(known + rubbish, k=chance.randrange(4))),
            critical=chance.random() < 0.1,
            v=operation.VERSION,
        )
        entries.append(seal_entry(header, operation, CHAIN_START, chance.randbytes(12)))
    return entries


@settings(max_examples=80)
@given(st.lists(any_operation, min_size=1, max_size=10), st.randoms(use_true_random=False), st.booleans())
def test_the_fold_never_raises(operations: list[Operation], chance: random.Random, begins: bool) -> None:
    """Any kinds in any order, with any predecessors, clocks and values; and all that is computed of the fault too."""
    entries = any_headers(chance, [report(), *operations] if begins else operations)
    fault = fold_fault("x", entries)
    registers_of(FAULT, entries)
    chance.shuffle(entries)
    again = fold_fault("x", entries)
    assert (fault is None) == (again is None)
    if fault is not None and again is not None:
        spelled = canonical_bytes(fault)
        assert canonical_bytes(again) == spelled
        assert canonical_bytes(msgspec.json.decode(spelled, type=Fault)) == spelled
        rules = clock_rules(Settings(), UTC)
        due_times(fault, rules)
        next_up_rank(fault, rules)


@given(st.lists(any_operation, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_every_entry_is_applied_or_listed_with_a_reason(operations: list[Operation], chance: random.Random) -> None:
    """I1: nothing vanishes."""
    entries = any_headers(chance, [report(), *operations])
    state = gather(entries)
    told = {entry.hash for entry, _ in state.applied}
    listed = {oddity.ref for oddity in state.oddities}
    for entry in entries:
        assert entry.hash in told or entry.ref in listed
        if isinstance(operation_of(entry), str):
            assert entry.ref in listed


def test_a_redacted_report_leaves_a_fault_that_is_not_whole() -> None:
    (author,) = authors("a")
    author.says(report())
    bare = [msgspec.structs.replace(entry, payload=None, salt=None, commitment=bytes(32)) for entry in author.of()]
    assert fold_fault("x", bare) is None


def test_folding_is_the_same_in_one_go_and_one_by_one_anew() -> None:
    """What a store computes after every merge from all entries is what a rebuild computes."""
    for seed in range(6):
        entries = history(seed)
        whole = fold_fault("x", entries)
        assert whole is not None
        assert canonical_bytes(whole) == canonical_bytes(fold_fault("x", list(reversed(entries))))
        assert fault_clocks(whole, clock_rules(Settings(), UTC), whole.recorded.at) is not None
