"""How often plans and their occurrences were changed, and when last: what a calendar tells its subscribers."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from fieldtech.store import statements
from fieldtech.store.journal import BATCH
from fieldtech.store.store import Store

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SubjectChanges(NamedTuple):
    """The entries of a subject."""

    entries: int
    """It never falls: entries stay."""
    last_at: datetime
    """The latest by its author's own clock."""


class _Written(msgspec.Struct):
    """Of an entry's header what is read here."""

    wall: int


_header = msgspec.json.Decoder(_Written)


def changes_of(store: Store, subjects: Iterable[str]) -> dict[str, SubjectChanges]:
    """Count the entries of some subjects, such as `plan:…` and `occurrence:…`; of an untouched one there is nothing."""
    wanted, walls = list(subjects), dict[str, list[int]]()
    with store.reading() as database:
        for start in range(0, len(wanted), BATCH):
            some = wanted[start : start + BATCH]
            sql = f"SELECT subject, header FROM entry WHERE subject IN ({', '.join('?' * len(some))})"
            for subject, header in statements.run(database, sql, some):
                walls.setdefault(str(subject), []).append(_wall(header))
    return {
        subject: SubjectChanges(len(found), _EPOCH + timedelta(microseconds=max(found)))
        for subject, found in walls.items()
    }


def _wall(header: object) -> int:
    return _header.decode(header if isinstance(header, bytes) else bytes(header)).wall  # type: ignore[call-overload]
