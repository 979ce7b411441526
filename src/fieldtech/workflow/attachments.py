"""Writing an attachment out of the store into a folder, under a name that can do no harm there."""

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from fieldtech.domain.errors import DamagedJournal, RuleViolation, UnwritableOutput
from fieldtech.domain.faults import Attachment
from fieldtech.domain.visible_text import one_line
from fieldtech.store import Store
from fieldtech.store.views.faults import attachment_content
from fieldtech.text import _

_MOST_BYTES = 120
_MOST_SUFFIX = 16
_MOST_SAME = 1000
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that are devices on a system to which a stick may be carried."""


def save_attachment(store: Store, file: Attachment, folder: Path) -> Path:
    """Write an attachment into a folder, readable by its owner alone; nothing that stands there is touched.

    Returns:
        Where it lies now.

    Raises:
        RuleViolation: there is no such folder, or the bytes have not come to this machine.
        DamagedJournal: the bytes are not those that were attached.
        UnwritableOutput: it can't be written there.
    """
    content = attachment_content(store, file.digest)
    if content is None:
        raise RuleViolation(_("The content of {name} is not on this machine.").format(name=one_line(file.name)))
    if hashlib.sha256(content).hexdigest() != file.digest:
        raise DamagedJournal(_("The content of {name} is damaged.").format(name=one_line(file.name)))
    return write_into(folder, file.name, content)


def write_into(folder: Path, name: str, content: bytes) -> Path:
    """Write a new file into a folder, readable by its owner alone; nothing that stands there is touched.

    Args:
        name: What it is to be called; what could do harm in it is left out.

    Returns:
        Where it lies; another file of that name stands beside it.

    Raises:
        RuleViolation: there is no such folder.
        UnwritableOutput: it can't be written there.
    """
    if not folder.is_dir():
        raise RuleViolation(_("There is no folder {name}.").format(name=one_line(str(folder))), ("folder",))
    try:
        return _written(folder, safe_file_name(name), content)
    except OSError as error:
        raise UnwritableOutput(
            _("{file} can't be written: {reason}.").format(file=one_line(str(folder)), reason=error.strerror)
        ) from error


def safe_file_name(name: str) -> str:
    """Make a file's name of one that came from outside: no folder, nothing hidden, no control character, not long."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(each if _is_plain(each) else "_" for each in base).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not stem or len(suffix.encode()) > _MOST_SUFFIX:
        stem, dot, suffix = plain, "", ""
    stem = stem.encode()[: _MOST_BYTES - len(suffix.encode())].decode(errors="ignore").strip(" .")
    if not stem or stem.partition(".")[0].casefold() in _RESERVED:
        stem = f"attachment{stem and '-'}{stem}"
    return f"{stem}{dot}{suffix}"


def _is_plain(character: str) -> bool:
    """Tell whether a character may stand in a name on any system: letters and marks, no signs with a meaning."""
    return character not in '<>:"|?*/\0' and unicodedata.category(character)[0] != "C"


def _written(folder: Path, name: str, content: bytes) -> Path:
    """Write a new file, under the next name that is free."""
    for free in _names_like(name):
        target = folder / free
        try:
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileExistsError:
            continue
        _fill(handle, target, content)
        return target
    raise FileExistsError(0, _("too many files of that name"))


def _fill(handle: int, target: Path, content: bytes) -> None:
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _names_like(name: str) -> Iterator[str]:
    yield name
    stem, dot, suffix = name.rpartition(".")
    for number in range(2, _MOST_SAME):
        yield f"{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"
