"""Whom a typed name means, and saying who has a fault from now on."""

from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import one_line
from fieldtech.store import Store
from fieldtech.store.views.people import all_people
from fieldtech.text import _


def staff_meant(store: Store, typed: str) -> str:
    """Find whom a typed beginning means: the one of the staff whose name begins so, else the name as it is typed."""
    begun = " ".join(typed.split()).casefold()
    names = [person.name for person in all_people(store)]
    if not begun or begun in (name.casefold() for name in names):
        return typed
    fitting = [name for name in names if name.casefold().startswith(begun)]
    return fitting[0] if len(fitting) == 1 else typed


def assigned_words(store: Store, fault: Fault) -> str:
    """Say who has a fault now; a name that is nobody's here may be mistyped."""
    name = one_line(fault.assignee)
    if not name:
        return _("Nobody has {number} now.").format(number=fault.number)
    if name.casefold() in (one_line(person.name).casefold() for person in all_people(store)):
        return _("{name} has {number} now.").format(name=name, number=fault.number)
    return _("{name} has {number} now, but nobody here is called so.").format(name=name, number=fault.number)
