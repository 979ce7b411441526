"""Mailboxes taken apart into mails: mbox files and maildir folders."""

import re
from collections.abc import Iterator
from pathlib import Path

_POSTMARK = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From (?:\S{1,300}[ \t]*|[^\r\n]{1,300}?\d:\d\d[^\r\n]{0,200})\r?\n"
    rb"(?=[!-9;-~]+[ \t]*:)"
)
"""Begins a mail: between an empty line and a header, with a time or nothing after the sender; else it is a sentence."""
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_MAILDIR_FOLDERS = ("new", "cur")


def is_mbox(content: bytes) -> bool:
    """Tell whether bytes begin as a mailbox does."""
    return _POSTMARK.match(content) is not None


def split_mbox(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the mails of an mbox file, each with the line on which it begins."""
    line, counted_to = 1, 0
    start: int | None = None
    for mark in (*_POSTMARK.finditer(content), None):
        end = mark.start() if mark else len(content)
        if start is not None:
            line += content.count(b"\n", counted_to, start)
            counted_to = start
            yield line, _QUOTED_FROM.sub(b"", content[start:end])
        start = mark.start() if mark else None


def is_maildir(folder: Path) -> bool:
    """Tell whether a folder is a maildir."""
    return all((folder / name).is_dir() for name in ("cur", "new", "tmp"))


def maildir_files(folder: Path) -> list[Path]:
    """List the mails of a maildir; those in tmp are not delivered yet."""
    places = (folder / name for name in _MAILDIR_FOLDERS)
    return sorted(path for place in places for path in place.iterdir() if not path.name.startswith("."))
