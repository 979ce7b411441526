"""One run of a command: what the command line said of the whole, the store it works on, and where its answers go."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TextIO

import msgspec

from fieldtech.bootstrap import Options, Wiring, load, open_store
from fieldtech.cli.output import Line, Sheet, encoding_of, json_text
from fieldtech.domain.errors import FieldTechError, RuleViolation, UnusableSettings, UnwritableOutput
from fieldtech.domain.instants import parse_instant
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.store import Store
from fieldtech.store.views.identity import opening_note
from fieldtech.terminal.profile import Profile, detect_here
from fieldtech.text import _

STANDARD_STREAM = "-"


class UnwritableAnswer(UnwritableOutput):
    """Standard output takes no more."""


class Session:
    """What a command is given: the options, the store, and its ways to answer."""

    def __init__(self, *, is_json: bool = False, language: str | None = None) -> None:
        self.options = Options(language=language)
        self.is_json = is_json
        """One JSON document on standard output, whatever happens."""
        self.exit_status = 0
        self._store: Store | None = None

    @cached_property
    def wiring(self) -> Wiring:
        """Paths, settings, language and terminal; every option must have been read."""
        return load(self.options)

    def speak(self) -> None:
        """Speak the language that the settings ask for, if they can be read."""
        with suppress(FieldTechError):
            _wired = self.wiring

    @property
    def writing(self) -> Store:
        """The open store, to record in; who acts under a new name is recorded first, and that is told."""
        return self._open(self.tell)

    @property
    def reading(self) -> Store:
        """The open store, to read from; nothing is recorded."""
        return self._open(None)

    def _open(self, tell: Callable[[str], None] | None) -> Store:
        if self._store is None:
            self._store = open_store(self.options, tell, wiring=self.wiring)
            if note := opening_note(self._store):
                self.tell(note)
        return self._store

    def close(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()

    def instant(self, text: str | None) -> datetime | None:
        """Read an instant in the site's zone; None stays None.

        Raises:
            UnreadableInstant: the text tells none.
        """
        if text is None:
            return None
        store = self.writing
        return parse_instant(text, zone=store.zone, now=store.now())

    def answer(self, document: object, lines: Iterable[Line] = ()) -> None:
        """Give what was asked for on standard output: the document under --json, else the lines."""
        if sys.stdout is None:
            return
        try:
            if self.is_json:
                sys.stdout.write(json_text(document, encoding_of(sys.stdout)) + "\n")
            else:
                self.sheet.write(lines)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise UnwritableAnswer(_("The answer can't be written: {reason}.").format(reason=error.strerror)) from error

    @cached_property
    def sheet(self) -> Sheet:
        """Standard output as a person reads it."""
        return Sheet(self.profile, sys.stdout)

    @property
    def profile(self) -> Profile:
        """What the terminal can do, also where the settings can't be read."""
        try:
            return self.wiring.profile
        except UnusableSettings:
            return detect_here(console=self.options.console, colour=self.options.colour)

    def tell(self, sentence: str) -> None:
        """Say something about what is done, on standard error."""
        if sys.stderr is not None:
            sys.stderr.write(visible(sentence) + "\n")

    def refuse(self, error: FieldTechError) -> None:
        """Say why nothing came of it."""
        if isinstance(error, UnwritableAnswer):
            stop_writing(sys.stdout)
            self.is_json = False
        missing = error.missing if isinstance(error, RuleViolation) else ()
        helps = _("See `fieldtech {command}`.").format(command=error.command) if error.command else ""
        self.refuse_in_words(error.code, " ".join(part for part in (str(error), helps) if part), missing)
        self.exit_status = error.exit_status

    def refuse_in_words(self, code: str, sentence: str, missing: tuple[str, ...] = (), reference: str = "") -> None:
        """Give a refusal as a document under --json, else as a sentence on standard error."""
        if self.is_json and sys.stdout is not None:
            refusal = Refusal(Reason(code, visible(sentence), missing, reference or msgspec.UNSET))
            sys.stdout.write(json_text(refusal, encoding_of(sys.stdout)) + "\n")
            sys.stdout.flush()
        else:
            # The sentence is in people's words; behind it stand those that the command line takes.
            words = ", ".join(word for word in missing if word not in sentence)
            self.tell(f"{sentence} ({words})" if words else sentence)


class Reason(msgspec.Struct, frozen=True):
    """Why a command refused."""

    code: str
    message: str
    missing: tuple[str, ...]
    reference: str | msgspec.UnsetType = msgspec.UNSET
    """Of a bug: what the log calls it."""


class Refusal(msgspec.Struct, frozen=True):
    """The one document that a refusing command prints."""

    error: Reason


def need(sentence: str, **values: object) -> None:
    """Refuse where a mandatory value is not told, naming all that are missing.

    Raises:
        RuleViolation: with the sentence, whose gap `{missing}` names them.
    """
    missing = tuple(name.replace("_", "-") for name, value in values.items() if value is None or not str(value).strip())
    if missing:
        raise RuleViolation(sentence.format(missing=", ".join(missing)), missing)


def text_or_input(text: str | None) -> str:
    """Read a text that is given as `-` from standard input, up to a bearable length."""
    if text != STANDARD_STREAM:
        return text or ""
    raw = sys.stdin.buffer.read(LONGEST_TEXT + 1) if sys.stdin is not None else b""
    if len(raw) > LONGEST_TEXT:
        raise RuleViolation(_("The text is longer than {size} KB.").format(size=LONGEST_TEXT // 1024), ("text",))
    return raw.decode(encoding_of(sys.stdin), errors="replace")


LONGEST_TEXT = 1024 * 1024


def file_name(path: Path) -> str:
    """Name a file in a sentence."""
    return one_line(str(path))


def stop_writing(*streams: TextIO | None) -> None:
    """Let what the interpreter still flushes go nowhere: whoever read us has gone, or can't take any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        if stream is not None and not stream.closed:
            os.dup2(nowhere, stream.fileno())
