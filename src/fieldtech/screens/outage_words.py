"""What is said of providers' outages and of their mail: in a list, on a page, and of what was taken in."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from fieldtech.domain.instants import local_text, weekday_word
from fieldtech.domain.outage_operations import OutageWindow
from fieldtech.domain.outages import KeptNotice, Outage, Revision
from fieldtech.domain.proposals import Refusal
from fieldtech.domain.register_words import register_name, register_value
from fieldtech.domain.visible_text import cell_width, one_line, pad_to_cells
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import OutageStatus
from fieldtech.store.views.people import PeopleNames
from fieldtech.text import N_, _
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.labelled_lines import LabelledLine
from fieldtech.widgets.row_list import Column, Row
from fieldtech.workflow.notices import Outcome, Taken

MOST_SHOWN = 200
"""Of each kind; nobody reads more, and the command line gives all."""
NOTICE, OUTAGE = "notice ", "outage "
"""What a row's word begins with."""
_STATUS_SENTENCES = {
    OutageStatus.TENTATIVE: N_("tentative: the provider has not confirmed it"),
    OutageStatus.RE_SCHEDULED: N_("re-scheduled: it was planned for another time"),
    OutageStatus.CANCELLED: N_("called off: nothing is done at this time"),
}
_OUTCOMES = {Outcome.TAKEN: N_("New"), Outcome.UPDATED: N_("Updated"), Outcome.OUTDATED: N_("Outdated")}


def outage_columns() -> tuple[Column, ...]:
    """Give the columns of the list."""
    return Column(_("When")), Column(_("Status")), Column(_("What is done"), gives_way=True)


def outage_rows(unread: Iterable[KeptNotice], outages: Iterable[Outage], now: datetime, zone: tzinfo) -> Iterator[Row]:
    """List the mail that is to be read, then what is to come, the next first, then what is past, the last first."""
    for mail in unread:
        sent = mail.sent_at or mail.recorded.at
        words = "   ".join(part for part in (mail.title or mail.source, mail.sender) if part)
        cells = Cell(short_instant(sent, now, zone)), Cell(_("to be read"), "soon"), Cell(words)
        yield Row(NOTICE + mail.id, cells)
    known = sorted(outages, key=lambda each: (each.starts_at, each.id))
    coming = [each for each in known if each.ends_at > now]
    for outage in (*coming, *(each for each in reversed(known) if each.ends_at <= now)):
        is_quiet = outage.is_over or outage.ends_at <= now
        tone = "quiet" if is_quiet else ""
        yield Row(OUTAGE + outage.id, (
            Cell(short_instant(outage.starts_at, now, zone), tone),
            Cell(label_of(outage.status), "quiet" if is_quiet else "soon"),
            Cell(f"{outage.provider} {outage.maintenance_id}: {outage.said.summary}", tone),
        ))  # fmt: skip


def status_meaning(outage: Outage, now: datetime) -> str:
    """Say how a status is coloured."""
    return "quiet" if outage.is_over or outage.ends_at <= now else "soon"


def outage_lines(outage: Outage, names: PeopleNames, zone: tzinfo) -> Iterator[LabelledLine]:
    """Say all that is known of an outage, and how it came to be known, what counts first."""
    said = outage.said
    yield LabelledLine(_("What is done"), outage.title, "strong")
    yield LabelledLine(_("Provider"), "   ".join(part for part in (outage.provider, outage.maintenance_id) if part))
    windows = [window_words(each, zone) for each in outage.windows]
    yield LabelledLine(_("When"), "\n".join(windows), "quiet" if outage.is_over else "")
    before = earlier_windows(outage)
    if before and not outage.is_over:
        yield LabelledLine(_("Was planned"), "\n".join(window_words(each, zone) for each in before), "quiet")
    yield LabelledLine(_("Status"), _(_STATUS_SENTENCES.get(outage.status, "")) or label_of(outage.status),
                       "soon" if outage.status in _STATUS_SENTENCES else "")  # fmt: skip
    yield LabelledLine(_("Effect"), label_of(outage.impact) if outage.impact else _("not told"))
    objects = [f"{each.name}   {label_of(each.impact)}" if each.impact else each.name for each in outage.objects]
    yield LabelledLine(_("Objects"), "\n".join(objects) or _("not told"))
    if said.account:
        yield LabelledLine(_("Account"), said.account)
    for conflict in outage.conflicts:
        sides = (
            _("{value} ({who})").format(
                value=register_value(outage, conflict.field, each.value, zone), who=names.person(each.by.actor)
            )
            for each in conflict.sides
        )
        told = _(": ").join((register_name(outage, conflict.field), " | ".join(map(one_line, sides))))
        yield LabelledLine(_("Conflict"), told, "soon")
    yield LabelledLine("", "")
    widest = max((cell_width(label_of(each.said.status)) for each in outage.revisions), default=0)
    for place, revision in enumerate(reversed(outage.revisions)):
        yield LabelledLine(" " if place else _("History"), _revision_words(revision, names, zone, widest),
                           "quiet" if place else "")  # fmt: skip
    if said.text.strip():
        yield LabelledLine("", "")
        yield LabelledLine("", said.text.strip())


