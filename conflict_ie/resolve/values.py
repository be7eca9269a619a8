"""Everything that the words of a document stand for, resolved in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from conflict_ie.document import Document, Entity, Event
from conflict_ie.errors import DocumentError
from conflict_ie.resolve.claims import Claim, claims_of

if TYPE_CHECKING:
    from conflict_ie.resolve.actors import Actor
    from conflict_ie.resolve.dates import When
    from conflict_ie.resolve.places import Place
    from conflict_ie.resolve.quantity import Quantity, VagueConvention

__all__ = ["Resolved", "published_of", "resolve"]

_ACTING = ("Agent", "Party", "Source")
_ACTOR_TYPES = ("PER", "ARM", "ORG", "PPL")


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """A document and what its mentions and events stand for.

    A mention that resolves to nothing is in no mapping.

    Attributes:
        document: the document as given.
        published: the day of publication, ``None`` where nobody knows it.
        quantities: NUM mentions to counts.
        counts: events to the count that their nouns tell without a numeral (قتيلان).
        dates: DATE mentions to days.
        actors: mentions to actors.
        places: LOC and FAC mentions to places.
        claims: events to who says so.
    """

    document: Document
    published: date | None = None
    quantities: Mapping[Entity, Quantity] = field(default_factory=dict)
    counts: Mapping[Event, Quantity] = field(default_factory=dict)
    dates: Mapping[Entity, When] = field(default_factory=dict)
    actors: Mapping[Entity, Actor] = field(default_factory=dict)
    places: Mapping[Entity, Place] = field(default_factory=dict)
    claims: Mapping[Event, tuple[Claim, ...]] = field(default_factory=dict)


def resolve(
    document: Document,
    published: date | None = None,
    *,
    convention: VagueConvention | None = None,
) -> Resolved:
    """Resolves counts, dates, actors, places and claims of a document.

    Args:
        document: a document with mentions and events.
        published: the day of publication; else ``meta["published"]``, else the date
            line of the text, else relative dates stay unresolved.
        convention: figures for vague counts; bounds where ``None``.

    Returns:
        The values by mention and event.

    Raises:
        DocumentError: ``meta["published"]`` is no date.

    Example:
        >>> from conflict_ie.document import Span
        >>> text = "قُتل خمسة جنود في تعز."
        >>> five = Entity("NUM", Span(5, 9), "خمسة")
        >>> resolve(Document("d", text, (five,))).quantities[five].best()
        5
    """
    # The tables behind each resolver load when a document first needs them.
    from conflict_ie.resolve.places import resolve_places
    from conflict_ie.resolve.quantity import count_of_trigger

    day = published or published_of(document)
    actors = _actors(document, day)
    counts = ((e, count_of_trigger(e, document)) for e in document.events)
    return Resolved(
        document=document,
        published=day,
        quantities=_quantities(document, convention),
        counts={event: count for event, count in counts if count},
        dates=_dates(document, day),
        actors=actors,
        places=dict(resolve_places(document)),
        claims={e: claims_of(e, document, actors=actors) for e in document.events},
    )


def published_of(document: Document) -> date | None:
    """The day of publication from ``meta["published"]`` or the date line of the text.

    Raises:
        DocumentError: ``meta["published"]`` is neither a date nor YYYY-MM-DD.

    Example:
        >>> published_of(Document("d", "خبر", meta={"published": "2024-10-04"}))
        datetime.date(2024, 10, 4)
    """
    from conflict_ie.resolve.dates.dateline import find_dateline

    said = document.meta.get("published")
    if said is None:
        found = find_dateline(document.text)
        return found[0] if found else None
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError) as error:
        raise DocumentError(
            f"document {document.id!r}: meta['published'] is {said!r}; write it as YYYY-MM-DD"
        ) from error


def _quantities(document: Document, convention: VagueConvention | None) -> dict[Entity, Quantity]:
    from conflict_ie.resolve.quantity import quantity_of

    numbers = [e for e in document.entities if e.type == "NUM"]
    found = ((e, quantity_of(e, document, convention=convention)) for e in numbers)
    return {mention: quantity for mention, quantity in found if quantity}


def _dates(document: Document, published: date | None) -> dict[Entity, When]:
    from conflict_ie.resolve.dates import date_of

    mentions = [e for e in document.entities if e.type == "DATE"]
    found = ((e, date_of(e, document, published=published)) for e in mentions)
    return {mention: when for mention, when in found if when}


def _actors(document: Document, published: date | None) -> dict[Entity, Actor]:
    from conflict_ie.resolve.actors import resolve_actor

    acting = {a.entity for e in document.events for a in e.arguments if a.role in _ACTING}
    mentions = [
        e for e in document.entities if e.type in _ACTOR_TYPES or (e.type == "LOC" and e in acting)
    ]
    found = ((e, resolve_actor(e, document, when=published)) for e in mentions)
    return {mention: actor for mention, actor in found if actor}
