"""Whom this machine trusts: machines admitted, and revoked."""

from fieldtech.domain.errors import RuleViolation
from fieldtech.domain.identifiers import chain_name
from fieldtech.domain.machines import MachineAdmitted, MachineRevoked
from fieldtech.domain.trust import Roster
from fieldtech.domain.words import Role
from fieldtech.store import places, rosters
from fieldtech.store.cards import MetCard, remember_card
from fieldtech.store.store import Store
from fieldtech.text import _


def roster(store: Store) -> Roster:
    """Read the roster of all that is proven here."""
    with store.reading():
        return rosters.roster()


def admit(
    store: Store,
    public_key: str,
    *,
    code: str,
    role: Role = Role.TECHNICIAN,
    compared: bool = False,
    card: MetCard | None = None,
) -> None:
    """Record that a machine is trusted from now on; what waited of it joins.

    Args:
        card: Who it said it is, to be shown here until its own entries come. None: that is not known.

    Raises:
        RuleViolation: it is this machine itself.
        StoreUnusable: it could not be kept.
    """
    chain = chain_name(public_key)
    if chain == store.chain:
        raise RuleViolation(
            _(
                "This is the request of this machine itself: take it to the other one. If it comes from there, the "
                "other one is a copy of this one: let it begin anew (`fieldtech peers anew`), then ask again."
            )
        )
    with store.writing():
        store.record(
            f"machine:{chain}", MachineAdmitted(public_key=public_key, code=code, role=role, compared=compared)
        )
        remember_card(chain, card or MetCard())


def revoke(store: Store, chain: str, *, last_good: int | None = None, because: str = "") -> int:
    """Record that a machine's entries behind one of them count no longer; those that are here are held out of sight.

    Args:
        last_good: The last sequence that counts. None: all that have come so far.

    Returns:
        The last good sequence.

    Raises:
        RuleViolation: it is this machine itself.
        StoreUnusable: it could not be kept.
    """
    if chain == store.chain:
        raise RuleViolation(_("A machine can't revoke itself: let another one do it."))
    with store.writing():
        tips = places.tips(places.all_chains().get(chain, 0), "entry")
        good = max((tip.sequence for tip in tips), default=0) if last_good is None else last_good
        store.record(f"machine:{chain}", MachineRevoked(last_good=good, because=because))
    return good
