"""The keys of machines and people: Ed25519, in files outside the database, so that a copied store can't sign as either.

A machine's key lies open, readable by its owner alone; a person's is sealed by his passphrase (age's scrypt recipient).
"""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from fieldtech.domain.errors import RuleViolation, StoreUnusable
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.signatures import SigningKey
from fieldtech.store.anchor import Anchor
from fieldtech.store.files import make_private_folder, sync
from fieldtech.text import _

KEY_BYTES = 32
"""What an Ed25519 private key is made of."""
PASSPHRASE_LENGTH = 8
"""The fewest characters that make a passphrase; a shorter one falls within hours."""


class KeyRing:
    """A folder with one private key a chain or person, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, chain: str) -> bool:
        """Tell whether this machine holds the key of a chain."""
        return self._machine_file(chain).is_file()

    def make(self, private: bytes) -> tuple[str, str]:
        """Make the key of a new chain out of KEY_BYTES of entropy.

        Returns:
            The chain's name, which comes of the key, and its public key, base64url.

        Raises:
            StoreUnusable: the key can't be written.
        """
        key = SigningKey("machine", private)
        public_key = key.public
        chain = chain_name(public_key)
        self._write(self._machine_file(chain), key.private)
        return chain, public_key

    def of_machine(self, chain: str) -> SigningKey:
        """Read the key of a chain.

        Raises:
            StoreUnusable: the key is gone or no key.
        """
        private = self._read(self._machine_file(chain))
        if len(private) != KEY_BYTES:
            raise StoreUnusable(_("The key of this machine in {folder} is damaged.").format(folder=self.folder))
        return SigningKey("machine", private)

    def forget(self, chain: str) -> None:
        """Remove the key of a chain that was never begun."""
        with suppress(OSError):
            self._machine_file(chain).unlink()

    def anchor(self, chain: str) -> Anchor:
        """Give the anchor of a chain."""
        return Anchor(self.folder / f"{chain}.anchor")

    def has_person(self, person: str) -> bool:
        """Tell whether a person has a key of his own on this machine."""
        return self._person_file(person).is_file()

    def make_of_person(self, person: str, passphrase: str) -> SigningKey:
        """Make a person's own key, sealed by his passphrase; takes a second, as guessing it should.

        Raises:
            RuleViolation: the passphrase is too short, or he has a key here.
            StoreUnusable: the key can't be written.
        """
        import pyrage

        if len(passphrase) < PASSPHRASE_LENGTH:
            raise RuleViolation(
                _("A passphrase has at least {length} characters; several words are best.").format(
                    length=PASSPHRASE_LENGTH
                ),
                ("passphrase-file",),
            )
        if self.has_person(person):
            raise RuleViolation(_("This person has a key of his own on this machine already."))
        key = SigningKey("person", _new_key())
        self._write(self._person_file(person), pyrage.passphrase.encrypt(key.private, passphrase))
        return key

    def of_person(self, person: str, passphrase: str) -> SigningKey:
        """Open a person's key with his passphrase; takes a second.

        Raises:
            RuleViolation: the passphrase is not his.
            StoreUnusable: the key is gone.
        """
        import pyrage

        sealed = self._read(self._person_file(person))
        try:
            return SigningKey("person", pyrage.passphrase.decrypt(sealed, passphrase))
        except pyrage.DecryptError as error:
            raise RuleViolation(_("This is not the passphrase of your key."), ("passphrase-file",)) from error

    def _read(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise StoreUnusable(
                _("The key {name} can't be read from {folder}.").format(name=file.name, folder=self.folder)
            ) from error

    def _write(self, file: Path, content: bytes) -> None:
        """Write a new key through to the disk, for its owner's eyes alone: the whole of it, or nothing.

        What a full disk or a power cut leaves half written would be taken for a key, and stand in the way of another.
        """
        part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.new")
        try:
            make_private_folder(self.folder)
            try:
                _write_through(part, content)
                _put_in_place(part, file)
            finally:
                part.unlink(missing_ok=True)
            sync(self.folder)
        except OSError as error:
            raise StoreUnusable(
                _("A key can't be written to {folder}: {reason}.").format(folder=self.folder, reason=error.strerror)
            ) from error

    def _machine_file(self, chain: str) -> Path:
        return self.folder / f"{chain}.key"

    def _person_file(self, person: str) -> Path:
        return self.folder / f"person-{person}.age"


def _write_through(part: Path, content: bytes) -> None:
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _put_in_place(part: Path, file: Path) -> None:
    """Give a file its name; unlike a renaming a link never replaces what another program has made meanwhile."""
    try:
        os.link(part, file)
    except OSError as error:
        # Sticks know no links.
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS) or file.exists():
            raise
        part.rename(file)


def _new_key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()
