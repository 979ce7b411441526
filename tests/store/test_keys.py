"""Keys in files: a key is written as a whole or not at all, for its owner's eyes alone."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.domain.errors import StoreUnusable
from fieldtech.store.keys import KeyRing

PASSPHRASE = "correct horse battery"


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
def test_what_a_full_disk_leaves_half_written_is_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    ring = KeyRing(tmp_path / "keys")

    def full(*_asked: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "write":
        monkeypatch.setattr(os, "fdopen", _opened_full(os.fdopen))
    else:
        monkeypatch.setattr(os, call, full)
    with pytest.raises(StoreUnusable, match="No space left"):
        ring.make_of_person("7q2mk3c4h2m9", PASSPHRASE)
    monkeypatch.undo()
    assert not ring.has_person("7q2mk3c4h2m9")
    assert list(ring.folder.iterdir()) == []
    made = ring.make_of_person("7q2mk3c4h2m9", PASSPHRASE)
    assert ring.of_person("7q2mk3c4h2m9", PASSPHRASE) == made
    assert [oct(file.stat().st_mode & 0o777) for file in ring.folder.iterdir()] == ["0o600"]


def test_where_there_are_no_links_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_asked: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    ring = KeyRing(tmp_path)
    chain, _public_key = ring.make(bytes(32))
    assert [file.name for file in tmp_path.iterdir()] == [f"{chain}.key"]
    with pytest.raises(StoreUnusable):
        ring.make(bytes(32))


def test_a_key_that_another_program_has_made_meanwhile_stays(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    chain, _public_key = ring.make(bytes(32))
    with pytest.raises(StoreUnusable, match="File exists"):
        ring.make(bytes(32))
    assert ring.of_machine(chain).private == bytes(32)
    assert [file.name for file in tmp_path.iterdir()] == [f"{chain}.key"]


def _opened_full(fdopen: Callable[..., object]) -> Callable[..., object]:
    class Full:
        def __init__(self, descriptor: int, mode: str) -> None:
            self.file = fdopen(descriptor, mode)

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_error: object) -> None:
            self.file.close()  # type: ignore[attr-defined]

        def write(self, _content: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    return Full
