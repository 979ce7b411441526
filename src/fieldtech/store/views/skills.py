"""What people are known to be able to do: how many faults of each nature each has solved."""

from collections.abc import Mapping

from fieldtech.domain.words import Nature, Status
from fieldtech.store import statements
from fieldtech.store.store import Store

_SOLVED = (Status.VERIFIED.value, Status.CLOSED.value)


def solved_by_nature(store: Store) -> Mapping[str, Mapping[Nature, int]]:
    """Count the faults that were signed off, by the name of who had them and by their nature."""
    sql = (
        "SELECT assignee, nature, count(*) FROM fault"
        " WHERE assignee <> '' AND nature IS NOT NULL AND status IN (?, ?) GROUP BY assignee, nature"
    )
    solved: dict[str, dict[Nature, int]] = {}
    with store.reading() as database:
        for assignee, nature, count in statements.run(database, sql, _SOLVED):
            solved.setdefault(str(assignee), {})[Nature(str(nature))] = int(str(count))
    return solved
