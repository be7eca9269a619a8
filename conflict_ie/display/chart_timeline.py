"""A timeline: one row an incident, the earliest day at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conflict_ie.display.charts import (
    Dated,
    chart,
    colour_of,
    data_table,
    empty,
    kind_legend,
    kind_name,
    shortened,
    svg,
    svg_text,
)
from conflict_ie.display.labels import word
from conflict_ie.display.markup import safe, tag
from conflict_ie.display.page import Chart

__all__ = ["timeline"]

_WIDTH, _KILLED, _ROW, _HEAD = 440, 48, 46, 30
_EDGE = 38  # room for half a date at either end of the axis
_ROOM = 46  # letters of a label that fit on a line
_TICKS = 5
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 25, 50, 100, 200, 500)


def timeline(rows: Sequence[Dated]) -> Chart:
    """When things happened and how many were killed.

    Time runs from right to left, as the page is read. The figures are in a table below.

    Example:
        >>> from datetime import date
        >>> day = date(2017, 4, 30)
        >>> "غارة على خناصر" in timeline([Dated("غارة على خناصر", day, day, "AirStrike")]).html
        True
    """
    if not rows:
        return empty(word("timeline"), classes="timeline")
    ordered = sorted(rows, key=lambda r: (r.start, r.end, r.label, r.kind))
    inner = "".join(
        [
            tag("div", "scroll", _svg(ordered), extra=' tabindex="0"'),
            kind_legend(r.kind for r in ordered),
            data_table(
                ("name", "kind", "from", "to", "killed"),
                [(r.label, kind_name(r.kind), *_days(r), r.killed) for r in ordered],
            ),
        ]
    )
    return chart(word("timeline"), inner, classes="timeline")


def _days(row: Dated) -> tuple[str, str]:
    return row.start.isoformat(), row.end.isoformat()


@dataclass(frozen=True, slots=True)
class _Axis:
    first: int
    last: int

    def x(self, day: int) -> float:
        """Where a day stands; later is further left."""
        left, right = _KILLED + _EDGE, _WIDTH - _EDGE
        return right - (right - left) * (day - self.first) / max(1, self.last - self.first)


def _svg(rows: Sequence[Dated]) -> str:
    axis = _Axis(min(r.start for r in rows).toordinal(), max(r.end for r in rows).toordinal())
    height = _HEAD + _ROW * len(rows) + 8
    body = "".join(
        [
            *_ticks(axis, height),
            svg_text(
                word("killed"), f'x="{_KILLED / 2:g}" y="20" text-anchor="middle"', classes="axis"
            ),
            *(_line(row, axis, _HEAD + _ROW * (n + 0.5)) for n, row in enumerate(rows)),
        ]
    )
    return svg(word("timeline"), (_WIDTH, height), body)


def _line(row: Dated, axis: _Axis, y: float) -> str:
    left, right = axis.x(row.end.toordinal()), axis.x(row.start.toordinal())
    below = y + 12
    bar = (
        f'<rect class="dot {colour_of(row.kind)}" x="{left - 6:.1f}" y="{below - 6:.1f}" '
        f'width="{right - left + 12:.1f}" height="12" rx="6"/>'
    )
    label = svg_text(
        shortened(row.label, _ROOM), f'x="{_WIDTH - 6}" y="{y - 4:.1f}" text-anchor="start"'
    )
    killed = "–" if row.killed is None else str(row.killed)
    number = svg_text(killed, f'x="{_KILLED / 2:g}" y="{y + 5:.1f}" text-anchor="middle"')
    days = " – ".join(dict.fromkeys(_days(row)))
    title = f"<title>{safe(row.label)}\n{days}</title>"
    rule = f'<path class="rule" d="M0 {y + _ROW / 2:.1f}H{_WIDTH}"/>'
    return f"<g>{title}{rule}{bar}{label}{number}</g>"


def _ticks(axis: _Axis, height: float) -> Iterator[str]:
    for day, name in _calendar(date.fromordinal(axis.first), date.fromordinal(axis.last)):
        x = axis.x(day.toordinal())
        yield f'<path class="tick" d="M{x:.1f} {_HEAD - 6}V{height - 8:g}"/>'
        yield svg_text(name, f'x="{x:.1f}" y="20" text-anchor="middle"', classes="axis", rtl=False)


def _calendar(first: date, last: date) -> Sequence[tuple[date, str]]:
    """Round days that divide the time into a handful of parts, with their names."""
    span = (last - first).days
    for step in _DAYS:
        if span <= step * (_TICKS - 1):
            days = range(0, span + 1, step)
            return [(d, d.isoformat()) for d in (first + timedelta(n) for n in days)][:_TICKS]
    months = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    for step in (*_MONTHS, *(12 * y for y in _YEARS)):
        starts = [_month(m) for m in range(-(-months[0] // step) * step, months[1] + 1, step)]
        inside = [d for d in starts if first <= d <= last]
        if len(inside) <= _TICKS:
            return [(d, str(d.year) if step >= 12 else d.isoformat()[:7]) for d in inside]
    return [(first, str(first.year)), (last, str(last.year))]


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
