"""Every refusal of what machines exchange: a sentence that says what is wrong and what helps, and its exit status."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.command_line import CommandLine
from tests.cli.test_exchange import Machine, Site, report

RULE, USAGE, BUNDLE = 1, 2, 3


class Refusal(NamedTuple):
    """A command, how it must end, and a part of what it must say."""

    words: str
    """With {names} of what the test has prepared."""
    status: int
    sentence: str


BY_A_TECHNICIAN = [
    Refusal("bundle", USAGE, "Name a command: diff, export"),
    Refusal("bundle export -o {stick} --to ZZ", RULE, "`fieldtech peers list`"),
    Refusal("bundle export -o {stick} --to {own}", RULE, "is this machine itself"),
    Refusal("bundle export -o {stick} --plain --to {depot}", RULE, "name no machines, or leave plain out"),
    Refusal("bundle export -o {stick} --fault F-26ZZ-999 --site DC-1", RULE, "Choose one fault or one site"),
    Refusal("bundle export -o {stick} --fault F-26ZZ-999", RULE, "F-26ZZ-999"),
    Refusal("bundle export -o {stick} --site Nowhere", RULE, "No fault and no plan is of the site Nowhere"),
    Refusal("bundle export -o {stick}/gone", RULE, "There is no folder"),
    Refusal("bundle export -o {text}", RULE, "There is no folder"),
    Refusal("bundle import", RULE, "Name the files"),
    Refusal("bundle import {stick}/gone.ftb", BUNDLE, "Is the stick still in?"),
    Refusal("bundle show {stick}", BUNDLE, "a folder or a device"),
    Refusal("bundle import {text}", BUNDLE, "is no fieldtech bundle"),
    Refusal("bundle import {empty}", BUNDLE, "This file is empty"),
    Refusal("bundle import {request}", BUNDLE, "`fieldtech peers accept`"),
    Refusal("bundle import {foreign}", BUNDLE, "`fieldtech peers accept`"),
    Refusal("bundle import {for_b}", BUNDLE, "give them your request file"),
    Refusal("bundle import {broken}", BUNDLE, "copy it again"),
    Refusal("bundle import {turned}", BUNDLE, "on the way"),
    Refusal("bundle import {as_text}", BUNDLE, "as text is: copy it again"),
    Refusal("bundle import {text} {broken}", BUNDLE, "broken.ftb: The copy broke off"),
    Refusal("bundle show {for_b}", BUNDLE, "give them your request file"),
    Refusal("bundle show", RULE, "Name the file"),
    Refusal("bundle verify {broken}", BUNDLE, "copy it again"),
    Refusal("bundle verify", RULE, "Name the file"),
    Refusal("bundle diff {foreign}", BUNDLE, "accept it first"),
    Refusal("bundle diff", RULE, "Name the file"),
    Refusal("receipt -o {stick}/gone", RULE, "There is no folder"),
    Refusal("peers request -o {stick}/Request.FTR", RULE, "for example ft-"),
    Refusal("peers request -o {request}", RULE, "of that name already"),
    Refusal("peers accept", RULE, "Name the file"),
    Refusal("peers accept {own_request}", RULE, "take it to the other one"),
    Refusal("peers accept {request} --fingerprint cat-dog", RULE, "Don't trust the file"),
    Refusal("peers accept {broken}", BUNDLE, "copy it again"),
    Refusal("peers accept {text}", BUNDLE, "is no fieldtech bundle"),
    Refusal("peers answer -o {stick} --to ZZ", RULE, "`fieldtech peers list`"),
    Refusal("peers revoke ZZ --because stolen", RULE, "`fieldtech peers list`"),
    Refusal("peers revoke {depot}", RULE, "Say which machine and why"),
    Refusal("redact {number} --field contact --because asked", RULE, "Only a supervisor"),
    Refusal("settle {number} title --take 1", RULE, "There is nothing to settle in"),
    Refusal("settle F-26ZZ-999 title --take 1", RULE, "F-26ZZ-999"),
    Refusal("settle {number}", RULE, "Settling needs field"),
]
BY_THE_DEPOT = [
    Refusal("redact {number} --field shoe --because asked", RULE, "there are: title"),
    Refusal("redact {number} --field contact", RULE, "because"),
    Refusal("redact {number} --field lessons --because asked", RULE, "or it was taken out already"),
    Refusal("redact F-26ZZ-999 --field contact --because asked", RULE, "F-26ZZ-999"),
    Refusal("peers accept {b_request}", RULE, "was revoked"),
    Refusal("bundle export -o {stick} --to {a} --to {b}", RULE, "name no other machine"),
]


@pytest.fixture
def site(bare: CommandLine, tmp_path: Path) -> Site:
    """Two technicians and their depot, who have met."""
    return Site(bare, tmp_path)


def shortcomings(machine: Machine, refusals: list[Refusal], names: dict[str, str]) -> list[str]:
    """Run what must be refused, for people and for programs, and say what ends otherwise."""
    found = []
    for each in refusals:
        words = [word.format(**names) for word in each.words.split()]
        ended, told = machine(*words), machine(*words, "--json")
        if ended.status != each.status or each.sentence not in ended.err or ended.out:
            found.append(f"{each.words}: {ended}")
        if told.status != each.status or each.sentence not in told.error["message"]:
            found.append(f"{each.words} --json: {told}")
        if not told.error["message"].endswith((".", "?")):
            found.append(f"{each.words} says no sentence: {told.error}")
    return found


def test_what_is_refused_is_told_in_a_sentence_with_its_exit_status(site: Site, tmp_path: Path) -> None:
    a, b, depot, stick = site.a, site.b, site.depot, site.stick
    number = report(a)
    site.gather()
    stranger = Machine(a.shell, tmp_path / "stranger", "Wu Lan")
    for_b, for_a = depot.exported(stick, "--to", b.code), depot.exported(stick, "--to", a.code)
    whole = for_a.read_bytes()
    names = {
        "stick": str(stick), "number": number, "own": a.code, "depot": depot.code, "a": a.code, "b": b.code,
        "for_a": str(for_a), "for_b": str(for_b), "foreign": str(stranger.exported(stick, "--plain")),
        "request": str(stick / "stranger.ftr"), "own_request": str(stick / "a-again.ftr"),
        "b_request": str(stick / "b-again.ftr"),
    }  # fmt: skip
    for machine, name in ((stranger, "request"), (a, "own_request"), (b, "b_request")):
        machine.done("peers", "request", "-o", names[name])
    spoilt = {
        "text": b"minutes of the meeting", "empty": b"", "broken": whole[: len(whole) // 2],
        "turned": whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:], "as_text": whole.replace(b"\r\n", b"\n"),
    }  # fmt: skip
    for name, content in spoilt.items():
        file = stick / f"{name}.ftb"
        file.write_bytes(content)
        names[name] = str(file)
    before = a.json("audit")
    assert shortcomings(a, BY_A_TECHNICIAN, names) == []
    assert a.json("audit") == before
    depot.done("peers", "revoke", b.code, "--because=stolen")
    assert shortcomings(depot, BY_THE_DEPOT, names) == []


def test_a_machine_that_knows_nobody_is_told_how_to_begin(bare: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    alone = Machine(bare, tmp_path / "alone", "Li Wei")
    ended = alone("bundle", "export", "-o", str(tmp_path / "stick"))
    assert (ended.status, ended.out) == (RULE, "")
    assert "exchange requests first, or write it plain" in ended.err


def test_a_fingerprint_that_was_not_compared_is_told_as_such(bare: CommandLine, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    a, depot = Machine(bare, tmp_path / "a", "Li Wei"), Machine(bare, tmp_path / "d", "Chen Jing", "supervisor")
    a.done("peers", "request", "-o", str(stick / "a.ftr"))
    assert "was not compared" in depot.done("peers", "accept", str(stick / "a.ftr")).out
