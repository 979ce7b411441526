"""Trusting a machine no longer, or up to a later entry; and going on as a new machine oneself (SYNC)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.trust import Standing
from fieldtech.domain.visible_text import visible
from fieldtech.screens.asking import ask_until_recorded
from fieldtech.screens.base import Dialog, StoreScreen
from fieldtech.screens.exchange_words import peer_name
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.typed_values import required, whole_number
from fieldtech.store.views.peers import Peer
from fieldtech.text import N_, _
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.enrolment import begin_anew, revoke_peer


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why, and up to where its entries count."""

    because: str
    last_good: int | None
    """None: the last that is here."""


async def revoke(screen: StoreScreen[Any], peer: Peer) -> None:
    """Ask why and up to where, and revoke the machine, or say it anew."""

    async def make() -> RevokeDialog:
        return RevokeDialog(peer)

    revoked = await ask_until_recorded(
        screen, make, lambda store, said: revoke_peer(store, peer.chain, said.because, last_good=said.last_good)
    )
    if revoked is not None:
        sentence = _("{machine} is revoked: its entries count up to number {sequence}.")
        following = _("The others learn of it by the next export.")
        told = sentence.format(machine=peer_name(revoked), sequence=revoked.last_good)
        screen.tell(f"{told} {following}")


async def go_on_anew(screen: StoreScreen[Any]) -> None:
    """Ask, and go on as a new machine."""
    if await screen.app.push_screen_wait(BeginAnewDialog()):
        own = await screen.perform(begin_anew)
        if own is not None:
            screen.tell(
                _("This machine goes on as {machine}. What was recorded before stays.").format(machine=own.code)
            )


class RevokeDialog(KeptFormDialog[Revocation]):
    """Why, and up to where its entries count."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Revoke"), tooltip=N_("Revoke the machine; that is recorded."),
                id="revoke.record"),
    ]  # fmt: skip

    KEPT_AS = "revoke"

    def __init__(self, peer: Peer) -> None:
        self._peer, self._is_again = peer, peer.standing is Standing.REVOKED
        self.kept_about = peer.chain
        super().__init__()
        heading = _("Say anew up to where {machine} counts") if self._is_again else _("Revoke {machine}")
        self.heading = heading.format(machine=peer_name(peer))

    def fields(self) -> Iterable[FormField]:
        """Ask for both."""
        yield LineField("because", _("Because"), hint=_("lost, stolen, sold ..."))
        hint = _("a number") if self._is_again else _("a number; empty: the last that is here")
        yield LineField("last-good", _("Last good entry"), hint=hint)

    def about(self) -> Iterable[LabelledLine]:
        """Say what it means."""
        if self._is_again:
            told = _("Its entries count up to {n} now. With a greater number those that wait behind it are taken in.")
            yield LabelledLine("", told.format(n=self._peer.last_good), "soon")
        else:
            words = _(
                "What it recorded up to that entry stays. What comes later waits, and a supervisor can accept it."
            )
            yield LabelledLine("", words)
        words = _("The others obey it where this machine is a supervisor's; for this machine it holds at once.")
        yield LabelledLine("", words, "quiet")

    def answer(self, texts: Texts) -> Revocation:
        """Take both."""
        because = required(texts, "because", _("Say why it is revoked: the reason stays in the record."))
        if not texts["last-good"].strip():
            if self._is_again:
                raise RuleViolation(_("Say up to which entry it counts from now on."), ("last-good",))
            return Revocation(because, None)
        return Revocation(because, whole_number(texts, "last-good", _("That is no number of an entry.")))


class BeginAnewDialog(Dialog[bool]):
    """Whether this machine is a copy, or was restored."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "begin", N_("Begin anew"), tooltip=N_("Go on as a new machine."), id="anew.begin"),
    ]
    KEYS_FIRST = ("anew.begin",)

    def __init__(self) -> None:
        super().__init__()
        self.heading = _("Is this machine a copy, or was it restored?")

    def compose_fields(self) -> ComposeResult:
        """Say what it means."""
        words = _(
            "Two copies must not go on as one machine: what both record would look like one history. If this store "
            "was copied from another disk, or put back from an image or a backup, let it begin anew: it gets a new "
            "code and a new fingerprint, names the machine that it goes on from, and nothing that was recorded is "
            "lost.\n\n"
            "Mostly this is found out by itself. If you are not sure, beginning anew does no harm."
        )
        yield Static(Content(visible(words)), classes="words")

    def action_begin(self) -> None:
        """Begin anew."""
        self.dismiss(True)
