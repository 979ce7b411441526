"""Reading back what was written: a page of HTML, and Markdown as GitHub reads it."""

from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

VOID = ("meta", "br")


class Page(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str, str]] = set()
        self.texts: list[str] = []
        self.style = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}
        if tag == "br":
            self.texts.append("\n")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.texts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def text(self) -> str:
        """All that a reader sees."""
        return "".join(self.texts)


def read_markdown(text: str) -> list[Token]:
    """Parse Markdown with tables, struck text and raw HTML let through."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


def inline_tokens(tokens: list[Token]) -> list[Token]:
    """List what stands within lines."""
    return [child for token in tokens for child in token.children or []]


def shown_text(tokens: list[Token]) -> str:
    """Gather what a reader of Markdown sees."""
    breaks = ("softbreak", "hardbreak", "html_inline")
    return "\n".join(
        "".join("\n" if child.type in breaks else child.content for child in token.children or [])
        for token in tokens
        if token.type == "inline"
    )
