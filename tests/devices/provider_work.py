"""What people do about providers' outages on their machines: the same few notices reach several of them."""

import random
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.store import Store
from fieldtech.store.views.outages import all_outages, kept_notices
from fieldtech.workflow.notices import Taken, take_notices
from fieldtech.workflow.outages import add_outage, mark_notice_read
from fieldtech.workflow.settling import settle_conflict
from tests.intake.notice_files import calendar, event, mail

PROVIDER = "Northern Fibre"
WORKS = ("CHG-4711", "CHG-4712")
STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
REVISIONS, MAILS = 4, 3


def provider_work(store: Store, chance: random.Random) -> str:
    """Do one thing.

    Returns:
        The subject that it was done to; empty where nothing came of it.
    """
    contested = [each for each in all_outages(store) if each.conflicts]
    if contested and chance.random() < 0.6:
        outage = chance.choice(contested)
        conflict = chance.choice(outage.conflicts)
        return settle_conflict(
            store, f"outage:{outage.id}", conflict.field, chance.choice(conflict.sides).by.ref
        ).subject
    return chance.choice(_STEPS)(store, chance)


def _take_calendar(store: Store, chance: random.Random) -> str:
    """Take in a revision of a notice; two of one revision may differ, as providers write them."""
    work, revision = chance.choice(WORKS), chance.randrange(REVISIONS)
    status = chance.choice(STATUSES)
    written = event(
        SEQUENCE=str(revision),
        DTSTAMP=f"2026112{revision}T083005Z",
        X_MAINTNOTE_MAINTENANCE_ID=work,
        X_MAINTNOTE_STATUS=status,
    )
    taken = _taken(store, calendar(written), f"{work}-{revision}-{status}.ics")
    return f"outage:{taken.notices[0].outage_id}" if taken.notices else ""


def _take_mail(store: Store, chance: random.Random) -> str:
    """Take in a mail that no rule understands."""
    key = str(chance.randrange(MAILS))
    taken = _taken(store, mail(key=key), f"{key}.eml")
    return f"notice:{taken.kept[0].notice_id}" if taken.kept else ""


def _correct(store: Store, chance: random.Random) -> str:
    begins = store.now() + timedelta(hours=chance.randrange(1, 100))
    facts = OutageFacts(
        provider=PROVIDER,
        maintenance_id=chance.choice(WORKS),
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        status=chance.choice((None, *OutageStatus)),
        impact=chance.choice((None, *OutageImpact)),
    )
    return f"outage:{add_outage(store, facts).id}"


def _read_mail(store: Store, chance: random.Random) -> str:
    notices = kept_notices(store, with_read=True)
    if not notices:
        return _take_mail(store, chance)
    notice = chance.choice(notices)
    return f"notice:{mark_notice_read(store, notice.id, f'told the site {chance.randrange(100)}').id}"


def _taken(store: Store, content: str, name: str) -> Taken:
    """Take in what a provider wrote; another may take the same in elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_text(content, encoding="utf-8", newline="")
        return take_notices(store, [file])


_STEPS: tuple[Callable[[Store, random.Random], str], ...] = (
    _take_calendar,
    _take_calendar,
    _take_mail,
    _correct,
    _read_mail,
)
