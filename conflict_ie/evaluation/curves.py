"""Learning curves: scores by the number of labels learned from, and what more would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from conflict_ie.document import Document
from conflict_ie.errors import ConflictIEError
from conflict_ie.evaluation.scoring import CHIEF
from conflict_ie.evaluation.tables import Table

__all__ = ["LearningCurve", "Point", "marks"]


@dataclass(frozen=True, slots=True)
class Point:
    """One trained model.

    Attributes:
        documents: learned from.
        marks: mentions, events and arguments in them.
        seed: of the sample and the training.
        scores: F1 by metric, on documents not learned from.
    """

    documents: int
    marks: int
    seed: int
    scores: Mapping[str, float]


@dataclass(frozen=True)
class LearningCurve:
    """How scores grow with labels.

    Attributes:
        points: one a trained model, in any order.

    Example:
        >>> points = [Point(n, 10 * n, 1, {"attached": 1 - n**-0.25}) for n in (100, 200, 400)]
        >>> curve = LearningCurve(points)
        >>> round(curve.expected(800), 3) == round(1 - 800**-0.25, 3)
        True
    """

    points: Sequence[Point]

    @cached_property
    def sizes(self) -> list[int]:
        """Numbers of documents, ascending."""
        return sorted({p.documents for p in self.points})

    @cached_property
    def metrics(self) -> list[str]:
        """What was scored."""
        return [m for m in CHIEF if all(m in p.scores for p in self.points)]

    def scores(self, metric: str, size: int) -> list[float]:
        """One F1 a seed.

        Raises:
            ConflictIEError: nothing was trained on that many documents, or not scored so.
        """
        found = [
            p.scores[metric] for p in self.points if p.documents == size and metric in p.scores
        ]
        if not found:
            raise ConflictIEError(
                f"no {metric!r} at {size} documents; there is {', '.join(self.metrics)} "
                f"at {', '.join(map(str, self.sizes))}"
            )
        return found

    def mean(self, metric: str, size: int) -> float:
        """Mean F1 over the seeds."""
        return float(np.mean(self.scores(metric, size)))

    def expected(self, documents: int, metric: str = "attached") -> float:
        """The F1 that the curve promises at a size, also beyond what was tried.

        The error is taken to fall as a power of the number of documents (Hestness et al.,
        "Deep Learning Scaling is Predictable, Empirically", 2017). Up to twice the
        largest size tried it is a fair guess; farther out it is hope.

        Raises:
            ConflictIEError: fewer than two sizes were tried.
        """
        if len(self.sizes) < 2:
            raise ConflictIEError("one size draws no curve; train on at least two")
        errors = [max(1e-3, 1 - self.mean(metric, size)) for size in self.sizes]
        slope, height = np.polyfit(np.log(self.sizes), np.log(errors), 1)
        return float(1 - np.exp(height + slope * np.log(documents)))

    @property
    def table(self) -> Table:
        """Mean F1 by size, what the seeds differ by, and what twice the labels promise."""
        rows = [self._row(size) for size in self.sizes]
        if len(self.sizes) > 1:
            twice = 2 * self.sizes[-1]
            promised = [self.expected(twice, m) for m in self.metrics]
            rows.append((f"{twice} (expected)", None, *promised, None))
        header = ("documents", "marks", *self.metrics, "sd attached")
        return Table("F1 by documents learned from", header, tuple(rows), self._notes())

    def _row(self, size: int) -> tuple[str | int | float | None, ...]:
        known = [p.marks for p in self.points if p.documents == size]
        means = [self.mean(m, size) for m in self.metrics]
        attached = self.scores("attached", size) if "attached" in self.metrics else []
        spread = float(np.std(attached, ddof=1)) if len(attached) > 1 else None
        return (str(size), round(float(np.mean(known))), *means, spread)

    def _notes(self) -> tuple[str, ...]:
        seeds = len({p.seed for p in self.points})
        return (f"Means over {seeds} seed{'s' if seeds > 1 else ''}; sd: standard deviation.",)

    def __str__(self) -> str:
        return str(self.table)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def marks(documents: Iterable[Document]) -> int:
    """Mentions, events and arguments: what an annotator has to make."""
    return sum(len(d.entities) + sum(1 + len(e.arguments) for e in d.events) for d in documents)
