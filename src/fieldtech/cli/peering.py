"""Commands that say which machines this one trusts: peers (SYNC, enrolment)."""

import sys
from datetime import datetime
from pathlib import Path

import click
import msgspec

from fieldtech.cli.commands import family
from fieldtech.cli.exchanging import ExportedTold, exported_told, exported_words
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import Span, Tone, lay_out
from fieldtech.cli.parameters import FILE, argument, option
from fieldtech.cli.values import Whole, Word
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fingerprints import fingerprint_words, is_fingerprint
from fieldtech.domain.instants import local_text
from fieldtech.domain.trust import Standing
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Role
from fieldtech.store import Store
from fieldtech.store.views.peers import Peer, all_peers
from fieldtech.text import N_, _, ngettext
from fieldtech.workflow.enrolment import (
    Candidate,
    accept_peer,
    answer_peer,
    begin_anew,
    look_at,
    own_candidate,
    request_to_be_known,
    revoke_peer,
)


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
    acknowledged_at: datetime | None
    """When it last told what it holds, by its own clock."""
    last_in: datetime | None
    last_out: datetime | None
    unsent: int
    last_good: int | None
    """Of a revoked machine the last entry that counts."""
    fingerprint: str


class PeersTold(msgspec.Struct, frozen=True):
    """All machines that are known here, this one first."""

    peers: tuple[PeerTold, ...]


class RequestTold(msgspec.Struct, frozen=True):
    """A request that was written."""

    file: str
    fingerprint: str


class AcceptedTold(msgspec.Struct, frozen=True):
    """A machine that was accepted."""

    machine: str
    chain: str
    role: Role
    compared: bool
    new: int
    faults: tuple[str, ...]


class RevokedTold(msgspec.Struct, frozen=True):
    """A machine that was revoked."""

    machine: str
    chain: str
    last_good: int


@family("peers")
def peers() -> None:
    """Group the commands."""


@peers.command_named("list", N_("the machines that are known here, and what each has acknowledged"))
def list_peers(session: Session) -> None:
    """List the machines."""
    store = session.reading
    known = all_peers(store)
    rows = [
        [
            Span(each.code),
            Span(each.person, Tone.QUIET),
            Span(each.site, Tone.QUIET),
            Span(standing_word(each.standing)),
            Span(acknowledged_words(each, store), Tone.QUIET),
        ]
        for each in known
    ]
    told = PeersTold((_own_told(store), *map(_peer_told, known)))
    session.answer(told, lay_out(rows, None, flexible=4) if rows else [])
    if not rows:
        session.tell(_("No other machine is known yet: `fieldtech peers request` begins it."))


@peers.command_named("request", N_("write a file by which another machine can come to trust this one"))
@option("-o", "--output", "file", kind=FILE, words=N_("where to"), metavar="FILE")
def request(session: Session, file: Path | None) -> None:
    """Write this machine's request; its fingerprint is to be read out by voice."""
    if file is None:
        need(_("Say where the request is to lie: {missing} is missing."), output=file)
        return
    candidate = request_to_be_known(session.reading, file)
    session.answer(RequestTold(str(file), candidate.words), [str(file)])
    session.tell(_("Its fingerprint, to be compared by voice: {words}").format(words=_both_ways(candidate)))


@peers.command_named("accept", N_("trust the machine whose request or first bundle this is"))
@argument("file", "FILE", N_("the request, or the answer"), kind=FILE)
@option("--fingerprint", words=N_("its fingerprint, as the other side read it out"), metavar="WORDS")
@option("--role", kind=Word(Role), words=N_("what it is trusted as; of a request technician, if not told"))
def accept(session: Session, file: Path | None, fingerprint: str | None, role: Role | None) -> None:
    """Show the fingerprint and ask, or compare it with what was told."""
    need(_("Name the file: {missing} is missing."), file=file)
    assert file is not None
    store = session.writing
    candidate = look_at(file)
    is_compared = _is_compared(session, candidate, fingerprint)
    accepted = accept_peer(store, file, is_compared=is_compared, public_key=candidate.public_key, role=role)
    peer, imported = accepted.peer, accepted.imported
    told = AcceptedTold(
        machine=peer.code,
        chain=peer.chain,
        role=accepted.role,
        compared=is_compared,
        new=imported.new,
        faults=tuple(change.number for change in imported.changes),
    )
    sentence = _("{machine} is trusted from now on, as a {role}'s.")
    if not is_compared:
        sentence = _("{machine} is trusted from now on, as a {role}'s; its fingerprint was not compared.")
    session.answer(told, [sentence.format(machine=one_line(peer.code), role=label_of(told.role))])
    for note in imported.notes:
        session.tell(note)


