"""The names that scripts rely on: commands, options, JSON keys. Add to these tables; what stands there stays."""

import json
import subprocess
import sys
from typing import Any

import click
import pytest

from fieldtech.cli import program
from fieldtech.domain import words
from tests.cli.command_line import ACCEPTED, CommandLine

# Each command, the values without a name, and its options.
COMMANDS: dict[str, tuple[list[str], set[str]]] = {
    "demo": ([], {"--seed"}),
    "init": ([], {"--name", "--site", "--role", "--zone"}),
    "report": ([], {"--title", "--description", "--channel", "--reporter", "--occurred", "--impact", "--contact",
                    "--detected", "--reported", "--urgency", "--asset", "--place", "--service", "--draft"}),
    "edit": (["number"], {"--title", "--description", "--channel", "--reporter", "--occurred", "--impact",
                          "--because"}),
    "assess": (["number"], {"--nature", "--impact", "--urgency", "--category", "--priority", "--because", "--mode",
                            "--assignee", "--cause", "--due"}),
    "assign": (["number", "assignee"], set()),
    "start": (["number"], {"--mode"}),
    "pend": (["number"], {"--reason", "--note"}),
    "resume": (["number"], set()),
    "restore": (["target"], {"--workaround", "--at"}),
    "note": (["number", "text"], set()),
    "attach": (["number", "file"], {"--name"}),
    "time": (["number"], {"--minutes", "--note"}),
    "part": (["number"], {"--part", "--quantity", "--old-serial", "--new-serial", "--asset"}),
    "tell": (["number", "text"], {"--how", "--whom"}),
    "plan-solution": (["number", "text"], {"--kind"}),
    "checklist": (["number"], {"--template"}),
    "tick": (["number", "item", "result"], {"--reading", "--note", "--raise"}),
    "implement": (["number"], {"--solution", "--code"}),
    "verify": (["number"], {"--system", "--user", "--user-words", "--rating", "--how", "--by", "--passphrase-file"}),
    "close": (["number"], {"--root-cause", "--lessons"}),
    "reopen": (["number"], {"--reason"}),
    "cancel": (["number"], {"--reason"}),
    "duplicate": (["number"], {"--of"}),
    "queue": ([], {"--mine", "--overdue", "--site", "--priority", "--status", "--limit", "--after"}),
    "show": (["number"], set()),
    "history": (["number"], set()),
    "why": (["number"], set()),
    "clocks": (["number"], set()),
    "search": (["words"], {"--limit"}),
    "report-of": (["number"], {"--format", "-o"}),
    "intake": (["files"], {"--mapping", "--date-order", "--dry-run"}),
    "notices": (["files"], {"--dry-run"}),
    "outages": ([], set()),
    "holidays": ([], set()),
    "templates": ([], set()),
    "people": ([], set()),
    "conflicts": ([], set()),
    "bundle": ([], set()),
    "receipt": ([], {"-o"}),
    "peers": ([], set()),
    "plan": ([], set()),
    "occurrence": ([], set()),
    "calendar": ([], {"--year", "--month", "--ics"}),
    "agenda": ([], {"--days"}),
    "settle": (["number", "field"], {"--take"}),
    "redact": (["number"], {"--field", "--attachment", "--because"}),
    "audit": ([], set()),
    "rebuild": ([], set()),
    "backup": ([], {"-o", "--clean"}),
    "doctor": ([], set()),
    "paths": ([], set()),
    "completions": (["shell"], set()),
}  # fmt: skip
OF_THE_WHOLE = {"--store", "--config", "--as", "--lang", "--json", "--no-color", "--console", "--xon", "--version"}

QUEUE_KEYS = {
    "number", "title", "status", "is_pending", "priority", "impact", "urgency", "nature", "assignee", "site", "place",
    "asset", "occurred_at", "reported_at", "due_at", "is_overdue", "attempt", "has_conflict",
}  # fmt: skip
SHOW_KEYS = QUEUE_KEYS | {
    "description", "channel", "reporter", "contact", "detected_at", "category", "service", "mode", "pending_reason",
    "acknowledged_at", "restored_at", "workaround", "implemented_at", "verified_at", "closed_at", "root_cause",
    "lessons", "attempts", "notes", "parts", "minutes", "words_to_user", "attachments", "missing",
}  # fmt: skip
ATTEMPT_KEYS = {"number", "cause", "plan", "solution", "checks", "verification"}
CHECK_KEYS = {"checklist", "template", "version", "item", "text", "result", "reading", "note", "by", "at"}
ENTRY_KEYS = {"machine", "sequence", "actor", "recorded_at", "occurred_at", "kind", "changes", "hash"}


