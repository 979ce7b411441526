"""The exchange: whom this machine knows and what each has acknowledged, what came and went, and what waits (SYNC)."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from fieldtech.domain.instants import weekday_word
from fieldtech.domain.trust import Standing
from fieldtech.screens import meeting, revoking
from fieldtech.screens.base import StoreScreen
from fieldtech.screens.bundle_export import export
from fieldtech.screens.bundle_import import take_bundles
from fieldtech.screens.exchange_view import ExchangeView, read_exchange
from fieldtech.screens.exchange_words import (
    advice_of,
    bundle_columns,
    bundle_lines,
    bundle_row,
    machine_columns,
    machine_lines,
    machine_row,
    own_lines,
    peer_name,
    waiting_lines,
)
from fieldtech.screens.told_page import DonePage
from fieldtech.store.views.peers import Peer
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.advice_line import AdviceLine
from fieldtech.widgets.key_line import KeyLine
from fieldtech.widgets.labelled_lines import LabelledLines
from fieldtech.widgets.row_list import RowList
from fieldtech.widgets.section_bar import Section, SectionBar
from fieldtech.widgets.top_line import TopLine

SECTIONS = ("machines", "bundles", "waiting")
_KEYS = tuple(f"exchange.{name}" for name in ("export", "import", "accept", "request", "answer", "receipt", "revoke"))


class ExchangeScreen(StoreScreen[None]):
    """The other machines, and what goes between them."""

    AUTO_FOCUS = "#machine-list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "export", N_("Export"), id="exchange.export",
                tooltip=N_("Write what other machines have not acknowledged yet onto a stick.")),
        Binding("i", "import", N_("Import"), id="exchange.import",
                tooltip=N_("Take in what other machines wrote, after a look at what it changes.")),
        Binding("a", "accept", N_("Accept"), id="exchange.accept",
                tooltip=N_("Come to trust another machine, its fingerprint compared.")),
        Binding("r", "request", N_("Request"), id="exchange.request",
                tooltip=N_("Write the file by which another machine can come to trust this one.")),
        Binding("s", "answer", N_("Answer"), id="exchange.answer",
                tooltip=N_("Write a bundle for the machine under the cursor alone.")),
        Binding("t", "receipt", N_("Receipt"), id="exchange.receipt",
                tooltip=N_("Write what is here, signed, so that it need not be sent again.")),
        Binding("R", "revoke", N_("Revoke"), id="exchange.revoke",
                tooltip=N_("Trust the machine under the cursor no longer, or up to a later entry.")),
        Binding("N", "begin_anew", N_("Begin anew"), show=False, id="exchange.anew",
                tooltip=N_("This machine is a copy or was restored: go on as a new one.")),
        Binding("right,tab", "turn(1)", N_("Section"), tooltip=N_("Show the next section."),
                id="exchange.next_section"),
        Binding("left,shift+tab", "turn(-1)", N_("Section before"), show=False,
                tooltip=N_("Show the section before."), id="exchange.section_before"),
    ]  # fmt: skip

    section: reactive[str] = reactive("machines", init=False)
    """Which section is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._view: ExchangeView | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        is_slow = self.app.profile.is_slow
        yield TopLine(_("Exchange"), self.store.site)
        yield SectionBar()
        with ContentSwitcher(initial="machines"):
            with Vertical(id="machines"):
                yield RowList(machine_columns(), has_mark_only=is_slow, name="machine-list")
                yield LabelledLines(classes="own")
            yield RowList(bundle_columns(), has_mark_only=is_slow, name="bundles")
            yield VerticalScroll(LabelledLines(), id="waiting", can_focus=True)
        yield AdviceLine()
        yield KeyLine(*_KEYS)

    async def reload(self) -> None:
        """Read it all anew."""
        view = await self.read(read_exchange)
        if view is not None:
            self._show(view)

    def watch_section(self, section: str) -> None:
        """Turn to a section, and let its keys work."""
        self.query_one(ContentSwitcher).current = section
        self.query_one(SectionBar).shown = section
        self.set_focus(self.query_one("#machine-list" if section == "machines" else f"#{section}"))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is about a machine only where one is under the cursor."""
        if action == "revoke":
            return self._peer is not None
        if action == "answer":
            return self._peer is not None and self._peer.standing is not Standing.UNKNOWN
        return super().check_action(action, parameters)

    @on(SectionBar.Chosen)
    def turn_to(self, event: SectionBar.Chosen) -> None:
        """Show the section that was clicked on."""
        self.section = event.name

    @on(RowList.Moved, "#machine-list")
    def follow_cursor(self) -> None:
        """Let the keys follow the machine under the cursor."""
        self.refresh_bindings()

    @on(RowList.Opened, "#machine-list")
    def show_machine(self) -> None:
        """Show all of a machine."""
        peer, view = self._peer, self._view
        if peer is not None and view is not None:
            lines = machine_lines(peer, view.now, self.store.zone)
            self.app.push_screen(DonePage(_("Machine {name}").format(name=peer_name(peer)), lines))

    @on(RowList.Opened, "#bundles")
    def show_bundle(self, event: RowList.Opened) -> None:
        """Show all of a line of the log."""
        logged = self._view.log if self._view else ()
        bundle = next((each for each in logged if str(each.number) == event.row.word), None)
        if bundle is not None:
            self.app.push_screen(DonePage(bundle.name, bundle_lines(bundle, self.store.zone)))

    def action_turn(self, steps: int) -> None:
        """Show the section after or before."""
        self.section = SECTIONS[(SECTIONS.index(self.section) + steps) % len(SECTIONS)]

    @work
    async def action_export(self) -> None:
        """Write a bundle."""
        await export(self)

    @work
    async def action_answer(self) -> None:
        """Write a bundle for one machine."""
        if self._peer is not None:
            await export(self, only=self._peer.chain)

    @work
    async def action_import(self) -> None:
        """Take bundles in, and go to what they brought into conflict."""
        if await take_bundles(self):
            await self.app.run_action("show_conflicts")

    @work
    async def action_accept(self) -> None:
        """Come to trust another machine."""
        await meeting.accept(self)

    @work
    async def action_request(self) -> None:
        """Write a request."""
        await meeting.request(self)

    @work
    async def action_receipt(self) -> None:
        """Write a receipt."""
        await meeting.give_receipt(self)

    @work
    async def action_revoke(self) -> None:
        """Revoke the machine under the cursor."""
        if self._peer is not None:
            await revoking.revoke(self, self._peer)

    @work
    async def action_begin_anew(self) -> None:
        """Go on as a new machine."""
        await revoking.go_on_anew(self)

    @property
    def _peer(self) -> Peer | None:
        row = self.query_one("#machine-list", RowList).row if self.section == "machines" else None
        peers = self._view.peers if self._view else ()
        return next((peer for peer in peers if row and peer.chain == row.word), None)

    def _show(self, view: ExchangeView) -> None:
        self._view = view
        now, zone = view.now, self.store.zone
        machines, bundles = self.query_one("#machine-list", RowList), self.query_one("#bundles", RowList)
        machines.empty = _("No other machine is known yet.")
        machines.show([machine_row(peer, now, zone) for peer in view.peers])
        bundles.empty = _("No bundle was written or read here yet.")
        bundles.show([bundle_row(bundle, now, zone) for bundle in view.log])
        self.query_one("#waiting LabelledLines", LabelledLines).lines = tuple(waiting_lines(view.waiting))
        self.query_one(".own", LabelledLines).lines = tuple(own_lines(view, zone))
        self.query_one(SectionBar).sections = (
            Section("machines", _("Other machines"), str(len(view.peers) or "")),
            Section("bundles", _("Bundles"), str(len(view.log) or "")),
            Section("waiting", _("Waiting"), str(sum(each.count for each in view.waiting) or "")),
        )
        self.query_one(SectionBar).shown = self.section
        self._show_top(view)
        self.refresh_bindings()
        self.query_one(AdviceLine).advice = advice_of(view, zone)

    def _show_top(self, view: ExchangeView) -> None:
        top, now, zone = self.query_one(TopLine), view.now, self.store.zone
        top.about = " · ".join(part for part in (self.store.site, view.own.code, view.own.person) if part)
        top.hour = f"{weekday_word(now, zone)} {now.astimezone(zone):%H:%M}"
        words = ngettext("{n} to settle", "{n} to settle", view.conflicts).format(n=view.conflicts)
        top.pressing = Content.styled(words, "$soon") if view.conflicts else Content("")
