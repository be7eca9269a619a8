"""Reading documents with a trained model: the object behind ``extract``."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conflict_ie.document import Document, Span
from conflict_ie.errors import DocumentError
from conflict_ie.finishing import finished
from conflict_ie.framing import with_whole_marks
from conflict_ie.learning.batches import BUDGET, Example, by_budget, example
from conflict_ie.learning.codec import Targets, decode
from conflict_ie.learning.decoding import answers
from conflict_ie.learning.model import Model
from conflict_ie.learning.precision import precision
from conflict_ie.learning.windows import Window, windows
from conflict_ie.merging import merge

__all__ = ["Extractor"]

# Pieces read ahead before windows are sorted by length, to waste little on padding.
_AHEAD = 32 * BUDGET


@dataclass(frozen=True, slots=True)
class _Piece:
    """One window of one waiting document."""

    document: int
    window: Window
    given: list[tuple[int, int]] | None = None

    def row(self) -> Example:
        row = example(self.window.pieces)
        return row if self.given is None else {**row, "given": self.given}


class Extractor:
    """A model that reads texts.

    Safe to share between threads: they take turns at the network.

    Args:
        model: what to read with.

    Example:
        >>> extractor = Extractor.load("models/default")  # doctest: +SKIP
        >>> document = extractor.extract("قُتل خمسة مدنيين بقصف على تعز.")  # doctest: +SKIP
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._lock = threading.Lock()

    @classmethod
    def load(cls, path: str | Path) -> Extractor:
        """Loads a model folder.

        Raises:
            ModelError: the folder is incomplete or holds another kind of model.
        """
        return cls(Model.load(path))

    def save(self, path: str | Path) -> None:
        """Writes the model folder that :meth:`load` reads."""
        self.model.save(path)

    def extract(self, text: str, *, published: date | None = None) -> Document:
        """Marks mentions and events in one text.

        Args:
            text: Arabic news, of any length.
            published: the day it appeared; kept in ``meta`` for resolving dates.

        Raises:
            DocumentError: ``text`` is no string.
        """
        if not isinstance(text, str):
            raise DocumentError(
                f"extract() reads one string, got {type(text).__name__}; "
                "use extract_many() for several"
            )
        meta = {"published": published.isoformat()} if published else {}
        return next(self.extract_many([Document("text", text, meta=meta)]))

    def extract_many(
        self, documents: Iterable[Document | str], *, given_triggers: bool = False
    ) -> Iterator[Document]:
        """Marks mentions and events in many texts, lazily and in order.

        Args:
            documents: texts or documents; annotations that a document has are replaced.
            given_triggers: keep the triggers and event types that documents have, and
                find the rest; how argument scores "with gold triggers" are made.

        Yields:
            One document for each that was given, with its id, text and meta.
        """
        waiting: list[Document] = []
        pieces: list[_Piece] = []
        size = 0
        for number, item in enumerate(documents):
            document = _bare(item, number)
            triggers = _triggers(item, self.model.labels.events) if given_triggers else None
            new = [
                _Piece(len(waiting), w, None if triggers is None else _inside(w, triggers))
                for w in windows(document.text, self.model.codec)
            ]
            waiting.append(document)
            pieces += new
            size += sum(len(p.window.pieces.ids) for p in new)
            if size >= _AHEAD:
                yield from self._read(waiting, pieces)
                waiting, pieces, size = [], [], 0
        yield from self._read(waiting, pieces)

    def _read(self, waiting: Sequence[Document], pieces: Sequence[_Piece]) -> Iterator[Document]:
        found: list[list[tuple[Window, Targets]]] = [[] for _ in waiting]
        told: dict[int, Targets] = {}
        for batch in by_budget([len(p.window.pieces.ids) for p in pieces]):
            told |= zip(batch, self._answers([pieces[i] for i in batch]), strict=True)
        for i, piece in enumerate(pieces):
            found[piece.document].append((piece.window, told[i]))
        given = any(p.given is not None for p in pieces)
        for document, answered in zip(waiting, found, strict=True):
            read = self._written(document, answered)
            yield read if given else finished(read, self.model.ontology)

    def _answers(self, batch: Sequence[_Piece]) -> list[Targets]:
        model = self.model
        with self._lock, precision():
            return answers(
                model.network, [p.row() for p in batch], model.labels,
                padding=model.padding, temperatures=model.temperatures, threshold=model.threshold,
            )  # fmt: skip

    def _written(self, document: Document, answered: Sequence[tuple[Window, Targets]]) -> Document:
        parts = [
            (
                _core(window),
                decode(document.id, document.text, window.spans, targets, self.model.labels),
            )
            for window, targets in answered
        ]
        return with_whole_marks(merge(document, parts))


def _bare(item: Document | str, number: int) -> Document:
    if isinstance(item, str):
        return Document(f"text-{number + 1}", item)
    if isinstance(item, Document):
        return item.bare()
    raise DocumentError(f"item {number} is a {type(item).__name__}; give strings or Documents")


def _triggers(item: Document | str, events: Sequence[str]) -> dict[int, int]:
    """Where the triggers of a document start, and their event types."""
    known = item.events if isinstance(item, Document) else ()
    return {e.trigger.start: events.index(e.type) for e in known}


def _inside(window: Window, triggers: dict[int, int]) -> list[tuple[int, int]]:
    """The triggers of a window, as token and event type."""
    return [
        (token, event)
        for token, span in enumerate(window.spans)
        for start, event in triggers.items()
        if span.start <= start < span.end
    ]


def _core(window: Window) -> Span:
    first, end = window.core
    return Span(window.spans[first].start, window.spans[end - 1].end)
