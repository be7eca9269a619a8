"""Whether one model is better than another: paired tests over documents, spread over seeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from conflict_ie.errors import ConflictIEError
from conflict_ie.evaluation.scoring import METRICS
from conflict_ie.evaluation.tables import Table

__all__ = [
    "Comparison",
    "Difference",
    "Scored",
    "Spread",
    "compare",
    "over_seeds",
    "paired",
    "weights",
]

Rows = NDArray[np.float64]
_RESAMPLES = 2000


class Scored(Protocol):
    """What a report offers to be compared: who was scored, how, and counts a document."""

    @property
    def ids(self) -> Sequence[str]:
        """Of the documents."""

    @property
    def unit(self) -> str:
        """What was compared, in words."""

    def rows(self, metric: str, label: str | None = None) -> Rows:
        """*Shape:* ``(documents, 3)``: true positives, predicted, gold."""

    def f1(self, metric: str, label: str | None = None) -> float:
        """Micro F1."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better the second of two models does on one metric.

    Attributes:
        metric: name, with the label after a colon if one was asked for.
        first: micro F1 of the first.
        second: micro F1 of the second.
        low: lower bound of the 95 % interval of ``second - first``.
        high: upper bound of it.
        p: two-sided p value of a paired permutation test.
    """

    metric: str
    first: float
    second: float
    low: float
    high: float
    p: float

    @property
    def gain(self) -> float:
        """``second - first``."""
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same documents, a difference a metric."""

    documents: int
    unit: str
    rows: tuple[Difference, ...]

    def table(self) -> Table:
        """A row a metric."""
        return Table(
            f"{self.documents} documents, {self.unit}, micro F1, second minus first",
            ("metric", "first", "second", "gain", "low", "high", "p"),
            tuple((d.metric, d.first, d.second, d.gain, d.low, d.high, d.p) for d in self.rows),
            ("low, high: paired 95 % bootstrap interval; p: paired permutation test, uncorrected",),
        )

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()

    def to_dict(self) -> dict[str, Any]:
        """All numbers, for JSON."""
        names = ("first", "second", "gain", "low", "high", "p")
        return {
            "documents": self.documents,
            "unit": self.unit,
            "metrics": {d.metric: {name: getattr(d, name) for name in names} for d in self.rows},
        }


@dataclass(frozen=True, slots=True)
class Spread:
    """One score over several seeds.

    Example:
        >>> print(Spread((0.70, 0.72, 0.74)))
        0.720 ± 0.020 (3 seeds)
    """

    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Arithmetic mean."""
        return float(np.mean(self.values))

    @property
    def sd(self) -> float | None:
        """Sample standard deviation (n - 1); ``None`` for a single seed."""
        return float(np.std(self.values, ddof=1)) if len(self.values) > 1 else None

    def __str__(self) -> str:
        sd = "unknown" if self.sd is None else f"{self.sd:.3f}"
        return f"{self.mean:.3f} ± {sd} ({len(self.values)} seed{'s' * (len(self.values) != 1)})"


def over_seeds(
    reports: Iterable[Scored], metrics: Sequence[str] = tuple(METRICS)
) -> dict[str, Spread]:
    """Mean and standard deviation of micro F1 over models that differ in their seed.

    Args:
        reports: one a seed, on the same documents.
        metrics: names of :data:`conflict_ie.evaluation.scoring.METRICS`.

    Raises:
        ConflictIEError: there is no report, or they score different documents.
    """
    scored = list(reports)
    if not scored:
        raise ConflictIEError("no report to average; give one a seed")
    for other in scored[1:]:
        _comparable(scored[0], other)
    return {m: Spread(tuple(report.f1(m) for report in scored)) for m in metrics}


def compare(first: Scored, second: Scored, *, seed: int = 0) -> Comparison:
    """Every metric of two models, with paired intervals and tests.

    Raises:
        ConflictIEError: the reports score different documents or in different units.
    """
    rows = tuple(paired(first, second, metric, seed=seed) for metric in METRICS)
    return Comparison(len(first.ids), first.unit, rows)


def paired(
    first: Scored, second: Scored, metric: str, *, label: str | None = None, seed: int = 0
) -> Difference:
    """One metric of two models: does the second do better on the same documents?

    The interval resamples documents (paired bootstrap); the p value swaps the two
    models' answers document by document (paired permutation, Noreen 1989), and cannot
    be smaller than 1 / 2001.

    Args:
        first: report of the one model.
        second: report of the other.
        metric: a name of :data:`conflict_ie.evaluation.scoring.METRICS`.
        label: one label of the metric; all of them when left out.
        seed: of the random draws.

    Raises:
        ConflictIEError: the reports score different documents or in different units.
    """
    _comparable(first, second)
    a, b = first.rows(metric, label), second.rows(metric, label)
    name = f"{metric}:{label}" if label else metric
    scores = first.f1(metric, label), second.f1(metric, label)
    low, high = _interval(a, b, seed) if len(a) else (float("nan"), float("nan"))
    return Difference(name, *scores, low, high, _p_value(a, b, seed))


@lru_cache(maxsize=2)
def weights(documents: int, seed: int) -> Rows:
    """How often each document is drawn in each resample. *Shape:* ``(resamples, documents)``."""
    shares = np.full(documents, 1 / documents)
    drawn = np.random.default_rng(seed).multinomial(documents, shares, size=_RESAMPLES)
    counts = drawn.astype(np.float64)
    counts.flags.writeable = False  # the cache hands the same array to everybody
    return counts


def f1_of(sums: Rows) -> Rows:
    """F1 of rows of true positives, predicted and gold."""
    scores: Rows = 2 * sums[..., 0] / np.maximum(sums[..., 1] + sums[..., 2], 1)
    return scores


def _interval(a: Rows, b: Rows, seed: int) -> tuple[float, float]:
    drawn = weights(len(a), seed)
    low, high = np.percentile(f1_of(drawn @ b) - f1_of(drawn @ a), [2.5, 97.5])
    return float(low), float(high)


def _p_value(a: Rows, b: Rows, seed: int) -> float:
    swapped = np.random.default_rng(seed).integers(2, size=(_RESAMPLES, len(a)))
    moved = swapped.astype(np.float64) @ (b - a)
    gains = f1_of(b.sum(0) - moved) - f1_of(a.sum(0) + moved)
    seen = abs(float(f1_of(b.sum(0)) - f1_of(a.sum(0))))
    # The slack keeps ties that differ only by rounding on the cautious side.
    extreme = int((np.abs(gains) >= seen - 1e-12).sum())
    return (extreme + 1) / (_RESAMPLES + 1)


def _comparable(first: Scored, second: Scored) -> None:
    if first.unit != second.unit:
        raise ConflictIEError(
            f"one report compares {first.unit}, the other {second.unit}; evaluate both the same way"
        )
    if list(first.ids) != list(second.ids):
        raise ConflictIEError(
            f"the reports score different documents ({len(first.ids)} and {len(second.ids)}, "
            "or in another order); evaluate both on the same gold"
        )
