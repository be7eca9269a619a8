"""A reliability plot: how often predictions of each score are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conflict_ie.display.charts import chart, data_table, empty, svg, svg_text
from conflict_ie.display.labels import verbatim, word
from conflict_ie.display.markup import safe, tag
from conflict_ie.display.page import Chart
from conflict_ie.evaluation.reliability import Bin, Reliability

__all__ = ["reliability_plot"]

_SIDE, _EDGE, _HEAD = 190, 34, 26
_MARKS = (0.0, 0.5, 1.0)


def reliability_plot(layers: Mapping[str, Reliability | None]) -> Chart:
    """One square a layer: on the diagonal a score is the share that is right.

    Below the diagonal the model is too sure of itself. A dot's area tells how many
    predictions have such scores; a layer without scores is left out.

    Args:
        layers: what :func:`conflict_ie.evaluation.reliability.reliability` returns.

    Example:
        >>> from conflict_ie.evaluation.reliability import Bin, Reliability
        >>> bins = (Bin(0.0, 0.5, 3, 0.4, 0.33), Bin(0.5, 1.0, 9, 0.9, 0.89))
        >>> "mentions" in reliability_plot({"mentions": Reliability(bins)}).html
        True
    """
    known = {name: r for name, r in layers.items() if r is not None}
    if not known:
        return empty(word("reliability"), classes="reliability")
    inner = tag("div", "scroll", _svg(known), extra=' tabindex="0"') + data_table(
        ("layer", "score", "right_share", "count"),
        [
            (name, b.confidence, b.accuracy, b.count)
            for name, reliability in known.items()
            for b in reliability.bins
            if b.count
        ],
    )
    return chart(word("reliability"), inner, classes="reliability")


def _svg(layers: Mapping[str, Reliability]) -> str:
    step = _SIDE + 2 * _EDGE
    body = "".join(_square(n * step + _EDGE, *item) for n, item in enumerate(layers.items()))
    return svg(word("reliability"), (step * len(layers), _HEAD + _SIDE + 2 * _EDGE), body)


def _square(left: float, name: str, reliability: Reliability) -> str:
    top = _HEAD + 8
    bottom, middle = top + _SIDE, left + _SIDE / 2
    title = verbatim(f"{name}: ECE {reliability.ece:.3f}")
    frame = f'<path class="bar" d="M{left:g} {top}V{bottom}H{left + _SIDE:g}"/>'
    line = f"M{left:g} {bottom}L{left + _SIDE:g} {top}"
    diagonal = f'<path class="bar" stroke-dasharray="3 4" d="{line}"/>'
    return "".join(
        [
            svg_text(title, f'x="{middle:g}" y="18" text-anchor="middle"', rtl=False),
            frame,
            diagonal,
            *_axis(left, bottom),
            svg_text(word("score"), f'x="{middle:g}" y="{bottom + 28}" text-anchor="middle"'),
            *(_dot(left, bottom, b, reliability.count) for b in reliability.bins if b.count),
        ]
    )


def _axis(left: float, bottom: float) -> Iterator[str]:
    for mark in _MARKS:
        along, up = left + mark * _SIDE, bottom - mark * _SIDE
        below = f'x="{along:g}" y="{bottom + 14}" text-anchor="middle"'
        beside = f'x="{left - 4:g}" y="{up + 4:g}" text-anchor="end"'
        yield svg_text(f"{mark:g}", below, classes="axis", rtl=False)
        yield svg_text(f"{mark:g}", beside, classes="axis", rtl=False)


def _dot(left: float, bottom: float, cell: Bin, total: int) -> str:
    assert cell.confidence is not None
    assert cell.accuracy is not None
    x, y = left + cell.confidence * _SIDE, bottom - cell.accuracy * _SIDE
    radius = 3 + 12 * (cell.count / total) ** 0.5
    said = f"{cell.confidence:.2f} → {cell.accuracy:.2f}, {cell.count}"
    return (
        f'<circle class="dot k5" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">'
        f"<title>{safe(said)}</title></circle>"
    )
