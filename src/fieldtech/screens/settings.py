"""The settings that a user may change while the program runs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType

from fieldtech.config import Settings, WorkingHours
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.instants import weekday_word
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.text import N_, _, current_language
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
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
_SIGN_OFF_KEYS: Mapping[str, str] = {"own": N_("each signer's own"), "machine": N_("the machine's")}
_RANGES: Mapping[str, tuple[int, int]] = {
    "attachment_limit_mb": (1, 2000),
    "reopen_days": (0, 3650),
    "idle_minutes": (0, 1440),
}
"""The whole numbers that are asked for, and their ends."""
_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


class SettingsDialog(KeptFormDialog[Changes]):
    """Change what is to be changed; it answers with that alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Record"), tooltip=N_("Record what is filled in."), id="dialog.record"),
    ]

    KEPT_AS = "settings"

    def __init__(self, settings: Settings, limits: Iterable[str] = ()) -> None:
        """Make the dialog.

        Args:
            limits: Sentences of what can't be followed on this terminal.
        """
        self._before = _texts_of(settings)
        self._hours, self._limits = hours_words(settings.working_hours), tuple(limits)
        super().__init__()
        self.heading = _("Settings")

    def fields(self) -> Iterable[FormField]:
        """Ask for what may be changed while the program runs."""
        return _fields(self._before)

    def about(self) -> Iterable[LabelledLine]:
        """Say what is set elsewhere."""
        yield LabelledLine(_("Working hours"), self._hours)
        for sentence in self._limits:
            yield LabelledLine("", sentence, "soon")
        where = _("The other settings stand in config.toml and are read at the next start.")
        yield LabelledLine("", where, "quiet")

    def answer(self, texts: Texts) -> Changes:
        """Take what is changed."""
        return changes_of(texts, self._before)


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
        "sign_off_key": settings.sign_off_key,
        "attachment_limit_mb": str(settings.attachment_limit_mb),
        "reopen_days": str(settings.reopen_days),
        "idle_minutes": str(settings.idle_minutes),
    }


def _fields(texts: Texts) -> Iterator[FormField]:
    languages = [Choice(code, name) for code, name in _LANGUAGES.items()]
    yield ChoiceField("language", _("Language"), languages, texts["language"])
    yield ChoiceField("theme", _("Colours"), _choices(_THEMES), texts["theme"])
    yield ChoiceField("fixer_may_verify", _("Fixer verifies"), _choices(_MAY_VERIFY), texts["fixer_may_verify"])
    yield ChoiceField("sign_off_key", _("Signing key"), _choices(_SIGN_OFF_KEYS), texts["sign_off_key"])
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
