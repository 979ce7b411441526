"""The fold of outages and kept notices: a function of the set of entries; the later SEQUENCE wins, whenever it came."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from fieldtech.domain.causal_order import causal_order
from fieldtech.domain.corrections import ConflictSettled
from fieldtech.domain.fault_state import stamp_of
from fieldtech.domain.faults import Conflict, Oddity, Side
from fieldtech.domain.heads import Head
from fieldtech.domain.journal import Entry, Operation
from fieldtech.domain.operations import operation_of
from fieldtech.domain.outage_operations import OUTAGE_OPERATIONS, NoticeKept, NoticeRead, OutageNoticed, OutageWindow
from fieldtech.domain.outages import KeptNotice, Outage, Revision, outage_identifier
from fieldtech.domain.redaction import heard, unheard_reason
from fieldtech.domain.registers import Registers

NOTICE = "notice"
"""The register of what is said of an outage: one field as a whole."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class _Word(NamedTuple):
    """What one or several notices say alike, and how much it counts."""

    rank: tuple[int, datetime, int, bytes]
    entry: Entry
    said: OutageNoticed


class OutageState:
    """What is gathered of an outage while its entries are applied."""

    def __init__(self, outage_id: str) -> None:
        self.id = outage_id
        self.registers = Registers()
        self.words: dict[str, _Word] = {}
        """By what they say: two machines that took the same notice in say one thing."""
        self.oddities: list[Oddity] = []

    def apply(self, entry: Entry, said: Operation | str) -> None:
        """Apply what one entry says; what makes no sense changes nothing and is listed."""
        match said:
            case OutageNoticed() if outage_identifier(said.provider, said.maintenance_id) == self.id:
                # Nobody can put another outage's words into this one.
                rank = self._counted(entry, said) if said.is_by_hand else (said.sequence, said.stamp or _NEVER)
                self.words.setdefault(said.digest, _Word((*rank, *entry.order), entry, said))
                self.registers.write(NOTICE, said, entry)
            case ConflictSettled() if (taken := self._taken(entry, said)) is not None:
                self._settle(entry, *taken)
            case _:
                self.oddities.append(_oddity(entry, said))

    def _taken(self, entry: Entry, said: ConflictSettled) -> tuple[Head, OutageNoticed] | None:
        is_seen = said.field == NOTICE and said.take in entry.header.before
        head = self.registers.written(NOTICE, said.take) if is_seen else None
        return (head, head.value) if head is not None and isinstance(head.value, OutageNoticed) else None

    def _settle(self, entry: Entry, head: Head, said: OutageNoticed) -> None:
        known = self.words[said.digest]
        self.words[said.digest] = known._replace(rank=(*self._counted(entry, said), *entry.order))
        self.registers.settle(NOTICE, head, entry)

    def _counted(self, entry: Entry, said: OutageNoticed) -> tuple[int, datetime]:
        """Let a person's word count for as much as all that he had before him; the provider's later one outdoes it."""
        heads = (self.registers.written(NOTICE, ref) for ref in entry.header.before)
        seen = [self.words[each.value.digest].rank for each in heads if each and isinstance(each.value, OutageNoticed)]
        return max([(said.sequence, said.stamp or _NEVER), *(rank[:2] for rank in seen)])

    @property
    def ordered(self) -> list[_Word]:
        """All that was said, in the order in which it counts."""
        return sorted(self.words.values(), key=lambda word: word.rank)

    def contested(self, shown: _Word) -> list[Head]:
        """The words that nobody replaced, where a person's, or one of the same revision, is shown unseen by them."""
        # Who writes has before him what his machine wrote last.
        heads = {head.entry.header.chain: head for head in self.registers.heads(NOTICE)}
        standing = {head.entry.ref for head in heads.values()}
        replaced = {each.digest for ref, each in self._written() if ref not in standing}
        found: dict[str, Head] = {}
        for head in heads.values():
            said = head.value
            # Who settled it said it anew, replaced or not.
            is_replaced = head.taken_from is None and isinstance(said, OutageNoticed) and said.digest in replaced
            if isinstance(said, OutageNoticed) and not is_replaced and self._rivals(said, shown):
                found.setdefault(said.digest, head)
        return list(found.values())

    def _rivals(self, said: OutageNoticed, shown: _Word) -> bool:
        (sequence, stamp, *_order), counted = self.words[said.digest].rank, shown.rank
        is_alike = said.digest == shown.said.digest
        return is_alike or (sequence == counted[0] and (shown.said.is_by_hand or stamp == counted[1]))

    def _written(self) -> Iterator[tuple[str, OutageNoticed]]:
        for change in self.registers.changes:
            if isinstance(change.now, OutageNoticed):
                yield change.ref, change.now


