"""What only this store knows, and no other machine is told: its own chain and person, counters, what it computed by."""

import msgspec

from fieldtech.domain.errors import StoreUnusable
from fieldtech.models import LocalRow
from fieldtech.text import _

_KEY = "store"


class Local(msgspec.Struct, frozen=True, kw_only=True):
    """Who this store is."""

    chain: str
    person: str
    site: str
    zone: str


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
    row = LocalRow.select(LocalRow.value).where(LocalRow.key == key).tuples().first()
    return row[0] if row else ""


def set_value(key: str, text: str) -> None:
    """Keep a local value."""
    LocalRow.replace(key=key, value=text).execute()


def count_on(name: str) -> int:
    """Count one on from the last time; the first is 1."""
    key = f"counter/{name}"
    counted = int(value(key) or "0") + 1
    set_value(key, str(counted))
    return counted
