"""What is recorded of the work, step by step: words to the user, notes, time, parts, files; and writing files out."""

from pathlib import Path
from typing import Any

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.faults import Fault
from fieldtech.domain.visible_text import one_line, storable
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.dialogs.attachments import (
    AttachDialog,
    Enclosure,
    ReportFile,
    ReportFileDialog,
    SaveFileDialog,
    SaveTo,
)
from fieldtech.screens.dialogs.records import NoteDialog, PartBuiltIn, PartDialog, TellDialog, TimeDialog
from fieldtech.screens.step_place import StepPlace
from fieldtech.store import Store
from fieldtech.store.views.work_clock import own_stint
from fieldtech.text import _
from fieldtech.workflow.attachments import save_attachment
from fieldtech.workflow.handling import MEBIBYTE, add_note, add_time, attach_file, tell_user, use_part
from fieldtech.workflow.report_files import save_fault_report

Screen = StepPlace[Any]


async def tell(screen: Screen, fault: Fault) -> None:
    """Record what the user was told."""
    rules, now = screen.store.rules, screen.store.now()
    await ask_and_record(
        screen,
        fault, lambda standing: TellDialog(standing, rules, now),
        lambda store, said: tell_user(
            store, fault.number, said.text, how=said.how, whom=said.whom, told_at=said.at
        ),
    )  # fmt: skip


async def note(screen: Screen, fault: Fault) -> None:
    """Write a note."""
    await ask_and_record(screen, fault, NoteDialog, lambda store, said: add_note(store, fault.number, said.text))


async def time(screen: Screen, fault: Fault) -> None:
    """Record working time; what is not booked yet is offered."""
    stint = await screen.read(own_stint, fault)
    now, zone = screen.store.now(), screen.store.zone
    await ask_and_record(
        screen,
        fault,
        lambda standing: TimeDialog(standing, stint, now, zone),
        lambda store, said: add_time(store, fault.number, said.minutes, note=said.note),
    )


async def part(screen: Screen, fault: Fault) -> None:
    """Record a part."""

    def record(store: Store, said: PartBuiltIn) -> Fault:
        serials = {"old_serial": said.old_serial, "new_serial": said.new_serial}
        return use_part(store, fault.number, said.part, said.quantity, asset=said.asset, **serials)

    await ask_and_record(screen, fault, PartDialog, record)


async def attach(screen: Screen, fault: Fault) -> None:
    """Keep a file or a text with it."""
    attached = await ask_and_record(
        screen,
        fault,
        lambda standing: AttachDialog(standing, screen.store.settings.attachment_limit_mb),
        lambda store, said: _attach(store, fault, said),
    )
    if attached is not None:
        screen.tell(_("{name} is kept with {number}.").format(name=attached.attachments[-1].name, number=fault.number))


def _attach(store: Store, fault: Fault, said: Enclosure) -> Fault:
    if said.path is None:
        return attach_file(store, fault.number, said.name, storable(said.text).encode(), media_type="text/plain")
    content = read_bounded(said.path, store.settings.attachment_limit_mb * MEBIBYTE)
    return attach_file(store, fault.number, said.name or storable(said.path.name), content)


async def save_file(screen: Screen, fault: Fault) -> None:
    """Write one of its files into a folder."""
    if all(each.is_taken_out for each in fault.attachments):
        screen.tell(_("No file is kept with {number}.").format(number=fault.number))
        return

    def save(store: Store, said: SaveTo) -> Path:
        return save_attachment(store, said.file, said.folder)

    saved = await ask_and_record(screen, fault, SaveFileDialog, save)
    if saved is not None:
        screen.tell(_("Written: {path}").format(path=str(saved)))


async def write_report(screen: Screen, fault: Fault) -> None:
    """Write its report into a folder."""

    def save(store: Store, said: ReportFile) -> Path:
        return save_fault_report(
            store, fault.number, said.folder, said.form, without_user_information=said.is_without_users
        )

    saved = await ask_and_record(screen, fault, ReportFileDialog, save)
    if saved is not None:
        screen.tell(_("Written: {path}").format(path=str(saved)))


def read_bounded(path: Path, limit: int) -> bytes:
    """Read a file, and one byte beyond the limit where it is larger, so that the rule can refuse it.

    Raises:
        RuleViolation: it can't be read; `missing` names the field.
    """
    name = one_line(str(path))
    try:
        if path.is_dir():
            raise RuleViolation(_("{name} is a folder: name a file in it.").format(name=name), ("file",))
        if not path.is_file():
            raise RuleViolation(_("There is no file {name}.").format(name=name), ("file",))
        with path.open("rb") as stream:
            return stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        sentence = _("{name} can't be read: {reason}.").format(name=name, reason=reason)
        raise RuleViolation(sentence, ("file",)) from error
