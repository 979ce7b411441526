"""What can be wrong with a provider's notice, kept as words and told as a sentence in the language in use."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from fieldtech.text import N_, _


class TroubleKind(StrEnum):
    """Why a notice, or an event of it, was not taken as an outage."""

    NO_CALENDAR = "no-calendar"
    NO_EVENT = "no-event"
    LACKS = "lacks"
    UNREADABLE = "unreadable"
    TWICE = "twice"
    UNKNOWN_WORD = "unknown-word"
    UNKNOWN_ZONE = "unknown-zone"
    RECURS = "recurs"
    BACKWARDS = "backwards"
    NOT_CLOSED = "not-closed"
    TOO_MUCH = "too-much"


_WELL_FORMED = (TroubleKind.NO_CALENDAR, TroubleKind.UNKNOWN_WORD, TroubleKind.UNKNOWN_ZONE, TroubleKind.RECURS)
_SENTENCES: Mapping[TroubleKind, str] = {
    TroubleKind.NO_CALENDAR: N_("It has neither a calendar nor the fields of a maintenance notice."),
    TroubleKind.NO_EVENT: N_("The calendar has no event."),
    TroubleKind.LACKS: N_("The event lacks {field}."),
    TroubleKind.UNREADABLE: N_("{field} can't be read: “{value}”."),
    TroubleKind.TWICE: N_("{field} is told twice, each time otherwise."),
    TroubleKind.UNKNOWN_WORD: N_("{field} says “{value}”, which is no word of maintenance notices."),
    TroubleKind.UNKNOWN_ZONE: N_("{field} is told in the zone “{value}”, which nobody knows."),
    TroubleKind.RECURS: N_("The event recurs ({field}): which days are meant has to be read."),
    TroubleKind.BACKWARDS: N_("The event ends before it has begun: {value}."),
    TroubleKind.NOT_CLOSED: N_("The event breaks off: the file isn't whole."),
    TroubleKind.TOO_MUCH: N_("There is too much of {field}: {value} is the most."),
}
_NAMES: Mapping[str, str] = {
    "DTSTART": N_("the beginning"),
    "DTEND": N_("the end"),
    "DTSTAMP": N_("the time of writing"),
    "UID": N_("the identifier"),
    "SEQUENCE": N_("the revision"),
    "STATUS": N_("the status"),
    "ORGANIZER": N_("the provider"),
    "VEVENT": N_("the events"),
    "VTIMEZONE": N_("the zones"),
    "VCALENDAR": N_("the lines"),
    "BEGIN": N_("the levels"),
    "X-MAINTNOTE-PROVIDER": N_("the provider"),
    "X-MAINTNOTE-MAINTENANCE-ID": N_("the provider's number"),
    "X-MAINTNOTE-STATUS": N_("the status"),
    "X-MAINTNOTE-IMPACT": N_("the impact"),
    "X-MAINTNOTE-OBJECT-ID": N_("the objects"),
}


class NoticeTrouble(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong, and where."""

    kind: TroubleKind
    field: str = ""
    """The property, as the calendar calls it."""
    value: str = ""
    line: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Of the calendar, from 1. 0: it concerns the whole."""

    @property
    def is_broken(self) -> bool:
        """The notice contradicts its own form; otherwise a person can read what it means."""
        return self.kind not in _WELL_FORMED

    @property
    def sentence(self) -> str:
        """Say it in the language in use."""
        name = _(_NAMES[self.field]) if self.field in _NAMES else ""
        field = f"{name} ({self.field})" if name else self.field
        told = _(_SENTENCES[self.kind]).format(field=field, value=self.value)
        told = told[:1].upper() + told[1:]
        return _("Line {line}: {sentence}").format(line=self.line, sentence=told) if self.line else told
