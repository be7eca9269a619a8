"""Where names can stand on a map without covering each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conflict_ie.display.outlines import Point, Ring, area

__all__ = ["Box", "Name", "country_spot", "place_names"]

_LETTER, _LINE = 7.0, 18.0  # pixels: mean width of a letter, height of a line
_GRID = 12
_LEAST = 2500.0  # square pixels of a country that gets its name


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, in pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, r: float) -> Box:
        """The square around a circle."""
        return cls(x - r, y - r, x + r, y + r)

    @property
    def middle(self) -> float:
        """Half-way between left and right."""
        return (self.left + self.right) / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a point."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def within(self, width: float, height: float) -> bool:
        """Whether all of it lies in the drawing."""
        return (
            self.left >= 2
            and self.top >= 2
            and self.right <= width - 2
            and self.bottom <= height - 2
        )


@dataclass(frozen=True, slots=True)
class Name:
    """A name, its room, and the end that stays put however wide the letters turn out."""

    text: str
    box: Box
    anchor: str = "middle"

    @property
    def x(self) -> float:
        """Where the anchored end stands; right-to-left text starts at the right."""
        ends = {"start": self.box.right, "end": self.box.left}
        return ends.get(self.anchor, self.box.middle)


def place_names(
    circles: Sequence[tuple[str, Box]], size: tuple[float, float], *, taken: Sequence[Box] = ()
) -> list[Name]:
    """A place for each name beside its circle, the first come first; crowded ones go without."""
    full = [*taken, *(box for _, box in circles)]
    named: dict[str, Name] = {}
    for name, circle in circles:
        free = (
            spot
            for spot in _beside(name, circle)
            if spot.box.within(*size) and not any(spot.box.overlaps(other) for other in full)
        )
        if name not in named and (spot := next(free, None)):
            named[name] = spot
            full.append(spot.box)
    return list(named.values())


def _beside(name: str, circle: Box) -> Iterator[Name]:
    width = len(name) * _LETTER
    x, y = circle.middle, (circle.top + circle.bottom - _LINE) / 2
    yield Name(name, Box(circle.left - 4 - width, y, circle.left - 4, y + _LINE), "start")
    yield Name(name, Box(circle.right + 4, y, circle.right + 4 + width, y + _LINE), "end")
    for top in (circle.top - _LINE, circle.bottom):
        yield Name(name, Box(x - width / 2, top, x + width / 2, top + _LINE))


def country_spot(
    name: str, rings: Sequence[Ring], taken: Sequence[Box], size: tuple[float, float]
) -> Box | None:
    """The roomiest free place inside a country's largest part, if there is one."""
    ring = max(rings, key=area)
    if area(ring) < _LEAST:
        return None
    free = [
        (_clearance(spot, ring), point)
        for point in _grid(ring)
        if (spot := _label_box(point, name)).within(*size)
        and not any(spot.overlaps(other) for other in taken)
        and all(_inside(corner, ring) for corner in _corners(spot))
    ]
    return _label_box(max(free)[1], name) if free else None


def _label_box(point: Point, name: str) -> Box:
    half = len(name) * _LETTER / 2 + 3
    return Box(point[0] - half, point[1] - _LINE / 2, point[0] + half, point[1] + _LINE / 2)


def _corners(box: Box) -> tuple[Point, ...]:
    return tuple((x, y) for x in (box.left, box.right) for y in (box.top, box.bottom))


def _grid(ring: Ring) -> Iterable[Point]:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    for i in range(1, _GRID):
        for j in range(1, _GRID):
            yield (
                min(xs) + (max(xs) - min(xs)) * i / _GRID,
                min(ys) + (max(ys) - min(ys)) * j / _GRID,
            )


def _clearance(box: Box, ring: Ring) -> float:
    x, y = box.middle, (box.top + box.bottom) / 2
    return min((px - x) ** 2 + (py - y) ** 2 for px, py in ring)


def _inside(point: Point, ring: Ring) -> bool:
    """Whether an odd number of edges lies to the left (even-odd rule)."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (y0 > y) != (y1 > y) and x > x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            inside = not inside
    return inside
