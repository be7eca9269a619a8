"""Incidents on the map, as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from conflict_ie.document import Document
from conflict_ie.export.reading import day, each_incident, main_place, name_sources, role_sides
from conflict_ie.resolve.incidents import Incident
from conflict_ie.resolve.values import Resolved

if TYPE_CHECKING:
    from conflict_ie.resolve.places import Place

__all__ = ["to_geojson"]


def to_geojson(documents: Iterable[Document]) -> str:
    """A FeatureCollection with one feature an incident.

    The geometry is the most exact place: a point, or for a road a straight line between
    its ends, not its course. ``radius_km`` tells how far around the point it may have
    been; an incident whose place has no point has the geometry ``null``.

    Args:
        documents: documents with mentions and events.

    Example:
        >>> from conflict_ie.document import Document, Event, Span
        >>> attack = Event("Attack", Span(4, 8), "هجوم")
        >>> found = json.loads(to_geojson([Document("d", "وقع هجوم.", events=(attack,))]))
        >>> found["features"][0]["geometry"], found["features"][0]["properties"]["type"]
        (None, 'Attack')
    """
    features = [_feature(resolved, incident) for resolved, incident in each_incident(documents)]
    table = {"type": "FeatureCollection", "features": features}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _feature(resolved: Resolved, incident: Incident) -> dict[str, Any]:
    located = main_place(incident)
    place = located.place if located else None
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": _geometry(place),
        "properties": {
            "document": resolved.document.id,
            "type": incident.type,
            "types": list(incident.types),
            "status": incident.status,
            "date": day(incident),
            "place": located.name if located else None,
            "place_id": place.id if place else None,
            "geo_precision": place.precision if place else None,
            "radius_km": place.radius_km if place else None,
            "agents": [s.name for s in role_sides(incident, "agent")],
            "targets": [s.name for s in role_sides(incident, "target")],
            "parties": [s.name for s in role_sides(incident, "party")],
            "killed": [incident.killed.low, incident.killed.high],
            "injured": [incident.injured.low, incident.injured.high],
            "sources": name_sources(incident) or None,
            "spans": [[e.trigger.start, e.trigger.end] for e in incident.mentions],
        },
    }


def _geometry(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    # RFC 7946 puts the longitude first.
    ends = [[e.lon, e.lat] for e in place.ends if e.lat is not None and e.lon is not None]
    if place.kind == "segment" and len(ends) == 2:
        return {"type": "LineString", "coordinates": ends}
    if place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}
