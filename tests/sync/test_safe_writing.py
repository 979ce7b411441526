"""A file that is told to be on the stick is there; what fails is told in a sentence and leaves nothing."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from fieldtech.domain.errors import UnwritableOutput, WorkStopped
from fieldtech.sync.names import bundle_name, receipt_name, request_name
from fieldtech.sync.safe_writing import safe_write

NAME = "ft-k7-1-9-beef.ftb"
CALLS = ("open", "write", "fsync", "rename", "read")


def ten_chunks(file: BinaryIO) -> str:
    """Write a small file in pieces."""
    file.writelines(b"%d" % number * 1_000 for number in range(10))
    return "told"


def test_what_was_written_is_there_under_its_name_alone(tmp_path: Path) -> None:
    path, told = safe_write(tmp_path, NAME, ten_chunks)
    assert told == "told"
    assert path.read_bytes() == b"".join(b"%d" % number * 1_000 for number in range(10))
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_the_order_is_the_one_that_survives_power_cuts_on_fat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def spy(name: str) -> None:
        real = getattr(os, name)

        def called(*arguments: object, **named: object) -> object:
            first = arguments[0]
            where = Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else str(first)
            heard.append(f"{name} {Path(where).name}")
            return real(*arguments, **named)

        monkeypatch.setattr(os, name, called)

    for name in CALLS:
        spy(name)
    safe_write(tmp_path, NAME, lambda file: file.write(b"x"))
    part = f"{NAME}.part"
    assert heard == [
        f"open {tmp_path.name}",
        f"open {part}",
        f"write {part}",
        f"fsync {part}",
        f"rename {part}",
        f"open {NAME}",
        f"fsync {NAME}",
        f"fsync {tmp_path.name}",
        f"read {NAME}",
        f"read {NAME}",
    ]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EIO, "gone, or faulty"),
        (errno.EFBIG, "larger than this stick takes"),
        (errno.EROFS, "locked"),
        (errno.EPERM, "can't be written: Operation not permitted"),
    ],
)
@pytest.mark.parametrize("call", CALLS)
def test_a_stick_that_fails_in_any_call_is_told_and_left_clean(
    call: str, code: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, sentences = getattr(os, call), list[str]()
    while not (tmp_path / NAME).exists():
        with monkeypatch.context() as broken:
            broken.setattr(os, call, failing(real, len(sentences) + 1, code))
            sentences += refusals(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] in ([], [NAME])
    assert sentences
    assert all(told in sentence and sentence.endswith(".") for sentence in sentences)


def refusals(folder: Path) -> list[str]:
    """Try to write, and say what was told instead."""
    try:
        safe_write(folder, NAME, ten_chunks)
    except UnwritableOutput as error:
        return [str(error)]
    return []


def failing(real: Callable[..., object], at: int, code: int) -> Callable[..., object]:
    """Make a call fail at the n-th time."""
    left = at

    def call(*arguments: object, **named: object) -> object:
        nonlocal left
        left -= 1
        if not left:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **named)

    return call


def test_what_stands_there_is_never_overwritten(tmp_path: Path) -> None:
    for taken in (NAME, f"{NAME}.part"):
        (tmp_path / taken).write_bytes(b"older")
        with pytest.raises(UnwritableOutput, match="of that name already"):
            safe_write(tmp_path, NAME, ten_chunks)
        assert (tmp_path / taken).read_bytes() == b"older"
        (tmp_path / taken).unlink()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    for link in (NAME, f"{NAME}.part"):
        (tmp_path / link).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(UnwritableOutput):
            safe_write(tmp_path, NAME, ten_chunks)
        (tmp_path / link).unlink()
    assert not (tmp_path / "elsewhere").exists()


def test_a_stick_that_changes_what_it_keeps_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "read", turning(os.read))
    with pytest.raises(UnwritableOutput, match="the stick is faulty"):
        safe_write(tmp_path, NAME, ten_chunks)
    assert list(tmp_path.iterdir()) == []


def turning(real: Callable[[int, int], bytes]) -> Callable[[int, int], bytes]:
    """Make a read that turns a bit of the first byte."""
    return lambda handle, size: bytes(byte ^ (place == 0) for place, byte in enumerate(real(handle, size)))


def test_what_the_writer_raises_travels_and_leaves_nothing(tmp_path: Path) -> None:
    def stopped(file: BinaryIO) -> None:
        file.write(b"half")
        raise WorkStopped("Stopped.")

    def unread(file: BinaryIO) -> None:
        raise FileNotFoundError("an attachment")

    with pytest.raises(WorkStopped):
        safe_write(tmp_path, NAME, stopped)
    with pytest.raises(FileNotFoundError, match="an attachment"):
        safe_write(tmp_path, NAME, unread)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../up.ftb", "Big.ftb", "a/b", "", ".hidden", "x" * 60, "ä.ftb", "a\n"])
def test_only_names_that_every_stick_takes_are_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a name"):
        safe_write(tmp_path, name, ten_chunks)


def test_names_tell_the_machine_and_nothing_else() -> None:
    assert bundle_name("K7", 3, 41, b"\xbe\xef\x00") == "ft-k7-3-41-beef.ftb"
    assert request_name("K7", b"\xbe\xef") == "ft-k7-beef.ftr"
    assert receipt_name("K7", b"\xbe\xef") == "ft-k7-beef.ftx"
