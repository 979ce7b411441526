"""Writing a bundle: for whom, what, and where; how far it is; and that the stick may be removed (SYNC)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from fieldtech.domain.errors import FieldTechError, RuleViolation, UnknownName
from fieldtech.domain.progress import Progress
from fieldtech.domain.trust import Standing
from fieldtech.domain.visible_text import one_line
from fieldtech.mounts import Stick
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.exchange_words import entries_words, peer_name
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.long_work import LongWorkDialog
from fieldtech.screens.stick_place import at_place, folder_of, follow_place, place_fields, sticks_here
from fieldtech.screens.told_page import DonePage, safe_words
from fieldtech.screens.typed_values import required
from fieldtech.store import Store
from fieldtech.store.views.faults import known_words
from fieldtech.store.views.peers import Peer, all_peers
from fieldtech.store.views.queue import queue_page
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.widgets.tick_field import Tick, TickField
from fieldtech.workflow.bundle_content import Chosen
from fieldtech.workflow.exporting import Exported, export_bundle

_PLAIN = "plain"
_WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """What is to be written."""

    to: tuple[str, ...]
    """Chains; none: it is plain."""
    is_plain: bool
    chosen: Chosen
    folder: Path

    def write(self, store: Store, progress: Progress) -> Exported:
        """Write it."""
        return export_bundle(
            store, self.folder, to=self.to, is_plain=self.is_plain, chosen=self.chosen, progress=progress
        )


async def export(screen: StoreScreen[Any], *, only: str = "", said: str = "") -> None:
    """Ask what to write, write it, and say when the stick may go; where it is refused, ask again.

    Args:
        only: The chain for which it is, if it was chosen already.
        said: What led here, and why something is to be written now.
    """
    peers, sticks = await screen.read(all_peers), await sticks_here()
    refused: FieldTechError | None = None
    while peers is not None:
        dialog = ExportDialog(peers, sticks, only, said)
        dialog.refused = refused
        asked = await screen.app.push_screen_wait(dialog)
        if asked is None:
            return
        work = LongWorkDialog(
            _("Writing a bundle"), asked.write, stopped=_("Stopped: no bundle was written.")
        )  # fmt: skip
        exported = await screen.app.push_screen_wait(work)
        if exported is not None:
            dialog.forget()
            await screen.app.push_screen_wait(DonePage(_("Bundle"), _lines(exported), said=safe_words()))
            return
        sticks, refused = await sticks_here(), work.refusal


class ExportDialog(KeptFormDialog[ExportAsked]):
    """For whom, what, and where."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Write"), tooltip=N_("Write the bundle, and wait until it is safe."),
                id="export.write"),
    ]  # fmt: skip

    KEPT_AS = "export"

    def __init__(self, peers: Sequence[Peer], sticks: Sequence[Stick], only: str, said: str = "") -> None:
        self._peers = [peer for peer in peers if peer.standing in (Standing.ADMITTED, Standing.REVOKED)]
        self._sticks, self._only, self._said = sticks, only, said
        super().__init__()
        self.heading = _("Export: what other machines have not acknowledged yet")

    def fields(self) -> Iterable[FormField]:
        """Ask for whom, what and where."""
        trusted = [peer.chain for peer in self._peers if peer.standing is Standing.ADMITTED and not peer.replaced_by]
        if self._peers:
            yield TickField("to", _("For"), list(map(_tick, self._peers)), [self._only] if self._only else trusted)
        seals = [Choice("", _("sealed for them alone")), Choice(_PLAIN, _("plain, everybody can read it"))]
        yield ChoiceField("plain", _("Sealed"), seals)
        contents = ("", _("all")), ("fault", _("one fault")), ("site", _("one site"))
        yield ChoiceField("what", _("Contents"), [Choice(*each) for each in contents])
        yield LineField("fault", _("Fault"), complete=self._complete_fault)
        yield LineField("site", _("Site"), complete=self._complete_site)
        either = ("", _("with")), (_WITHOUT, _("without"))
        yield ChoiceField("attachments", _("Attachments"), [Choice(*each) for each in either])
        yield ChoiceField("users", _("User data"), [Choice(*each) for each in either])
        yield from place_fields(self._sticks)

    def about(self) -> Iterable[LabelledLine]:
        """Warn of what can be read by whom."""
        texts = self.form.texts
        if self._said:
            yield LabelledLine("", self._said, "done")
        if texts["plain"]:
            words = _(
                "Whoever finds the stick can read it: names, contacts, everything. That it was plain is recorded."
            )
            yield LabelledLine("!", words, "late")
        elif not self._peers:
            words = _("No other machine is trusted yet: exchange requests first, or write it plain on purpose.")
            yield LabelledLine("!", words, "soon")
        elif not any(peer.unsent for peer in self._ticked(texts)):
            yield LabelledLine("", _("They have acknowledged all that is here: there is nothing new to send."), "quiet")
        if texts["users"]:
            words = _("Names and contacts of users, and what they said, are left out of it.")
            yield LabelledLine("", words, "quiet")

    def follow(self) -> None:
        """Ask only for what is needed."""
        super().follow()
        texts, fields = self.form.texts, self.form.fields
        fields["fault"].display = texts["what"] == "fault"
        fields["site"].display = texts["what"] == "site"
        if "to" in fields:
            fields["to"].display = not texts["plain"]
        follow_place(self.form)

    def answer(self, texts: Texts) -> ExportAsked:
        """Take what is asked for."""
        is_plain = bool(texts["plain"])
        to = () if is_plain else tuple(peer.chain for peer in self._ticked(texts))
        if not to and not is_plain:
            raise RuleViolation(_("Tick for whom it is, or write it plain on purpose."), ("to",))
        chosen = Chosen(
            fault=required(texts, "fault", _("Say which fault.")) if texts["what"] == "fault" else "",
            site=required(texts, "site", _("Say which site.")) if texts["what"] == "site" else "",
            has_attachments=not texts["attachments"],
            has_user_information=not texts["users"],
        )
        return ExportAsked(to, is_plain, chosen, folder_of(texts))

    def at_field(self, refused: FieldTechError) -> FieldTechError:
        """A fault that there is not is said at its field, a stick that takes nothing at the place."""
        if isinstance(refused, UnknownName) and self.form.texts["what"] == "fault":
            return RuleViolation(str(refused), ("fault",))
        return at_place(refused, self.form.texts)

    def _ticked(self, texts: Texts) -> Iterator[Peer]:
        ticked = texts.get("to", "").split("\n")
        return (peer for peer in self._peers if peer.chain in ticked)

    async def _complete_fault(self, typed: str) -> str:
        page = await self.read(_numbers_like, typed)
        return page or ""

    async def _complete_site(self, typed: str) -> str:
        words = await self.read(known_words, "site", typed, limit=1)
        return words[0] if words else ""


def _numbers_like(store: Store, typed: str) -> str:
    wanted = typed.strip().casefold()
    return next((each.number for each in queue_page(store).faults if each.number.casefold().startswith(wanted)), "")


def _tick(peer: Peer) -> Tick:
    told = (peer_name(peer), one_line(peer.person), one_line(peer.site))
    detail = _("{entries} to send").format(entries=entries_words(peer.unsent)) if peer.unsent else _("has all")
    if peer.standing is Standing.REVOKED:
        detail = _("revoked, told alone")
    return Tick(peer.chain, "  ".join(part for part in told if part), detail)


def _lines(exported: Exported) -> Iterator[LabelledLine]:
    yield LabelledLine(_("Bundle"), exported.file.name)
    yield LabelledLine(_("In"), str(exported.file.parent), "quiet")
    if exported.to:
        yield LabelledLine(_("For"), ", ".join(exported.to))
    else:
        yield LabelledLine(_("For"), _("everybody: it is not sealed"), "late")
    held = _("{entries}, {bytes} bytes").format(entries=entries_words(exported.entries), bytes=f"{exported.bytes:,}")
    yield LabelledLine(_("Holds"), held)
