"""A list of rows: its columns fill the width and never run over it, whichever of them are empty."""

import pytest
from textual.app import App, ComposeResult

from fieldtech.domain.visible_text import cell_width
from fieldtech.widgets.fault_columns import Cell
from fieldtech.widgets.row_list import Column, Row, RowList

COLUMNS = (
    Column("Machine"),
    Column("Name", gives_way=True),
    Column("Why"),
    Column("Shown", gives_way=True, is_spare=True),
)


class RowsApp(App[None]):
    """A list alone."""

    CSS = "RowList { height: 3; }"

    def get_css_variables(self) -> dict[str, str]:
        return super().get_css_variables() | {"mark": "red", "quiet": "grey", "cursor-row": "blue"}

    def compose(self) -> ComposeResult:
        yield RowList(COLUMNS)


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        (("K7", "Li Wei", "late", "fail"), "  Machine  Name             Why   Shown"),
        (("K7", "", "late", "fail"), "  Machine  Why   Shown"),
        (("K7", "", "late", ""), "  Machine  Why"),
        (("K7", "Li Wei of the depot", "late", "fail"), "  Machine  Name                    Why"),
        (("K7", "Li Wei of the depot", "changed since then", "fail"), "  Machine  Name      Why"),
    ],
    ids=("fits", "nothing gives way", "nothing is spare", "the spare one goes", "the widest is cut"),
)
async def test_what_gives_way_gets_the_rest_and_what_is_spare_goes_first(words: tuple[str, ...], heading: str) -> None:
    app = RowsApp()
    async with app.run_test(size=(40, 5)):
        rows = app.query_one(RowList)
        rows.show([Row("k7", tuple(map(Cell, words)))])
        lines = str(rows.render()).split("\n")
        assert max(map(cell_width, lines)) <= 40
        assert lines[0].rstrip() == heading
