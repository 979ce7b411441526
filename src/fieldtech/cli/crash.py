"""The end of a run by a bug: a reference for the user, the place for the developer, and nothing of anybody's data."""

import os
import secrets
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from fieldtech.paths import find_paths

EXIT_STATUS = 70
_SOURCES = Path(__file__).parents[2]


class CrashGuard:
    """Turns what nobody expected into a reference and an exit status; it gives no local and no message away."""

    def __init__(self, tell: Callable[[str, Path | None], None]) -> None:
        self.tell = tell
        """Is given the reference, and the log in which it stands; None: it could not be written."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, BrokenPipeError):
            reference = secrets.token_hex(4)
            self.tell(reference, log_bug(reference, error))
            raise SystemExit(EXIT_STATUS) from None


def log_bug(reference: str, error: BaseException) -> Path | None:
    """Keep the types and places of an error and of what led to it.

    Returns:
        The log. None: it can't be written.
    """
    log = find_paths().keys.parent / "bugs.log"
    line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {reference} {' <- '.join(_told(error))}\n"
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(line)
    except OSError:
        return None
    return log


def _told(error: BaseException) -> list[str]:
    """Name each error of a chain, the last first, with its places from the innermost out."""
    told: list[str] = []
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        frames = traceback.extract_tb(each.__traceback__)[-20:]
        places = " ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
        told.append(f"{type(each).__name__} {places}")
        each = each.__cause__ or each.__context__
    return told


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(_SOURCES)) if path.is_relative_to(_SOURCES) else path.name
