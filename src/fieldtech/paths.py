"""Say where the program's files lie on this machine."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

_STORE_NAME = "fieldtech.db"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where files lie; nothing here says that they exist."""

    store: str
    """The store: a file's path, or a URL such as postgresql://depot/fieldtech."""
    data: Path
    """The folder for what belongs to the store: the store's own folder, or the user's data folder for a URL."""
    config_file: Path
    """The user's commented config.toml, which is never rewritten."""
    settings_file: Path
    """What the program itself changes, laid over config_file."""
    keys: Path
    """The machines' private keys; outside the data folder, so that a copy of the data gives no key away."""
    cache: Path
    """What can be made again."""

    @property
    def store_file(self) -> Path | None:
        """The store's file. None: the store is a URL."""
        return None if "://" in self.store else Path(self.store)


def find_paths(store: str | None = None, config: str | None = None) -> Paths:
    """Find where files lie, by XDG's rules on Linux.

    Args:
        store: What --store says, a file or a URL; else FIELDTECH_STORE, else the user's data folder.
        config: What --config says, a file; else FIELDTECH_CONFIG, else the user's config folder.
    """
    folders = PlatformDirs("fieldtech", appauthor=False)
    data = folders.user_data_path
    store = store or os.environ.get("FIELDTECH_STORE") or str(data / _STORE_NAME)
    if "://" not in store:
        store_file = Path(store).expanduser().absolute()
        store, data = str(store_file), store_file.parent
    config_file, settings_file = _find_settings(config or os.environ.get("FIELDTECH_CONFIG"), folders.user_config_path)
    return Paths(
        store=store,
        data=data,
        config_file=config_file,
        settings_file=settings_file,
        keys=folders.user_state_path / "keys",
        cache=folders.user_cache_path,
    )


def _find_settings(named: str | None, folder: Path) -> tuple[Path, Path]:
    """Pair the user's file with the program's own; two named files in one folder don't share the second."""
    if not named:
        return folder / "config.toml", folder / "settings.toml"
    config_file = Path(named).expanduser().absolute()
    return config_file, config_file.with_name(f"{config_file.stem}.settings.toml")
