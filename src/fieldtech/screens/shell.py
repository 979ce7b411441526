"""What the app does around all modes: it keeps what was told."""

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel

from fieldtech.screens.base import StoreApp
from fieldtech.screens.notices import NoticeLog, NoticesDialog
from fieldtech.store import Store
from fieldtech.terminal.profile import Profile
from fieldtech.text import N_


class Shell(StoreApp):
    """An app whose shell is whole; the modes are a subclass's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "show_notices", N_("Notices"), show=False, tooltip=N_("Read again what was told."),
                id="app.notices"),
    ]  # fmt: skip

    def __init__(self, store: Store, profile: Profile) -> None:
        super().__init__(store, profile)
        self.notices = NoticeLog()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Tell something in a toast, and keep it to be read again."""
        self.notices.keep(self.store.now(), message, severity)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    @work
    async def action_show_notices(self) -> None:
        """Show what was told."""
        await self.push_screen_wait(NoticesDialog(self.notices, self.store.zone))
