"""One act on several faults at once: each is held by the same rules as alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fieldtech.domain.errors import RuleViolation, UnknownName
from fieldtech.domain.faults import Fault
from fieldtech.store import Store


@dataclass(frozen=True, slots=True)
class Refused:
    """A fault that a rule held back, with the sentence that says why."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act on several faults."""

    done: tuple[str, ...]
    """The numbers of those on which it was recorded."""
    refused: tuple[Refused, ...]


def act_on_several(store: Store, numbers: Iterable[str], act: Callable[[Store, str], Fault]) -> Outcome:
    """Do the same to several faults, in one transaction; what a rule refuses is told and leaves the others be.

    Args:
        act: A use case that takes the store and a number, such as `partial(pend_fault, reason=...)`.

    Raises:
        StoreUnusable: it could not be kept; nothing of it is.
    """
    done, refused = [], []
    with store.writing():
        for number in numbers:
            try:
                done.append(act(store, number).number)
            except (RuleViolation, UnknownName) as refusal:
                refused.append(Refused(number, str(refusal)))
    return Outcome(tuple(done), tuple(refused))
