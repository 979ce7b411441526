"""The faults' table: the columns that lists filter and sort by, a fault whole is folded from its entries."""

from peewee import AutoField, BooleanField, IntegerField, TextField

from fieldtech.models.base import BaseRow


class FaultRow(BaseRow):
    """A fault, folded from its entries; may be thrown away and rebuilt. Instants are microseconds since 1970, UTC."""

    id = AutoField()
    subject = TextField(unique=True)
    number = TextField(index=True)
    status = TextField()
    state = TextField()
    is_open = BooleanField()
    is_pending = BooleanField()
    priority = TextField(null=True)
    rank = IntegerField()
    """The first key of next-up order: the priority, or what it could be at most."""
    due = IntegerField()
    """The third key; without a due time it is the far end of time."""
    word_due = IntegerField()
    """When the user is to hear the next word; without a promise the far end of time."""
    worked = IntegerField()
    """When who has it last worked on it, while it is in progress; else the far end of time."""
    reported = IntegerField()
    occurred = IntegerField(null=True)
    recorded = IntegerField()
    impact = TextField(null=True)
    urgency = TextField(null=True)
    nature = TextField(null=True)
    reporter = TextField()
    contact = TextField()
    assignee = TextField()
    site = TextField()
    place = TextField()
    asset = TextField()
    title = TextField()
    attempt = IntegerField()
    has_conflict = BooleanField()
    is_odd = BooleanField()
    """Some of its entries change nothing, or it bears several numbers."""

    class Meta:
        table_name = "fault"
