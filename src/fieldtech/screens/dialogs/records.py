"""Questions for what was done and said: notes, time, parts, words to the user, files."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Channel, ContactWay
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.typed_values import chosen, past_instant, required, understood_instant, whole_number
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.words_field import WordsField

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
    """How long one worked."""

    ASKED = N_("Time")

    def fields(self) -> Iterable[FormField]:
        """Ask for the minutes."""
        yield LineField("minutes", _("Minutes"), hint=_("90, or 1:30"))
        yield LineField("note", _("At what"))

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
        """Ask for the part and the serial numbers."""
        yield LineField("part", _("Part"))
        yield LineField("quantity", _("How many"), "1", is_replaced=True)
        yield LineField("old-serial", _("Serial out"))
        yield LineField("new-serial", _("Serial in"))
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
    """What the user was told, by which way, and when."""

    ASKED = N_("Told the user")

    def fields(self) -> Iterable[FormField]:
        """Ask for the words first; the rest is mostly right already."""
        yield WordsField("text", _("What was told"), rows=2)
        yield ChoiceField("how", _("How"), choices_of(ContactWay), way_back(self.fault))
        yield LineField("whom", _("Whom"), self.fault.facts.reporter or "", hint=self.fault.facts.contact or "",
                        is_replaced=True)  # fmt: skip
        yield LineField("at", _("When"), _("now"), read=self._understood, is_replaced=True)

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


@dataclass(frozen=True, slots=True)
class FileToAttach:
    """A file on this machine."""

    path: Path
    name: str
    """What it is to be called; empty: as it is."""


class AttachDialog(FormDialog[FileToAttach]):
    """Which file is kept with the fault."""

    ASKED = N_("Attach")

    def __init__(self, fault: Fault, limit_mb: int) -> None:
        self._limit_mb = limit_mb
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the path."""
        hint = _("at most {limit} MB").format(limit=self._limit_mb)
        yield LineField("file", _("File"), complete=complete_path, hint=hint)
        yield LineField("name", _("Call it"), hint=_("empty: as it is called"))

    def answer(self, texts: Texts) -> FileToAttach:
        """Take the path; whether the file can be read shows when it is."""
        path = required(texts, "file", _("Name the file."))
        return FileToAttach(Path(path).expanduser(), texts["name"].strip())


async def complete_path(typed: str) -> str:
    """Complete a path to the first file or folder that begins so."""
    return await asyncio.to_thread(_first_path, typed)


def _first_path(typed: str) -> str:
    folder, slash, beginning = typed.rpartition("/")
    try:
        names = sorted(
            entry.name + ("/" if entry.is_dir() else "")
            for entry in Path(f"{folder}{slash}" or ".").expanduser().iterdir()
            if entry.name.startswith(beginning) and (beginning or not entry.name.startswith("."))
        )
    except OSError:
        return ""
    return f"{folder}{slash}{names[0]}" if names else ""
