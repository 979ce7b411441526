"""The sign-off of planned work: what will be signed, by whom and with which key (PROCESS S3.6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.occurrences import Occurrence
from fieldtech.domain.planned_occurrences import PlannedOccurrence
from fieldtech.domain.round_page import round_page
from fieldtech.domain.sign_off import page_digest
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.dialogs.signed_page import SignedPageDialog
from fieldtech.screens.occurrence_dialogs import OccurrenceDialog
from fieldtech.screens.occurrence_words import found_words, stops_words, walked_words
from fieldtech.screens.typed_values import required, whole_number
from fieldtech.store import Store
from fieldtech.store.views.people import PeopleNames, acting_person, people_names
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.secret_field import SecretField
from fieldtech.widgets.words_field import WordsField
from fieldtech.workflow.occurrence_sign_off import finish_occurrence, needs_own_key
from fieldtech.workflow.signing import has_own_key, key_for_sign_off

_DIGEST_SHOWN = 8
_PASSPHRASE, _AGAIN = "passphrase-file", "again"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and with what."""

    name: str
    names: PeopleNames
    machine: str
    """Its code."""
    has_key: bool
    """He has a key of his own here."""
    makes_key: bool
    """One is to be made now."""

    @property
    def signs_himself(self) -> bool:
        """Tell whether it is not the machine that signs."""
        return self.has_key or self.makes_key


@dataclass(frozen=True, slots=True)
class FinishSaid:
    """A sign-off, and the digest of the page that was shown."""

    note: str
    minutes: int | None
    digest: str
    passphrase: str = field(default="", repr=False)
    makes_key: bool = False


class FinishDialog(OccurrenceDialog[FinishSaid]):
    """One sign-off for all of it."""

    KEPT_AS = "occurrence_finish"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "show_page", N_("What is signed"), id="verify.page",
                tooltip=N_("Show exactly what is signed.")),
    ]  # fmt: skip

    def __init__(self, occurrence: PlannedOccurrence, today: date, signer: Signer) -> None:
        self._signer, self.page = signer, round_page(occurrence)
        super().__init__(occurrence, today)

    @property
    def asked(self) -> str:
        """What is asked."""
        return _("Sign that it is done")

    def fields(self) -> Iterable[FormField]:
        """Ask how long it took, what there is to say, and for the key."""
        minutes = self.occurrence.facts.minutes
        yield LineField("minutes", _("Minutes"), str(minutes) if minutes else "", is_replaced=True)
        yield WordsField("note", _("Note"), rows=2)
        if self._signer.signs_himself:
            hint = _("seals your own key, made now") if self._signer.makes_key else _("opens your own key")
            yield SecretField(_PASSPHRASE, _("Passphrase"), hint)
        if self._signer.makes_key:
            yield SecretField(_AGAIN, _("Once more"), _("without it nobody can sign as you"))

    def about(self) -> Iterable[LabelledLine]:
        """Say in short what is signed."""
        touched = self.occurrence.touched
        if touched is not None and touched.items:
            yield from _list_lines(touched, self._signer.names)
        yield LabelledLine(_("Signature"), self._signature_words(), "quiet")

    def answer(self, texts: Texts) -> FinishSaid:
        """Take the time, the note and the passphrase."""
        minutes = whole_number(texts, "minutes", _("Say it in whole minutes.")) if texts["minutes"].strip() else None
        return FinishSaid(
            texts["note"], minutes, page_digest(self.page), self._passphrase(), makes_key=self._signer.makes_key
        )

    def action_show_page(self) -> None:
        """Show the page whole."""
        self.app.push_screen(SignedPageDialog(self.page))

    def _passphrase(self) -> str:
        if not self._signer.signs_himself:
            return ""
        passphrase = required({_PASSPHRASE: self.form.fields[_PASSPHRASE].text}, _PASSPHRASE, _("Type the passphrase."))
        if self._signer.makes_key and self.form.fields[_AGAIN].text != passphrase:
            raise RuleViolation(_("The two are not the same."), (_AGAIN,))
        return passphrase

    def _signature_words(self) -> str:
        digest, name = page_digest(self.page)[:_DIGEST_SHOWN], self._signer.name
        if self._signer.makes_key:
            return _("{name}, with a key of one's own, made now, page {digest}").format(name=name, digest=digest)
        if self._signer.has_key:
            return _("{name}, with a key of one's own, page {digest}").format(name=name, digest=digest)
        return _("{name}, with this machine's key ({machine}), page {digest}").format(
            name=name, machine=self._signer.machine, digest=digest
        )


def signer_of(store: Store, occurrence: PlannedOccurrence) -> Signer:
    """Tell who signs: with a key of his own where a list was answered, else with the machine's."""
    is_own = needs_own_key(occurrence)
    has_key = is_own and has_own_key(store)
    makes_key = is_own and not has_key and store.settings.sign_off_key == "own"
    return Signer(acting_person(store).name, people_names(store), store.code, has_key=has_key, makes_key=makes_key)


def sign_occurrence(store: Store, name: str, said: FinishSaid) -> PlannedOccurrence:
    """Record the sign-off, with the key that the signer opened."""
    key = key_for_sign_off(store, said.passphrase, makes_key=said.makes_key)
    return finish_occurrence(store, name, note=said.note, minutes=said.minutes, digest=said.digest, key=key)


def _list_lines(touched: Occurrence, names: PeopleNames) -> Iterable[LabelledLine]:
    if touched.stops:
        yield LabelledLine(_("Stops"), stops_words(touched))
    found, has_failed = found_words(touched)
    yield LabelledLine(_("Found"), found, "soon" if has_failed else "")
    yield LabelledLine(_("Answered by"), one_line(walked_words(touched, names)))
