"""The tables of planned maintenance: plans, and those of their occurrences that somebody has touched."""

from peewee import AutoField, BlobField, BooleanField, IntegerField, TextField

from fieldtech.models.base import BaseRow


class PlanRow(BaseRow):
    """A plan, folded from its entries; may be thrown away and rebuilt."""

    subject = TextField(primary_key=True)
    number = TextField(index=True)
    kind = TextField()
    title = TextField()
    is_retired = BooleanField()
    is_floating = BooleanField()
    has_conflict = BooleanField()
    is_odd = BooleanField()
    """Some of its entries change nothing."""
    detail = BlobField()
    """The folded plan, in canonical bytes."""

    class Meta:
        table_name = "plan"


class OccurrenceRow(BaseRow):
    """An occurrence, folded from its entries; days are ISO dates, local to the plan."""

    subject = TextField(primary_key=True)
    plan = TextField()
    """The plan's subject."""
    slot = TextField()
    day = TextField(null=True)
    """Where it was moved or deferred to."""
    progress = TextField()
    done = IntegerField(null=True)
    """When it was done first, in microseconds since 1970, UTC."""
    has_conflict = BooleanField()
    is_odd = BooleanField()
    """Some of its entries change nothing."""
    brief = BlobField()
    """The folded occurrence without its checklist, in canonical bytes: what a calendar needs."""
    detail = BlobField()
    """The folded occurrence, in canonical bytes."""

    class Meta:
        table_name = "occurrence"
        indexes = ((("plan", "slot"), False),)


class PlannedTextRow(BaseRow):
    """The number under which the search index knows what is planned: a plan, an occurrence, an outage or a notice."""

    id = AutoField()
    subject = TextField(unique=True)

    class Meta:
        table_name = "planned_text"
