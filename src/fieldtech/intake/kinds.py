"""What kind of file somebody gave us: by its content first, by its name where the content leaves it open."""

from typing import Literal

from fieldtech.domain.errors import UnreadableInput
from fieldtech.intake.mailboxes import is_mbox
from fieldtech.intake.mails import looks_like_mail
from fieldtech.text import N_, _

Kind = Literal["csv", "json", "mail", "mbox"]

_BY_ENDING: dict[str, Kind] = {
    "csv": "csv",
    "tsv": "csv",
    "tab": "csv",
    "json": "json",
    "jsonl": "json",
    "ndjson": "json",
    "eml": "mail",
    "mbox": "mbox",
    "mbx": "mbox",
}

_FOREIGN = (
    (b"PK\x03\x04", N_("It is a spreadsheet or an archive (ZIP): save the spreadsheet as CSV, or unpack the archive.")),
    (b"PK\x05\x06", N_("It is an empty archive (ZIP).")),
    (b"\xd0\xcf\x11\xe0", N_("It is an old Office file: save a spreadsheet as CSV, a mail as .eml.")),
    (b"%PDF", N_("It is a PDF: export the reports as CSV, JSON or mail.")),
    (b"\x1f\x8b", N_("It is compressed: unpack it.")),
    (b"BZh", N_("It is compressed: unpack it.")),
    (b"\xfd7zXZ", N_("It is compressed: unpack it.")),
    (b"7z\xbc\xaf", N_("It is an archive: unpack it.")),
    (b"Rar!", N_("It is an archive: unpack it.")),
    (b"SQLite format 3", N_("It is a database: export the reports as CSV or JSON.")),
    (b"BEGIN:VCALENDAR", N_("It is a calendar: `fieldtech notices` reads it.")),
    (b"<?xml", N_("It is XML: export the reports as CSV or JSON.")),
    (b"<!DOCTYPE", N_("It is a web page: export the reports as CSV or JSON.")),
    (b"<html", N_("It is a web page: export the reports as CSV or JSON.")),
)


def kind_of(name: str, content: bytes) -> Kind:
    """Tell how a file is to be read.

    Args:
        name: Its name, of which only the ending is looked at.

    Raises:
        UnreadableInput: It is empty, or something else than reports.
    """
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content.strip():
        raise UnreadableInput(_("The file is empty."))
    for mark, reason in _FOREIGN:
        if start.upper().startswith(mark.upper()):
            raise UnreadableInput(_(reason))
    if is_mbox(content):
        return "mbox"
    by_name = _BY_ENDING.get(name.rpartition(".")[2].lower())
    if by_name in ("csv", "json", "mail"):
        return by_name
    if looks_like_mail(content.lstrip(b"\r\n")):
        return "mail"
    if by_name == "mbox":
        raise UnreadableInput(_("It is no mailbox: it doesn't begin with a line “From ”."))
    return "json" if _begins_as_json(content) else "csv"


def _begins_as_json(content: bytes) -> bool:
    characters = content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return characters[:1] in (b"{", b"[")
