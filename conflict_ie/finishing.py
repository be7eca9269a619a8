"""The rules that follow the model, together."""

from __future__ import annotations

from conflict_ie.document import Document
from conflict_ie.long_names import with_long_names
from conflict_ie.means import by_means
from conflict_ie.ontology import Ontology

__all__ = ["finished"]


def finished(document: Document, ontology: Ontology) -> Document:
    """What a model read, with names and types looked at again.

    Args:
        document: as decoded.
        ontology: of the model; the rules speak of the labels of the shipped one, and
            where those are missing nothing changes.
    """
    known = {"AirStrike", "Shelling"} <= set(ontology.events)
    return by_means(with_long_names(document)) if known else document
