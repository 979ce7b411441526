"""The year on the screen with 500 plans against an empty one: opened, and moved to the next year."""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date, time
from functools import partial
from pathlib import Path
from time import perf_counter

from textual.scrollbar import ScrollBar

from benchmarks.bench_plans import RULES
from fieldtech.app import FieldTechApp
from fieldtech.domain import recurrence
from fieldtech.domain.plan_operations import PlanFacts
from fieldtech.domain.words import MaintenanceKind
from fieldtech.screens.plan import PlanScreen
from fieldtech.store import Store
from fieldtech.terminal.profile import detect
from fieldtech.widgets.year_grid import YearGrid
from fieldtech.workflow.plans import add_plan
from fieldtech.workflow.templates import TemplateLibrary

ROUNDS, LOOKED, GOAL = 7, 1.0, 3
DAYS = ("MO", "TU", "WE", "TH", "FR")


def main(count: int = 500) -> None:
    """Print both ratios."""
    with tempfile.TemporaryDirectory() as folder:
        empty, full = (_store(Path(folder) / name, plans) for name, plans in (("empty", 0), ("full", count)))
        rounds = [(asyncio.run(_timed(full)), asyncio.run(_timed(empty))) for _round in range(ROUNDS)]
        for place, what in enumerate(("opened", "next year")):
            ours, floor = (statistics.median(each[which][place] for each in rounds) for which in (0, 1))
            ratio = ours / floor
            print(f"year of {count} plans {what}: {ours * 1e3:.0f} ms, empty {floor * 1e3:.0f} ms, "
                  f"ratio {ratio:.2f}, goal {GOAL}: {'met' if ratio <= GOAL else 'MISSED'}")  # fmt: skip
        empty.close()
        full.close()


def _store(folder: Path, count: int) -> Store:
    folder.mkdir()
    store = Store.create(
        folder / "fieldtech.db", keys=folder / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai"
    )
    rules = [rule for rule, weight in RULES for _each in range(weight)]
    for number in range(count):
        rule = rules[number * 37 % len(rules)].format(day=DAYS[number % len(DAYS)])
        first = date(2024, number % 12 + 1, number % 28 + 1)
        facts = PlanFacts(title=f"Check {number}", kind=MaintenanceKind.HARDWARE_CHECK, rule=rule, minutes=20,
                          first=first, at=time(9), people=("Li Wei",))  # fmt: skip
        add_plan(store, facts, TemplateLibrary(()))
    return store


async def _timed(store: Store) -> tuple[float, float]:
    """Time opening the calendar and moving on, each until the marks of the year stand on the screen."""
    recurrence.forget_days()
    app = FieldTechApp(store, detect({"TERM": "xterm-256color"}, tty_name="/dev/pts/0"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        opened = await _until_shown(app, partial(app.action_go_to, "plan"))
        # The years around it are read meanwhile: nobody presses the next key sooner than he has looked.
        await pilot.pause(LOOKED)
        return opened, await _until_shown(app, partial(app.run_action, "screen.go_months(12)"))


async def _until_shown(app: FieldTechApp, act: Callable[[], Awaitable[object]]) -> float:
    begin = perf_counter()
    await act()
    while not _is_shown(app):  # noqa: ASYNC110 (what is waited for is the framework's)
        await asyncio.sleep(0.001)
    return perf_counter() - begin


def _is_shown(app: FieldTechApp) -> bool:
    screen = app.screen
    if not isinstance(screen, PlanScreen) or not screen.is_mounted:
        return False
    grid = screen.query_one(YearGrid)
    # The bar beside the list of the day is drawn a sixtieth of a second later, whatever stands in the list.
    waiting = {each for each in screen._dirty_widgets if not isinstance(each, ScrollBar)}  # noqa: SLF001 (as below)
    is_drawn = not waiting and not screen._repaint_required  # noqa: SLF001 (only the framework knows)
    return is_drawn and grid.days is not None and grid.days.since <= screen.day <= grid.days.until


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
