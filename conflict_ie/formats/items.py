"""What every format is made of: a way to scan a file item by item, to fit a document, to save.

A scan yields one item a document, with notes on all that is wrong in it or that a document
cannot hold, so that a reader can refuse it, drop that and count, or list it all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats.reading import Fault, Reading

__all__ = ["Documents", "Fit", "Format", "Item", "attempt", "documents", "save"]

Fit = tuple[Document, Counter[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a file, with what was noted while it was read.

    Attributes:
        where: ``file:line`` or ``file: task 3``.
        document: what could be read, ``None`` where nothing could.
        faults: what is wrong, and what a document cannot hold.
        lines: places of single marks by id, where the format has a line for each.
    """

    where: str
    document: Document | None = None
    faults: tuple[Fault, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)


class Documents(list[Document]):
    """Documents that were read.

    Attributes:
        dropped: what a document could not hold, by kind; empty unless the reading was lossy.
    """

    def __init__(self, found: Iterable[Document] = (), dropped: Counter[str] | None = None) -> None:
        super().__init__(found)
        self.dropped: Counter[str] = dropped or Counter()


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


def attempt(where: str, parse: Callable[[Reading], Document | None], *, file: str = "") -> Item:
    """The item that parsing gives, with what was noted.

    Args:
        where: place of the item.
        parse: gets the notes to write to.
        file: name before the lines inside the item, where that differs from ``where``.
    """
    reading, document = Reading(where, file), None
    with reading.part():
        document = parse(reading)
    return Item(where, document, tuple(reading.faults), reading.lines)


def documents(items: Iterable[Item], *, lossy: bool = False) -> Documents:
    """The documents of a scan.

    Args:
        items: what was scanned.
        lossy: go on without what a document cannot hold, and count it.

    Raises:
        FormatError: something of an item is wrong or, unless ``lossy``, cannot be held; or
            an item has the id of an earlier one.
    """
    found, seen = Documents(), dict[str, str]()
    for item in items:
        found.dropped += _dropped(item, lossy)
        if item.document is None:
            continue
        if (name := item.document.id) in seen:
            raise FormatError(
                f"{item.where}: the id {name!r} stood at {seen[name]}; ids must differ"
            )
        seen[name] = item.where
        found.append(item.document)
    return found


def _dropped(item: Item, lossy: bool) -> Counter[str]:
    wrong = [f for f in item.faults if not f.kind]
    if wrong:
        more = f" ({len(wrong) - 1} more: conflict-ie check lists them)" if len(wrong) > 1 else ""
        raise FormatError(f"{wrong[0].where}: {wrong[0].message}{more}")
    lost: Counter[str] = Counter()
    for fault in item.faults:
        lost[fault.kind] += fault.number
    if lost and not lossy:
        first = item.faults[0]
        raise FormatError(
            f"{first.where}: {first.message}, or go on without {_said(lost)} "
            "with lossy=True (--lossy)"
        )
    return lost


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
