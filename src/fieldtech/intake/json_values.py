"""JSON cut into its records one by one, each with its line and its original text."""

import json
import re
from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from fieldtech.text import _

WRAPPERS = ("records", "result", "results", "faults", "incidents", "items")
"""The keys under which exports put their records."""

_BLANKS = re.compile(r"[ \t\r\n]*")


class Pairs(list[tuple[str, "JsonValue"]]):
    """An object with its keys as they stood, double ones too."""


class NoNumber(msgspec.Struct, frozen=True):
    """NaN or Infinity, which JSON doesn't have."""

    text: str


JsonValue: TypeAlias = "Pairs | list[JsonValue] | str | bool | NoNumber | None"


class JsonRecord(msgspec.Struct, frozen=True):
    """One value of an export, with the line on which it begins."""

    line: int
    value: JsonValue
    original: str


class BrokenJson(msgspec.Struct, frozen=True):
    """The place from which on nothing can be read."""

    line: int
    reason: str


# Numbers stay as they are written: "007" and 1.10 may be the names of things.
_DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs, parse_int=str, parse_float=str, parse_constant=NoNumber, strict=False
)


def json_records(text: str) -> Iterator[JsonRecord | BrokenJson]:
    """Yield the records of an array, of an array in an object, or of objects one after the other."""
    cutter = _Cutter(text)
    try:
        yield from cutter.records()
    except json.JSONDecodeError as error:
        yield BrokenJson(
            cutter.line_of(error.pos),
            _("No JSON from here on, the file may be cut off: {detail}.").format(detail=error.msg),
        )
    except RecursionError:
        yield BrokenJson(cutter.line_of(cutter.at), _("The JSON is nested too deeply."))


class _Cutter:
    """Walks over a text, value by value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted_to = 0
        self.line = 1

    def line_of(self, position: int) -> int:
        """Number the line of a position that lies no further back than the last one asked for."""
        self.line += self.text.count("\n", self.counted_to, position)
        self.counted_to = max(position, self.counted_to)
        return self.line

    def records(self) -> Iterator[JsonRecord]:
        while self.peek():
            if self.peek() == "[":
                yield from self.elements()
            elif self.peek() == "{":
                yield from self.object_or_its_records()
            else:
                yield self.record()

    def peek(self) -> str:
        """Return the next character that is no blank; empty at the end."""
        match = _BLANKS.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return self.text[self.at : self.at + 1]

    def take(self, character: str) -> bool:
        """Step over a character, if it is the next."""
        if self.peek() != character:
            return False
        self.at += 1
        return True

    def expect(self, character: str) -> None:
        if not self.take(character):
            raise json.JSONDecodeError(f"{character} expected", self.text, self.at)

    def value(self) -> JsonValue:
        self.peek()
        value: JsonValue
        value, self.at = _DECODER.raw_decode(self.text, self.at)
        return value

    def record(self) -> JsonRecord:
        self.peek()
        start = self.at
        line = self.line_of(start)
        value = self.value()
        return JsonRecord(line, value, self.text[start : self.at])

    def elements(self) -> Iterator[JsonRecord]:
        self.expect("[")
        if self.take("]"):
            return
        yield self.record()
        while not self.take("]"):
            self.expect(",")
            yield self.record()

    def object_or_its_records(self) -> Iterator[JsonRecord]:
        """Yield the records that an object wraps, or the object itself where it wraps none."""
        start, line = self.at, self.line_of(self.at)
        is_wrapper = False
        self.expect("{")
        while not self.take("}"):
            key = self.value()
            self.expect(":")
            if key in WRAPPERS and self.peek() in ("[", "{"):
                is_wrapper = True
                yield from self.elements() if self.peek() == "[" else (self.record(),)
            else:
                self.value()
            if self.peek() != "}":
                self.expect(",")
        if not is_wrapper:
            end, self.at = self.at, start
            yield JsonRecord(line, self.value(), self.text[start:end])
