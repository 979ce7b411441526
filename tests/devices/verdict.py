"""What must hold once all machines of a simulation have exchanged everything."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from fieldtech.domain.trust import Standing
from fieldtech.models import BlobRow, EntryRow, QuarantineRow
from fieldtech.store import audit, journal, local, missing_attachments, roster
from fieldtech.store.known_copies import CopyKind, KnownCopy
from fieldtech.workflow.left_copies import clean_copies
from tests.devices.device import Device
from tests.devices.world import World


def failures(world: World) -> list[str]:
    """Say what does not hold."""
    found = [*world.surprises, *world.stick.surprises]
    trusted = [device for device in world.devices if not world.is_aside(device)]
    found += _about_standing(world, trusted)
    audits = {device.name: audit(device.store) for device in world.devices}
    digests = {audits[device.name].state_digest for device in trusted}
    if len(digests) > 1:
        found.append(f"the machines see {len(digests)} different states")
    known = set().union(*(device.hashes() for device in trusted))
    for device in world.devices:
        told = audits[device.name]
        found += [f"{device.name}: {each}" for each in told.problems if "in two ways" not in each]
        if device in trusted:
            found += _about_lost(world, device, known)
            found += _about_waiting(world, device)
            found += _about_held_out(device)
            # What others built on words that count no longer, or whose content is lost, makes no sense any more.
            if told.oddities and not world.revoked and not world.emptied & device.hashes():
                found.append(f"{device.name} lists {told.oddities} honest entries as odd")
    found += _about_attachments(trusted)
    found += _about_canaries(world)
    found += _about_backups(world)
    return found


def _about_standing(world: World, trusted: list[Device]) -> Iterator[str]:
    for one in trusted:
        trust = roster(one.store).seen_from(one.store.chain)
        for other in trusted:
            standing = trust.standing(other.store.chain)
            # Who was set back has forgotten a chain that a copy of it goes on with, and meets it as another machine.
            is_own = standing is Standing.OWN and other.store.chain in one.chains
            if not (is_own or (standing is Standing.ADMITTED and other.store.chain != one.store.chain)):
                yield f"{other.name} is {standing} to {one.name}"


def _about_lost(world: World, device: Device, known: set[bytes]) -> Iterator[str]:
    """All that was ever acknowledged is here, or waits with a reason.

    Args:
        known: What any trusted machine has: what a revoked one tells, others need not hear at all.
    """
    here = device.hashes()
    trust = roster(device.store).seen_from(device.store.chain)
    aside = _chains_aside(world)
    for told in world.ledger.values():
        is_due = told.chain not in aside
        if told.chain in aside and told.hash in known:
            limit = trust.last_good(told.chain)
            is_due = limit is None or told.sequence <= limit
        if is_due and told.hash not in here:
            yield f"{device.name} lost {told.hash.hex()[:8]}, which {told.name} had acknowledged"


def _chains_aside(world: World) -> set[str]:
    return {chain for device in world.devices if world.is_aside(device) for chain in device.chains}


def _about_held_out(device: Device) -> Iterator[str]:
    """What a revoked machine recorded behind its last good entry, and what a stranger recorded, is not in sight."""
    trust = roster(device.store).seen_from(device.store.chain)
    with device.store.reading() as database:
        sql = "SELECT chain.name, max(sequence) FROM entry JOIN chain ON chain.id = chain_id GROUP BY chain.name"
        shown = {str(row[0]): int(row[1]) for row in database.execute_sql(sql).fetchall()}
        forked = {chain for chain, _sequence in journal.forked_chains()}
    for chain, last in sorted(shown.items()):
        if chain not in trust.trusted or last > trust.limits.get(chain, last):
            yield f"{device.name} shows entry {last} of {chain}, which is {trust.standing(chain)}"
    if device.store.chain in forked:
        yield f"{device.name} goes on with a chain with which another machine went on"


def _about_waiting(world: World, device: Device) -> Iterator[str]:
    """Only what a revoked machine recorded, or one that goes on from it, may wait."""
    with device.store.reading() as database:
        sql = "SELECT DISTINCT chain.name FROM held JOIN chain ON chain.id = chain_id"
        held = {str(row[0]) for row in database.execute_sql(sql).fetchall()}
        waiting = {(str(row.chain), str(row.reason)) for row in QuarantineRow.select()}
    aside = _chains_aside(world)
    for chain in sorted(held - aside):
        yield f"{device.name} holds entries of {chain}, which was not revoked"
    for chain, reason in sorted(waiting):
        if chain not in aside:
            yield f"{device.name} keeps entries of {chain} in quarantine: {reason}"


def _about_attachments(trusted: list[Device]) -> Iterator[str]:
    """Who lacks an attachment lacks what nobody has."""
    known: set[str] = set()
    lacking: dict[str, tuple[str, ...]] = {}
    for device in trusted:
        with device.store.reading():
            known |= {str(row[0]) for row in BlobRow.select(BlobRow.digest).tuples()}
            lacking[device.name] = missing_attachments()
    for name, digests in lacking.items():
        for digest in digests:
            if digest in known:
                yield f"{name} lacks the attachment {digest[:8]}"


def _about_canaries(world: World) -> Iterator[str]:
    """What was taken out stands in no file of any machine; the depot may have lost its redaction by a fault.

    Who goes on from a revoked machine without its key hears nothing from anybody: it obeys what it has heard before.
    """
    obeyed = world.depot.hashes()
    for device in world.devices:
        is_deaf = world.standing(device.store.chain) is Standing.UNKNOWN and not world.revoked_as(device)
        heard = obeyed & _joined(device) if is_deaf else obeyed
        wanted = {text.encode() for told, text in world.removed if told in heard}
        for file in sorted(Path(device.place).rglob("*")):
            content = file.read_bytes() if file.is_file() else b""
            for text in wanted:
                if text in content:
                    yield f"{text.decode()} stands in {file.name} of {device.name}"


def _about_backups(world: World) -> Iterator[str]:
    """Nor does it stand in a backup that the machine knows of, once it has heard of it."""
    for device in world.devices:
        with device.running():
            # Whose word counts may have changed since it took something in.
            clean_copies(device.store)
        heard = _joined(device)
        with device.store.reading():
            known = [msgspec.json.decode(text, type=KnownCopy) for _key, text in local.values("copy/")]
        backups = (copy.path for copy in known if copy.kind is CopyKind.BACKUP)
        for file in (each for each in backups if each.is_file()):
            content = file.read_bytes()
            for told, text in world.removed:
                if told in heard and text.encode() in content:
                    yield f"{text} stands in {file.name}, a backup of {device.name}"


def _joined(device: Device) -> set[bytes]:
    """Name what stands in its journal: what waits is not obeyed."""
    with device.store.reading():
        return {journal.raw(row[0]) for row in EntryRow.select(EntryRow.hash).tuples()}
