"""Annotation formats of other tools, both ways.

Example:
    >>> import tempfile
    >>> from pathlib import Path
    >>> from conflict_ie.document import Document, Entity, Span
    >>> text = "🔴 قصف على سراقب"
    >>> document = Document("d1", text, (Entity("LOC", Span(10, 15), "سراقب"),))
    >>> file = Path(tempfile.mkdtemp()) / "tasks.json"
    >>> write_any([document], file)
    Counter()
    >>> read_any(file) == [document]
    True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats import brat, conll, docbin, doccano, label_studio, native, prodigy, uima
from conflict_ie.formats.items import Documents, Format, Item, documents, save
from conflict_ie.formats.offsets import from_utf16, to_utf16
from conflict_ie.formats.reading import Fault

__all__ = [
    "FORMATS",
    "Documents",
    "Fault",
    "Format",
    "Item",
    "from_utf16",
    "guess",
    "read_any",
    "scan_any",
    "to_utf16",
    "write_any",
]

# In the order in which endings are tried: the longer ones first.
FORMATS = {
    form.name: form
    for form in (
        doccano.FORMAT,
        prodigy.FORMAT,
        native.FORMAT,
        label_studio.FORMAT,
        label_studio.PREDICTIONS,
        brat.FORMAT,
        conll.FORMAT,
        uima.FORMAT,
        docbin.FORMAT,
    )
}


def guess(path: Path | str) -> Format:
    """The format of a file by its ending, of a folder by its files.

    Raises:
        FormatError: neither tells.
    """
    place = Path(path)
    for form in FORMATS.values():
        if place.is_dir() and form.fold and any(place.glob(f"*{form.fold}")):
            return form
        if not place.is_dir() and place.name.endswith(form.suffixes):
            return form
    known = ", ".join(f"{f.name} ({' '.join(f.suffixes)})" for f in FORMATS.values() if f.suffixes)
    raise FormatError(f"{path}: the ending tells no format; name one of {known}")


def _named(path: Path | str, name: str | None) -> Format:
    if name is None:
        return guess(path)
    if name not in FORMATS:
        raise FormatError(f"no format is called {name!r}; known: {', '.join(FORMATS)}")
    return FORMATS[name]


def scan_any(path: Path | str, format: str | None = None) -> Iterator[Item]:
    """The items of a file or folder, each with all that is wrong in it or cannot be held.

    Raises:
        FormatError: the file as a whole cannot be read.
    """
    form = _named(path, format)
    if not Path(path).exists():
        raise FormatError(f"{path}: no such file or folder")
    return form.scan(Path(path))


def read_any(path: Path | str, format: str | None = None, lossy: bool = False) -> Documents:
    r"""Reads documents in any known format.

    Args:
        path: a file, or a folder of brat or UIMA files.
        format: a name of :data:`FORMATS`; else the ending tells.
        lossy: go on without what a document cannot hold, such as relations between mentions.

    Returns:
        A list of documents; its ``dropped`` counts by kind what a lossy reading left out.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "a.txt").write_text("قصف على سراقب", encoding="utf-8")
        >>> marks = "T1\tLOC 8 13\tسراقب\nN1\tReference T1 GeoNames:1\tسراقب\n"
        >>> _ = (folder / "a.ann").write_text(marks, encoding="utf-8")
        >>> found = read_any(folder, "brat", lossy=True)
        >>> found[0].entities[0].text, found.dropped
        ('سراقب', Counter({'normalisations': 1}))

    Raises:
        FormatError: something of it cannot be read or, unless ``lossy``, cannot be held; says
            the file, the item and the remedy.
    """
    return documents(scan_any(path, format), lossy=lossy)


def write_any(
    documents: Iterable[Document], path: Path | str, format: str | None = None, lossy: bool = False
) -> Counter[str]:
    """Writes documents in any known format.

    Args:
        documents: what to write.
        path: a file; for brat and UIMA a folder.
        format: a name of :data:`FORMATS`; else the ending tells.
        lossy: go on where the format cannot hold a mention, event, role or status.

    Returns:
        What was dropped, by kind. Scores are counted here where the format has no place
        for them, but are no reason to refuse.

    Raises:
        FormatError: marks would be lost, or the text cannot stand in the format at all.
    """
    return save(_named(path, format), documents, Path(path), lossy=lossy)
