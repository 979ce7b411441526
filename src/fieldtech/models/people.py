"""Tables of those who record: people and machines."""

from peewee import TextField

from fieldtech.models.base import BaseRow


class PersonRow(BaseRow):
    """A member of the staff."""

    subject = TextField(primary_key=True)
    name = TextField(index=True)
    role = TextField()
    site = TextField()
    keys = TextField()
    """Public keys, base64url, one a line."""
    unproven = TextField()
    """A role that was recorded by who may not give it."""

    class Meta:
        table_name = "person"


class MachineRow(BaseRow):
    """A machine, by its chain."""

    chain = TextField(primary_key=True)
    code = TextField()
    site = TextField()
    zone = TextField()
    public_key = TextField()
    continues = TextField()
    succession = TextField()
    role = TextField()

    class Meta:
        table_name = "machine"
