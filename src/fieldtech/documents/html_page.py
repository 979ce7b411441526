"""Writing a document as one page of HTML: nothing is loaded, nothing runs, every text is escaped; it prints on A4."""

from collections.abc import Iterator
from html import escape

from fieldtech.documents.blocks import Block, Cell, Document, Fact, FactList, Notice, Section, Signatures, Table, Words
from fieldtech.domain.visible_text import one_line, visible
from fieldtech.resources import resource_text
from fieldtech.text import _

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Were anything to get through after all, no browser would load or run it."""


def as_html(document: Document) -> str:
    """Write a document as one page of HTML."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    language = "zh-CN" if document.language == "zh_CN" else "en"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_line(document.number)} {_line(document.subject)}</title>"
    yield f"<style>\n{resource_text('data', 'documents', 'page.css')}{_page_foot(document.foot)}</style>"
    yield "</head>"
    yield "<body>"
    yield from _head(document)
    yield from _main(document)
    yield "</body>"
    yield "</html>"


def _page_foot(foot: str) -> str:
    """Put the foot and the page's number on every page, in browsers that fill the margins of a printed page."""
    before, _number, rest = _("page {number} of {count}").partition("{number}")
    between, _count, after = rest.partition("{count}")
    parts = (_css(before), "counter(page)", _css(between), "counter(pages)", _css(after))
    right = " ".join(parts)
    return f"@page {{ @bottom-left {{ content: {_css(one_line(foot))}; }} @bottom-right {{ content: {right}; }} }}\n"


def _css(text: str) -> str:
    """Spell a text as a string of CSS in which no sign means anything."""
    return '"' + "".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):06x}" for sign in text) + '"'


def _head(document: Document) -> Iterator[str]:
    yield "<header>"
    yield f'<p class="owner"><span>{_line(document.owner)}</span><span>{_line(document.kind)}</span></p>'
    yield f'<h1><span class="number">{_line(document.number)}</span> {_line(document.subject)}</h1>'
    yield '<dl class="summary">'
    yield from (_fact(fact) for fact in document.summary)
    yield "</dl>"
    yield from (_notice(notice) for notice in document.notices)
    yield "</header>"


def _main(document: Document) -> Iterator[str]:
    """Write the sections, the last of them held together with the end, which must not stand alone on a page."""
    sections = tuple(_sections(document.sections))
    yield "<main>"
    yield from sections[:-1]
    yield '<div class="last">'
    yield from sections[-1:]
    end = _("end of the report")
    yield f"<footer>{_line(document.foot)} · {_text(end)}</footer>"
    yield "</div>"
    yield "</main>"


def _sections(sections: tuple[Section, ...]) -> Iterator[str]:
    place = 0
    for section in sections:
        place += not section.is_part
        number = f'<span class="place">{place}</span> '
        heading = f"<h3>{_line(section.title)}</h3>" if section.is_part else f"<h2>{number}{_line(section.title)}</h2>"
        yield "\n".join((heading, *map(_block, section.blocks)))


def _block(block: Block) -> str:
    match block:
        case FactList(facts=facts, are_long=are_long):
            return f'<dl class="{"long" if are_long else "facts"}">' + "".join(_fact(fact) for fact in facts) + "</dl>"
        case Words():
            return _words(block)
        case Table():
            return "\n".join(_table(block))
        case Notice():
            return _notice(block)
        case Signatures(places=places):
            return '<div class="signatures">' + "".join(_place(place) for place in places) + "</div>"


def _fact(fact: Fact) -> str:
    return f"<div><dt>{_text(fact.label)}</dt><dd>{_text(fact.text)}</dd></div>"


def _words(words: Words) -> str:
    by = f' <span class="by">{_text(words.by)}</span>' if words.by else ""
    label = f'<p class="label">{_text(words.label)}{by}</p>' if words.label else ""
    return f'<div class="words">{label}<p class="text">{_text(words.text)}</p></div>'


def _table(table: Table) -> Iterator[str]:
    yield "<table>"
    if table.title:
        yield f"<caption>{_text(table.title)}</caption>"
    heads = "".join(f'<th scope="col" class="{column.kind}">{_text(column.title)}</th>' for column in table.columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = (_cell(cell, column.kind) for cell, column in zip(row, table.columns, strict=True))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _cell(cell: Cell, kind: str) -> str:
    text = f'<b class="{cell.mark}">{_text(cell.text)}</b>' if cell.mark else _text(cell.text)
    note = f'<br><span class="note">{_text(cell.note)}</span>' if cell.note else ""
    return f'<td class="{kind}">{text}{note}</td>'


def _notice(notice: Notice) -> str:
    lines = "".join(f"<li>{_text(line)}</li>" for line in notice.lines)
    listed = f"<ul>{lines}</ul>" if lines else ""
    return f'<div class="notice"><p>{_text(notice.title)}</p>{listed}</div>'


def _place(place: Fact) -> str:
    """Leave room for a name, a date and a signature."""
    line = _("Date, signature")
    return (
        f'<div class="place-to-sign"><p class="label">{_text(place.label)}</p><p class="name">{_text(place.text)}</p>'
        f'<p class="line">{_text(line)}</p></div>'
    )


def _text(text: str) -> str:
    """Make a text harmless, and keep its lines."""
    return escape(visible(text), quote=True).replace("\n", "<br>")


def _line(text: str) -> str:
    return escape(one_line(text), quote=True)
