"""Country outlines and their part inside a window; see ``data/SOURCES_display.md``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from conflict_ie.display.labels import Said

__all__ = ["Country", "Point", "Ring", "Window", "area", "clipped", "countries"]

Point = tuple[float, float]
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of longitudes and latitudes in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> float:
        """The latitude half-way up."""
        return (self.south + self.north) / 2

    def grown(self, share: float) -> Window:
        """A larger one around the same middle."""
        dx, dy = (self.east - self.west) * share, (self.north - self.south) * share
        return Window(self.west - dx, self.south - dy, self.east + dx, self.north + dy)


@dataclass(frozen=True, slots=True)
class Country:
    """A name and closed rings of longitude and latitude, the largest first."""

    name: Said
    rings: tuple[Ring, ...]


@cache
def countries() -> tuple[Country, ...]:
    """Every shipped country."""
    path = files("conflict_ie").joinpath("data/country_outlines.jsonl")
    return tuple(_country(line) for line in path.read_text(encoding="utf-8").splitlines())


def _country(line: str) -> Country:
    row = json.loads(line)
    return Country(Said(row["ar"], row["en"]), tuple(map(_ring, row["rings"])))


def _ring(text: str) -> Ring:
    pairs = (pair.split(",") for pair in text.split())
    return tuple((float(x), float(y)) for x, y in pairs)


def clipped(ring: Ring, window: Window) -> Ring:
    """The part of a ring inside a window (Sutherland and Hodgman, 1974).

    Example:
        >>> clipped([(0, 0), (4, 0), (4, 4), (0, 4)], Window(1, 1, 2, 2))[0]
        (1.0, 2)
    """
    for axis, bound, sign in (
        (0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1),
    ):  # fmt: skip
        ring = _half(ring, axis, bound, sign)
    return ring


def _half(ring: Ring, axis: int, bound: float, sign: int) -> Ring:
    kept: list[Point] = []
    for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        inside = sign * (here[axis] - bound) >= 0
        if (sign * (before[axis] - bound) >= 0) != inside:
            share = (bound - before[axis]) / (here[axis] - before[axis])
            crossing = [a + share * (b - a) for a, b in zip(before, here, strict=True)]
            crossing[axis] = bound
            kept.append((crossing[0], crossing[1]))
        if inside:
            kept.append(here)
    return kept


def area(ring: Ring) -> float:
    """Square units inside a ring (the shoelace formula)."""
    edges = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges)) / 2
