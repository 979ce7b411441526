"""The queue: the open faults in the order in which they are to be taken up."""

from textual.app import ComposeResult

from fieldtech.screens.base import StoreScreen
from fieldtech.text import _
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.top_line import TopLine


class QueueScreen(StoreScreen[None]):
    """What is to be done, the next one first."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(_("Queue"), self.store.site)
        yield KeyLine()
