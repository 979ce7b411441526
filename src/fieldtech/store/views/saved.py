"""Filters of the queue under a name: a habit of this machine's user, which goes to no other machine."""

import msgspec

from fieldtech.domain.errors import RuleViolation
from fieldtech.store import local
from fieldtech.store.store import Store
from fieldtech.store.views.filters import Filters
from fieldtech.text import _

_PREFIX = "view/"
NAME_LIMIT = 40
"""Characters of a name, so that it fits a line."""


def save_view(store: Store, name: str, filters: Filters) -> str:
    """Keep filters under a name, in the place of what the name meant before.

    Returns:
        The name as it was kept.

    Raises:
        RuleViolation: the name is empty or too long.
    """
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= NAME_LIMIT:
        raise RuleViolation(_("A view is named with 1 to {most} characters.").format(most=NAME_LIMIT), ("name",))
    with store.writing():
        local.set_value(_PREFIX + plain, msgspec.json.encode(filters).decode())
    return plain


def forget_view(store: Store, name: str) -> None:
    """Forget what a name meant."""
    with store.writing():
        local.drop_value(_PREFIX + name)


def saved_views(store: Store) -> dict[str, Filters]:
    """Read all names and what they mean, by name; one that a newer version wrote and this can't read is left out."""
    found = {}
    with store.reading():
        for key, text in local.values(_PREFIX):
            try:
                found[key.removeprefix(_PREFIX)] = msgspec.json.decode(text, type=Filters)
            except msgspec.MsgspecError:
                continue
    return found
