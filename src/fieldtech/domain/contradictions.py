"""What contradicts itself in a sign-off, to be read before it is signed (PROCESS, mistake 12)."""

import re
from collections.abc import Iterator

from fieldtech.domain.fault_rules import check_names, failed_items
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import SystemCheck, UserVerdict
from fieldtech.text import _

_DOUBTING = re.compile(
    r"\b(?:part(?:ly|ially)|still|but|however|except|only|not (?:yet|really|quite|solved|fixed|working)"
    r"|(?:does|do|did|is|are|was)(?: not|n['’]t) (?!\w+ any ?more)\w+|unsolved|worse|keeps)\b"
    r"|部分|仍|还(?:是|有|没|不)|但|不过|依然|尚未|未(?:能)?解决|没(?:有)?(?:解决|修好|恢复)|不行|除了",
    re.IGNORECASE,
)
"""Words by which a user takes back half of what he accepts; a hint to read on, never a verdict."""
_POOR, _GOOD = 2, 4
"""Up to the one a rating is poor, from the other on it is good."""


def contradictions(
    fault: Fault, system: SystemCheck, user: UserVerdict, rating: int | None, user_words: str = ""
) -> tuple[str, ...]:
    """Point out answers that contradict each other, as sentences."""
    return (*_of_the_checks(fault, system), *_of_the_user(user, rating, user_words))


def doubting_word(user_words: str) -> str:
    """Find the word by which a user takes back half of what he says; empty: there is none."""
    found = _DOUBTING.search(user_words)
    return found.group() if found else ""


def _of_the_checks(fault: Fault, system: SystemCheck) -> Iterator[str]:
    failed = failed_items(fault)
    if system is SystemCheck.PASS and failed:
        yield _("The system check is to pass, but these checks failed: {items}.").format(items=check_names(failed))


def _of_the_user(user: UserVerdict, rating: int | None, user_words: str) -> Iterator[str]:
    doubt = doubting_word(user_words)
    if user is UserVerdict.ACCEPTED and doubt:
        yield _("The user accepted, but the words say “{word}”.").format(word=doubt)
    if user is UserVerdict.ACCEPTED and rating is not None and rating <= _POOR:
        yield _("The user accepted, but rated it {rating} of 5.").format(rating=rating)
    if user is UserVerdict.REJECTED and rating is not None and rating >= _GOOD:
        yield _("The user rejected it, but rated it {rating} of 5.").format(rating=rating)
