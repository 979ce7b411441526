"""The first start on the full screen: questions on one page, then the queue of a new store."""

from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from textual.pilot import Pilot

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.words import Role
from fieldtech.screens.first_run import Beginning, FirstRunApp
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person
from fieldtech.text import current_language, use_language
from tests.cli.shell import Shell
from tests.screens.stage import TERMINAL


def test_the_questions_lead_to_the_queue_of_a_new_store(tmp_path: Path) -> None:
    running = Shell(tmp_path, TERM="xterm-256color", LC_ALL="C.UTF-8").terminal()
    running.expect("Time zone")
    for keys in ("1\r", "Li Wei\r", "DC-1\r", "\r", "\r"):
        running.send(keys)
    running.expect("Queue")
    running.expect("keys")
    running.sendcontrol("q")
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 0
    store = Store.open(tmp_path / "data" / "fieldtech" / "fieldtech.db", keys=tmp_path / "state" / "fieldtech" / "keys")
    assert (store.site, acting_person(store).name, acting_person(store).role) == ("DC-1", "Li Wei", Role.TECHNICIAN)
    store.close()
    assert 'language = "en"' in (tmp_path / "config" / "fieldtech" / "settings.toml").read_text()


def test_leaving_makes_nothing(tmp_path: Path) -> None:
    running = Shell(tmp_path, TERM="xterm-256color", LC_ALL="C.UTF-8").terminal()
    running.expect("Time zone")
    running.sendcontrol("q")
    running.expect(pexpect.EOF)
    running.close()
    assert running.exitstatus == 0
    assert list(tmp_path.rglob("*.db")) == []


async def test_what_is_missing_is_told_at_its_field_and_the_language_changes_at_once() -> None:
    told: list[Beginning] = []

    def begin(beginning: Beginning) -> None:
        told.append(beginning)
        if not beginning.name:
            raise RuleViolation("Say who you are, and where.", ("name", "site"))
        if not beginning.site:
            raise RuleViolation("Say where you work.", ("site",))

    app = FirstRunApp(TERMINAL, begin, "Asia/Shanghai", asks_language=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await rest(pilot)
        await pilot.press("2")
        await rest(pilot)
        assert current_language() == "zh_CN"
        await pilot.press("f2")
        await rest(pilot)
        assert "Say who you are, and where." in shown(app)
        assert "时区" in shown(app)
        await pilot.press("L", "f2")
        await rest(pilot)
        assert "Say where you work." in shown(app)
        await pilot.press("D", "f2")
        await rest(pilot)
    assert app.return_value is True
    assert told[-1] == Beginning(language="zh_CN", name="L", site="D", zone="Asia/Shanghai", role=Role.TECHNICIAN)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_questions_as_they_look(language: str, snap_compare: Callable[..., bool]) -> None:
    use_language(language)
    app = FirstRunApp(TERMINAL, lambda _told: None, "Asia/Shanghai", asks_language=True)
    assert snap_compare(app, terminal_size=(80, 24))


async def rest(pilot: Pilot[bool]) -> None:
    """Wait until nothing is under way."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def shown(app: FirstRunApp) -> str:
    """Read what stands on the screen."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())
