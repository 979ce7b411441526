"""Writing a document as Markdown (GitHub's dialect): data is escaped so that it stays data."""

import re
from collections.abc import Iterator

from fieldtech.documents.blocks import Block, Cell, Document, Fact, FactList, Notice, Section, Signatures, Table, Words
from fieldtech.domain.visible_text import one_line, visible

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$@]")
_LINE_START = re.compile(r"([#+=>:-]|\d{1,9}(?=[.)]))")
_LINKS = re.compile(r"(?<=\w)(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)
_LEADING_BLANKS = re.compile(r"^[ \t]+")
_BREAK = "<br>"
_LINE_TO_SIGN = "______________________"


def as_markdown(document: Document) -> str:
    """Write a document as Markdown."""
    return "\n\n".join(_parts(document)) + "\n"


def _parts(document: Document) -> Iterator[str]:
    yield f"# {_line(document.number)} {_line(document.subject)}"
    yield f"{_line(document.kind)} · {_line(document.owner)}"
    yield _facts(document.summary)
    for notice in document.notices:
        yield _notice(notice)
    place = 0
    for section in document.sections:
        place += not section.is_part
        yield f"### {_line(section.title)}" if section.is_part else f"## {place} {_line(section.title)}"
        yield from _section(section)
    yield "---"
    yield _line(document.foot)


def _section(section: Section) -> Iterator[str]:
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case FactList(facts=facts):
            yield _facts(facts)
        case Words():
            yield from _words(block)
        case Table():
            yield from _table(block)
        case Notice():
            yield _notice(block)
        case Signatures(places=places):
            yield _facts(tuple(Fact(label, f"{name}\n\n{_LINE_TO_SIGN}") for label, name in places))


def _facts(facts: tuple[Fact, ...]) -> str:
    rows = [f"| {_cell(label)} | {_cell(text)} |" for label, text in facts]
    return "\n".join(["|  |  |", "| --- | --- |", *rows])


def _words(words: Words) -> Iterator[str]:
    by = f" ({_line(words.by)})" if words.by else ""
    if words.label:
        yield f"**{_line(words.label)}**{by}"
    yield _quote(words.text)


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"**{_line(table.title)}**"
    heads = "| " + " | ".join(_cell(column.title) for column in table.columns) + " |"
    rules = "| " + " | ".join("---:" if column.kind == "number" else "---" for column in table.columns) + " |"
    rows = ("| " + " | ".join(_marked(cell) for cell in row) + " |" for row in table.rows)
    yield "\n".join([heads, rules, *rows])


def _marked(cell: Cell) -> str:
    text = f"**{_cell(cell.text)}**" if cell.mark in ("warn", "bad") and cell.text.strip() else _cell(cell.text)
    return f"{text}{_BREAK}{_cell(cell.note)}" if cell.note else text


def _notice(notice: Notice) -> str:
    return "\n".join([f"> **{_line(notice.title)}**", *([">"] if notice.lines else []), *map(_item, notice.lines)])


def _item(line: str) -> str:
    return f"> - {_line(line)}"


def _quote(text: str) -> str:
    """Set a free text apart, each of its lines a line of its own."""
    lines = [_escaped_line(line) if line.strip() else "" for line in visible(text).split("\n")]
    last = len(lines) - 1
    ends = ("\\" if place < last and line and lines[place + 1] else "" for place, line in enumerate(lines))
    return "\n".join(f"> {line}{end}".rstrip(" ") for line, end in zip(lines, ends, strict=True))


def _cell(text: str) -> str:
    """Write a text into one line of a table."""
    return _BREAK.join(_escaped(line) for line in visible(text).split("\n"))


def _line(text: str) -> str:
    return _escaped_line(one_line(text))


def _escaped(text: str) -> str:
    """Escape what means something within a line."""
    return _LINKS.sub(r"\\\g<0>", _SIGNS.sub(r"\\\g<0>", text))


def _escaped_line(line: str) -> str:
    """Escape what means something within a line or at its start; blanks there would make code."""
    blanks = _LEADING_BLANKS.match(line)
    indent = "\N{NO-BREAK SPACE}" * len(blanks[0]) if blanks else ""
    text = _escaped(line[len(indent) :])
    start = _LINE_START.match(text)
    if start and start[0].isdigit():
        return indent + start[0] + "\\" + text[start.end() :]
    return indent + ("\\" + text if start else text)
