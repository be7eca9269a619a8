"""The rows that charts are drawn from, and what all drawings share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conflict_ie.display.labels import Label, Said, labels, verbatim, word
from conflict_ie.display.markup import attribute, both, safe, tag
from conflict_ie.display.page import Chart
from conflict_ie.errors import ConflictIEError

__all__ = [
    "Dated",
    "Located",
    "chart",
    "colour_of",
    "data_table",
    "empty",
    "kind_legend",
    "kind_name",
    "shortened",
    "svg",
    "svg_text",
]

Cell = Said | str | int | float | None


@dataclass(frozen=True, slots=True)
class Dated:
    """One line of a timeline.

    Attributes:
        label: what happened, in a few words.
        start: first day.
        end: last day; the same as ``start`` for one day.
        kind: an event type, which gives the colour.
        killed: how many, ``None`` where nobody says.

    Raises:
        ConflictIEError: the end lies before the start.
    """

    label: str
    start: date
    end: date
    kind: str
    killed: int | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ConflictIEError(
                f"{self.label!r} ends on {self.end}, before its start on {self.start}; "
                "swap the days"
            )


@dataclass(frozen=True, slots=True)
class Located:
    """One circle of a map.

    Attributes:
        name: of the place.
        lat: latitude in degrees, north positive.
        lon: longitude in degrees, east positive.
        weight: what the circle's area stands for, such as a number of incidents.
        kind: an event type, which gives the colour.
        radius_km: how far off the place may be; ``None`` where it is exact or unknown.

    Raises:
        ConflictIEError: a coordinate off the globe, a weight that is not positive.
    """

    name: str
    lat: float
    lon: float
    weight: float
    kind: str
    radius_km: float | None = None

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ConflictIEError(
                f"{self.name!r}: lat={self.lat}, lon={self.lon} is no place on earth; "
                "give latitude first, both in degrees"
            )
        if not 0 < self.weight < float("inf") or not 0 <= (self.radius_km or 0) < 20_000:
            raise ConflictIEError(
                f"{self.name!r}: weight={self.weight}, radius_km={self.radius_km}; "
                "a weight is above 0 and a radius at least 0 km"
            )


def chart(title: Said, inner: str, *, classes: str) -> Chart:
    """A figure under its title."""
    caption = f"<figcaption>{both(title)}</figcaption>"
    return Chart(title, tag("figure", f"chart {classes}", caption + inner))


def kind_legend(kinds: Iterable[str]) -> str:
    """Colours of the kinds that occur; kinds of one colour stand together."""
    by_colour: dict[int, list[Label]] = {}
    for kind in sorted(set(kinds), key=_rank):
        label = labels().event(kind)
        by_colour.setdefault(label.colour, []).append(label)
    items = (
        f'<li><span class="dot k{colour}"></span>{both(_together(group))}</li>'
        for colour, group in by_colour.items()
    )
    return tag("ul", "legend", "".join(items))


def _rank(kind: str) -> tuple[int, str]:
    order = list(labels().events)
    return (order.index(kind) if kind in order else len(order), kind)


def _together(group: Iterable[Label]) -> Said:
    names = [label.name for label in group]
    return Said("، ".join(n.ar for n in names), ", ".join(n.en for n in names))


def data_table(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """The numbers behind a drawing, for readers who cannot see it."""
    head = "".join(f'<th scope="col">{both(word(key))}</th>' for key in header)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    scroll = tag("div", "scroll", table, extra=' tabindex="0"')
    return f"<details><summary>{both(word('data'))}</summary>{scroll}</details>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<td>–</td>"
    if isinstance(cell, Said):
        return f"<td>{both(cell)}</td>"
    if isinstance(cell, str):
        return f"<td><bdi>{safe(cell)}</bdi></td>"
    return f'<td dir="ltr">{cell:g}</td>'


def shortened(text: str, room: int) -> str:
    """At most ``room`` characters, cut after a word."""
    if len(text) <= room:
        return text
    cut = text[: room - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[room // 2 :] else cut) + "…"


def empty(title: Said, *, classes: str) -> Chart:
    """What stands in place of a drawing of nothing."""
    return chart(title, tag("p", "none", both(word("no_rows"))), classes=classes)


def kind_name(kind: str) -> Said:
    """A kind as tables name it."""
    return labels().event(kind).name


def colour_of(kind: str) -> str:
    """The class that colours a kind."""
    return f"k{labels().event(kind).colour}"


def svg_text(said: Said | str, place: str, *, classes: str = "", rtl: bool = True) -> str:
    """Text of a drawing; in right-to-left text ``start`` is the right end."""
    shown = said if isinstance(said, Said) else verbatim(said)
    pairs = (("", shown.ar),) if shown.ar == shown.en else (("t-ar", shown.ar), ("t-en", shown.en))
    direction = "rtl" if rtl else "ltr"
    return "".join(
        f'<text {place} direction="{direction}"'
        f"{attribute('class', f'{classes} {own}'.strip())}>{safe(text)}</text>"
        for own, text in pairs
    )


def svg(title: Said, size: tuple[float, float], body: str) -> str:
    """A drawing that grows and shrinks with the page; the table below says it in words."""
    width, height = size
    name = attribute("aria-label", title.ar)
    return f'<svg viewBox="0 0 {width:g} {height:.0f}" role="img"{name}>{body}</svg>'
