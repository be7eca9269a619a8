"""Which bearer of a name a document means.

Evidence, in points that add up: how well known the place is, the country the text is about,
a governorate named in it, other places near it on the map and in the text, and the class noun
before it. No single number here was learnt; the case tables in the tests hold them in place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from conflict_ie.resolve.places.gazetteer import Entry, Gazetteer
from conflict_ie.resolve.places.geometry import distance_km
from conflict_ie.resolve.places.keys import loose_key, strict_key
from conflict_ie.resolve.places.votes import ELSEWHERE, NEAR_CHARACTERS, Votes
from conflict_ie.resolve.places.weights import ASKED, MINOR, prior

__all__ = ["Choice", "Query", "choose", "common"]

BESIDE_CHARACTERS = 45
NEIGHBOUR_KM = 30.0
DISTINCT_KM = 25.0
ISOLATED_KM = 120.0
LISTED_KM = 60.0
FRAME_CHARACTERS = 500
MARGIN = 0.7
METROPOLIS = 1_000_000


@dataclass(frozen=True, slots=True)
class Query:
    """A name that a document uses, with every place where it stands.

    Attributes:
        name: the name as looked up.
        entries: its bearers.
        spots: where it stands, in steps (see ``place_reading.Steps``).
        asked: what class nouns announce it, over all spots.
    """

    name: str
    entries: tuple[Entry, ...]
    spots: tuple[int, ...]
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """The bearer that was chosen, or the bearers nothing chose between.

    Attributes:
        entry: the place meant, ``None`` where the evidence does not tell.
        rivals: the other bearers that fit, best first.
        why: the evidence in a few words.
    """

    entry: Entry | None
    rivals: tuple[Entry, ...] = ()
    why: str = ""


@dataclass
class _State:
    gazetteer: Gazetteer
    votes: Votes
    anchors: dict[str, tuple[Entry, tuple[int, ...]]] = field(default_factory=dict)
    units: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    towns: set[str] = field(default_factory=set)


def choose(queries: Mapping[str, Query], votes: Votes, gazetteer: Gazetteer) -> dict[str, Choice]:
    """One choice per name, made for the whole document at once.

    The names that only one place can mean come first; they are the evidence for the others.
    """
    state = _State(gazetteer, _with_lone_bearers(queries, votes))
    for _ in range(3):
        choices = {key: _decide(query, state) for key, query in queries.items()}
        state = _learn(queries, choices, votes, gazetteer)
    return {key: _decide(query, state) for key, query in queries.items()}


def _with_lone_bearers(queries: Mapping[str, Query], votes: Votes) -> Votes:
    """A name that only one country has speaks softly for it, before anything is decided."""
    cast = {c: list(spots) for c, spots in votes.spots.items()}
    for query in queries.values():
        countries = {e.country for e in query.entries}
        if len(countries) == 1 and "" not in countries:
            cast.setdefault(countries.pop(), []).extend((s, 0.3) for s in query.spots)
    return Votes(cast)


def _learn(
    queries: Mapping[str, Query], choices: Mapping[str, Choice], votes: Votes, gazetteer: Gazetteer
) -> _State:
    cast: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for country, spots in votes.spots.items():
        cast[country].extend(spots)
    state = _State(gazetteer, Votes(cast))
    for key, choice in choices.items():
        entry, at = choice.entry, queries[key].spots
        if entry is None or entry.kind == "supraregion":
            continue
        weight = 1.0 if prior(entry) >= 2 else 0.3
        if entry.kind != "country" and entry.country:
            cast[entry.country].extend((s, weight) for s in at)
        if entry.kind == "admin1" or (entry.kind == "city" and _shares_name(entry, gazetteer)):
            unit = entry.country, gazetteer.admin1_of(entry)
            state.units[unit] = (*state.units.get(unit, ()), *at)
        if entry.kind not in ("country", "admin1") and (entry.radius_km or 0) < 60:
            state.anchors[key] = entry, at
        state.towns.update(map(loose_key, entry.names))
    return state


def _shares_name(entry: Entry, gazetteer: Gazetteer) -> bool:
    unit = gazetteer.unit(entry.country, entry.admin1)
    return unit is not None and bool(
        set(map(loose_key, unit.names)) & set(map(loose_key, entry.names))
    )


def _decide(query: Query, state: _State) -> Choice:
    fitting = [e for e in query.entries if _possible(e, query, state)]
    if not fitting:
        return Choice(None, (), "no bearer of the name fits the rest of the text")
    scored = sorted(((_score(e, query, state), e.rank, e) for e in fitting),
                    key=lambda s: (-s[0], -s[1]))  # fmt: skip
    best, _, top = scored[0]
    far = [(s, e) for s, _, e in scored[1:] if distance_km(top.point, e.point) > DISTINCT_KM]
    close = [e for s, e in far if s > best - MARGIN and not _same_unit(top, e)]
    if close:
        return Choice(None, (top, *close), f"{len(close) + 1} places fit equally well")
    return Choice(top, tuple(e for _, e in far[:5]), _reason(top, query, state, bool(far)))


def _same_unit(a: Entry, b: Entry) -> bool:
    return a.country == b.country and "admin1" in (a.kind, b.kind) and (
        a.admin1 == b.admin1 or not a.admin1 or not b.admin1
    )  # fmt: skip


def _possible(entry: Entry, query: Query, state: _State) -> bool:
    """Whether a place may be meant at all: its country is spoken of, and it is not far off."""
    if entry.kind in ("country", "supraregion") or "unit" in query.asked:
        return True
    others = [(a, s) for k, (a, s) in state.anchors.items() if k != loose_key(query.name)]
    beside = [a for a, spots in others if _close(spots, query.spots)]
    foreign = state.votes.speak_elsewhere(entry.country, query.spots)
    if _major(entry) and len({e.country for e in query.entries}) == 1:
        return True
    around = {a.country for a in beside}
    if foreign and len(beside) > 1 and len(around) == 1 and entry.country not in around:
        return False
    if _well_known(entry, query, state):
        return True
    if foreign:
        return False
    if entry.kind not in ("village", "neighbourhood"):
        return True
    return _reachable(entry, [a for a, _ in others], beside, state)


def _major(entry: Entry) -> bool:
    return entry.kind in ("admin1", "city") or entry.population >= 50_000


def _well_known(entry: Entry, query: Query, state: _State) -> bool:
    curated = entry.id.startswith("x:") and entry.kind != "neighbourhood"
    unique = entry.kind == "town" and len(query.entries) == 1
    if (unique or curated) and state.votes.speak_elsewhere(
        entry.country, query.spots, 2 * ELSEWHERE
    ):
        return False
    return entry.kind not in MINOR or _major(entry) or curated or unique


def _reachable(
    entry: Entry, others: Sequence[Entry], beside: Sequence[Entry], state: _State
) -> bool:
    """A village is near something the text names, a quarter is in a town that it names."""
    if entry.kind == "neighbourhood" and others and not _town_spoken_of(entry, others, state):
        return False
    near = [distance_km(a.point, entry.point) for a in beside]
    if len(near) > 1 and min(near) > LISTED_KM:
        return False
    named = (entry.country, entry.admin1) in state.units
    far = [distance_km(a.point, entry.point) for a in others]
    return len(far) < 2 or named or min(far) < ISOLATED_KM


def _town_spoken_of(entry: Entry, others: Sequence[Entry], state: _State) -> bool:
    """A quarter is meant only where its town, or a place near it, is in the text."""
    if {loose_key(t) for t in entry.within} & state.towns:
        return True
    return min(distance_km(a.point, entry.point) for a in others) < NEIGHBOUR_KM


def _score(entry: Entry, query: Query, state: _State) -> float:
    share = state.votes.share(entry.country, query.spots) if entry.country else None
    absent = 0.0 if entry.population >= METROPOLIS else -2.5
    country = 0.0 if share is None else 2.5 * share if share > 0.02 else absent
    if entry.kind == "country":
        country = max(country, 0.0)
    if entry.kind == "supraregion":
        country = 1.5
    unasked = -2.0 if entry.kind == "neighbourhood" and not query.asked else 0.0
    asked = sum((ASKED.get((a, entry.kind), 0.0) for a in query.asked), unasked)
    return (
        prior(entry) + _spelling(entry, query) + country + asked
        + _named_unit(entry, query, state) + _neighbours(entry, query, state)
    )  # fmt: skip


def _spelling(entry: Entry, query: Query) -> float:
    spellings = [strict_key(n) for n in entry.names]
    wanted = strict_key(query.name)
    return 0.4 if spellings[0] == wanted else 0.25 if wanted in spellings else 0.0


def _named_unit(entry: Entry, query: Query, state: _State) -> float:
    towns = {loose_key(t) for t in entry.within} & state.towns
    inside = 1.5 if towns and entry.kind == "neighbourhood" else 0.6 if towns else 0.0
    spots = state.units.get((entry.country, state.gazetteer.admin1_of(entry)), ())
    spots = tuple(s for s in spots if s not in query.spots)
    if not spots or entry.kind in ("country", "admin1"):
        return inside
    beside = 2.0 if _close(spots, query.spots, BESIDE_CHARACTERS) else 1.0
    frame = 1.2 if _frames(spots, query, state) else 0.0
    return inside + (0.6 if not _close(spots, query.spots) else beside) + frame


def _frames(spots: Sequence[int], query: Query, state: _State) -> bool:
    """Whether this unit is the last one named before the name."""
    every = sorted(s for spots in state.units.values() for s in spots if s not in query.spots)
    for at in query.spots:
        before = [s for s in every if at - FRAME_CHARACTERS < s < at]
        if before and before[-1] in spots:
            return True
    return False


def _neighbours(entry: Entry, query: Query, state: _State) -> float:
    if entry.kind in ("country", "supraregion", "admin1"):
        return 0.0
    own = loose_key(query.name)
    total = 0.0
    for key, (anchor, spots) in state.anchors.items():
        if key != own:
            nearness = exp(-distance_km(anchor.point, entry.point) / NEIGHBOUR_KM)
            total += nearness * _weight_of(spots, query.spots)
    return min(3.2, 1.2 * total)


def _weight_of(a: Sequence[int], b: Sequence[int]) -> float:
    if _close(a, b):
        return 1.0
    return 0.5 if _close(a, b, 4 * NEAR_CHARACTERS) else 0.15


def _close(a: Iterable[int], b: Sequence[int], within: int = NEAR_CHARACTERS) -> bool:
    return any(abs(x - y) < within for x in a for y in b)


def _reason(entry: Entry, query: Query, state: _State, rivals: bool) -> str:
    if not rivals:
        return "the only place of this name that fits"
    if _named_unit(entry, query, state):
        return "its governorate or town is named in the text"
    if _neighbours(entry, query, state) > 0.5:
        return "other places of the text lie near it"
    if (state.votes.share(entry.country, query.spots) or 0) > 0.3:
        return "the text is about its country"
    return "by far the best known place of this name"


def common(entries: Sequence[Entry], gazetteer: Gazetteer) -> tuple[str, str]:
    """What bearers of a name share: country and governorate, each ``""`` if they differ."""
    countries = Counter(e.country for e in entries)
    units = Counter(gazetteer.admin1_of(e) for e in entries)
    country = next(iter(countries)) if len(countries) == 1 else ""
    return country, next(iter(units)) if country and len(units) == 1 else ""
