"""Keep what a user changes of the settings, and let the running program follow it."""

from collections.abc import Mapping

import msgspec

from fieldtech.config import ConfigError, save_setting
from fieldtech.domain.errors import UnusableSettings
from fieldtech.paths import Paths
from fieldtech.store import Store
from fieldtech.text import _


def change_settings(store: Store, paths: Paths | None, changes: Mapping[str, object]) -> tuple[str, ...]:
    """Keep changed settings in the program's own file, and let the open store follow them.

    Only those are followed: what else was changed in the files since the start may be one of the promises, from which
    the due times were computed already.

    Args:
        paths: Where settings are kept. None: nowhere, as on a demo.
        changes: What is to be set, by the names of the settings.

    Returns:
        The names of what was set.

    Raises:
        UnusableSettings: a value doesn't fit, or the file can't be written; what stands before it was kept.
    """
    for name, value in changes.items():
        if paths is not None:
            _save(paths, name, value)
        store.settings = msgspec.structs.replace(store.settings, **{name: value})
    return tuple(changes)


def _save(paths: Paths, name: str, value: object) -> None:
    try:
        save_setting(paths, name, value)
    except (ConfigError, OSError) as error:
        raise UnusableSettings(_("The settings can't be kept. {reason}").format(reason=error)) from error
