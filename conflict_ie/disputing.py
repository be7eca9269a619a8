"""Which annotations to look at again: those that a model is sure are wrong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from conflict_ie.api import default
from conflict_ie.document import Document
from conflict_ie.errors import DocumentError
from conflict_ie.learning.contradictions import Dispute, contradictions
from conflict_ie.learning.model import Model
from conflict_ie.teaching import model_of

__all__ = ["Dispute", "disputes"]


def disputes(
    documents: Iterable[Document],
    *,
    model: Model | str | Path | None = None,
    surer: float = 0.9,
) -> list[Dispute]:
    """Lists the labels that a model contradicts, the surest first.

    This is the "classification uncertainty" of Klie, Webber and Gurevych, "Annotation Error
    Detection: Analyzing the Past and Present for a More Coherent Future", Computational
    Linguistics 49(1), 2023. Somebody who knows the guidelines has to settle each: the model
    is wrong in about half. It may have learned from the documents for an epoch or two; one
    that knows them by heart contradicts nothing.

    Args:
        documents: annotated.
        model: who contradicts; the shipped model unless given.
        surer: lists what the model thinks wrong with at least this probability, from 0.5.

    Returns:
        One :class:`Dispute` for each; ``pandas.DataFrame`` takes the list as it is.

    Raises:
        DocumentError: a label is not in the model's ontology, or ``surer`` is out of range.

    Example:
        >>> from conflict_ie import Document, Entity, Span, disputes
        >>> text = "قُتل ثلاثة مدنيين في قصف للجيش على تعز."
        >>> slip = Entity("ORG", Span(34, 37), "تعز")
        >>> print(disputes([Document("news", text, (slip,))], surer=0.95)[0].layer)
        trigger
    """
    if not 0.5 <= surer < 1:
        raise DocumentError(f"surer={surer}: not a probability from 0.5 to 1; 0.9 is a good start")
    network = default().model if model is None else model_of(model)
    annotated = list(documents)
    for document in annotated:
        network.ontology.check(document)
    found = (d for d in contradictions(network, annotated) if d.score >= surer)
    return sorted(found, key=lambda d: -d.score)
