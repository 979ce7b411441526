"""What happened in a simulation, and how often: a fault that never comes proves nothing."""

import json
from collections import Counter
from collections.abc import Iterator

from fieldtech.domain.corrections import PayloadRedacted
from fieldtech.models import EntryRow
from fieldtech.store import statements
from fieldtech.store.views.identity import identity_notes
from tests.devices.device import Device
from tests.devices.world import World


def tally(world: World) -> Counter[str]:
    """Count what befell the machines of a world, and of which kinds the entries of its depot are."""
    counted = Counter(world.happened)
    for device in world.devices:
        counted.update(f"begun anew: {note.doubt}" for note in identity_notes(device.store))
        counted.update(_orders(device))
    counted.update(f"kind: {kind}" for kind in _kinds(world.depot))
    return counted


def _orders(device: Device) -> Iterator[str]:
    """Tell of each redaction whether it came before or behind its target."""
    with device.store.reading():
        sql = (
            "SELECT entry.id, chain.name, sequence, header, payload FROM entry JOIN chain ON chain.id = chain_id"
            " WHERE subject LIKE 'fault:%'"
        )
        rows = statements.run(EntryRow._meta.database, sql, ())
    places = {(str(row[1]), int(str(row[2]))): int(str(row[0])) for row in rows}
    for place, _chain, _sequence, header, payload in rows:
        if json.loads(_text(header))["kind"] == PayloadRedacted.KIND and payload is not None:
            chain, sequence, _hash = json.loads(_text(payload))["target"].split(".")
            target = places.get((chain, int(sequence)))
            is_before = target is not None and int(str(place)) < target
            yield "redaction before its target" if is_before else "redaction behind its target"


def _kinds(device: Device) -> Iterator[str]:
    with device.store.reading():
        for row in statements.run(EntryRow._meta.database, "SELECT header FROM entry", ()):
            yield json.loads(_text(row[0]))["kind"]


def _text(value: object) -> str:
    assert isinstance(value, bytes | memoryview | str)
    return value if isinstance(value, str) else bytes(value).decode()
