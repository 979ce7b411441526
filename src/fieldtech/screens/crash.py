"""What is told and kept of a bug: a reference, what is safe, and where it happened; never what was in the variables."""

import os
import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from fieldtech.text import _

_PACKAGE = Path(__file__).parents[1]


def new_reference() -> str:
    """Make a reference that is easily read out, such as 7F3A-91C0."""
    digits = secrets.token_hex(4).upper()
    return f"{digits[:4]}-{digits[4:]}"


def crash_words(reference: str, log: Path) -> str:
    """Say what a user needs to know."""
    return "\n".join([
        _("fieldtech met a bug and had to end. Reference: {reference}").format(reference=reference),
        _("What was recorded is safe. What was typed and not yet recorded in an open form may be lost."),
        _("Start it again to go on. Where it happened stands in {log}; nothing of your records stands there.").format(
            log=log
        ),
    ])  # fmt: skip


def crash_line(reference: str, error: BaseException) -> str:
    """Spell the exception's type and the places it came through, the innermost first, without any value."""
    places = [
        f"{_short(frame.filename)}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__, limit=-12)
    ]
    cause = error.__cause__ or error.__context__
    kinds = type(error).__qualname__ + (f" after {type(cause).__qualname__}" if cause else "")
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {reference} {kinds} {' < '.join(reversed(places))}"


def log_crash(log: Path, line: str) -> None:
    """Add a line to the log, readable by its owner alone; a log that can't be written is no reason to fail again."""
    try:
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
            stream.write(line + "\n")
    except OSError:
        return


def _short(filename: str) -> str:
    """Name a file without the folders of this machine."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return str(Path("fieldtech") / path.relative_to(_PACKAGE))
    return "/".join(path.parts[-2:])
