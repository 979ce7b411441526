"""One operation of every kind on plans and their occurrences, with every field told."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from fieldtech.domain import plan_operations as op
from fieldtech.domain.checklist_readings import ReadingSpec
from fieldtech.domain.checklists import Localised, Purpose, Template, TemplateItem
from fieldtech.domain.journal import Operation
from fieldtech.domain.signatures import Signature
from fieldtech.domain.words import CheckResult, DayOffPolicy, MaintenanceKind, Nature, Role

PLAN_ID, SLOT = "4f6k2m9p3qdw", date(2026, 2, 28)
FACTS = op.PlanFacts(
    title="机房巡检 · server room round",
    kind=MaintenanceKind.INSPECTION_ROUND,
    rule="FREQ=MONTHLY;BYDAY=2TU",
    first=date(2026, 1, 1),
    at=time(9, 30),
    until=date(2027, 12, 31),
    zone="Asia/Shanghai",
    is_floating=True,
    days_off=DayOffPolicy.AFTER,
    window_before=2,
    window_after=3,
    minutes=90,
    assets=("R1", "R2 / 03U"),
    place="Server room",
    site="DC-1",
    template="rack-inspection-round",
    people=("Li Wei", "王芳"),
    notes="key at the desk\nsecond line",
)
ROUND = Template(
    id="rack-round",
    version=2,
    title=Localised(en="Rack round", zh_CN="机柜巡检"),
    nature=Nature.HARDWARE,
    items=(
        TemplateItem(id="leds", text=Localised(en="No amber light", zh_CN="无琥珀色灯")),
        TemplateItem(
            id="inlet",
            text=Localised(en="Inlet temperature", zh_CN="进风温度"),
            reading=ReadingSpec(unit="°C", warn_high=Decimal(27), high=Decimal(32)),
        ),
        TemplateItem(id="dust", text=Localised(en="No dust", zh_CN="无积尘"), required=False),
    ),
    purpose=Purpose.MAINTENANCE,
)
SEEN = ("4f6k2m9p3qdw.17.0a1b2c3d",)
PLAN_EXAMPLES: tuple[Operation, ...] = (
    op.PlanAdded(number="P-26K7-001", facts=FACTS),
    op.PlanEdited(facts=op.PlanFacts(title="Round", people=()), since=SLOT, because="less to do"),
    op.PlanRetired(on=SLOT, reason="room given up", seen=SEEN),
    op.OccurrenceStarted(plan_id=PLAN_ID, slot=SLOT, template=ROUND, stops=("R1", "R2 / 03U")),
    op.OccurrenceBrokenOff(plan_id=PLAN_ID, slot=SLOT, reason="called away"),
    op.OccurrenceTakenUp(plan_id=PLAN_ID, slot=SLOT),
    op.OccurrenceCheckAnswered(
        plan_id=PLAN_ID,
        slot=SLOT,
        item="inlet",
        result=CheckResult.FAIL,
        stop="R2 / 03U",
        reading="35,5",
        value=Decimal("35.5"),
        note="fan stands",
    ),
    op.OccurrenceFinished(
        plan_id=PLAN_ID,
        slot=SLOT,
        done_at=datetime(2026, 2, 28, 2, 5, 9, 123456, tzinfo=UTC),
        note="走完",
        minutes=75,
        seen=SEEN,
        seen_digest="cd" * 32,
    ),
    op.OccurrenceDeferred(plan_id=PLAN_ID, slot=SLOT, to=date(2026, 3, 3), reason="room locked"),
    op.OccurrenceMoved(plan_id=PLAN_ID, slot=SLOT, to=date(2026, 3, 1), reason="audit"),
    op.OccurrenceSkipped(plan_id=PLAN_ID, slot=SLOT, reason="rack is empty"),
    op.OccurrenceFaultRaised(
        plan_id=PLAN_ID, slot=SLOT, fault_id="9xk2m4f6p3qd", number="F-26K7-041", item="inlet", stop="R2 / 03U"
    ),
    op.OccurrenceSettled(plan_id=PLAN_ID, slot=SLOT, take=SEEN[0]),
)
ROUND_EXAMPLES: tuple[Operation, ...] = (
    op.OccurrenceAnswersTakenBack(plan_id=PLAN_ID, slot=SLOT, items=("leds", "inlet"), stop="R2 / 03U"),
    op.OccurrenceStopLeftOut(plan_id=PLAN_ID, slot=SLOT, stop="R2 / 03U", reason="门锁着"),
    op.OccurrenceFinished(
        plan_id=PLAN_ID,
        slot=SLOT,
        done_at=datetime(2026, 2, 28, 2, 5, 9, 123456, tzinfo=UTC),
        note="走完",
        minutes=75,
        seen=SEEN,
        seen_digest="cd" * 32,
        page="ef" * 32,
        signature=Signature(
            signer="Li Wei",
            role=Role.TECHNICIAN,
            key_owner="person",
            public_key="cHVibGlj",
            digest="ab" * 32,
            value="c2lnbmVk",
        ),
    ),
)
"""What came later; the lines of the golden journal are only added to."""
