"""One life of some machines, from a seed to what does not hold in the end."""

from collections import Counter
from pathlib import Path

from fieldtech.domain.errors import FieldTechError
from tests.devices.meeting import meet
from tests.devices.tally import tally
from tests.devices.verdict import failures
from tests.devices.world import World


def simulate(seed: int, folder: Path, counted: Counter[str] | None = None) -> list[str]:
    """Let the machines of a seed live and meet, and say what does not hold.

    Args:
        counted: Takes what happened, and how often.
    """
    world = World(folder, seed)
    try:
        world.live()
        if counted is not None:
            counted.update(tally(world))
        meet(world)
        return failures(world)
    except (FieldTechError, AssertionError) as error:
        return [f"{type(error).__name__}: {error}"]
    finally:
        world.close()
