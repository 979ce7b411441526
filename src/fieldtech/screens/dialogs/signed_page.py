"""Exactly what is signed: the canonical text of the page that a digest stands for."""

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from fieldtech.domain.canonical import canonical_bytes
from fieldtech.domain.round_page import RoundPage
from fieldtech.domain.sign_off import SignOffPage, page_digest
from fieldtech.domain.visible_text import visible
from fieldtech.screens.base import Dialog
from fieldtech.text import _


class SignedPageDialog(Dialog[None]):
    """The whole page, to be read before it is signed."""

    def __init__(self, page: SignOffPage | RoundPage) -> None:
        super().__init__()
        self.heading = _("What is signed   {number}").format(number=page.number)
        self._page = page

    def compose_fields(self) -> ComposeResult:
        """Lay out the digest and the text that it is made of."""
        pretty = msgspec.json.format(canonical_bytes(self._page), indent=2).decode()
        with VerticalScroll(can_focus=True, classes="text"):
            yield Static(Content(_("SHA-256 {digest}").format(digest=page_digest(self._page))), classes="quiet")
            yield Static(Content(visible(pretty)))

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one(".text").focus()
