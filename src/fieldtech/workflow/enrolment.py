"""Coming to trust other machines: requests, fingerprints that people compare, answers, revocation (SYNC, enrolment)."""

from pathlib import Path

import msgspec

from fieldtech.domain.errors import RuleViolation, UnreadableBundle
from fieldtech.domain.fingerprints import fingerprint_digits, fingerprint_words
from fieldtech.domain.progress import Progress, unheard
from fieldtech.domain.trust import Standing
from fieldtech.domain.words import Role
from fieldtech.store import MetCard, Store, admit, revoke
from fieldtech.store.views.peers import Peer, all_peers, peer_named
from fieldtech.sync.manifest import Card
from fieldtech.sync.names import request_name
from fieldtech.sync.outer import Outer, verify_outer
from fieldtech.sync.safe_writing import safe_write
from fieldtech.sync.signed_files import REQUEST_MAGIC, read_request, write_request
from fieldtech.text import _
from fieldtech.workflow.exchange import named, open_here, opened_file, take_bundle
from fieldtech.workflow.exporting import Exported, export_bundle, own_card
from fieldtech.workflow.import_tally import Imported, Tally
from fieldtech.workflow.left_copies import with_copies_cleaned

_NAME_ENTROPY = 2


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A machine that asks to be trusted, as its file shows it; only the key is proven."""

    public_key: str
    code: str = ""
    """What follows is empty for a bundle: it is sealed until its carrier is trusted."""
    person: str = ""
    site: str = ""
    role: Role = Role.TECHNICIAN

    @property
    def words(self) -> str:
        """Its fingerprint in words."""
        return fingerprint_words(self.public_key)

    @property
    def digits(self) -> str:
        """Its fingerprint in digits."""
        return fingerprint_digits(self.public_key)


class RequestWritten(msgspec.Struct, frozen=True):
    """A request that is safe where it was written."""

    file: Path
    candidate: Candidate


class Accepted(msgspec.Struct, frozen=True):
    """A machine that is trusted now, and what its bundle brought."""

    peer: Peer
    role: Role
    """What it was trusted as; a supervisor's word counts once it claims to be one itself."""
    imported: Imported


def request_to_be_known(store: Store, file: Path) -> Candidate:
    """Write the file by which another machine can come to trust this one.

    Args:
        file: A name in lower-case ASCII; nothing may bear it yet.

    Raises:
        RuleViolation: it is no name that every stick takes.
        UnwritableOutput: it can't be written there.
    """
    card = own_card(store)
    place = file.expanduser()
    try:
        safe_write(
            place.parent, place.name, lambda opened: write_request(opened, card, store.keys.of_machine(store.chain))
        )
    except ValueError as error:
        raise RuleViolation(
            _("Any stick takes a name of small letters, digits, points and dashes; for example {name}.").format(
                name=f"ft-{store.code.lower()}.ftr"
            ),
            ("output",),
        ) from error
    return _candidate(card)


def write_request_in(store: Store, folder: Path) -> RequestWritten:
    """Write this machine's request into a folder, under a name that nothing bears yet.

    Raises:
        UnwritableOutput: it can't be written there.
    """
    file = folder.expanduser() / request_name(store.code, store.entropy(_NAME_ENTROPY))
    return RequestWritten(file, request_to_be_known(store, file))


def begin_anew(store: Store) -> Candidate:
    """Go on as a new machine, because a person says that this one is a copy or was restored.

    Raises:
        StoreUnusable: it could not be kept.
    """
    store.begin_anew()
    return own_candidate(store)


def own_candidate(store: Store) -> Candidate:
    """Give this machine as others see it, for its fingerprint to be read out."""
    return _candidate(own_card(store))


def look_at(file: Path) -> Candidate:
    """Read who asks to be trusted: a request, or the first bundle of a machine, which stays sealed.

    Raises:
        UnreadableBundle: it is neither, damaged, or not signed by the key that it shows.
    """
    with named(file), opened_file(file) as opened:
        magic = opened.read(len(REQUEST_MAGIC))
        opened.seek(0)
        if magic == REQUEST_MAGIC:
            return _candidate(read_request(opened))
        return Candidate(public_key=verify_outer(opened).public_key)


