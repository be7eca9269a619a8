"""Mentions, events and incidents as pandas tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

from conflict_ie.document import Document, Entity
from conflict_ie.errors import ConflictIEError
from conflict_ie.export.reading import day, each_incident, main_place, name_sources, role_sides
from conflict_ie.resolve.incidents import Incident
from conflict_ie.resolve.values import Resolved, resolve

__all__ = ["RECORDS", "event_records", "incident_records", "mention_records", "to_frame"]

Record = dict[str, Any]


def to_frame(documents: Iterable[Document], of: str = "events") -> Any:
    """A pandas DataFrame with a row for each mention, event or incident.

    Args:
        documents: documents with mentions and events.
        of: ``"mentions"``, ``"events"`` or ``"incidents"``.

    Returns:
        A ``pandas.DataFrame``; offsets are code points, unknown cells are missing.

    Raises:
        ConflictIEError: pandas is not installed, or there is no such table.

    Example:
        >>> from conflict_ie.document import Document, Event, Span
        >>> attack = Event("Attack", Span(4, 8), "هجوم")
        >>> frame = to_frame([Document("d", "وقع هجوم.", events=(attack,))])
        >>> frame[["type", "text", "start"]].values.tolist()
        [['Attack', 'هجوم', 4]]
    """
    if of not in RECORDS:
        raise ConflictIEError(f"no table of {of!r}; there are: {', '.join(RECORDS)}")
    pandas = _pandas()
    records, columns = RECORDS[of]
    return pandas.DataFrame(list(records(documents)), columns=list(columns))


def _pandas() -> Any:
    try:
        return import_module("pandas")
    except ImportError as error:
        raise ConflictIEError(
            "to_frame needs pandas, which is not installed; run: pip install 'conflict-ie[pandas]'"
        ) from error


def mention_records(documents: Iterable[Document]) -> Iterator[Record]:
    """A row for each mention with the value it resolves to, lazily."""
    for document in documents:
        resolved = resolve(document)
        for mention in document.entities:
            yield {
                "document": document.id,
                "mention": mention.id,
                "type": mention.type,
                "text": mention.text,
                "start": mention.span.start,
                "end": mention.span.end,
                "score": mention.score,
                **_value(mention, resolved),
            }


def _value(mention: Entity, resolved: Resolved) -> Record:
    quantity, when = resolved.quantities.get(mention), resolved.dates.get(mention)
    actor, place = resolved.actors.get(mention), resolved.places.get(mention)
    return {
        "min": quantity.min if quantity else None,
        "max": quantity.max if quantity else None,
        "first_day": when.start.isoformat() if when and when.start else None,
        "last_day": when.end.isoformat() if when and when.end else None,
        "actor": actor.key if actor else None,
        "actor_name": (actor.en or actor.ar) if actor else None,
        "place": place.id if place else None,
        "place_name": (place.en or place.name) if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def event_records(documents: Iterable[Document]) -> Iterator[Record]:
    """A row for each event; the fillers of a role stand in one cell, split by ``; ``."""
    for document in documents:
        for event in document.events:
            roles: dict[str, list[str]] = {}
            for argument in event.arguments:
                roles.setdefault(argument.role, []).append(argument.entity.text)
            yield {
                "document": document.id,
                "event": event.id,
                "type": event.type,
                "status": event.status,
                "text": event.text,
                "start": event.trigger.start,
                "end": event.trigger.end,
                "score": event.score,
                **{role: "; ".join(roles[role]) if role in roles else None for role in _ROLES},
            }


def incident_records(documents: Iterable[Document]) -> Iterator[Record]:
    """A row for each incident, lazily."""
    return (_incident(r, i) for r, i in each_incident(documents))


def _incident(resolved: Resolved, incident: Incident) -> Record:
    located = main_place(incident)
    place = located.place if located else None
    return {
        "document": resolved.document.id,
        "incident": incident.id,
        "type": incident.type,
        "types": "; ".join(incident.types),
        "status": incident.status,
        "date": day(incident),
        "place": located.name if located else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        **{f"{r}s": _names(incident, r) for r in ("agent", "target")},
        "parties": _names(incident, "party"),
        "killed_low": incident.killed.low,
        "killed_high": incident.killed.high,
        "injured_low": incident.injured.low,
        "injured_high": incident.injured.high,
        "sources": name_sources(incident) or None,
        "mentions": len(incident.mentions),
    }


def _names(incident: Incident, role: str) -> str | None:
    return "; ".join(s.name for s in role_sides(incident, role)) or None


_ROLES = (
    "Agent", "Target", "Party", "Instrument", "Place", "Time", "Count", "Source", "Origin",
    "Destination",
)  # fmt: skip
_MENTIONS = (
    "document", "mention", "type", "text", "start", "end", "score", "min", "max", "first_day",
    "last_day", "actor", "actor_name", "place", "place_name", "lat", "lon",
)  # fmt: skip
_EVENTS = ("document", "event", "type", "status", "text", "start", "end", "score", *_ROLES)
_INCIDENTS = (
    "document", "incident", "type", "types", "status", "date", "place", "lat", "lon", "agents",
    "targets", "parties", "killed_low", "killed_high", "injured_low", "injured_high", "sources",
    "mentions",
)  # fmt: skip

RECORDS: dict[str, tuple[Callable[[Iterable[Document]], Iterator[Record]], tuple[str, ...]]] = {
    "mentions": (mention_records, _MENTIONS),
    "events": (event_records, _EVENTS),
    "incidents": (incident_records, _INCIDENTS),
}
"""Table name to the function that gives its records and to its columns."""
