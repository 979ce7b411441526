#!/usr/bin/env python3
"""Gather the messages of the sources into each catalogue, compile it, and list what is not translated yet."""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "fieldtech"
LOCALE = ROOT / "locale"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
# A real date would change the catalogue with every run and make every merge a conflict.
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def gather() -> Catalog:
    """Gather the messages of the sources; file names stay with them, line numbers would only go stale."""
    template = Catalog(project="fieldtech", charset="utf-8")
    found = extract_from_dir(
        SOURCES, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, _context in found:
        template.add(message, locations=[(f"src/fieldtech/{file}", 1)], auto_comments=comments)
    return template


def read(po: Path) -> Catalog:
    """Read a catalogue as it stands."""
    with po.open("rb") as stream:
        return read_po(stream, locale=po.parent.parent.name, domain="fieldtech")


def as_po(catalog: Catalog) -> bytes:
    """Write a catalogue as text, the same for the same messages."""
    catalog.creation_date = catalog.revision_date = _UNDATED
    catalog.project, catalog.version, catalog.msgid_bugs_address = "fieldtech", "", ""
    catalog.last_translator, catalog.language_team = "the fieldtech authors", "the fieldtech authors"
    catalog.header_comment = "# Translations of fieldtech. `make messages` keeps this file in step with the sources."
    stream = io.BytesIO()
    write_po(stream, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return stream.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Compile a catalogue to what gettext reads at run time."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """List the messages that have no translation yet."""
    return [forms(message.id)[0] for message in catalog if message.id and not all(forms(message.string))]


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Give the singular and the plural of a message or its translation as a tuple, whatever Babel keeps it as."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def main() -> None:
    """Bring every catalogue in step with the sources."""
    template = gather()
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/fieldtech.po")):
        catalog = read(po)
        catalog.update(template, no_fuzzy_matching=True)
        po.write_bytes(as_po(catalog))
        catalog = read(po)
        po.with_suffix(".mo").write_bytes(as_mo(catalog))
        missing = untranslated(catalog)
        print(f"{po.parent.parent.name}: {len(catalog)} messages, {len(missing)} not translated", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
