"""The fold of outages and kept notices: a function of the set of entries; the later SEQUENCE wins, whenever it came."""

from collections.abc import Iterable
from datetime import UTC, datetime

from fieldtech.domain.fault_state import stamp_of
from fieldtech.domain.faults import Oddity
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.operations import operation_of
from fieldtech.domain.outage_operations import NoticeKept, NoticeRead, OutageNoticed
from fieldtech.domain.outages import KeptNotice, Outage, Revision, outage_identifier
from fieldtech.domain.registers import causal_order

_NEVER = datetime.min.replace(tzinfo=UTC)


def fold_outage(outage_id: str, entries: Iterable[Entry]) -> Outage | None:
    """Fold an outage's entries.

    Returns:
        The outage; None while no notice of it has come.
    """
    said: dict[str, tuple[Entry, OutageNoticed]] = {}
    oddities: list[Oddity] = []
    for entry in causal_order(entries):
        operation = operation_of(entry)
        if isinstance(operation, OutageNoticed) and _is_of(outage_id, operation):
            # Two machines that took the same notice in say one thing.
            said.setdefault(operation.digest, (entry, operation))
        else:
            oddities.append(_oddity(entry, operation))
    if not said:
        return None
    ordered = sorted(said.values(), key=_rank)
    revisions = tuple(Revision(said=notice, by=stamp_of(entry)) for entry, notice in ordered)
    first = min((entry for entry, _notice in ordered), key=lambda entry: entry.order)
    return Outage(
        id=outage_id,
        said=revisions[-1].said,
        by=revisions[-1].by,
        recorded=stamp_of(first),
        revisions=revisions,
        oddities=tuple(oddities),
    )


def fold_notice(notice_id: str, entries: Iterable[Entry]) -> KeptNotice | None:
    """Fold a kept notice's entries; who kept it first and who read it first are told, and the last word on it.

    Returns:
        The notice; None where it has not come yet.
    """
    kept: tuple[Entry, NoticeKept] | None = None
    readings: list[tuple[Entry, NoticeRead]] = []
    oddities: list[Oddity] = []
    for entry in sorted({entry.hash: entry for entry in entries}.values(), key=lambda entry: entry.order):
        operation = operation_of(entry)
        match operation:
            case NoticeKept() if kept is None:
                kept = entry, operation
            case NoticeRead():
                readings.append((entry, operation))
            case NoticeKept():
                pass  # Another machine took the same mail in.
            case _:
                oddities.append(_oddity(entry, operation))
    if kept is None:
        return None
    entry, notice = kept
    return KeptNotice(
        id=notice_id,
        source=notice.source,
        trouble=notice.trouble,
        title=notice.title,
        sender=notice.sender,
        sent_at=notice.sent_at,
        text=notice.text,
        recorded=stamp_of(entry),
        read=stamp_of(readings[0][0]) if readings else None,
        note=next((said.note for _entry, said in reversed(readings) if said.note), ""),
        outage_id=next((said.outage_id for _entry, said in reversed(readings) if said.outage_id), ""),
        oddities=tuple(oddities),
    )


def _is_of(outage_id: str, notice: OutageNoticed) -> bool:
    """Nobody can put another outage's words into this one."""
    return outage_identifier(notice.provider, notice.maintenance_id) == outage_id


def _rank(told: tuple[Entry, OutageNoticed]) -> tuple[int, datetime, int, bytes]:
    entry, notice = told
    return notice.sequence, notice.stamp or _NEVER, *entry.order


def _oddity(entry: Entry, said: Operation | str) -> Oddity:
    reason = said if isinstance(said, str) else "not-allowed"
    return Oddity(ref=entry.ref, kind=entry.header.kind, reason=reason, by=stamp_of(entry))
