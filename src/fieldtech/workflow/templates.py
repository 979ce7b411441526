"""The checklist templates that a site has: those that ship with the program, and its own over them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from fieldtech.domain.checklist_templates import check_template, find_flaws
from fieldtech.domain.checklists import Condition, Localised, ReadingSpec, Template, TemplateItem
from fieldtech.domain.errors import UnknownName
from fieldtech.resources import resource_path
from fieldtech.text import _, current_language

MAX_TEMPLATE_BYTES = 256 * 1024

_Fingerprint = tuple[tuple[Path, int, int], ...]
"""Each file with the time of its last change and its size."""

_SHAPES: dict[str, type[msgspec.Struct]] = {
    "title": Localised,
    "items": TemplateItem,
    "text": Localised,
    "hint": Localised,
    "reading": ReadingSpec,
    "when": Condition,
}
"""What the tables inside a template are; no two of them share a name."""


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """Why a site's file, or a part of it, is not used."""

    file: Path
    key: str
    """Such as `items.3.reading.low`, items counted from 1. Empty: the file as a whole."""
    reason: str

    @property
    def sentence(self) -> str:
        """File, key and reason in one line."""
        return f"{self.file}: {self.key}: {self.reason}" if self.key else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class TemplateLibrary:
    """All templates that can be put on a fault, by id, and what was wrong with the others."""

    templates: tuple[Template, ...]
    problems: tuple[TemplateProblem, ...] = ()

    def named(self, name: str) -> Template:
        """Find a template by its id or by the beginning of it, if only one begins so.

        Raises:
            UnknownName: none has this id, or several begin so.
        """
        wanted = name.strip()
        fitting = [each for each in self.templates if wanted and each.id.startswith(wanted)]
        exact = [each for each in fitting if each.id == wanted]
        if len(exact or fitting) == 1:
            return (exact or fitting)[0]
        if fitting:
            known = ", ".join(each.id for each in fitting)
            raise UnknownName(_("“{name}” may be any of {known}.").format(name=wanted, known=known))
        known = ", ".join(each.id for each in self.templates)
        raise UnknownName(
            _("There is no checklist “{name}”; there are: {known}.").format(name=wanted[:40], known=known)
        )


def load_templates(site_folder: Path | None) -> TemplateLibrary:
    """Return the packaged templates with the site's own laid over them.

    A site's template of the same id replaces ours when its version is higher. A file that can't be used is told
    among the problems and keeps no other from being used. Files are read again only after they changed.

    Args:
        site_folder: Holds the site's `*.toml` files. None: the site has none.
    """
    if site_folder is None:
        return TemplateLibrary(packaged_templates())
    return _site_library(site_folder, _fingerprint(site_folder), current_language())


@lru_cache(maxsize=1)
def packaged_templates() -> tuple[Template, ...]:
    """Return the templates that ship with the program, by id.

    Raises:
        InvalidTemplate: the installation is damaged.
    """
    loaded = [
        _decoded(_parsed(file.read_bytes())) for file in sorted(resource_path("data", "checklists").glob("*.toml"))
    ]
    for template in loaded:
        check_template(template)
    return _by_id(loaded)


def _fingerprint(folder: Path) -> _Fingerprint | None:
    """Tell the state of a folder of templates; None: it can't be listed."""
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".toml" and file.is_file())
        return tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    except OSError:
        return None


@lru_cache(maxsize=8)
def _site_library(folder: Path, fingerprint: _Fingerprint | None, _language: str) -> TemplateLibrary:
    """Lay a site's templates over ours; the problems are told in the language that was in use."""
    if fingerprint is None:
        missing = TemplateProblem(folder, "", _("this folder of checklists can't be read"))
        return TemplateLibrary(packaged_templates(), (missing,))
    in_use = {each.id: each for each in packaged_templates()}
    problems: list[TemplateProblem] = []
    for file, _modified, _size in fingerprint:
        try:
            template = _read_site_file(file)
            _check_is_newer(file, template, in_use.get(template.id))
        except _Unusable as error:
            problems += error.problems
        else:
            in_use[template.id] = template
    return TemplateLibrary(_by_id(in_use.values()), tuple(problems))


class _Unusable(ValueError):
    """A site's file can't be used."""

    def __init__(self, *problems: TemplateProblem) -> None:
        super().__init__(*(problem.sentence for problem in problems))
        self.problems = problems


def _check_is_newer(file: Path, template: Template, known: Template | None) -> None:
    if known is not None and template.version <= known.version:
        reason = _("it must be above {version}, which is in use").format(version=known.version)
        raise _Unusable(TemplateProblem(file, "version", reason))


def _read_site_file(file: Path) -> Template:
    table = _site_table(file)
    unknown = [TemplateProblem(file, key, _("there is no such key")) for key in _unknown_keys(table, Template)]
    if unknown:
        raise _Unusable(*unknown)
    try:
        template = _decoded(table)
    except msgspec.ValidationError as error:
        reason, _at, path = str(error).partition(" - at `$")
        raise _Unusable(TemplateProblem(file, _counted_from_one(path), reason)) from error
    flaws = find_flaws(template, in_both_languages=False)
    if flaws:
        raise _Unusable(*(TemplateProblem(file, flaw.key, flaw.reason) for flaw in flaws))
    return template


def _site_table(file: Path) -> dict[str, Any]:
    try:
        return _parsed(_bounded_bytes(file))
    except OSError as error:
        reason = error.strerror or str(error)
    except UnicodeDecodeError:
        reason = _("it is not text in UTF-8")
    except (ValueError, RecursionError) as error:
        # Not only TOMLDecodeError: a number of 5,000 digits is a plain ValueError, deep nesting a RecursionError.
        reason = str(error)
    raise _Unusable(TemplateProblem(file, "", reason))


def _bounded_bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        content = stream.read(MAX_TEMPLATE_BYTES + 1)
    if len(content) > MAX_TEMPLATE_BYTES:
        raise ValueError(_("it is larger than {size} KB").format(size=MAX_TEMPLATE_BYTES // 1024))
    return content


def _parsed(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode("utf-8-sig"))


def _decoded(table: dict[str, Any]) -> Template:
    return msgspec.convert(table, Template)


def _unknown_keys(table: object, shape: type[msgspec.Struct], above: str = "") -> Iterator[str]:
    """Name the keys that a template doesn't know, so that a misspelt `requird` is told and not ignored."""
    if not isinstance(table, dict):
        return
    for name, value in table.items():
        if name not in shape.__struct_fields__:
            yield f"{above}{name}"
        elif name in _SHAPES:
            tables = enumerate(value, start=1) if isinstance(value, list) else ((0, value),)
            for position, each in tables:
                yield from _unknown_keys(
                    each, _SHAPES[name], f"{above}{name}.{position}." if position else f"{above}{name}."
                )


def _counted_from_one(path: str) -> str:
    """Turn `.items[0].text` into `items.1.text`."""
    return re.sub(r"\[(\d+)\]", lambda found: f".{int(found[1]) + 1}", path).strip("`.")


def _by_id(templates: Iterable[Template]) -> tuple[Template, ...]:
    return tuple(sorted(templates, key=lambda each: each.id))
