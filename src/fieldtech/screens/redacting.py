"""Taking a field of a fault, or of what is planned, out of the record for privacy, from the screen (PROCESS S6)."""

from typing import Any

from fieldtech.domain.faults import Fault
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.dialogs.redact import PlannedRedactDialog, RedactDialog
from fieldtech.text import _, ngettext
from fieldtech.workflow.redaction import Redacted, held_fields, may_redact, redact_field


async def redact(screen: StoreScreen[Any], fault: Fault) -> None:
    """Ask which field and why, take it out, and say where else it lies."""
    held = await screen.read(held_fields, f"fault:{fault.id}")
    if held is None:
        return
    done = await ask_and_record(
        screen,
        fault,
        lambda now: RedactDialog(now, held),
        lambda store, said: redact_field(store, fault.id, said.field, said.because),
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


def _tell(screen: StoreScreen[Any], done: Redacted) -> None:
    """Say what was taken out, and where it still lies."""
    entries = ngettext("Taken out of {n} entry.", "Taken out of {n} entries.", done.entries)
    still = _("{file} still holds it: remove it, or make it anew.")
    screen.tell("\n".join([entries.format(n=done.entries), *(still.format(file=copy.name) for copy in done.copies)]))
