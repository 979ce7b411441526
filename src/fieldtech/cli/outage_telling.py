"""How the commands of outages answer: their documents, and their lines for people."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from fieldtech.cli.output import Line, Span, Tone, labelled, lay_out
from fieldtech.domain.instants import local_text
from fieldtech.domain.outage_operations import OutageNoticed, OutageObject, OutageWindow
from fieldtech.domain.outages import OVER, KeptNotice, Outage
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.store import Store
from fieldtech.store.views.people import people_names
from fieldtech.text import _


class KeptTold(msgspec.Struct, frozen=True, kw_only=True):
    """A notice for a person to read."""

    notice: str
    """Its identifier."""
    source: str
    title: str
    reason: str


class OutageTold(msgspec.Struct, frozen=True, kw_only=True):
    """An outage as it stands."""

    outage: str
    """Its identifier."""
    provider: str
    id: str
    status: OutageStatus
    impact: OutageImpact | None
    starts_at: datetime
    ends_at: datetime
    windows: tuple[OutageWindow, ...]
    objects: tuple[OutageObject, ...]
    account: str
    sequence: int
    summary: str


class RevisionTold(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was said of an outage."""

    sequence: int
    stamp: datetime | None
    status: OutageStatus
    starts_at: datetime
    ends_at: datetime
    source: str
    """The file; empty: a person recorded it."""
    actor: str
    machine: str
    recorded_at: datetime


class WholeOutageTold(OutageTold, frozen=True, kw_only=True):
    """An outage with all that was said of it, what counts last."""

    text: str
    revisions: tuple[RevisionTold, ...]


class OutagesTold(msgspec.Struct, frozen=True):
    """Outages by their beginning."""

    outages: tuple[OutageTold, ...]


class KeptNoticeTold(KeptTold, frozen=True, kw_only=True):
    """A kept notice, whole."""

    sender: str
    sent_at: datetime | None
    text: str
    is_read: bool
    note: str
    outage: str
    """The outage that was recorded by it; empty: none."""


class UnreadTold(msgspec.Struct, frozen=True):
    """Kept notices in the order in which they came."""

    notices: tuple[KeptNoticeTold, ...]


def outage_lines(outages: Iterable[Outage], zone: ZoneInfo, width: int | None = None) -> list[Line]:
    """Write a line for each outage."""
    return list(lay_out([[*said_spans(each.said, zone)] for each in outages], width, flexible=4))


def said_spans(said: OutageNoticed, zone: ZoneInfo) -> Iterator[Span]:
    """Write what a revision says as the cells of a line."""
    windows = said.windows
    tone = Tone.QUIET if said.status in OVER else Tone.PLAIN
    yield Span(_span_text(windows[0].starts_at, max(window.ends_at for window in windows), zone), tone)
    yield Span(said.provider, tone)
    yield Span(said.maintenance_id, tone)
    yield Span(label_of(said.status), Tone.QUIET if said.status in OVER else Tone.STRONG)
    yield Span(said.summary, tone)


def _span_text(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    first, last = local_text(start, zone), local_text(end, zone)
    return f"{first} - {last[-5:] if first[:10] == last[:10] else last}"


def unread_told(notices: Iterable[KeptNotice]) -> UnreadTold:
    """Tell of kept notices."""
    return UnreadTold(tuple(map(kept_told, notices)))


def unread_lines(notices: Iterable[KeptNotice], width: int | None = None) -> list[Line]:
    """Write a line for each kept notice."""
    rows = [
        [
            Span(each.id),
            Span(_("read") if each.read else _("to be read"), Tone.QUIET if each.read else Tone.SOON),
            Span(each.sender, Tone.QUIET),
            Span(each.title),
        ]
        for each in notices
    ]
    return list(lay_out(rows, width, flexible=3))


def kept_told(notice: KeptNotice) -> KeptNoticeTold:
    """Tell of a kept notice."""
    return KeptNoticeTold(
        notice=notice.id,
        source=notice.source,
        title=notice.title,
        reason=notice.trouble.sentence,
        sender=notice.sender,
        sent_at=notice.sent_at,
        text=notice.text,
        is_read=notice.read is not None,
        note=notice.note,
        outage=notice.outage_id,
    )


def outage_told(outage: Outage) -> OutageTold:
    """Tell of an outage."""
    return OutageTold(
        outage=outage.id,
        provider=outage.provider,
        id=outage.maintenance_id,
        status=outage.status,
        impact=outage.impact,
        starts_at=outage.starts_at,
        ends_at=outage.ends_at,
        windows=outage.windows,
        objects=outage.objects,
        account=outage.said.account,
        sequence=outage.said.sequence,
        summary=outage.said.summary,
    )


def whole_outage_told(outage: Outage, store: Store) -> WholeOutageTold:
    """Tell of an outage and of all that was said of it."""
    names = people_names(store)
    revisions = tuple(
        RevisionTold(
            sequence=each.said.sequence,
            stamp=each.said.stamp,
            status=each.said.status,
            starts_at=each.said.windows[0].starts_at,
            ends_at=max(window.ends_at for window in each.said.windows),
            source=each.said.source,
            actor=names.person(each.by.actor),
            machine=names.machine(each.by.machine),
            recorded_at=each.by.at,
        )
        for each in outage.revisions
    )
    told = msgspec.structs.asdict(outage_told(outage))
    return WholeOutageTold(**told, text=outage.said.text, revisions=revisions)


def outage_page(outage: Outage, store: Store) -> list[Line]:
    """Write an outage for a person, what was said of it last first."""
    windows = "\n".join(_span_text(each.starts_at, each.ends_at, store.zone) for each in outage.windows)
    objects = "\n".join(
        f"{each.name}  {label_of(each.impact)}" if each.impact else each.name for each in outage.objects
    )
    pairs = (
        (_("Provider"), f"{outage.provider}  {outage.maintenance_id}"),
        (_("What is done"), outage.said.summary),
        (_("Status"), label_of(outage.status)),
        (_("When"), windows),
        (_("Effect"), label_of(outage.impact) if outage.impact else ""),
        (_("Objects"), objects),
        (_("Account"), outage.said.account),
    )
    names = people_names(store)
    rows = [
        [
            Span(str(each.said.sequence)),
            Span(local_text(each.said.stamp, store.zone) if each.said.stamp else "-"),
            Span(label_of(each.said.status)),
            Span(each.said.source or names.person(each.by.actor), Tone.QUIET),
        ]
        for each in reversed(outage.revisions)
    ]
    text = ["", outage.said.text] if outage.said.text else []
    return [*labelled(pairs), "", *lay_out(rows, None, flexible=3), *text]
