"""One operation of every kind, with every field told: what the golden journal holds."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from fieldtech.domain import fault_operations as op
from fieldtech.domain import handling_operations as handling
from fieldtech.domain.checklist_readings import ReadingKind, ReadingSpec
from fieldtech.domain.checklists import Condition, Localised, Purpose, Template, TemplateItem
from fieldtech.domain.corrections import ConflictSettled, PayloadRedacted
from fieldtech.domain.journal import Operation
from fieldtech.domain.machines import (
    MachineAdmitted,
    MachineRevoked,
    MachineStarted,
    PersonKeyRecorded,
    PersonRecorded,
)
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import (
    Channel,
    CheckResult,
    Impact,
    Mode,
    Nature,
    PendingReason,
    PlanKind,
    Priority,
    ResolutionCode,
    Role,
    Status,
    SystemCheck,
    Urgency,
    UserVerdict,
)
from tests.domain.outage_examples import OUTAGE_EXAMPLES
from tests.domain.plan_examples import PLAN_EXAMPLES, ROUND_EXAMPLES

AT = datetime(2026, 11, 2, 1, 5, 9, 123456, tzinfo=UTC)
LOCAL = datetime(2026, 11, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))

FACTS = op.Facts(
    title="RAID degraded on DB-1, disk 4",
    description="机房 A 机柜 4：琥珀色灯\n第二行 \t“引号” \\ 反斜杠",
    channel=Channel.PHONE,
    reporter="Wang Fang",
    contact="+86 10 5555 0100",
    occurred_at=LOCAL,
    detected_at=AT,
    reported_at=AT,
    impact=Impact.SITE,
    urgency=Urgency.MEDIUM,
    nature=Nature.HARDWARE,
    category="storage",
    priority=Priority.IMPORTANT,
    site="DC-1",
    asset="DB-1",
    place="R4 / 03U",
    service="Payroll",
    assignee="Li Wei",
)
TEMPLATE = Template(
    id="raid-disk-failed",
    version=3,
    title=Localised(en="A failed disk", zh_CN="硬盘故障"),
    nature=Nature.HARDWARE,
    items=(
        TemplateItem(id="led", text=Localised(en="The LED is green", zh_CN="指示灯为绿色")),
        TemplateItem(
            id="temperature",
            text=Localised(en="Temperature", zh_CN="温度"),
            required=False,
            reading=ReadingSpec(
                unit="°C",
                kind=ReadingKind.NUMBER,
                low=Decimal("-5.50"),
                high=Decimal(60),
                warn_low=Decimal(0),
                warn_high=Decimal(55),
            ),
            when=Condition(item="led", results=(CheckResult.PASS, CheckResult.ATTENTION)),
            hint=Localised(en="smartctl -a", zh_CN="smartctl -a"),
        ),
    ),
    purpose=Purpose.VERIFICATION,
    categories=("storage",),
    keywords=("raid", "硬盘"),
)
SIGNATURE = Signature(
    signer="Zhao Min", role=Role.SUPERVISOR, key_owner="person", public_key="cHVibGlj", digest="ab" * 32, value="c2ln"
)
SEEN = ("4f6k2m9p3qdw.17.0a1b2c3d", "9xk2m4f6p3qd.4.ffee0011")

EXAMPLES: tuple[Operation, ...] = (
    MachineStarted(code="K7", site="DC-1", zone="Asia/Shanghai", public_key="cHVibGlj", continues=SEEN[0]),
    PersonRecorded(name="李伟", role=Role.SUPERVISOR, site="DC-1"),
    PersonKeyRecorded(public_key="cHVibGlj"),
    op.FaultReported(
        number="F-26K7-041",
        facts=FACTS,
        is_draft=True,
        source=op.Source(
            name="incidents.csv",
            key="INC0000045",
            original="number,opened_at\nINC0000045,29/2/2016 01:16",
            status=Status.CLOSED,
            status_words="Closed",
            restored_at=AT,
            resolved_at=AT,
            closed_at=LOCAL,
        ),
        origin=op.Origin(fault_id="4f6k2m9p3qdw", number="F-26K7-040", checklist_id="9xk2m4f6p3qd", item="led"),
    ),
    op.FaultEdited(facts=op.Facts(title="RAID degraded", place=""), because="asked the user", completes_draft=True),
    op.FaultAssessed(
        nature=Nature.HARDWARE,
        impact=Impact.ORGANISATION,
        urgency=Urgency.HIGH,
        priority=Priority.URGENT,
        suggested=Priority.IMPORTANT,
        because="payday",
        category="storage",
        mode=Mode.ON_SITE,
        assignee="Li Wei",
        standing=Role.SUPERVISOR,
        cause="disk 4 failed",
        due_at=LOCAL,
        attempt=2,
        moves=False,
    ),
    op.FaultAssigned(assignee="Li Wei", standing=Role.SUPERVISOR),
    op.FaultStarted(mode=Mode.REMOTE, assignee="Li Wei"),
    op.FaultPended(reason=PendingReason.PARTS, of="in-progress", note="disk ordered"),
    op.FaultResumed(to="in-progress"),
    op.ServiceRestored(workaround="moved to DB-2", restored_at=AT),
    handling.NoteAdded(text="disk 3, not 4", revises=SEEN[0]),
    handling.AttachmentAdded(name="照片.jpg", digest="0" * 64, size=1_234_567, media_type="image/jpeg"),
    handling.TimeSpent(minutes=45, note="on site"),
    handling.PartUsed(part="SSD 960 GB", quantity=1, old_serial="S1", new_serial="S2", asset="DB-1"),
    handling.UserTold(text="It runs again", how="phone", whom="Wang Fang", told_at=LOCAL),
    handling.SolutionPlanned(text="1. order\n2. replace", plan_kind=PlanKind.REPLACEMENT, attempt=2),
    handling.ChecklistAdded(checklist_id="9xk2m4f6p3qd", template=TEMPLATE, attempt=2),
    handling.CheckAnswered(
        checklist_id="9xk2m4f6p3qd",
        item="temperature",
        result=CheckResult.ATTENTION,
        reading="57,5",
        value=Decimal("57.5"),
        note="warm",
    ),
    op.SolutionImplemented(
        solution="disk replaced", resolution_code=ResolutionCode.HARDWARE_REPLACEMENT, implemented_at=AT, attempt=2
    ),
    op.FaultVerified(
        system=SystemCheck.PASS,
        user=UserVerdict.PARTLY,
        user_words="还是慢",
        how="phone",
        told_by="Wang Fang",
        rating=3,
        attempt=2,
        seen=SEEN,
        seen_digest="cd" * 32,
        page="ef" * 32,
        signature=SIGNATURE,
    ),
    op.FaultClosed(root_cause="worn out", lessons="watch wear levels"),
    op.FaultReopened(reason="slow again", attempt=3),
    op.FaultCancelled(reason="taken out of service", seen=SEEN),
    op.FaultFoundDuplicate(of_id="4f6k2m9p3qdw", of_number="F-26K7-041", reason="same disk", seen=SEEN),
    ConflictSettled(field="status", take=SEEN[0], seen=SEEN),
    PayloadRedacted(
        target=SEEN[1],
        target_kind="fault-edited",
        removed=("contact",),
        because="asked for by Wang Fang",
        rest={"because": "还是慢\n\u0301", "facts": {"contact": "", "title": "RAID degraded"}},
    ),
    MachineAdmitted(public_key="cHVibGlj", code="K7", role=Role.SUPERVISOR, compared=True),
    MachineRevoked(last_good=41, because="stolen"),
    *PLAN_EXAMPLES,
    *OUTAGE_EXAMPLES,
    *ROUND_EXAMPLES,
    PayloadRedacted(
        target=SEEN[1],
        target_kind="attachment-added",
        removed=("attachments",),
        because="asked for by Wang Fang",
        rest={
            "digest": "0" * 64,
            "media_type": "application/octet-stream",
            "name": "[redacted]",
            "size": 0,
        },
    ),
)
