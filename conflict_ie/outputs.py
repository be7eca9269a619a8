"""The forms in which the command writes what was read."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.jsonl import to_line

__all__ = ["Form", "ready_for_csv", "write_csv", "written"]


class Form(StrEnum):
    """How extracted documents are written."""

    table = "table"
    jsonl = "jsonl"
    incidents = "incidents"
    acled = "acled"
    plover = "plover"
    geojson = "geojson"
    html = "html"


def written(documents: Iterable[Document], form: Form) -> Iterator[str]:
    """What to write, in parts that end with their line break; lazy where the form allows it."""
    if form in (Form.acled, Form.plover, Form.geojson, Form.html):
        text = _WHOLE[form](documents)
        yield text if text.endswith("\n") else f"{text}\n"
        return
    yield from (f"{line}\n" for line in _LINES[form](documents))


def ready_for_csv(path: Path) -> None:
    """Accepts a place for a table, before hours of reading.

    Raises:
        FormatError: it does not end in .csv, or its folder is missing.
    """
    if path.suffix.lower() != ".csv":
        raise FormatError(f"{path}: a table is written as CSV; give a name that ends in .csv")
    if not path.parent.is_dir():
        raise FormatError(f"{path}: there is no folder {path.parent}; make it first")


def write_csv(kind: type[Any], rows: Sequence[Any], path: Path) -> None:
    """Rows of one dataclass as CSV, a column for each field, with the header even of none."""
    from conflict_ie.export.acled import safe_cell

    # Excel takes Arabic for Latin letters in a file without a byte order mark.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(f.name for f in fields(kind))
        writer.writerows(
            ["" if cell is None else safe_cell(cell) for cell in astuple(row)] for row in rows
        )


def _table(documents: Iterable[Document]) -> Iterator[str]:
    from conflict_ie.terminal import document_lines

    return (line for document in documents for line in document_lines(document))


def _jsonl(documents: Iterable[Document]) -> Iterator[str]:
    return map(to_line, documents)


def _incidents(documents: Iterable[Document]) -> Iterator[str]:
    from conflict_ie.export import to_incident_lines

    return to_incident_lines(documents)


def _acled(documents: Iterable[Document]) -> str:
    from conflict_ie.export import to_acled_like

    return to_acled_like(documents)


def _plover(documents: Iterable[Document]) -> str:
    from conflict_ie.export import to_plover

    return to_plover(documents)


def _geojson(documents: Iterable[Document]) -> str:
    from conflict_ie.export import to_geojson

    return to_geojson(documents)


def _html(documents: Iterable[Document]) -> str:
    from conflict_ie.display import to_html

    return to_html(*documents)


_LINES: dict[Form, Callable[[Iterable[Document]], Iterator[str]]] = {
    Form.table: _table,
    Form.jsonl: _jsonl,
    Form.incidents: _incidents,
}
_WHOLE: dict[Form, Callable[[Iterable[Document]], str]] = {
    Form.acled: _acled,
    Form.plover: _plover,
    Form.geojson: _geojson,
    Form.html: _html,
}
