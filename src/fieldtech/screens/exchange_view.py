"""All that the exchange screen shows, read in one go."""

from dataclasses import dataclass
from datetime import datetime

from fieldtech.domain.trust import Standing
from fieldtech.store import Store
from fieldtech.store.views.bundles import LoggedBundle, bundle_log
from fieldtech.store.views.conflicts import count_contested
from fieldtech.store.views.identity import IdentityNote, identity_notes, revocation_note
from fieldtech.store.views.peers import Peer, all_peers
from fieldtech.store.views.quarantine import Waiting, quarantine_view
from fieldtech.workflow.enrolment import Candidate, own_candidate


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """Who is known, what came and went, what waits, and what became of this machine."""

    peers: tuple[Peer, ...]
    own: Candidate
    revocation: str
    """What it means that this machine was revoked; empty: it was not."""
    notes: tuple[IdentityNote, ...]
    log: tuple[LoggedBundle, ...]
    waiting: tuple[Waiting, ...]
    conflicts: int
    """Faults, plans, occurrences and outages with something to settle."""
    now: datetime

    @property
    def trusted(self) -> tuple[Peer, ...]:
        """The other machines that are trusted, without those that go on as another."""
        return tuple(peer for peer in self.peers if peer.standing is Standing.ADMITTED and not peer.replaced_by)

    def written_for(self, peer: Peer) -> LoggedBundle | None:
        """Give the bundle in which all that a machine lacks is on its way; None: something of it is in none."""
        outgoing = (each for each in self.log if each.is_outgoing and peer.code in each.recipients and not each.note)
        latest = next(outgoing, None)
        return latest if latest is not None and latest.entries >= peer.unsent else None


def read_exchange(store: Store) -> ExchangeView:
    """Read it all."""
    with store.reading():
        return ExchangeView(
            peers=all_peers(store),
            own=own_candidate(store),
            revocation=revocation_note(store),
            notes=identity_notes(store),
            log=bundle_log(store),
            waiting=quarantine_view(store),
            conflicts=count_contested(store),
            now=store.now(),
        )
