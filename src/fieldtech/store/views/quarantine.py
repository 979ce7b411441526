"""What was received and is not in the journal, by machine and reason, in sentences."""

from dataclasses import dataclass

from fieldtech.store import places, rosters, statements
from fieldtech.store.quarantine import Reason
from fieldtech.store.store import Store
from fieldtech.store.views.people import machine_names
from fieldtech.text import _


@dataclass(frozen=True, slots=True)
class Waiting:
    """Entries of one chain that wait for one reason."""

    chain: str
    machine: str
    """Its code, or its chain where the code is not known."""
    reason: Reason
    first: int
    """The lowest sequence of them."""
    last: int
    count: int
    sentence: str
    """Why they wait, and what helps."""


def quarantine_view(store: Store) -> tuple[Waiting, ...]:
    """Read what waits, by machine and reason."""
    with store.reading() as database:
        names = machine_names(store)
        roster = rosters.roster()
        trust = roster.seen_from(store.chain)
        held = (
            "SELECT chain.name, '', min(sequence), max(sequence), count(*) FROM held JOIN chain ON chain.id = chain_id"
        )
        lines = "SELECT chain, reason, min(sequence), max(sequence), count(*) FROM quarantine GROUP BY chain, reason"
        rows = statements.run(database, f"{held} GROUP BY chain.name") + statements.run(database, lines)
        tips = {chain: _last(row) for chain, row in places.all_chains().items()}
    found = []
    for row in rows:
        chain, said = str(row[0]), str(row[1])
        first, last, count = map(_number, row[2:])
        reason = Reason(said) if said else Reason.REVOKED if chain in trust.limits else Reason.UNKNOWN
        machine = roster.machine(chain)
        name = names.machine(chain)
        name = machine.code if machine and name == chain else name
        told = _sentence(reason).format(machine=name, missing=tips.get(chain, 0) + 1, last_good=trust.limits.get(chain))
        found.append(Waiting(chain, name, reason, first, last, count, told))
    return tuple(sorted(found, key=lambda each: (each.machine, each.chain, each.reason)))


def _sentence(reason: Reason) -> str:
    match reason:
        case Reason.GAP:
            return _("Entry {missing} of {machine} has not come yet. The next bundle from there will bring it.")
        case Reason.BRANCH:
            return _("They go on from another entry of {machine} than the one that is here: it was copied or restored.")
        case Reason.UNPROVEN:
            return _("{machine} has not signed them yet. A later bundle from there will bring the signature.")
        case Reason.UNKNOWN:
            return _("Nobody has admitted {machine} yet. Take its request, compare the fingerprint, then they join.")
        case Reason.REVOKED:
            return _(
                "{machine} was revoked, and counts up to entry {last_good}. "
                "A supervisor accepts more by revoking it anew, up to a later entry."
            )


def _last(row: int) -> int:
    tips = (places.last_on(row, branch) for branch in places.branches(row))
    return max((tip.sequence for tip in tips if tip), default=0)


def _number(value: object) -> int:
    return int(str(value))
