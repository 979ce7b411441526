"""Find where a plain data string could reach Textual's markup: a lint over the syntax tree.

What Textual reads as markup may be a literal without brackets, a translated literal, or something that is known to be
Content: `Content(...)`, a function that is annotated to return it, a variable or parameter that is annotated as such.
Anything else is reported, also what happens to be harmless: to wrap it in `Content(...)` costs nothing.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

# The constructors of Textual that read strings as markup, each with the arguments that do; None: every positional one.
CONSTRUCTORS: Mapping[str, tuple[int | str, ...] | None] = {
    "Static": (0, "content"),
    "Label": (0, "content"),
    "Link": (0, "text"),
    "Button": (0, "label"),
    "Checkbox": (0, "label"),
    "RadioButton": (0, "label"),
    "Switch": (),
    "OptionList": None,
    "SelectionList": None,
    "Option": (0, "prompt"),
    "Selection": (0, "prompt"),
    "Tab": (0, "label"),
    "TabPane": (0, "title"),
    "Collapsible": ("title",),
    "Tree": (0, "label"),
    "TextArea": ("placeholder",),
    "Select": (0, "options", "prompt"),
    "Hit": (1, 3, "match_display", "help"),
    "DiscoveryHit": (0, 3, "display", "help"),
}
# The methods that do.
METHODS: Mapping[str, tuple[int | str, ...] | None] = {
    "notify": (0, "message", "title"),
    "update": (0, "content"),
    "add_row": None,
    "add_rows": None,
    "add_column": (0, "label"),
    "add_columns": None,
    "update_cell": (2, "value"),
    "update_cell_at": (1, "value"),
    "add_option": None,
    "add_options": None,
    "replace_option_prompt": (1, "prompt"),
    "replace_option_prompt_at_index": (1, "prompt"),
    "set_options": None,
    "add_leaf": (0, "label"),
    "set_label": (0, "label"),
}
EVERY_CALL = ("tooltip",)
# A binding's tooltip is drawn by our own widgets alone, which take it as Content.
NEVER_DRAWN = ("Binding", "BoundAction", "replace", "_replace")
ATTRIBUTES = ("tooltip", "border_title", "border_subtitle", "label", "prompt")
# Here a list of (prompt, value) is wanted, of which the prompt alone is shown.
WITH_VALUES = ("Select", "set_options")
SAFE_TYPES = ("Content", "Text", "Widget", "Option", "Selection", "Visual", "int", "None")
TRANSLATING = ("_", "N_")


class Finding(msgspec.Struct, frozen=True, order=True):
    """One place where data could be read as markup."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text} may be read as markup: wrap it in Content(...)"


def functions_that_return_content(trees: Mapping[str, ast.Module]) -> frozenset[str]:
    """Name the functions that are annotated to return only what is no markup, wherever the name is defined."""
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
    other = {node.name for node in functions if node.returns is None or not _is_safe_type(node.returns)}
    return frozenset(node.name for node in functions) - other


def lint(file: str, tree: ast.Module, content_functions: frozenset[str] = frozenset()) -> list[Finding]:
    """Find the places of one module."""
    visitor = _Visitor(file, content_functions)
    visitor.visit(tree)
    return sorted(visitor.findings)


def lint_folder(root: Path, names: tuple[str, ...]) -> list[Finding]:
    """Find the places in the named modules and packages below a root."""
    files = [file for name in names for file in (root / name).rglob("*.py")]
    files += [file for name in names if (file := root / f"{name}.py").is_file()]
    trees = {str(file.relative_to(root)): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(files)}
    content_functions = functions_that_return_content(trees)
    return [finding for name, tree in trees.items() for finding in lint(name, tree, content_functions)]


_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


