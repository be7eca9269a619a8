"""From a reading to places: each mention by its shape, roads and bare regions by their context."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from conflict_ie.document import Entity
from conflict_ie.resolve.places.build import (
    Place,
    around,
    border,
    offset,
    part,
    point,
    segment,
)
from conflict_ie.resolve.places.evidence import Choice
from conflict_ie.resolve.places.gazetteer import Entry, Gazetteer
from conflict_ie.resolve.places.keys import clean, loose_key
from conflict_ie.resolve.places.reading import Item, Reading
from conflict_ie.resolve.places.words import place_words

__all__ = ["settle"]

_BETWEEN = re.compile(r"\b(?:بين|عبر)\s+(?:\w+\s+)?$")
_AND = re.compile(r"^\s*(?:[-–—/،]|و)\s*(?:\w+\s+)?$")
_INSIDE = re.compile(
    r"^(?:ب|في|من|داخل)?\s*(?:مركز|وسط|داخل|قلب)?\s*(?:ب?(?:مدينه|بلده|محافظه|منطقه|ريف|العاصمه))?$"
)
_BACK_CHARACTERS = 1500
_FRAME_CHARACTERS = 700
_SITE_EVIDENCE_KM = 60.0
_TOWNS = {"city", "town", "village"}


@dataclass
class _Draft:
    reading: Reading
    gazetteer: Gazetteer
    places: dict[Entity, Place] = field(default_factory=dict)


def settle(reading: Reading, gazetteer: Gazetteer) -> Mapping[Entity, Place]:
    """The places of a reading: those that stand by themselves first, then those that lean on."""
    draft = _Draft(reading, gazetteer)
    for item in reading.items:
        place = _by_itself(item, draft)
        if place is not None:
            draft.places[item.mention] = place
    for number, item in enumerate(reading.items):
        if item.mention not in draft.places:
            place = _by_context(number, draft)
            if place is not None:
                draft.places[item.mention] = place
    return {i.mention: draft.places[i.mention] for i in reading.items if i.mention in draft.places}


def _by_itself(item: Item, draft: _Draft) -> Place | None:
    shape, gazetteer = item.shape, draft.gazetteer
    if shape.kind == "named" and shape.names:
        return _named(item, draft)
    if shape.kind == "around" and shape.names:
        inner = shape.head in ("quarters", "outskirts", "coast")
        anchor = _anchor(shape.names[0], item.asked or ("city" if inner else "unit"), draft)
        return anchor and _around(anchor, item, draft)
    if shape.kind in ("national", "capital"):
        return _national(item, draft)
    if shape.kind == "border":
        return border(shape.countries, item.mention.text, gazetteer)
    if shape.kind == "road":
        return _road(item, draft)
    return _site(item, draft) if shape.kind == "site" else None


def _anchor(name: str, asked: str, draft: _Draft) -> Place | None:
    choice = draft.reading.choice(name)
    return point(_as_asked(choice, name, asked, draft.gazetteer), draft.gazetteer)


def _as_asked(choice: Choice, name: str, asked: str, gazetteer: Gazetteer) -> Choice:
    """A governorate and its seat bear one name: the class noun tells, else the seat is meant."""
    entry = choice.entry
    if entry is None or entry.kind not in ("admin1", "city", "town"):
        return choice
    twins = [e for e in gazetteer.named(name) if e.country == entry.country]
    seats = [e for e in twins if e.kind in ("city", "town") and gazetteer.admin1_of(e) == entry.en]
    if entry.kind == "admin1" and asked != "unit" and seats:
        return replace(choice, entry=max(seats, key=_size))
    units = [e for e in twins if e.kind == "admin1" and e.admin1 == gazetteer.admin1_of(entry)]
    return replace(choice, entry=units[0]) if asked == "unit" and units else choice


def _size(entry: Entry) -> tuple[bool, int, int]:
    return entry.kind == "city", entry.population, entry.rank


def _named(item: Item, draft: _Draft) -> Place | None:
    name = item.shape.names[0]
    place = _anchor(name, item.asked, draft)
    if place is None:
        return None
    if place.kind == "point" and place.precision == 1 and not item.asked:
        place = _maybe_unit(place, name, draft.gazetteer)
    if item.asked == "camp" and place.kind == "point" and not _is_camp(name, place, draft):
        place = replace(place, precision=2, why="the camp is placed by the town it is named after")
    if item.bearing is None or place.kind == "ambiguous":
        return place
    return offset(place, item.mention.text, bearing=item.bearing, km=item.km)


def _is_camp(name: str, place: Place, draft: _Draft) -> bool:
    return any(e.id == place.id and "camp" in e.en for e in draft.gazetteer.named(name))


def _maybe_unit(place: Place, name: str, gazetteer: Gazetteer) -> Place:
    """«في حلب» can be the city or its governorate; the capital of a country is the city."""
    twins = [e for e in gazetteer.named(name) if e.kind == "admin1" and e.country == place.country]
    if not any(e.admin1 == place.admin1 for e in twins) or _is_capital(place):
        return place
    return replace(place, precision=2, why=f"{place.why}; the city or its governorate")


def _is_capital(place: Place) -> bool:
    return place.en in _CAPITALS.values()


def _around(anchor: Place, item: Item, draft: _Draft) -> Place | None:
    if anchor.kind in ("country", "ambiguous"):
        return replace(anchor, why=f"a part of {anchor.en}") if anchor.kind == "country" else anchor
    shape = item.shape
    reach = next(
        (r for head, r in place_words().heads.values() if head == shape.head), 15.0
    )  # fmt: skip
    return around(anchor, item.mention.text, head=shape.head, bearings=shape.bearings, reach=reach,
                  gazetteer=draft.gazetteer)  # fmt: skip


_CAPITALS = {
    "SY": "Damascus", "IQ": "Baghdad", "YE": "Sanaa", "LB": "Beirut", "JO": "Amman",
    "SA": "Riyadh", "EG": "Cairo", "LY": "Tripoli", "SD": "Khartoum", "TN": "Tunis",
    "DZ": "Algiers", "SO": "Mogadishu", "AF": "Kabul", "PK": "Islamabad", "IR": "Tehran",
    "TR": "Ankara", "US": "Washington", "RU": "Moscow", "UA": "Kyiv", "IN": "New Delhi",
}  # fmt: skip


def _national(item: Item, draft: _Draft) -> Place | None:
    gazetteer, spot = draft.gazetteer, (draft.reading.steps(item.mention.span.start),)
    votes = draft.reading.votes
    code = next(iter(item.shape.countries), "") or max(
        votes.spots, key=lambda c: votes.share(c, spot) or 0.0, default=""
    )
    entry = gazetteer.country(code)
    if entry is None or (not item.shape.countries and (votes.share(code, spot) or 0.0) < 0.7):
        return None
    if item.shape.kind == "capital":
        return _capital(entry, gazetteer)
    place = point(Choice(entry, (), "named by its nation"), gazetteer)
    if place is None or not item.shape.bearings:
        return place
    moved = offset(place, item.mention.text, bearing=item.shape.bearings[0], km=None)
    return replace(moved, kind="region")


def _capital(country: Entry, gazetteer: Gazetteer) -> Place | None:
    wanted = _CAPITALS.get(country.country)
    named = [e for e in gazetteer.entries if e.en == wanted and e.country == country.country]
    cities = [e for e in named if e.kind in ("city", "town")]
    if not cities:
        return None
    return point(Choice(cities[-1], (), f"the capital of {country.en}"), gazetteer)


def _road(item: Item, draft: _Draft) -> Place | None:
    ends = [p for n in item.shape.names if (p := _anchor(n, "city", draft))]
    if len(ends) != len(item.shape.names) or any(p.kind == "ambiguous" for p in ends):
        return None
    if len(ends) == 2:
        return segment(ends[0], ends[1], "the road between the two places it is named after")
    if ends[0].kind in ("country", "admin1"):
        return None
    return part(ends[0], item.mention.text, f"a road by {ends[0].en}")


def _site(item: Item, draft: _Draft) -> Place | None:
    """A site named after a place, if that is a city or one the text speaks of."""
    name = item.shape.names[0]
    place = _anchor(name, item.asked or "city", draft)
    if place is None or place.kind in ("country", "ambiguous", "admin1"):
        return None
    share = draft.reading.votes.share(
        place.country, (draft.reading.steps(item.mention.span.start),)
    )
    repeated = any(
        loose_key(n) == loose_key(name) for other in draft.reading.items
        if other is not item for n in other.shape.names
    )  # fmt: skip
    entry = draft.reading.choice(name).entry
    city = entry is not None and entry.kind == "city"
    if not repeated and not city and (share or 0.0) < 0.3:
        return None
    return part(place, item.mention.text, f"a site named after {place.en}")


def _by_context(number: int, draft: _Draft) -> Place | None:
    item = draft.reading.items[number]
    if item.shape.kind == "around":
        anchor = _frame(number, draft)
        return anchor and _around(anchor, item, draft)
    if item.shape.kind == "named" and item.asked == "quarter":
        return _quarter(number, draft)
    words = clean(item.mention.text).split()
    if item.mention.type == "FAC" and words and words[0] in place_words().facility["road_nouns"]:
        return _described_road(number, draft) or _earlier_road(number, draft)
    return None


def _frame(number: int, draft: _Draft) -> Place | None:
    """The governorate, seat or town that the text before was about."""
    item = draft.reading.items[number]
    possessive = clean(item.mention.text).endswith("ها")
    for earlier in reversed(draft.reading.items[:number]):
        place = draft.places.get(earlier.mention)
        if item.mention.span.start - earlier.mention.span.end > _FRAME_CHARACTERS:
            return None
        if place is None or place.kind in ("country", "border", "ambiguous", "segment"):
            continue
        if place.kind in ("region", "offset") and place.ends:
            place = place.ends[0]
        if possessive or _is_seat(place, draft.gazetteer):
            return place
    return None


def _is_seat(place: Place, gazetteer: Gazetteer) -> bool:
    unit = gazetteer.unit(place.country, place.admin1)
    return unit is not None and (place.id == unit.id or place.name in unit.names)


def _quarter(number: int, draft: _Draft) -> Place | None:
    items = draft.reading.items
    if number + 1 == len(items):
        return None
    item, following = items[number], items[number + 1]
    between = draft.reading.document.text[item.mention.span.end : following.mention.span.start]
    town = draft.places.get(following.mention)
    if town is None or town.kind != "point" or not _INSIDE.match(clean(between)):
        return None
    return part(town, item.mention.text, f"a quarter of {town.en} that the gazetteer lacks")


def _described_road(number: int, draft: _Draft) -> Place | None:
    """«الطريق الذي يصل بين A وB», «الطريق … عبر A وB»."""
    items, text = draft.reading.items, draft.reading.document.text
    item = items[number]
    limit = item.mention.span.end + len(item.after)
    inside = [i for i in items[number + 1 :] if i.mention.span.end <= limit]
    for a, b in pairwise(inside):
        lead = text[item.mention.span.end : a.mention.span.start]
        joint = text[a.mention.span.end : b.mention.span.start]
        ends = _road_ends((a, b), draft)
        if ends and _AND.match(joint) and _BETWEEN.search(lead):
            return segment(*ends, "the text says between which places the road runs")
    return None


def _road_ends(items: Sequence[Item], draft: _Draft) -> tuple[Place, Place] | None:
    ends = [p for i in items if (p := draft.places.get(i.mention)) and p.kind == "point"]
    return (ends[0], ends[1]) if len(ends) == 2 else None


def _earlier_road(number: int, draft: _Draft) -> Place | None:
    item = draft.reading.items[number]
    if not clean(item.mention.text).startswith("ال"):
        return None
    for earlier in reversed(draft.reading.items[:number]):
        place = draft.places.get(earlier.mention)
        gap = item.mention.span.start - earlier.mention.span.end
        if place is not None and place.kind == "segment" and gap < _BACK_CHARACTERS:
            return replace(place, why="the road named before")
    return None
