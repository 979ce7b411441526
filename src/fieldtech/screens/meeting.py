"""Coming to trust another machine: the request, its fingerprint compared by voice, the answer; and receipts (SYNC)."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from fieldtech.domain.errors import FieldTechError, RuleViolation
from fieldtech.domain.instants import local_text
from fieldtech.domain.progress import Progress
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.asking import ask_until_recorded
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.bundle_export import export
from fieldtech.screens.bundle_import import ImportOutcome, found_files
from fieldtech.screens.exchange_words import peer_name
from fieldtech.screens.fingerprint import FingerprintDialog, OwnFingerprintPage
from fieldtech.screens.kept_form import KeptFormDialog
from fieldtech.screens.long_work import LongWorkDialog
from fieldtech.screens.paths_typed import at_path, path_of
from fieldtech.screens.stick_place import PlaceDialog, complete_path, sticks_here
from fieldtech.screens.told_page import DonePage, safe_words
from fieldtech.store import Store
from fieldtech.text import N_, _
from fieldtech.widgets.choice_field import Choice, ChoiceField
from fieldtech.widgets.form import Texts
from fieldtech.widgets.form_fields import FormField
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.line_field import LineField
from fieldtech.workflow.enrolment import Accepted, Candidate, accept_peer, look_at, write_request_in
from fieldtech.workflow.exporting import write_own_receipt
from fieldtech.workflow.stick_files import FoundFile

Screen = StoreScreen[Any]
Written = TypeVar("Written")


async def request(screen: Screen) -> None:
    """Write this machine's request, and show what is to be read out."""
    about = _("By this file another machine can come to trust this one, once its fingerprint was compared by voice.")
    written = await _write_there(screen, _("Request to be known"), about, write_request_in)
    if written is not None:
        said = _("{name}: {sentence}").format(name=written.file.name, sentence=safe_words())
        following = _(
            "Take the stick there. When you are asked, read this out; then bring the answer back and accept it."
        )
        await screen.app.push_screen_wait(OwnFingerprintPage(written.candidate, said, following))


async def give_receipt(screen: Screen) -> None:
    """Write what is here, signed, so that others need not send it again."""
    about = _("It says what this machine holds, so that the others need not send it again. It tells no content.")
    written = await _write_there(screen, _("Receipt"), about, write_own_receipt)
    if written is not None:
        file = written.file
        lines = [LabelledLine(_("Receipt"), file.name), LabelledLine(_("In"), str(file.parent), "quiet")]
        await screen.app.push_screen_wait(DonePage(_("Receipt"), lines, said=safe_words()))


async def accept(screen: Screen) -> None:
    """Ask for the file of another machine, compare its fingerprint, trust it, and write the answer."""
    folders = [stick.folder for stick in await sticks_here()]
    refused: FieldTechError | None = None
    while True:
        found = [file for file in await found_files(screen, folders) if file.is_candidate]
        dialog = AcceptDialog(found, screen.store.zone)
        dialog.refused, refused = refused, None
        file = await screen.app.push_screen_wait(dialog)
        if file is None:
            return
        if file.is_dir():
            dialog.forget()
            folders = [file]
            continue
        try:
            candidate = await asyncio.to_thread(look_at, file)
            is_same = await _is_the_same(screen, candidate, file)
        except FieldTechError as error:
            refused = error
            continue
        if is_same:
            work = _accepting(candidate, file)
            accepted = await screen.app.push_screen_wait(work)
            refused = work.refusal
            if accepted is not None:
                dialog.forget()
                await _tell_accepted(screen, candidate, accepted)
                return


class AcceptDialog(KeptFormDialog[Path]):
    """Which machine's file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "record", N_("Compare"), tooltip=N_("Show its fingerprint."), id="accept.compare"),
    ]

    KEPT_AS = "accept"

    def __init__(self, found: Sequence[FoundFile], zone: tzinfo) -> None:
        self._found, self._zone = found, zone
        super().__init__()
        self.heading = _("Accept a machine: its request, or its answer")

    def fields(self) -> Iterable[FormField]:
        """Ask for the file."""
        if self._found:
            choices = [Choice(str(file.path), self._named(file)) for file in self._found]
            yield ChoiceField("file", _("Machine"), choices, str(self._found[0].path))
        label = _("Or a path") if self._found else _("File or folder")
        yield LineField("path", label, complete=complete_path)

    def about(self) -> Iterable[LabelledLine]:
        """Say what comes next."""
        if not self._found:
            words = _("There is no request and no bundle of an unknown machine on a stick. Type where the file lies.")
            yield LabelledLine("", words, "soon")
        yield LabelledLine("", _("Nothing is trusted before you have compared its fingerprint by voice."), "quiet")

    def answer(self, texts: Texts) -> Path:
        """Take the file."""
        typed = texts["path"].strip() or texts.get("file", "")
        if not typed:
            raise RuleViolation(_("Say where the file lies."), ("path",))
        path = path_of(typed)
        if not path.exists():
            raise RuleViolation(_("There is no such file or folder."), ("path",))
        return path

    def at_field(self, refused: FieldTechError) -> FieldTechError:
        """What a typed file lacks is said at its path."""
        return at_path(refused, self.form.texts)

    def _named(self, file: FoundFile) -> str:
        named = one_line(file.path.name if file.is_stranger else file.carrier[:10])
        told = (named, file.holds or _("bundle"), local_text(file.written_at, self._zone))
        return "  ".join(part for part in told if part)


async def _write_there(
    screen: Screen, heading: str, about: str, write: Callable[[Store, Path], Written]
) -> Written | None:
    """Ask where a small file is to lie, and write it there."""

    async def make() -> PlaceDialog:
        return PlaceDialog(heading, about, await sticks_here())

    return await ask_until_recorded(screen, make, write)


async def _is_the_same(screen: Screen, candidate: Candidate, file: Path) -> bool:
    """Have the fingerprint compared; False: it was not compared now.

    Raises:
        RuleViolation: it differs.
    """
    said = await screen.app.push_screen_wait(FingerprintDialog(candidate, file.name))
    if said is False:
        raise RuleViolation(_("Nothing was accepted. Have the request written anew and compare again."))
    return bool(said)


def _accepting(candidate: Candidate, file: Path) -> LongWorkDialog[Accepted]:
    def take(store: Store, progress: Progress) -> Accepted:
        return accept_peer(store, file, is_compared=True, public_key=candidate.public_key, progress=progress)

    heading, stopped = _("Accepting the machine"), _("Stopped: nothing was accepted.")
    return LongWorkDialog(heading, take, stopped=stopped)


async def _tell_accepted(screen: Screen, candidate: Candidate, accepted: Accepted) -> None:
    """Say that it is trusted; a request is answered next, an answer has brought what it holds."""
    trusted = _("{machine} is trusted from now on.").format(machine=peer_name(accepted.peer))
    if candidate.code:
        said = trusted + " " + _("Now write it the answer, by which it comes to trust this machine.")
        await export(screen, only=accepted.peer.chain, said=said)
    else:
        await screen.app.push_screen_wait(ImportOutcome(trusted, accepted.imported))
