"""The journal: entries by chain, what waits, what proves them, attachments, and what only this store knows."""

from peewee import AutoField, BlobField, CompositeKey, ForeignKeyField, IntegerField, TextField

from fieldtech.models.base import BaseRow


class ChainRow(BaseRow):
    """The name of a chain, once."""

    id = AutoField()
    name = TextField(unique=True)

    class Meta:
        table_name = "chain"


class BranchRow(BaseRow):
    """A branch of a forked chain; the first one, number 0, has no row."""

    chain = ForeignKeyField(ChainRow, index=False)
    number = IntegerField()
    parent = IntegerField()
    """The branch that it leaves."""
    first = IntegerField()
    """The sequence of its own first entry."""

    class Meta:
        table_name = "branch"
        primary_key = CompositeKey("chain", "number")


class _EntryColumns(BaseRow):
    """What is kept of an entry, in the bytes that were hashed; the table of each place inherits it."""

    id = AutoField()
    """The order in which entries came to this table: a local fact, never an order of events."""
    chain = ForeignKeyField(ChainRow, index=False)
    sequence = IntegerField()
    subject = TextField(index=True)
    header = BlobField()
    payload = BlobField(null=True)
    """NULL: withheld or redacted."""
    salt = BlobField(null=True)
    commitment = BlobField(null=True)
    """NULL where payload and salt give it."""
    hash = BlobField()
    branch = IntegerField()
    bundle = IntegerField(null=True)
    """The bundle through which it came, by its number in the log; NULL: it was recorded here."""
    rest = BlobField(null=True)
    """The payload without what was withheld or redacted."""
    redacted = IntegerField()
    """1: no payload will ever come."""


class EntryRow(_EntryColumns):
    """An entry of the journal."""

    class Meta:
        table_name = "entry"
        indexes = ((("chain", "sequence", "branch"), True),)


class HeldRow(_EntryColumns):
    """An entry that is proven and not trusted: it waits, out of sight, until its machine is."""

    class Meta:
        table_name = "held"
        indexes = ((("chain", "sequence", "branch"), True),)


class QuarantineRow(BaseRow):
    """A line that can't join the journal yet: what stands before it is missing, or nobody has signed for it."""

    id = AutoField()
    chain = TextField()
    sequence = IntegerField()
    hash_before = BlobField()
    line = BlobField()
    digest = BlobField(unique=True)
    """SHA-256 of `hash_before` and `line`."""
    reason = TextField()
    """A word of `store.quarantine.Reason`."""
    bundle = IntegerField(null=True)

    class Meta:
        table_name = "quarantine"
        indexes = ((("chain", "sequence"), False),)


class CheckpointRow(BaseRow):
    """A chain's own signature for an entry, and so for all before it; checked each time it is used."""

    chain = TextField()
    sequence = IntegerField()
    hash = BlobField()
    signature = TextField()

    class Meta:
        table_name = "checkpoint"
        primary_key = CompositeKey("chain", "sequence", "hash", "signature")


class ReceiptRow(BaseRow):
    """The latest receipt of another machine."""

    chain = TextField(primary_key=True)
    at = IntegerField()
    """Microseconds since 1970, UTC, by that machine's clock."""
    content = BlobField()
    signature = TextField()

    class Meta:
        table_name = "receipt"


class AcknowledgedRow(BaseRow):
    """An entry that another machine was known to hold, by any of its receipts."""

    peer = TextField()
    chain = TextField()
    sequence = IntegerField()
    hash = BlobField()
    whole = IntegerField()

    class Meta:
        table_name = "acknowledged"
        primary_key = CompositeKey("peer", "chain", "hash")


class BundleRow(BaseRow):
    """A bundle that was written or read."""

    id = AutoField()
    direction = TextField()
    """"out" or "in"."""
    name = TextField()
    digest = TextField()
    carrier = TextField()
    recipients = TextField()
    """Chains, separated by blanks; empty: it was plain."""
    at = IntegerField(index=True)
    """Microseconds since 1970, UTC, by this machine's clock."""
    entries = IntegerField()
    repeated = IntegerField()
    quarantined = IntegerField()
    note = TextField()

    class Meta:
        table_name = "bundle_log"


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
