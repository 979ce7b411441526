"""A bug ends a command with a reference and status 70; nothing of anybody's data goes into the log."""

import re
import stat
from pathlib import Path

import pytest

from fieldtech.cli.crash import CrashGuard
from tests.cli.command_line import CommandLine


@pytest.fixture
def broken(fieldtech: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Break a command from the inside."""

    def fail(*_arguments: object, **_more: object) -> None:
        passphrase = "canary-4711"
        raise KeyError(passphrase)

    monkeypatch.setattr("fieldtech.cli.listing.queue_page", fail)
    return fieldtech


def test_a_bug_is_a_reference_and_no_traceback(broken: CommandLine, tmp_path: Path) -> None:
    ended = broken("queue")
    assert (ended.status, ended.out) == (70, "")
    found = re.search(r"reference ([0-9a-f]{8})\.", ended.err)
    assert found is not None
    assert "Traceback" not in ended.err
    assert found[1] in (tmp_path / "state" / "fieldtech" / "bugs.log").read_text()


def test_under_json_a_bug_is_one_document(broken: CommandLine) -> None:
    ended = broken("queue", "--json")
    assert (ended.status, ended.error["code"], len(ended.error["reference"])) == (70, "bug", 8)


def test_s6_the_log_holds_types_and_places_alone(broken: CommandLine, tmp_path: Path) -> None:
    """S6: neither the error's message nor a local gets out."""
    ended = broken("queue")
    log = tmp_path / "state" / "fieldtech" / "bugs.log"
    text = log.read_text()
    assert "canary" not in text + ended.err + ended.out
    assert re.search(r"KeyError .*test_crash\.py:\d+ fieldtech/cli/listing\.py:\d+", text)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_bug_is_told_where_the_log_cant_be_written(broken: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "state" / "fieldtech" / "bugs.log").mkdir()
    ended = broken("queue")
    assert (ended.status, "reference" in ended.err) == (70, True)


def test_what_led_to_an_error_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    told: list[str] = []

    def fail() -> None:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise ValueError("second") from error

    with pytest.raises(SystemExit) as end, CrashGuard(lambda reference, _log: told.append(reference)):
        fail()
    assert end.value.code == 70
    line = (tmp_path / "fieldtech" / "bugs.log").read_text()
    assert told[0] in line
    assert re.search(r"ValueError .* <- KeyError ", line)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, BrokenPipeError])
def test_what_is_no_bug_passes(error: type[BaseException]) -> None:
    with pytest.raises(error), CrashGuard(lambda _reference, _log: pytest.fail("that is no bug")):
        raise error
