"""Open faults that a report may repeat: the same asset, or all its words."""

from fieldtech.store import Store
from fieldtech.store.views.queue import Filters, QueueFault, queue_lines

SHOWN = 2
"""How many are told beside a form; more would say nothing more."""


def open_faults_like(store: Store, title: str, asset: str) -> tuple[QueueFault, ...]:
    """Find open faults of the same asset, then those that have all words of the title.

    Args:
        title: Two characters at least, or nothing is looked for.
        asset: Empty: not told yet.
    """
    found: dict[str, QueueFault] = {}
    with store.reading():
        if asset.strip():
            found |= {line.id: line for line in queue_lines(store, Filters(asset=asset.strip()), limit=SHOWN).faults}
        if len(title.strip()) > 1:
            found |= {line.id: line for line in queue_lines(store, Filters(words=title), limit=SHOWN).faults}
    return tuple(found.values())[:SHOWN]
