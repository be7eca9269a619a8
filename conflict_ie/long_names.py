"""The one name of an armed group that holds names of countries is one mention.

«الدولة الإسلامية في العراق والشام» reads like a group and the places it is in. The
annotated news never writes it out, so the tagger marks three mentions; they are joined
here. «… في العراق وسوريا» stays as it is: there the places mostly are places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflict_ie.document import Document, Entity, Span
from conflict_ie.punctuation import framed
from conflict_ie.relinking import relinked

__all__ = ["with_long_names"]

_NAME = re.compile(r"دول[ةه]\s+ال[إا]سلامي[ةه]\s+في\s+العراق\s+و\s?الشام(?!\w)")


def with_long_names(document: Document) -> Document:
    """The document with the name in one piece, and no roles on what lay inside it.

    Example:
        >>> text = "الدولة الإسلامية في العراق والشام"
        >>> parts = Entity("ARM", Span(0, 16), text[:16]), Entity("LOC", Span(20, 26), "العراق")
        >>> [e.text for e in with_long_names(Document("d", text, parts)).entities]
        ['الدولة الإسلامية في العراق والشام']
    """
    names = list(_NAME.finditer(document.text))
    grown = {e: _longer(e, names, document.text) for e in document.entities} if names else {}
    changed: dict[Entity, Entity | None] = {e: new for e, new in grown.items() if new != e}
    spans = [new.span for new in changed.values() if new]
    inside = (e for e in document.entities if e not in changed)
    changed |= {e: None for e in inside if any(s.overlaps(e.span) for s in spans)}
    return relinked(document, changed)


def _longer(entity: Entity, names: Sequence[re.Match[str]], text: str) -> Entity:
    """The mention with the rest of the name, however much of it was marked."""
    span = entity.span
    end = next((n.end() for n in names if span.start < n.start() < span.end), 0)
    if entity.type != "ARM" or not end:
        return entity
    span = framed(Span(span.start, max(end, span.end)), text)
    return replace(entity, span=span, text=span.of(text))
