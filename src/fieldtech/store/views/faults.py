"""Faults one by one: by their number or identifier, by the words in their record, and what is known of their fields."""

from collections import Counter
from collections.abc import Iterable, Iterator

from peewee import Database, fn

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.faults import Fault
from fieldtech.domain.subjects import fold, subject_id
from fieldtech.models import BlobRow, FaultRow
from fieldtech.store import journal, rosters, search, statements
from fieldtech.store.statements import Row
from fieldtech.store.store import Store
from fieldtech.store.views.fault_lines import LINE_COLUMNS, QueueFault, line_of
from fieldtech.text import _

AMBIGUOUS_SHOWN = 5
LAST_CHARACTER = "\U0010ffff"
"""Stands behind every text that begins alike."""


def find_fault(store: Store, number: str) -> Fault:
    """Read the fault of a number, or of any beginning of one that names just one; `F-` may be left out.

    Machines that never met can give two faults one number: their identifiers name them too.

    Raises:
        UnknownName: no fault, or more than one, is called so.
    """
    wanted = number.strip().upper()
    with store.reading() as database:
        rows = _identified(database, number.strip()) or (_numbered(database, wanted, wanted) if wanted else [])
        for beginning in (wanted, f"F-{wanted}") if wanted and not rows else ():
            rows += _numbered(database, beginning, beginning + LAST_CHARACTER)
        found = list(faults_of(str(subject) for _number, subject in rows[:1]))
    if not found:
        raise UnknownName(_("There is no fault {number}.").format(number=number))
    if len(rows) > 1:
        numbers = ", ".join(_names_apart(rows))
        raise UnknownName(
            _("{number} could be each of {numbers}: say more of it.").format(number=number, numbers=numbers)
        )
    return found[0]


def _names_apart(rows: list[Row]) -> Iterator[str]:
    """Name faults by their numbers, and by their identifiers where the number is the same."""
    numbers = Counter(str(row[0]) for row in rows)
    for number, subject in rows:
        yield str(number) if numbers[str(number)] == 1 else f"{number} ({subject_id(str(subject))})"


def fault_by_id(store: Store, fault_id: str) -> Fault | None:
    """Read a fault by its identifier; None where none is known."""
    with store.reading():
        return next(faults_of([f"fault:{fault_id}"]), None)


def faults_of(subjects: Iterable[str]) -> Iterator[Fault]:
    """Fold some faults, in a unit of reading: no table holds them whole. What is no fault yet is left out."""
    for some in journal.batches(list(subjects)):
        found, supervisors = journal.entries_of(some), rosters.supervisors()
        folded = (fold(subject, found[subject], supervisors) for subject in some if subject in found)
        yield from (fault for fault in folded if isinstance(fault, Fault))


def is_number_taken(store: Store, number: str) -> bool:
    """Tell whether a fault bears a number: a machine of the same code, or this one before it was restored, gave it."""
    with store.reading() as database:
        return bool(statements.run(database, "SELECT 1 FROM fault WHERE number = ? LIMIT 1", (number,)))


def search_faults(store: Store, words: str, *, limit: int = 40) -> tuple[QueueFault, ...]:
    """Find the faults, open or over, whose record has all words, the newest first."""
    with store.reading() as database:
        rows = search.find(database, words, limit)
        sql = f"SELECT {LINE_COLUMNS} FROM fault WHERE id IN ({', '.join(map(str, rows))})"
        found = {row[0]: line_of(row, store.now()) for row in statements.run(database, sql)}
    return tuple(found[row] for row in rows if row in found)


def known_words(store: Store, column: str, beginning: str = "", *, limit: int = 20) -> tuple[str, ...]:
    """Read the places, assets, sites or assignees that faults name already and that begin so, the most used first.

    Args:
        column: "place", "asset", "site" or "assignee".
    """
    field = getattr(FaultRow, column)
    with store.reading():
        query = FaultRow.select(field).where((field != "") & field.startswith(beginning))
        rows = query.group_by(field).order_by(fn.COUNT(FaultRow.id).desc(), field).limit(limit)
        return tuple(row[0] for row in rows.tuples())


def attachment_content(store: Store, digest: str) -> bytes | None:
    """Read the bytes of an attachment; None where they have not come to this machine."""
    with store.reading():
        row = BlobRow.select(BlobRow.content).where(BlobRow.digest == digest).tuples().first()
    return bytes(row[0]) if row else None


def _numbered(database: Database, first: str, last: str) -> list[Row]:
    """Read some faults whose numbers stand between two texts, both included."""
    sql = "SELECT number, subject FROM fault WHERE number >= ? AND number <= ? ORDER BY number LIMIT ?"
    return statements.run(database, sql, (first, last, AMBIGUOUS_SHOWN))


def _identified(database: Database, fault_id: str) -> list[Row]:
    sql = "SELECT number, subject FROM fault WHERE subject = ?"
    return statements.run(database, sql, (f"fault:{fault_id}",))
