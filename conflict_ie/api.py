"""The short way in: one default model, loaded once when it is first asked for."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from datetime import date

from conflict_ie.document import Document
from conflict_ie.extractor import Extractor
from conflict_ie.resources import shipped

__all__ = ["default", "extract", "extract_many"]

_lock = threading.Lock()
_loaded: Extractor | None = None


def default() -> Extractor:
    """The extractor of the model that the package ships.

    Another model folder takes its place where the environment variable
    ``CONFLICT_IE_MODEL`` names one.
    """
    global _loaded
    with _lock:
        if _loaded is None:
            _loaded = Extractor.load(
                os.environ.get("CONFLICT_IE_MODEL") or shipped("models/default")
            )
        return _loaded


def extract(text: str, *, published: date | None = None) -> Document:
    """Marks mentions and events in one Arabic text with the default model.

    Args:
        text: news of any length; nothing of it is cut off.
        published: the day it appeared, kept in ``meta`` for resolving dates.

    Returns:
        A document whose spans are code-point offsets into ``text`` as given.

    Example:
        >>> from conflict_ie import extract
        >>> document = extract("قُتل خمسة مدنيين بقصف مدفعي على مدينة تعز أمس.")
        >>> [(e.type, e.text) for e in document.events]
        [('Kill', 'قُتل'), ('Shelling', 'قصف')]
    """
    return default().extract(text, published=published)


def extract_many(documents: Iterable[Document | str]) -> Iterator[Document]:
    """Marks mentions and events in many texts with the default model, lazily and in order.

    Args:
        documents: texts or documents; annotations that a document has are replaced.
    """
    return default().extract_many(documents)