class _Visitor(ast.NodeVisitor):
    """Walk one module, with what is known to be safe in the functions that enclose the place."""

    def __init__(self, file: str, content_functions: frozenset[str]) -> None:
        self.findings: list[Finding] = []
        self._file, self._content_functions = file, content_functions
        self._safe_names: list[set[str]] = [set()]
        self._bases: list[set[str]] = [set()]

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._bases.append({_last_name(base) for base in node.bases})
        self.generic_visit(node)
        self._bases.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        annotated = {each.arg for each in arguments if each.annotation and _is_safe_type(each.annotation)}
        self._safe_names.append(self._safe_names[-1] - {each.arg for each in arguments} | annotated)
        if node.name in ("render", "render_label") and node.returns is not None and _mentions_str(node.returns):
            self._report(node, f"what {node.name}() returns")
        self.generic_visit(node)
        self._safe_names.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 (the visitor's own name)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name) and _is_safe_type(node.annotation):
            self._safe_names[-1].add(node.target.id)
        self._check_attribute(node.target, node.value)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._remember(target, node.value)
            self._check_attribute(target, node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if not _markup_is_off(node):
            for argument in self._arguments_read_as_markup(node):
                if not self._is_safe(argument):
                    self._report(argument, ast.unparse(argument))
        self.generic_visit(node)

    def _remember(self, target: ast.expr, value: ast.expr) -> None:
        """Trust a variable that only ever gets what is safe, and no longer once it gets something else."""
        if isinstance(target, ast.Name):
            change = self._safe_names[-1].add if self._is_safe(value) else self._safe_names[-1].discard
            change(target.id)

    def _check_attribute(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES and value and not self._is_safe(value):
            self._report(value, ast.unparse(value))

    def _arguments_read_as_markup(self, call: ast.Call) -> Iterator[ast.expr]:
        wanted: tuple[int | str, ...] | None = ()
        if isinstance(call.func, ast.Name):
            wanted = CONSTRUCTORS.get(call.func.id, ())
        elif _is_super_init(call.func):
            known = [CONSTRUCTORS[base] for base in self._bases[-1] if base in CONSTRUCTORS]
            wanted = known[0] if known else ()
        elif isinstance(call.func, ast.Attribute):
            wanted = METHODS.get(call.func.attr, ())
        shows_all = _last_name(call.func) not in WITH_VALUES
        for argument in _pick(call, wanted):
            yield from [argument] if shows_all else _prompts_of(argument)

    def _is_safe(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant(value=str(text)):
                return "[" not in text
            case ast.Constant():
                return True
            case ast.Name(id=name):
                return name in self._safe_names[-1]
            case ast.IfExp(body=body, orelse=orelse):
                return self._is_safe(body) and self._is_safe(orelse)
            case ast.BoolOp(values=values):
                return all(map(self._is_safe, values))
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(map(self._is_safe, parts))
            case ast.Starred(value=value) | ast.Await(value=value):
                return self._is_safe(value)
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
                return self._is_safe(part)
            case ast.Call():
                return self._is_safe_call(node)
        return False

    def _is_safe_call(self, call: ast.Call) -> bool:
        name = _last_name(call.func)
        if name in TRANSLATING or name == "ngettext":
            words = call.args[:2] if name == "ngettext" else call.args
            return all(isinstance(word, ast.Constant) and self._is_safe(word) for word in words)
        if isinstance(call.func, ast.Attribute) and _last_name(call.func.value) in ("Content", "Text"):
            # from_text reads markup; from_markup fills in variables safely, but only into a literal.
            return name != "from_text" and (name != "from_markup" or all(_is_literal(word) for word in call.args))
        if name in ("Option", "Selection"):
            return True
        return name in ("Content", "Text") or name in self._content_functions

    def _report(self, node: ast.AST, text: str) -> None:
        self.findings.append(Finding(self._file, getattr(node, "lineno", 0), text))


def _pick(call: ast.Call, wanted: tuple[int | str, ...] | None) -> Iterator[ast.expr]:
    """Pick the wanted arguments of a call by place or name."""
    for place, argument in enumerate(call.args):
        if wanted is None or place in wanted or (wanted and isinstance(argument, ast.Starred)):
            yield argument
    for keyword in call.keywords:
        is_drawn = keyword.arg in EVERY_CALL and _last_name(call.func) not in NEVER_DRAWN
        if is_drawn or (wanted is not None and keyword.arg in wanted):
            yield keyword.value


def _prompts_of(options: ast.expr) -> list[ast.expr]:
    """Pick the prompts of a list of (prompt, value); the list itself where it isn't spelled out."""
    match options:
        case ast.List(elts=pairs):
            return [prompt for pair in pairs for prompt in _prompts_of(pair)]
        case ast.ListComp(elt=pair) | ast.GeneratorExp(elt=pair):
            return _prompts_of(pair)
        case ast.Tuple(elts=[prompt, _value]):
            return [prompt]
    return [options]


def _markup_is_off(call: ast.Call) -> bool:
    return any(
        key.arg == "markup" and isinstance(key.value, ast.Constant) and not key.value.value for key in call.keywords
    )


def _is_super_init(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and func.attr == "__init__" and ast.unparse(func.value) == "super()"


def _is_literal(node: ast.expr) -> bool:
    literal = node.args[0] if isinstance(node, ast.Call) and _last_name(node.func) == "_" and node.args else node
    return isinstance(literal, ast.Constant)


def _last_name(node: ast.expr) -> str:
    """Name what a dotted or subscripted expression ends in."""
    if isinstance(node, ast.Subscript):
        return _last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_safe_type(annotation: ast.expr) -> bool:
    """Tell whether a type can't hold a plain string."""
    pair_with_prompt = re.fullmatch(r"\w+\[tuple\[Content, .*\]\]", ast.unparse(annotation))
    if pair_with_prompt:
        return True
    names = {_last_name(node) for node in ast.walk(annotation) if isinstance(node, ast.Name | ast.Attribute)}
    containers = {"list", "tuple", "Sequence", "Iterable", "Iterator", "ComposeResult"}
    return bool(names & set(SAFE_TYPES)) and not names - set(SAFE_TYPES) - containers


def _mentions_str(annotation: ast.expr) -> bool:
    return any(_last_name(node) in ("str", "RenderableType", "RenderResult") for node in ast.walk(annotation)
               if isinstance(node, ast.Name | ast.Attribute))  # fmt: skip
