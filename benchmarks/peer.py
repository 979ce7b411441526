"""What carrying a history took another program, and how it is run: apart from the user's own settings."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import msgspec

_PATH = "/usr/bin:/bin"
_PLAIN = {"PATH": _PATH, "LANG": "C.UTF-8"}


class Carried(msgspec.Struct):
    """Seconds of each step, and the bytes that travel. None: it has no such step."""

    size: int
    exporting: float | None
    importing: float
    again: float
    """Taking in the same once more."""
    rebuilding: float | None = None
    """Working out anew all that is derived from what was taken in."""


def is_here(program: str) -> bool:
    """Tell whether the system has a program to run beside."""
    return shutil.which(program, path=_PATH) is not None


def run(*command: str, settings: Mapping[str, str]) -> str:
    """Run a program, and give what it said."""
    done = subprocess.run(command, env={**_PLAIN, **settings}, check=True, capture_output=True)
    return done.stdout.decode(errors="replace")


def start(*command: str, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a program that is written to."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, env={**_PLAIN, **settings})


def seconds(*command: str, settings: Mapping[str, str], into: Path = Path(os.devnull)) -> float:
    """Time a program that writes into a file."""
    with into.open("wb") as opened:
        begin = perf_counter()
        subprocess.run(command, env={**_PLAIN, **settings}, check=True, stdout=opened, stderr=subprocess.PIPE)
        return perf_counter() - begin
