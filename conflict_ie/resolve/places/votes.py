"""How often a text speaks of each country, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Votes", "tally"]

NEAR_CHARACTERS = 150
ELSEWHERE = 0.9
DOUBT = 0.5


@dataclass(frozen=True)
class Votes:
    """How often a text speaks of each country, and where."""

    spots: Mapping[str, Sequence[tuple[int, float]]] = field(default_factory=dict)

    def share(self, country: str, at: Iterable[int]) -> float | None:
        """The part of the votes that a country has around some offsets, their own left out."""
        own = tuple(at)
        totals = {c: _weight(spots, own) for c, spots in self.spots.items()}
        whole = sum(totals.values())
        return totals.get(country, 0.0) / (whole + DOUBT) if whole else None

    def speak_elsewhere(self, country: str, at: Iterable[int], enough: float = ELSEWHERE) -> bool:
        """Whether the text clearly speaks of other countries and never of this one."""
        own = tuple(at)
        others = sum(_weight(s, own) for c, s in self.spots.items() if c != country)
        return others >= enough and _weight(self.spots.get(country, ()), own) < 0.02


def _weight(spots: Sequence[tuple[int, float]], at: Sequence[int]) -> float:
    near = 2 * NEAR_CHARACTERS
    others = ((s, w) for s, w in spots if s not in at)
    return sum(w * (1.0 if any(abs(s - a) < near for a in at) else 0.3) for s, w in others)


def tally(spots: Iterable[tuple[str, int, float]]) -> Votes:
    """Votes from (country, offset, weight)."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for country, at, weight in spots:
        found[country].append((at, weight))
    return Votes(found)
