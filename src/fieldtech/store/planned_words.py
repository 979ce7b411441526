"""What plans, occurrences, outages and kept notices are found by: their words in the search index."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fieldtech.models import PlannedTextRow
from fieldtech.store import search, statements

if TYPE_CHECKING:
    from fieldtech.domain.planned_subjects import PlannedNoun


def index(subject: str, noun: "PlannedNoun") -> None:
    """Write what a subject is found by, in the place of what it was found by before."""
    from fieldtech.domain.planned_search import search_words

    database = PlannedTextRow._meta.database
    rows = statements.run(database, "SELECT id FROM planned_text WHERE subject = ?", (subject,))
    if rows:
        row = rows[0][0]
        search.forget(database, [row], search.PLANNED_TABLE)
    else:
        row = PlannedTextRow.insert(subject=subject).execute()
    search.index(database, [(row, "\n".join(search_words(noun)))], search.PLANNED_TABLE)


def forget(subject: str) -> None:
    """Take a subject out of the index."""
    database = PlannedTextRow._meta.database
    rows = statements.run(database, "SELECT id FROM planned_text WHERE subject = ?", (subject,))
    search.forget(database, (row[0] for row in rows), search.PLANNED_TABLE)
    statements.run(database, "DELETE FROM planned_text WHERE subject = ?", (subject,))


def find(words: str, limit: int) -> Iterable[str]:
    """Find the subjects that have all words, what was recorded first the newest first."""
    database = PlannedTextRow._meta.database
    rows = search.find(database, words, limit, search.PLANNED_TABLE)
    sql = f"SELECT id, subject FROM planned_text WHERE id IN ({', '.join(map(str, rows))})"
    found = {row[0]: str(row[1]) for row in statements.run(database, sql)}
    return [found[row] for row in rows if row in found]
