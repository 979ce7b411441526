"""What leaves a command does no harm: cleaned, laid out by cells, true in JSON, quiet when nobody reads on."""

import json
import re
import sys
import unicodedata
from pathlib import Path

import pexpect
import pytest

from fieldtech.cli.output import Span, Tone, json_text, labelled, lay_out
from fieldtech.domain.visible_text import cell_width
from tests.cli.command_line import CommandLine
from tests.cli.shell import Shell

ESCAPES = "title \x1b]52;c;AAAA\x07 \x1b[2J \u202egnp.exe \u200b [red]bold[/red] [@click=app.quit]x[/] \x9b31m \ufeff"
TITLES = [
    "机房空调滴水，需要尽快处理，冷凝水管堵塞了很长时间",
    "Core switch SW-03 dark since the power cut of last night, no light",
]


def acts_on_a_terminal(character: str) -> bool:
    """Tell a character that a terminal obeys or hides."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\u200c\u200d"


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Make a store with two long titles in it."""
    made = Shell(tmp_path_factory.mktemp("shell"))
    assert made.run("init", "--name=Li Wei", "--site=DC-1").returncode == 0
    for title in TITLES:
        facts = ("--description=d", "--channel=phone", "--reporter=r", "--occurred=1 h ago", "--impact=site")
        assert made.run("report", f"--title={title}", *facts, f"--place={title}").returncode == 0
    return made


COMMANDS = [("queue",), ("show", "N"), ("history", "N"), ("search", "title"), ("why", "N"), ("report-of", "N"),
            ("people", "list"), ("templates",), ("doctor",), ("audit",)]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_hostile_text_comes_out_clean(fieldtech: CommandLine, command: tuple[str, ...]) -> None:
    """S6: what a user typed does nothing to the terminal of whoever reads it."""
    number = fieldtech.report(f"--title={ESCAPES}", f"--description={ESCAPES}\n{ESCAPES}", f"--place={ESCAPES}")
    fieldtech.done("people", "add", ESCAPES)
    fieldtech.done("note", number, ESCAPES)
    words = [number if word == "N" else word for word in command]
    for ended in (fieldtech.done(*words), fieldtech.done(*words, "--json")):
        assert [repr(found) for found in ended.out + ended.err if acts_on_a_terminal(found)] == []
    if command[0] in ("queue", "show"):
        assert "[red]bold[/red]" in fieldtech.done(*words).out


def test_a_refusal_cleans_what_it_repeats(fieldtech: CommandLine) -> None:
    for command in (("show", ESCAPES), ("report", f"--channel={ESCAPES}"), (ESCAPES,), (f"--{ESCAPES}",)):
        for ended in (fieldtech(*command), fieldtech(*command, "--json")):
            assert ended.status in (1, 2)
            assert [repr(found) for found in ended.out + ended.err if acts_on_a_terminal(found)] == []


def test_json_gives_hostile_text_back_as_it_was(fieldtech: CommandLine) -> None:
    number = fieldtech.report(f"--title={ESCAPES}")
    assert fieldtech.json("show", number)["title"] == ESCAPES


@pytest.mark.parametrize("text", ["\ud800 half", "\udcff", "\U000e0001", "中文", "\x00", "é\U0001f600", "<>&'\""])
def test_json_is_true_in_every_character_set(text: str) -> None:
    clean = text.encode("utf-8", "replace").decode()
    for encoding in ("utf-8", "ascii", "gb18030", "iso-8859-1"):
        spelled = json_text({"text": clean}, encoding)
        assert json.loads(spelled) == {"text": clean}
        spelled.encode(encoding)


def test_bytes_that_are_no_text_are_taken_visibly(shell: Shell) -> None:
    """An argument of another character set must neither break a command nor be lost in silence."""
    finished = shell.line("$F report --draft --title=$'\\xff\\xfe broken'")
    assert finished.returncode == 0, finished.stderr
    shown = json.loads(shell.run("show", finished.stdout.decode().strip(), "--json").stdout)
    assert shown["title"].endswith(" broken")
    assert "\ufffd" in shown["title"]
    assert shell.line("$F show $'\\xff'").returncode == 1


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_a_line_of_the_queue_fits_the_terminal(shell: Shell, columns: int) -> None:
    shown = shell.shown("queue", "--no-color", columns=columns).splitlines()
    assert len(shown) >= 4
    assert [line for line in shown[:3] if cell_width(line) > columns] == []


def test_nothing_is_cut_where_no_terminal_is(shell: Shell) -> None:
    told = shell.run("queue").stdout.decode()
    assert all(title in told for title in TITLES)


