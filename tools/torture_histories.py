"""Let sites of machines live by chance, and look for ones that don't converge or lose an entry."""

import argparse
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.sync_machines import Site, failures, live, meet

STEPS = 80


def torture(seed: int, folder: Path) -> list[str]:
    """Let three machines live, in every second site with a copy of one, and say what does not hold."""
    site = Site(folder, seed)
    for fast in (timedelta(0), timedelta(days=3652), timedelta(days=-30)):
        site.machine(fast=fast)
    live(site, STEPS, copies=seed % 2 == 0)
    meet(site.machines)
    found = failures(site.machines, copies=True)
    site.close()
    return found


def main() -> int:
    """Torture, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first site; the next ones count on")
    parser.add_argument("--n", type=int, default=20_000)
    told = parser.parse_args()
    began, lost, bad = time.monotonic(), 0, 0
    for seed in range(told.seed, told.seed + told.n):
        folder = Path(tempfile.mkdtemp(prefix="fieldtech-torture-"))
        try:
            found = torture(seed, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        lost += sum(" lost " in each or " dropped " in each for each in found)
        bad += bool(found)
        for each in found[:5]:
            print(f"seed {seed}: {each}", file=sys.stderr)
    print(f"histories seed={told.seed} n={told.n} lost={lost} bad={bad} secs={time.monotonic() - began:.1f}")
    return 1 if lost or bad else 0


if __name__ == "__main__":
    sys.exit(main())
