"""What the screen of a round says beside the checks: of the stop, of the whole walk, and what to do next."""

from collections.abc import Iterator
from datetime import tzinfo

from textual.content import Content

from fieldtech.domain.rounds import StopState
from fieldtech.domain.visible_text import one_line
from fieldtech.screens.round_walk import RoundWalk
from fieldtech.store.views.rounds import RoundRead
from fieldtech.text import _
from fieldtech.widgets.stop_words import last_time_words


def stop_words(walk: RoundWalk, read: RoundRead, zone: tzinfo) -> Content:
    """Say why the stop is left out, or how it was last time."""
    left_out = walk.shown.left_out_at(walk.place.stop)
    if left_out is not None:
        return Content.styled(_("Left out: {reason}").format(reason=one_line(left_out.reason)), "$soon")
    return last_time_words(read.earlier, walk.place.stop, read.names, zone)


def walk_figures(walk: RoundWalk) -> Content:
    """Count the stops that failed, and those that are done."""
    states = [each.state for each in walk.route]
    done = sum(state not in (StopState.OPEN, StopState.BEGUN) for state in states)
    failed = states.count(StopState.FAILED)
    pressing = [Content(_("{done} of {n} done").format(done=done, n=len(states)))]
    if failed:
        pressing.insert(0, Content.styled(_("{n} failed").format(n=failed), "$late"))
    return Content(" · ").join(pressing)


def end_words(walk: RoundWalk, sign_key: str) -> Iterator[Content]:
    """Say that nothing is left to walk, and which key signs."""
    if walk.is_to_sign:
        yield Content.styled(_("Every stop is done or left out: {key} signs.").format(key=sign_key), "$done")
