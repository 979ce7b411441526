"""Draw at random and read noise for as long as it takes; each line tells how to repeat it."""

import random
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fieldtech.domain.visible_text import one_line
from fieldtech.terminal.encoding import Abilities
from fieldtech.terminal.painter import Painter
from fieldtech.terminal.pens import pen_from_codes
from fieldtech.terminal.private import KeyParser
from tests.terminal.emulator import Emulator
from tests.terminal.test_painter import CODES, drawn_plainly

SIZES = [(80, 24), (40, 12), (20, 5), (132, 43)]
# What this Python doesn't know may be a mark to the emulator.
KNOWN = "".join(chr(code) for code in range(0x20, 0x3000) if unicodedata.category(chr(code)) != "Cn")
EMOJI = ["👨\u200d👩\u200d👧", "👍🏽", "😀", "🇨🇳", " "]
ALPHABETS: list[Sequence[str]] = ["ab |.-", "机房空调滴水 ab", "─│┌█▌…·°", "e\u0301机\u0308x", EMOJI, KNOWN]
KEY_PARTS = ["\x1b", "[", "[200~", "[201~", "[0n", "O", "M", "<35;1;1M", ";", "u", "~", "9" * 20, "机", "\x00", "a"]


def draw_at_random(chance: random.Random) -> bool:
    """Draw a few frames; tell whether the emulator showed each as it was wanted."""
    width, height = chance.choice(SIZES)
    abilities = Abilities(*(chance.random() < 0.5 for _ in range(4)))
    painter = Painter(width, height, abilities)
    emulator = Emulator(width, height, erases_with_colour=abilities.erases_with_colour)
    for _ in range(chance.randint(1, 8)):
        for _ in range(chance.randint(0, 12)):
            text = one_line("".join(chance.choices(chance.choice(ALPHABETS), k=chance.randint(1, width))))
            pen = pen_from_codes(chance.choice(CODES))
            painter.wanted.put(chance.randrange(height), chance.randrange(width), text, pen)
        if chance.random() < 0.3:
            rows = chance.randint(1, height)
            painter.wanted.rows = painter.wanted.rows[rows:] + painter.wanted.rows[:rows]
        emulator.show(painter.frame())
        if emulator.looks() != drawn_plainly(painter.wanted, emulator).looks():
            return False
    return True


def read_noise(chance: random.Random) -> bool:
    """Feed what no keyboard sends; tell whether keys are read afterwards as before."""
    parser = KeyParser(lambda: None)
    for _ in range(20):
        noise = "".join(chance.choices(KEY_PARTS, k=30)) + bytes(chance.choices(range(256), k=30)).decode(
            "utf-8", "replace"
        )
        list(parser.feed(noise))
    list(parser.feed("\x1b[201~" * 2 + "z" * 40))
    return [getattr(event, "key", "") for event in parser.feed("a")] == ["a"]


def torture(name: str, attempt: Callable[[random.Random], bool], count: int, seed: int) -> int:
    """Make attempts, each with a seed of its own; print the sum.

    Returns:
        How many went wrong.
    """
    began = time.perf_counter()
    bad = [number for number in range(seed, seed + count) if not attempt(random.Random(number))]
    seconds = time.perf_counter() - began
    first = f" first={bad[0]}" if bad else ""
    print(f"{name} seed={seed} n={count} lost=0 bad={len(bad)} secs={seconds:.1f}{first}")
    return len(bad)


def main(count: int = 300, seed: int = 1) -> int:
    """Draw and read noise.

    Args:
        count: How many attempts of each.
        seed: That of the first; each next has the next.

    Returns:
        The exit code.
    """
    bad = torture("terminal-cells", draw_at_random, count, seed) + torture("terminal-noise", read_noise, count, seed)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
