"""Places as values: points, regions around them, offsets, roads and borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conflict_ie.resolve.places.evidence import Choice, common
from conflict_ie.resolve.places.gazetteer import Entry, Gazetteer
from conflict_ie.resolve.places.geometry import (
    Point,
    bearing_of,
    distance_km,
    mean_bearing,
    middle,
    moved,
    reach_km,
    turn,
)
from conflict_ie.resolve.places.words import place_words

__all__ = ["Place", "around", "border", "offset", "part", "point", "segment", "undecided"]

EXACT, NEAR, COARSE = 1, 2, 3
_COARSE_REACH_KM = 50.0
_CITY_REACH_KM = 40.0
_TOWN_REACH_KM = 20.0
_DESERT_STEP_KM, _DESERT_REACH_KM = 50.0, 70.0
_SECTOR_DEGREES = 60.0
_SECTOR_MINIMUM = 4
_KINDS = {"country": "country", "admin1": "admin1", "region": "region", "supraregion": "region"}
_SIDES = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention is, as far as the text and the gazetteer tell.

    Attributes:
        id: the same for the same place: the gazetteer's id, with ``/rural-S`` or
            ``/offset-NW`` for a region or an offset, ``road:A..B`` for a road whichever end
            comes first, ``border:SY-TR`` for a border.
        name: Arabic name.
        en: English name.
        country: ISO 3166 two-letter code, ``""`` where it lies in none or in several.
        admin1: English name of the governorate or province, ``""`` if not known.
        lat: latitude in decimal degrees, ``None`` where no point would be true.
        lon: longitude.
        kind: ``point``, ``region``, ``segment``, ``offset``, ``border``, ``admin1``,
            ``country``, or ``ambiguous`` where several places fit.
        precision: as in the geo_precision of ACLED's codebook: 1 the town or site itself,
            2 near it or in part of a region, 3 a whole governorate or country.
        radius_km: how far around the point the place may be, ``None`` for a point.
        ends: the two ends of a segment, the anchor of an offset, the sides of a border.
        candidates: ids of the other places the name could mean, best first.
        source: where the coordinates come from.
        why: what decided.
    """

    id: str
    name: str
    en: str
    country: str
    admin1: str
    lat: float | None
    lon: float | None
    kind: str
    precision: int
    radius_km: float | None = None
    ends: tuple[Place, ...] = ()
    candidates: tuple[str, ...] = ()
    source: str = ""
    why: str = ""


def point(choice: Choice, gazetteer: Gazetteer) -> Place | None:
    """The place of a choice, or what its rivals have in common."""
    entry = choice.entry
    if entry is None:
        return undecided(choice, gazetteer)
    kind = _KINDS.get(entry.kind, "point")
    wide = kind != "point" or (entry.radius_km or 0) >= 10
    coarse = kind in ("country", "admin1") or (entry.radius_km or 0) > _COARSE_REACH_KM
    return Place(
        id=entry.id, name=entry.names[0], en=entry.en, country=entry.country,
        admin1=gazetteer.admin1_of(entry), lat=entry.lat, lon=entry.lon,
        kind="region" if wide and kind == "point" else kind,
        precision=COARSE if coarse else NEAR if wide else EXACT,
        radius_km=entry.radius_km, candidates=tuple(e.id for e in choice.rivals),
        source=entry.source, why=choice.why,
    )  # fmt: skip


def undecided(choice: Choice, gazetteer: Gazetteer) -> Place | None:
    """No point, but the country and governorate that all bearers of the name share."""
    if not choice.rivals:
        return None
    country, admin1 = common(choice.rivals, gazetteer)
    if not country:
        return None
    first = choice.rivals[0]
    return Place(
        id=f"ambiguous:{country}-{first.names[0]}", name=first.names[0], en=first.en,
        country=country, admin1=admin1, lat=None, lon=None, kind="ambiguous", precision=COARSE,
        candidates=tuple(e.id for e in choice.rivals), source=first.source, why=choice.why,
    )  # fmt: skip


