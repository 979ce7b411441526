"""Every command and every option says what it does, in the language in use, and loads only what it needs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from fieldtech.cli import program
from fieldtech.cli.command_list import COMMANDS
from fieldtech.cli.parameters import Argument
from fieldtech.text import current_language
from tests.cli.command_line import CommandLine
from tests.cli.shell import Shell


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """Walk all commands, those of a noun too."""
    context = click.Context(program)
    for name in program.list_commands(context):
        found = program.get_command(context, name)
        assert found is not None
        yield name, found
        if isinstance(found, click.Group):
            yield from ((f"{name} {each}", command) for each, command in found.commands.items())


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_every_command_and_every_option_has_help(name: str, command: click.Command) -> None:
    assert command.help or isinstance(command, click.Group), name
    mute = [each.name for each in command.params if isinstance(each, click.Option) and not each.help]
    mute += [each.name for each in command.params if isinstance(each, Argument) and not each.words]
    assert mute == []


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_help_is_printed_without_a_store(bare: CommandLine, name: str, command: click.Command) -> None:
    told = bare.done(*name.split(), "--help").out
    assert f"fieldtech {name}" in told
    own = [each for each in command.params if isinstance(each, click.Option) and each.expose_value]
    assert [each.opts for each in own if max(each.opts, key=len) not in told] == []


def test_the_list_of_commands_says_what_each_does(bare: CommandLine) -> None:
    lines = bare.done("--help").out.splitlines()
    assert [name for name in COMMANDS if not any(line.startswith(f"  {name} ") for line in lines)] == []


def test_h_is_help_too(bare: CommandLine) -> None:
    assert bare.done("-h").out == bare.done("--help").out


@pytest.mark.parametrize("way", ["--lang", "environment", "settings", "locale"])
def test_help_and_wrong_usage_speak_the_language(bare: CommandLine, way: str, tmp_path: Path) -> None:
    monkeypatch, options = bare.monkeypatch, []
    if way == "--lang":
        options = ["--lang=zh_CN"]
    elif way == "environment":
        monkeypatch.setenv("FIELDTECH_LANG", "zh_CN")
    elif way == "locale":
        monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    else:
        (tmp_path / "config" / "fieldtech").mkdir(parents=True)
        (tmp_path / "config" / "fieldtech" / "config.toml").write_text('language = "zh_CN"\n')
    seen: list[str] = []

    def note_language(message: str) -> str:
        seen.append(current_language())
        return message

    monkeypatch.setattr("fieldtech.cli.commands._", note_language)
    monkeypatch.setattr("fieldtech.cli.usage._", note_language)
    bare("--help", *options)
    bare("show", *options)
    assert set(seen) == {"zh_CN"}


def test_a_misspelt_command_is_pointed_to_the_right_one(bare: CommandLine) -> None:
    assert "--title" in bare("report", "--titel=x").err


LOADED = """
import atexit, sys
atexit.register(lambda: print("loaded", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr))
from fieldtech.cli import main
main()
"""
NUMBER = "F-"
HEAVY = {"textual", "rich", "pypinyin", "icalendar", "cryptography"}
SIGNING = {"verify", "receipt", "backup", "report", "audit"}
"""What signs may load cryptography, and so may what records, as it signs the head; and what verifies."""
CALENDARS = {"notices"}
"""What reads calendars may load icalendar."""
MORE: dict[str, tuple[str, ...]] = {
    "init": ("--help",),
    "demo": ("--help",),
    "report": ("--draft",),
    "people": ("list",),
    "plan": ("list",),
    "occurrence": ("show", "P-"),
    "calendar": (),
    "agenda": (),
    "peers": ("list",),
    "bundle": ("show", __file__),
    "completions": ("bash",),
    "intake": (__file__,),
    "notices": (__file__,),
    "outages": ("list",),
    "holidays": ("list",),
    "search": ("word",),
    **dict.fromkeys(("queue", "audit", "rebuild", "doctor", "paths", "templates", "conflicts"), ()),
}
"""What a command is given, if not the number of a fault."""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Make a store with one fault in it."""
    made = Shell(tmp_path_factory.mktemp("loaded"))
    assert made.run("init", "--name=Li Wei", "--site=DC-1").returncode == 0
    assert made.run("report", "--draft", "--title=x").returncode == 0
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_but_the_full_screen_loads_textual(shell: Shell, command: str, tmp_path: Path) -> None:
    written = {"backup": ("-o", str(tmp_path / "copy.db")), "receipt": ("-o", str(tmp_path))}
    rest = written.get(command) or MORE.get(command, (NUMBER,))
    ask = [sys.executable, "-c", LOADED, command, *rest]
    finished = subprocess.run(ask, env=shell.environment, capture_output=True, text=True, check=False)
    assert finished.returncode in (0, 1, 3), finished.stderr
    loaded = set(finished.stderr.splitlines()[-1].split())
    assert "loaded" in loaded
    assert "fieldtech" in loaded
    allowed = {*(("cryptography",) if command in SIGNING else ()), *(("icalendar",) if command in CALENDARS else ())}
    assert loaded & HEAVY - allowed == set()


def test_completion_offers_commands_numbers_and_words(shell: Shell) -> None:
    def offered(*words: str) -> str:
        asked = {
            "_FIELDTECH_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(words),
            "COMP_CWORD": str(len(words) - 1),
        }
        return shell.run(more=asked).stdout.decode()

    assert "plain,report" in offered("fieldtech", "rep")
    assert "plain,F-" in offered("fieldtech", "show", "F-")
    assert "plain,hardware" in offered("fieldtech", "assess", "F-1", "--nature", "")
    assert "plain,zh_CN" in offered("fieldtech", "queue", "--lang", "")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_script_completes_in_each_shell(bare: CommandLine, name: str) -> None:
    told = bare.done("completions", name).out
    assert "_FIELDTECH_COMPLETE" in told
    assert os.linesep in told
