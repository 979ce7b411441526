"""Words by which a user takes back half of what he accepts."""

import pytest

from fieldtech.domain.contradictions import doubting_word


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("All is well", ""),
        ("Works again, thank you", ""),
        ("It does not drip any more", ""),
        ("Distillery is back", ""),
        ("Partly solved", "Partly"),
        ("Stock works again, reports are still slow", "still"),
        ("Fine, but the second screen is dark", "but"),
        ("It doesn’t print", "doesn’t print"),
        ("可以用了", ""),
        ("全部恢复正常", ""),
        ("部分解决", "部分"),
        ("报表仍然很慢", "仍"),
        ("还是打不开", "还是"),
    ],
)
def test_a_word_that_takes_it_back_is_found(words: str, doubt: str) -> None:
    assert doubting_word(words) == doubt
