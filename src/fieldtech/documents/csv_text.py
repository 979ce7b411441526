"""Writing tables as CSV that a spreadsheet shows and never runs."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from fieldtech.domain.visible_text import visible

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Spreadsheets take a file for UTF-8, and so show Chinese, when it begins with it."""
_FORMULA = re.compile(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠﹢﹣﹦﹫−]|[ \u3000\ufeff]*[\t\r\n]")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as RFC 4180 has them; a cell that a spreadsheet would take for a formula gets a leading `'`."""
    stream = StringIO(newline="")
    csv.writer(stream).writerows([_harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _harmless(cell: str) -> str:
    shown = visible(cell)
    return f"'{shown}" if _FORMULA.match(cell) or _FORMULA.match(shown) else shown
