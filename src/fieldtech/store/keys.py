"""The keys of machines: Ed25519, in files outside the database, so that a copied store can't sign as its original."""

import base64
import os
from pathlib import Path

from fieldtech.domain.errors import StoreUnusable
from fieldtech.domain.identifiers import identifier
from fieldtech.text import _


class KeyRing:
    """A folder with one private key a chain, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, chain: str) -> bool:
        """Tell whether this machine holds the key of a chain."""
        return self._file(chain).is_file()

    def make(self, chain_entropy: bytes) -> tuple[str, str]:
        """Make the key of a new chain.

        Returns:
            The chain's name and its public key, base64url.

        Raises:
            StoreUnusable: the key can't be written.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        chain, key = identifier(chain_entropy), Ed25519PrivateKey.generate()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._file(chain), os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(key.private_bytes_raw())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreUnusable(
                _("This machine's key can't be written to {folder}: {reason}.").format(
                    folder=self.folder, reason=error.strerror
                )
            ) from error
        return chain, _text(key.public_key().public_bytes_raw())

    def sign(self, chain: str, message: bytes) -> tuple[str, str]:
        """Sign with the key of a chain.

        Returns:
            The public key and the signature, base64url.

        Raises:
            StoreUnusable: the key is gone or no key.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            key = Ed25519PrivateKey.from_private_bytes(self._file(chain).read_bytes())
        except (OSError, ValueError) as error:
            raise StoreUnusable(
                _("The key of this machine can't be read from {folder}.").format(folder=self.folder)
            ) from error
        return _text(key.public_key().public_bytes_raw()), _text(key.sign(message))

    def _file(self, chain: str) -> Path:
        return self.folder / f"{chain}.key"


def is_signed(public_key: str, signature: str, digest: str) -> bool:
    """Tell whether a signature, base64url, is that of the key over the bytes of a hexadecimal digest."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(public_key))
        key.verify(base64.urlsafe_b64decode(signature), bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
