"""Taking a field of a fault, or of what is planned, out of the record for privacy, from the screen (PROCESS S6)."""

from typing import Any

from fieldtech.domain.faults import Fault
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.dialogs.redact import PlannedRedactDialog, RedactDialog, TakenOut
from fieldtech.store import Store
from fieldtech.store.views.redactable import kept_files
from fieldtech.text import _
from fieldtech.workflow.redaction import Redacted, held_fields, may_redact, redact_attachment, redact_field


async def redact(screen: StoreScreen[Any], fault: Fault) -> None:
    """Ask which field or file and why, take it out, and say where else it lies."""
    subject = f"fault:{fault.id}"
    held, files = await screen.read(held_fields, subject), await screen.read(kept_files, subject)
    if held is None or files is None:
        return
    done = await ask_and_record(
        screen, fault, lambda now: RedactDialog(now, held, files), lambda store, said: _take_out(store, subject, said)
    )
    if done is not None:
        _tell(screen, done)


async def redact_planned(screen: StoreScreen[Any], subject: str, number: str) -> None:
    """Ask which field of a plan, an occurrence, an outage or a kept notice, take it out, and say where else it lies."""
    if not await screen.read(may_redact):
        screen.tell(_("Only a supervisor, on a supervisor's machine, can take out what was recorded: ask yours."))
        return
    held = await screen.read(held_fields, subject)
    if not held:
        screen.tell(_("There is nothing left in it that can be taken out."))
        return
    dialog = PlannedRedactDialog(subject, number, held)
    said = await screen.app.push_screen_wait(dialog)
    done = await screen.perform(redact_field, subject, said.field, said.because) if said is not None else None
    if done is not None:
        dialog.forget()
        _tell(screen, done)


def _take_out(store: Store, subject: str, said: TakenOut) -> Redacted:
    if said.file:
        return redact_attachment(store, subject, said.file, said.because, field=said.field)
    return redact_field(store, subject, said.field, said.because)


def _tell(screen: StoreScreen[Any], done: Redacted) -> None:
    """Say what was taken out, and where it still lies."""
    screen.tell("\n".join(done.sentences))
