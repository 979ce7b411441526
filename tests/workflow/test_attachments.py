"""Writing attachments out of the store: their names came from outside and must do no harm in a folder."""

from pathlib import Path

import pytest

from fieldtech.domain.errors import RuleViolation, UnwritableOutput
from fieldtech.domain.faults import Attachment
from fieldtech.store import Store
from fieldtech.workflow.attachments import safe_file_name, save_attachment
from fieldtech.workflow.handling import attach_file
from tests.workflow.road import started


def attached(store: Store, name: str, content: bytes = b"12 sectors") -> Attachment:
    """A file that is kept with a fault."""
    return attach_file(store, started(store).number, name, content).attachments[-1]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("smart.txt", "smart.txt"),
        ("日志 4.txt", "日志 4.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "shadow"),
        (".bashrc", "bashrc"),
        ("..", "attachment"),
        ("", "attachment"),
        ("a\x1b[31m\nb\u202egpj.exe", "a_[31m_b_gpj.exe"),
        ("what: is? this|.txt", "what_ is_ this_.txt"),
        ("CON.txt", "attachment-CON.txt"),
        ("trailing. ", "trailing"),
        ("x" * 300 + ".log", "x" * 117 + ".log"),
        ("测" * 100 + ".log", "测" * 39 + ".log"),
    ],
)
def test_a_name_from_outside_becomes_a_plain_one(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_a_file_is_written_for_its_owner_alone_and_nothing_is_overwritten(store: Store, tmp_path: Path) -> None:
    """S6."""
    file = attached(store, "smart.txt")
    folder = tmp_path / "out"
    folder.mkdir()
    first, second = (save_attachment(store, file, folder) for _ in range(2))
    assert (first.name, second.name) == ("smart.txt", "smart (2).txt")
    assert first.read_bytes() == second.read_bytes() == b"12 sectors"
    assert first.stat().st_mode & 0o077 == 0


def test_a_link_that_waits_in_the_folder_is_not_followed(store: Store, tmp_path: Path) -> None:
    """S6."""
    file, victim, folder = attached(store, "smart.txt"), tmp_path / "victim", tmp_path / "out"
    folder.mkdir()
    (folder / "smart.txt").symlink_to(victim)
    assert save_attachment(store, file, folder).name == "smart (2).txt"
    assert not victim.exists()


def test_no_folder_and_no_content_are_refused(store: Store, tmp_path: Path) -> None:
    file = attached(store, "smart.txt")
    with pytest.raises(RuleViolation) as refusal:
        save_attachment(store, file, tmp_path / "nowhere")
    assert refusal.value.missing == ("folder",)
    elsewhere = Attachment(name="x", digest="0" * 64, size=1, media_type="text/plain", by=file.by)
    with pytest.raises(RuleViolation, match="not on this machine"):
        save_attachment(store, elsewhere, tmp_path)


def test_a_folder_that_cant_be_written_is_told(store: Store) -> None:
    with pytest.raises(UnwritableOutput):
        save_attachment(store, attached(store, "smart.txt"), Path("/proc"))