def part(anchor: Place, name: str, why: str) -> Place:
    """A quarter or site that is known only by the town it is in."""
    return replace(
        anchor, id=f"{anchor.id}/{name}", name=name, kind="region", precision=NEAR,
        radius_km=max(anchor.radius_km or 0.0, 8.0), ends=(anchor,), candidates=(), why=why,
    )  # fmt: skip


def around(
    anchor: Place, name: str, *, head: str, bearings: Sequence[float], reach: float,
    gazetteer: Gazetteer,
) -> Place:  # fmt: skip
    """A countryside, desert or side of a place: the middle of the part that is meant."""
    unit = gazetteer.unit(anchor.country, anchor.admin1)
    outer = place_words().countryside_of.get(unit.id) if unit is not None else None
    if head == "rural" and outer and unit is not None:
        anchor = replace(anchor, admin1=outer)
        unit = gazetteer.unit(anchor.country, outer) or unit
        return _countryside(replace(anchor, id=f"{unit.id}{_suffix(bearings)}", name=name,
                                    en=unit.en, kind="region", ends=(anchor,)),
                            unit, bearings, gazetteer)  # fmt: skip
    seated = unit is not None and (unit.id == anchor.id or _seat(unit, anchor))
    shared = replace(anchor, id=f"{anchor.id}/{head}{_suffix(bearings)}", name=name,
                     kind="region", precision=NEAR, ends=(anchor,))  # fmt: skip
    if seated and unit is not None and head in ("rural", "areas", "desert"):
        shared = replace(shared, id=f"{unit.id}/{head}{_suffix(bearings)}")
        read = _desert if head == "desert" else _countryside
        return read(shared, unit, bearings, gazetteer)
    if anchor.lat is None or anchor.lon is None:
        return replace(shared, precision=COARSE)
    wide = max(reach, (anchor.radius_km or 0) / 2 if bearings else anchor.radius_km or 0)
    turned = mean_bearing(bearings) if bearings else None
    here = anchor.lat, anchor.lon
    lat, lon = here if turned is None else moved(here, bearing=turned, km=wide / 2)
    return replace(shared, lat=lat, lon=lon, radius_km=wide, why=f"around {anchor.en}")


def _countryside(
    shared: Place, unit: Entry, bearings: Sequence[float], gazetteer: Gazetteer
) -> Place:
    centre, radius, count = _sector(unit, shared.ends[0], bearings, gazetteer)
    side = " on that side" if bearings else ""
    return replace(
        shared, lat=centre[0], lon=centre[1], radius_km=radius,
        precision=NEAR if bearings else COARSE, why=f"middle of {count} places of the unit{side}",
    )  # fmt: skip


def _desert(shared: Place, unit: Entry, bearings: Sequence[float], gazetteer: Gazetteer) -> Place:
    """Hardly a village stands in a desert, so its middle is told by direction from the seat."""
    usual = place_words().desert_sides.get(unit.en)
    turned = mean_bearing(bearings) if bearings else usual
    hub = _hub(unit, shared.ends[0], gazetteer)
    lat, lon = hub if turned is None else moved(hub, bearing=turned, km=_DESERT_STEP_KM)
    return replace(shared, lat=lat, lon=lon, radius_km=_DESERT_REACH_KM, precision=COARSE,
                   why=f"the desert side of {unit.en}")  # fmt: skip


def _seat(unit: Entry, anchor: Place) -> bool:
    return anchor.name in unit.names or anchor.en == unit.en


def _sector(
    unit: Entry, anchor: Place, bearings: Sequence[float], gazetteer: Gazetteer
) -> tuple[Point, float, int]:
    inside = [e.point for e in gazetteer.inside(unit.country, unit.admin1)]
    if bearings:
        hub = _hub(unit, anchor, gazetteer)
        chosen = [p for p in inside if any(_lies(hub, p, b) for b in bearings)]
        inside = chosen if len(chosen) >= _SECTOR_MINIMUM else inside
    if len(inside) < _SECTOR_MINIMUM:
        return unit.point, unit.radius_km or _CITY_REACH_KM, len(inside)
    centre = middle(inside)
    return centre, reach_km(inside, centre), len(inside)


