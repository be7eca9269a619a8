"""Reading documents with a trained model: the object behind ``extract``."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import torch

from conflict_ie.document import Document, Span
from conflict_ie.errors import DocumentError
from conflict_ie.learning.batches import example
from conflict_ie.learning.codec import Targets, decode
from conflict_ie.learning.decoding import answers
from conflict_ie.learning.model import Model
from conflict_ie.learning.windows import Window, windows
from conflict_ie.merging import merge

__all__ = ["Extractor"]

# Pieces a batch: long enough to fill two cores, short enough to stay below a gigabyte.
_BUDGET = 4096
# Pieces read ahead before windows are sorted by length, to waste little on padding.
_AHEAD = 8 * _BUDGET


@dataclass(frozen=True, slots=True)
class _Piece:
    """One window of one waiting document."""

    document: int
    window: Window


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

    def extract_many(self, documents: Iterable[Document | str]) -> Iterator[Document]:
        """Marks mentions and events in many texts, lazily and in order.

        Args:
            documents: texts or documents; annotations that a document has are replaced.

        Yields:
            One document for each that was given, with its id, text and meta.
        """
        waiting: list[Document] = []
        pieces: list[_Piece] = []
        size = 0
        for number, item in enumerate(documents):
            document = _bare(item, number)
            new = [_Piece(len(waiting), w) for w in windows(document.text, self.model.codec)]
            waiting.append(document)
            pieces += new
            size += sum(len(p.window.pieces.ids) for p in new)
            if size >= _AHEAD:
                yield from self._read(waiting, pieces)
                waiting, pieces, size = [], [], 0
        yield from self._read(waiting, pieces)

    def _read(self, waiting: Sequence[Document], pieces: Sequence[_Piece]) -> Iterator[Document]:
        found: list[list[tuple[Window, Targets]]] = [[] for _ in waiting]
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i].window.pieces.ids))
        told: dict[int, Targets] = {}
        for batch in _batches(order, pieces):
            told |= zip(batch, self._answers([pieces[i].window for i in batch]), strict=True)
        for i, piece in enumerate(pieces):
            found[piece.document].append((piece.window, told[i]))
        for document, answered in zip(waiting, found, strict=True):
            yield self._written(document, answered)

    def _answers(self, batch: Sequence[Window]) -> list[Targets]:
        model = self.model
        with self._lock, _precision():
            return answers(
                model.network, [example(w.pieces) for w in batch], model.labels,
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
        return merge(document, parts)


def _bare(item: Document | str, number: int) -> Document:
    if isinstance(item, str):
        return Document(f"text-{number + 1}", item)
    if isinstance(item, Document):
        return item.bare()
    raise DocumentError(f"item {number} is a {type(item).__name__}; give strings or Documents")


def _batches(order: Sequence[int], pieces: Sequence[_Piece]) -> Iterator[list[int]]:
    """Windows of like length, as many as the padded budget holds."""
    batch: list[int] = []
    for i in order:
        longest = len(pieces[i].window.pieces.ids)
        if batch and longest * (len(batch) + 1) > _BUDGET:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _core(window: Window) -> Span:
    first, end = window.core
    return Span(window.spans[first].start, window.spans[end - 1].end)


def _precision() -> torch.autocast:
    """Half the work on processors with bfloat16 instructions, plain float32 elsewhere."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_bf16())


def _has_bf16() -> bool:
    capability = getattr(torch.backends.cpu, "get_cpu_capability", lambda: "")()
    return bool(capability.startswith("AVX512") and torch.ops.mkldnn._is_mkldnn_bf16_supported())
