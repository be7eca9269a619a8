"""The answers of overlapping windows as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflict_ie.document import Argument, Document, Entity, Event, Span

__all__ = ["merge"]


def merge(document: Document, parts: Sequence[tuple[Span, Document]]) -> Document:
    """Joins what each window says about its core.

    A mention belongs to the window whose core it starts in, an event to the one
    that holds its trigger. An argument that lies beyond its event's core points
    at the mention that the other window marks there, if any.

    Args:
        document: the text, without annotations.
        parts: each window's core and its answer on the whole text.
    """
    entities = [e for core, part in parts for e in part.entities if _starts_in(e.span, core)]
    events = [e for core, part in parts for e in part.events if _starts_in(e.trigger, core)]
    entities = _disjoint(entities)
    index = {e: replace(e, id=f"T{n}") for n, e in enumerate(entities, 1)}
    linked = [_link(event, index, n) for n, event in enumerate(_apart(events, entities), 1)]
    return replace(document, entities=tuple(index.values()), events=tuple(linked))


def _starts_in(span: Span, core: Span) -> bool:
    return core.start <= span.start < core.end


def _disjoint(entities: Sequence[Entity]) -> list[Entity]:
    """In reading order; where two windows overlap in what they mark, the first one counts."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda e: e.span):
        if not kept or not kept[-1].span.overlaps(entity.span):
            kept.append(entity)
    return kept


def _apart(events: Sequence[Event], entities: Sequence[Entity]) -> list[Event]:
    """Events whose trigger no mention of another window covers."""
    taken = {i for e in entities for i in range(e.span.start, e.span.end)}
    kept = (e for e in events if e.trigger.start not in taken)
    return sorted(kept, key=lambda e: e.trigger)


def _link(event: Event, index: dict[Entity, Entity], number: int) -> Event:
    arguments: dict[tuple[str, Entity], Argument] = {}
    for argument in event.arguments:
        entity = _known(argument.entity, index)
        if entity:
            arguments.setdefault((argument.role, entity), replace(argument, entity=entity))
    ordered = sorted(arguments.values(), key=lambda a: (a.entity.span, a.role))
    return replace(event, id=f"E{number}", arguments=tuple(ordered))


def _known(entity: Entity, index: dict[Entity, Entity]) -> Entity | None:
    if entity in index:
        return index[entity]
    # Two windows may cut a mention differently; the one of the mention's own core is kept.
    return next(
        (e for e in index.values() if e.span.overlaps(entity.span) and e.type == entity.type), None
    )
