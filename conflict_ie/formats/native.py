"""The format of the guidelines, one JSON object a line; see :mod:`conflict_ie.jsonl`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from conflict_ie import jsonl
from conflict_ie.document import Document
from conflict_ie.formats.files import scan_lines
from conflict_ie.formats.items import Fit, Format, Item

__all__ = ["FORMAT"]


def _scan(path: Path) -> Iterator[Item]:
    return scan_lines(path, lambda table, number: jsonl.from_dict(table))


def _fit(document: Document) -> Fit:
    return document, Counter()


def _save(documents: list[Document], path: Path) -> None:
    jsonl.write(documents, path)


FORMAT = Format("jsonl", (".jsonl",), _scan, _fit, _save, holds_scores=True)
