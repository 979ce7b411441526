"""The tables of what providers announce: planned outages, and notices that wait for a reader."""

from peewee import BlobField, BooleanField, IntegerField, TextField

from fieldtech.models.base import BaseRow


class OutageRow(BaseRow):
    """A planned outage, folded from its entries; instants are microseconds since 1970, UTC."""

    subject = TextField(primary_key=True)
    provider = TextField()
    maintenance_id = TextField()
    status = TextField()
    starts = IntegerField()
    ends = IntegerField(index=True)
    has_conflict = BooleanField()
    is_odd = BooleanField()
    """Some of its entries change nothing."""
    detail = BlobField()
    """The folded outage, in canonical bytes."""

    class Meta:
        table_name = "outage"


class NoticeRow(BaseRow):
    """A notice that was kept for a person to read."""

    subject = TextField(primary_key=True)
    is_read = BooleanField()
    recorded = IntegerField()
    detail = BlobField()
    """The folded notice, in canonical bytes."""

    class Meta:
        table_name = "notice"
