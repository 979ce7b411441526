"""What the queue says of itself: what presses, how many there are, and what to do when there are none."""

from textual.content import Content

from fieldtech.screens.queue_filters import Narrowing
from fieldtech.store.views.queue import QueueCounts
from fieldtech.text import _, ngettext


def pressing_words(counts: QueueCounts) -> Content:
    """Say what presses now, in its colours; empty: nothing does."""
    late, words = counts.overdue, counts.word_overdue
    parts = []
    if late:
        parts.append(Content.styled(_("{n} late").format(n=late), "$late"))
    if words:
        parts.append(Content.styled(ngettext("{n} word due", "{n} words due", words).format(n=words), "$soon"))
    return Content(" · ").join(parts)


def count_words(count: int) -> Content:
    """Say how many faults there are."""
    return Content(ngettext("{n} fault", "{n} faults", count).format(n=count))


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
