"""A seal by passphrase that takes no second, for the tests that look at something else than the seal."""

import hashlib
import hmac

import pyrage

_MARK = b"quick seal"
_DIGEST = 32


def seal_quickly(content: bytes, passphrase: str) -> bytes:
    """Seal up to 32 bytes."""
    assert len(content) <= _DIGEST
    stream = hashlib.sha256(passphrase.encode()).digest()
    sealed = bytes(one ^ other for one, other in zip(content, stream, strict=False))
    return _MARK + hmac.digest(passphrase.encode(), sealed, "sha256") + sealed


def open_quickly(sealed: bytes, passphrase: str) -> bytes:
    """Open what `seal_quickly` sealed.

    Raises:
        pyrage.DecryptError: the passphrase is another.
    """
    assert sealed.startswith(_MARK)
    digest, content = sealed[len(_MARK) :][:_DIGEST], sealed[len(_MARK) + _DIGEST :]
    if not hmac.compare_digest(digest, hmac.digest(passphrase.encode(), content, "sha256")):
        raise pyrage.DecryptError("wrong passphrase")
    return seal_quickly(content, passphrase)[len(_MARK) + _DIGEST :]
