"""The records: every fault there ever was, the newest first, or those that have all words that are searched for."""

from array import array

from fieldtech.store import search, statements
from fieldtech.store.store import Store
from fieldtech.store.views.queue_order import QueueView, queue_rows, row_of_fault


def records_view(store: Store, words: str = "", *, fault_id: str = "", place: int = 0, around: int = 50) -> QueueView:
    """Read the order of all records that have the words, and the lines around a fault.

    Args:
        words: The last may be unfinished; empty: all.
        fault_id: The fault to stay at; empty: none.
        place: Where to stay if it is not among them.
        around: How many lines before and after it are read.
    """
    now = store.now()
    with store.reading() as database:
        where = "1"
        if words.strip():
            # Numbers of our own index, never text: so many parameters no statement takes.
            where = f"id IN ({', '.join(map(str, search.find(database, words, -1)))})"
        rows = statements.run(database, f"SELECT id FROM fault WHERE {where} ORDER BY reported DESC, id DESC")
        order = array("q", (row[0] for row in rows if isinstance(row[0], int)))
        row = row_of_fault(store, fault_id) if fault_id else None
        stays = order.index(row) if row is not None and row in order else min(place, max(0, len(order) - 1))
        lines = queue_rows(store, order[max(0, stays - around) : stays + around], now=now)
    return QueueView(order=order, place=stays, lines=lines, now=now)
