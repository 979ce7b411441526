"""What lists are narrowed to under a name: a habit of this machine's users, which goes to no other machine."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.store import local
from fieldtech.store.store import Store
from fieldtech.store.views.narrowing import Narrowing
from fieldtech.store.views.queue import count_faults
from fieldtech.text import _

_PREFIX = "view/"
NAME_LIMIT = 40
"""Characters of a name, so that it fits a line."""


@dataclass(frozen=True, slots=True)
class CountedView:
    """A named view, with what is in it now."""

    name: str
    """Empty: the usual list, which has none."""
    narrowing: Narrowing
    faults: int


def save_view(store: Store, name: str, narrowing: Narrowing) -> str:
    """Keep what is asked for under a name, in the place of what the name meant before.

    Returns:
        The name as it was kept.

    Raises:
        RuleViolation: the name is empty or too long.
    """
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= NAME_LIMIT:
        raise RuleViolation(_("A view is named with 1 to {most} characters.").format(most=NAME_LIMIT), ("name",))
    with store.writing():
        local.set_value(_PREFIX + plain, msgspec.json.encode(narrowing).decode())
    return plain


def forget_view(store: Store, name: str) -> str:
    """Forget what a name meant.

    Returns:
        The name.
    """
    with store.writing():
        local.drop_value(_PREFIX + name)
    return name


def saved_views(store: Store) -> dict[str, Narrowing]:
    """Read all names and what they mean, by name; one that a newer version wrote and this can't read is left out."""
    found = {}
    with store.reading():
        for key, text in local.values(_PREFIX):
            try:
                found[key.removeprefix(_PREFIX)] = msgspec.json.decode(text, type=Narrowing)
            except msgspec.MsgspecError:
                continue
    return found


def saved_view(store: Store, name: str) -> Narrowing:
    """Read what a name means, however it is capitalised or spaced.

    Raises:
        UnknownName: no view is called so; the sentence names those that there are.
    """
    views, wanted = saved_views(store), " ".join(name.split()).casefold()
    found = next((narrowing for known, narrowing in views.items() if known.casefold() == wanted), None)
    if found is not None:
        return found
    if not views:
        raise UnknownName(_("There is no view “{name}”: none is saved yet.").format(name=name))
    known = _(", ").join(views)
    raise UnknownName(_("There is no view “{name}”; there are: {known}.").format(name=name, known=known))


def counted_views(store: Store, person: str, now: datetime | None = None) -> tuple[CountedView, ...]:
    """Count what is in the usual list and in each saved view.

    Args:
        person: The name of who acts.
    """
    instant = now or store.now()
    with store.reading():
        views = [("", Narrowing()), *saved_views(store).items()]
        return tuple(
            CountedView(name, narrowing, count_faults(store, narrowing.filters(person), now=instant))
            for name, narrowing in views
        )
