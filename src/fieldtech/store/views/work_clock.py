"""The work of the acting person on a fault for which no time was booked yet."""

from fieldtech.domain.fault_fold import gather
from fieldtech.domain.faults import Fault
from fieldtech.domain.work_clock import Stint, last_stint
from fieldtech.store import journal
from fieldtech.store.store import Store


def own_stint(store: Store, fault: Fault) -> Stint | None:
    """Find since when the acting person is at a fault; None: he is not, or all of it is booked."""
    subject = f"fault:{fault.id}"
    with store.reading():
        entries = journal.entries_of([subject])[subject]
    return last_stint(gather(entries).applied, store.actor)
