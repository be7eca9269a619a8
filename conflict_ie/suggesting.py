"""What to annotate next: the paragraphs a model has most to learn from."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conflict_ie.api import default
from conflict_ie.document import Document
from conflict_ie.errors import DocumentError
from conflict_ie.extractor import Extractor
from conflict_ie.learning.doubts import Doubt, doubts
from conflict_ie.learning.model import Model
from conflict_ie.paragraphs import paragraphs_of
from conflict_ie.teaching import model_of

__all__ = ["suggest"]

# Words' worth of effort that any paragraph costs; without it one odd word would come first.
_OPENING = 10


def suggest(
    documents: Iterable[Document | str],
    n: int,
    *,
    model: Model | str | Path | None = None,
    known: Sequence[Document] = (),
) -> list[Document]:
    """Ranks unlabelled paragraphs by what annotating them would teach the model.

    The next paragraph is the one with the most expected errors for the square root of its
    length, less what it shares with those chosen before it, so that one hard news item that
    ten outlets copied is not asked ten times. Write them out for a tool with
    :func:`conflict_ie.formats.write_any`.

    Args:
        documents: articles or paragraphs; every line that is not blank is a candidate.
        n: how many to choose.
        model: what to find unsure; the shipped model unless given.
        known: paragraphs annotated already. They are not chosen again, and what is like
            them ranks lower.

    Returns:
        At most ``n`` paragraphs, the most useful first, pre-annotated by the model; ``meta``
        has ``rank`` from 1 and ``doubt``, the number of words expected to be wrong.

    Raises:
        DocumentError: ``n`` is below 1, or there is no paragraph to choose from.

    Example:
        >>> from conflict_ie import suggest
        >>> lines = ["قُتل مدني بقصف على تعز.", "نفى الجيش تقدم خصومه نحو الميناء."]
        >>> [d.meta["rank"] for d in suggest(lines, 2)]
        [1, 2]
    """
    if n < 1:
        raise DocumentError(f"n={n}: nothing to suggest; ask for at least one paragraph")
    candidates = _candidates(documents, {d.text.strip() for d in known})
    if len(candidates) < n:
        warnings.warn(f"only {len(candidates)} different paragraphs, not {n}", stacklevel=2)
    network = default().model if model is None else model_of(model)
    unsure = doubts(network, [d.text for d in candidates])
    worth = [
        d.amount / (_OPENING + len(c.text.split())) ** 0.5
        for d, c in zip(unsure, candidates, strict=True)
    ]
    order = _spread(worth, _directions([*unsure, *doubts(network, [d.text for d in known])]), n)
    chosen = [_ranked(candidates[i], rank, unsure[i].amount) for rank, i in enumerate(order, 1)]
    return list(Extractor(network).extract_many(chosen))


def _candidates(documents: Iterable[Document | str], known: set[str]) -> list[Document]:
    """Every different paragraph that is not known."""
    found: dict[str, Document] = {}
    for number, item in enumerate(documents, 1):
        document = item if isinstance(item, Document) else Document(f"text-{number}", item)
        for paragraph in paragraphs_of(document):
            if paragraph.text not in known:
                found.setdefault(paragraph.text, paragraph)
    if not found:
        raise DocumentError("no paragraph to choose from; give texts that are not known yet")
    return list(found.values())


def _ranked(document: Document, rank: int, doubt: float) -> Document:
    return replace(document, meta={**document.meta, "rank": rank, "doubt": round(doubt, 3)})


def _spread(worth: Sequence[float], directions: NDArray[np.float32], n: int) -> list[int]:
    """Numbers of the chosen, by worth times distance to what was chosen or known before.

    Args:
        worth: (N,) of the candidates.
        directions: (N + K, H) of the candidates, then of the known.
        n: how many to choose.
    """
    places, known = directions[: len(worth)], directions[len(worth) :]
    # A cosine of 1 to anything chosen leaves nothing to learn.
    free = np.ones(len(worth), dtype=np.float32)
    for place in known:
        free = np.minimum(free, 1 - places @ place)
    chosen: list[int] = []
    while len(chosen) < min(n, len(worth)):
        value = np.array(worth) * free.clip(0, 1)
        value[chosen] = -1
        chosen.append(int(value.argmax()))
        free = np.minimum(free, 1 - places @ places[chosen[-1]])
    return chosen


def _directions(unsure: Sequence[Doubt]) -> NDArray[np.float32]:
    """(N, H) unit vectors around the mean question."""
    every = _unit(np.stack([d.about for d in unsure]))
    return _unit(every - every.mean(0))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / length.clip(1e-6)
    return unit
