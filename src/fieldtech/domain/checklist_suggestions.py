"""Which checklists fit a fault best, by its nature, its category and the words of its report."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from fieldtech.domain.checklists import Purpose, Template
from fieldtech.domain.words import Nature

_READ_AT_MOST = 4000
"""Characters of a report that are looked at: the matter stands at its beginning."""
_FOR_NATURE = 2
_FOR_CATEGORY = 4
_FOR_KEYWORD = 3


def suggest_templates(
    templates: Iterable[Template],
    nature: Nature | None,
    category: str,
    words: str,
    purpose: Purpose = Purpose.HANDLING,
) -> tuple[Template, ...]:
    """Return the templates of a purpose that something speaks for, the fittest first.

    Args:
        nature: None: not assessed yet.
        category: Empty: none.
        words: Title and description of the fault, as reported.
    """
    normal = _normal(words[:_READ_AT_MOST])
    scored = [(_score(each, nature, category, normal), each) for each in templates if each.purpose is purpose]
    fitting = [(score, each) for score, each in scored if score > 0]
    return tuple(each for _score_of, each in sorted(fitting, key=lambda pair: (-pair[0], pair[1].id)))


def _score(template: Template, nature: Nature | None, category: str, words: str) -> int:
    of_nature = _FOR_NATURE if template.nature is nature else 0
    of_category = _FOR_CATEGORY if category and of_nature and category in template.categories else 0
    return of_nature + of_category + _FOR_KEYWORD * sum(_speaks_for(word, words) for word in template.keywords)


def _speaks_for(keyword: str, words: str) -> bool:
    return _keyword_pattern(keyword).search(words) is not None


@lru_cache(maxsize=2048)
def _keyword_pattern(keyword: str) -> re.Pattern[str]:
    """A Latin word stands alone ("RAID5", "UPSs", but not "groups"); Chinese has no gaps between words."""
    word = _normal(keyword)
    if not word.isascii():
        return re.compile(re.escape(word))
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?:s|[0-9]+)?(?![a-z0-9])")


def _normal(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())
