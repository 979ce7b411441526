"""The demo's store: a throw-away one with a believable month in it, recorded through the use cases like any other."""

import os
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from fieldtech import __version__
from fieldtech.config import Settings
from fieldtech.domain.words import Role
from fieldtech.store import Store
from fieldtech.text import current_language
from fieldtech.workflow.demo_month import Month, MonthClock, Times, cast_stories
from fieldtech.workflow.demo_plans import load_planned_year, planned_happenings
from fieldtech.workflow.demo_stories import load_company, load_stories
from fieldtech.workflow.templates import load_templates

_STORE, _KEYS = "fieldtech.db", "keys"
_RECENT = timedelta(hours=1)
_BEGIN = timedelta(days=36)
"""How long before now the store is made; the first report comes some days later."""


def make_demo(
    path: Path,
    *,
    keys: Path,
    seed: int = 1,
    now: datetime | None = None,
    zone: str | None = None,
    settings: Settings | None = None,
) -> Store:
    """Make a store with a month of a small company in it, and open it as any store is opened.

    Args:
        path: Where the store is made; nothing may be there yet.
        keys: The folder of its machine's key, which is drawn by the seed too: good for nothing but a demo.
        seed: The same seed, instant, zone and language give the same state digest.
        now: When the month ends; the store's clock stands there. None: now, and the clock goes on.
        zone: The site's time zone. None: the company's own.
        settings: What the store is opened with; the month itself was recorded under the standard ones.

    Raises:
        StoreUnusable: there is a store already, or it can't be written.
    """
    until = now or datetime.now(UTC)
    _record_month(path, keys, zone, until, Random(f"demo {seed}"))
    if now is None:
        return Store.open(path, keys=keys, settings=settings)
    return Store.open(path, keys=keys, settings=settings, clock=MonthClock(now))


def open_demo(path: Path, *, keys: Path, cache: Path, seed: int = 1) -> Store:
    """Open a demo as `make_demo` makes it; one that was made within the last hour is copied, which is at once.

    Args:
        cache: A folder in which the untouched month is kept, with its key, for the next start.

    Raises:
        StoreUnusable: there is a store already, or it can't be written.
    """
    month = cache / f"demo-{__version__}-{current_language()}-{seed}"
    if not _is_recent(month):
        with suppress(OSError):
            shutil.rmtree(month)
        making = cache / f"{month.name}.{os.getpid()}"
        make_demo(making / _STORE, keys=making / _KEYS, seed=seed).close()
        with suppress(OSError):
            making.rename(month)
        month = month if month.exists() else making
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(month / _KEYS, keys, dirs_exist_ok=True)
    shutil.copyfile(month / _STORE, path)
    path.chmod(0o600)
    return Store.open(path, keys=keys)


def _is_recent(month: Path) -> bool:
    """Tell whether a kept month still ends about now, so that what is due today is due today."""
    try:
        age = time.time() - (month / _STORE).stat().st_mtime
    except OSError:
        return False
    return 0 <= age < _RECENT.total_seconds()


def _record_month(path: Path, keys: Path, zone: str | None, until: datetime, chance: Random) -> None:
    """Make the store, record the month in one transaction, and close it."""
    company, clock = load_company(), MonthClock(until - _BEGIN)
    owner = company.staff[0]
    store = Store.create(
        path,
        keys=keys,
        name=owner.name,
        site=company.site,
        zone=zone or company.zone,
        role=owner.role,
        clock=clock,
        entropy=chance.randbytes,
    )
    with store.writing():
        for employee in company.staff[1:]:
            store.record_person(employee.name, employee.role)
        tellings = cast_stories(load_stories(), company, chance)
        planner = next(each.name for each in company.staff if each.role is Role.SUPERVISOR)
        planned = planned_happenings(store, load_planned_year(), planner, load_templates(None), until)
        Month(store, clock, Times(store.rules.calendar, until, chance)).play(tellings, planned)
    store.close()