def command_of(name: str) -> click.Command:
    """Load a command."""
    found = program.get_command(click.Context(program), name)
    assert found is not None
    return found


def test_the_commands_are_those_of_the_contract() -> None:
    assert set(program.list_commands(click.Context(program))) == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_takes_what_the_contract_says(name: str) -> None:
    arguments, options = COMMANDS[name]
    parameters = command_of(name).params
    assert [each.name for each in parameters if isinstance(each, click.Argument)] == arguments
    assert options | OF_THE_WHOLE <= {name for each in parameters for name in each.opts}


@pytest.mark.parametrize(
    ("name", "option", "vocabulary"),
    [
        ("report", "--channel", words.Channel),
        ("report", "--impact", words.Impact),
        ("report", "--urgency", words.Urgency),
        ("assess", "--nature", words.Nature),
        ("assess", "--priority", words.Priority),
        ("start", "--mode", words.Mode),
        ("pend", "--reason", words.PendingReason),
        ("implement", "--code", words.ResolutionCode),
        ("plan-solution", "--kind", words.PlanKind),
        ("queue", "--status", words.Status),
        ("verify", "--system", words.SystemCheck),
        ("verify", "--user", words.UserVerdict),
        ("init", "--role", words.Role),
    ],
)
def test_a_word_that_is_none_is_wrong_usage_that_lists_the_words(
    fieldtech: CommandLine, name: str, option: str, vocabulary: Any
) -> None:
    number = ["F-1"] if "number" in COMMANDS[name][0] else []
    ended = fieldtech(name, *number, f"{option}=nonsense", "--json")
    assert (ended.status, ended.error["code"]) == (2, "usage")
    assert all(word in ended.error["message"] for word in vocabulary)


def test_a_line_of_the_queue_has_the_keys_of_the_contract(fieldtech: CommandLine) -> None:
    fieldtech.report()
    told = fieldtech.json("queue")
    assert told.keys() == {"faults", "total", "next"}
    assert told["faults"][0].keys() == QUEUE_KEYS


def test_show_has_the_keys_of_the_contract_and_agrees_with_the_queue(fieldtech: CommandLine) -> None:
    number = fieldtech.started()
    fieldtech.done("checklist", number, "--template=raid-disk-failed")
    fieldtech.done("tick", number, "esd", "pass", "--note=on")
    told = fieldtech.json("show", number)
    assert told.keys() >= SHOW_KEYS
    assert {key: told[key] for key in QUEUE_KEYS} == fieldtech.json("queue")["faults"][0]
    assert told["attempts"][0].keys() >= ATTEMPT_KEYS
    checks = told["attempts"][0]["checks"]
    assert all(check.keys() == CHECK_KEYS for check in checks)
    assert [(check["item"], check["note"], check["by"]) for check in checks if check["result"]] == [
        ("esd", "on", "Li Wei")
    ]


def test_history_has_the_keys_of_the_contract(fieldtech: CommandLine) -> None:
    number = fieldtech.report("--occurred=2026-01-05T08:00Z")
    told = fieldtech.json("history", number)
    (entry,) = told["entries"]
    assert entry.keys() >= ENTRY_KEYS
    assert (entry["kind"], entry["actor"], entry["occurred_at"]) == ("fault-reported", "Li Wei", "2026-01-05T08:00:00Z")
    assert {"field": "title", "was": "", "now": "RAID degraded on DB-1"} in entry["changes"]


def test_instants_are_utc_with_z(fieldtech: CommandLine) -> None:
    told = fieldtech.json("show", fieldtech.closed())
    instants = [value for key, value in told.items() if key.endswith("_at") and value]
    assert len(instants) > 6
    assert all(value.endswith("Z") and value[10] == "T" for value in instants)


