"""The journal: entries by chain, what waits in quarantine, attachments by digest, and what only this store knows."""

from peewee import AutoField, BlobField, ForeignKeyField, IntegerField, TextField

from fieldtech.models.base import BaseRow


class ChainRow(BaseRow):
    """The name of a chain, once."""

    id = AutoField()
    name = TextField(unique=True)

    class Meta:
        table_name = "chain"


class EntryRow(BaseRow):
    """An entry, in the bytes that were hashed."""

    id = AutoField()
    """The order in which entries came to this store: a local fact, never an order of events."""
    chain = ForeignKeyField(ChainRow, index=False)
    sequence = IntegerField()
    subject = TextField(index=True)
    header = BlobField()
    payload = BlobField(null=True)
    """NULL: redacted."""
    salt = BlobField(null=True)
    commitment = BlobField(null=True)
    """NULL where payload and salt give it."""
    hash = BlobField()

    class Meta:
        table_name = "entry"
        indexes = ((("chain", "sequence", "hash"), True),)


class QuarantineRow(BaseRow):
    """A line that can't join the journal yet, with the reason that a person can read."""

    id = AutoField()
    chain = TextField()
    sequence = IntegerField()
    hash_before = BlobField()
    line = BlobField()
    digest = BlobField(unique=True)
    """SHA-256 of `hash_before` and `line`."""
    reason = TextField()

    class Meta:
        table_name = "quarantine"
        indexes = ((("chain", "sequence"), False),)


class BlobRow(BaseRow):
    """The bytes of an attachment."""

    digest = TextField(primary_key=True)
    """SHA-256, hexadecimal."""
    size = IntegerField()
    content = BlobField()

    class Meta:
        table_name = "blob"


class LocalRow(BaseRow):
    """What only this store knows: its own chain, its own person, counters."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "local"
