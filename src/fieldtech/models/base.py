"""The common base of all tables: bound to a database for one unit of work on one thread, never globally."""

from peewee import Model
from playhouse.shortcuts import ThreadSafeDatabaseMetadata


class BaseRow(Model):
    """A row; two stores in one process never share a database through it."""

    class Meta:
        model_metadata_class = ThreadSafeDatabaseMetadata
        legacy_table_names = False
