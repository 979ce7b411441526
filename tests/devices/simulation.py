"""One life of some machines, from a seed to what does not hold in the end."""

from pathlib import Path

from fieldtech.domain.errors import FieldTechError
from tests.devices.meeting import meet
from tests.devices.verdict import failures
from tests.devices.world import World


def simulate(seed: int, folder: Path) -> list[str]:
    """Let the machines of a seed live and meet, and say what does not hold."""
    world = World(folder, seed)
    try:
        world.live()
        meet(world)
        return failures(world)
    except (FieldTechError, AssertionError) as error:
        return [f"{type(error).__name__}: {error}"]
    finally:
        world.close()
