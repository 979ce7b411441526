"""No plain data string is read as markup: the lint passes over the sources, and bites on what it must."""

import ast
from pathlib import Path

import pytest

from tests.markup_lint import functions_that_return_content, lint, lint_folder

PACKAGE = Path(__file__).parents[1] / "src" / "fieldtech"
DRAWING = ("app", "screens", "widgets")


def findings(source: str) -> list[str]:
    """Lint a piece of source; give what is reported."""
    tree = ast.parse(source)
    return [finding.text for finding in lint("sample.py", tree, functions_that_return_content({"sample.py": tree}))]


def test_no_data_is_read_as_markup_in_the_sources() -> None:
    """S6: what a record says can't act on the screen that shows it."""
    found = lint_folder(PACKAGE, DRAWING)
    assert not found, "\n".join(map(str, found))


def test_the_lint_walks_the_modules_that_draw() -> None:
    assert [name for name in DRAWING if not (PACKAGE / name).is_dir() and not (PACKAGE / f"{name}.py").is_file()] == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(fault.title)",
        "Static(content=fault.title)",
        "Label(f'{fault.title}')",
        "Label('Fault: ' + title)",
        "Label('Fault: %s' % title)",
        "Label(str(fault))",
        "Label('disk [/dev/sda1] failed')",
        "Label(_('{title} is closed').format(title=title))",
        "Label(_(fault.title))",
        "Label(title if title else 'none')",
        "Label(title or 'none')",
        "Button(title)",
        "Option(title, id='a')",
        "OptionList(Option(title))",
        "OptionList(title)",
        "OptionList(*titles)",
        "TabPane(title, Static('x'))",
        "Collapsible(title=title)",
        "self.notify(str(error))",
        "self.app.notify('done', title=name)",
        "self.query_one(Static).update(text)",
        "table.add_row(Content('a'), title)",
        "table.add_row(*cells)",
        "table.add_rows(rows)",
        "table.add_column(name)",
        "table.update_cell('row', 'column', title)",
        "choices.add_option(title)",
        "choices.add_options([title])",
        "choices.add_options(titles)",
        "Select([(title, 1)])",
        "Select([(asset.name, asset.id) for asset in assets])",
        "Select(assets)",
        "field.set_options((name, name) for name in names)",
        "Input(tooltip=title)",
        "panel.border_title = title",
        "panel.border_subtitle = f'{count}'",
        "self.tooltip = title",
        "Label(Content.from_markup(title))",
        "Label(Content.from_text(title))",
        "Label(Content.from_markup(f'[b]{title}'))",
        "title = 'a'\ntitle = fault.title\nLabel(title)",
        "def show(title: str) -> None:\n    Label(title)",
        "def show(title: Content | str) -> None:\n    Label(title)",
        "title = Content('a')\ndef show(title):\n    Label(title)",
        "class Line(Static):\n    def __init__(self, fault):\n        super().__init__(fault.title)",
        "class Line(Static):\n    def render(self) -> str:\n        return self.title",
        "class Line(Static):\n    def render(self) -> RenderableType:\n        return self.title",
        "def name() -> str: ...\nLabel(name())",
    ],
)
def test_the_lint_bites_on(source: str) -> None:
    assert findings(source)


@pytest.mark.parametrize(
    "source",
    [
        "Static('Close')",
        "Static()",
        "Static(fault.title, markup=False)",
        "Label(_('Close the fault?'))",
        "Label(ngettext('one', 'many', count))",
        "Label(Content(fault.title))",
        "Label(Content.from_markup('Fault: $d', d=fault.title))",
        "Label(Content.from_markup(_('Fault: $d'), d=fault.title))",
        "Label(Content.assemble((fault.title, 'bold')))",
        "Label(Content(a) if a else 'none')",
        "self.notify(str(error), markup=False)",
        "table.add_row(Content(a), Text(b), key=fault.number)",
        "table.add_row(*[Content(cell) for cell in cells])",
        "Select([(Content(asset.name), asset.id) for asset in assets], prompt=_('Asset'))",
        "def options() -> list[tuple[Content, str]]: ...\nSelect(options())",
        "Input(value=fault.title, placeholder=title)",
        "OptionList(Option(Content(title)), None, *[Option(Content(t)) for t in titles])",
        "title = Content(fault.title)\nLabel(title)",
        "title: Content = made()\nLabel(title)",
        "def show(title: Content) -> None:\n    Label(title)",
        "def show(cells: list[Content]) -> None:\n    table.add_row(*cells)",
        "def name() -> Content: ...\nLabel(name())\nLabel(self.name())",
        "class Line(Static):\n    def __init__(self, fault):\n        super().__init__(Content(fault.title))",
        "class Line(Static):\n    def render(self) -> Content:\n        return Content(self.title)",
        "panel.border_title = _('Fault')",
        "Vertical(*rows)",
        "Binding('a', 'assess', 'Assess', tooltip=step.tooltip)",
        "settings.update(console='ascii')",
    ],
)
def test_the_lint_lets_pass(source: str) -> None:
    assert findings(source) == []