VERBS: list[tuple[str, tuple[str, ...]]] = [
    ("edit", ("--place=R5", "--because=moved")),
    ("assess", ("--nature=network", "--urgency=low")),
    ("assign", ("Zhao Min",)),
    ("pend", ("--reason=user",)),
    ("restore", ("--workaround=by hand",)),
    ("note", ("seen",)),
    ("time", ("--minutes=5",)),
    ("part", ("--part=fan", "--quantity=2")),
    ("tell", ("soon", "--how=phone")),
    ("plan-solution", ("do this",)),
    ("checklist", ("--template=raid-disk-failed",)),
    ("implement", ("--solution=done", "--code=other")),
    ("cancel", ("--reason=none",)),
]


@pytest.mark.parametrize(("verb", "said"), VERBS, ids=[verb for verb, _said in VERBS])
def test_every_verb_answers_number_and_status(fieldtech: CommandLine, verb: str, said: tuple[str, ...]) -> None:
    number = fieldtech.started()
    told = fieldtech.json(verb, number, *said)
    assert told["number"] == number
    assert told["status"] == fieldtech.json("show", number)["status"]


def test_what_makes_something_more_names_it(fieldtech: CommandLine) -> None:
    number = fieldtech.implemented()
    assert fieldtech.json("attach", number, "-", given=b"x").keys() >= {"number", "status", "name", "digest", "size"}
    told = fieldtech.json("verify", number, *ACCEPTED)
    assert told.keys() >= {"number", "status", "attempt", "signed_with", "warnings"}
    assert fieldtech.json("report", "--draft").keys() >= {"number", "status", "missing"}


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        (("audit",), {"ok", "entries", "machines", "state_digest", "problems"}),
        (("rebuild",), {"subjects"}),
        (("paths",), {"store", "config", "settings", "keys", "cache"}),
        (("doctor",), {"version", "python", "sqlite", "journal_mode", "terminal", "paths", "locale"}),
        (("templates",), {"templates", "problems"}),
        (("people", "list"), {"people"}),
        (("search", "raid"), {"faults"}),
        (("completions", "fish"), {"shell", "script"}),
        (("--version",), {"version"}),
    ],
)
def test_the_other_documents_have_their_keys(fieldtech: CommandLine, command: tuple[str, ...], keys: set[str]) -> None:
    assert fieldtech.json(*command).keys() >= keys


REFUSALS: list[tuple[int, str, tuple[str, ...]]] = [
    (1, "rule", ("report", "--title=x")),
    (1, "instant", ("report", "--occurred=sometime")),
    (1, "unknown", ("show", "F-99ZZ-999")),
    (2, "usage", ("show",)),
    (2, "usage", ("nonsense",)),
    (2, "usage", ("queue", "--nonsense")),
    (2, "usage", ("queue", "--limit=0")),
    (2, "usage", ()),
    (3, "input", ("attach", "F-1", "/nonexistent/file")),
    (3, "input", ("intake", "--mapping=/nonexistent/mapping.toml", __file__)),
    (3, "input", ("queue", "--after=nonsense")),
    (4, "store", ("queue", "--store=/nonexistent/store.db")),
    (4, "store", ("queue", "--store=postgresql://me:secret@depot/fieldtech")),
    (1, "output", ("backup", "-o", "/nonexistent/folder/copy.db")),
]


