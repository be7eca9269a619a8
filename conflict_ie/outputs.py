"""The forms in which the command writes what was read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from enum import StrEnum
from typing import Any

from conflict_ie.document import Document
from conflict_ie.jsonl import to_line

__all__ = ["Form", "csv_of", "written"]


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


def csv_of(kind: type[Any], rows: Sequence[Any]) -> str:
    """Rows of one dataclass as CSV, a column for each field, with the header even of none."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(f.name for f in fields(kind))
    writer.writerows(map(astuple, rows))
    return told.getvalue()


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
