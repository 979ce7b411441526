"""What is mounted, and what of it can be carried away (SYNC: the stick is found by itself)."""

from pathlib import Path

import pytest

from fieldtech import mounts


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    monkeypatch.setattr(mounts, "STICK_FOLDERS", (folder,))
    return folder


def mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    table = tmp_path / "mounts"
    table.write_text("".join(f"{line} rw 0 0\n" for line in ("/dev/vda / ext4", *lines)), encoding="utf-8")
    monkeypatch.setattr(mounts, "TABLE", table)


def test_what_the_system_mounted_for_a_user_is_a_stick(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = media / "维护 U盘"
    stick.mkdir()
    mount(tmp_path, monkeypatch, f"/dev/sdb1 {str(stick).replace(' ', chr(92) + '040')} ext4", f"tmpfs {media} tmpfs")
    (found,) = mounts.sticks()
    assert found.folder == stick
    assert found.free_bytes > 0
    assert found.is_writable


@pytest.mark.parametrize(("kind", "is_stick"), [("vfat", True), ("exfat", True), ("ext4", False), ("tmpfs", False)])
def test_elsewhere_a_stick_is_told_by_how_it_is_formatted(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch, kind: str, is_stick: bool
) -> None:
    assert media.exists()
    folder = tmp_path / "plugged"
    folder.mkdir()
    mount(tmp_path, monkeypatch, f"/dev/sdc1 {folder} {kind}")
    assert [stick.folder for stick in mounts.sticks()] == ([folder] if is_stick else [])


def test_the_systems_own_vfat_and_what_is_gone_are_no_sticks(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot = tmp_path / "boot"
    (boot / "efi").mkdir(parents=True)
    monkeypatch.setattr(mounts, "SYSTEM_FOLDERS", (boot,))
    mount(tmp_path, monkeypatch, f"/dev/sda1 {boot / 'efi'} vfat", f"/dev/sdb1 {media / 'gone'} vfat")
    assert mounts.sticks() == ()


def test_of_a_stick_that_was_pulled_the_folder_may_stay(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = media / "stick"
    stick.mkdir()
    mount(tmp_path, monkeypatch, f"/dev/sdb1 {stick} vfat")
    assert mounts.is_mounted(stick)
    mount(tmp_path, monkeypatch)
    assert not mounts.is_mounted(stick)
