"""The command that makes a store."""

import msgspec

from fieldtech.bootstrap import create_store
from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session
from fieldtech.cli.parameters import option
from fieldtech.cli.values import Word
from fieldtech.domain.words import Role
from fieldtech.text import N_, _


class StoreTold(msgspec.Struct, frozen=True):
    """A store that was made."""

    store: str
    name: str
    site: str
    role: Role
    zone: str
    machine: str
    """The letters in this machine's fault numbers."""


@command("init")
@option("--name", words=N_("who works with it"))
@option("--site", words=N_("the site where it is used"))
@option("--role", kind=Word(Role), words=N_("what the person may do; technician, if not told"))
@option("--zone", words=N_("the site's time zone, if not the machine's"), metavar="ZONE")
def init(session: Session, name: str | None, site: str | None, role: Role | None, zone: str | None) -> None:
    """Make a store."""
    chosen = role or Role.TECHNICIAN
    store = create_store(session.options, name=name or "", site=site or "", role=chosen, zone=zone or "")
    try:
        told = StoreTold(
            str(store.path), " ".join((name or "").split()), store.site, chosen, store.zone.key, store.code
        )
        session.answer(told, [str(store.path)])
        session.tell(_("Times are those of {zone}.").format(zone=told.zone))
    finally:
        store.close()
