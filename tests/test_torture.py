"""The harnesses of `make torture`, in small: each prints its one line, and finds nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HARNESSES = (
    ("torture_kill.py", "--n", "15"),
    ("torture_writers.py", "--n", "50", "--writers", "3"),
    ("torture_histories.py", "--n", "3", "--seed", "100"),
    ("torture_damage.py", "--n", "20", "--seed", "3"),
    ("bundlefuzz.py", "--n", "2000"),
    ("simdevices.py", "--seeds", "2", "--seed", "26"),
)
"""Of the store, the bundles and the exchange; those of the terminal have tests of their own."""


@pytest.mark.parametrize("harness", HARNESSES, ids=" ".join)
def test_a_harness_finds_nothing_and_says_so_in_one_line(harness: tuple[str, ...]) -> None:
    name, *arguments = harness
    command = [sys.executable, str(ROOT / "tools" / name), *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT.parent)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    (line,) = finished.stdout.splitlines()
    assert re.fullmatch(r"\w+ seed=\d+ n=\d+ lost=0 bad=0 (?:found=\d+ )?secs=[\d.]+", line)
