"""What a list of faults is narrowed to, and how that is asked of the faults' table."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, tzinfo

from peewee import Database

from fieldtech.domain.left_open import left_before
from fieldtech.domain.words import Nature, Priority, Status
from fieldtech.store import search
from fieldtech.store.projection import microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of faults is narrowed to; what is None, False or empty narrows nothing."""

    assignee: str | None = None
    """A person's name; empty: nobody's."""
    mine_or_nobodys: str | None = None
    """A person's name: his faults and those that nobody has."""
    is_overdue: bool = False
    is_word_overdue: bool = False
    site: str | None = None
    place: str | None = None
    place_begins: str = ""
    """How the place's name begins, however it is capitalised."""
    asset: str | None = None
    nature: Nature | None = None
    priority: Priority | None = None
    status: Status | None = None
    is_pending: bool | None = None
    has_conflict: bool = False
    is_left_open: bool = False
    """Somebody works on it, but has not since an earlier day."""
    with_closed: bool = False
    """Closed and cancelled ones too, after the open ones."""
    words: str = ""
    """Words that must occur, as `search` finds them."""

    def within(self, wider: "Filters") -> "Filters":
        """Narrow what others list; where both say something of the same, this counts."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(wider, **{name: value for name, value in said.items() if value not in (None, False, "")})


@dataclass(frozen=True, slots=True)
class Condition:
    """Part of a WHERE clause, with its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


def found_rows(database: Database, filters: Filters) -> list[int] | None:
    """The rows that have the filters' words; None where no words narrow."""
    return search.find(database, filters.words, -1) if filters.words.strip() else None


def stretches(filters: Filters) -> tuple[bool, ...]:
    """Which parts are listed, the open ones first."""
    if filters.status in (Status.CLOSED, Status.CANCELLED):
        return (False,)
    return (True, False) if filters.with_closed and filters.status is None else (True,)


def conditions_of(
    filters: Filters, now: datetime, zone: tzinfo, *, is_open: bool, rows: list[int] | None
) -> list[Condition]:
    """Spell the filters; the open condition stands in every query, so that the partial indexes serve."""
    instant = microseconds(now)
    equal: dict[str, object] = {
        "assignee": filters.assignee,
        "site": filters.site,
        "place": filters.place,
        "asset": filters.asset,
        "nature": filters.nature,
        "priority": filters.priority,
        "status": filters.status,
        "is_pending": filters.is_pending,
    }
    conditions = [OPEN if is_open else OVER]
    conditions += [Condition(f"{column} = ?", (value,)) for column, value in equal.items() if value is not None]
    if filters.mine_or_nobodys is not None:
        conditions.append(Condition("assignee IN ('', ?)", (filters.mine_or_nobodys,)))
    if filters.place_begins:
        pattern = filters.place_begins.translate(_LITERAL) + "%"
        conditions.append(Condition("lower(place) LIKE lower(?) ESCAPE '|'", (pattern,)))
    if filters.is_overdue:
        conditions.append(Condition("is_pending = 0 AND due < ?", (instant,)))
    if filters.is_word_overdue:
        conditions.append(Condition("is_pending = 0 AND word_due < ?", (instant,)))
    if filters.is_left_open:
        conditions.append(left_open(now, zone))
    if filters.has_conflict:
        conditions.append(CONTESTED)
    if rows is not None:
        # Numbers of our own index, never text: so many parameters no statement takes.
        conditions.append(Condition(f"id IN ({', '.join(map(str, rows))})"))
    return conditions


def left_open(now: datetime, zone: tzinfo) -> Condition:
    """Somebody works on it, but has not since an earlier day."""
    return Condition("worked < ?", (microseconds(left_before(now, zone)),))


_LITERAL = str.maketrans({"%": "|%", "_": "|_", "|": "||"})
OPEN = Condition("is_open = 1")
"""The condition of the partial indexes, to the letter: a parameter would hide it from the planner."""
OVER = Condition("is_open = 0")
CONTESTED = Condition("has_conflict = 1 AND has_conflict + is_odd > 0")
"""The second half is that of the index which finds the few among many: the first alone does not lead there."""


def where_clause(conditions: list[Condition]) -> tuple[str, tuple[object, ...]]:
    parameters = tuple(parameter for condition in conditions for parameter in condition.parameters)
    return " AND ".join(condition.sql for condition in conditions), parameters
