"""The page that is shown to who signs planned work (PROCESS S3.6): all that he answers for."""

import msgspec

from fieldtech.domain.occurrences import LeftOut, RaisedFault, StopAnswer
from fieldtech.domain.planned_occurrences import PlannedOccurrence


class RoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """What will be signed: the work, its list and route, every answer with who gave it, and what came of it."""

    occurrence: str
    title: str
    template: str
    """With its version; empty: there is no list."""
    stops: tuple[str, ...]
    answers: tuple[StopAnswer, ...]
    left_out: tuple[LeftOut, ...]
    faults: tuple[RaisedFault, ...]

    @property
    def number(self) -> str:
        """What people call it."""
        return self.occurrence


def round_page(occurrence: PlannedOccurrence) -> RoundPage:
    """Gather the page of an occurrence."""
    touched = occurrence.touched
    template = touched.template if touched else None
    return RoundPage(
        occurrence=occurrence.name,
        title=occurrence.facts.title or "",
        template=f"{template.id} {template.version}" if template else "",
        stops=touched.stops if touched else (),
        answers=touched.answers if touched else (),
        left_out=touched.left_out if touched else (),
        faults=touched.faults if touched else (),
    )
