"""Where and when an incident was, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from conflict_ie.document import Entity, Event, Span
from conflict_ie.resolve.incidents.table import incident_table
from conflict_ie.resolve.quantity.tokens import fold
from conflict_ie.resolve.values import Resolved

if TYPE_CHECKING:
    from conflict_ie.resolve.dates import When
    from conflict_ie.resolve.places import Place

__all__ = ["Dated", "Located", "date_of_events", "places_of"]


@dataclass(frozen=True, slots=True)
class Dated:
    """The days of an incident.

    Attributes:
        start: the first day.
        end: the last day.
        when: what the chosen words say.
        support: the offsets of the chosen words.
    """

    start: date
    end: date
    when: When
    support: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """One place of an incident.

    Attributes:
        place: where that is, ``None`` where nobody knows.
        name: English name where there is one, else the words of the text.
        mentions: where the text names it.
    """

    place: Place | None
    name: str
    mentions: tuple[Entity, ...]

    @property
    def support(self) -> tuple[Span, ...]:
        """The offsets of its mentions."""
        return tuple(m.span for m in self.mentions)


def places_of(events: Sequence[Event], resolved: Resolved) -> tuple[Located, ...]:
    """The places that some mentions of one incident name, the most exact one first."""
    named: dict[str, list[Entity]] = {}
    for mention in _where(events, resolved):
        place = resolved.places.get(mention)
        group = named.setdefault(place.id if place else fold(mention.text), [])
        if mention not in group:
            group.append(mention)
    located = [_located(mentions, resolved) for mentions in named.values()]
    return tuple(sorted(located, key=_exactness))


def _where(events: Sequence[Event], resolved: Resolved) -> Iterable[Entity]:
    for event in events:
        for role in incident_table().where(event.type):
            for mention in event.fillers(role):
                known = mention in resolved.places
                # A target without a name («مواقع») is what was hit, not where.
                if known or mention.type == "LOC" or (role == "Place" and mention.type == "FAC"):
                    yield mention


def _located(mentions: list[Entity], resolved: Resolved) -> Located:
    ordered = tuple(sorted(mentions, key=lambda m: m.span))
    place = resolved.places.get(ordered[0])
    return Located(place, place.en or place.name if place else ordered[0].text, ordered)


def _exactness(located: Located) -> tuple[int, float, int, Span]:
    place, table = located.place, incident_table()
    first = located.mentions[0].span
    if place is None or place.lat is None:
        return 9, 0.0, -len(located.mentions), first
    reach = table.town_km if place.precision == 1 else table.loose_km
    return place.precision, place.radius_km or reach, -len(located.mentions), first


def date_of_events(events: Sequence[Event], resolved: Resolved) -> Dated | None:
    """The narrowest stretch of days that the mentions of one incident name.

    ``None`` where no date is said or none can be resolved: an incident is not dated by
    the day on which it was reported.
    """
    found: dict[Entity, Dated] = {}
    for event in events:
        for mention in event.fillers("Time"):
            when = resolved.dates.get(mention)
            if when and when.start and when.end:
                found[mention] = Dated(when.start, when.end, when, (mention.span,))
    ranked = sorted(found.values(), key=lambda d: (d.end - d.start, d.support[0]))
    return ranked[0] if ranked else None
