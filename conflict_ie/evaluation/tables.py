"""Tables that read the same in a terminal and in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

__all__ = ["Cell", "Table"]

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, with a title above and notes below.

    Attributes:
        title: one line above the table.
        header: names of the columns; the first column is text, the others are numbers.
        rows: cells; floats show three decimals, ``None`` shows a dash.
        notes: sentences below the table.

    Example:
        >>> print(Table("أنواع", ("type", "F1"), (("ARM", 0.9125), ("LOC", None))))
        أنواع
        type     F1
        ARM   0.912
        LOC       –
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [self.header, *(tuple(map(_shown, row)) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        body = [_line(cells, widths) for cells in lines]
        return "\n".join([*filter(None, [self.title]), *body, *self.notes])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.header)
        body = "".join(f"<tr>{''.join(map(_html, row))}</tr>" for row in self.rows)
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _shown(cell: Cell) -> str:
    if cell is None or cell != cell:  # NaN is the one value that differs from itself
        return "–"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = [
        cell.rjust(width) if n else cell.ljust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join([first, *others]).rstrip()


def _html(cell: Cell) -> str:
    return f"<td dir='auto'>{escape(_shown(cell))}</td>"