def _hub(unit: Entry, anchor: Place, gazetteer: Gazetteer) -> Point:
    if anchor.id != unit.id and anchor.lat is not None and anchor.lon is not None:
        return anchor.lat, anchor.lon
    seats = [e for n in unit.names for e in gazetteer.named(n.removeprefix("ريف "))]
    seats = [e for e in seats if e.kind == "city" and e.country == unit.country]
    return max(seats, key=lambda e: e.population).point if seats else unit.point


def _lies(hub: Point, place: Point, bearing: float) -> bool:
    return distance_km(hub, place) > 5 and turn(bearing_of(hub, place), bearing) <= (
        _SECTOR_DEGREES / 2 + (15 if bearing % 90 == 0 else 0)
    )


def offset(anchor: Place, name: str, *, bearing: float, km: float | None) -> Place:
    """A place that is told by a direction from another: never the other's own point."""
    reach = anchor.radius_km or (_CITY_REACH_KM if anchor.precision == NEAR else _TOWN_REACH_KM)
    step = km if km is not None else reach / 2
    lat, lon = anchor.lat, anchor.lon
    if lat is not None and lon is not None:
        lat, lon = moved((lat, lon), bearing=bearing, km=step)
    return replace(
        anchor, id=f"{anchor.id}/offset{_suffix((bearing,))}", name=name, lat=lat, lon=lon,
        kind="offset", precision=COARSE if anchor.kind in ("country", "admin1") else NEAR,
        radius_km=max(3.0, step * 0.2) if km is not None else reach, ends=(anchor,),
        why=f"{_SIDES[round(bearing / 45) % 8]} of {anchor.en}"
        + (f", {km:g} km as stated" if km is not None else ", distance not stated"),
    )  # fmt: skip


def segment(a: Place, b: Place, why: str) -> Place:
    """The road between two places; its point is the middle, its radius half its length."""
    a, b = sorted((a, b), key=lambda p: p.id)
    lat = lon = radius = None
    if a.lat is not None and a.lon is not None and b.lat is not None and b.lon is not None:
        lat, lon = middle([(a.lat, a.lon), (b.lat, b.lon)])
        radius = round(distance_km((a.lat, a.lon), (b.lat, b.lon)) / 2, 1)
    return Place(
        id=f"road:{a.id}..{b.id}", name=f"طريق {a.name} - {b.name}", en=f"{a.en}–{b.en} road",
        country=a.country if a.country == b.country else "",
        admin1=a.admin1 if a.admin1 == b.admin1 else "", lat=lat, lon=lon, kind="segment",
        precision=NEAR, radius_km=radius, ends=(a, b), source=a.source, why=why,
    )  # fmt: skip


def border(countries: Sequence[str], name: str, gazetteer: Gazetteer) -> Place | None:
    """A border between countries: a line, so no point stands for it."""
    entries = [e for c in countries if (e := gazetteer.country(c))]
    ends = tuple(p for e in entries if (p := point(Choice(e), gazetteer)))
    if not ends:
        return None
    codes = sorted(p.country for p in ends)
    return Place(
        id=f"border:{'-'.join(codes)}", name=name, en=" – ".join(p.en for p in ends) + " border",
        country=ends[0].country if len(ends) == 1 else "", admin1="", lat=None, lon=None,
        kind="border", precision=COARSE, ends=ends, source=ends[0].source,
        why="a line, not a point",
    )  # fmt: skip


def _suffix(bearings: Sequence[float]) -> str:
    sides = sorted({round(b / 45) % 8 for b in bearings})
    return "".join(f"-{_SIDES[s]}" for s in sides)
