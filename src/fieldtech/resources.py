"""Find the files that ship with the program: styles, catalogues, checklists, mappings."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def resource_path(*parts: str) -> Path:
    """Find a packaged file or folder by its parts, such as `resource_path("styles", "base.tcss")`.

    Beside the package first, as a wheel has it; in the checkout second, as an editable install has it.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    for root in (_PACKAGE, _CHECKOUT):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"fieldtech's own file is missing, install it again: {'/'.join(parts)}")


def resource_text(*parts: str) -> str:
    """Read a packaged UTF-8 text.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return resource_path(*parts).read_text(encoding="utf-8")
