"""What ships with the program is found in a checkout and in a wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fieldtech.resources import resource_path, resource_text

CHECKOUT = Path(__file__).parents[1]


def test_styles_and_catalogues_are_found_in_the_checkout() -> None:
    assert resource_path("locale", "zh_CN") == CHECKOUT / "locale" / "zh_CN"
    assert resource_path("styles").is_dir()


def test_packaged_text_is_read_as_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "名称.txt").write_text("磁盘", encoding="utf-8")
    monkeypatch.setattr("fieldtech.resources._PACKAGE", tmp_path)
    assert resource_text("名称.txt") == "磁盘"


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"styles/no-such\.tcss"):
        resource_path("styles", "no-such.tcss")


def test_the_wheel_carries_what_the_checkout_carries(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"fieldtech/{file.relative_to(CHECKOUT)}" for file in _files_below("styles", "locale")}
    wanted |= {f"{file.relative_to(CHECKOUT / 'src')}" for file in _files_below("src/fieldtech")}
    assert len(wanted) > 5
    assert wanted <= packed


def _files_below(*folders: str) -> list[Path]:
    files = [file for folder in folders for file in (CHECKOUT / folder).rglob("*") if file.is_file()]
    return [file for file in files if "__pycache__" not in file.parts and not file.name.startswith(".")]
