"""What the commands on other machines tell: their documents, and the machines as lines (SYNC, enrolment)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from fieldtech.cli.output import Span, Tone, lay_out
from fieldtech.domain.fingerprints import fingerprint_words
from fieldtech.domain.instants import local_text
from fieldtech.domain.trust import Standing
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Role
from fieldtech.store import Store
from fieldtech.store.views.peers import Peer, clock_words
from fieldtech.store.views.quarantine import Waiting
from fieldtech.text import _, ngettext
from fieldtech.workflow.enrolment import Candidate


class PeerTold(msgspec.Struct, frozen=True, kw_only=True):
    """A machine that is known here."""

    machine: str
    chain: str
    site: str
    person: str
    role: Role
    standing: str
    """"own", "admitted", "revoked" or "unknown"."""
    is_own: bool
    is_compared: bool
    acknowledged_at: datetime | None = None
    """When it last told what it holds, by its own clock."""
    last_in: datetime | None = None
    last_out: datetime | None = None
    unsent: int = 0
    last_good: int | None = None
    """Of a revoked machine the last entry that counts."""
    fingerprint: str
    replaced_by: str = ""
    """The machine as which it goes on since; empty: none."""


class PeersTold(msgspec.Struct, frozen=True):
    """All machines that are known here, this one first."""

    peers: tuple[PeerTold, ...]
    waiting: tuple["WaitingTold", ...]
    revoked: str
    """What it means that this machine was revoked; empty: it was not."""


class WaitingTold(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of a machine that wait for one reason."""

    machine: str
    reason: str
    first: int
    last: int
    count: int
    sentence: str
    """Why they wait, and what helps."""


def peer_lines(own: Candidate, known: Sequence[Peer], store: Store) -> list[list[Span]]:
    """Lay the machines out, this one first."""
    rows = [
        [Span(own.code), Span(own.person, Tone.QUIET), Span(own.site, Tone.QUIET), Span(_("this machine")), Span("")]
    ]
    rows += [
        [
            Span(each.code),
            Span(each.person, Tone.QUIET),
            Span(each.site, Tone.QUIET),
            Span(_standing_words(each)),
            Span(acknowledged_words(each, store), Tone.QUIET),
        ]
        for each in known
    ]
    return lay_out(rows, None, flexible=4)


def _standing_words(peer: Peer) -> str:
    if peer.replaced_by:
        return _("goes on as {machine}").format(machine=one_line(peer.replaced_by))
    return label_of(peer.standing)


def acknowledged_words(peer: Peer, store: Store) -> str:
    """Say what a machine has acknowledged, and what it lacks."""
    if peer.standing is not Standing.ADMITTED or peer.replaced_by:
        return ""
    lacks = ngettext("{n} entry to send", "{n} entries to send", peer.unsent).format(n=peer.unsent)
    if peer.receipt_at is None:
        return _("nothing acknowledged yet, {lacks}").format(lacks=lacks)
    told = _("acknowledged {at}, {lacks}").format(at=local_text(peer.receipt_at, store.zone), lacks=lacks)
    return _(", ").join(part for part in (told, clock_words(peer, store.now())) if part)


def waiting_told(waiting: Waiting) -> WaitingTold:
    """Give what waits its document."""
    return WaitingTold(
        machine=waiting.machine,
        reason=waiting.reason.value,
        first=waiting.first,
        last=waiting.last,
        count=waiting.count,
        sentence=waiting.sentence,
    )


def own_told(own: Candidate, store: Store) -> PeerTold:
    """Give this machine its document."""
    return PeerTold(
        machine=own.code,
        chain=store.chain,
        site=own.site,
        person=own.person,
        role=own.role,
        standing=Standing.OWN.value,
        is_own=True,
        is_compared=True,
        fingerprint=own.words,
    )


def peer_told(peer: Peer) -> PeerTold:
    """Give another machine its document."""
    return PeerTold(
        machine=peer.code,
        chain=peer.chain,
        site=peer.site,
        person=peer.person,
        role=peer.role,
        standing=peer.standing.value,
        is_own=False,
        is_compared=peer.is_compared,
        acknowledged_at=peer.receipt_at,
        last_in=peer.last_in,
        last_out=peer.last_out,
        unsent=peer.unsent,
        last_good=peer.last_good,
        fingerprint=fingerprint_words(peer.public_key) if peer.public_key else "",
        replaced_by=peer.replaced_by,
    )
