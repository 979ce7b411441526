"""Python's collector of cycles, held back during bulk work: it would walk all that is gathered again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def standing_still() -> Iterator[None]:
    """Collect no cycles within; whoever had turned the collector off before finds it off afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
