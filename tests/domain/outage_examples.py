"""One operation of every kind on outages and kept notices, with every field told."""

from datetime import UTC, datetime

from fieldtech.domain.journal import Operation
from fieldtech.domain.notice_troubles import NoticeTrouble, TroubleKind
from fieldtech.domain.outage_operations import NoticeKept, NoticeRead, OutageNoticed, OutageObject, OutageWindow
from fieldtech.domain.words import OutageImpact, OutageStatus

NIGHT = OutageWindow(datetime(2026, 12, 1, 22, 0, tzinfo=UTC), datetime(2026, 12, 2, 4, 0, tzinfo=UTC))
NEXT_NIGHT = OutageWindow(datetime(2026, 12, 2, 22, 0, tzinfo=UTC), datetime(2026, 12, 3, 4, 0, tzinfo=UTC))
NOTICED = OutageNoticed(
    provider="Northern Fibre",
    maintenance_id="CHG-4711",
    status=OutageStatus.RE_SCHEDULED,
    window=NIGHT,
    further_windows=(NEXT_NIGHT,),
    impact=OutageImpact.REDUCED_REDUNDANCY,
    objects=(OutageObject("line 7"), OutageObject("线路 8", OutageImpact.OUTAGE)),
    sequence=2,
    stamp=datetime(2026, 11, 20, 8, 30, 5, tzinfo=UTC),
    account="K 12",
    organizer="mailto:noc@fibre.example",
    summary="Splicing at the bridge",
    uid="4711@fibre.example",
    text="Dear customer,\nwe splice.",
    source="notice.ics",
)
OUTAGE_EXAMPLES: tuple[Operation, ...] = (
    NOTICED,
    NoticeKept(
        source="mail.eml",
        trouble=NoticeTrouble(TroubleKind.UNKNOWN_WORD, "X-MAINTNOTE-STATUS", "MAYBE", 11),
        title="Planned work",
        sender="Fibre NOC noc@fibre.example",
        sent_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        text="We will work on your line.",
    ),
    NoticeRead(outage_id="4f6k2m9p3qdw", note="called them"),
)
