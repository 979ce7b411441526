"""Taking in providers' notices: planned outages are noticed and updated, what nobody understands is kept to be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from fieldtech.domain.outage_operations import OutageNoticed
from fieldtech.domain.outages import Outage, notice_identifier, outage_identifier
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.proposals import Refusal
from fieldtech.intake.notices import NoticeReading, ReadNotice, UnreadNotice, read_notices
from fieldtech.store import Store
from fieldtech.store.views.outages import notice_by_id, outage_by_id
from fieldtech.text import _

_NEVER = datetime.min.replace(tzinfo=UTC)


class Outcome(StrEnum):
    """What a notice did."""

    TAKEN = "taken"
    """Nothing was known of the outage."""
    UPDATED = "updated"
    OUTDATED = "outdated"
    """A later one came before it: it is kept in the outage's history and changes nothing."""


@dataclass(frozen=True, slots=True)
class TakenNotice:
    """A revision that was, or would be, recorded."""

    source: str
    outcome: Outcome
    outage_id: str
    said: OutageNoticed


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice that was, or would be, kept for a person to read."""

    notice_id: str
    source: str
    title: str
    reason: str
    """A sentence in the language in use."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking notices in."""

    notices: tuple[TakenNotice, ...]
    repeated: int
    """Known already, as outages or as notices to be read."""
    refused: tuple[Refusal, ...]
    kept: tuple[Kept, ...]

    def count(self, outcome: Outcome) -> int:
        """Tell how many notices did something."""
        return sum(notice.outcome is outcome for notice in self.notices)


@dataclass(slots=True)
class _Known:
    """What is known of one outage while notices are taken."""

    digests: set[str] = field(default_factory=set)
    rank: tuple[int, datetime] = (-1, _NEVER)


def take_notices(
    store: Store, paths: Sequence[Path], *, is_dry_run: bool = False, progress: Progress = unheard
) -> Taken:
    """Read calendars and mails and record what is new in them, all in one transaction; a second time takes nothing.

    Raises:
        WorkStopped: it was asked to stop; nothing was taken.
        StoreUnusable: it could not be kept; nothing was.
    """
    reading = read_notices(paths, zone=store.zone, progress=progress)
    with store.writing():
        notices, kept = _new_notices(store, reading), _new_mails(store, reading)
        if not is_dry_run:
            _record_all(store, notices, kept, progress)
    return Taken(
        notices=tuple(notices),
        repeated=len(reading.notices) + len(reading.kept) - len(notices) - len(kept),
        refused=reading.refusals,
        kept=tuple(map(_kept, kept)),
    )


def _new_notices(store: Store, reading: NoticeReading) -> list[TakenNotice]:
    """Sort out what is new, in the order in which the revisions were written, whatever their files are called."""
    known: dict[str, _Known] = {}
    fresh: list[TakenNotice] = []
    for read in sorted(reading.notices, key=lambda each: _rank(each.notice)):
        said = read.notice
        outage_id = outage_identifier(said.provider, said.maintenance_id)
        before = known.setdefault(outage_id, _known(outage_by_id(store, outage_id)))
        if said.digest not in before.digests:
            fresh.append(_taken(read, outage_id, before))
    return fresh


def _taken(read: ReadNotice, outage_id: str, before: _Known) -> TakenNotice:
    said, rank = read.notice, _rank(read.notice)
    is_later = rank >= before.rank
    outcome = Outcome.UPDATED if is_later else Outcome.OUTDATED
    if not before.digests:
        outcome = Outcome.TAKEN
    before.digests.add(said.digest)
    before.rank = max(rank, before.rank)
    return TakenNotice(read.source, outcome, outage_id, said)


def _known(outage: Outage | None) -> _Known:
    if outage is None:
        return _Known()
    return _Known({revision.said.digest for revision in outage.revisions}, _rank(outage.said))


def _rank(said: OutageNoticed) -> tuple[int, datetime]:
    return said.sequence, said.stamp or _NEVER


def _new_mails(store: Store, reading: NoticeReading) -> list[UnreadNotice]:
    fresh = {each.key: each for each in reversed(reading.kept)}
    return [
        each
        for each in reading.kept
        if fresh.get(each.key) is each and notice_by_id(store, notice_identifier(each.key)) is None
    ]


def _record_all(store: Store, notices: Sequence[TakenNotice], kept: Sequence[UnreadNotice], progress: Progress) -> None:
    total = len(notices) + len(kept)
    for done, notice in enumerate(notices):
        progress(done, total, _("Recording"))
        store.record(f"outage:{notice.outage_id}", notice.said)
    for done, mail in enumerate(kept, start=len(notices)):
        progress(done, total, _("Recording"))
        store.record(f"notice:{notice_identifier(mail.key)}", mail.kept)


def _kept(mail: UnreadNotice) -> Kept:
    notice = mail.kept
    return Kept(notice_identifier(mail.key), notice.source, notice.title, notice.trouble.sentence)
