"""Let another person act from now on."""

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.machines import Person
from fieldtech.domain.words import Role
from fieldtech.store import Store
from fieldtech.store.views.people import acting_person, person_named
from fieldtech.text import _


def let_act(store: Store, name: str) -> Person:
    """Let a person act, recorded as a technician where nobody is called so.

    Raises:
        RuleViolation: the name is empty.
        StoreUnusable: a new name can't be recorded; who acted acts on.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise RuleViolation(_("Say who acts."), ("as",))
    known = person_named(store, wanted)
    store.actor = known.id if known else store.record_person(wanted, Role.TECHNICIAN)
    return acting_person(store)
