"""Whether what two groups of event mentions say about place, sides and time goes together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflict_ie.resolve.incidents.reading import Area, Mention, Period
from conflict_ie.resolve.incidents.table import incident_table
from conflict_ie.resolve.places.geometry import distance_km

__all__ = ["Fit", "fit"]

_RECENT_DAYS = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """How two groups go together.

    Attributes:
        against: what contradicts: ``place``, ``sides``, ``time``.
        place: ``same``; ``within``, a site in a region; ``near``, where they may
            meet; ``unknown``; ``apart``.
        sides: how many sides both name.
    """

    against: frozenset[str]
    place: str
    sides: int


def fit(one: Sequence[Mention], other: Sequence[Mention]) -> Fit:
    """Compares two groups of mentions, each of one happening."""
    place = _place(_areas(one), _areas(other))
    shared = _union(m.sides for m in one) & _union(m.sides for m in other)
    checks = {
        "place": place != "apart",
        "sides": _sides_fit(one, other),
        "time": _times_fit(one, other),
    }
    return Fit(frozenset(name for name, fits in checks.items() if not fits), place, len(shared))


def _areas(group: Sequence[Mention]) -> list[Area]:
    narrow = [a for m in group if not m.spread for a in m.areas]
    return narrow or [a for m in group for a in m.areas]


def _place(one: Sequence[Area], other: Sequence[Area]) -> str:
    wide = incident_table().wide_km
    if {a.key for a in one if a.km < wide} & {b.key for b in other if b.km < wide}:
        return "same"
    pairs = [(a, b) for a in one for b in other if a.point and b.point]
    if not pairs:
        return "unknown"
    if any(_is_within(a, b) or _is_within(b, a) for a, b in pairs):
        return "within"
    near = [(a, b) for a, b in pairs if _gap(a, b) <= 0]
    if not near:
        return "apart"
    # What a wide region reaches says nothing about where it was.
    return "near" if any(max(a.km, b.km) < wide for a, b in near) else "unknown"


def _is_within(site: Area, region: Area) -> bool:
    table = incident_table()
    return site.km <= table.town_km < region.km < table.wide_km and (
        _distance(site, region) <= region.km + table.slack_km
    )


def _gap(one: Area, other: Area) -> float:
    table = incident_table()
    slack = table.slack_km if max(one.km, other.km) > table.town_km else 0.0
    return _distance(one, other) - one.km - other.km - slack


def _distance(one: Area, other: Area) -> float:
    return distance_km(one.point, other.point) if one.point and other.point else 0.0


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _sides_fit(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    first, second = _union(m.sides for m in one), _union(m.sides for m in other)
    if first and second and not first & second and not _complete_each_other(one, other):
        return False
    if not _attackers_fit(one, other):
        return False
    # A fight between A and B is not the fight between A and C.
    clashes = [_union(m.sides for m in g if m.event.type == "Clash") for g in (one, other)]
    known = min(len(clashes[0]), len(clashes[1]))
    return known < 2 or len(clashes[0] & clashes[1]) >= 2


def _complete_each_other(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """One names only who struck, the other only who was struck."""
    struck = [_union(m.attacked for m in g) for g in (one, other)]
    striking = [_union(m.sides - m.attacked for m in g) for g in (one, other)]
    return not (striking[0] or struck[1]) or not (striking[1] or struck[0])


def _attackers_fit(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    striking = incident_table().attackers
    first, second = (
        _union(m.attackers for m in g if m.event.type in striking) for g in (one, other)
    )
    return not first or not second or bool(first & second)


def _times_fit(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    first = [p for m in one for p in m.periods]
    second = [p for m in other for p in m.periods]
    if any(_is_past(p) for p in first) != any(_is_past(p) for p in second):
        return False
    pairs = [(p, q) for p in first for q in second if p.relative == q.relative]
    return not pairs or any(p.first <= q.last and q.first <= p.last for p, q in pairs)


def _is_past(period: Period) -> bool:
    """Days before the news of the day; a mention without a date is news of the day."""
    return period.relative and period.first < -_RECENT_DAYS
