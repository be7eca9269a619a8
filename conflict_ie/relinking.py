"""Mentions changed or dropped, and the roles that point at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from conflict_ie.document import Document, Entity, Event

__all__ = ["relinked"]


def relinked(document: Document, changed: Mapping[Entity, Entity | None]) -> Document:
    """The document with mentions replaced; those that become ``None`` go, with their roles.

    Example:
        >>> from conflict_ie import Document, Entity, Span
        >>> place = Entity("LOC", Span(7, 11), "تعز.")
        >>> document = Document("d", "قصف في تعز.", (place,))
        >>> [e.text for e in relinked(document, {place: None}).entities]
        []
    """
    if not changed:
        return document
    entities = (changed.get(e, e) for e in document.entities)
    events = tuple(_relinked(event, changed) for event in document.events)
    return replace(document, entities=tuple(e for e in entities if e), events=events)


def _relinked(event: Event, changed: Mapping[Entity, Entity | None]) -> Event:
    arguments = ((a, changed.get(a.entity, a.entity)) for a in event.arguments)
    return replace(event, arguments=tuple(replace(a, entity=e) for a, e in arguments if e))
