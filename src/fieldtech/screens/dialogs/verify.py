"""The sign-off: the page that will be signed, both legs of verification, and what contradicts itself (PROCESS S3.4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Attempt, Fault
from fieldtech.domain.sign_off import page_digest, sign_off_page
from fieldtech.domain.visible_text import cut_to_cells, one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import ContactWay, SystemCheck, UserVerdict
from fieldtech.screens.dialogs.form_dialog import FormDialog
from fieldtech.screens.dialogs.records import way_back
from fieldtech.screens.dialogs.signed_page import SignedPageDialog
from fieldtech.screens.fault_words import checks_words, listed, part_words, worked_time
from fieldtech.screens.typed_values import chosen, chosen_or_none, required
from fieldtech.store import Store
from fieldtech.store.views.people import PeopleNames
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField, choices_of
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.secret_field import SecretField
from fieldtech.workflow.verification import Verdict, verification_warnings

_DIGEST_SHOWN = 8
_SHORT_CELLS = 110
_PASSPHRASE, _AGAIN = "passphrase-file", "again"


@dataclass(frozen=True, slots=True)
class SignOff:
    """Both legs, and the digest of the page that was shown."""

    verdict: Verdict
    digest: str
    passphrase: str = field(default="", repr=False)
    """Opens the signer's own key; empty: the machine's signs."""
    makes_key: bool = False
    """The signer's own key is to be made first."""


class VerifyDialog(FormDialog[SignOff]):
    """What will be signed, and the two legs; warnings stand there before anything is signed."""

    ASKED = N_("Verify")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "show_page", N_("What is signed"), id="verify.page",
                tooltip=N_("Show exactly what is signed.")),
    ]  # fmt: skip

    def __init__(self, fault: Fault, names: PeopleNames, signer: str, store: Store, *, has_key: bool) -> None:
        """Make the page.

        Args:
            has_key: The signer has a key of his own here, and so must use it.
        """
        self._names, self._signer, self._signing_store, self._has_key = names, signer, store, has_key
        self._is_signing = False
        self.page = sign_off_page(fault)
        super().__init__(fault)

    def fields(self) -> Iterable[FormField]:
        """Ask for the two legs, the user's own words first."""
        stars = [Choice(str(number), "") for number in range(1, 6)]
        yield ChoiceField("system", _("System"), choices_of(SystemCheck))
        yield ChoiceField("user", _("User"), choices_of(UserVerdict))
        yield LineField("user-words", _("User's words"))
        yield ChoiceField("rating", _("Rating"), stars, is_optional=True)
        yield LineField("by", _("Said by"), self.fault.facts.reporter or "", is_replaced=True)
        yield ChoiceField("how", _("How"), choices_of(ContactWay), way_back(self.fault))
        yield SecretField(_PASSPHRASE, _("Passphrase"), self._passphrase_hint())
        yield SecretField(_AGAIN, _("Once more"), _("without it nobody can sign as you"))

    def about(self) -> Iterable[LabelledLine]:
        """Show what will be signed, in short."""
        attempt = self.page.attempt
        yield LabelledLine(_("Cause"), _short(attempt.cause) or "-")
        if attempt.plan:
            yield LabelledLine(_("Plan"), _short(attempt.plan))
        yield LabelledLine(_("Solution"), f"{_short(attempt.solution)}  ({self._fixed(attempt)})")
        yield LabelledLine(_("Checks"), checks_words(attempt))
        if self.page.parts:
            yield LabelledLine(_("Parts"), "\n".join(part_words(part) for part in self.page.parts))

    def verdict(self, texts: Texts) -> Iterable[LabelledLine]:
        """Warn of what contradicts itself, and say whose key signs what."""
        warnings = verification_warnings(self._signing_store, self.fault, self._said(texts))
        if warnings:
            yield LabelledLine(_("Mind"), "\n".join(warnings), "soon")
        yield LabelledLine(_("Signature"), self._signature_words(), "quiet")

    def answer(self, texts: Texts) -> SignOff:
        """Take both legs."""
        chosen(texts, "system", SystemCheck, _("Say what the check of the system said."))
        chosen(texts, "user", UserVerdict, _("Say what the user said."))
        required(texts, "user-words", _("Write down the user's own words."))
        chosen(texts, "how", ContactWay, _("Say how the user said it."))
        required(texts, "by", _("Say who said it."))
        return SignOff(self._said(texts), page_digest(self.page), self._checked_passphrase(), makes_key=self._makes_key)

    def ask_at_last(self, missing: Collection[str]) -> bool:
        """Ask for the passphrase once all else is answered, so that the warnings have room until then."""
        secrets = [self.form.fields[word] for word in (_PASSPHRASE, _AGAIN) if word in missing]
        empty = [secret for secret in secrets if not (secret.text or secret.has_focus_within)]
        for secret in empty[:1]:
            self._is_signing = True
            self.follow()
            secret.control.focus()
        return bool(empty)

    def follow(self) -> None:
        """Ask for a passphrase where a key of one's own signs, and it is time for it."""
        self.form.fields[_PASSPHRASE].display = self._signs_himself and self._is_signing
        self.form.fields[_AGAIN].display = self._makes_key and self._is_signing
        super().follow()

    def show_refusal(self, refusal: RuleViolation) -> None:
        """Show the passphrase too, where it is refused."""
        if _PASSPHRASE in refusal.missing:
            self._is_signing = True
            self.follow()
        super().show_refusal(refusal)

    def action_show_page(self) -> None:
        """Show the page whole."""
        self.app.push_screen(SignedPageDialog(self.page))

    @property
    def _makes_key(self) -> bool:
        return self._signs_himself and not self._has_key

    @property
    def _signs_himself(self) -> bool:
        return self._has_key or self._signing_store.settings.sign_off_key == "own"

    def _passphrase_hint(self) -> str:
        return _("seals your own key, made now") if self._makes_key else _("opens your own key")

    def _checked_passphrase(self) -> str:
        if not self._signs_himself:
            return ""
        passphrase = required({_PASSPHRASE: self.form.fields[_PASSPHRASE].text}, _PASSPHRASE, _("Type the passphrase."))
        if self._makes_key and self.form.fields[_AGAIN].text != passphrase:
            raise RuleViolation(_("The two are not the same."), (_AGAIN,))
        return passphrase

    def _signature_words(self) -> str:
        digest = page_digest(self.page)[:_DIGEST_SHOWN]
        if self._makes_key:
            words = _("{name}, with a key of one's own, made now, page {digest}")
            return words.format(name=self._signer, digest=digest)
        if self._has_key:
            return _("{name}, with a key of one's own, page {digest}").format(name=self._signer, digest=digest)
        return _("{name}, with this machine's key ({machine}), page {digest}").format(
            name=self._signer, machine=self._signing_store.code, digest=digest
        )

    def _said(self, texts: Texts) -> Verdict:
        return Verdict(
            system=chosen_or_none(texts, "system", SystemCheck),
            user=chosen_or_none(texts, "user", UserVerdict),
            user_words=texts["user-words"],
            rating=int(texts["rating"]) if texts["rating"] else None,
            how=texts["how"],
            told_by=texts["by"],
        )

    def _fixed(self, attempt: Attempt) -> str:
        by = self._names.person(attempt.implemented_by.actor) if attempt.implemented_by else ""
        mode = label_of(self.fault.mode) if self.fault.mode else ""
        return listed(by, mode, worked_time(self.fault))


def _short(text: str) -> str:
    """Give a text in two rows at most; the whole stands in the page that is signed."""
    return cut_to_cells(one_line(text), _SHORT_CELLS)
