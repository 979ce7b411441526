"""A signer's own key: made once, opened by his passphrase for each sign-off (PROCESS S3.4, S3.6)."""

import msgspec

from fieldtech.domain.fault_operations import FaultVerified
from fieldtech.domain.machines import PersonKeyRecorded
from fieldtech.domain.plan_operations import OccurrenceFinished
from fieldtech.domain.sign_off import statement_digest
from fieldtech.domain.signatures import Signature
from fieldtech.store import SigningKey, Store
from fieldtech.store.views.people import acting_person


def has_own_key(store: Store) -> bool:
    """Tell whether the person who acts has a key of his own on this machine."""
    return store.keys.has_person(store.actor)


def make_own_key(store: Store, passphrase: str) -> SigningKey:
    """Make the acting person's key and record its public half, so that other machines can check his signatures.

    Raises:
        RuleViolation: the passphrase is too short, or he has a key here.
        StoreUnusable: the key can't be written.
    """
    key = store.keys.make_of_person(store.actor, passphrase)
    store.record(f"person:{store.actor}", PersonKeyRecorded(public_key=key.public))
    return key


def open_own_key(store: Store, passphrase: str) -> SigningKey:
    """Open the acting person's key.

    Raises:
        RuleViolation: the passphrase is not his.
        StoreUnusable: the key is gone.
    """
    return store.keys.of_person(store.actor, passphrase)


def key_for_sign_off(store: Store, passphrase: str, *, makes_key: bool) -> SigningKey | None:
    """Open the acting person's key for a sign-off, or make it first; None: no passphrase, the machine's signs.

    Raises:
        RuleViolation: the passphrase is not his, or too short for a new key.
        StoreUnusable: the key can't be read or written.
    """
    if makes_key and not has_own_key(store):
        return make_own_key(store, passphrase)
    return open_own_key(store, passphrase) if passphrase else None


def signature_over(store: Store, unsigned: FaultVerified | OccurrenceFinished, key: SigningKey) -> Signature:
    """Sign what is said with all that it names, and say whose key it was."""
    person = acting_person(store)
    unsealed = Signature(
        signer=person.name, role=person.role, key_owner=key.owner, public_key=key.public, digest="", value=""
    )
    digest = statement_digest(unsigned, unsealed)
    return msgspec.structs.replace(unsealed, digest=digest, value=key.sign(digest))
