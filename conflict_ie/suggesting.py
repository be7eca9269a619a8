"""What to annotate next: the paragraphs a model has most to learn from."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from conflict_ie.api import default
from conflict_ie.covering import covering
from conflict_ie.document import Document
from conflict_ie.errors import DocumentError
from conflict_ie.extractor import Extractor
from conflict_ie.learning.doubts import doubts
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

    A word is worth asking about when the model doubts it in many of the candidates: the
    square root of all its doubts. A paragraph is worth its doubtful words, for the square
    root of its length. Once chosen, it leaves less to learn of each of them, so that one
    hard news item that ten outlets copied is not asked ten times, and words that no other
    text has seldom come first. This is feature-based submodular selection (Wei et al.,
    "Submodularity in Data Subset Selection and Active Learning", ICML 2015) with doubts for
    weights. Write them out for a tool with :func:`conflict_ie.formats.write_any`.

    Args:
        documents: articles or paragraphs; every line that is not blank is a candidate.
        n: how many to choose.
        model: what to find unsure; the shipped model unless given.
        known: paragraphs annotated already. They are not chosen again, and what stands in
            them ranks lower.

    Returns:
        At most ``n`` paragraphs, the most useful first, pre-annotated by the model; ``meta``
        has ``rank`` from 1 and ``doubt``, the number of labels expected to be wrong.

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
    unsure, answered = (doubts(network, [d.text for d in some]) for some in (candidates, known))
    costs = [(_OPENING + len(d.text.split())) ** 0.5 for d in candidates]
    order = covering(unsure, costs, n, known=answered)
    chosen = [
        _ranked(candidates[i], rank, sum(unsure[i].values())) for rank, i in enumerate(order, 1)
    ]
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
