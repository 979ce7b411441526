"""What this machine should be told of itself: why it went on with a new chain, and that it was revoked."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from fieldtech.store import local, rosters
from fieldtech.store.anchor import Doubt
from fieldtech.store.identity import NOTES, ChainNote
from fieldtech.store.store import Store
from fieldtech.store.views.bundles import instant_of_microseconds
from fieldtech.store.views.people import people_names
from fieldtech.text import _


@dataclass(frozen=True, slots=True)
class IdentityNote:
    """Why this store went on with a new chain."""

    doubt: Doubt
    at: datetime
    chain_before: str
    chain: str
    sentence: str


def identity_notes(store: Store) -> tuple[IdentityNote, ...]:
    """Read why this store ever went on with a new chain, the latest first."""
    with store.reading():
        kept = [msgspec.json.decode(text, type=ChainNote) for _key, text in local.values(NOTES)]
    latest_first = sorted(kept, key=lambda note: (note.at, note.chain), reverse=True)
    return tuple(
        IdentityNote(note.doubt, instant_of_microseconds(note.at), note.before, note.chain, _sentence(note.doubt))
        for note in latest_first
    )


def opening_note(store: Store) -> str:
    """Say why a store that was just opened went on with a new chain; empty: it did not."""
    return _sentence(store.begun_for) if store.begun_for is not None else ""


def revocation_note(store: Store) -> str:
    """Say that this machine was revoked by those whom it trusts, and what that means; empty: it was not."""
    with store.reading():
        roster = rosters.roster()
        word = roster.revocation_of(store.chain)
        names = people_names(store)
    if word is None:
        return ""
    return _(
        "This machine was revoked by {machine}: what it recorded behind its entry {last_good} is not taken there. "
        "Nothing is lost here. Ask a supervisor to accept it."
    ).format(machine=names.machine(word.author), last_good=word.last_good)


def _sentence(doubt: Doubt) -> str:
    told = {
        Doubt.NO_KEY: _("The key of this store's machine is not here."),
        Doubt.OTHER_STORE: _("Another store writes with the same key."),
        Doubt.OTHER_MACHINE: _("Store and key were brought here from another machine."),
        Doubt.OLDER: _("This store is an older copy: more had been recorded on it."),
        Doubt.TOLD: _("Another machine has entries of this machine that are not here: it was restored."),
        Doubt.FORKED: _("A copy of this store went on recording as the same machine."),
        Doubt.RESTORED: _("This store was made of a backup."),
        Doubt.BY_HAND: _("Somebody said that this store is a copy."),
    }
    return told[doubt] + " " + _("So it goes on as a new machine; what was recorded before stays.")