@pytest.mark.parametrize(
    ("status", "code", "command"), REFUSALS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_refusal_is_one_document_with_its_status(
    fieldtech: CommandLine, status: int, code: str, command: tuple[str, ...]
) -> None:
    ended = fieldtech(*command, "--json")
    assert (ended.status, ended.error["code"]) == (status, code)
    assert ended.error.keys() >= {"code", "message", "missing"}
    assert ended.out.count("\n") == 1
    assert "secret" not in ended.out


@pytest.mark.parametrize(
    ("status", "code", "command"), REFUSALS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_refusal_without_json_is_a_sentence_on_standard_error(
    fieldtech: CommandLine, status: int, code: str, command: tuple[str, ...]
) -> None:
    ended = fieldtech(*command)
    assert (ended.status, ended.out) == (status, "")
    assert len(ended.err.split()) > 3
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err


def test_the_settings_that_cant_be_read_are_told(fieldtech: CommandLine, tmp_path: Any) -> None:
    (tmp_path / "bad.toml").write_text("nonsense = 1\n")
    ended = fieldtech("queue", "--config", str(tmp_path / "bad.toml"), "--json")
    assert (ended.status, ended.error["code"]) == (4, "settings")
    assert "nonsense" in ended.error["message"]


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (("report",), ["title", "description", "channel", "reporter", "occurred", "impact"]),
        (("assess", "N"), ["nature", "urgency"]),
        (("assign", "N"), ["assignee"]),
        (("pend", "N"), ["reason"]),
        (("restore", "N"), ["workaround"]),
        (("note", "N"), ["text"]),
        (("attach", "N"), ["file"]),
        (("time", "N"), ["minutes"]),
        (("part", "N"), ["part"]),
        (("tell", "N"), ["text", "how"]),
        (("implement", "N"), ["solution", "code"]),
        (("checklist", "N"), ["template"]),
        (("tick", "N"), ["item"]),
        (("cancel", "N"), ["reason"]),
        (("duplicate", "N"), ["of"]),
        (("search",), ["words"]),
        (("intake",), ["file"]),
        (("backup",), ["output"]),
        (("people", "add"), ["name"]),
        (("completions",), ["shell"]),
    ],
    ids=" ".join,
)
def test_all_that_is_missing_is_named_at_once(
    fieldtech: CommandLine, command: tuple[str, ...], missing: list[str]
) -> None:
    number = fieldtech.report()
    said = [number if word == "N" else word for word in command]
    ended = fieldtech(*said, "--json")
    assert (ended.status, ended.error["code"]) == (1, "rule")
    assert ended.error["missing"] == missing
    told = fieldtech(*said).err
    assert all(word in told for word in missing)


def test_start_and_verify_and_close_name_what_they_lack(fieldtech: CommandLine) -> None:
    number = fieldtech.report()
    fieldtech.done("assess", number, "--nature=hardware", "--urgency=low")
    assert fieldtech("start", number, "--json").error["missing"] == ["mode"]
    fieldtech.done("start", number, "--mode=remote")
    fieldtech.done("implement", number, "--solution=x", "--code=other")
    assert fieldtech("verify", number, "--json").error["missing"] == ["system", "user", "user-words", "how", "by"]
    fieldtech.done("verify", number, *ACCEPTED)
    assert fieldtech("close", number, "--json").error["missing"] == ["root-cause"]


def test_init_names_what_it_lacks(bare: CommandLine) -> None:
    assert bare("init", "--json").error["missing"] == ["name", "site"]
    assert bare("init", "--name=A", "--site=B", "--zone=Nowhere/Here", "--json").error["missing"] == ["zone"]
    assert bare("queue", "--json").error["code"] == "store"


@pytest.mark.parametrize("place", ["before", "after"])
def test_options_of_the_whole_stand_before_or_after(fieldtech: CommandLine, place: str, tmp_path: Any) -> None:
    whole = ["--json", "--as", "Li Wei", "--lang=en", "--no-color", "--console", "ascii"]
    command = [*whole, "queue"] if place == "before" else ["queue", *whole]
    assert fieldtech(*command).document["total"] == 0


def test_a_queue_is_read_page_by_page(fieldtech: CommandLine) -> None:
    numbers = {fieldtech.report() for _each in range(5)}
    seen: list[str] = []
    after: list[str] = []
    for _page in range(3):
        page = fieldtech.json("queue", "--limit=2", *after)
        seen += [fault["number"] for fault in page["faults"]]
        after = [f"--after={page['next']}"]
    assert page["next"] is None
    assert (set(seen), len(seen)) == (numbers, 5)


def test_the_queue_is_narrowed(fieldtech: CommandLine) -> None:
    mine, other = fieldtech.started(), fieldtech.report("--site=DC-2")
    closed = fieldtech.closed()

    def found(*options: str) -> list[str]:
        return [fault["number"] for fault in fieldtech.json("queue", *options)["faults"]]

    assert found("--mine") == [mine]
    assert found("--site=DC-2") == [other]
    assert found("--status=in-progress") == [mine]
    assert found("--status=closed") == [closed]
    assert found("--priority=general") == [mine]
    assert found("--overdue") == []


def test_the_module_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "fieldtech", "--version", "--json"]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(finished.stdout).keys() == {"version"}
