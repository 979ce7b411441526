"""Commands that say which machines this one trusts: peers (SYNC, enrolment)."""

import sys
from pathlib import Path

import click
import msgspec

from fieldtech.cli.commands import family
from fieldtech.cli.exchange_telling import ExportedTold, exported_told, exported_words
from fieldtech.cli.frame import Session, need
from fieldtech.cli.parameters import FILE, argument, option
from fieldtech.cli.peer_telling import PeersTold, own_told, peer_lines, peer_told, waiting_told
from fieldtech.cli.values import Whole, Word
from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.fingerprints import is_fingerprint
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.domain.words import Role
from fieldtech.store.views.identity import revocation_note
from fieldtech.store.views.peers import all_peers
from fieldtech.store.views.quarantine import quarantine_view
from fieldtech.text import N_, _
from fieldtech.workflow.enrolment import (
    Candidate,
    RequestWritten,
    accept_peer,
    answer_peer,
    begin_anew,
    look_at,
    own_candidate,
    request_to_be_known,
    revoke_peer,
    write_request_in,
)
from fieldtech.workflow.import_tally import waiting_words


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
    """List the machines, what waits of them, and whether this one was revoked."""
    store = session.reading
    known, waiting, revocation = all_peers(store), quarantine_view(store), revocation_note(store)
    own = own_candidate(store)
    told = PeersTold((own_told(own, store), *map(peer_told, known)), tuple(map(waiting_told, waiting)), revocation)
    session.answer(told, peer_lines(own, known, store))
    for each in waiting:
        session.tell(waiting_words(each))
    if revocation:
        session.tell(revocation)
    if not known:
        session.tell(_("No other machine is known yet: `fieldtech peers request` begins it."))


@peers.command_named("request", N_("write a file by which another machine can come to trust this one"))
@option("-o", "--output", "file", kind=FILE, words=N_("the file, or the folder; the current one, if not told"),
        metavar="FILE|DIR")  # fmt: skip
def request(session: Session, file: Path | None) -> None:
    """Write this machine's request; its fingerprint is to be read out by voice."""
    store, place = session.reading, file or Path()
    if place.expanduser().is_dir():
        written = write_request_in(store, place)
    else:
        written = RequestWritten(place, request_to_be_known(store, place))
    session.answer(RequestTold(str(written.file), written.candidate.words), [str(written.file)])
    session.tell(_spoken(written.candidate))


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
    is_request = bool(candidate.code)
    if not is_compared:
        sentence = _("{machine} is trusted from now on, as a {role}'s; its fingerprint was not compared.")
    session.answer(told, [sentence.format(machine=one_line(peer.code), role=label_of(told.role))])
    for note in imported.notes:
        session.tell(note)
    if is_request:
        helps = _("Now `fieldtech peers answer --to {machine}` writes it the bundle by which it trusts this one.")
        session.tell(helps.format(machine=one_line(peer.code)))


@peers.command_named("answer", N_("write a bundle by which a machine that was accepted comes to trust this one"))
@option("-o", "--output", "folder", kind=FILE, words=N_("the folder; the current one, if not told"), metavar="DIR")
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
    helps = _("Export a bundle: by that the others hear of it. `bundle export --to {machine}` tells {machine} itself.")
    session.tell(helps.format(machine=one_line(peer.code)))


@peers.command_named(
    "anew", N_("go on as a new machine: this one is a copy, or was put back from an image or a backup")
)
def anew(session: Session) -> None:
    """Begin a chain of its own; what was recorded before stays."""
    own = begin_anew(session.writing)
    sentence = _("This machine goes on as {machine}. What was recorded before stays.")
    session.answer(own_told(own, session.reading), [sentence.format(machine=one_line(own.code))])
    session.tell(_spoken(own))


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


def _spoken(own: Candidate) -> str:
    words = _("The fingerprint of this machine, to be read out when the other side asks: {words}")
    return words.format(words=_both_ways(own))


def _both_ways(candidate: Candidate) -> str:
    return f"{candidate.words} ({candidate.digits})"
