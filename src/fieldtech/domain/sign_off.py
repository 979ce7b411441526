"""The page that is shown to a signer, and the statement that he signs (PROCESS S3.4, S3.6)."""

import hashlib

import msgspec

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.fault_operations import FaultVerified
from fieldtech.domain.faults import Attempt, Fault, Part
from fieldtech.domain.plan_operations import OccurrenceFinished
from fieldtech.domain.signatures import Signature


class SignOffPage(msgspec.Struct, frozen=True, kw_only=True):
    """What will be signed: the fault's facts in short, the attempt, the parts and the time."""

    number: str
    title: str
    attempt: Attempt
    parts: tuple[Part, ...]
    minutes: int


def sign_off_page(fault: Fault) -> SignOffPage:
    """Gather the page of the attempt that goes on, without an earlier signature on it."""
    attempt = msgspec.structs.replace(fault.attempt, verification=None)
    return SignOffPage(
        number=fault.number, title=fault.title, attempt=attempt, parts=fault.parts, minutes=fault.minutes
    )


def page_digest(page: msgspec.Struct) -> str:
    """Give the page's digest: SHA-256 of its canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical_bytes(page)).hexdigest()


def statement_digest(said: FaultVerified | OccurrenceFinished, signature: Signature) -> str:
    """Give the digest that a signature is made over: what is said with all that it names, and who signs it.

    All of it stands in the entry, so that anybody can hold the signature to it, years and versions later.
    """
    unsigned = msgspec.structs.replace(said, signature=None)
    signer = msgspec.structs.replace(signature, digest="", value="")
    return hashlib.sha256(canonical_bytes((unsigned, signer))).hexdigest()
