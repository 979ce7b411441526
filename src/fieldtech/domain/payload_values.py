"""The values that payloads of several kinds are made of, with their bounds; what is beyond them can't be read."""

from datetime import datetime
from typing import Annotated

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An aware instant; a line that tells one without its offset is unreadable."""
AttemptNumber = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Quantity = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]
Rating = Annotated[int, msgspec.Meta(ge=1, le=5)]
Size = Annotated[int, msgspec.Meta(ge=0)]
"""Numbers beyond these bounds make an entry unreadable: it is kept, and changes nothing."""