def earlier_windows(outage: Outage) -> tuple[OutageWindow, ...]:
    """Find when it was planned before, if that was another time."""
    others = (each.said.windows for each in reversed(outage.revisions))
    return next((windows for windows in others if windows != outage.windows), ())


def notice_lines(notice: KeptNotice, zone: tzinfo) -> Iterator[LabelledLine]:
    """Say what a mail is about, why it was kept, and all that it says."""
    yield LabelledLine(_("Subject"), notice.title or _("none"), "strong")
    yield LabelledLine(_("Sender"), notice.sender or _("not told"))
    if notice.sent_at is not None:
        yield LabelledLine(_("Sent"), local_text(notice.sent_at, zone))
    yield LabelledLine(_("Source file"), notice.source)
    yield LabelledLine(_("Why kept"), notice.trouble.sentence, "" if notice.read else "soon")
    if notice.note:
        yield LabelledLine(_("Note"), notice.note)
    yield LabelledLine("", "")
    yield LabelledLine(
        "", notice.text.strip() or _("It says nothing that could be read."), "" if notice.text else "quiet"
    )


def summary_words(taken: Taken) -> str:
    """Count what came of taking notices in."""
    counted = (
        (_("{n} new"), taken.count(Outcome.TAKEN)),
        (_("{n} updated"), taken.count(Outcome.UPDATED)),
        (_("{n} outdated"), taken.count(Outcome.OUTDATED)),
        (_("{n} known already"), taken.repeated),
        (_("{n} to be read"), len(taken.kept)),
        (_("{n} refused"), len(taken.refused)),
    )
    return " · ".join(words.format(n=n) for words, n in counted if n) or _("nothing")


def taken_lines(taken: Taken, zone: tzinfo) -> Iterator[LabelledLine]:
    """Say what came, or would come, of taking notices in: counts, what is wrong, what is to be read, what is new."""
    yield LabelledLine(_("Read"), summary_words(taken), "strong")
    yield from _group(_("Refused"), [_refusal_words(each) for each in taken.refused], "late")
    kept = [f"{one_line(each.title or each.source)}   {one_line(each.reason)}" for each in taken.kept]
    yield from _group(_("To be read"), kept, "soon")
    for outcome, label in _OUTCOMES.items():
        said = (each.said for each in taken.notices if each.outcome is outcome)
        told = [
            "   ".join((window_words(each.windows[0], zone), label_of(each.status),
                        one_line(f"{each.provider} {each.maintenance_id}: {each.summary}")))
            for each in said
        ]  # fmt: skip
        yield from _group(_(label), told, "quiet" if outcome is Outcome.OUTDATED else "")


def window_words(window: OutageWindow, zone: tzinfo) -> str:
    """Say a time of work, such as `Tue 2026-11-24 22:00 – Wed 2026-11-25 04:00`."""
    first, last = (
        f"{weekday_word(each, zone)} {local_text(each, zone)}" for each in (window.starts_at, window.ends_at)
    )
    is_one_day = window.starts_at.astimezone(zone).date() == window.ends_at.astimezone(zone).date()
    return f"{first} – {window.ends_at.astimezone(zone):%H:%M}" if is_one_day else f"{first} – {last}"


def short_instant(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when in few cells: the year only where it is another."""
    local = instant.astimezone(zone)
    return local_text(instant, zone) if local.year != now.astimezone(zone).year else f"{local:%m-%d %H:%M}"


def _revision_words(revision: Revision, names: PeopleNames, zone: tzinfo, status_cells: int) -> str:
    said = revision.said
    written = local_text(said.stamp or revision.by.at, zone)
    source = said.source or names.person(revision.by.actor)
    window = said.windows[0]
    begins, ends = (short_instant(each, revision.by.at, zone) for each in (window.starts_at, window.ends_at))
    if window.starts_at.astimezone(zone).date() == window.ends_at.astimezone(zone).date():
        ends = f"{window.ends_at.astimezone(zone):%H:%M}"
    status = pad_to_cells(label_of(said.status), status_cells)
    return "   ".join((written, status, f"{begins} – {ends}", one_line(source)))


def _refusal_words(refusal: Refusal) -> str:
    where = refusal.source if refusal.line is None else f"{refusal.source}:{refusal.line}"
    return one_line(f"{where}   {refusal.reason}")


def _group(label: str, texts: list[str], meaning: str) -> Iterator[LabelledLine]:
    """Give a label once before its lines, and say how many more there are."""
    if texts:
        yield LabelledLine("", "")
    for place, text in enumerate(texts[:MOST_SHOWN]):
        yield LabelledLine(" " if place else label, text, meaning)
    if len(texts) > MOST_SHOWN:
        yield LabelledLine(" ", _("and {n} more").format(n=len(texts) - MOST_SHOWN), "quiet")
