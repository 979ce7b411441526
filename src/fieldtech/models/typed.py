"""What was typed into forms and not recorded yet; it never leaves this machine."""

from peewee import CompositeKey, IntegerField, TextField

from fieldtech.models.base import BaseRow


class TypedRow(BaseRow):
    """One field of one form about one subject, as it was last typed."""

    form = TextField()
    subject = TextField()
    """What the form is about, so that one form's words are never offered to another; empty for a new fault."""
    field = TextField()
    text = TextField()
    typed = IntegerField()
    """Microseconds since 1970, UTC."""

    class Meta:
        table_name = "typed"
        primary_key = CompositeKey("form", "subject", "field")
