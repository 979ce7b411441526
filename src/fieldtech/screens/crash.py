"""What is told when a bug ends the full-screen program: a reference, and what is safe; never what variables held."""

import secrets
from collections.abc import Callable
from pathlib import Path

from fieldtech.text import _

LogBug = Callable[[str, BaseException], Path | None]
"""Keeps the places of a bug under its reference; gives the log, or None where it could not be written."""


def new_reference() -> str:
    """Make a reference under which a bug is told and kept."""
    return secrets.token_hex(4)


def crash_words(reference: str, log: Path | None) -> str:
    """Say what a user needs to know."""
    sentences = [
        _("fieldtech met a bug and had to end; reference {reference}.").format(reference=reference),
        _("What was recorded is safe. What was typed and not recorded yet may be lost."),
    ]
    if log is not None:
        kept = _("Where it happened stands in {log}, without anything of your records.")
        sentences.append(kept.format(log=log))
    return "\n".join([*sentences, _("Start it again to go on.")])
