"""Questions for what was done and said: notes, time, parts, words to the user."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import msgspec

from fieldtech.domain.fault_clocks import ClockRules, due_times
from fieldtech.domain.faults import Fault, UserWord
from fieldtech.domain.instants import in_words
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import Channel, ContactWay
from fieldtech.domain.work_clock import Stint
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.fault_words import worked_time
from fieldtech.screens.typed_values import chosen, past_instant, required, understood_instant, whole_number
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.fault_facts import moment
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.words_field import WordsField

_MINUTE = timedelta(minutes=1)
_SAME_WAY = {
    Channel.PHONE: ContactWay.PHONE,
    Channel.EMAIL: ContactWay.EMAIL,
    Channel.WALK_IN: ContactWay.IN_PERSON,
    Channel.SERVICE_DESK: ContactWay.SERVICE_DESK,
}
"""The way back to whoever reported; a machine that watches is told nothing."""


def way_back(fault: Fault) -> str:
    """Name the way by which the reporter came, as the likely way back; empty: there is none."""
    channel = fault.facts.channel
    return _SAME_WAY.get(channel, "") if channel else ""


@dataclass(frozen=True, slots=True)
class NoteWords:
    """A note."""

    text: str


class NoteDialog(FormDialog[NoteWords]):
    """What was done or seen."""

    ASKED = N_("Note")

    def fields(self) -> Iterable[FormField]:
        """Ask for the words."""
        yield WordsField("text", _("Note"), rows=4)

    def answer(self, texts: Texts) -> NoteWords:
        """Take the words."""
        return NoteWords(required(texts, "text", _("Write the note.")))


@dataclass(frozen=True, slots=True)
class TimeWorked:
    """Working time."""

    minutes: int
    note: str


class TimeDialog(FormDialog[TimeWorked]):
    """How long one worked; what is not booked yet is offered."""

    ASKED = N_("Time")

    def __init__(self, fault: Fault, stint: Stint | None, now: datetime, zone: tzinfo) -> None:
        """Make the dialog.

        Args:
            stint: The work for which no time was booked; None: there is none.
        """
        self._stint, self._now, self._zone = stint, now, zone
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the minutes."""
        minutes = self._stint.spent(self._now) // _MINUTE if self._stint else 0
        offered = str(minutes) if minutes else ""
        yield LineField("minutes", _("Minutes"), offered, hint=_("90, or 1:30"), is_replaced=bool(offered))
        yield LineField("note", _("At what"))

    def about(self) -> Iterable[LabelledLine]:
        """Say since when the work is not booked, and what is."""
        if self._stint is not None:
            since = moment(self._stint.began, self._now, self._zone)
            until = moment(self._stint.ended, self._now, self._zone) if self._stint.ended else _("now")
            words = _("from {since} to {until}").format(since=since, until=until)
            yield LabelledLine(_("Not booked"), words)
        yield LabelledLine(_("Booked"), worked_time(self.fault), "quiet")

    def answer(self, texts: Texts) -> TimeWorked:
        """Take the minutes, also where they are written as hours and minutes."""
        return TimeWorked(minutes_of(texts), texts["note"])


def minutes_of(texts: Texts) -> int:
    """Read minutes such as 90 or 1:30.

    Raises:
        RuleViolation: it is no such time.
    """
    sentence = _("Write minutes, or hours and minutes: 90, or 1:30.")
    hours, colon, minutes = texts["minutes"].strip().replace("：", ":").rpartition(":")
    if not colon:
        return whole_number(texts, "minutes", sentence)
    parts = {"minutes": minutes if len(minutes) == 2 else ""}
    return 60 * whole_number({"minutes": hours}, "minutes", sentence) + whole_number(parts, "minutes", sentence)


@dataclass(frozen=True, slots=True)
class PartBuiltIn:
    """A part and what it replaced."""

    part: str
    quantity: int
    old_serial: str
    new_serial: str
    asset: str


class PartDialog(FormDialog[PartBuiltIn]):
    """Which part was built in."""

    ASKED = N_("Part")

    def fields(self) -> Iterable[FormField]:
        """Ask for the part and the serial numbers first: of what has a number one is built in."""
        yield LineField("part", _("Part"))
        yield LineField("old-serial", _("Serial out"))
        yield LineField("new-serial", _("Serial in"))
        yield LineField("quantity", _("How many"), "1", is_replaced=True)
        yield LineField("asset", _("Asset"), self.fault.facts.asset or "", complete=self.completer("asset"),
                        is_replaced=True)  # fmt: skip

    def answer(self, texts: Texts) -> PartBuiltIn:
        """Take the part."""
        return PartBuiltIn(
            part=required(texts, "part", _("Name the part.")),
            quantity=whole_number(texts, "quantity", _("The quantity is a whole number from 1 on.")),
            old_serial=texts["old-serial"],
            new_serial=texts["new-serial"],
            asset=texts["asset"],
        )


@dataclass(frozen=True, slots=True)
class WordToUser:
    """What the user was told."""

    text: str
    how: str
    whom: str
    at: datetime | None
    """None: just now."""


class TellDialog(FormDialog[WordToUser]):
    """What the user was told, by which way, and when; the last word and the next one due are in view."""

    ASKED = N_("Told the user")

    def __init__(self, fault: Fault, rules: ClockRules, now: datetime) -> None:
        self._rules, self._now = rules, now
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the words first; the rest is mostly right already."""
        yield WordsField("text", _("What was told"), rows=2)
        yield ChoiceField("how", _("How"), choices_of(ContactWay), way_back(self.fault))
        yield LineField("whom", _("Whom"), self.fault.facts.reporter or "", hint=self.fault.facts.contact or "",
                        is_replaced=True)  # fmt: skip
        yield LineField("at", _("When"), _("now"), read=self._understood, is_replaced=True)

    def about(self) -> Iterable[LabelledLine]:
        """Say what was told last, and until when a word is due."""
        zone = self._rules.calendar.zone
        if self.fault.words_to_user:
            last = self.fault.words_to_user[-1]
            yield LabelledLine(_("Last word"), f"{moment(last.told_at, self._now, zone)}  {one_line(last.text)}")
        due = due_times(self.fault, self._rules).word_at
        if due is not None:
            yield LabelledLine(_("Word due"), in_words(due, self._now, zone), "late" if due < self._now else "")

    def verdict(self, texts: Texts) -> Iterable[LabelledLine]:
        """Say until when the next word is due, once this one is told."""
        del texts
        due = word_due_after(self.fault, self._rules, self._now)
        if due is not None:
            yield LabelledLine(_("Next word"), in_words(due, self._now, self._rules.calendar.zone), "quiet")

    def answer(self, texts: Texts) -> WordToUser:
        """Take the words."""
        return WordToUser(
            text=required(texts, "text", _("Write what the user was told.")),
            how=chosen(texts, "how", ContactWay, _("Say how the user was told.")),
            whom=required(texts, "whom", _("Say who was told.")),
            at=past_instant(texts, "at", self.store),
        )

    def _understood(self, text: str) -> str:
        return understood_instant(text, self.store)


def word_due_after(fault: Fault, rules: ClockRules, told_at: datetime) -> datetime | None:
    """Tell until when the next word is due if the user is told something at an instant; None: none is promised."""
    told = UserWord(text="", how="", whom="", told_at=told_at, by=fault.recorded)
    supposed = msgspec.structs.replace(fault, words_to_user=(*fault.words_to_user, told))
    return due_times(supposed, rules).word_at
