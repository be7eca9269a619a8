"""The format of the guidelines, one JSON object a line; see :mod:`conflict_ie.jsonl`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from conflict_ie import jsonl
from conflict_ie.document import Document
from conflict_ie.errors import ConflictIEError
from conflict_ie.formats.files import scan_lines
from conflict_ie.formats.items import Fit, Format, Item
from conflict_ie.formats.reading import Reading

__all__ = ["FORMAT"]

Table = dict[str, Any]
_MARKS = ("entities", "events")


def _scan(path: Path) -> Iterator[Item]:
    return scan_lines(path, _parse)


def _parse(table: Any, number: int, reading: Reading) -> Document:
    try:
        return jsonl.from_dict(table)
    except ConflictIEError:
        if not isinstance(table, dict) or not all(
            isinstance(table.get(k, []), list) for k in _MARKS
        ):
            raise
    return _salvaged(table, reading)


def _salvaged(table: Table, reading: Reading) -> Document:
    """The document without its bad marks, each of which is noted."""
    document = jsonl.from_dict(table | {key: [] for key in _MARKS})
    good: dict[str, list[Any]] = {key: [] for key in _MARKS}
    for key in _MARKS:
        for mark in table.get(key, []):
            trial = _trial(table, good, key, mark)
            with reading.part():
                document = jsonl.from_dict(trial)
                good[key] = trial[key]
    return document


def _trial(table: Table, good: Mapping[str, list[Any]], key: str, mark: Any) -> Table:
    if key == "events" and isinstance(mark, dict) and isinstance(mark.get("arguments"), list):
        # A role that points at a mention already noted is no fault of its own.
        bad = _ids(table.get("entities", [])) - _ids(good["entities"])
        kept = [a for a in mark["arguments"] if not _ids([a], "entity") & bad]
        mark = mark | {"arguments": kept}
    return table | dict(good) | {key: [*good[key], mark]}


def _ids(tables: Iterable[Any], key: str = "id") -> set[str]:
    return {t[key] for t in tables if isinstance(t, dict) and isinstance(t.get(key), str)}


def _fit(document: Document) -> Fit:
    return document, Counter()


def _save(documents: list[Document], path: Path) -> None:
    jsonl.write(documents, path)


FORMAT = Format("jsonl", (".jsonl",), _scan, _fit, _save, holds_scores=True)
