"""What of the journal goes into a bundle: all of it, one fault or one site, with or without what tells who users are.

What is left out goes along as commitments, so that the chains verify; a later bundle can bring it.
"""

from collections.abc import Collection, Iterator

import msgspec

from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.journal import Entry, without_payload
from fieldtech.domain.redaction import file_of, stand_in_for_strangers
from fieldtech.domain.subjects import subject_id, subject_kind
from fieldtech.domain.visible_text import one_line
from fieldtech.store import Store
from fieldtech.store.views.faults import attachment_content, find_fault
from fieldtech.store.views.subjects import subjects_of_site
from fieldtech.sync.body import Attachment, StandIn
from fieldtech.sync.manifest import Contents
from fieldtech.text import _


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What is to go into a bundle."""

    fault: str = ""
    """The number of the fault that goes alone; empty: all goes."""
    site: str = ""
    """The site whose faults and planned work go alone; empty: all goes."""
    has_attachments: bool = True
    has_user_information: bool = True


class BundleContent:
    """Decides of each entry how much of it goes along."""

    def __init__(self, store: Store, chosen: Chosen, *, is_farewell: bool) -> None:
        """Find what was chosen.

        Args:
            is_farewell: The receiver was revoked: it gets what takes things away from it, and nothing else.

        Raises:
            UnknownName: there is no such fault or site.
            RuleViolation: a fault and a site were chosen.
        """
        self._store = store
        self._chosen = chosen
        self._is_farewell = is_farewell
        self._subjects = _subjects(store, chosen)
        self.stand_ins: list[StandIn] = []
        """Of the entries that were spelled so far."""
        self._attached: set[str] = set()

    @property
    def contents(self) -> Contents:
        """What the bundle says of its choice."""
        told = Contents(
            has_attachments=self._chosen.has_attachments, users_redacted=not self._chosen.has_user_information
        )
        if self._chosen.fault:
            return msgspec.structs.replace(told, what="fault", name=subject_id(min(self._subjects or ())))
        if self._chosen.site:
            return msgspec.structs.replace(told, what="site", name=self._chosen.site)
        return told

    def spell(self, entry: Entry) -> bytes:
        """Spell the line of an entry, without its payload where that is withheld."""
        if not self._is_wanted(entry):
            return without_payload(entry, None).line()
        rest = entry.rest if entry.payload is None else None
        if not self._chosen.has_user_information:
            rest = stand_in_for_strangers(entry) or rest
        self._attached |= {file_of(entry)} - {""}
        if rest is None:
            return entry.line()
        self.stand_ins.append((entry.ref, rest))
        return without_payload(entry, None).line()

    def attachments(self, asked_for: Collection[str]) -> Iterator[Attachment]:
        """Give the bytes of the attachments that the spelled entries speak of, and of those that are asked for.

        Args:
            asked_for: SHA-256, hexadecimal.
        """
        if not self._chosen.has_attachments or self._is_farewell:
            return
        wanted = self._attached if self._subjects is not None else self._attached | set(asked_for)
        for digest in sorted(wanted):
            content = attachment_content(self._store, digest)
            if content is not None:
                yield digest, len(content), iter((content,))

    def _is_wanted(self, entry: Entry) -> bool:
        entity = entry.header.entity
        if subject_kind(entity) in ("machine", "person"):
            return True
        if self._is_farewell:
            return entry.header.kind == PayloadRedacted.KIND
        return self._subjects is None or entity in self._subjects


def _subjects(store: Store, chosen: Chosen) -> frozenset[str] | None:
    """Name what goes along, beside machines and people; None: all does."""
    if chosen.fault and chosen.site:
        raise RuleViolation(_("Choose one fault or one site, not both."), ("fault", "site"))
    if chosen.fault:
        return frozenset((f"fault:{find_fault(store, chosen.fault).id}",))
    return subjects_of_site(store, chosen.site) if chosen.site else None


def contents_words(store: Store, contents: Contents) -> str:
    """Say what was chosen to go into a bundle."""
    told = _("everything")
    if contents.what == "fault":
        told = _("one fault: {number}").format(number=_number(store, contents.name))
    elif contents.what == "site":
        told = _("the site {site}").format(site=one_line(contents.name))
    without = []
    if not contents.has_attachments:
        without.append(_("without attachments"))
    if contents.users_redacted:
        without.append(_("without user information"))
    return _(", ").join([told, *without])


def _number(store: Store, fault_id: str) -> str:
    try:
        return find_fault(store, fault_id).number
    except UnknownName:
        return fault_id
