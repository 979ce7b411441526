"""What a technician asks a list of faults for, whoever he is: what a saved view keeps, and what becomes filters."""

from enum import StrEnum

import msgspec

from fieldtech.domain.words import Nature, Priority, Status
from fieldtech.store.views.filters import Filters


class Whose(StrEnum):
    """Whose faults are listed."""

    MINE_OR_NOBODYS = "mine-or-nobodys"
    MINE = "mine"
    NOBODYS = "nobodys"
    ALL = "all"


class Only(StrEnum):
    """What presses."""

    LATE = "late"
    WORD_DUE = "word-due"
    PENDING = "pending"
    LEFT_OPEN = "left-open"


class Narrowing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is asked for; all of it holds at once, but words are searched for among all faults."""

    whose: Whose = Whose.MINE_OR_NOBODYS
    only: Only | None = None
    priority: Priority | None = None
    nature: Nature | None = None
    status: Status | None = None
    place: str = ""
    """How a place begins."""
    has_conflict: bool = False
    is_closed_too: bool = False
    words: str = ""
    """What is searched for; empty: nothing."""

    def filters(self, person: str) -> Filters:
        """Say it in the list's terms.

        Args:
            person: The name of who acts.
        """
        if self.words.strip():
            return Filters(words=self.words, with_closed=True)
        return Filters(
            mine_or_nobodys=person if self.whose is Whose.MINE_OR_NOBODYS else None,
            assignee={Whose.MINE: person, Whose.NOBODYS: ""}.get(self.whose),
            is_overdue=self.only is Only.LATE,
            is_word_overdue=self.only is Only.WORD_DUE,
            is_pending=True if self.only is Only.PENDING else None,
            is_left_open=self.only is Only.LEFT_OPEN,
            has_conflict=self.has_conflict,
            priority=self.priority,
            nature=self.nature,
            status=self.status,
            place_begins=self.place.strip(),
            with_closed=self.is_closed_too,
        )
