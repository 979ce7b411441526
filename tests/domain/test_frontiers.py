"""What a store tells of what it holds is never more than others take, whatever a hostile machine made it hold."""

from fieldtech.domain.frontiers import (
    CHAIN_TIPS_TOLD,
    CHECKPOINTS_TOLD,
    TIPS_TOLD,
    ChainFrontier,
    Checkpoint,
    Tip,
    most_telling,
    tellable,
)
from fieldtech.sync.limits import CHAIN_LIMIT, TIP_LIMIT
from fieldtech.sync.manifest import is_sound_frontier


def _branches(count: int, *, last: int = 10**6) -> ChainFrontier:
    return ChainFrontier(tuple(Tip(last - n, n.to_bytes(32, "big")) for n in reversed(range(count))), 7)


def test_what_is_little_is_told_as_it_is() -> None:
    frontier = {"bb": _branches(2), "aa": _branches(1)}
    assert tellable(frontier, "aa") == frontier


def test_of_a_chain_with_many_branches_the_longest_are_told() -> None:
    told = tellable({"aa": _branches(TIP_LIMIT + 1)}, "zz")
    assert [tip.sequence for tip in told["aa"].tips] == list(range(10**6 - CHAIN_TIPS_TOLD + 1, 10**6 + 1))
    assert is_sound_frontier(told)


def test_of_many_chains_the_own_one_is_told_then_the_longest() -> None:
    many = {f"c{n:05}": _branches(2, last=100 + n) for n in range(CHAIN_LIMIT)}
    told = tellable({**many, "own": _branches(1, last=3), "honest": _branches(1)}, "own")
    assert {"own", "honest", f"c{CHAIN_LIMIT - 1:05}"} <= told.keys()
    assert sum(len(held.tips) for held in told.values()) == TIPS_TOLD
    assert is_sound_frontier(told)


def test_of_many_signed_heads_each_chains_furthest_is_told_first() -> None:
    many = [Checkpoint("bad", n, bytes(32), "") for n in range(CHECKPOINTS_TOLD + 9)]
    told = most_telling([*many, Checkpoint("honest", 3, bytes(32), "")])
    assert len(told) == CHECKPOINTS_TOLD
    assert {each.chain for each in told[:2]} == {"bad", "honest"}
    assert told[0].sequence == CHECKPOINTS_TOLD + 8
