"""The one name of an armed group that holds names of countries is one mention.

«الدولة الإسلامية في العراق والشام» reads like a group and the places it is in. The
annotated news never writes it out, so the tagger marks three mentions; they are joined
here. «… في العراق وسوريا» stays as it is: there the places mostly are places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflict_ie.document import Document, Entity, Event, Span

__all__ = ["with_long_names"]

_NAME = re.compile(r"دول[ةه]\s+ال[إا]سلامي[ةه]\s+في\s+العراق\s+و\s?الشام(?!\w)")
_MARKS = {"«": "»", "“": "”", '"': '"', "(": ")"}


def with_long_names(document: Document) -> Document:
    """The document with the name in one piece, and no roles on what lay inside it.

    Example:
        >>> text = "الدولة الإسلامية في العراق والشام"
        >>> parts = Entity("ARM", Span(0, 16), text[:16]), Entity("LOC", Span(20, 26), "العراق")
        >>> [e.text for e in with_long_names(Document("d", text, parts)).entities]
        ['الدولة الإسلامية في العراق والشام']
    """
    names = list(_NAME.finditer(document.text))
    if not names:
        return document
    grown = ((e, _longer(e, names, document.text)) for e in document.entities)
    longer = {e: new for e, new in grown if new != e}
    if not longer:
        return document
    spans = [e.span for e in longer.values()]
    kept = [
        longer.get(e, e)
        for e in document.entities
        if e in longer or not any(s.overlaps(e.span) for s in spans)
    ]
    events = tuple(_on(event, longer, set(kept)) for event in document.events)
    return replace(document, entities=tuple(kept), events=events)


def _longer(entity: Entity, names: Sequence[re.Match[str]], text: str) -> Entity:
    """The mention with the rest of the name, however much of it was marked."""
    span = entity.span
    end = next((n.end() for n in names if span.start < n.start() < span.end), 0)
    if entity.type != "ARM" or not end:
        return entity
    # A mark that opens inside the span closes inside it.
    if any(a in entity.text and text[end : end + 1] == b for a, b in _MARKS.items()):
        end += 1
    span = Span(span.start, max(end, span.end))
    return replace(entity, span=span, text=span.of(text))


def _on(event: Event, longer: dict[Entity, Entity], kept: set[Entity]) -> Event:
    arguments = [replace(a, entity=longer.get(a.entity, a.entity)) for a in event.arguments]
    return replace(event, arguments=tuple(a for a in arguments if a.entity in kept))
