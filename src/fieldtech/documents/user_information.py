"""Leaving user information out of a document: names and contacts of users, wherever its texts name them (S6)."""

import re
from typing import NamedTuple, TypeVar

import msgspec

from fieldtech.documents.fault_view import FaultReport
from fieldtech.domain.checklists import Template
from fieldtech.domain.faults import Stamp
from fieldtech.domain.signatures import Signature
from fieldtech.text import _

Value = TypeVar("Value")

_SHORTEST = 2
"""A single letter is no name: to strike it out would strike half of the text."""
_KEPT = (Stamp, Template, Signature)
"""What holds no words of or about a user."""


def leave_out_users(report: FaultReport) -> FaultReport:
    """Strike the names and contacts of users out of all texts of a report; the staff's own names stay."""
    names = _user_names(report)
    without_source = msgspec.structs.replace(report.fault, source=None)
    if not names:
        return msgspec.structs.replace(report, fault=without_source, user_information_is_left_out=True)
    # Longest first, so that no part of a longer name is left standing.
    alternatives = "|".join(_pattern(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    strike = _Strike(re.compile(alternatives, re.IGNORECASE), _("[left out]"))
    return msgspec.structs.replace(
        report,
        fault=strike.all_in(without_source),
        priority_reason=strike.all_in(report.priority_reason),
        reopenings=strike.all_in(report.reopenings),
        user_information_is_left_out=True,
    )


def _user_names(report: FaultReport) -> set[str]:
    fault = report.fault
    told = [fault.facts.reporter, fault.facts.contact]
    told += [word.whom for word in fault.words_to_user]
    told += [attempt.verification.told_by for attempt in fault.attempts if attempt.verification]
    told += [side.value for each in fault.conflicts if each.field in ("reporter", "contact") for side in each.sides]
    staff = {name.casefold() for name in report.people.values()}
    names = {name.strip() for name in told if name}
    return {name for name in names if len(name) >= _SHORTEST and name.casefold() not in staff}


def _pattern(name: str) -> str:
    """Match a name, but not within a longer word of letters that are written with blanks between."""
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    behind = r"(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
    return before + re.escape(name) + behind


class _Strike(NamedTuple):
    """Strikes names out of texts."""

    names: re.Pattern[str]
    instead: str

    def all_in(self, value: Value) -> Value:
        """Strike names out of every plain text of a part of the record."""
        struck = self._struck(value)
        assert isinstance(struck, type(value))
        return struck

    def _struck(self, value: object) -> object:
        if type(value) is str:
            return self.names.sub(self.instead, value)
        if isinstance(value, tuple):
            return tuple(self._struck(each) for each in value)
        if isinstance(value, msgspec.Struct) and not isinstance(value, _KEPT):
            return type(value)(**{name: self._struck(getattr(value, name)) for name in value.__struct_fields__})
        return value
