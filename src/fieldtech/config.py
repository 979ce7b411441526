"""The settings of a site and of a user: their shape, their defaults, and reading them strictly from TOML."""

import os
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import tomli_w

from fieldtech.paths import Paths
from fieldtech.text import N_, _

Impact = Literal["person", "team", "site", "organisation"]
Urgency = Literal["high", "medium", "low"]
Priority = Literal["urgent", "important", "general"]
Nature = Literal["hardware", "software", "network", "user-support"]
PendingReason = Literal["user", "parts", "vendor", "access", "change", "other"]

_Minutes = Annotated[int, msgspec.Meta(ge=1)]
_Count = Annotated[int, msgspec.Meta(ge=0)]
_TOML_TYPES = (date, time)
_BINDING_PART = msgspec.Meta(pattern=r"^[a-z_-]{1,40}$")
_KEYS = msgspec.Meta(pattern=r"^[!-~]{0,60}$")
"""Keys by their names, with commas between them: ctrl+s,f2."""


class ConfigError(ValueError):
    """A settings file can't be used: which file, which key, and what is expected there."""

    def __init__(self, file: Path, key: str, problem: str) -> None:
        self.file, self.key, self.problem = file, key, problem
        where = f"{file}: {key}" if key else str(file)
        super().__init__(f"{where}: {problem}")


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a settings file; a key that it doesn't know is an error, not a default."""


class UrgencyRow(_Table, frozen=True):
    """The priorities of one impact."""

    high: Priority
    medium: Priority
    low: Priority


class PriorityTable(_Table, frozen=True):
    """Which priority an impact and an urgency make."""

    organisation: UrgencyRow = UrgencyRow("urgent", "urgent", "important")
    site: UrgencyRow = UrgencyRow("urgent", "important", "general")
    team: UrgencyRow = UrgencyRow("important", "important", "general")
    person: UrgencyRow = UrgencyRow("important", "general", "general")

    def priority_of(self, impact: str, urgency: str) -> Priority:
        """Look up the priority that an impact and an urgency make."""
        priority: Priority = getattr(getattr(self, impact), urgency)
        return priority

    def as_mapping(self) -> Mapping[str, Mapping[str, str]]:
        """Give the table as impact -> urgency -> priority."""
        rows = {impact: getattr(self, impact) for impact in get_args(Impact)}
        return {impact: {word: getattr(row, word) for word in get_args(Urgency)} for impact, row in rows.items()}


class Target(_Table, frozen=True):
    """What is promised for a priority, in minutes from the report. None: no such promise."""

    acknowledge: _Minutes | None
    restore: _Minutes | None
    resolve: _Minutes | None
    word: _Minutes | None
    """The longest the user stays without a word of progress."""
    around_the_clock: bool = False
    """Whether the minutes run at night and on holidays too, or in working hours alone."""


class Targets(_Table, frozen=True):
    """What is promised, priority by priority."""

    urgent: Target = Target(15, 240, 480, 60, around_the_clock=True)
    important: Target = Target(60, 480, 960, 240)
    general: Target = Target(480, None, 4800, 1440)

    def of(self, priority: Priority) -> Target:
        """Give what is promised for a priority."""
        target: Target = getattr(self, priority)
        return target


class Shift(_Table, frozen=True):
    """The working hours of one day, in the site's wall-clock time."""

    start: time = time(8, 30)
    end: time = time(17, 30)

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo or self.start == self.end:
            raise ValueError("expected a start and another end, both without an offset; one before it is the day after")


class WorkingHours(_Table, frozen=True):
    """The working hours of a week. None: no work on that day."""

    monday: Shift | None = Shift()
    tuesday: Shift | None = Shift()
    wednesday: Shift | None = Shift()
    thursday: Shift | None = Shift()
    friday: Shift | None = Shift()
    saturday: Shift | None = None
    sunday: Shift | None = None

    def by_weekday(self) -> tuple[Shift | None, ...]:
        """Give the seven days from Monday, in the order of `date.weekday()`."""
        days = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday)
        return (*days, self.saturday, self.sunday)


class Categories(_Table, frozen=True, rename="kebab"):
    """Sub-categories by nature."""

    hardware: tuple[str, ...] = ()
    software: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    user_support: tuple[str, ...] = ()

    def of(self, nature: Nature) -> tuple[str, ...]:
        """Give the sub-categories of a nature."""
        names: tuple[str, ...] = getattr(self, nature.replace("-", "_"))
        return names


# One word a line would hide that these are four short lists.
# fmt: off
STANDARD_CATEGORIES = Categories(
    hardware=(N_("server"), N_("disk"), N_("power supply"), N_("workstation"), N_("printer"), N_("peripheral"),
              N_("battery"), N_("cooling")),
    software=(N_("operating system"), N_("application"), N_("database"), N_("update"), N_("licence"), N_("malware"),
              N_("backup")),
    network=(N_("switch"), N_("router"), N_("wireless network"), N_("cabling"), N_("internet line"),
             N_("name service"), N_("firewall")),
    user_support=(N_("account"), N_("mailbox"), N_("permissions"), N_("how-to"), N_("telephone")),
)
# fmt: on


