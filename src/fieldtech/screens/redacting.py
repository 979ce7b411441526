"""Taking a field of a fault out of the record for privacy, from the screen (PROCESS S6)."""

from typing import Any

from fieldtech.domain.faults import Fault
from fieldtech.screens.asking import ask_and_record
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.dialogs.redact import RedactDialog
from fieldtech.text import _, ngettext
from fieldtech.workflow.redaction import held_fields, redact_field


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
        entries = ngettext("Taken out of {n} entry.", "Taken out of {n} entries.", done.entries)
        still = _("{file} still holds it: remove it, or make it anew.")
        screen.tell(
            "\n".join([entries.format(n=done.entries), *(still.format(file=copy.name) for copy in done.copies)])
        )
