"""What the queue says of itself: what is listed, what presses, how many there are, what to do when there are none."""

from collections.abc import Mapping

from textual.content import Content

from fieldtech.domain.visible_text import one_line
from fieldtech.domain.word_labels import label_of
from fieldtech.store.views.narrowing import Narrowing, Only, Whose
from fieldtech.store.views.queue import QueueCounts
from fieldtech.text import N_, _, ngettext

WHOSE_WORDS: Mapping[Whose, str] = {
    Whose.MINE_OR_NOBODYS: N_("mine + unassigned"),
    Whose.MINE: N_("mine"),
    Whose.NOBODYS: N_("unassigned"),
    Whose.ALL: N_("everybody's"),
}
ONLY_WORDS: Mapping[Only, str] = {
    Only.LATE: N_("late"),
    Only.WORD_DUE: N_("word due"),
    Only.PENDING: N_("pending"),
    Only.LEFT_OPEN: N_("left open"),
}


def narrowing_words(narrowing: Narrowing) -> str:
    """Say in a line what is listed."""
    if narrowing.words.strip():
        return _("“{words}” among all faults").format(words=one_line(narrowing.words))
    chosen = [label_of(word) for word in (narrowing.priority, narrowing.nature, narrowing.status) if word is not None]
    return " · ".join([
        _(WHOSE_WORDS[narrowing.whose]),
        _("open and closed") if narrowing.is_closed_too else _("open"),
        *([_(ONLY_WORDS[narrowing.only])] if narrowing.only else []),
        *chosen,
        *([one_line(narrowing.place)] if narrowing.place.strip() else []),
        *([_("in conflict")] if narrowing.has_conflict else []),
    ])  # fmt: skip


def listed_words(narrowing: Narrowing, view: str) -> Content:
    """Say what is listed, under the name of the view in force; empty: it has none."""
    words = Content.styled(narrowing_words(narrowing), "$quiet")
    return Content.assemble((one_line(view), "bold $foreground"), "  ", words) if view else words


def pressing_words(counts: QueueCounts) -> Content:
    """Say what presses now, in its colours; empty: nothing does."""
    late, words = counts.overdue, counts.word_overdue
    parts = []
    if counts.left_open:
        parts.append(Content.styled(_("{n} left open").format(n=counts.left_open), "$soon"))
    if late:
        parts.append(Content.styled(_("{n} late").format(n=late), "$late"))
    if words:
        parts.append(Content.styled(ngettext("{n} word due", "{n} words due", words).format(n=words), "$soon"))
    if counts.conflicts:
        parts.append(Content.styled(_("{n} in conflict").format(n=counts.conflicts), "$soon"))
    return Content(" · ").join(parts)


def count_words(count: int, marked: int = 0) -> Content:
    """Say how many faults there are, and how many of them are marked."""
    words = ngettext("{n} fault", "{n} faults", count).format(n=count)
    if not marked:
        return Content(words)
    return Content.assemble((_("{n} marked").format(n=marked), "bold $mark"), " · ", words)


def empty_words(counts: QueueCounts, narrowing: Narrowing) -> tuple[str, str, str]:
    """Say why the list is empty and which key helps.

    Returns:
        A sentence, the id of a binding, and what its key does.
    """
    if narrowing != Narrowing():
        return _("No fault is like that."), "queue.widen", _("lists the usual")
    if counts.open:
        return _("Nothing waits for you."), "queue.filter", _("lists what others have")
    return _("Nothing is open. A quiet day."), "queue.new", _("reports a fault")
