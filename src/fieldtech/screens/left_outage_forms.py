"""Going on with forms about outages, their notices and holidays that were left with words in them."""

from datetime import date

from fieldtech.domain.visible_text import one_line
from fieldtech.screens.base import StoreApp
from fieldtech.screens.holidays import HolidaysScreen
from fieldtech.screens.kept_words import LeftForm
from fieldtech.screens.outage import NoticeScreen, OutageScreen
from fieldtech.screens.outage_form import record_outage
from fieldtech.screens.outages import OutagesScreen
from fieldtech.store import Store
from fieldtech.store.views.outages import notice_by_id, outage_by_id

OUTAGE_FORMS = ("notices", "outage", "holidays")
"""As what their words are kept."""


async def open_outage_form(app: StoreApp, chosen: LeftForm) -> None:
    """Open the form where it was left: at its outage or mail, or over their list."""
    if chosen.form == "holidays":
        holidays = HolidaysScreen(_today(app.store))
        await app.push_screen(holidays)
        holidays.action_change_days()
        return
    outage, notice = outage_by_id(app.store, chosen.subject), notice_by_id(app.store, chosen.subject)
    if outage is None and notice is None:
        outages = OutagesScreen()
        await app.push_screen(outages)
        if chosen.form == "notices":
            outages.action_take_notices()
        else:
            outages.action_record()
        return
    page = OutageScreen(outage.id) if outage else NoticeScreen(chosen.subject)
    await app.push_screen(page)
    page.run_worker(record_outage(page, known=outage, notice=None if outage else notice))


def outage_named(store: Store, outage_id: str) -> str:
    """Name the outage that words are about; empty: none."""
    outage = outage_by_id(store, outage_id)
    return one_line(f"{outage.provider} {outage.maintenance_id}") if outage else ""


def _today(store: Store) -> date:
    return store.now().astimezone(store.zone).date()
