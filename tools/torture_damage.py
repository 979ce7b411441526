"""Turn bits in a store's file, and look for content that changed without anybody noticing."""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.damaged_stores import contents, damaged_copies, verdict_on
from tests.sync_machines import Site, live


def torture(seed: int, times: int, folder: Path) -> Counter[str]:
    """Damage a store so often, and count what came of it."""
    site = Site(folder, seed)
    for _ in range(2):
        site.machine()
    live(site, 150)
    store = site.machines[0].store
    sound, keys = contents(store), store.path.parent / "keys"
    site.close()
    copies = damaged_copies(store.path, folder, random.Random(seed), times)
    return Counter(verdict_on(copy, keys, sound) for copy in copies)


def main() -> int:
    """Torture, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=5_000)
    told = parser.parse_args()
    began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="fieldtech-torture-"))
    try:
        verdicts = torture(told.seed, told.n, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    lost, found = verdicts["silent"], verdicts["found"]
    bad = int(found == 0)
    took = time.monotonic() - began
    print(f"damage seed={told.seed} n={told.n} lost={lost} bad={bad} found={found} secs={took:.1f}")
    return 1 if lost or bad else 0


if __name__ == "__main__":
    sys.exit(main())
