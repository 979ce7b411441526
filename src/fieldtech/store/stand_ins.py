"""What stands in for payloads that were withheld: the carrier's word, where it counts, until the payload itself comes.

No signature covers it. So it says nothing of machines and people, and all but what users reported and were told counts
from a supervisor's machine alone, or from the one that recorded it.
"""

from functools import cached_property

from peewee import Database

from fieldtech.domain.canonical import check_canonical
from fieldtech.domain.errors import DamagedJournal
from fieldtech.domain.fault_operations import FaultEdited, FaultReported
from fieldtech.domain.handling_operations import UserTold
from fieldtech.domain.journal import Entry, without_payload
from fieldtech.domain.redaction import redaction_in
from fieldtech.domain.sightings import read_frontier
from fieldtech.domain.subjects import subject_kind
from fieldtech.domain.trust import Trust
from fieldtech.models import EntryRow
from fieldtech.store import journal, places, rosters, statements

_NEVER_WITHHELD = ("machine", "person")
_OF_USERS = (FaultReported.KIND, FaultEdited.KIND, UserTold.KIND)
"""Kinds of which anybody may leave out who the users are; what a signer said is not among them."""
_AT = "chain_id = (SELECT id FROM chain WHERE name = ?) AND sequence = ?"


class StandIns:
    """What one carrier says in the place of payloads; asked within a merge, behind the entries."""

    def __init__(self, own: str, carrier: str) -> None:
        """Take the word of a carrier.

        Args:
            own: The chain of this machine.
            carrier: The chain of the carrier's machine; empty: this one's.
        """
        self._own = own
        self._carrier = carrier or own

    def keep(self, reference: str, rest: bytes) -> str:
        """Keep what stands in for a payload that is not here; of several the longest, so that no order matters.

        Returns:
            The subject of the entry; empty where nothing of that name lacks its payload, or the word doesn't count.

        Raises:
            DamagedJournal: it is no payload.
        """
        check_canonical(rest)
        if not rest.startswith(b"{"):
            raise DamagedJournal(f"What stands in for the payload of {reference} is none.")
        subject = ""
        for chain, sequence in read_frontier([reference]).items():
            for table in places.TABLES:
                for entry in _lacking(table, chain, sequence, reference):
                    if self._counts(without_payload(entry, rest)) and _is_longer(rest, entry.rest):
                        subject = entry.header.entity
                        sql = f"UPDATE {table} SET rest = ? WHERE {_AT} AND hash = ?"
                        statements.run(_database(), sql, (rest, chain, sequence, entry.hash))
        return subject

    def _counts(self, told: Entry) -> bool:
        header = told.header
        if subject_kind(header.entity) in _NEVER_WITHHELD or self._carrier in self._trust.limits:
            return False
        is_entitled = self._carrier == header.chain or self._carrier in self._trust.authorities
        return is_entitled or header.kind in _OF_USERS or self._is_said_whole(told)

    def _is_said_whole(self, told: Entry) -> bool:
        """Tell whether a redaction that is here whole takes out as much: then this one takes away nothing more."""
        word = redaction_in(told)
        if word is None:
            return False
        entries = journal.entries_of([told.header.entity])[told.header.entity]
        whole = (each for each in entries if each.payload is not None and each.header.chain in self._trust.authorities)
        known = (other for other in map(redaction_in, whole) if other is not None)
        return any(
            (other.target, other.target_kind) == (word.target, word.target_kind)
            and set(other.removed).issuperset(word.removed)
            for other in known
        )

    @cached_property
    def _trust(self) -> Trust:
        return rosters.roster().seen_from(self._own)


def _lacking(table: str, chain: str, sequence: int, reference: str) -> list[Entry]:
    """Read the entries of a reference that lack their payload, and may get one."""
    sql = (
        f"SELECT {journal.COLUMNS} FROM {table} WHERE {_AT} AND payload IS NULL AND redacted = 0"
        " AND lower(hex(substr(hash, 1, 4))) = ?"
    )
    rows = statements.run(_database(), sql, (chain, sequence, reference.rpartition(".")[2]))
    return [entry for entry in map(journal.entry_of_row, rows) if entry.ref == reference]


def _is_longer(rest: bytes, known: bytes | None) -> bool:
    return known is None or (len(rest), rest) > (len(known), known)


def _database() -> Database:
    """The database that this unit of work is bound to."""
    return EntryRow._meta.database
