"""How well known places are, and how class nouns fit them, in points of evidence."""

from __future__ import annotations

from math import log10

from conflict_ie.resolve.places.gazetteer import Entry

__all__ = ["ASKED", "MINOR", "prior"]

CITY_POPULATION = 100_000
SMALL_POPULATION = 20_000
MINOR = {"village", "neighbourhood", "town", "region", "facility"}
_PRIOR = {
    "country": 4.0, "admin1": 2.6, "supraregion": 2.4, "region": 2.2, "facility": 2.2,
    "city": 2.0, "town": 1.5, "neighbourhood": 0.6, "village": 0.5,
}  # fmt: skip
ASKED = {
    ("unit", "admin1"): 3.0, ("city", "city"): 0.8, ("city", "town"): 0.8, ("city", "admin1"): -0.5,
    ("city", "neighbourhood"): -2.0, ("city", "country"): -3.0,
    ("village", "village"): 0.8, ("village", "town"): 0.8,
    ("village", "neighbourhood"): -2.0, ("village", "country"): -4.0, ("village", "admin1"): -2.0,
    ("quarter", "neighbourhood"): 2.0, ("quarter", "village"): -1.5, ("quarter", "town"): -0.5,
    ("quarter", "country"): -4.0, ("quarter", "admin1"): -2.0, ("quarter", "city"): -1.5,
    ("camp", "country"): -4.0,
}  # fmt: skip


def prior(entry: Entry) -> float:
    """How well known a place is, before the text says anything."""
    value = _PRIOR.get(entry.kind, 1.0)
    if entry.id.startswith("gn") and entry.population < SMALL_POPULATION:
        value -= 0.5
    elif entry.population >= 1000:
        value = max(value, 1.5) + max(0.0, log10(entry.population / CITY_POPULATION)) * 0.9
    return value + (0.5 if entry.id.startswith("x:") and entry.kind in MINOR else 0.0)
