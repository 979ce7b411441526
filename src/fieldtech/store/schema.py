"""The schema's version: the migrations that a store lacks are applied when it is opened."""

from importlib.resources import files as package_files

from fieldtech.domain.errors import StoreUnusable
from fieldtech.store import search
from fieldtech.store.database import StoreDatabase
from fieldtech.text import _

LATEST = 7
"""The number of the last migration; a test holds it to the folder."""


def prepare(database: StoreDatabase) -> None:
    """Bring a store to this version's schema.

    Raises:
        StoreUnusable: the store was made by a newer version.
    """
    with database.bound():
        version = database.peewee.execute_sql("PRAGMA user_version").fetchone()[0]
    if version == LATEST:
        return
    if version > LATEST:
        raise StoreUnusable(_("The store was written by a newer version of fieldtech: update this one."))
    _migrate(database)


def _migrate(database: StoreDatabase) -> None:
    from playhouse.migrations import Runner

    with database.bound():
        Runner(database.peewee, directory=str(package_files("fieldtech.store") / "migrations")).up()
    with database.writing() as peewee:
        search.prepare(peewee)
        peewee.execute_sql(f"PRAGMA user_version = {LATEST}")
