"""Audit, rebuild, backup and the store made anew from one, by command."""

import os
import sqlite3
import stat
from pathlib import Path

from tests.cli.command_line import CommandLine
from tests.cli.shell import Shell


def test_a_sound_store_passes_the_audit(fieldtech: CommandLine) -> None:
    fieldtech.closed()
    told = fieldtech.json("audit")
    assert (told["ok"], told["machines"], told["problems"]) == (True, 1, [])
    assert "in order" in fieldtech.done("audit").err


def test_a_changed_row_fails_the_audit_and_is_mended_by_a_rebuild(fieldtech: CommandLine, tmp_path: Path) -> None:
    fieldtech.report()
    fieldtech.done("queue")
    with sqlite3.connect(tmp_path / "data" / "fieldtech" / "fieldtech.db") as database:
        database.execute("UPDATE fault SET title = 'something else'")
    ended = fieldtech("audit", "--json")
    assert (ended.status, ended.document["ok"], len(ended.document["problems"])) == (3, False, 1)
    assert fieldtech("audit").status == 3
    assert fieldtech.json("rebuild")["subjects"] == 3
    assert fieldtech.json("audit")["ok"]


def test_a_backup_becomes_a_store_elsewhere(fieldtech: CommandLine, tmp_path: Path) -> None:
    number = fieldtech.closed()
    copy = tmp_path / "copy.db"
    told = fieldtech.json("backup", "-o", str(copy))
    assert (told["file"], told["bytes"]) == (str(copy), copy.stat().st_size)
    fieldtech.done("restore", str(copy), "--store", str(tmp_path / "new" / "store.db"))
    assert fieldtech.json("show", number, "--store", str(tmp_path / "new" / "store.db"))["status"] == "closed"


def test_restore_of_a_fault_and_of_a_store_are_told_apart(fieldtech: CommandLine, tmp_path: Path) -> None:
    number = fieldtech.started()
    assert fieldtech.json("restore", number, "--workaround=by hand")["number"] == number
    assert fieldtech("restore", number, "--json").error["missing"] == ["workaround"]
    ended = fieldtech("restore", str(tmp_path / "none.db"), "--store", str(tmp_path / "new.db"), "--json")
    assert (ended.status, ended.error["code"]) == (3, "input")


def test_nothing_is_restored_over_the_store(fieldtech: CommandLine, tmp_path: Path) -> None:
    fieldtech.done("backup", "-o", str(tmp_path / "copy.db"))
    ended = fieldtech("restore", str(tmp_path / "copy.db"), "--json")
    assert (ended.status, ended.error["code"]) == (4, "store")


def test_s6_all_files_are_their_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    """S6: under umask 000 too."""
    shell = Shell(tmp_path)
    made = shell.line(
        f"umask 000; $F init --name=A --site=B && $F report --draft && $F backup -o {tmp_path}/copy.db"
        f" && $F report-of F- -o {tmp_path}/report.md"
    )
    assert made.returncode == 0, made.stderr
    files = [Path(folder) / name for folder, _folders, names in os.walk(tmp_path) for name in names]
    folders = [Path(folder) for folder, _folders, _names in os.walk(tmp_path)][1:]
    assert len(files) >= 4
    assert [file for file in files if stat.S_IMODE(file.stat().st_mode) != 0o600] == []
    assert [folder for folder in folders if stat.S_IMODE(folder.stat().st_mode) != 0o700] == []
