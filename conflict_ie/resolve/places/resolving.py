"""Place mentions to places on the map.

Every place mention of a document is resolved at once, for the places of a text explain each
other. What the text does not settle stays open: an ambiguous name keeps its candidates and
gets no point, and a countryside, a road or a direction is never the town it is named after.

Precision follows the geo_precision of the ACLED codebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from conflict_ie.document import Document, Entity
from conflict_ie.resolve.places.build import Place
from conflict_ie.resolve.places.gazetteer import Gazetteer
from conflict_ie.resolve.places.reading import Reading, read
from conflict_ie.resolve.places.settling import settle

__all__ = ["Gazetteer", "Place", "resolve_place", "resolve_places"]


def resolve_place(
    mention: Entity, document: Document, *, gazetteer: Gazetteer | None = None
) -> Place | None:
    """The place that one mention means in its document.

    Args:
        mention: a LOC or FAC mention; it need not be marked in the document.
        document: the whole text, with the other place mentions marked.
        gazetteer: the places to choose from; the shipped ones unless given.

    Returns:
        The place, or ``None`` where the mention names none that is known.

    Example:
        >>> from conflict_ie.document import Span
        >>> text = "اشتباكات على طريق أثريا - خناصر جنوب حلب"
        >>> road = Entity("FAC", Span(13, 31), "طريق أثريا - خناصر")
        >>> place = resolve_place(road, Document("d", text, entities=(road,)))
        >>> place.kind, [end.en for end in place.ends]
        ('segment', ['Khanaser', 'Athriya'])
    """
    if mention not in document.entities:
        document = replace(document, entities=(*document.entities, mention))
    return resolve_places(document, gazetteer=gazetteer).get(mention)


def resolve_places(
    document: Document, *, gazetteer: Gazetteer | None = None
) -> Mapping[Entity, Place]:
    """The places of all LOC and FAC mentions that mean one; the others are left out.

    Args:
        document: the text with its mentions.
        gazetteer: the places to choose from; the shipped ones unless given.

    Example:
        >>> from conflict_ie.document import Span
        >>> text = "قصف على الباب في ريف حلب الشرقي"
        >>> spans = ((8, 13), (17, 31))
        >>> marked = tuple(Entity("LOC", Span(a, b), text[a:b]) for a, b in spans)
        >>> found = resolve_places(Document("d", text, entities=marked))
        >>> [(p.en, p.admin1, p.kind, p.precision) for p in found.values()]
        [('Al Bab', 'Aleppo', 'point', 1), ('Aleppo', 'Aleppo', 'region', 2)]
    """
    places = gazetteer or Gazetteer.default()
    reading: Reading = read(document, places)
    return settle(reading, places)
