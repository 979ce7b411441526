"""What intake proposes to record: reports read from files, what was refused of them, and what there is to tell."""

from datetime import datetime

import msgspec

from fieldtech.domain.words import Channel, Impact, Nature, Priority, Status, Urgency


class ProposedAttachment(msgspec.Struct, frozen=True):
    """A file that came with a report."""

    name: str
    """As the sender called it, never a path."""
    media_type: str
    content: bytes


class ProposedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A fault as a file tells of it; None: the file doesn't say. Instants are in UTC."""

    source: str
    """The file, as the user knows it; never an absolute path."""
    source_key: str
    """The report's identity in the system that it came from: the same whatever the file is called, or where it lies."""
    line: int | None = None
    """Where in the file the state that counts stands."""
    original: str
    """Everything that the file says of it, as it stood."""
    channel: Channel | None = None
    title: str | None = None
    description: str | None = None
    reporter: str | None = None
    contact: str | None = None
    occurred_at: datetime | None = None
    detected_at: datetime | None = None
    reported_at: datetime | None = None
    impact: Impact | None = None
    urgency: Urgency | None = None
    nature: Nature | None = None
    category: str | None = None
    priority: Priority | None = None
    asset: str | None = None
    place: str | None = None
    service: str | None = None
    assignee: str | None = None
    source_status: Status | None = None
    source_status_words: str | None = None
    restored_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    attachments: tuple[ProposedAttachment, ...] = ()


class Refusal(msgspec.Struct, frozen=True):
    """Something that was not taken, and what to do about it."""

    source: str
    line: int | None
    """None: it concerns the whole file."""
    column: str | None
    value: str | None
    reason: str
    """A sentence in the language in use."""


class Note(msgspec.Struct, frozen=True):
    """Something worth knowing of what was taken: how a file was understood, what it lacks."""

    source: str
    line: int | None
    message: str
    """A sentence in the language in use."""


class Reading(msgspec.Struct, frozen=True):
    """What came of reading files."""

    read: int = 0
    """Rows of tables, objects of JSON and mails, whatever became of them."""
    proposals: tuple[ProposedReport, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[Note, ...] = ()
