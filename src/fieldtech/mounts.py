"""What is mounted where on this machine, and which of it are sticks."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLE = Path("/proc/mounts")
STICK_FILE_SYSTEMS = frozenset(("vfat", "exfat", "msdos", "ntfs", "ntfs3", "fuseblk", "hfsplus", "udf"))
"""What sticks are formatted with, and the disks of a machine that runs this are not."""
STICK_FOLDERS = (Path("/media"), Path("/run/media"), Path("/mnt"))
"""Where systems mount what is plugged in."""
SYSTEM_FOLDERS = (Path("/boot"), Path("/efi"))
_OCTAL = re.compile(r"\\([0-7]{3})")
"""How the table spells blanks and backslashes."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system and where it is mounted."""

    point: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stick:
    """A file system that can be carried from machine to machine."""

    folder: Path
    free_bytes: int
    is_writable: bool


def mounts() -> Iterator[Mount]:
    """Read the table of mounts; none where it can't be read."""
    try:
        table = TABLE.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            yield Mount(_OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[1]), fields[2])


def file_system_of(path: Path) -> str:
    """Name the kind of file system by the longest mount point above a path; empty where that can't be told."""
    return mount_of(path).kind


def mount_of(path: Path) -> Mount:
    """Find on what a file lies, by the longest mount point above it; without a name where that can't be told."""
    target = os.path.realpath(path.parent) + "/"
    best = Mount("", "")
    for mount in mounts():
        point = mount.point.rstrip("/") + "/"
        if target.startswith(point) and len(point) >= len(best.point.rstrip("/") + "/"):
            best = mount
    return best


def is_carried(mount: Mount) -> bool:
    """Tell whether something may be gone from a mount point, and come back, with all that lies on it."""
    point = Path(mount.point)
    is_plugged_in = any(point.is_relative_to(folder) and point != folder for folder in STICK_FOLDERS)
    return is_plugged_in or mount.kind in STICK_FILE_SYSTEMS


def sticks() -> tuple[Stick, ...]:
    """Find what is plugged in, by where it is mounted and how it is formatted, in order of the mount points."""
    points = {mount.point: mount.kind for mount in mounts()}
    return tuple(_stick(Path(point)) for point, kind in sorted(points.items()) if _is_stick(Path(point), kind))


def is_mounted(folder: Path) -> bool:
    """Tell whether something is mounted there now: of a stick that was pulled the folder may stay."""
    return any(mount.point == str(folder) for mount in mounts())


def _is_stick(point: Path, kind: str) -> bool:
    if not point.is_dir() or any(point.is_relative_to(folder) for folder in SYSTEM_FOLDERS):
        return False
    return is_carried(Mount(str(point), kind))


def _stick(folder: Path) -> Stick:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = 0
    return Stick(folder, free, os.access(folder, os.W_OK))
