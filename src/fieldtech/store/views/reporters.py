"""Who reports faults: names that are known, and what was last told of each."""

from dataclasses import dataclass

from fieldtech.store import statements
from fieldtech.store.store import Store


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who reported before, with what he last told."""

    name: str
    contact: str
    place: str
    asset: str


def known_reporters(store: Store, beginning: str = "", *, limit: int = 20) -> tuple[Reporter, ...]:
    """Find those whose name, or a later word of it, begins so, however it is capitalised; the latest first."""
    sql = (
        "SELECT reporter, contact, place, asset, max(reported) FROM fault WHERE reporter <> ''"
        " AND (lower(reporter) LIKE ? ESCAPE '!' OR lower(reporter) LIKE ? ESCAPE '!')"
        " GROUP BY reporter ORDER BY max(reported) DESC LIMIT ?"
    )
    begun = _pattern(beginning)
    with store.reading() as database:
        rows = statements.run(database, sql, (begun, f"% {begun}", limit))
    return tuple(Reporter(*(str(told) for told in row[:4])) for row in rows)


def _pattern(beginning: str) -> str:
    """Spell a beginning for LIKE, whose own signs are taken as they stand."""
    plain = beginning.strip().lower()
    for sign in ("!", "%", "_"):
        plain = plain.replace(sign, f"!{sign}")
    return f"{plain}%"
