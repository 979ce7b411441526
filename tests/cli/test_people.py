"""People, their roles, and a signer's own key by command."""

from pathlib import Path

import pytest

from tests.cli.command_line import ACCEPTED, CommandLine
from tests.cli.shell import Shell


@pytest.fixture
def passphrase(tmp_path: Path) -> str:
    """Write a passphrase into a file."""
    file = tmp_path / "passphrase"
    file.write_text("correct horse battery staple\nsecond line\n")
    return str(file)


def people(fieldtech: CommandLine) -> list[tuple[str, str]]:
    """Name all people with their roles."""
    return [(person["name"], person["role"]) for person in fieldtech.json("people", "list")["people"]]


def test_people_are_added_with_a_role(fieldtech: CommandLine) -> None:
    told = fieldtech.json("people", "add", "Zhao Min", "--role=supervisor")
    assert (told["name"], told["role"], told["site"]) == ("Zhao Min", "supervisor", "DC-1")
    assert people(fieldtech) == [("Li Wei", "technician"), ("Zhao Min", "supervisor")]


def test_adding_again_changes_only_what_is_said(fieldtech: CommandLine) -> None:
    fieldtech.done("people", "add", "Zhao Min", "--role=supervisor")
    fieldtech.done("people", "add", "zhao min")
    assert [role for name, role in people(fieldtech) if name.lower() == "zhao min"] == ["supervisor"]


def test_people_without_a_verb_is_wrong_usage(fieldtech: CommandLine) -> None:
    assert fieldtech("people", "--json").error["code"] == "usage"


@pytest.mark.usefixtures("real_passphrases")
def test_s3_4_a_signers_own_key_signs_when_its_passphrase_is_given(
    fieldtech: CommandLine, passphrase: str, tmp_path: Path
) -> None:
    """S3.4: who has a key of his own signs with it, and the record says so; without his passphrase nothing is signed.

    One test, as sealing and opening a key takes a second each, by design.
    """
    told = fieldtech.json("people", "key", f"--passphrase-file={passphrase}", "--as=Zhao Min")
    assert told["name"] == "Zhao Min"
    number = fieldtech.implemented()
    refused = fieldtech("verify", number, *ACCEPTED, "--as=Zhao Min", "--json")
    assert refused.error["missing"] == ["passphrase-file"]
    (tmp_path / "wrong").write_text("correct horse battery stable\n")
    ended = fieldtech("verify", number, *ACCEPTED, "--as=Zhao Min", f"--passphrase-file={tmp_path / 'wrong'}", "--json")
    assert (ended.status, ended.error["code"]) == (1, "rule")
    assert fieldtech.json("show", number)["status"] == "implemented"
    told = fieldtech.json("verify", number, *ACCEPTED, "--as=Zhao Min", f"--passphrase-file={passphrase}")
    assert told["signed_with"] == "person"
    assert fieldtech.json("audit")["ok"]


def test_a_passphrase_for_who_has_no_key_is_told_to_be_of_no_use(fieldtech: CommandLine, passphrase: str) -> None:
    ended = fieldtech.done("verify", fieldtech.implemented(), *ACCEPTED, f"--passphrase-file={passphrase}")
    assert "this machine's key signed" in ended.err


@pytest.mark.parametrize("content", [None, b"\xff\xfe\n"])
def test_a_passphrase_file_that_cant_be_read_is_refused(
    fieldtech: CommandLine, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "bad").write_bytes(content)
    ended = fieldtech("people", "key", f"--passphrase-file={tmp_path / 'bad'}", "--json")
    assert (ended.status, ended.error["code"]) == (3, "input")


def test_s6_a_passphrase_is_asked_for_unseen_and_twice(tmp_path: Path) -> None:
    """S6: it shows on no screen."""
    shell = Shell(tmp_path)
    shell.run("init", "--name=Li Wei", "--site=DC-1")
    running = shell.terminal("people", "key")
    for words in ("New passphrase of Li Wei", "Once more"):
        running.expect(words)
        running.sendline("correct horse battery staple")
    running.expect("Li Wei  ")
    running.wait()
    assert running.exitstatus == 0
    assert "horse" not in str(running.before)


def test_two_passphrases_that_differ_make_no_key(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("init", "--name=Li Wei", "--site=DC-1")
    running = shell.terminal("people", "key")
    for words, said in (("New passphrase", "correct horse battery staple"), ("Once more", "correct horse")):
        running.expect(words)
        running.sendline(said)
    running.expect("differ")
    running.wait()
    assert running.exitstatus == 1
