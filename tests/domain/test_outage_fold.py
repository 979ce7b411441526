"""Outages folded from their notices: the later revision counts, whenever it came, and all of them are kept."""

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.handling_operations import NoteAdded
from fieldtech.domain.journal import Entry
from fieldtech.domain.notice_troubles import NoticeTrouble, TroubleKind
from fieldtech.domain.outage_fold import fold_notice, fold_outage
from fieldtech.domain.outage_operations import NoticeKept, NoticeRead, OutageNoticed, OutageWindow
from fieldtech.domain.outage_rules import OutageFacts, said_by_hand
from fieldtech.domain.outages import Outage, outage_identifier
from fieldtech.domain.words import OutageStatus
from tests.domain.authors import Author, SharedTime, authors, meet
from tests.domain.outage_examples import NIGHT, NOTICED

OUTAGE_ID = outage_identifier("Northern Fibre", "CHG-4711")
OUTAGE, NOTICE = f"outage:{OUTAGE_ID}", "notice:4f6k2m9p3qdw"
WRITTEN = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
KEPT = NoticeKept(source="mail.eml", trouble=NoticeTrouble(TroubleKind.NO_CALENDAR), text="We will work.")


def revision(sequence: int, status: OutageStatus = OutageStatus.CONFIRMED, *, minutes: int = 0) -> OutageNoticed:
    """A notice of a sequence, written so many minutes after the first."""
    return msgspec.structs.replace(
        NOTICED, sequence=sequence, status=status, stamp=WRITTEN + timedelta(minutes=minutes), further_windows=()
    )


def folded(entries: list[Entry]) -> Outage:
    outage = fold_outage(OUTAGE_ID, entries)
    assert outage is not None
    return outage


def said(*notices: OutageNoticed) -> Outage:
    author = Author("a", SharedTime())
    author.says(*notices, subject=OUTAGE)
    return folded(author.of(OUTAGE))


def test_a_later_sequence_counts_and_the_earlier_ones_stay() -> None:
    outage = said(revision(1, OutageStatus.TENTATIVE), revision(2), revision(4, OutageStatus.COMPLETED))
    assert (outage.status, outage.is_over) == (OutageStatus.COMPLETED, True)
    assert [each.said.sequence for each in outage.revisions] == [1, 2, 4]


def test_an_earlier_sequence_that_comes_later_changes_nothing() -> None:
    outage = said(revision(4, OutageStatus.COMPLETED), revision(2, minutes=90))
    assert (outage.status, outage.said.sequence, len(outage.revisions)) == (OutageStatus.COMPLETED, 4, 2)


def test_of_equal_sequences_the_one_that_was_written_later_counts() -> None:
    assert said(revision(1, OutageStatus.CANCELLED, minutes=5), revision(1)).status is OutageStatus.CANCELLED
    unwritten = msgspec.structs.replace(revision(1), stamp=None)
    assert said(revision(1, OutageStatus.CANCELLED), unwritten).status is OutageStatus.CANCELLED


def test_of_notices_written_at_once_the_one_recorded_later_counts() -> None:
    assert said(revision(1), revision(1, OutageStatus.CANCELLED)).status is OutageStatus.CANCELLED


def test_the_same_notice_on_two_machines_is_one_revision() -> None:
    one, two = authors("a", "b")
    one.says(revision(1), subject=OUTAGE)
    two.says(msgspec.structs.replace(revision(1), source="other.eml", text="more"), subject=OUTAGE)
    meet(one, two)
    assert len(folded(one.of(OUTAGE)).revisions) == 1


def test_the_same_instant_with_another_offset_says_the_same() -> None:
    zone = datetime.fromisoformat("2026-12-02T06:00:00+08:00").tzinfo
    moved = OutageWindow(NIGHT.starts_at.astimezone(zone), NIGHT.ends_at.astimezone(zone))
    assert msgspec.structs.replace(revision(1), window=moved).digest == revision(1).digest


def test_nobody_puts_another_outage_into_this_one() -> None:
    outage = said(revision(1), msgspec.structs.replace(revision(9), provider="Somebody else"))
    assert (outage.provider, len(outage.revisions)) == ("Northern Fibre", 1)
    assert [each.reason for each in outage.oddities] == ["not-allowed"]


