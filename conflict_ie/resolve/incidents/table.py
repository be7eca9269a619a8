"""The table of what can be one happening."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations

from conflict_ie.errors import ValueTableError
from conflict_ie.resolve.quantity.tokens import fold

__all__ = ["IncidentTable", "incident_table"]

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class IncidentTable:
    """``incidents.toml``, read.

    Attributes:
        same: pairs of types that name one happening, in both orders.
        part: pairs of types that are parts of one happening.
        ground: types that name a fight on the ground.
        tolls: types that tell what a happening led to.
        causes: types that lead to a toll.
        attackers: role of those who strike, by type.
        places: roles that say where, by type.
        rank: types, the one that names an incident first.
        words: levelled words by what they tell.
        generic: kinds of actors that name nobody in particular.
        headline_words: the most words of a headline.
        town_km: reach of a place known exactly.
        loose_km: reach of a place known nearly.
        slack_km: how far regions may miss each other and still be near.
        wide_km: reach beyond which a region places nothing.
    """

    same: Pairs
    part: Pairs
    ground: frozenset[str]
    tolls: frozenset[str]
    causes: frozenset[str]
    attackers: Mapping[str, str]
    places: Mapping[str, tuple[str, ...]]
    rank: tuple[str, ...]
    words: Mapping[str, frozenset[str]]
    generic: frozenset[str]
    headline_words: int
    town_km: float
    loose_km: float
    slack_km: float
    wide_km: float

    def where(self, event_type: str) -> tuple[str, ...]:
        """The roles that say where; for a type of somebody's own ontology just Place."""
        return self.places.get(event_type, ("Place",))

    def order(self, event_type: str) -> int:
        """The rank of a type; one of somebody's own ontology comes last."""
        return self.rank.index(event_type) if event_type in self.rank else len(self.rank)


@cache
def incident_table() -> IncidentTable:
    """The shipped table.

    Raises:
        ValueTableError: the file lacks a section.
    """
    path = resources.files("conflict_ie") / "data" / "incidents.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return _read(raw)
    except (KeyError, TypeError) as error:
        raise ValueTableError(f"{path}: {error!r} is missing or of the wrong kind") from error


def _read(raw: dict[str, dict[str, list[str]]]) -> IncidentTable:
    types = raw["rank"]["types"]
    by_role = {"Agent": raw["attackers"]["agents"], "Target": raw["attackers"]["targets"]}
    where = raw["places"]
    reach = raw["places_km"]
    return IncidentTable(
        same=_pairs(raw["same"]) | {(t, t) for t in types},
        part=_pairs(raw["part"]),
        ground=frozenset(raw["same"]["ground"]),
        tolls=frozenset(raw["toll"]["types"]),
        causes=frozenset(raw["toll"]["causes"]),
        attackers={t: role for role, named in by_role.items() for t in named},
        places={t: ("Place", *(r for r in where if t in where[r])) for t in types},
        rank=tuple(types),
        words={kind: frozenset(map(fold, words)) for kind, words in raw["words"].items()},
        generic=frozenset(raw["generic"]["kinds"]),
        headline_words=int(str(raw["headline"]["words"])),
        town_km=float(str(reach["town"])),
        loose_km=float(str(reach["loose"])),
        slack_km=float(str(reach["slack"])),
        wide_km=float(str(reach["wide"])),
    )


def _pairs(groups: Mapping[str, list[str]]) -> Pairs:
    forth = {pair for types in groups.values() for pair in combinations(types, 2)}
    return frozenset(forth | {(b, a) for a, b in forth})
