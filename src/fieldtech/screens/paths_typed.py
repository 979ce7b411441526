"""Paths that are typed into fields: what they mean, and what they may become."""

from pathlib import Path

from fieldtech.domain.errors import FieldTechError, RuleViolation, UnreadableInput
from fieldtech.widgets.form import Texts


def path_of(typed: str) -> Path:
    """Read a typed path; `~` is one's home."""
    path = Path(typed.strip())
    try:
        return path.expanduser()
    except RuntimeError:  # There is no such user; then it is a name like any other.
        return path


def begun_path(typed: str) -> str:
    """Find the first file or folder whose path begins as typed; empty: there is none.

    A folder ends in a slash, so that one can go on from it; what is hidden is offered only where a dot is typed.
    """
    folder, slash, begun = typed.rpartition("/")
    try:
        entries = sorted(path_of(folder + slash).iterdir())
        fitting = (each for each in entries if each.name.startswith(begun) and _is_offered(each.name, begun))
        first = next(fitting, None)
        return f"{folder}{slash}{first.name}{'/' if first.is_dir() else ''}" if first else ""
    except (OSError, ValueError):
        return ""


def at_path(refused: FieldTechError, texts: Texts) -> FieldTechError:
    """Say at the field "path" why the file that is typed there can't be read."""
    if not isinstance(refused, UnreadableInput) or not texts["path"].strip():
        return refused
    return RuleViolation(str(refused), ("path",))


def _is_offered(name: str, begun: str) -> bool:
    return not name.startswith(".") or begun.startswith(".")