def test_what_belongs_elsewhere_changes_nothing() -> None:
    author = Author("a", SharedTime())
    author.says(NoteAdded(text="x"), subject=OUTAGE)
    assert fold_outage(OUTAGE_ID, author.of(OUTAGE)) is None


def test_an_outage_is_named_alike_however_it_is_spelled() -> None:
    assert outage_identifier("northern  FIBRE ", "chg-4711") == OUTAGE_ID
    assert outage_identifier("Northern", "Fibre CHG-4711") != OUTAGE_ID
    assert outage_identifier("e\u0301", "1") == outage_identifier("\xe9", "1")


@settings(max_examples=60)
@given(
    told=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 2), st.sampled_from(OutageStatus)),
        min_size=1,
        max_size=8,
    ),
    seed=st.integers(0, 2**16),
)
def test_machines_agree_whatever_came_to_them_in_which_order(
    told: list[tuple[str, int, int, OutageStatus]], seed: int
) -> None:
    """I2: the state hangs on the set of entries alone, and the highest revision is what it shows."""
    people = authors("a", "b", "c")
    by_chain = {author.chain: author for author in people}
    chance = random.Random(seed)
    for chain, sequence, minutes, status in told:
        by_chain[chain].says(revision(sequence, status, minutes=minutes), subject=OUTAGE)
        if chance.random() < 0.3:
            by_chain[chance.choice("abc")].sees(by_chain[chain])
    meet(*people)
    outages = set()
    for author in people:
        entries = author.of(OUTAGE)
        chance.shuffle(entries)
        outages.add(msgspec.json.encode(folded(entries)))
    assert len(outages) == 1
    outage = folded(people[0].of(OUTAGE))
    highest = max((sequence, minutes) for _chain, sequence, minutes, _status in told)
    assert (outage.said.sequence, outage.said.stamp) == (highest[0], WRITTEN + timedelta(minutes=highest[1]))
    assert len(outage.revisions) == len({each[1:] for each in told})


def test_a_kept_notice_is_told_by_who_kept_it_first_and_read_by_who_read_it_first() -> None:
    one, two = authors("a", "b")
    one.says(KEPT, subject=NOTICE)
    two.says(msgspec.structs.replace(KEPT, source="copy.eml"), NoticeRead(note="nothing for us"), subject=NOTICE)
    one.says(NoticeRead(outage_id=OUTAGE_ID), subject=NOTICE)
    meet(one, two)
    notice = fold_notice("4f6k2m9p3qdw", one.of(NOTICE))
    assert notice is not None
    assert notice == fold_notice("4f6k2m9p3qdw", reversed(two.of(NOTICE)))
    assert (notice.source, notice.note, notice.outage_id) == ("mail.eml", "nothing for us", OUTAGE_ID)
    assert notice.read is not None
    assert notice.read.machine == "b"


def test_a_notice_that_nobody_kept_yet_is_none() -> None:
    author = Author("a", SharedTime())
    author.says(NoticeRead(), subject=NOTICE)
    assert fold_notice("4f6k2m9p3qdw", author.of(NOTICE)) is None


def test_by_hand_the_unsaid_stays_as_it_was() -> None:
    known = said(revision(3))
    told = said_by_hand(OutageFacts(provider="x", maintenance_id="y", status=OutageStatus.CANCELLED), known)
    assert (told.provider, told.sequence, told.window) == ("Northern Fibre", 3, NIGHT)
    assert (told.status, told.objects) == (OutageStatus.CANCELLED, NOTICED.objects)


def test_by_hand_a_new_one_needs_provider_number_and_times() -> None:
    with pytest.raises(RuleViolation) as refused:
        said_by_hand(OutageFacts(provider="Fibre"), None)
    assert refused.value.missing == ("id", "from", "until")
    backwards = OutageFacts(provider="F", maintenance_id="1", starts_at=NIGHT.ends_at, ends_at=NIGHT.starts_at)
    with pytest.raises(RuleViolation, match="ends after"):
        said_by_hand(backwards, None)
