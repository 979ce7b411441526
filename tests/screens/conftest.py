"""A store with a fixed clock and seed, and the app over it, for tests that press keys and look."""

import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from fieldtech.app import FieldTechApp
from fieldtech.store import Store
from fieldtech.terminal.profile import Profile
from fieldtech.text import use_language
from fieldtech.workflow.reports import report_fault
from tests.screens.keyboard import Keyboard, Threads, draw_only_outcomes
from tests.screens.stage import TERMINAL, Clock, whole_facts


@pytest.fixture
def clock() -> Clock:
    """The store's clock: NOON until a test moves it."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty store of Li Wei's in DC-1."""
    made = Store.create(
        tmp_path / "fieldtech.db",
        keys=tmp_path / "keys",
        name="Li Wei",
        site="DC-1",
        zone="Asia/Shanghai",
        clock=clock,
        entropy=random.Random(7).randbytes,
    )
    yield made
    made.close()


@pytest.fixture
def make_app(store: Store) -> Callable[..., FieldTechApp]:
    """Make the app over the store: `async with make_app().run_test(size=(80, 24)) as pilot`."""

    def make(profile: Profile = TERMINAL) -> FieldTechApp:
        return FieldTechApp(store, profile)

    return make


@pytest.fixture
def fault_number(store: Store) -> str:
    """The number of one reported fault in the store."""
    return report_fault(store, whole_facts()).number


Sit = Callable[..., AbstractAsyncContextManager[Keyboard]]
Walk = Callable[..., AbstractAsyncContextManager[Keyboard]]


@pytest.fixture
def sit_at(monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Put a hand at the keys of a program."""
    threads = Threads(monkeypatch)
    draw_only_outcomes(monkeypatch)

    @asynccontextmanager
    async def start(app: FieldTechApp, size: tuple[int, int]) -> AsyncIterator[Keyboard]:
        async with app.run_test(size=size, notifications=True) as pilot:
            hand = Keyboard(pilot, threads)
            await hand.rest()
            yield hand

    return start


@pytest.fixture
def walk(make_app: Callable[..., FieldTechApp], sit_at: Sit) -> Walk:
    """Open the program with a hand at its keys: `async with walk() as hand`, or `walk(size=(120, 40))`."""
    return lambda *, size=(80, 24): sit_at(make_app(), size)


@pytest.fixture
def sit(sit_at: Sit) -> Sit:
    """Sit down at a store, in one of the modes: `async with sit(store, "plan") as hand`."""

    def start(store: Store, mode: str, size: tuple[int, int] = (80, 24)) -> AbstractAsyncContextManager[Keyboard]:
        class AtTheMode(FieldTechApp):
            DEFAULT_MODE = mode

        return sit_at(AtTheMode(store, TERMINAL), size)

    return start


TakePicture = Callable[..., bool]


@pytest.fixture
def take_picture(
    make_app: Callable[..., FieldTechApp], snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> TakePicture:
    """Compare the screen after some keys with its picture: `assert take_picture("enter", size=(80, 24))`."""
    threads = Threads(monkeypatch)
    draw_only_outcomes(monkeypatch)

    def take(*keys: str, size: tuple[int, int] = (80, 24), typed: str = "", language: str = "en") -> bool:
        use_language(language)

        async def press(pilot: Pilot[None]) -> None:
            hand = Keyboard(pilot, threads)
            await hand.rest()
            for key in keys:
                await hand.press(key)
            if typed:
                await hand.type(typed)
            hand.draw()

        return snap_compare(make_app(), terminal_size=size, run_before=press)

    return take
