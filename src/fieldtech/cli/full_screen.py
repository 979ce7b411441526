"""The full-screen program, on one's own store or on a demo; everything that it needs is loaded only here."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from fieldtech.bootstrap import Wiring, create_store, default_zone, keep_language, store_file
from fieldtech.cli.commands import command
from fieldtech.cli.crash import log_bug
from fieldtech.cli.frame import Session
from fieldtech.cli.parameters import option
from fieldtech.cli.values import Choice, Whole
from fieldtech.domain.errors import StoreUnusable
from fieldtech.paths import Paths
from fieldtech.store import Store
from fieldtech.text import LANGUAGES, N_, _


def open_full_screen(session: Session) -> None:
    """Show the full screen on the store that is asked for; on the first start, ask for what a store needs."""
    wiring = _able_wiring(session)
    if not _is_there(wiring) and not _first_start(session):
        return
    _show(session, session.writing, session.wiring.paths)


@command("demo")
@option("--seed", kind=Whole(), words=N_("which month; the same one for the same number"), metavar="N")
def demo(session: Session, seed: int | None) -> None:
    """Show the full screen on a throw-away store."""
    wiring = _able_wiring(session)
    from fieldtech.workflow.demo import open_demo

    with tempfile.TemporaryDirectory(prefix="fieldtech-demo-") as folder:
        session.tell(_("A month is being made up ..."))
        file, keys = Path(folder) / "fieldtech.db", Path(folder) / "keys"
        store = open_demo(file, keys=keys, cache=wiring.paths.cache, seed=1 if seed is None else seed)
        try:
            _show(session, store)
        finally:
            store.close()


def _able_wiring(session: Session) -> Wiring:
    """Load what is needed, and refuse where no full screen can be shown."""
    if session.is_json:
        raise click.UsageError(_("The full-screen program answers no JSON: name a command."))
    wiring = session.wiring
    if wiring.profile.refusal is not None:
        raise click.UsageError(str(wiring.profile.refusal))
    return wiring


def _show(session: Session, store: Store, paths: Paths | None = None) -> None:
    from fieldtech.terminal.prepare import prepare

    profile = session.wiring.profile
    prepare(profile)
    from fieldtech.app import run_app

    session.exit_status = run_app(store, profile, log_bug, paths)


def _is_there(wiring: Wiring) -> bool:
    file = store_file(wiring.paths)
    return file.exists() and file.stat().st_size > 0


def _first_start(session: Session) -> bool:
    """Ask for what a store needs, and make it; False: the user left instead."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise StoreUnusable(_("There is no store yet, and nobody to ask: make one with `fieldtech init`."))
    if not session.wiring.profile.is_slow:
        return _ask_on_the_full_screen(session)
    if session.options.language is None:
        language = _ask(_("Language"), default=session.wiring.language, kind=Choice(*LANGUAGES))
        keep_language(session.wiring, language)
        session.options = replace(session.options, language=language)
    session.tell(_("There is no store yet. Who works with it, and where?"))
    create_store(session.options, name=_ask(_("Your name")), site=_ask(_("Site"))).close()
    return True


def _ask_on_the_full_screen(session: Session) -> bool:
    from fieldtech.terminal.prepare import prepare

    wiring = session.wiring
    prepare(wiring.profile)
    from fieldtech.screens.first_run import Beginning, ask_first_questions

    asks_language = session.options.language is None and wiring.profile.language_forced is None

    def begin(told: Beginning) -> None:
        options = replace(session.options, language=told.language)
        create_store(options, name=told.name, site=told.site, zone=told.zone, role=told.role).close()
        if asks_language:
            keep_language(wiring, told.language)

    zone = default_zone(wiring.settings)
    is_made, session.exit_status = ask_first_questions(wiring.profile, begin, zone, asks_language=asks_language)
    return is_made


def _ask(words: str, *, default: str | None = None, kind: Choice | None = None) -> str:
    said: str = click.prompt(words, default=default, type=kind, err=True)
    return said