@peers.command_named("answer", N_("write a bundle by which a machine that was accepted comes to trust this one"))
@option("-o", "--output", "folder", kind=FILE, words=N_("the folder"), metavar="DIR")
@option("--to", words=N_("the machine; all that are known, if not told"), metavar="MACHINE")
def answer(session: Session, folder: Path | None, to: str | None) -> None:
    """Write everything for a machine, the roster with it."""
    exported = answer_peer(session.writing, folder or Path(), to=to or "")
    told: ExportedTold = exported_told(exported)
    session.answer(told, [str(exported.file)])
    session.tell(exported_words(exported))


@peers.command_named("revoke", N_("trust a machine no longer; what it recorded up to now stays"))
@argument("machine", "MACHINE", N_("the machine's code"))
@option("--because", words=N_("why"))
@option("--last-good", kind=Whole(), words=N_("its last entry that counts; the last that is here, if not told"))
def revoke(session: Session, machine: str | None, because: str | None, last_good: int | None) -> None:
    """Revoke a machine, or say anew up to where its entries count."""
    need(_("Say which machine and why: {missing} is missing."), machine=machine, because=because)
    peer = revoke_peer(session.writing, machine or "", because or "", last_good=last_good)
    assert peer.last_good is not None
    sentence = _("{machine} is revoked: its entries count up to number {sequence}.")
    session.answer(
        RevokedTold(peer.code, peer.chain, peer.last_good),
        [sentence.format(machine=one_line(peer.code), sequence=peer.last_good)],
    )


@peers.command_named(
    "anew", N_("go on as a new machine: this one is a copy, or was put back from an image or a backup")
)
def anew(session: Session) -> None:
    """Begin a chain of its own; what was recorded before stays."""
    own = begin_anew(session.writing)
    sentence = _("This machine goes on as {machine}. What was recorded before stays.")
    session.answer(_own_told(session.reading), [sentence.format(machine=one_line(own.code))])
    session.tell(_("Its fingerprint, to be compared by voice: {words}").format(words=_both_ways(own)))


def standing_word(standing: Standing) -> str:
    """Say what a machine is to this one."""
    told = {
        Standing.OWN: _("this machine"),
        Standing.ADMITTED: _("trusted"),
        Standing.REVOKED: _("revoked"),
        Standing.UNKNOWN: _("not trusted"),
    }
    return told[standing]


def acknowledged_words(peer: Peer, store: Store) -> str:
    """Say what a machine has acknowledged, and what it lacks."""
    if peer.standing is not Standing.ADMITTED:
        return ""
    lacks = ngettext("{n} entry to send", "{n} entries to send", peer.unsent).format(n=peer.unsent)
    if peer.receipt_at is None:
        return _("nothing acknowledged yet, {lacks}").format(lacks=lacks)
    return _("acknowledged {at}, {lacks}").format(at=local_text(peer.receipt_at, store.zone), lacks=lacks)


def _own_told(store: Store) -> PeerTold:
    own = own_candidate(store)
    return PeerTold(
        machine=own.code,
        chain=store.chain,
        site=own.site,
        person=own.person,
        role=own.role,
        standing=Standing.OWN.value,
        is_own=True,
        is_compared=True,
        acknowledged_at=None,
        last_in=None,
        last_out=None,
        unsent=0,
        last_good=None,
        fingerprint=own.words,
    )


def _peer_told(peer: Peer) -> PeerTold:
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
    )


def _is_compared(session: Session, candidate: Candidate, told: str | None) -> bool:
    """Compare fingerprints: with what was told, else by asking whoever sits at a terminal; else it is not compared."""
    if told is not None:
        if not is_fingerprint(told, candidate.public_key):
            raise RuleViolation(
                _("This is another fingerprint than that of the file: {words}. Don't trust the file.").format(
                    words=_both_ways(candidate)
                ),
                ("fingerprint",),
            )
        return True
    if session.is_json or sys.stdin is None or not sys.stdin.isatty():
        return False
    if candidate.code:
        told_of = (candidate.code, candidate.person, candidate.site)
        session.tell(_(", ").join(one_line(part) for part in told_of if part))
    session.tell(_("Fingerprint: {words}").format(words=_both_ways(candidate)))
    if not click.confirm(_("Does the other side read out the same?"), err=True):
        raise RuleViolation(_("Nothing was accepted. Have the request written anew and compare again."))
    return True


def _both_ways(candidate: Candidate) -> str:
    return f"{candidate.words} ({candidate.digits})"
