#!/usr/bin/env python3
"""Set up .venv from the pinned packages where it isn't there yet, then start what is asked for.

Needs only Python and pip, and is written so that a Python that is too old can still read it and say so:

    python3 tools/start.py demo|run|test|prepare [arguments]
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
STAMP = VENV / "fieldtech-stamp"
PINS = {"runtime": ROOT / "constraints-runtime.txt", "all": ROOT / "constraints.txt"}
BASE = getattr(sys, "_base_executable", None) or sys.executable
# Each task: which packages it needs, and what the environment's Python then runs.
TASKS = {
    "demo": ("runtime", ["-m", "fieldtech", "demo"]),
    "run": ("runtime", ["-m", "fieldtech"]),
    "test": ("all", ["-m", "pytest", "-q", "-n", "3", "--dist", "worksteal"]),
    "prepare": ("all", ["-c", ""]),
}
OFFLINE_SIGNS = ("NewConnectionError", "Name or service not known", "name resolution", "ConnectTimeout", "timed out")


class CannotStart(Exception):
    """Something on this machine is in the way; the message says what to do about it."""


def main(arguments: "list[str]") -> None:
    """Set up what a task needs and become it.

    Raises:
        CannotStart: The task is unknown, or this machine can't be set up.
    """
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise CannotStart(f"fieldtech needs Python 3.11 or newer, and {sys.executable} is {found}.")
    if not arguments or arguments[0] not in TASKS:
        raise CannotStart("usage: python3 tools/start.py {} [arguments]".format("|".join(TASKS)))
    packages, command = TASKS[arguments[0]]
    prepare(packages)
    if arguments[0] == "test":
        os.chdir(str(ROOT))
    os.execv(PYTHON, [PYTHON, *command, *arguments[1:]])


def prepare(packages: str) -> None:
    """Install the pinned packages and fieldtech itself, unless the stamp says that this was done."""
    stamp = f"{packages} {digest_of_pins()}"
    if STAMP.exists() and (stamp in STAMP.read_text() or "all " + stamp.split()[1] in STAMP.read_text()):
        return
    sys.stderr.write("Setting up .venv; this is done once and takes about a minute ...\n")
    make_environment()
    pip = find_pip()
    run_pip(pip, "--require-hashes", "--no-deps", "-r", str(PINS[packages]))
    run_pip(pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(stamp + "\n")


def digest_of_pins() -> str:
    """Digest all that an environment depends on: the pins, the project file, the place, and Python."""
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for file in (*PINS.values(), ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """Make .venv, or make it anew where its Python is gone or is another one; pip isn't needed inside."""
    version = "{}.{}".format(*sys.version_info)
    if succeeds(PYTHON, "-c", "") and (VENV / "lib" / ("python" + version)).is_dir():
        return
    made = subprocess.run([BASE, "-m", "venv", "--clear", "--without-pip", str(VENV)], check=False)
    if made.returncode:
        raise CannotStart("This Python can't make a virtual environment; on Debian: apt-get install python3-venv")


def find_pip() -> "list[str]":
    """Find a pip that can install into .venv: its own, this Python's, or the one that comes with Python."""
    inside = [PYTHON, "-m", "pip"]
    if succeeds(*inside, "--version"):
        return inside
    outside = [BASE, "-m", "pip", "--python", PYTHON]
    if succeeds(*outside, "--version"):
        return outside
    if succeeds(PYTHON, "-m", "ensurepip"):
        return inside
    raise CannotStart(f"pip 22.3 or newer is missing for {BASE}; on Debian: apt-get install python3-pip")


def succeeds(*command: str) -> bool:
    """Tell whether a command runs and is content."""
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def run_pip(pip: "list[str]", *arguments: str) -> None:
    """Install, quietly unless it fails.

    Raises:
        CannotStart: pip failed; its last words and what they mean.
    """
    # A user's own PIP_USER or PIP_TARGET would install beside the environment.
    environment = {name: value for name, value in os.environ.items() if name not in ("PIP_USER", "PIP_TARGET")}
    command = [*pip, "install", "--quiet", "--disable-pip-version-check", "--retries", "2", *arguments]
    finished = subprocess.run(
        command, check=False, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if finished.returncode:
        last_words = "\n".join(finished.stdout.strip().splitlines()[-12:])
        raise CannotStart(f"{last_words}\n\n{meaning_of(finished.stdout)}")


def meaning_of(output: str) -> str:
    """Say in a sentence why pip failed."""
    if "DO NOT MATCH THE HASHES" in output:
        return "A package is not the one that was pinned. Don't work round this: find out where it came from."
    if any(sign in output for sign in OFFLINE_SIGNS):
        return (
            "The packages could not be fetched: is this machine off the network? Fetch them on another one by\n"
            "  python3 -m pip download -d wheels --require-hashes -r constraints-runtime.txt\n"
            "bring the folder here, and set PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels before you start again."
        )
    return "pip could not install the packages; what it said stands above."


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except CannotStart as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped; the next start takes up where this one ended.")