def gather_outage(outage_id: str, entries: Iterable[Entry], supervisors: Collection[str] = ()) -> OutageState:
    """Apply all entries of an outage in causal order, as redactions left them.

    Args:
        supervisors: The chains whose redactions are obeyed, `Roster.supervisors`.
    """
    state = OutageState(outage_id)
    for entry in causal_order(heard(entries, supervisors)):
        state.apply(entry, operation_of(entry))
    return state


def fold_outage(outage_id: str, entries: Iterable[Entry], supervisors: Collection[str] = ()) -> Outage | None:
    """Fold an outage's entries.

    Returns:
        The outage; None while no notice of it has come.
    """
    state = gather_outage(outage_id, entries, supervisors)
    if not state.words:
        return None
    ordered = state.ordered
    revisions = tuple(Revision(said=word.said, by=stamp_of(word.entry)) for word in ordered)
    first = min((word.entry for word in ordered), key=lambda entry: entry.order)
    return Outage(
        id=outage_id,
        said=revisions[-1].said,
        by=revisions[-1].by,
        recorded=stamp_of(first),
        revisions=revisions,
        conflicts=tuple(_conflicts(state, ordered[-1])),
        oddities=tuple(state.oddities),
    )


def _conflicts(state: OutageState, shown: _Word) -> Iterator[Conflict]:
    heads = state.contested(shown)
    if len(heads) > 1:
        sides = tuple(Side(value=spell_notice(head.value), by=stamp_of(head.told)) for head in heads)
        yield Conflict(field=NOTICE, shown=spell_notice(shown.said), rule="latest", sides=sides)


def spell_notice(value: object) -> str:
    """Spell what a notice says, as conflicts and histories show it: its state, when, and what it is about."""
    if not isinstance(value, OutageNoticed):
        return ""
    window = value.windows[0]
    told = (value.status.value, *(each.isoformat().replace("+00:00", "Z") for each in _ends(window)), value.summary)
    return " ".join(part for part in told if part)


def fold_notice(notice_id: str, entries: Iterable[Entry], supervisors: Collection[str] = ()) -> KeptNotice | None:
    """Fold a kept notice's entries; who kept it first and who read it first are told, and the last word on it.

    Returns:
        The notice; None where it has not come yet.
    """
    kept: tuple[Entry, NoticeKept] | None = None
    readings: list[tuple[Entry, NoticeRead]] = []
    oddities: list[Oddity] = []
    known = {entry.hash: entry for entry in heard(entries, supervisors)}
    for entry in sorted(known.values(), key=lambda entry: entry.order):
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


def _ends(window: OutageWindow) -> tuple[datetime, datetime]:
    return window.starts_at.astimezone(UTC), window.ends_at.astimezone(UTC)


def _oddity(entry: Entry, said: Operation | str) -> Oddity:
    of_outages = isinstance(said, (*OUTAGE_OPERATIONS, ConflictSettled))
    reason = "not-allowed" if of_outages else unheard_reason(said)
    return Oddity(ref=entry.ref, kind=entry.header.kind, reason=reason, by=stamp_of(entry))
