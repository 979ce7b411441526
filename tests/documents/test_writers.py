"""Whatever stands in a document, HTML and Markdown show it as text and do nothing else with it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.documents.blocks import (
    Cell,
    Column,
    Document,
    Fact,
    FactList,
    Notice,
    Section,
    Signatures,
    Table,
    Words,
)
from fieldtech.documents.html_page import as_html
from fieldtech.documents.markdown import as_markdown
from fieldtech.domain.visible_text import visible
from fieldtech.resources import resource_text
from tests.documents.reading import Page, inline_tokens, read_markdown, shown_text

HOSTILE = [
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\"quoted\" 'single' &amp; &#60;b&#62;",
    "<!-- comment --><![CDATA[x]]>",
    "a | b\n--- | ---\n1 | 2",
    "`code` ```fence``` ~~~\n~~~",
    "*em* **strong** _em_ __strong__ ~~gone~~",
    "[link](http://evil.example) ![image](x) [ref]: http://evil.example",
    "<http://evil.example> http://evil.example www.evil.example a@evil.example",
    "# heading\n=====\n## two\n-----",
    "- one\n* two\n+ three\n1. four\n2) five\n> six",
    "    code by blanks\n\tcode by a tab",
    "---\n***\n___",
    "line one  \nline two\\\nline three",
    "$x$ $$y$$ {{ z }} {% w %}",
    "\x1b[31mred\x1b[0m \x00 \x07 \u202eevil\u202c \u2066hidden\u2069 \ufeff",
    "</td></tr></table><table><tr><td>",
    'url("http://evil.example") \\3c script\\3e } * { color: red }',
    "漢字 ｜全角｜ 表格",
]
LETTERS = re.compile(r"\w+")
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "p", "span", "h1", "h2", "h3", "dl",
    "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "b", "br", "ul", "li",
}  # fmt: skip
ATTRIBUTES = {"class", "scope", "lang", "charset", "name", "content", "http-equiv"}
OWN_INLINE = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "html_inline"}


def document_of(text: str) -> Document:
    """Put a text into every place that a document has."""
    table = Table(text, (Column(text, "wide"), Column(text, "number")), ((Cell(text, "bad", text), Cell(text)),))
    blocks = (
        FactList((Fact(text, text),)),
        FactList((Fact(text, text),), are_long=True),
        Words(text, text, text),
        table,
        Notice(text, (text,)),
        Signatures((Fact(text, text),)),
    )
    return Document(
        kind=text,
        number=text,
        subject=text,
        owner=text,
        summary=(Fact(text, text),),
        notices=(Notice(text, (text, text)),),
        sections=(Section(text, blocks), Section(text, blocks, is_part=True)),
        foot=text,
        language="en",
    )


def words_in(text: str) -> list[str]:
    """List the words that a reader sees, however lines are broken."""
    return LETTERS.findall(visible(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text_in_html(text: str) -> None:
    page = Page(as_html(document_of(text)))
    assert set(page.tags) <= TAGS
    assert {name for _tag, name, _value in page.attributes} <= ATTRIBUTES
    assert visible(text) in page.text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_reaches_an_attribute_or_the_style(text: str) -> None:
    plain, hostile = Page(as_html(document_of("x"))), Page(as_html(document_of(text)))
    assert plain.attributes == hostile.attributes
    foot = re.compile(r'(?<=@bottom-left \{ content: )"[^"]*"')
    assert foot.sub("", plain.style) == foot.sub("", hostile.style)
    assert all(re.fullmatch(r'"(?:[A-Za-z0-9]|\\[0-9a-f]{6})*"', found) for found in foot.findall(hostile.style))


@given(st.text(max_size=60))
def test_any_text_is_only_text_in_html(text: str) -> None:
    page = Page(as_html(document_of(text)))
    assert set(page.tags) <= TAGS
    assert visible(text) in page.text


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    html = as_html(document_of("x"))
    assert ("meta", "content", "default-src 'none'; style-src 'unsafe-inline'") in Page(html).attributes
    assert not re.search(r"(?i)<script|<link|<img|<iframe|@import|url\(|\bon\w+=|href=|src=(?!')", html)


def test_the_page_is_made_for_paper() -> None:
    css = resource_text("data", "documents", "page.css")
    for wanted in (
        "size: A4",
        "display: table-header-group",
        "tr { break-inside: avoid; }",
        "Noto Sans CJK SC",
        "SimSun",
    ):
        assert wanted in css
    html = as_html(document_of("x"))
    assert "counter(page)" in html
    assert "counter(pages)" in html


def test_the_language_is_told_to_the_browser() -> None:
    assert '<html lang="en">' in as_html(document_of("x"))
    chinese = Document("x", "x", "x", "x", (), (), (), "x", "zh_CN")
    assert '<html lang="zh-CN">' in as_html(chinese)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text_in_markdown(text: str) -> None:
    plain, hostile = read_markdown(as_markdown(document_of("x"))), read_markdown(as_markdown(document_of(text)))
    assert {token.type for token in hostile} == {token.type for token in plain}
    assert {token.type for token in inline_tokens(hostile)} <= OWN_INLINE
    assert {token.content for token in inline_tokens(hostile) if token.type == "html_inline"} <= {"<br>"}
    assert set(words_in(text)) <= set(words_in(shown_text(hostile)))
    assert not re.search(r"(?<!\\)://|\bwww\.|(?<!\\)@", as_markdown(document_of(text)))


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("#*_-+>|`<&[]()~=\\!:.1 \t\n"), max_size=60))
def test_any_text_comes_back_out_of_markdown(text: str) -> None:
    tokens = read_markdown(as_markdown(document_of(text)))
    assert {token.type for token in inline_tokens(tokens)} <= OWN_INLINE
    quoted = read_markdown(
        as_markdown(Document("k", "n", "s", "o", (), (), (Section("t", (Words("", text),)),), "f", "en"))
    )
    begin = next(place for place, token in enumerate(quoted) if token.type == "blockquote_open")
    end = next(place for place, token in enumerate(quoted) if token.type == "blockquote_close")
    lines = [line.strip() for line in shown_text(quoted[begin:end]).split("\n")]
    wanted = [line.strip() for line in visible(text).split("\n")]
    assert [line for line in lines if line] == [line for line in wanted if line]


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("|`\\\n\t *<"), max_size=40))
def test_a_table_of_markdown_keeps_its_columns(text: str) -> None:
    table = Table("", (Column("a"), Column("b"), Column("c")), ((Cell(text), Cell(text, "bad", text), Cell("z")),) * 2)
    document = Document("k", "n", "s", "o", (), (), (Section("t", (table,)),), "f", "en")
    tokens = read_markdown(as_markdown(document))
    # The summary has no rows here, so each row of two cells is the table's own head or body.
    assert [token.type for token in tokens].count("td_open") == 6
    assert [token.type for token in tokens].count("tr_open") == 1 + 3
