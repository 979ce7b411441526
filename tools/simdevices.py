"""Let machines work and exchange files by chance, with every fault, and look what is lost or does not agree."""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.devices.simulation import simulate

MEMORY = Path("/dev/shm")
"""Where the system has a folder that is no disk."""


def main() -> int:
    """Simulate, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first one; the next ones count on")
    parser.add_argument("--seeds", "--n", dest="n", type=int, default=20_000)
    parser.add_argument("--tally", action="store_true", help="print what happened, and how often")
    told = parser.parse_args()
    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)
    began, lost, bad, counted = time.monotonic(), 0, 0, Counter[str]()
    for seed in range(told.seed, told.seed + told.n):
        folder = Path(tempfile.mkdtemp(prefix="fieldtech-sim-"))
        try:
            found = simulate(seed, folder, counted if told.tally else None)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        lost += sum(" lost " in each for each in found)
        bad += bool(found)
        for each in found[:5]:
            print(f"seed {seed}: {each}", file=sys.stderr)
    for name, count in sorted(counted.items()):
        print(f"{count:7} {name}")
    print(f"simdevices seed={told.seed} n={told.n} lost={lost} bad={bad} secs={time.monotonic() - began:.1f}")
    return 1 if lost or bad else 0


if __name__ == "__main__":
    sys.exit(main())
