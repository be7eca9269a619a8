"""What every format is made of: a way to scan a file item by item, to fit a document, to save.

A scan yields one item a document and goes on after a bad one, so that a reader can
stop at the first error and a check can list them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from conflict_ie.document import Document
from conflict_ie.errors import ConflictIEError, FormatError

__all__ = ["Fit", "Format", "Item", "LineError", "attempt", "documents", "save"]

Fit = tuple[Document, Counter[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a file, or why it is none.

    Attributes:
        where: ``file:line`` or ``file: task 3``.
        document: what was read, ``None`` after an error.
        error: the error with its place, empty after success.
        lines: places of single marks by id, where the format has a line for each.
    """

    where: str
    document: Document | None = None
    error: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """One annotation format, as values and functions.

    Attributes:
        name: what ``--format`` calls it.
        suffixes: endings of its files, the first one is written.
        scan: yields the items of a file or folder.
        fit: a document as the format can hold it, and what that drops.
        save: writes documents that fit.
        holds_scores: whether probabilities survive.
        fold: ending of the files that make a folder one of this format.
    """

    name: str
    suffixes: tuple[str, ...]
    scan: Callable[[Path], Iterator[Item]]
    fit: Callable[[Document], Fit]
    save: Callable[[list[Document], Path], None]
    holds_scores: bool = False
    fold: str = ""


class LineError(FormatError):
    """An error that knows its line inside a file of many."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def attempt(where: str, parse: Callable[[], Document]) -> Item:
    """The item that parsing gives, an error of input caught and placed."""
    try:
        return Item(where, parse())
    except LineError as error:
        return Item(f"{where}:{error.line}", error=f"{where}:{error.line}: {error}")
    except ConflictIEError as error:
        # An error of a whole file has named it already.
        named = str(error).startswith(f"{where}: ")
        return Item(where, error=str(error) if named else f"{where}: {error}")


def documents(items: Iterable[Item]) -> list[Document]:
    """The documents of a scan.

    Raises:
        FormatError: an item is bad, or has the id of an earlier one.
    """
    found: list[Document] = []
    seen: dict[str, str] = {}
    for item in items:
        if item.document is None:
            raise FormatError(item.error)
        if (name := item.document.id) in seen:
            raise FormatError(
                f"{item.where}: the id {name!r} stood at {seen[name]}; ids must differ"
            )
        seen[name] = item.where
        found.append(item.document)
    return found


def save(
    form: Format, found: Iterable[Document], path: Path, *, lossy: bool = False
) -> Counter[str]:
    """Writes documents in a format and counts what it could not hold.

    Raises:
        FormatError: marks would be lost and ``lossy`` was not said.
    """
    kept: list[Document] = []
    dropped: Counter[str] = Counter()
    for document in found:
        fitting, lost = _fit(form, document)
        if lost and not lossy:
            raise FormatError(
                f"{path}: {form.name} cannot hold {_said(lost)} of document {document.id!r}; "
                "choose another format, or go on without them with lossy=True (--lossy)"
            )
        dropped += lost
        dropped["scores"] += 0 if form.holds_scores else _scores(document)
        kept.append(fitting)
    form.save(kept, path)
    return +dropped


def _fit(form: Format, document: Document) -> Fit:
    unique = tuple(dict.fromkeys(document.entities))
    repeated = Counter({"repeated mentions": len(document.entities) - len(unique)})
    fitting, lost = form.fit(replace(document, entities=unique))
    return fitting, +(repeated + lost)


def _said(lost: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in lost.items())


def _scores(document: Document) -> int:
    found: list[float | None] = [e.score for e in document.entities]
    for event in document.events:
        found += [event.score, event.status_score, *(a.score for a in event.arguments)]
    return sum(s is not None for s in found)
