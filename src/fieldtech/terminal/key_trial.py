"""A trial of the keyboard: names each key as the program would understand it, with the bytes that came."""

import codecs
import os
import select
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from textual.events import Key, Paste

from fieldtech.domain.visible_text import one_line, pad_to_cells
from fieldtech.terminal.private import KeyParser
from fieldtech.terminal.profile import Profile
from fieldtech.text import _

_LAST_KEY = "ctrl+c"


def try_keys(profile: Profile) -> None:
    """Read keys from standard input and print their names, until Ctrl+C or the end of the input."""
    with _unprocessed_input():
        _say(_("Press keys to see what arrives; Ctrl+C ends."))
        for received, names in _pressed(profile):
            told = "  ".join(names) or _("no key")
            _say(f"{pad_to_cells(told, 30)} {one_line(received)}")
            if _LAST_KEY in names:
                return


def _pressed(profile: Profile) -> Iterator[tuple[str, list[str]]]:
    """Give what came at one go, and the names of the keys in it."""
    parser = KeyParser(lambda: None)
    decode = codecs.getincrementaldecoder(profile.encoding)("replace").decode
    while received := os.read(0, 1024):
        text = decode(received)
        events = list(parser.feed(text)) if text else []
        while (patience := parser.seconds_to_wait()) is not None:
            if select.select([0], [], [], patience)[0]:
                more = decode(os.read(0, 1024))
                text += more
                events += parser.feed(more) if more else ()
            else:
                events += parser.overdue(has_waited=True)
        yield text, [_name(event) for event in events if isinstance(event, Key | Paste)]


def _name(event: Key | Paste) -> str:
    return event.key if isinstance(event, Key) else _("pasted: {text}").format(text=one_line(event.text))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\r\n")
    sys.stdout.flush()


@contextmanager
def _unprocessed_input() -> Iterator[None]:
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        yield
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
