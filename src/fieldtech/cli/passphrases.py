"""Passphrases: out of the first line of a file, or asked for on a terminal without showing them."""

import sys
from pathlib import Path

import click

from fieldtech.cli.frame import file_name
from fieldtech.domain.errors import RuleViolation, UnreadableInput
from fieldtech.domain.visible_text import one_line
from fieldtech.store import SigningKey, Store
from fieldtech.store.views.people import acting_person
from fieldtech.text import _
from fieldtech.workflow.signing import has_own_key, open_own_key

LONGEST = 4096


def passphrase_of(name: str, file: Path | None) -> str:
    """Get a person's passphrase.

    Raises:
        RuleViolation: no file is named, and nobody sits at a terminal.
        UnreadableInput: the file can't be read.
    """
    return _from_file(file) if file is not None else _asked(_("Passphrase of {name}").format(name=one_line(name)))


def new_passphrase(name: str, file: Path | None) -> str:
    """Get a new passphrase; on a terminal twice."""
    if file is not None:
        return _from_file(file)
    words = _("New passphrase of {name}").format(name=one_line(name))
    first = _asked(words)
    if first != _asked(_("Once more")):
        raise RuleViolation(_("The two passphrases differ."), ("passphrase-file",))
    return first


def own_key(store: Store, file: Path | None) -> SigningKey | None:
    """Open the signer's own key; None where he has none, so that the machine's signs."""
    if not has_own_key(store):
        return None
    return open_own_key(store, passphrase_of(acting_person(store).name, file))


def _asked(words: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise RuleViolation(_("A passphrase is needed: name a file that holds it."), ("passphrase-file",))
    said: str = click.prompt(words, hide_input=True, default="", show_default=False, err=True)
    return said


def _from_file(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            line = stream.read(LONGEST).partition(b"\n")[0]
        return line.rstrip(b"\r").decode()
    except OSError as error:
        reason = error.strerror
    except UnicodeDecodeError:
        reason = _("it is not text in UTF-8")
    raise UnreadableInput(_("{file} can't be read: {reason}.").format(file=file_name(file), reason=reason))