class Settings(_Table, frozen=True):
    """All settings, each with a default."""

    language: Literal["en", "zh_CN"] | None = None
    """None: as the environment says."""
    zone: str | None = None
    """The site's time zone, such as Asia/Shanghai. None: the machine's."""
    priority_table: PriorityTable = PriorityTable()
    targets: Targets = Targets()
    working_hours: WorkingHours = WorkingHours()
    holiday_table: Literal["zone", "china", "none"] = "zone"
    """The shipped public holidays that hold, with the days worked for them. zone: those of the site's zone, if any."""
    holidays: tuple[date, ...] = ()
    """The site's own days without work, whatever weekday they are, beside those of the table."""
    extra_workdays: tuple[date, ...] = ()
    """Days of work that the week doesn't have, or that the table has off, with the first working day's hours."""
    pausing_reasons: tuple[PendingReason, ...] = ("user", "parts", "vendor", "access", "change")
    """The pending reasons that stop the clocks."""
    fixer_may_verify: Literal["allow", "warn", "refuse"] = "warn"
    """Whether the one who fixed may sign off too."""
    sign_off_key: Literal["own", "machine"] = "own"
    """Whether the full screen makes each signer a key of his own at his first sign-off, or the machine's key signs for
    who has none; the record says which."""
    reopen_days: _Count = 14
    """How long a closed fault can be reopened; after that a new one is opened that names it."""
    attachment_limit_mb: _Minutes = 20
    console: Literal["auto", "full", "cp437", "ascii"] = "auto"
    """Which glyphs the terminal is trusted with."""
    theme: Literal["dark", "light", "contrast", "console", "mono"] | None = None
    """The colours of the full screen. None: those that fit the terminal."""
    idle_minutes: _Count = 0
    """After how long without a key the full screen hides what it shows. 0: never."""
    keys: dict[Annotated[str, _BINDING_PART], dict[Annotated[str, _BINDING_PART], Annotated[str, _KEYS]]] = (
        msgspec.field(default_factory=dict)
    )
    """Keys of one's own, such as `fault.assess = "b"`. Empty: the program's own key."""
    checklist_folder: str | None = None
    """A folder of the site's own checklist templates."""
    mapping_folder: str | None = None
    """A folder of the site's own mappings for intake."""
    extra_categories: Categories = Categories()
    """The site's own sub-categories, after the standard ones."""

    def __post_init__(self) -> None:
        if self.zone is not None:
            _check_zone(self.zone)

    def categories_of(self, nature: Nature) -> tuple[str, ...]:
        """Give the sub-categories of a nature, the site's own last; show them through `_`."""
        return tuple(dict.fromkeys(STANDARD_CATEGORIES.of(nature) + self.extra_categories.of(nature)))


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"zone: expected a time zone such as Asia/Shanghai, got {name!r}") from error


def load_settings(paths: Paths) -> Settings:
    """Read the user's file, lay the program's own over it, and decode both strictly.

    In a file `false` switches off what has a value by default, such as a promise or a working day.

    Raises:
        ConfigError: A file is no TOML, has a key that doesn't exist, or a value that doesn't fit.
    """
    settings, table = Settings(), _as_table(Settings())
    for file in (paths.config_file, paths.settings_file):
        table = _laid_over(table, _read_table(file))
        settings = _decode(table, file)
    return settings


def save_setting(paths: Paths, key: str, value: object) -> Settings:
    """Keep one setting in the program's own file; the user's file stays as it is.

    Args:
        key: Such as `console` or `working_hours.saturday`.
        value: What the key takes. None switches it off.

    Returns:
        All settings as they are now.

    Raises:
        ConfigError: The key doesn't exist or the value doesn't fit; the file stays as it was.
    """
    changed = msgspec.to_builtins(value, builtin_types=_TOML_TYPES)
    for part in reversed(key.split(".")):
        changed = {part: False if changed is None else changed}
    kept = _laid_over(_read_table(paths.settings_file), changed, keeping_false=True)
    base = _laid_over(_as_table(Settings()), _read_table(paths.config_file))
    settings = _decode(_laid_over(base, kept), paths.settings_file)
    _write_whole(paths.settings_file, tomli_w.dumps(kept).encode())
    return settings


def _as_table(settings: Settings) -> dict[str, Any]:
    table: dict[str, Any] = msgspec.to_builtins(settings, builtin_types=_TOML_TYPES)
    return table


def _read_table(file: Path) -> dict[str, Any]:
    """Read a TOML file; one that isn't there is empty."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(file, "", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(file, "", _("expected text in UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, "", str(error)) from error


def _laid_over(below: dict[str, Any], above: dict[str, Any], *, keeping_false: bool = False) -> dict[str, Any]:
    """Lay one table over another, key by key; `false` over what is no yes-or-no becomes None."""
    merged = dict(below)
    for key, value in above.items():
        under = below.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _laid_over(under, value, keeping_false=keeping_false)
        elif value is False and key in below and not isinstance(under, bool) and not keeping_false:
            merged[key] = None
        else:
            merged[key] = value
    return merged


def _decode(table: dict[str, Any], file: Path) -> Settings:
    try:
        return msgspec.convert(table, Settings, builtin_types=_TOML_TYPES)
    except msgspec.ValidationError as error:
        problem, _at, path = str(error).partition(" - at `$")
        raise ConfigError(file, path.strip("`."), problem) from error


def _write_whole(file: Path, content: bytes) -> None:
    """Replace a file in one step, readable by its owner alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
