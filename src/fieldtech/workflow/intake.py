"""Taking in reports from files: each becomes a reported fault with source and original text, once (PROCESS S3.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fault_operations import Facts, FaultReported, Source
from fieldtech.domain.identifiers import derived_identifier
from fieldtech.domain.instants import check_not_in_future, local_text
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.proposals import Note, ProposedReport, Refusal
from fieldtech.intake import read_files
from fieldtech.store import Store
from fieldtech.store.views.faults import fault_by_id
from fieldtech.text import _
from fieldtech.workflow.handling import MEBIBYTE, attachment
from fieldtech.workflow.reports import record_report


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an intake."""

    read: int
    taken: int
    repeated: int
    refused: tuple[Refusal, ...]
    notes: tuple[Note, ...]
    numbers: tuple[str, ...]
    """The faults that were made; of a dry run empty."""
    proposals: tuple[ProposedReport, ...]
    """What was, or would be, taken."""


def take_files(
    store: Store,
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    date_order: str | None = None,
    is_dry_run: bool = False,
    progress: Progress = unheard,
) -> Taken:
    """Read files and record what is new in them, all in one transaction; a second time takes nothing.

    Args:
        progress: Hears how far it is, row by row.

    Raises:
        UnreadableInput: a file, or the mapping, can't be understood at all; nothing was taken.
        WorkStopped: it was asked to stop; nothing was taken.
        StoreUnusable: it could not be kept; nothing was.
    """
    folder = store.settings.mapping_folder
    reading = read_files(
        paths,
        zone=store.zone,
        mapping=mapping,
        date_order=date_order,
        mapping_folder=Path(folder).expanduser() if folder else None,
        progress=progress,
    )
    refused = list(reading.refusals)
    with store.writing():
        fresh = [each for each in _unknown(store, reading.proposals) if not _lies_ahead(store, each, refused)]
        numbers = () if is_dry_run else _take_all(store, fresh, refused, progress)
    return Taken(
        read=reading.read,
        taken=len(fresh),
        repeated=len(reading.proposals) - len(fresh),
        refused=tuple(refused),
        notes=reading.notes,
        numbers=numbers,
        proposals=tuple(fresh),
    )


def _take_all(
    store: Store, proposals: Sequence[ProposedReport], refused: list[Refusal], progress: Progress
) -> tuple[str, ...]:
    numbers = []
    for taken, proposal in enumerate(proposals):
        progress(taken, len(proposals), _("Recording"))
        numbers.append(_take(store, proposal, refused))
    return tuple(numbers)


def _unknown(store: Store, proposals: Sequence[ProposedReport]) -> list[ProposedReport]:
    """Keep what no earlier intake, here or on a machine that we met, has taken; of one key the first."""
    fresh: dict[str, ProposedReport] = {}
    for proposal in proposals:
        if fault_by_id(store, _fault_id(proposal)) is None:
            fresh.setdefault(proposal.source_key, proposal)
    return list(fresh.values())


def _lies_ahead(store: Store, proposal: ProposedReport, refused: list[Refusal]) -> bool:
    """Refuse what was reported or occurred in the future: as a rule day and month were swapped (PROCESS, mistake 7)."""
    # A mail stands in no line, and its date is its sender's clock: it is evidence, not a slip of the pen.
    for column in ("occurred_at", "detected_at", "reported_at") if proposal.line is not None else ():
        instant = getattr(proposal, column)
        if instant is None:
            continue
        try:
            check_not_in_future(instant, store.now(), store.zone)
        except RuleViolation as refusal:
            value = local_text(instant, store.zone)
            refused.append(Refusal(proposal.source, proposal.line, column.removesuffix("_at"), value, str(refusal)))
            return True
    return False


def _fault_id(proposal: ProposedReport) -> str:
    """Two machines that take in the same report offline name the same fault."""
    return derived_identifier("intake", proposal.source_key)


def _take(store: Store, proposal: ProposedReport, refused: list[Refusal]) -> str:
    fault_id = _fault_id(proposal)
    fault = record_report(
        store, fault_id, FaultReported(number="", facts=_facts(store, proposal), source=_source(proposal))
    )
    limit = store.settings.attachment_limit_mb
    for each in proposal.attachments:
        if len(each.content) > limit * MEBIBYTE:
            reason = _("It is larger than {limit} MB, the most that is kept with a fault.").format(limit=limit)
            refused.append(Refusal(proposal.source, proposal.line, "attachment", each.name, reason))
            continue
        kept = attachment(store, each.name, each.content, media_type=each.media_type)
        store.record(f"fault:{fault_id}", kept)
    return fault.number


def _facts(store: Store, proposal: ProposedReport) -> Facts:
    told = {name: getattr(proposal, name) for name in Facts.__struct_fields__ if hasattr(proposal, name)}
    told["reported_at"] = told["reported_at"] or store.now()
    return Facts(**told, site=store.site)


def _source(proposal: ProposedReport) -> Source:
    return Source(
        name=proposal.source,
        key=proposal.source_key,
        original=proposal.original,
        status=proposal.source_status,
        status_words=proposal.source_status_words or "",
        restored_at=proposal.restored_at,
        resolved_at=proposal.resolved_at,
        closed_at=proposal.closed_at,
    )
