"""Every word of every closed vocabulary has a label, and free text stands for itself."""

import inspect
from enum import StrEnum

import pytest

from fieldtech.domain import words
from fieldtech.domain.word_labels import label_of, label_of_text, labels_of
from fieldtech.domain.words import Channel, CheckResult, ContactWay

VOCABULARIES = [
    member for _name, member in inspect.getmembers(words, inspect.isclass) if member.__module__ == words.__name__
]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_every_word_has_a_label_of_its_own(vocabulary: type[StrEnum]) -> None:
    labels = labels_of(vocabulary)
    assert len(labels) == len(set(labels)) == len(tuple(vocabulary))
    assert [label_of(word) for word in vocabulary] == list(labels)


def test_a_label_is_what_people_say() -> None:
    assert label_of(Channel.WALK_IN) == "walk-in"
    assert label_of(CheckResult.NOT_APPLICABLE) == "n/a"


def test_free_text_stands_for_itself() -> None:
    assert label_of_text(ContactWay, "in-person") == "in person"
    assert label_of_text(ContactWay, "by pigeon") == "by pigeon"
