"""The roster as the store knows it: of the journal alone for what is shown, of all that is proven for whom to trust."""

from fieldtech.domain.trust import Roster, roster_of
from fieldtech.store import journal, local, places

_SUPERVISORS = "supervisors"


def roster() -> Roster:
    """Read the roster of all that is proven, in whatever order it came: the journal, and what is held."""
    return roster_of(journal.machine_entries(*places.TABLES))


def supervisors() -> frozenset[str]:
    """Name the chains whose word on roles counts, as `refresh` last worked it out."""
    return frozenset(local.value(_SUPERVISORS).split())


def supervisors_by_journal() -> frozenset[str]:
    """Work out the chains whose word on roles counts; from the journal alone, as this goes into what is shown."""
    return roster_of(journal.machine_entries("entry")).supervisors


def refresh() -> bool:
    """Work out anew whose word counts, after entries of machines came or went; true: it changed."""
    known, now = supervisors(), supervisors_by_journal()
    if known != now:
        local.set_value(_SUPERVISORS, " ".join(sorted(now)))
    return known != now
