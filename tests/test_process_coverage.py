"""The page on the process's clauses can't lie: each claim names tests that exist and name the clause."""

import ast
import re
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "process-coverage.md"
CLAUSES = ("S1", "S2", *(f"S3.{number}" for number in range(1, 9)), "S4", "S5", "S6", "S7")


class Row(msgspec.Struct, frozen=True):
    """One clause as the page has it."""

    clause: str
    state: str
    there: str
    shown_by: str

    @property
    def tests(self) -> list[str]:
        """The tests it names, as path::name."""
        return re.findall(r"`([^`]+)`", self.shown_by)


def read_rows(page: str) -> list[Row]:
    """Read the page's table."""
    lines = [line.strip().strip("|").split("|") for line in page.splitlines() if line.startswith("| S")]
    return [Row(cells[0].split()[0], *(cell.strip() for cell in cells[1:])) for cells in lines]


def flaws_of(row: Row, root: Path) -> list[str]:
    """Say what is wrong with a row's claim."""
    if row.state == "not yet":
        return [f"{row.clause} is not there yet, but names tests"] if row.tests else []
    if row.state not in ("works", "partly"):
        return [f"{row.clause} is in no known state: {row.state}"]
    flaws = [f"{row.clause} names no test"] if not row.tests else []
    flaws += [f"{row.clause} says nothing of what is there"] if not row.there else []
    return flaws + [flaw for test in row.tests for flaw in _flaws_of_test(row.clause, test, root)]


def _flaws_of_test(clause: str, test: str, root: Path) -> list[str]:
    path, _colons, name = test.partition("::")
    if not (root / path).is_file():
        return [f"{clause} names a file that isn't there: {path}"]
    tree = ast.parse((root / path).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = next((node for node in functions if node.name == name and name.startswith("test_")), None)
    if found is None:
        return [f"{clause} names a test that isn't there: {test}"]
    words = f"{name.upper().replace('_', '.')} {ast.get_docstring(found) or ''}"
    mentioned = re.search(rf"\b{re.escape(clause)}(?![.\d]*\d)", words)
    return [] if mentioned else [f"{test} doesn't name {clause}"]


def test_each_clause_stands_once_and_in_order() -> None:
    assert tuple(row.clause for row in read_rows(PAGE.read_text(encoding="utf-8"))) == CLAUSES


def test_each_claim_is_shown_by_tests_that_name_the_clause() -> None:
    assert [flaw for row in read_rows(PAGE.read_text(encoding="utf-8")) for flaw in flaws_of(row, ROOT)] == []


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        ("| S1 Scope | works | all of it | |", "names no test"),
        ("| S1 Scope | works | | `test_sample.py::test_scope` |", "nothing of what is there"),
        ("| S1 Scope | nearly | most of it | |", "no known state"),
        ("| S1 Scope | not yet | | `test_sample.py::test_scope` |", "but names tests"),
        ("| S1 Scope | works | all of it | `test_gone.py::test_scope` |", "a file that isn't there"),
        ("| S1 Scope | works | all of it | `test_sample.py::test_gone` |", "a test that isn't there"),
        ("| S1 Scope | works | all of it | `test_sample.py::helper` |", "a test that isn't there"),
        ("| S3 Process | works | all of it | `test_sample.py::test_report` |", "doesn't name S3"),
        ("| S2 Trace | works | all of it | `test_sample.py::test_scope` |", "doesn't name S2"),
    ],
)
def test_a_false_claim_is_found_out(tmp_path: Path, row: str, flaw: str) -> None:
    sample = 'def helper():\n    """S1"""\n\ndef test_scope():\n    """S1: scope."""\n\n'
    (tmp_path / "test_sample.py").write_text(sample + 'def test_report():\n    """S3.1: a report."""\n')
    (claim,) = read_rows(row)
    assert any(flaw in found for found in flaws_of(claim, tmp_path))


def test_a_true_claim_passes(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text('async def test_report():\n    """S3.1, S3.2: a report."""\n')
    for clause in ("S3.1", "S3.2"):
        (claim,) = read_rows(f"| {clause} x | partly | some | `test_sample.py::test_report` |")
        assert flaws_of(claim, tmp_path) == []
