"""Incidents as JSON lines, every value with the offsets that support it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from conflict_ie.document import Document, Entity
from conflict_ie.export.reading import each_incident
from conflict_ie.resolve.claims import Claim
from conflict_ie.resolve.incidents import Dated, Figure, Incident, Located, Side, Toll
from conflict_ie.resolve.values import Resolved

__all__ = ["to_incident_lines"]


def to_incident_lines(documents: Iterable[Document]) -> Iterator[str]:
    """One JSON object an incident, without the line break, lazily.

    Every ``spans`` is a list of ``[start, end]`` in code points of the document's text.

    Args:
        documents: documents with mentions and events.

    Example:
        >>> from conflict_ie.document import Document, Event, Span
        >>> attack = Event("Attack", Span(4, 8), "هجوم")
        >>> line = next(to_incident_lines([Document("d", "وقع هجوم.", events=(attack,))]))
        >>> json.loads(line)["mentions"]
        [{'type': 'Attack', 'status': 'actual', 'text': 'هجوم', 'span': [4, 8]}]
    """
    for resolved, incident in each_incident(documents):
        yield json.dumps(_table(resolved, incident), ensure_ascii=False)


def _table(resolved: Resolved, incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "document": resolved.document.id,
        "type": incident.type,
        "types": list(incident.types),
        "status": incident.status,
        "date": _date(incident.date),
        "places": [_place(p) for p in incident.places],
        "sides": [_side(s) for s in incident.sides],
        "killed": _toll(incident.killed),
        "injured": _toll(incident.injured),
        "weapons": [_weapon(w) for w in incident.weapons],
        "sources": [_claim(c) for c in incident.sources],
        "mentions": [
            {
                "type": e.type,
                "status": e.status,
                "text": e.text,
                "span": [e.trigger.start, e.trigger.end],
            }
            for e in incident.mentions
        ],
    }


def _weapon(weapon: Entity) -> dict[str, Any]:
    return {"text": weapon.text, "spans": [[weapon.span.start, weapon.span.end]]}


def _date(date: Dated | None) -> dict[str, Any] | None:
    if date is None:
        return None
    spans = [[s.start, s.end] for s in date.support]
    days = {"start": date.start.isoformat(), "end": date.end.isoformat()}
    return {**days, "text": date.when.text, "spans": spans}


def _place(located: Located) -> dict[str, Any]:
    place = located.place
    return {
        "name": located.name,
        "text": located.mentions[0].text,
        "id": place.id if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision if place else None,
        "spans": [[s.start, s.end] for s in located.support],
    }


def _side(side: Side) -> dict[str, Any]:
    actor = side.actor
    return {
        "name": side.name,
        "text": side.mentions[0].text,
        "role": side.role,
        "id": actor.key if actor and actor.known else None,
        "kind": actor.kind if actor else None,
        "spans": [[s.start, s.end] for s in side.support],
    }


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "low": toll.low,
        "high": toll.high,
        "figures": [_figure(f) for f in toll.figures],
        "spans": [[s.start, s.end] for s in toll.support],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "min": figure.quantity.min,
        "max": figure.quantity.max,
        "exact": figure.quantity.exact,
        "part": figure.quantity.subset,
        "running_total": figure.quantity.cumulative,
        "mixed": figure.mixed,
        "victims": [v.text for v in figure.victims],
        "sources": [_claim(c) for c in figure.claims],
        "spans": [[s.start, s.end] for s in figure.support],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "name": (claim.actor.en or claim.actor.ar) if claim.actor else claim.source.text,
        "text": claim.source.text,
        "stance": claim.stance,
        "spans": [[claim.source.span.start, claim.source.span.end]],
    }
