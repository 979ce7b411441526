"""HTML reduced to the text that a reader would see, with the addresses of links and the cells of tables kept apart."""

import re
from html import unescape
from html.parser import HTMLParser

from fieldtech.intake.html_flow import Page

_LARGEST = 4_000_000
_DROPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre"})
# fmt: off
_BLOCKS = _PARAGRAPHS | {
    "address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "header", "hr", "html", "li", "main", "nav", "section",
}
# fmt: on
_SHOWN_ADDRESSES = ("http://", "https://", "mailto:", "ftp://", "tel:")

_UNFINISHED_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_ANY_TAG = re.compile(r"<[^<>]*>")


def html_to_text(html: str) -> str:
    """Reduce HTML to text; nothing of it is fetched or run."""
    is_cut = len(html) > _LARGEST
    html = _UNFINISHED_TAG.sub("&lt;", _without_comments(html[:_LARGEST]))
    reducer = _Reducer()
    try:
        reducer.feed(html)
        text = reducer.text()
    except (AssertionError, ValueError):  # What the parser raises on declarations that it doesn't know.
        text = unescape(_ANY_TAG.sub(" ", html))
    return f"{text}\n[…]" if is_cut else text


def _without_comments(html: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 2)) >= 0:
        pieces.append(html[at:start])
        at = end + 3
    return "".join(pieces) + html[at:]


class _Reducer(HTMLParser):
    """Collects the visible text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._page = Page()
        self._dropped = 0
        self._preformatted = 0
        self._link: tuple[str, int] | None = None
        """The address of the link that is open, and the mark before its text."""

    def text(self) -> str:
        """Return the text, with what the parser holds back: the last words, or all from a broken tag on.

        The parser's own close() would look for the end of such a tag from each "<" anew, in quadratic time.
        """
        if not self._dropped:
            self._page.flow.put_words(unescape(_ANY_TAG.sub(" ", self.rawdata)))
        return self._page.text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        if self._dropped:
            return
        match tag:
            case "br":
                self._page.flow.skip_line()
            case "a":
                self._link = (dict(attrs).get("href") or "", self._page.flow.mark())
            case "img":
                self._page.flow.put_words(_bracketed(dict(attrs).get("alt")))
            case "table":
                self._page.open_table()
            case "tr":
                self._page.open_row()
            case "td" | "th":
                self._page.open_cell()
        if tag in _BLOCKS:
            self._open_block(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        if self._dropped:
            return
        match tag:
            case "a":
                self._close_link()
            case "table":
                self._page.close_table()
            case "tr":
                self._page.close_row()
            case "td" | "th":
                self._page.close_cell()
            case "pre":
                self._preformatted = max(0, self._preformatted - 1)
        if tag in _BLOCKS:
            self._page.flow.end_line(2 if tag in _PARAGRAPHS else 1)

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if self._preformatted:
            self._page.flow.put(data.replace("\r\n", "\n"))
        else:
            self._page.flow.put_words(data)

    def _open_block(self, tag: str) -> None:
        self._page.flow.end_line(2 if tag in _PARAGRAPHS else 1)
        if tag == "pre":
            self._preformatted += 1
        elif tag == "li":
            self._page.flow.put("- ")
        elif tag == "hr":
            self._page.flow.put("----")
            self._page.flow.end_line()

    def _close_link(self) -> None:
        if self._link is None:
            return
        address, mark = self._link
        self._link = None
        shown = self._page.flow.since(mark).strip()
        if address.startswith(_SHOWN_ADDRESSES):
            bare = address.removeprefix("mailto:").removeprefix("tel:").strip()
            if shown.rstrip("/") not in (address.rstrip("/"), bare.rstrip("/")):
                self._page.flow.put(f" <{bare}>" if shown else f"<{bare}>")


def _bracketed(alternative: str | None) -> str:
    words = " ".join((alternative or "").split())
    return f"[{words}]" if words else ""
