"""A signer's own key: made once, opened by his passphrase for each sign-off (PROCESS S3.4)."""

from fieldtech.domain.machines import PersonKeyRecorded
from fieldtech.store import SigningKey, Store


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
