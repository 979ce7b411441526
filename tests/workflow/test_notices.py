"""Taking providers' notices in: each once, the later one counts, and machines that took different ones agree."""

from datetime import date
from pathlib import Path

import pytest

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.outage_rules import OutageFacts
from fieldtech.domain.words import OutageImpact, OutageStatus
from fieldtech.store import Store, audit
from fieldtech.store.views.outages import (
    all_outages,
    find_notice,
    find_outage,
    kept_notices,
    outages_between,
)
from fieldtech.workflow.notices import Outcome, Taken, take_notices
from fieldtech.workflow.outages import add_outage, mark_notice_read
from tests.intake.notice_files import calendar, event, mail
from tests.sync_machines import Site, differences, meet
from tests.workflow.road import clock_of


def revision(folder: Path, sequence: int, status: str = "CONFIRMED", **changed: str) -> Path:
    file = folder / f"{'zyxwvu'[sequence]}.ics"
    file.write_text(calendar(event(SEQUENCE=str(sequence), X_MAINTNOTE_STATUS=status, **changed)), newline="")
    return file


def counts(taken: Taken) -> tuple[int, ...]:
    return (*(taken.count(outcome) for outcome in Outcome), taken.repeated)


def test_later_notices_of_one_outage_update_it_and_none_is_taken_twice(store: Store, tmp_path: Path) -> None:
    """S3.6: never duplicated, whatever the files are called and in which order they lie."""
    files = [revision(tmp_path, 1, "TENTATIVE"), revision(tmp_path, 2), revision(tmp_path, 4, "COMPLETED")]
    assert counts(take_notices(store, [tmp_path, *files[:1]])) == (1, 2, 0, 1)
    (outage,) = all_outages(store)
    assert (outage.status, len(outage.revisions)) == (OutageStatus.COMPLETED, 3)
    assert counts(take_notices(store, files)) == (0, 0, 0, 3)
    assert all_outages(store) == (outage,)


def test_an_earlier_notice_that_comes_later_stands_in_the_history_only(store: Store, tmp_path: Path) -> None:
    take_notices(store, [revision(tmp_path, 4, "CANCELLED")])
    assert counts(take_notices(store, [revision(tmp_path, 2)])) == (0, 0, 1, 0)
    (outage,) = all_outages(store)
    assert (outage.status, len(outage.revisions)) == (OutageStatus.CANCELLED, 2)


def test_a_dry_run_records_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(mail(), newline="")
    taken = take_notices(store, [revision(tmp_path, 1), tmp_path / "a.eml"], is_dry_run=True)
    assert (counts(taken), len(taken.kept)) == ((1, 0, 0, 0), 1)
    assert (all_outages(store), kept_notices(store)) == ((), ())


def test_two_machines_that_took_different_revisions_agree(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    one, two = site.machine(), site.machine()
    (tmp_path / "a.eml").write_text(mail(), newline="")
    take_notices(one.store, [revision(tmp_path, 2, "CANCELLED"), tmp_path / "a.eml"])
    take_notices(two.store, [revision(tmp_path, 1), revision(tmp_path, 2, "CANCELLED"), tmp_path / "a.eml"])
    assert differences([one, two]) > 0
    meet([one, two])
    assert differences([one, two]) == 0
    for machine in (one, two):
        (outage,) = all_outages(machine.store)
        assert (outage.status, len(outage.revisions)) == (OutageStatus.CANCELLED, 2)
        assert len(kept_notices(machine.store)) == 1
        assert audit(machine.store).problems == ()
        machine.store.rebuild()
        assert all_outages(machine.store) == (outage,)
    site.close()


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        # The night of 2 December in Shanghai: from 06:00 to 12:00.
        (date(2026, 12, 2), date(2026, 12, 2), True),
        (date(2026, 12, 1), date(2026, 12, 1), False),
        (date(2026, 12, 3), date(2026, 12, 4), False),
        (date(2026, 12, 5), date(2026, 12, 5), True),
        (date(1, 1, 1), date.max, True),
    ],
)
def test_an_outage_stands_on_the_days_of_its_windows(
    store: Store, tmp_path: Path, since: date, until: date, shown: bool
) -> None:
    file = tmp_path / "a.ics"
    second = event(DTSTART="20261204T220000Z", DTEND="20261205T040000Z")
    file.write_text(calendar(event(), second), newline="")
    take_notices(store, [file])
    assert bool(outages_between(store, since, until)) is shown


def test_a_mail_is_kept_once_and_read_with_a_word_on_it(store: Store, tmp_path: Path) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_text(mail(), newline="")
    taken = take_notices(store, [tmp_path])
    assert ([each.source for each in taken.kept], taken.repeated) == ([f"{tmp_path.name}/a.eml"], 1)
    (notice,) = kept_notices(store)
    assert notice.id == taken.kept[0].notice_id
    read = mark_notice_read(store, notice.id[:6], "not our line")
    assert (read.note, kept_notices(store)) == ("not our line", ())
    assert mark_notice_read(store, notice.id) == read
    assert kept_notices(store, with_read=True) == (read,)


def test_a_mail_becomes_an_outage_by_hand_until_the_provider_writes_a_later_notice(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_text(mail(), newline="")
    (kept,) = take_notices(store, [tmp_path / "a.eml"]).kept
    now = store.now()
    facts = OutageFacts(
        provider="northern fibre",
        maintenance_id="chg-4711",
        starts_at=now,
        ends_at=clock_of(store).go_on(hours=2),
        impact=OutageImpact.DEGRADED,
    )
    outage = add_outage(store, facts, notice=kept.notice_id)
    assert (outage.title, outage.said.text) == ("Planned work 4711", "We will work on your line.")
    assert (find_notice(store, kept.notice_id).outage_id, kept_notices(store)) == (outage.id, ())
    called_off = OutageFacts(provider="Northern Fibre", maintenance_id="CHG-4711", status=OutageStatus.CANCELLED)
    assert add_outage(store, called_off).starts_at == now
    assert find_outage(store, "CHG-4711").status is OutageStatus.CANCELLED
    take_notices(store, [revision(tmp_path, 1)])
    (official,) = all_outages(store)
    assert (official.status, len(official.revisions)) == (OutageStatus.CONFIRMED, 3)


def test_names_that_name_nothing_are_told(store: Store) -> None:
    with pytest.raises(UnknownName):
        find_outage(store, "CHG-1")
    with pytest.raises(UnknownName):
        mark_notice_read(store, "")
    with pytest.raises(RuleViolation):
        add_outage(store, OutageFacts())
