"""Commands of the people who work here: list, add, and a signer's own key."""

from pathlib import Path

import msgspec

from fieldtech.cli.commands import family
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import Span, Tone, lay_out
from fieldtech.cli.parameters import FILE, argument, option
from fieldtech.cli.passphrases import new_passphrase
from fieldtech.cli.values import Word
from fieldtech.domain.machines import Person
from fieldtech.domain.word_labels import label_of, label_of_text
from fieldtech.domain.words import Role
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person, all_people, person_named
from fieldtech.text import N_, _
from fieldtech.workflow.signing import make_own_key


class PersonTold(msgspec.Struct, frozen=True):
    """A member of the staff."""

    name: str
    role: Role
    site: str
    unproven: str
    """The role that somebody who may not give it recorded; it does not count. Empty: there is none."""
    is_acting: bool
    """Who acts when nobody says --as, or whom --as named."""


class PeopleTold(msgspec.Struct, frozen=True):
    """All who work here."""

    people: tuple[PersonTold, ...]


class KeyTold(msgspec.Struct, frozen=True):
    """A key that was made."""

    name: str
    public_key: str


@family("people")
def people() -> None:
    """Group the commands."""


@people.command_named("list", N_("who works here"))
def list_people(session: Session) -> None:
    """List the people by name."""
    store = session.reading
    told = PeopleTold(tuple(_told(person, store) for person in all_people(store)))
    rows = [
        [Span(each.name), Span(label_of(each.role), Tone.QUIET), Span(each.site, Tone.QUIET)] for each in told.people
    ]
    session.answer(told, lay_out(rows, None, flexible=0))


@people.command_named("add", N_("record a member of the staff, or another role of one"))
@argument("name", "NAME", N_("the name"))
@option("--role", kind=Word(Role), words=N_("what the person may do; technician, if not told"))
def add_person(session: Session, name: str | None, role: Role | None) -> None:
    """Record a person."""
    need(_("Say who: {missing} is missing."), name=name)
    store = session.writing
    known = person_named(store, name or "")
    store.record_person(name or "", role or (known.role if known else Role.TECHNICIAN))
    person = person_named(store, name or "")
    assert person is not None
    session.answer(_told(person, store), [f"{person.name}  {label_of(person.role)}"])
    if person.unproven:
        words = _(
            "{role} is kept as said and does not count yet: say it on a supervisor's machine, or send this there."
        )
        session.tell(words.format(role=label_of_text(Role, person.unproven)))


@people.command_named("key", N_("make a key of your own to sign with, sealed by a passphrase"))
@option("--passphrase-file", kind=FILE, words=N_("holds the passphrase in its first line; else it is asked for"))
def make_key(session: Session, passphrase_file: Path | None) -> None:
    """Make the acting person's key."""
    store = session.writing
    person = acting_person(store)
    key = make_own_key(store, new_passphrase(person.name, passphrase_file))
    session.answer(KeyTold(person.name, key.public), [f"{person.name}  {key.public}"])


def _told(person: Person, store: Store) -> PersonTold:
    return PersonTold(person.name, person.role, person.site, person.unproven, person.id == store.actor)
