"""Breaking text into rows of cells: at blanks, and anywhere between Chinese characters but before what closes."""

import re

from fieldtech.domain.visible_text import cell_width, split_cells

_CLOSING = frozenset("，。、；：？！”’）》】」』…,.;:?!)]}%")
_PIECE = re.compile(r"\s+|[^\s]", re.DOTALL)


def wrap_to_cells(text: str, width: int) -> list[str]:
    """Break one line into rows of at most `width` cells; a word that is longer than a row is cut.

    Returns:
        At least one row, without blanks at its end.
    """
    rows = [""]
    for piece in _pieces(text):
        if rows[-1] and cell_width(rows[-1]) + cell_width(piece.rstrip()) > width:
            rows.append("")
        rows[-1] += piece if rows[-1] or len(rows) == 1 else piece.lstrip()
        while cell_width(rows[-1].rstrip()) > width:
            head = _head(rows[-1], width)
            rows[-1:] = (head, rows[-1][len(head) :])
    return [row.rstrip() for row in rows]


def _pieces(text: str) -> list[str]:
    """Divide a line into what must not be torn: words with the blanks behind them, and single Chinese characters."""
    pieces: list[str] = []
    for found in _PIECE.finditer(text):
        part = found[0]
        if pieces and _belongs(pieces[-1], part):
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _belongs(before: str, part: str) -> bool:
    if part.isspace() or part[0] in _CLOSING or not cell_width(part):
        return True
    if before[-1].isspace():
        return before.isspace()
    return cell_width(before[-1]) < 2 and cell_width(part) < 2


def _head(piece: str, width: int) -> str:
    """Cut the longest start that fits a row."""
    used, head = 0, ""
    for cell in split_cells(piece):
        if cell and used + cell_width(cell) > max(2, width):
            break
        used += cell_width(cell)
        head += cell
    return head or piece[:1]
