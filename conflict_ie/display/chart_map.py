"""An incident map on shipped outlines: no tiles, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, log10, radians, sqrt

from conflict_ie.display.charts import (
    Located,
    chart,
    colour_of,
    data_table,
    empty,
    kind_legend,
    kind_name,
    svg,
    svg_text,
)
from conflict_ie.display.labels import Said, word
from conflict_ie.display.map_labels import Box, Name, country_spot, place_names
from conflict_ie.display.markup import both, safe, tag
from conflict_ie.display.outlines import Country, Point, Ring, Window, clipped, countries
from conflict_ie.display.page import Chart

__all__ = ["incident_map"]

_WIDTH, _LOWEST, _HIGHEST = 440.0, 280.0, 480.0
_KM = 111.2  # one degree of latitude
_SMALLEST = 2.0  # degrees; closer in, the outlines are too coarse
_MARGIN = 0.18
_DOT = (4.0, 16.0)  # smallest and largest circle, in pixels


def incident_map(points: Sequence[Located]) -> Chart:
    """Where things happened; a circle's area stands for the weight.

    Degrees are drawn on a plane that is true to scale at the middle latitude. Borders are
    those of Natural Earth and say nothing about the status of a territory.

    Example:
        >>> "حلب" in incident_map([Located("حلب", 36.2, 37.16, 5, "Shelling", 10)]).html
        True
    """
    if not points:
        return empty(word("map"), classes="map")
    ordered = sorted(points, key=lambda p: (-p.weight, p.name, p.lat, p.lon, p.kind))
    inner = "".join(
        [
            tag("div", "scroll", _svg(ordered), extra=' tabindex="0"'),
            kind_legend(p.kind for p in ordered),
            f"<p class='note'>{both(word('borders'))}</p>",
            data_table(
                ("name", "kind", "latitude", "longitude", "weight", "radius"),
                [(p.name, kind_name(p.kind), p.lat, p.lon, p.weight, p.radius_km) for p in ordered],
            ),
        ]
    )
    return chart(word("map"), inner, classes="map")


@dataclass(frozen=True, slots=True)
class _View:
    window: Window
    height: float
    scale: float  # pixels a degree of latitude

    def at(self, point: Point) -> Point:
        """Where longitude and latitude stand in the drawing."""
        x = (point[0] - self.window.west) * _squeeze(self.window) * self.scale
        return x, (self.window.north - point[1]) * self.scale

    def km(self, length: float) -> float:
        """Pixels of a length in kilometres."""
        return length / _KM * self.scale


def _squeeze(window: Window) -> float:
    return max(0.05, cos(radians(window.middle)))


def _view(points: Sequence[Located]) -> _View:
    reach = [(p.radius_km or 0) / _KM for p in points]
    south = min(p.lat - r for p, r in zip(points, reach, strict=True))
    north = max(p.lat + r for p, r in zip(points, reach, strict=True))
    squeeze = max(0.05, cos(radians((south + north) / 2)))
    west = min(p.lon - r / squeeze for p, r in zip(points, reach, strict=True))
    east = max(p.lon + r / squeeze for p, r in zip(points, reach, strict=True))
    tall = max(_SMALLEST, north - south) * (1 + 2 * _MARGIN)
    wide = max(_SMALLEST, (east - west) * squeeze) * (1 + 2 * _MARGIN)
    height = min(_HIGHEST, max(_LOWEST, _WIDTH * tall / wide))
    scale = min(_WIDTH / wide, height / tall)
    dx, dy = _WIDTH / scale / squeeze / 2, height / scale / 2
    x, y = (west + east) / 2, (south + north) / 2
    return _View(Window(x - dx, y - dy, x + dx, y + dy), height, scale)


def _svg(points: Sequence[Located]) -> str:
    view = _view(points)
    seen = [(c, rings) for c in countries() if (rings := _seen(c, view))]
    dots = [_Dot(p, *view.at((p.lon, p.lat)), _radius(p, points)) for p in points]
    boxes = [Box.around(d.x, d.y, d.r) for d in dots]
    bar = Box(0, view.height - 40, _WIDTH / 5 + 28, view.height)
    circles = [(d.point.name, box) for d, box in zip(dots, boxes, strict=True)]
    names = place_names(circles, (_WIDTH, view.height), taken=[bar])
    taken = [bar, *boxes, *(name.box for name in names)]
    body = "".join(
        [
            *(f'<path class="land" d="{"".join(map(_path, rings))}"/>' for _, rings in seen),
            *(_country_name(c, rings, taken, view) for c, rings in seen),
            *(_reach(d, view) for d in dots),
            *(_circle(d) for d in dots),
            *map(_name, names),
            *_scale_bar(view),
        ]
    )
    return svg(word("map"), (_WIDTH, view.height), body)


@dataclass(frozen=True, slots=True)
class _Dot:
    point: Located
    x: float
    y: float
    r: float


def _radius(point: Located, points: Sequence[Located]) -> float:
    share = sqrt(point.weight / max(p.weight for p in points))
    return max(_DOT[0], _DOT[1] * share) if len(points) > 1 else 8.0


def _seen(country: Country, view: _View) -> list[Ring]:
    # Cut a little outside the frame, so that the cut itself is not drawn as a border.
    inside = (clipped(ring, view.window.grown(0.03)) for ring in country.rings)
    return [[view.at(p) for p in ring] for ring in inside if len(ring) > 2]


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


def _country_name(country: Country, rings: Sequence[Ring], taken: list[Box], view: _View) -> str:
    spot = country_spot(country.name.ar, rings, taken, (_WIDTH, view.height))
    if spot is None:
        return ""
    taken.append(spot)
    place = f'x="{spot.middle:.1f}" y="{spot.bottom - 5:.1f}" text-anchor="middle"'
    return svg_text(country.name, place, classes="country")


def _reach(dot: _Dot, view: _View) -> str:
    r = view.km(dot.point.radius_km or 0)
    if r <= dot.r:
        return ""
    colour = colour_of(dot.point.kind)
    return f'<circle class="reach {colour}" cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{r:.1f}"/>'


def _circle(dot: _Dot) -> str:
    kind = kind_name(dot.point.kind)
    title = f"<title>{safe(dot.point.name)}\n{safe(kind.ar)}: {dot.point.weight:g}</title>"
    return (
        f'<circle class="dot {colour_of(dot.point.kind)}" cx="{dot.x:.1f}" cy="{dot.y:.1f}" '
        f'r="{dot.r:.1f}">{title}</circle>'
    )


def _name(name: Name) -> str:
    place = f'x="{name.x:.1f}" y="{name.box.bottom - 5:.1f}" text-anchor="{name.anchor}"'
    return svg_text(name.text, place, classes="place")


def _scale_bar(view: _View) -> Iterator[str]:
    length = _round(_WIDTH / 5 / view.km(1))
    pixels, y = view.km(length), view.height - 14
    yield f'<path class="bar" d="M14 {y - 5:.1f}v5h{pixels:.1f}v-5"/>'
    unit = word("kilometres")
    # Isolated left to right, or the drawing's direction would turn "100 km" around.
    said = Said(f"{length:g} {unit.ar}", f"\u2066{length:g} {unit.en}\u2069")
    place = f'x="{14 + pixels / 2:.1f}" y="{y - 9:.1f}" text-anchor="middle"'
    yield svg_text(said, place, classes="place")


def _round(length: float) -> float:
    """The largest of 1, 2, 5, 10, … that is not longer."""
    power = 10 ** int(log10(length)) if length >= 1 else 1
    return max((n * power for n in (1, 2, 5) if n * power <= length), default=1)
