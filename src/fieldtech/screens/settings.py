"""The settings that a user may change while the program runs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from fieldtech.config import Settings, WorkingHours
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.instants import weekday_word
from fieldtech.resources import resource_path
from fieldtech.screens.base import Dialog
from fieldtech.text import N_, _, current_language
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Form, Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine, LabelledLines
from fieldtech.widgets.line_field import LineField

Changes = Mapping[str, object]
"""What is to be set, by the names of the settings."""

_LANGUAGES = {"en": "English", "zh_CN": "中文"}
"""Each in its own words, so that whoever can't read the one in use finds his."""
_THEMES: Mapping[str, str] = {
    "": N_("fitting"),
    "dark": N_("dark"),
    "light": N_("light"),
    "contrast": N_("contrast"),
    "console": N_("console"),
    "mono": N_("no colours"),
}
_MAY_VERIFY: Mapping[str, str] = {"allow": N_("yes"), "warn": N_("with a warning"), "refuse": N_("no")}
_RANGES: Mapping[str, tuple[int, int]] = {
    "attachment_limit_mb": (1, 2000),
    "reopen_days": (0, 3650),
    "idle_minutes": (0, 1440),
}
"""The whole numbers that are asked for, and their ends."""
_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
_COLUMN = 16


class SettingsDialog(Dialog[Changes]):
    """Change what is to be changed; it answers with that alone."""

    CSS_PATH: ClassVar = [resource_path("styles", "forms.tcss"), resource_path("styles", "shell.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record"),
    ]

    def __init__(self, settings: Settings, about: Iterable[str] = ()) -> None:
        """Make the dialog.

        Args:
            about: Sentences of what can't be followed on this terminal.
        """
        super().__init__()
        self.heading = _("Settings")
        self._at_first = _texts_of(settings)
        self._form = Form(_fields(self._at_first))
        hours = LabelledLine(_("Working hours"), hours_words(settings.working_hours))
        where = LabelledLine("", _("The other settings stand in config.toml and are read at the next start."), "quiet")
        self._about = (hours, *(LabelledLine("", sentence, "soon") for sentence in about), where)

    def compose_fields(self) -> ComposeResult:
        """Lay out the fields, and what is set elsewhere."""
        yield self._form
        yield LabelledLines(self._about, column=_COLUMN, classes="about")

    def on_mount(self) -> None:
        """Begin at the first field."""
        self._form.enter()

    @on(Form.Completed)
    def action_record(self) -> None:
        """Answer with what is changed, or say at the field what is expected there."""
        try:
            changes = changes_of(self._form.texts, self._at_first)
        except RuleViolation as refusal:
            self._form.refuse(refusal)
        else:
            self.dismiss(changes)


def changes_of(texts: Texts, before: Texts) -> Changes:
    """Read what is changed.

    Raises:
        RuleViolation: a value doesn't fit; it names the field and says what is expected.
    """
    return {name: _value_of(name, text) for name, text in texts.items() if text != before[name]}


def hours_words(hours: WorkingHours) -> str:
    """Say the working hours of a week, days that are alike together."""
    return " · ".join(_day_groups(hours)) or _("none")


def _day_groups(hours: WorkingHours) -> Iterator[str]:
    days = list(enumerate(hours.by_weekday()))
    for shift, alike in groupby(days, key=lambda day: day[1]):
        places = [place for place, _shift in alike]
        if shift is not None:
            names = [
                weekday_word(_MONDAY + timedelta(days=place), UTC) for place in dict.fromkeys((places[0], places[-1]))
            ]
            yield f"{'-'.join(names)} {shift.start:%H:%M}-{shift.end:%H:%M}"


def _value_of(name: str, text: str) -> object:
    if name not in _RANGES:
        return text or None
    least, most = _RANGES[name]
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(most)) and least <= int(plain) <= most):
        raise RuleViolation(
            _("A whole number from {least} to {most} is expected here.").format(least=least, most=most), (name,)
        )
    return int(plain)


def _texts_of(settings: Settings) -> Texts:
    return {
        "language": current_language(),
        "theme": settings.theme or "",
        "fixer_may_verify": settings.fixer_may_verify,
        "attachment_limit_mb": str(settings.attachment_limit_mb),
        "reopen_days": str(settings.reopen_days),
        "idle_minutes": str(settings.idle_minutes),
    }


def _fields(texts: Texts) -> Iterator[FormField]:
    languages = [Choice(code, name) for code, name in _LANGUAGES.items()]
    yield ChoiceField("language", _("Language"), languages, texts["language"])
    yield ChoiceField("theme", _("Colours"), _choices(_THEMES), texts["theme"])
    yield ChoiceField("fixer_may_verify", _("Fixer verifies"), _choices(_MAY_VERIFY), texts["fixer_may_verify"])
    yield LineField(
        "attachment_limit_mb",
        _("Attachments"),
        texts["attachment_limit_mb"],
        hint=_("MB each at most"),
        is_replaced=True,
    )
    yield LineField(
        "reopen_days", _("Reopening"), texts["reopen_days"], hint=_("days after the closing"), is_replaced=True
    )
    yield LineField(
        "idle_minutes",
        _("Lock after"),
        texts["idle_minutes"],
        hint=_("minutes without a key; 0: never"),
        is_replaced=True,
    )


def _choices(labels: Mapping[str, str]) -> list[Choice]:
    return [Choice(word, _(label)) for word, label in labels.items()]
