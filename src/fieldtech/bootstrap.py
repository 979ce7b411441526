"""From settings and paths to an open store: the one place that wires, for the commands and the full-screen program."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldtech.config import ConfigError, Settings, load_settings, save_setting
from fieldtech.domain.errors import RuleViolation, StoreUnusable, UnknownName, UnusableSettings
from fieldtech.domain.words import Role
from fieldtech.paths import Paths, find_paths
from fieldtech.store import Backup, Store, restore_backup
from fieldtech.store.views.people import person_named
from fieldtech.terminal.profile import Glyphs, Profile, detect_here
from fieldtech.text import _, detect_language, use_language

LOCALTIME = Path("/etc/localtime")
_ZONE_FOLDER = "zoneinfo/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line said of the whole; None: it said nothing."""

    store: str | None = None
    """A file or a URL."""
    config: str | None = None
    acting_as: str | None = None
    """The name of who acts, if not the store's own person."""
    language: str | None = None
    console: Glyphs | None = None
    colour: bool = True
    """False after --no-color."""
    xon: bool = False
    """The line keeps XON/XOFF, as a serial terminal needs it."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """What is settled before a store is opened."""

    paths: Paths
    settings: Settings
    language: str
    """The language in use, one of LANGUAGES."""
    profile: Profile
    """What the terminal of this process can do."""


def prepare_process() -> None:
    """Let every file that this process makes be its owner's alone."""
    os.umask(0o077)


def load(options: Options) -> Wiring:
    """Find the files, read the settings, look at the terminal, and speak the language that all this asks for.

    Raises:
        UnusableSettings: a settings file can't be understood.
    """
    use_language(detect_language(options.language, os.environ, None))
    paths = find_paths(store=options.store, config=options.config)
    try:
        settings = load_settings(paths)
    except ConfigError as error:
        raise UnusableSettings(_("The settings can't be used. {reason}").format(reason=error)) from error
    trusted = None if settings.console == "auto" else settings.console
    profile = detect_here(console=options.console or trusted, colour=options.colour, xon=options.xon)
    forced = None if options.language else profile.language_forced
    language = forced or detect_language(options.language, os.environ, settings.language)
    use_language(language)
    return Wiring(paths, settings, language, profile)


def open_store(options: Options, tell: Callable[[str], None] | None = None, *, wiring: Wiring | None = None) -> Store:
    """Open the store that is asked for, with the person who acts.

    Args:
        tell: Is given a sentence when a name that nobody bears was recorded as a technician's. None: such a name is
            refused, as reading alone records nobody.
        wiring: What `load` made of these options; None: it is made here.

    Raises:
        UnusableSettings: a settings file can't be understood.
        StoreUnusable: there is no store, or it can't be used.
        UnknownName: nobody bears the name of who acts, and nobody is to be recorded.
    """
    wired = wiring or load(options)
    store = Store.open(store_file(wired.paths), keys=wired.paths.keys, settings=wired.settings)
    if options.acting_as is not None:
        act_as(store, options.acting_as, tell)
    return store


def create_store(options: Options, *, name: str, site: str, role: Role = Role.TECHNICIAN, zone: str = "") -> Store:
    """Make a new store.

    Args:
        zone: The site's time zone; empty: that of the settings or of the machine.

    Raises:
        RuleViolation: name or site is missing, or there is no such time zone.
        UnusableSettings: a settings file can't be understood.
        StoreUnusable: there is a store already, or none can be made there.
    """
    told = {"name": " ".join(name.split()), "site": " ".join(site.split())}
    missing = tuple(word for word, value in told.items() if not value)
    if missing:
        words = {"name": _("a name to work under"), "site": _("a site to work at")}
        needed = _(", ").join(words.get(word, word) for word in missing)
        raise RuleViolation(_("A new store needs {missing}.").format(missing=needed), missing)
    wiring = load(options)
    chosen = zone.strip() or default_zone(wiring.settings)
    if not is_zone(chosen):
        raise RuleViolation(
            _("There is no time zone {name}. One is named like Asia/Shanghai or Europe/Berlin.").format(name=chosen),
            ("zone",),
        )
    return Store.create(
        store_file(wiring.paths),
        keys=wiring.paths.keys,
        name=told["name"],
        site=told["site"],
        zone=chosen,
        role=role,
        settings=wiring.settings,
    )


def restore_store(options: Options, backup: Path) -> Backup:
    """Make the store that is asked for out of a backup; it goes on with a chain of its own.

    Raises:
        UnreadableInput: the backup can't be read, or is none.
        DamagedJournal: the backup does not verify.
        UnusableSettings: a settings file can't be understood.
        StoreUnusable: a store stands there already, or none can be made there.
    """
    wiring = load(options)
    return restore_backup(backup, store_file(wiring.paths), keys=wiring.paths.keys, settings=wiring.settings)


def keep_language(wiring: Wiring, language: str) -> None:
    """Keep the language that the user chose in the program's own settings, and speak it.

    Raises:
        UnusableSettings: they can't be written.
    """
    try:
        save_setting(wiring.paths, "language", language)
    except (ConfigError, OSError) as error:
        raise UnusableSettings(_("The settings can't be kept. {reason}").format(reason=error)) from error
    use_language(language)


def store_file(paths: Paths) -> Path:
    """Give the store's file.

    Raises:
        StoreUnusable: a database server is asked for, which this version can't use yet.
    """
    if paths.store_file is None:
        raise StoreUnusable(
            _("{scheme}:// names a database server; this version keeps a store in a file only.").format(
                scheme=paths.store.partition("://")[0]
            )
        )
    return paths.store_file


def act_as(store: Store, name: str, tell: Callable[[str], None] | None) -> None:
    """Let a person act from now on; see `open_store` for `tell`.

    Raises:
        RuleViolation: the name is empty.
        UnknownName: nobody bears it, and nobody is to be recorded.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise RuleViolation(_("Say who acts."), ("as",))
    person = person_named(store, wanted)
    if person is not None:
        store.actor = person.id
    elif tell is None:
        raise UnknownName(_("Nobody here is called {name}; `fieldtech people list` names all.").format(name=wanted))
    else:
        store.actor = store.record_person(wanted, Role.TECHNICIAN)
        tell(_("{name} was not known here and is recorded as a technician.").format(name=wanted))


def default_zone(settings: Settings) -> str:
    """Name the time zone for a new store: the settings', else the machine's, else UTC."""
    told = (settings.zone, os.environ.get("TZ", "").removeprefix(":"), _linked_zone())
    return next((zone for zone in told if zone and is_zone(zone)), "UTC")


def is_zone(name: str) -> bool:
    """Tell whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _linked_zone() -> str:
    """Read the machine's zone off the link that its administrator set; empty where there is none."""
    try:
        target = str(LOCALTIME.readlink())
    except OSError:
        return ""
    return target.partition(_ZONE_FOLDER)[2]
