"""Commands that list faults, and what has some words: queue and search."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fieldtech.cli.commands import command
from fieldtech.cli.frame import Session, need
from fieldtech.cli.output import Line, Span, Tone, cut_line, lay_out
from fieldtech.cli.parameters import argument, flag, option
from fieldtech.cli.values import Whole, Word
from fieldtech.domain.visible_text import cell_width, one_line
from fieldtech.domain.words import Priority, Status
from fieldtech.store import Store
from fieldtech.store.views.faults import search_faults
from fieldtech.store.views.people import acting_person
from fieldtech.store.views.planned_found import FoundPlanned, search_planned
from fieldtech.store.views.queue import Filters, QueueFault, queue_page
from fieldtech.store.views.saved import saved_view
from fieldtech.text import N_, _, ngettext
from fieldtech.widgets.fault_columns import Cell, Columns, fault_cells, heading_cells

PAGE = 40
CURSOR = 2
"""The cells of the cursor's mark, which only the full screen shows."""
TONES = {
    "late": Tone.LATE,
    "soon": Tone.SOON,
    "done": Tone.DONE,
    "closed": Tone.QUIET,
    "quiet": Tone.QUIET,
}


@command("queue")
@flag("--mine", "is_mine", words=N_("only those of who acts"))
@flag("--overdue", "is_overdue", words=N_("only those that are late"))
@option("--site", words=N_("only those of this site"))
@option("--priority", kind=Word(Priority), words=N_("only those of this level"))
@option("--status", kind=Word(Status), words=N_("only those that stand there; closed and cancelled ones, too"))
@option("--view", words=N_("those of this saved view; the other options narrow it further"), metavar="NAME")
@option("--limit", kind=Whole(1), words=N_("how many at most, if not 40"), metavar="K")
@option("--after", words=N_("go on behind the page that gave this"), metavar="CURSOR")
def queue(
    session: Session,
    is_mine: bool,
    is_overdue: bool,
    site: str | None,
    priority: Priority | None,
    status: Status | None,
    view: str | None,
    limit: int | None,
    after: str | None,
) -> None:
    """List the open faults in the order in which they are to be taken up."""
    store = session.reading
    said = Filters(
        assignee=acting_person(store).name if is_mine else None,
        is_overdue=is_overdue,
        site=site,
        priority=priority,
        status=status,
    )
    filters = said if view is None else said.within(saved_view(store, view).filters(acting_person(store).name))
    page = queue_page(store, filters, limit=limit or PAGE, after=after)
    if session.is_json:
        from fieldtech.cli.fault_telling import page_told

        session.answer(page_told(page))
    else:
        session.answer(None, _table(session, store, page.faults))
        _tell_the_rest(session, len(page.faults), page.total, page.next)


@command("search")
@argument("words", "WORDS...", N_("words that must all occur; one or two Chinese characters will do"), is_many=True)
@option("--limit", kind=Whole(1), words=N_("how many at most, if not 40"), metavar="K")
def search(session: Session, words: Sequence[str], limit: int | None) -> None:
    """Find faults, open or over, and what is planned, the newest first."""
    sought = " ".join(words)
    need(_("Say what to look for: {missing} is missing."), words=sought)
    store = session.reading
    found = search_faults(store, sought, limit=limit or PAGE)
    planned = search_planned(store, sought, limit=limit or PAGE)
    if session.is_json:
        from fieldtech.cli.fault_telling import found_told

        session.answer(found_told(found, planned))
    else:
        session.answer(None, [*_table(session, store, found), *_planned_lines(session, planned)])
        if not found and not planned:
            session.tell(_("Nothing has all these words."))


def _planned_lines(session: Session, planned: Sequence[FoundPlanned]) -> list[list[Span]]:
    """Lay out what is planned below the faults: what kind it is, its name, its day, what it is about."""
    rows = [
        [Span(each.kind_words, Tone.QUIET), Span(each.number), Span(str(each.day or "")), Span(each.title)]
        for each in planned
    ]
    return lay_out(rows, session.sheet.width, flexible=3)


def _table(session: Session, store: Store, faults: Sequence[QueueFault]) -> Iterator[Line]:
    """Lay faults out in the columns that the full screen has, too."""
    if not faults:
        return
    width, now = session.sheet.width, store.now()
    columns = _columns(width, faults)
    yield cut_line(_line(heading_cells(columns), Tone.QUIET), width)
    for fault in faults:
        yield cut_line(_line(fault_cells(fault, columns, now, store.zone)), width)


def _columns(width: int | None, faults: Sequence[QueueFault]) -> Columns:
    """Divide the terminal's width; where nobody looks, nothing is cut."""
    if width is not None:
        return Columns.fitting(width + CURSOR)
    return replace(
        Columns.fitting(80),
        title=max(cell_width(one_line(fault.title)) for fault in faults) + 2,
        place=_widest(_("Where"), *(one_line(fault.place or fault.asset) for fault in faults)),
        person=_widest(_("Who"), *(one_line(fault.assignee) for fault in faults)),
    )


def _widest(*texts: str) -> int:
    return max(map(cell_width, texts))


def _line(cells: Iterator[Cell], tone: Tone | None = None) -> list[Span]:
    """Take over a row's cells, without the cursor's mark before them."""
    spans = [Span(cell.text, tone or TONES.get(cell.meaning, Tone.PLAIN)) for cell in cells]
    return [Span(spans[0].text[CURSOR:], spans[0].tone), *spans[1:]]


def _tell_the_rest(session: Session, shown: int, total: int, after: str | None) -> None:
    if after is None:
        session.tell(ngettext("{n} fault.", "{n} faults.", total).format(n=total))
    else:
        session.tell(
            _("{shown} of {total} faults; the next ones: --after '{cursor}'").format(
                shown=shown, total=total, cursor=after
            )
        )
