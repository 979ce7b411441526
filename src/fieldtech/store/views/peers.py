"""The machines that this one knows: who they are, what they are to it, and what each is known to hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from peewee import Database

from fieldtech.domain.errors import UnknownName
from fieldtech.domain.trust import Roster, Standing
from fieldtech.domain.visible_text import one_line
from fieldtech.domain.words import Role
from fieldtech.models import ReceiptRow
from fieldtech.store import journal, places, rosters, statements
from fieldtech.store.cards import MetCard, remembered_cards
from fieldtech.store.exports import stretches_since
from fieldtech.store.receipts import known_to
from fieldtech.store.store import Store
from fieldtech.store.views.bundles import instant_of_microseconds
from fieldtech.store.views.people import PeopleNames, people_names
from fieldtech.text import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A machine that this one knows."""

    chain: str
    code: str
    """Empty: it has told none that came here."""
    site: str
    person: str
    """Who made it; empty where that is not known here."""
    public_key: str
    standing: Standing
    role: Role
    """What it claims to be."""
    is_supervisor: bool
    """Its word on roles, redactions and other machines counts here."""
    is_compared: bool
    """Somebody whose word counts here compared the fingerprint of its key."""
    last_good: int | None
    """The last entry that counts, of a revoked machine."""
    continues: str
    """The chain that it goes on from; empty: none."""
    receipt_at: datetime | None
    """When it last told what it holds, by its own clock. None: never."""
    last_in: datetime | None
    """When a bundle of it was last read here."""
    last_out: datetime | None
    """When a bundle for it was last written here."""
    unsent: int
    """Entries of the journal that it is not known to hold; 0 where they were not counted."""
    replaced_by: str = ""
    """The code of the trusted machine as which it goes on since; empty: it goes on itself, as far as is known."""


_AHEAD, _BEHIND = timedelta(days=1), timedelta(days=300)
"""By how much a machine's clock must be off to be told; what lay on a stick for long only seems to be behind."""


def clock_words(peer: Peer, now: datetime) -> str:
    """Say that a machine's clock is off, by its last receipt; empty: nothing tells that."""
    if peer.receipt_at is not None and peer.receipt_at - now > _AHEAD:
        days = (peer.receipt_at - now).days
        words = ngettext("its clock runs {n} day ahead", "its clock runs {n} days ahead", days)
        return words.format(n=days)
    if peer.receipt_at is not None and peer.last_in is not None and peer.last_in - peer.receipt_at > _BEHIND:
        days = (peer.last_in - peer.receipt_at).days
        return ngettext("its clock runs {n} day behind", "its clock runs {n} days behind", days).format(n=days)
    return ""


def all_peers(store: Store, *, is_counted: bool = True) -> tuple[Peer, ...]:
    """Read every machine that is known here but this one, by code; those that others go on from are told too.

    Args:
        is_counted: Count what each lacks, which takes long where there are many; else 0 is told.
    """
    with store.reading() as database:
        roster, names = rosters.roster(), people_names(store)
        receipt_times = dict(ReceiptRow.select(ReceiptRow.chain, ReceiptRow.at).tuples())
        cards = remembered_cards() | {chain: MetCard(person) for chain, person in _people(names).items()}
        known = (
            _peer(
                store,
                chain,
                roster,
                database,
                cards.get(chain, MetCard()),
                receipt_times.get(chain),
                is_counted=is_counted,
            )
            for chain in sorted(roster.chains - {store.chain})
        )
        return tuple(sorted(_with_replacements(database, tuple(known)), key=lambda peer: (peer.code, peer.chain)))


def _with_replacements(database: Database, known: tuple[Peer, ...]) -> Iterator[Peer]:
    """Tell of each machine whether it goes on as another one.

    A copy goes on beside its original: so long as that is heard of after the other one began, it is not replaced.
    """
    following = {peer.continues: peer for peer in known if peer.continues and peer.standing is Standing.ADMITTED}
    for peer in known:
        other = following.get(peer.chain)
        is_replaced = other is not None and not _is_heard_after(database, peer, other)
        yield replace(peer, replaced_by=other.code) if other is not None and is_replaced else peer


def _is_heard_after(database: Database, peer: Peer, other: Peer) -> bool:
    """Tell whether a bundle of a machine came after the first word of the one that goes on from it."""
    sql = (
        "SELECT 1 FROM bundle_log WHERE direction = 'in' AND carrier = ? AND id > (SELECT min(entry.bundle) FROM entry"
        " WHERE entry.chain_id = (SELECT id FROM chain WHERE name = ?)) LIMIT 1"
    )
    return bool(statements.run(database, sql, (peer.chain, other.chain)))


def peer_named(store: Store, name: str) -> Peer:
    """Find another machine by its code, its person's name, or the beginning of its chain.

    Raises:
        UnknownName: none, or more than one, or this machine, is called so.
    """
    wanted = " ".join(name.split()).casefold()
    known = all_peers(store, is_counted=False)
    found = [peer for peer in known if peer.code.casefold() == wanted] or [
        peer for peer in known if wanted and (peer.person.casefold() == wanted or peer.chain.startswith(wanted))
    ]
    if not found and wanted in (store.code.casefold(), store.chain):
        raise UnknownName(_("{name} is this machine itself.").format(name=one_line(name)))
    if not found:
        raise UnknownName(_("No machine that is known here is called {name}.").format(name=one_line(name))).helped_by(
            "peers list"
        )
    if len(found) > 1:
        raise UnknownName(
            _("{name} could be each of {machines}: say the beginning of its chain.").format(
                name=one_line(name), machines=_(", ").join(f"{peer.code} ({peer.chain[:6]})" for peer in found)
            )
        )
    return found[0]


def _peer(
    store: Store,
    chain: str,
    roster: Roster,
    database: Database,
    met: MetCard,
    receipt_at: int | None,
    *,
    is_counted: bool,
) -> Peer:
    machine, trust = roster.machine(chain), roster.seen_from(store.chain)
    return Peer(
        chain=chain,
        code=machine.code if machine else roster.admitted_code(chain),
        site=machine.site if machine else met.site,
        person=met.person,
        public_key=roster.public_key(chain),
        standing=trust.standing(chain),
        role=machine.role if machine else Role.TECHNICIAN,
        is_supervisor=chain in trust.authorities,
        is_compared=roster.is_compared(chain, store.chain),
        last_good=trust.limits.get(chain),
        continues=machine.continues.partition(".")[0] if machine else "",
        receipt_at=None if receipt_at is None else instant_of_microseconds(receipt_at),
        last_in=_last_bundle(database, "direction = 'in' AND carrier = ?", chain),
        last_out=_last_bundle(database, "direction = 'out' AND instr(' ' || recipients || ' ', ?) > 0", f" {chain} "),
        unsent=_unsent(store, chain) if is_counted else 0,
    )


def _unsent(store: Store, chain: str) -> int:
    return sum(stretch.count for stretch in stretches_since(store, [known_to(store, chain)]))


def _people(names: PeopleNames) -> dict[str, str]:
    """Name for each chain who began it."""
    begun: dict[str, str] = {}
    for entry in sorted(journal.machine_entries(*places.TABLES), key=lambda each: each.header.seq):
        if entry.header.entity == f"machine:{entry.header.chain}":
            begun.setdefault(entry.header.chain, names.people.get(entry.header.actor, ""))
    return begun


def _last_bundle(database: Database, condition: str, value: str) -> datetime | None:
    rows = statements.run(database, f"SELECT max(at) FROM bundle_log WHERE {condition}", (value,))
    return None if rows[0][0] is None else instant_of_microseconds(int(str(rows[0][0])))
