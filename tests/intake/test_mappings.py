"""Mapping files: strict about every key, and the ones that ship are whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldtech.domain.errors import UnreadableInput
from fieldtech.domain.words import Channel, Impact, Nature, Priority, Urgency
from fieldtech.intake import known_mappings
from fieldtech.intake.mappings import read_mapping

Write = Callable[[str, str | bytes], Path]

SMALL = """
name = "helpdesk"
title = "Helpdesk"
recognised_by = ["Ticket", "Betreff"]
missing = ["n/a"]
date_order = "dmy"
zone = "Europe/Berlin"

[key]
column = "Ticket"
prefix = "helpdesk"
last_by = [{ number = "Version" }]

[fields.title]
column = "Betreff"
required = true

[fields.channel]
always = "service-desk"

[fields.priority]
column = "Prio"
values = { "1" = "urgent", "2" = "general" }
"""


def test_the_shipped_mappings_follow_the_rules_and_are_known_by_name() -> None:
    names = [mapping.name for mapping in known_mappings()]
    assert {"report", "servicenow", "servicenow-table"} <= set(names)
    assert len(names) == len(set(names))


def test_the_table_without_a_mapping_understands_every_word_of_the_process() -> None:
    fields = next(mapping for mapping in known_mappings() if mapping.name == "report").fields
    for name, words in {"channel": Channel, "impact": Impact, "urgency": Urgency, "nature": Nature}.items():
        rule = getattr(fields, name)
        assert set(words) == set(rule.values.values())
        assert set(words) <= set(rule.values)
    assert fields.priority is not None
    assert set(Priority) == set((fields.priority.values or {}).values())


def test_a_mapping_is_read_as_it_stands(write: Write) -> None:
    mapping = read_mapping(write("helpdesk.toml", SMALL))
    assert mapping.name == "helpdesk"
    assert mapping.fields.priority is not None
    assert mapping.fields.priority.values == {"1": "urgent", "2": "general"}
    assert mapping.fields.named().keys() == {"title", "channel", "priority"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('column = "Prio"', 'column = "Prio"\ncolour = "red"', "colour"),
        ("[fields.priority]", "[fields.pirority]", "pirority"),
        ('title = "Helpdesk"', "", "title"),
        ('"1" = "urgent"', '"1" = "very urgent"', "fields.priority: “very urgent” is none of urgent, important"),
        ('"2" = "general"', '"2" = "general", " 2" = "urgent"', "fields.priority.values names a value twice"),
        ('date_order = "dmy"', 'date_order = "ydm"', "date_order"),
        ('zone = "Europe/Berlin"', 'zone = "Europe/Atlantis"', "zone: there is no time zone “Europe/Atlantis”"),
        ('zone = "Europe/Berlin"', 'zone = "../../etc/passwd"', "zone"),
        ('zone = "Europe/Berlin"', 'encoding = "klingon"', "encoding: “klingon” is not known"),
        ('zone = "Europe/Berlin"', 'encoding = "hex"', "encoding: “hex” is not known"),
        ('zone = "Europe/Berlin"', 'delimiter = ";;"', "delimiter must be one character"),
        ('always = "service-desk"', 'always = "pigeon"', "fields.channel: “pigeon” is none of"),
        ('always = "service-desk"', 'always = "phone"\ncolumn = "Weg"', "fields.channel needs exactly one of"),
        ('always = "service-desk"', "", "fields.channel needs exactly one of"),
        ('always = "service-desk"', 'text = "{Weg}"', "fields.channel can't be composed"),
        ('column = "Betreff"', 'text = "Fault"', "fields.title: the text names no column"),
        ('column = "Betreff"', 'column = ""', "fields.title mustn't be empty"),
        ('column = "Betreff"', 'column = "Betreff"\nzone = "UTC"', "fields.title is no date"),
        (
            "[fields.priority]",
            '[fields.occurred]\nalways = "2016-01-01"\n[fields.priority]',
            "fields.occurred is a date",
        ),
        ('{ number = "Version" }', '{ number = "Version", instant = "Zeit" }', "key.last_by"),
        ('{ number = "Version" }', "{ }", "key.last_by"),
        ('prefix = "helpdesk"', 'prefix = ""', "key.prefix"),
        ("[key]", "[key", "helpdesk.toml"),
    ],
)
def test_a_mistake_in_a_mapping_is_told_with_file_and_key(write: Write, before: str, after: str, told: str) -> None:
    assert before in SMALL
    path = write("helpdesk.toml", SMALL.replace(before, after))
    with pytest.raises(UnreadableInput) as caught:
        read_mapping(path)
    assert "helpdesk.toml" in str(caught.value)
    assert told in str(caught.value)
    assert str(path.parent) not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00", b"x = " + b"[" * 5000, b"# " + b"x" * 2_000_000, b""])
def test_a_file_that_is_no_mapping_is_refused(write: Write, content: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"junk\.toml"):
        read_mapping(write("junk.toml", content))


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"none\.toml can't be read: No such file"):
        read_mapping(tmp_path / "none.toml")


def test_a_sites_mapping_joins_the_shipped_ones_and_replaces_one_of_the_same_name(write: Write) -> None:
    folder = write("site/helpdesk.toml", SMALL).parent
    write("site/servicenow.toml", SMALL.replace('name = "helpdesk"', 'name = "servicenow"'))
    known = {mapping.name: mapping for mapping in known_mappings(folder)}
    assert known["helpdesk"].title == known["servicenow"].title == "Helpdesk"
