"""What must be told before a person can record a provider's outage by hand."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.outage_operations import OutageNoticed, OutageObject, OutageWindow
from fieldtech.domain.outages import Outage
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.text import _

MANDATORY: Mapping[str, str] = {"provider": "provider", "maintenance_id": "id", "starts_at": "from", "ends_at": "until"}
"""The facts without which there is no outage, with the command line's words."""


class OutageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of an outage; None: as it is known, or not told."""

    provider: str = ""
    maintenance_id: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    status: OutageStatus | None = None
    impact: OutageImpact | None = None
    objects: tuple[str, ...] = ()
    account: str = ""
    summary: str = ""
    text: str = ""


def said_by_hand(facts: OutageFacts, known: Outage | None) -> OutageNoticed:
    """Lay what a person says over what is known: a revision that counts until the provider writes a later one.

    Raises:
        RuleViolation: something is missing, or it ends before it begins.
    """
    before = known.said if known else None
    starts_at = facts.starts_at or (before.window.starts_at if before else None)
    ends_at = facts.ends_at or (known.ends_at if known else None)
    missing = tuple(
        word
        for name, word in MANDATORY.items()
        if not {"starts_at": starts_at, "ends_at": ends_at}.get(name, getattr(facts, name))
    )
    if missing or starts_at is None or ends_at is None:
        raise RuleViolation(_("An outage needs {missing}.").format(missing=", ".join(missing)), missing)
    if ends_at <= starts_at:
        raise RuleViolation(_("An outage ends after it has begun."), ("until",))
    is_moved = facts.starts_at is not None or facts.ends_at is not None
    return OutageNoticed(
        provider=before.provider if before else " ".join(facts.provider.split()),
        maintenance_id=before.maintenance_id if before else " ".join(facts.maintenance_id.split()),
        status=facts.status or (before.status if before else OutageStatus.CONFIRMED),
        window=before.window if before and not is_moved else OutageWindow(starts_at, ends_at),
        further_windows=before.further_windows if before and not is_moved else (),
        impact=facts.impact or (before.impact if before else None),
        objects=tuple(map(OutageObject, facts.objects)) or (before.objects if before else ()),
        sequence=before.sequence if before else 0,
        account=facts.account or (before.account if before else ""),
        organizer=before.organizer if before else "",
        summary=facts.summary or (before.summary if before else ""),
        uid=before.uid if before else "",
        text=facts.text or (before.text if before else ""),
    )
