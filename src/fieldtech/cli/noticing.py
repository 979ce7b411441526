"""The command that takes in providers' notices of planned work (PROCESS S3.6)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.outage_telling import KeptTold, said_spans
from fieldtech.cli.output import Line, Span, Tone, lay_out
from fieldtech.cli.parameters import FILE, argument, flag
from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.proposals import Refusal
from fieldtech.text import N_, _
from fieldtech.workflow.notices import Outcome, Taken, take_notices


class RefusedTold(msgspec.Struct, frozen=True):
    """Something that was not taken."""

    source: str
    reason: str


class NoticesTold(msgspec.Struct, frozen=True, kw_only=True):
    """What came of taking notices in."""

    taken: int
    updated: int
    outdated: int
    """Older than what was known: kept in the history, nothing is changed by them."""
    repeated: int
    refused: tuple[RefusedTold, ...]
    kept: tuple[KeptTold, ...]


@command("notices")
@argument("files", "FILE|FOLDER...", N_("calendars and mails, mailboxes, maildirs"), kind=FILE, is_many=True)
@flag("--dry-run", "is_dry_run", words=N_("only say what would be taken"))
def notices(session: Session, files: Sequence[Path], is_dry_run: bool) -> None:
    """Take in providers' notices of planned work; a second time takes nothing."""
    need(_("Name the files: {missing} is missing."), file=" ".join(map(str, files)))
    store = session.writing
    taken = take_notices(store, files, is_dry_run=is_dry_run)
    told = _notices_told(taken)
    session.answer(told, _taken_lines(taken, store.zone, session.sheet.width))
    if not session.is_json:
        _tell_refusals(session, taken.refused)
        session.tell(_summary(told, is_dry_run=is_dry_run))
        if told.kept and not is_dry_run:
            session.tell(_("What is to be read: {command}").format(command="fieldtech outages notices"))
    if taken.refused:
        session.exit_status = UnreadableInput.exit_status


def _notices_told(taken: Taken) -> NoticesTold:
    """Say what came of taking notices in."""
    refused = (
        RefusedTold(each.source if each.line is None else f"{each.source}:{each.line}", each.reason)
        for each in taken.refused
    )
    kept = (KeptTold(notice=each.notice_id, source=each.source, title=each.title, reason=each.reason)
            for each in taken.kept)  # fmt: skip
    return NoticesTold(
        taken=taken.count(Outcome.TAKEN),
        updated=taken.count(Outcome.UPDATED),
        outdated=taken.count(Outcome.OUTDATED),
        repeated=taken.repeated,
        refused=tuple(refused),
        kept=tuple(kept),
    )


def _taken_lines(taken: Taken, zone: ZoneInfo, width: int | None) -> list[Line]:
    """Write a line for each notice that was new, and for each that is to be read."""
    outcomes = {Outcome.TAKEN: _("new"), Outcome.UPDATED: _("updated"), Outcome.OUTDATED: _("outdated")}
    rows = [[Span(outcomes[each.outcome]), *said_spans(each.said, zone)] for each in taken.notices]
    mails = [
        [Span(_("to be read"), Tone.SOON), Span(each.source), Span(each.title), Span(each.reason, Tone.QUIET)]
        for each in taken.kept
    ]
    return [*lay_out(rows, width, flexible=5), *lay_out(mails, width, flexible=2)]


def _tell_refusals(session: Session, refused: Iterable[Refusal]) -> None:
    for each in refused:
        where = each.source if each.line is None else f"{each.source}:{each.line}"
        session.tell(_("Refused: {where}{value}: {reason}").format(where=where, value="", reason=each.reason))


def _summary(told: NoticesTold, *, is_dry_run: bool) -> str:
    sentence = _("{taken} taken, {updated} updated, {repeated} known already, {kept} to be read, {refused} refused.")
    if is_dry_run:
        sentence = _(
            "{taken} would be taken, {updated} updated, {repeated} are known already, {kept} would be kept to be read,"
            " {refused} are refused."
        )
    return sentence.format(
        taken=told.taken,
        updated=told.updated + told.outdated,
        repeated=told.repeated,
        kept=len(told.kept),
        refused=len(told.refused),
    )
