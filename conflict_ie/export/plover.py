"""PLOVER JSON: an event a record, with codes of the PLOVER scheme."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from conflict_ie.document import Document
from conflict_ie.export.reading import (
    day,
    each_incident,
    main_place,
    name_sources,
    quote,
    role_sides,
)
from conflict_ie.ontology import Ontology
from conflict_ie.resolve.incidents import Incident, Side
from conflict_ie.resolve.values import Resolved

__all__ = ["to_plover"]


def to_plover(documents: Iterable[Document]) -> str:
    """One JSON array of PLOVER records, one an incident.

    ``event`` and ``mode`` are those of ``annotations/ontology.toml`` (PLOVER 2023). The
    source side (``actor``) is who strikes, the ``recip`` who is struck; of equal parties
    each is both, as the scheme has it for mutual events. ``null`` is what the text does
    not say.

    Args:
        documents: documents with mentions and events.

    Example:
        >>> from conflict_ie.document import Document, Event, Span
        >>> attack = Event("Protest", Span(4, 11), "مظاهرات")
        >>> record = json.loads(to_plover([Document("d", "شهد مظاهرات.", events=(attack,))]))[0]
        >>> record["event"], record["mode"], record["actor"], record["date"]
        ('PROTEST', 'demo', [], None)
    """
    records = [_record(resolved, incident) for resolved, incident in each_incident(documents)]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _record(resolved: Resolved, incident: Incident) -> dict[str, Any]:
    known = Ontology.default().events.get(incident.type)
    event, mode = known.plover if known else ("", "")
    sentence, span = quote(resolved.document.text, incident.mentions[0].trigger)
    parties = role_sides(incident, "party")
    return {
        "id": incident.id,
        "date": day(incident),
        "event": event or None,
        "mode": mode or None,
        "actor": [_actor(s) for s in (*role_sides(incident, "agent"), *parties)],
        "recip": [_actor(s) for s in (*role_sides(incident, "target"), *parties)],
        "location": _location(incident),
        "magnitude": {
            "dead": _range(incident.killed.low, incident.killed.high),
            "injured": _range(incident.injured.low, incident.injured.high),
        },
        "status": incident.status,
        "source": name_sources(incident) or None,
        "text": sentence,
        "span": [span.start, span.end],
        "document": resolved.document.id,
    }


def _actor(side: Side) -> dict[str, Any]:
    actor = side.actor
    return {
        "name": side.name,
        "id": actor.key if actor and actor.known else None,
        "country": (actor.country or None) if actor else None,
        "sector": actor.kind if actor else None,
        "spans": [[s.start, s.end] for s in side.support],
    }


def _location(incident: Incident) -> dict[str, Any] | None:
    located = main_place(incident)
    if located is None:
        return None
    place = located.place
    return {
        "name": located.name,
        "country": (place.country or None) if place else None,
        "admin1": (place.admin1 or None) if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def _range(low: int | None, high: int | None) -> list[int | None] | None:
    return None if low is None and high is None else [low, high]
