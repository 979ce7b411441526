"""The full-text index: words, and Chinese by characters and pairs, so that words of any length are found.

Characters of scripts without spaces are written as overlapping pairs and the last one alone: ABCD as AB BC CD D. So a
pair is a token, a single character the beginning of one, and a longer run a phrase.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from operator import add

from peewee import Database

from fieldtech.domain.visible_text import storable
from fieldtech.store import statements

TABLE, PLANNED_TABLE = "fault_search", "planned_search"
"""The index of the faults, by their rows, and that of what is planned, by `planned_text`."""
CONTENTLESS_DELETE = (3, 43, 0)
MOST_TERMS = 64
LONGEST_TERM = 200
"""Words, and characters of one, that are looked for: the engine's time grows with the square of their number."""
_UNSPACED = (
    "\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = f"[{_UNSPACED}]+"
_WORD = f"[{_UNSPACED}]+|[^\\s{_UNSPACED}]+"
# Compiled when they are first used: it takes 3 ms, and most commands search for nothing.


def prepare(database: Database) -> None:
    """Make the indexes where there are none."""
    contentless = "content='', contentless_delete=1, " if database.server_version >= CONTENTLESS_DELETE else ""
    for table in (TABLE, PLANNED_TABLE):
        database.execute_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5("
            f"words, {contentless}tokenize='unicode61 remove_diacritics 2')"
        )


def index(database: Database, texts: Iterable[tuple[object, str]], table: str = TABLE) -> None:
    """Write what some rows are found by; earlier words of theirs were forgotten before."""
    rows = [(row, _index_text(text)) for row, text in texts]
    statements.run_many(database, f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", rows)


def forget(database: Database, rows: Iterable[object], table: str = TABLE) -> None:
    """Take the words of some rows out of the index."""
    statements.run_many(database, f"DELETE FROM {table} WHERE rowid = ?", [(row,) for row in rows])


def clear(database: Database) -> None:
    """Forget everything; the rows are written again by a rebuild."""
    for table in (TABLE, PLANNED_TABLE):
        database.execute_sql(f"DROP TABLE IF EXISTS {table}")
    prepare(database)


def forget_deleted(database: Database) -> None:
    """Drop the words of what was deleted; the engine keeps them until its segments are merged."""
    for table in (TABLE, PLANNED_TABLE):
        database.execute_sql(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def count(database: Database, table: str = TABLE) -> int:
    """Count what is indexed."""
    found: int = database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def find(database: Database, words: str, limit: int, table: str = TABLE) -> list[int]:
    """Find the rows that have all words, the newest first; the last word may be unfinished.

    Returns:
        Row numbers of the faults' table, or of `planned_text`; none for a query without a letter or digit.
    """
    query = _query(words)
    if not query:
        return []
    found = database.execute_sql(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?", (query, limit)
    )
    return [row[0] for row in found.fetchall()]


def find_any(database: Database, words: str, limit: int, *, among: int = 5_000) -> list[int]:
    """Find the rows that have some of the words, the likest first, among the newest that have any.

    Ranking all hits of a common word takes half a second in a large store, so only the newest are ranked.
    """
    parts = dict.fromkeys(part for term in _terms(words) for part in _parts(term))
    query = " OR ".join(_term(part, is_last=False) for part in islice(parts, MOST_TERMS))
    if not query:
        return []
    newest = database.execute_sql(
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", (query, among)
    ).fetchone()
    found = database.execute_sql(
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? AND rowid > ? ORDER BY bm25({TABLE}), rowid DESC LIMIT ?",
        (query, newest[0] if newest else 0, limit),
    )
    return [row[0] for row in found.fetchall()]


def shared_part(words: str, text: str) -> float:
    """Tell how much of some words another text has: from 0, none, to 1, all."""
    wanted = {part for term in _terms(words) for part in _parts(term.casefold())}
    found = {part for term in _terms(text) for part in _parts(term.casefold())}
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _index_text(text: str) -> str:
    # It stood in entries, which hold nothing that can't be stored.
    return text if text.isascii() else re.sub(_RUN, _pairs, unicodedata.normalize("NFKC", text))


def _pairs(found: re.Match[str]) -> str:
    run = found[0]
    return f" {' '.join(map(add, run, run[1:]))} {run[-1]} "


def _query(words: str) -> str:
    """Say the words in FTS5's language; nothing of what was typed is ever read as its syntax."""
    terms = _terms(words)
    return " ".join(_term(term, is_last=place == len(terms) - 1) for place, term in enumerate(terms))


def _terms(words: str) -> list[str]:
    """Cut what was typed into words; of a whole page that somebody pasted, its beginning."""
    found = (term[:LONGEST_TERM] for term in re.findall(_WORD, _plain(words)))
    return list(islice((term for term in found if any(sign.isalnum() for sign in term)), MOST_TERMS))


def _parts(term: str) -> list[str]:
    """Cut a run without spaces into pairs: faults that are alike seldom share a whole run."""
    if not re.fullmatch(_RUN, term) or len(term) <= 2:
        return [term]
    return [term[place : place + 2] for place in range(len(term) - 1)]


def _term(term: str, *, is_last: bool) -> str:
    if not re.fullmatch(_RUN, term):
        return f'"{_quoted(term)}"' + ("*" if is_last and term[-1].isalnum() else "")
    if len(term) == 1:
        return f'"{term}"*'
    return '"' + " ".join(term[place : place + 2] for place in range(len(term) - 1)) + '"'


def _quoted(term: str) -> str:
    return term.replace('"', '""')


def _plain(text: str) -> str:
    kept = storable(text)
    return kept if kept.isascii() else unicodedata.normalize("NFKC", kept)
