"""A learning curve: F1 by the number of documents learned from, and what more may bring."""

from __future__ import annotations

from collections.abc import Iterator
from math import log2

from conflict_ie.display.charts import chart, data_table, empty, svg, svg_text
from conflict_ie.display.labels import verbatim, word
from conflict_ie.display.markup import safe, tag
from conflict_ie.display.page import Chart
from conflict_ie.evaluation.curves import LearningCurve

__all__ = ["learning_plot"]

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 560, 260, 40, 12, 110, 40
_COLOURS = {"entity": "k3", "trigger": "k5", "status": "k7", "attached": "k1"}


def learning_plot(curve: LearningCurve) -> Chart:
    """One line a metric over the documents learned from, each doubling a step to the right.

    Dots are single seeds, lines join their means, and the dashed end is what the curve
    promises for twice the largest sample (see
    :meth:`conflict_ie.evaluation.curves.LearningCurve.expected`).

    Args:
        curve: what :func:`conflict_ie.learning_curve` returns.

    Example:
        >>> from conflict_ie.evaluation.curves import LearningCurve, Point
        >>> points = [Point(n, 9 * n, 1, {"attached": 1 - n**-0.2}) for n in (50, 100)]
        >>> "attached" in learning_plot(LearningCurve(points)).html
        True
    """
    if not curve.points:
        return empty(word("learning_curve"), classes="learning")
    drawing = _Drawing(curve)
    inner = tag("div", "scroll", drawing.svg(), extra=' tabindex="0"') + data_table(
        ("documents", "layer", "score", "count"),
        [
            (size, metric, round(curve.mean(metric, size), 4), len(curve.scores(metric, size)))
            for metric in curve.metrics
            for size in curve.sizes
        ],
    )
    return chart(word("learning_curve"), inner, classes="learning")


class _Drawing:
    """Where everything stands; sizes on a logarithmic axis, F1 from the lowest to 1."""

    def __init__(self, curve: LearningCurve) -> None:
        self.curve = curve
        self.ends = (log2(curve.sizes[0]), log2(2 * curve.sizes[-1]))
        lowest = min(p.scores[m] for p in curve.points for m in curve.metrics)
        self.floor = int(lowest * 10) / 10

    def svg(self) -> str:
        lines = "".join(self._metric(metric) for metric in self.curve.metrics)
        body = "".join(self._axes()) + lines
        return svg(
            word("learning_curve"), (_LEFT + _WIDTH + _RIGHT, _TOP + _HEIGHT + _BOTTOM), body
        )

    def _x(self, size: float) -> float:
        first, last = self.ends
        return _LEFT + (log2(size) - first) / (last - first) * _WIDTH

    def _y(self, score: float) -> float:
        return _TOP + (1 - score) / max(0.1, 1 - self.floor) * _HEIGHT

    def _axes(self) -> Iterator[str]:
        bottom = _TOP + _HEIGHT
        yield f'<path class="bar" d="M{_LEFT} {_TOP}V{bottom}H{_LEFT + _WIDTH}"/>'
        for size in [*self.curve.sizes, 2 * self.curve.sizes[-1]]:
            place = f'x="{self._x(size):.1f}" y="{bottom + 15}" text-anchor="middle"'
            yield svg_text(f"{size}", place, classes="axis", rtl=False)
        for tenth in range(round(self.floor * 10), 11):
            place = f'x="{_LEFT - 5}" y="{self._y(tenth / 10) + 4:.1f}" text-anchor="end"'
            yield svg_text(f"{tenth / 10:g}", place, classes="axis", rtl=False)
        below = f'x="{_LEFT + _WIDTH / 2:g}" y="{bottom + 33}" text-anchor="middle"'
        yield svg_text(word("documents"), below)

    def _metric(self, metric: str) -> str:
        colour, curve = _COLOURS.get(metric, "k2"), self.curve
        means = [(self._x(s), self._y(curve.mean(metric, s))) for s in curve.sizes]
        said, (x, y) = f"{curve.mean(metric, curve.sizes[-1]):.3f}", means[-1]
        parts = [_path(means), *self._dots(metric)]
        if len(curve.sizes) > 1:
            size = 2 * curve.sizes[-1]
            x, y = self._x(size), self._y(curve.expected(size, metric))
            parts.append(_path([means[-1], (x, y)], dashed=True))
        place = f'x="{x + 6:.1f}" y="{y + 4:.1f}"'
        parts.append(svg_text(verbatim(f"{metric} {said}"), place, classes="axis", rtl=False))
        return f'<g class="{colour}">{"".join(parts)}</g>'

    def _dots(self, metric: str) -> Iterator[str]:
        for size in self.curve.sizes:
            for score in self.curve.scores(metric, size):
                yield (
                    f'<circle class="dot" cx="{self._x(size):.1f}" cy="{self._y(score):.1f}" '
                    f'r="3"><title>{safe(f"{metric} {size}: {score:.3f}")}</title></circle>'
                )


def _path(points: list[tuple[float, float]], *, dashed: bool = False) -> str:
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    extra = ' stroke-dasharray="3 4"' if dashed else ""
    return f'<path class="curve" d="M{way}"{extra}/>'
