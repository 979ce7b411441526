"""The end of a simulation: all machines meet until each has everything that is for it."""

from fieldtech.domain.errors import RuleViolation, UnreadableBundle
from fieldtech.domain.trust import Standing
from fieldtech.store import frontier, missing_attachments, roster
from fieldtech.workflow.enrolment import accept_peer, begin_anew
from tests.devices.device import Device
from tests.devices.stick import Parcel
from tests.devices.world import World

ROUNDS = 8


def meet(world: World) -> None:
    """Enrol who must be enrolled anew, upgrade all, and let everybody have everything until nothing is new."""
    for device in world.devices:
        if device.is_old:
            device.upgrade()
    for _ in range(ROUNDS):
        if not _go_round(world) or _is_agreed(world):
            return
    world.surprises.append("the machines never come to rest")


def _is_agreed(world: World) -> bool:
    """Tell whether all trusted machines hold the same, so that another round would bring nothing."""
    held = {
        repr(sorted(frontier(device.store).items())) + repr(_lacking(device))
        for device in world.devices
        if not world.is_aside(device)
    }
    return len(held) == 1


def _lacking(device: Device) -> tuple[str, ...]:
    with device.store.reading():
        return missing_attachments()


def _go_round(world: World) -> int:
    news, chains = 0, [device.store.chain for device in world.devices]
    for device in world.devices[1:]:
        parcel = _to_all(world, device)
        if parcel is None and not world.is_aside(device):
            _enrol(world, device)
            news += 1
        if parcel is not None:
            news += sum(_bring(world, parcel, device, taker) for taker in _readers(world, device))
    whole = _to_all(world, world.depot)
    news += _introduce_copies(world, whole)
    for device in world.devices[1:]:
        parcel = _farewell(world, device) or whole
        news += _bring(world, parcel, world.depot, device) if parcel else 0
    world.keep_chains()
    world.note_all()
    return news + (chains != [device.store.chain for device in world.devices])


def _enrol(world: World, device: Device) -> None:
    if device.store.chain == world.depot.store.chain:
        # The depot is shown its own request, and says that this is a copy, which is to begin anew.
        begin_anew(device.store)
    world.enrol(device)


def _introduce_copies(world: World, whole: Parcel | None) -> int:
    """Let a depot that began anew beside its copy, and the copy, exchange requests: neither writes to the other before.

    Args:
        whole: What the depot wrote for all.
    """
    known = whole.to if whole else frozenset()
    copies = [
        device
        for device in world.devices
        if world.standing(device.store.chain) is Standing.OWN
        and device.store.chain not in (known | {world.depot.store.chain})
    ]
    for device in copies:
        world.enrol(device)
    return len(copies)


def _readers(world: World, device: Device) -> list[Device]:
    """Name the machines that a bundle of one is brought to: the depot, and who believes to be the depot."""
    chain = world.depot.store.chain
    if device.store.chain == chain:
        return [each for each in world.devices if each is not device]
    return [each for each in world.devices if each.store.chain == chain]


def _bring(world: World, parcel: Parcel, giver: Device, taker: Device) -> int:
    """Bring a bundle; a carrier that is not known there is enrolled, or the depot accepted by its bundle.

    Who was revoked does so, too: honest as he is, he has the depot's new key told to him.
    """
    trust = roster(taker.store).seen_from(taker.store.chain)
    if trust.standing(parcel.carrier) is not Standing.UNKNOWN:
        told = world.stick.deliver(parcel, taker)
        return told.new if told else int(not world.is_aside(taker))
    if world.is_aside(giver) or (world.is_aside(taker) and not parcel.to.intersection(taker.chains)):
        return 0
    try:
        with taker.running():
            accept_peer(taker.store, parcel.file, is_compared=True, role=giver.role)
    except UnreadableBundle:
        # Each has begun a chain that the other has not heard of.
        _enrol(world, giver if taker is world.depot else taker)
    return 1


def _to_all(world: World, device: Device) -> Parcel | None:
    """Let a machine write to all whom it trusts; None: all were revoked, or it was copied before it met anybody."""
    try:
        return world.stick.export(device)
    except RuleViolation:
        return None


def _farewell(world: World, device: Device) -> Parcel | None:
    revoked = world.revoked_as(device)
    return world.stick.export(world.depot, to=(revoked,)) if revoked else None
