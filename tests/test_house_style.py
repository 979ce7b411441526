"""The habits of the house that a machine can watch: sizes, names, what is caught, and what no file may say."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "src").rglob("*.py"))
}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 40
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "handler"}
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
# A developer's folders, a package index and its addresses: true on one machine only.
MACHINES = re.compile(
    "|".join(
        [
            re.escape(f"{ROOT.parent}/"),
            r"/(?:root|home|Users|opt)/\w",
            r'://[^ "]*/simple',
            r"--(?:extra-)?index-url",
        ]
    )
)


def own_files() -> list[Path]:
    """List the project's files: what git keeps, or all that lies here where there is no git."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return [ROOT / name for name in listed.split("\0") if name]
    visible = [ROOT / ".ci", *(path for path in ROOT.iterdir() if not path.name.startswith("."))]
    return [file for path in visible for file in (path.rglob("*") if path.is_dir() else [path])]


def own_texts() -> Iterator[tuple[str, str]]:
    """Read each of the project's files that is text of its own."""
    for file in own_files():
        if file.is_file() and file.suffix not in (".svg", ".mo", ".mbox", ".eml", ".pyc"):
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_machine_or_its_folders() -> None:
    hits = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in own_texts()
        if name not in ("tests/test_house_style.py", "LICENSE")
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINES.search(line)
    ]
    assert not hits, "\n".join(hits)


@pytest.mark.parametrize(
    "line", ["/home/ann/x", "cd /root/x", f"{ROOT.parent}/x", "https://host/simple", "--index-url x"]
)
def test_a_machines_folders_are_recognised(line: str) -> None:
    assert MACHINES.search(line)


def test_every_module_says_what_lives_there() -> None:
    assert [name for name, tree in SOURCES.items() if not ast.get_docstring(tree)] == []


def test_no_module_and_no_function_is_past_its_limit() -> None:
    modules = [name for name in SOURCES if (ROOT / name).read_text(encoding="utf-8").count("\n") > LONGEST_MODULE]
    functions = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS) and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
    ]
    assert (modules, functions) == ([], [])


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name for name in SOURCES if set(Path(name).stem.split("_")) & EMPTY_NAMES] == []


def test_nothing_is_caught_too_broadly() -> None:
    broad = [
        f"{name}:{node.lineno}"
        for name, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert broad == []


def test_markup_is_never_made_safe_by_escaping() -> None:
    """S6: escaping lets one text in seventy through, so what is data never becomes markup at all."""
    escapes = [
        f"{name}:{node.lineno}"
        for name, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "escape" in {alias.name for alias in node.names}
        if (node.module or "").split(".")[0] in ("rich", "textual")
    ]
    assert escapes == []


def test_what_both_entrances_say_names_no_command() -> None:
    """A refusal that helps by a command says so by `helped_by`; the screens have keys."""
    shared = [ROOT / "src" / "fieldtech" / each for each in ("domain", "workflow", "store/views", "screens", "widgets")]
    files = [file for folder in shared for file in folder.rglob("*.py")]
    assert [file.name for file in files if "`fieldtech " in file.read_text(encoding="utf-8")] == []
