"""What a person does about outages of providers: records or corrects one by hand, reads what no rule understood."""

import msgspec

from fieldtech.domain.outage_operations import NoticeRead
from fieldtech.domain.outage_rules import OutageFacts, said_by_hand
from fieldtech.domain.outages import KeptNotice, Outage, outage_identifier
from fieldtech.store import Store
from fieldtech.store.views.outages import find_notice, outage_by_id


def add_outage(store: Store, facts: OutageFacts, *, notice: str = "") -> Outage:
    """Record an outage, or correct one of the same provider and number, by a person's own word.

    Args:
        notice: The kept notice that tells of it, which is read by that; empty: he heard of it otherwise.

    Raises:
        UnknownName: there is no such notice.
        RuleViolation: something is missing, or it ends before it begins.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        mail = find_notice(store, notice) if notice else None
        if mail is not None:
            facts = msgspec.structs.replace(facts, summary=facts.summary or mail.title, text=facts.text or mail.text)
        outage_id = outage_identifier(facts.provider, facts.maintenance_id)
        said = said_by_hand(facts, outage_by_id(store, outage_id))
        # Now: it counts against a notice of the same revision that was written before.
        store.record(f"outage:{outage_id}", msgspec.structs.replace(said, stamp=store.now()))
        if mail is not None:
            store.record(f"notice:{mail.id}", NoticeRead(outage_id=outage_id))
        outage = outage_by_id(store, outage_id)
        assert outage is not None
        return outage


def mark_notice_read(store: Store, name: str, note: str = "") -> KeptNotice:
    """Say that a kept notice was read, and what came of it; a second time without a note records nothing.

    Raises:
        UnknownName: there is no such notice.
        StoreUnusable: it could not be kept.
    """
    with store.writing():
        notice = find_notice(store, name)
        if notice.read is None or note.strip():
            store.record(f"notice:{notice.id}", NoticeRead(note=note.strip()))
        return find_notice(store, notice.id)
