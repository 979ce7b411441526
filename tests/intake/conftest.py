"""Files written for a test and read by intake, with the site's zone and nothing else set."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from fieldtech.domain.proposals import Reading
from fieldtech.intake import read_files

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Read(Protocol):
    """Writes one file and reads it."""

    def __call__(
        self, name: str, content: str | bytes, *, mapping: str | None = None, date_order: str | None = None
    ) -> Reading: ...


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file of the test's own folder, and the folders above it."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def read(write: Callable[[str, str | bytes], Path]) -> Read:
    """Write a file, perhaps a mapping for it, and read it."""

    def read_file(
        name: str, content: str | bytes, *, mapping: str | None = None, date_order: str | None = None
    ) -> Reading:
        path = write(name, content)
        mapping_file = write("mapping.toml", mapping) if mapping is not None else None
        return read_files([path], zone=SHANGHAI, mapping=mapping_file, date_order=date_order, mapping_folder=None)

    return read_file