def accept_peer(
    store: Store,
    file: Path,
    *,
    is_compared: bool,
    public_key: str = "",
    role: Role | None = None,
    progress: Progress = unheard,
) -> Accepted:
    """Trust the machine whose request or bundle this is, and take in what the bundle holds: both or neither.

    Args:
        is_compared: Its fingerprint was compared with what the other side read out.
        public_key: The key that was compared; another one in the file by now is refused. Empty: none was.
        role: What it is trusted as. None: who asks is a technician whatever he claims; who answers a request of this
            machine is what he claims, as that is where one asked to be known.

    Raises:
        UnreadableBundle: it is neither, damaged, or sealed to others; nothing was recorded.
        RuleViolation: it is this machine itself, or it was revoked.
        StoreUnusable: it could not be kept.
    """
    candidate = look_at(file)
    if public_key and candidate.public_key != public_key:
        raise _swapped()
    tally = Tally(store)
    with store.writing():
        if candidate.code:
            trusted_as = role or Role.TECHNICIAN
            _admit(store, candidate, trusted_as, is_compared=is_compared)
        else:
            trusted_as = _admit_carrier(store, file, candidate, role, tally, progress, is_compared=is_compared)
        peer = next(peer for peer in all_peers(store, is_counted=False) if peer.public_key == candidate.public_key)
        accepted = Accepted(peer, trusted_as, tally.told(store))
    return msgspec.structs.replace(accepted, imported=with_copies_cleaned(store, accepted.imported))


def answer_peer(store: Store, folder: Path, *, to: str = "", progress: Progress = unheard) -> Exported:
    """Write all that a machine lacks, the roster with it: it comes to trust this one by accepting that bundle.

    Raises:
        UnknownName: there is no such machine.
        RuleViolation: it is not accepted here.
        UnwritableOutput: it can't be written there.
    """
    return export_bundle(store, folder, to=[to] if to else (), progress=progress)


def revoke_peer(store: Store, name: str, because: str, *, last_good: int | None = None) -> Peer:
    """Trust a machine no longer behind one of its entries; said again with a later one, more of them are accepted.

    Args:
        last_good: The sequence of the last entry that counts. None: the last that is here.

    Raises:
        UnknownName: there is no such machine.
        RuleViolation: it is this machine itself, a reason is missing, or the number makes no sense.
        StoreUnusable: it could not be kept.
    """
    if not because.strip():
        raise RuleViolation(_("Say why it is revoked: the reason stays in the record."), ("because",))
    if last_good is not None and last_good < 0:
        raise RuleViolation(_("Its last good entry has a number from 0 on."), ("last-good",))
    peer = peer_named(store, name)
    revoke(store, peer.chain, last_good=last_good, because=because.strip())
    return next(each for each in all_peers(store, is_counted=False) if each.chain == peer.chain)


def _candidate(card: Card) -> Candidate:
    role = Role(card.role) if card.role else Role.TECHNICIAN
    return Candidate(public_key=card.public_key, code=card.code, person=card.person, site=card.site, role=role)


def _admit(store: Store, candidate: Candidate, role: Role, *, is_compared: bool) -> None:
    _check_not_revoked(store, candidate.public_key)
    card = MetCard(candidate.person, candidate.site)
    admit(store, candidate.public_key, code=candidate.code, role=role, compared=is_compared, card=card)


def _admit_carrier(
    store: Store,
    file: Path,
    candidate: Candidate,
    role: Role | None,
    tally: Tally,
    progress: Progress,
    *,
    is_compared: bool,
) -> Role:
    """Open a bundle for the sake of what its carrier says of himself, and take it in once he is trusted."""

    def accept_the_same(outer: Outer) -> None:
        """He is about to be trusted, by the key that was compared; another file may stand there by now."""
        if outer.public_key != candidate.public_key:
            raise _swapped()

    with named(file), opened_file(file) as opened, open_here(store, opened, accept_the_same) as bundle:
        carrier = _candidate(bundle.manifest.card)
        _admit(store, carrier, role or carrier.role, is_compared=is_compared)
        take_bundle(store, file, bundle, tally, progress)
    return role or carrier.role


def _swapped() -> UnreadableBundle:
    return UnreadableBundle(_("The file was changed meanwhile: compare its fingerprint again."))


def _check_not_revoked(store: Store, public_key: str) -> None:
    known = next((peer for peer in all_peers(store, is_counted=False) if peer.public_key == public_key), None)
    if known is not None and known.standing is Standing.REVOKED:
        raise RuleViolation(
            _("{machine} was revoked. Say anew up to which entry it counts, or make its store anew.").format(
                machine=known.code
            )
        ).helped_by("peers revoke --last-good")
