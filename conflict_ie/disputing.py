"""Which annotations to look at again: those that a model is sure are wrong."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

from conflict_ie.api import default
from conflict_ie.document import Document
from conflict_ie.errors import DocumentError
from conflict_ie.finishing import finished
from conflict_ie.framing import with_whole_marks
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
    Linguistics 49(1), 2023. Somebody who knows the guidelines has to settle each: in text
    that the shipped model had learned from, it was wrong in six cases of ten. Where an edge lies
    inside a word («وتعز» for «تعز») is not judged.

    Args:
        documents: annotated.
        model: who contradicts; the shipped model unless given.
        surer: lists what the model thinks wrong with at least this probability, from 0.5 to
            below 1.

    Returns:
        One :class:`Dispute` for each; ``pandas.DataFrame`` takes the list as it is.

    Raises:
        DocumentError: a label is not in the model's ontology, or ``surer`` is out of range.

    Warns:
        UserWarning: some annotations are not as the model can have them, such as a trigger of
            two words; they are not judged.

    Example:
        >>> from conflict_ie import Document, Entity, Span, disputes
        >>> text = "قُتل ثلاثة مدنيين في قصف للجيش على تعز."
        >>> slip = Entity("ORG", Span(35, 38), "تعز")
        >>> found = disputes([Document("news", text, (slip,))])
        >>> [(d.annotated, d.likelier) for d in found if d.start == 35]
        [('ORG «تعز»', 'LOC «تعز»')]
    """
    if not 0.5 <= surer < 1:
        raise DocumentError(
            f"surer={surer}: not a probability from 0.5 to below 1; 0.9 is a good start"
        )
    network = default().model if model is None else model_of(model)
    annotated = list(documents)
    for document in annotated:
        network.ontology.check(document)
    found, lost = contradictions(
        network, annotated, lambda read: finished(with_whole_marks(read), network.ontology)
    )
    if lost:
        counted = ", ".join(f"{n} × {why}" for why, n in lost.most_common())
        warnings.warn(f"not judged as annotated: {counted}", stacklevel=2)
    return sorted((d for d in found if d.score >= surer), key=lambda d: -d.score)
