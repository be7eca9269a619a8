"""Happenings: the mentions of one event gathered, with values and what supports them.

A news text tells one attack several times, in the headline, as the cause of a toll, with a
noun that refers back. An incident is all of that once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conflict_ie.document import Entity, Event
from conflict_ie.resolve.claims import Claim
from conflict_ie.resolve.incidents.merging import merge_mentions
from conflict_ie.resolve.incidents.reading import Mention, read_mentions
from conflict_ie.resolve.incidents.sides import Side, sides_of
from conflict_ie.resolve.incidents.table import incident_table
from conflict_ie.resolve.incidents.tolls import Figure, Toll, toll_of
from conflict_ie.resolve.incidents.where import Dated, Located, date_of_events, places_of
from conflict_ie.resolve.quantity.tokens import fold
from conflict_ie.resolve.values import Resolved

__all__ = ["Dated", "Figure", "Incident", "Located", "Side", "Toll", "incidents_of"]


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening as a document tells it.

    Attributes:
        id: the document's id and a number in it.
        types: event types of its mentions, the main one first.
        status: ``attempted`` where every mention is that, else ``actual``.
        date: when, ``None`` where the text does not say or it cannot be resolved.
        places: where, the most exact one first.
        sides: who took part.
        killed: how many died.
        injured: how many were wounded.
        weapons: what was used, each named once.
        sources: who says so, each source and stance once.
        mentions: the events that tell of it, in reading order.
    """

    id: str
    types: tuple[str, ...]
    status: str
    date: Dated | None
    places: tuple[Located, ...]
    sides: tuple[Side, ...]
    killed: Toll
    injured: Toll
    weapons: tuple[Entity, ...]
    sources: tuple[Claim, ...]
    mentions: tuple[Event, ...]

    @property
    def type(self) -> str:
        """The main event type."""
        return self.types[0]


def incidents_of(resolved: Resolved) -> tuple[Incident, ...]:
    """The incidents of a document, in the order in which it first tells them.

    Planned events are no incidents; a denied one only joins an incident that others
    assert, as a claim, and never counts. The mentions are merged by the rules of
    ``conflict_ie/data/incidents.toml``.

    Args:
        resolved: a document with its values, from :func:`conflict_ie.resolve.values.resolve`.

    Example:
        >>> from conflict_ie.document import Argument, Document, Entity, Event, Span
        >>> from conflict_ie.resolve.values import resolve
        >>> text = "شن مسلحون هجوماً أسفر عن مقتل خمسة جنود."
        >>> five = Entity("NUM", Span(30, 34), "خمسة")
        >>> events = (
        ...     Event("Attack", Span(10, 16), "هجوماً"),
        ...     Event("Kill", Span(25, 29), "مقتل", arguments=(Argument("Count", five),)),
        ... )
        >>> found = incidents_of(resolve(Document("d", text, (five,), events)))
        >>> [(i.types, i.killed.low, i.killed.high) for i in found]
        [(('Attack', 'Kill'), 5, 5)]
    """
    groups = merge_mentions(read_mentions(resolved), resolved.document.text)
    return tuple(
        _incident(f"{resolved.document.id}#{n}", group, resolved)
        for n, group in enumerate(groups, 1)
    )


def _incident(name: str, group: Sequence[Mention], resolved: Resolved) -> Incident:
    told = [m.event for m in group if m.event.status != "denied"]
    own = _own(group) or told
    return Incident(
        id=name,
        types=_types(told),
        status="actual" if any(e.status == "actual" for e in told) else "attempted",
        date=date_of_events(told, resolved),
        places=places_of(own, resolved),
        sides=sides_of(own, resolved),
        killed=toll_of("Kill", told, resolved),
        injured=toll_of("Injure", told, resolved),
        weapons=_weapons(told),
        sources=_sources([m.event for m in group], resolved),
        mentions=tuple(m.event for m in group),
    )


def _own(group: Sequence[Mention]) -> list[Event]:
    """The events of this incident alone: not a noun that sums up several far apart."""
    narrow = [m for m in group if not m.spread and m.event.status != "denied"]
    return [m.event for m in narrow] if any(not m.headline for m in narrow) else []


def _types(events: Sequence[Event]) -> tuple[str, ...]:
    """What took place before what was only tried, each in the order of rank."""
    actual = {e.type for e in events if e.status == "actual"}
    rank = incident_table().order
    return tuple(sorted({e.type for e in events}, key=lambda t: (t not in actual, rank(t), t)))


def _weapons(events: Sequence[Event]) -> tuple[Entity, ...]:
    used = {fold(m.text): m for e in reversed(events) for m in reversed(e.fillers("Instrument"))}
    return tuple(sorted(used.values(), key=lambda m: m.span))


def _sources(events: Sequence[Event], resolved: Resolved) -> tuple[Claim, ...]:
    claims: dict[tuple[str, str], Claim] = {}
    tolls = incident_table().tolls
    for event in events:
        # To deny that anybody was hurt is not to deny what happened.
        of_toll = event.status == "denied" and event.type in tolls
        for claim in () if of_toll else resolved.claims.get(event, ()):
            name = claim.actor.key if claim.actor else fold(claim.source.text)
            claims.setdefault((name, claim.stance), claim)
    return tuple(claims.values())
