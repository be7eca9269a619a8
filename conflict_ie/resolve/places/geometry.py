"""Distances, directions and middles on the globe, in decimal degrees and kilometres."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

__all__ = [
    "Point",
    "bearing_of",
    "distance_km",
    "mean_bearing",
    "middle",
    "moved",
    "reach_km",
    "turn",
]

_EARTH_KM = 6371.0

Point = tuple[float, float]


def distance_km(a: Point, b: Point) -> float:
    """The great-circle distance between two (latitude, longitude) pairs.

    Example:
        >>> round(distance_km((36.2, 37.16), (33.51, 36.29)))
        309
    """
    north, east = radians(b[0] - a[0]), radians(b[1] - a[1])
    chord = sin(north / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, chord)))


def moved(start: Point, *, bearing: float, km: float) -> Point:
    """The point that lies ``km`` away from ``start`` in a direction (0 north, 90 east)."""
    north = km * cos(radians(bearing)) / 111.195
    east = km * sin(radians(bearing)) / (111.195 * max(0.1, cos(radians(start[0]))))
    return round(start[0] + north, 4), round(start[1] + east, 4)


def bearing_of(a: Point, b: Point) -> float:
    """The direction from ``a`` to ``b`` in degrees."""
    east = (b[1] - a[1]) * cos(radians((a[0] + b[0]) / 2))
    return degrees(atan2(east, b[0] - a[0])) % 360


def turn(a: float, b: float) -> float:
    """The smaller angle between two directions, in degrees."""
    return abs((a - b + 180) % 360 - 180)


def middle(points: Sequence[Point]) -> Point:
    """The mean of some points that lie near each other."""
    count = len(points)
    return (
        round(sum(p[0] for p in points) / count, 4),
        round(sum(p[1] for p in points) / count, 4),
    )


def reach_km(points: Sequence[Point], centre: Point) -> float:
    """The radius around ``centre`` that holds four points in five."""
    ordered = sorted(distance_km(centre, p) for p in points)
    return round(max(1.0, ordered[int(0.8 * (len(ordered) - 1))]), 1)


def mean_bearing(bearings: Sequence[float]) -> float | None:
    """The direction between several, ``None`` where they cancel out."""
    north = sum(cos(radians(b)) for b in bearings)
    east = sum(sin(radians(b)) for b in bearings)
    return None if hypot(north, east) < 0.1 else degrees(atan2(east, north)) % 360
