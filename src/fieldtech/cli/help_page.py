"""How help is laid out: by cells, headings and lines as the language in use writes them."""

import re
from collections.abc import Iterator

import click

from fieldtech.domain.visible_text import cell_width
from fieldtech.text import _

# A Chinese character stands for itself, with the marks that must not begin a line; other letters make words.
_PIECES = re.compile(r"\s+|[\u2e80-\u9fff][\u3000-\u303f\uff00-\uff0f\uff1a-\uff20”]*|[^\s\u2e80-\u9fff]+")


class HelpPage(click.HelpFormatter):
    """A page of help."""

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        for line in _lines(text, self.width - self.current_indent):
            self.write(" " * self.current_indent + line + "\n")


class HelpContext(click.Context):
    """Where a command stands; its help is laid out here."""

    formatter_class = HelpPage


def _lines(text: str, width: int) -> Iterator[str]:
    """Break a paragraph into lines of so many cells at most."""
    line = ""
    for piece in _PIECES.findall(text):
        if line and cell_width(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()