def test_a_late_fault_is_red_on_a_terminal_at_any_hour(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert shell.run("init", "--name=Li Wei", "--site=DC-1").returncode == 0
    long_ago = ("--occurred=2026-01-05T09:00", "--reported=2026-01-05T09:05", "--impact=site", "--urgency=high")
    told = shell.run("report", "--title=Late", "--description=D", "--channel=phone", "--reporter=R", *long_ago)
    assert told.returncode == 0, told.stderr
    (line,) = [line for line in shell.shown("queue").splitlines() if "Late" in line]
    assert re.search(rf"\x1b\[{Tone.LATE.value}m *\d+ d late\x1b\[0m", line)


def test_no_colours_are_for_terminals_that_want_none(shell: Shell) -> None:
    assert "\x1b[" not in shell.shown("queue", "--no-color")
    assert "\x1b[" not in shell.shown("queue", NO_COLOR="1")
    assert "\x1b[" not in shell.shown("queue", TERM="vt220")
    assert b"\x1b[" not in shell.run("queue").stdout


def test_a_terminal_gets_the_glyphs_that_it_has(shell: Shell) -> None:
    assert "…" in shell.shown("queue")
    assert "…" not in shell.shown("queue", TERM="linux")
    ascii_only = shell.shown("queue", "--console=ascii")
    assert {found for found in ascii_only if not found.isascii()} <= set("".join(TITLES))


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_locales_without_a_character_set_speak_utf8(shell: Shell, locale: str) -> None:
    told = shell.run("queue", more={"LC_ALL": locale})
    assert TITLES[0] in told.stdout.decode()


def test_what_the_character_set_lacks_is_replaced_and_json_loses_nothing(shell: Shell) -> None:
    latin = {"PYTHONIOENCODING": "iso-8859-1"}
    told = shell.run("queue", more=latin)
    assert (told.returncode, b"?" * 5 in told.stdout) == (0, True)
    faults = json.loads(shell.run("queue", "--json", more=latin).stdout.decode("iso-8859-1"))["faults"]
    assert {fault["title"] for fault in faults} >= set(TITLES)


@pytest.mark.parametrize("command", ["queue", "queue --json", "--help", "templates", "people list", "completions bash"])
def test_a_reader_that_leaves_ends_it_quietly(shell: Shell, command: str) -> None:
    ended = shell.line(f"$F {command} | true; echo ${{PIPESTATUS[0]}}")
    assert ended.stderr.replace(b"2 faults.\n", b"") in (b"", b"3 faults.\n")
    assert ended.stdout.strip() == b"0"


def test_a_full_disk_behind_standard_output_is_told(shell: Shell) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    for command in ("queue", "queue --json"):
        ended = shell.line(f"$F {command} > /dev/full")
        assert (ended.returncode, b"can't be written" in ended.stderr) == (1, True)


def test_closed_standard_streams_break_nothing(shell: Shell) -> None:
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        assert shell.line(f"$F queue {closed}").returncode == 0


def test_ctrl_c_ends_a_question_with_its_own_status(shell: Shell) -> None:
    running = shell.terminal("people", "key")
    running.expect("passphrase")
    running.sendintr()
    running.expect(pexpect.EOF)
    running.close()
    assert (running.exitstatus, "Traceback" in str(running.before)) == (130, False)


def test_ctrl_c_ends_work_with_its_own_status(fieldtech: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fieldtech.cli.listing.queue_page", stop)
    assert fieldtech("queue").status == 130


def test_columns_line_up_by_cells() -> None:
    rows = lay_out([[Span("中文"), Span("1", Tone.LATE)], [Span("abcdef"), Span("23")]], None, flexible=0, right=[1])
    texts = ["".join(span.text for span in row) for row in rows]
    assert texts == ["中文     1", "abcdef  23"]


def test_a_table_that_is_too_wide_gives_way_in_one_column() -> None:
    rows = lay_out([[Span("number"), Span("x" * 50), Span("end")]], 30, flexible=1)
    text = "".join(span.text for span in rows[0])
    assert (cell_width(text), text.startswith("number  xxx"), text.endswith("…  end")) == (30, True, True)


def test_a_page_of_facts_leaves_out_what_has_no_value() -> None:
    assert labelled([("Name", "a\nb"), ("Empty", ""), ("长名", "c")]) == ["Name  a\n      b", "长名  c"]


def test_help_fits_eighty_columns(fieldtech: CommandLine) -> None:
    told = fieldtech.done("report", "--help").out
    assert max(map(len, told.splitlines())) <= 80
    assert re.search(r"--draft", told)
    assert sys.stdout is not None
