"""The page on intake: its example works, and no key of a mapping is missing from it."""

import re
from collections.abc import Callable
from pathlib import Path

from fieldtech.intake import known_mappings
from fieldtech.intake.json_values import WRAPPERS
from fieldtech.intake.mappings import FieldRule, Fields, Key, LastBy, Mapping, read_mapping
from tests.intake.conftest import Read

PAGE = (Path(__file__).parents[2] / "docs" / "intake.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]


def test_the_example_is_a_mapping_and_shows_every_key(write: Callable[[str, str | bytes], Path]) -> None:
    mapping = read_mapping(write("example.toml", EXAMPLE))
    assert mapping.name == "helpdesk"
    keys = {name for struct in (Mapping, Key, FieldRule, LastBy) for name in struct.__struct_fields__} - {"fields"}
    assert {key for key in keys if not re.search(rf"\b{key} =|\[{key}\]", EXAMPLE)} == set()


def test_the_example_takes_what_it_says(read: Read) -> None:
    rows = (
        "Ticket,Version,Changed,Betreff,Device,Text,Caller,Since,Exported,Who,State\n"
        "7,1,5/3/2021,Lamp,n/a,Flickers,Ana,5/3/2021 10:00,21-03-05 12:00,Office,open\n"
        "7,2,6/3/2021,Lamp,Hall,Dark,Ana,5/3/2021 10:00,21-03-05 12:00,Everybody,done\n"
    )
    (report,) = read("export.csv", rows, mapping=EXAMPLE).proposals
    assert (report.title, report.description, report.impact) == ("Lamp (Hall)", "Dark", "organisation")
    assert (report.source_key, report.source_status) == ("helpdesk-north:7", "closed")


def test_every_field_wrapper_and_generic_column_stands_on_the_page() -> None:
    generic = next(mapping for mapping in known_mappings() if mapping.name == "report")
    columns = {column for rule in generic.fields.named().values() for column in rule.all_columns()}
    wanted = {*Fields.__struct_fields__, *WRAPPERS, *columns}
    assert {word for word in wanted if word not in PAGE} == set()
