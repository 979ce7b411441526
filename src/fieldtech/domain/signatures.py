"""Signatures: Ed25519 over digests, by keys whose owner is a machine or a person."""

import base64

import msgspec

from fieldtech.domain.words import Role


class Signature(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who signed: `digest` is that of the verdict with all that it names, and of who signs it with which key."""

    signer: str
    role: Role
    key_owner: str
    """"person": the signer's own key; "machine": the key of the machine he sat at."""
    public_key: str
    """Ed25519, base64url."""
    digest: str
    """SHA-256 of the signed statement, hexadecimal; anybody can compute it anew from the entry."""
    value: str
    """The signature over the digest's bytes, base64url."""


class SigningKey(msgspec.Struct, frozen=True):
    """A private key that is ready to sign."""

    owner: str
    """"machine" or "person"."""
    private: bytes

    def __repr__(self) -> str:
        """Never show the key."""
        return f"SigningKey(owner={self.owner!r})"

    @property
    def public(self) -> str:
        """The public key, base64url."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return _text(Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw())

    def sign(self, digest: str) -> str:
        """Sign the bytes of a hexadecimal digest.

        Returns:
            The signature, base64url.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return _text(Ed25519PrivateKey.from_private_bytes(self.private).sign(bytes.fromhex(digest)))


def is_signed(public_key: str, signature: str, digest: str) -> bool:
    """Tell whether a signature, base64url, is that of the key over the bytes of a hexadecimal digest.

    A key has one spelling: chains and fingerprints are derived of it, and another one would be another machine's.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        raw = base64.urlsafe_b64decode(public_key)
        if _text(raw) != public_key:
            return False
        key = Ed25519PublicKey.from_public_bytes(raw)
        key.verify(base64.urlsafe_b64decode(signature), bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
