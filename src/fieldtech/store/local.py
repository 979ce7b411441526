"""What only this store knows, and no other machine is told: its own chain and person, counters, what it computed by."""

import msgspec

from fieldtech.domain.errors import StoreUnusable
from fieldtech.models import LocalRow
from fieldtech.store import statements
from fieldtech.text import _

_KEY = "store"


class Local(msgspec.Struct, frozen=True, kw_only=True):
    """Who this store is."""

    chain: str
    person: str
    site: str
    zone: str
    store: str = ""
    """Tells this store from its copies."""


def read() -> Local:
    """Read who this store is.

    Raises:
        StoreUnusable: its making was broken off.
    """
    try:
        return msgspec.json.decode(value(_KEY), type=Local)
    except msgspec.MsgspecError as error:
        raise StoreUnusable(_("The store was never made whole: remove the file and make it anew.")) from error


def write(own: Local) -> None:
    """Keep who this store is."""
    set_value(_KEY, msgspec.json.encode(own).decode())


def value(key: str) -> str:
    """Read a local value; empty where there is none."""
    rows = statements.run(LocalRow._meta.database, "SELECT value FROM local WHERE key = ?", (key,))
    return str(rows[0][0]) if rows else ""


def set_value(key: str, text: str) -> None:
    """Keep a local value."""
    sql = "INSERT INTO local (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    statements.run(LocalRow._meta.database, sql, (key, text))


def values(prefix: str) -> list[tuple[str, str]]:
    """Read all local values whose keys begin so, by key."""
    rows = statements.run(LocalRow._meta.database, "SELECT key, value FROM local ORDER BY key")
    return [(str(key), str(text)) for key, text in rows if str(key).startswith(prefix)]


def drop_value(key: str) -> None:
    """Forget a local value."""
    statements.run(LocalRow._meta.database, "DELETE FROM local WHERE key = ?", (key,))


def count_on(name: str) -> int:
    """Count one on from the last time; the first is 1."""
    key = f"counter/{name}"
    counted = int(value(key) or "0") + 1
    set_value(key, str(counted))
    return counted
