"""Whether scores can be trusted: calibration error, reliability bins, thresholds.

A score is a probability that what carries it is right, so it is held against how
often that is so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conflict_ie.document import Document, Span
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.evaluation.scoring import Fact, Pair, Snap, align, units
from conflict_ie.evaluation.tables import Table

__all__ = ["Bin", "Judged", "Reliability", "ece", "judge", "reliability", "thresholds_for"]

Scored = tuple[Fact, float | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted fact with its label, its score and whether gold has it."""

    label: str
    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions whose scores lie in ``[low, high)``; the last bin holds 1 too.

    Attributes:
        low: lower bound.
        high: upper bound.
        count: how many predictions.
        confidence: their mean score, ``None`` where there are none.
        accuracy: share of them that is right, ``None`` where there are none.
    """

    low: float
    high: float
    count: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Scores against correctness, in bins of equal width.

    Example:
        >>> Reliability((Bin(0.0, 0.5, 0, None, None), Bin(0.5, 1.0, 4, 0.9, 0.75))).ece
        0.15000000000000002
    """

    bins: tuple[Bin, ...]

    @property
    def count(self) -> int:
        """How many predictions have a score."""
        return sum(b.count for b in self.bins)

    @property
    def ece(self) -> float:
        """Expected calibration error (Naeini et al., 2015): mean gap, weighted by count."""
        gaps = (
            b.count * abs(b.confidence - b.accuracy)
            for b in self.bins
            if b.confidence is not None and b.accuracy is not None
        )
        return sum(gaps) / self.count

    def table(self) -> Table:
        """A row a bin."""
        return Table(
            f"{self.count} scores, ECE {self.ece:.3f}",
            ("scores", "count", "confidence", "accuracy"),
            tuple(
                (f"{b.low:.2f}–{b.high:.2f}", b.count, b.confidence, b.accuracy) for b in self.bins
            ),
        )

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def _mentions(document: Document, snap: Snap) -> Iterator[Scored]:
    return (((e.type, snap(e.span)), e.score) for e in document.entities)


def _triggers(document: Document, snap: Snap) -> Iterator[Scored]:
    return (((e.type, snap(e.trigger)), e.score) for e in document.events)


def _arguments(document: Document, snap: Snap) -> Iterator[Scored]:
    return (
        ((a.role, e.type, snap(e.trigger), snap(a.entity.span)), a.score)
        for e in document.events
        for a in e.arguments
    )


# The facts are those of the metrics entity, trigger and attached.
_LAYERS: Mapping[str, Callable[[Document, Snap], Iterator[Scored]]] = {
    "mentions": _mentions,
    "triggers": _triggers,
    "arguments": _arguments,
}


def judge(pairs: Iterable[Pair], *, exact: bool = False) -> dict[str, list[Judged]]:
    """Every scored prediction of each layer, right or not.

    Two predictions that are the same fact in the unit compared count once, with the
    higher score. What has no score is left out.

    Args:
        pairs: gold, predicted.
        exact: compare characters; otherwise spans are widened to whole words.

    Raises:
        DocumentError: a score does not lie in [0, 1].
    """
    found: dict[str, list[Judged]] = {layer: [] for layer in _LAYERS}
    for gold, predicted in pairs:
        snap = units(gold, exact=exact)
        for layer, read in _LAYERS.items():
            true = {fact for fact, _ in read(gold, snap)}
            said = _best(predicted, read(predicted, snap))
            found[layer].extend(Judged(str(f[0]), s, f in true) for f, s in said.items())
    return found


def _best(document: Document, scored: Iterable[Scored]) -> dict[Fact, float]:
    best: dict[Fact, float] = {}
    for fact, score in scored:
        if score is None:
            continue
        if not 0 <= score <= 1:
            where = next((part for part in fact if isinstance(part, Span)), None)
            raise DocumentError(
                f"document {document.id!r}: {fact[0]} at {where} has the score {score}; "
                "scores are probabilities from 0 to 1"
            )
        best[fact] = max(score, best.get(fact, 0.0))
    return best


def reliability(
    gold: Iterable[Document], predicted: Iterable[Document], *, bins: int = 10, exact: bool = False
) -> dict[str, Reliability | None]:
    """Reliability of the scores of mentions, triggers and arguments.

    An argument is right when it has the right role on the right trigger.

    Args:
        gold: annotated by people.
        predicted: the same texts as a model marked them, with scores.
        bins: of equal width.
        exact: compare characters; otherwise spans are widened to whole words.

    Returns:
        One a layer, ``None`` where nothing has a score.

    Raises:
        DocumentError: gold and predicted do not fit together, or a score is no probability.
        ConflictIEError: ``bins`` is smaller than 1.

    Example:
        >>> from conflict_ie import Document, Entity, Span
        >>> gold = Document("d", "تعز", (Entity("LOC", Span(0, 3), "تعز"),))
        >>> said = Document("d", "تعز", (Entity("LOC", Span(0, 3), "تعز", score=0.75),))
        >>> reliability([gold], [said])["mentions"].ece
        0.25
    """
    judged = judge(align(gold, predicted), exact=exact)
    return {layer: binned(found, bins=bins) for layer, found in judged.items()}


def binned(judged: Sequence[Judged], *, bins: int = 10) -> Reliability | None:
    """Judged predictions in bins of equal width; ``None`` where there are none."""
    if bins < 1:
        raise ConflictIEError(f"bins={bins} is too few; give 1 or more")
    if not judged:
        return None
    cells: list[list[Judged]] = [[] for _ in range(bins)]
    for one in judged:
        cells[min(int(one.score * bins), bins - 1)].append(one)
    return Reliability(tuple(_bin(n / bins, (n + 1) / bins, cell) for n, cell in enumerate(cells)))


def _bin(low: float, high: float, cell: Sequence[Judged]) -> Bin:
    if not cell:
        return Bin(low, high, 0, None, None)
    confidence = sum(one.score for one in cell) / len(cell)
    return Bin(low, high, len(cell), confidence, sum(one.right for one in cell) / len(cell))


def ece(judged: Sequence[Judged], *, bins: int = 10) -> float | None:
    """Expected calibration error over bins of equal width; ``None`` without scores."""
    found = binned(judged, bins=bins)
    return None if found is None else found.ece


def thresholds_for(
    gold: Iterable[Document],
    predicted: Iterable[Document],
    *,
    precision: float = 0.9,
    support: int = 1,
    exact: bool = False,
) -> dict[str, dict[str, float | None]]:
    """For every label, the lowest score from which predictions are as precise as wished.

    Choose them on one set of documents and report on another: on the set they were
    chosen on they look better than they are, above all for rare labels.

    Args:
        gold: annotated by people.
        predicted: the same texts as a model marked them, with scores.
        precision: the wish, above 0 and at most 1.
        support: how many predictions must lie at or above a threshold.
        exact: compare characters; otherwise spans are widened to whole words.

    Returns:
        Layer, label, threshold; keep what scores at least that. ``None`` where no
        score gives the precision wished. Labels that no scored prediction has are absent
        from their layer, unless predictions without a score have them (``None``).

    Raises:
        ConflictIEError: ``precision`` lies outside (0, 1].
        DocumentError: gold and predicted do not fit together, or a score is no probability.

    Example:
        >>> from conflict_ie import Document, Entity, Span
        >>> first, second = Span(0, 3), Span(4, 7)
        >>> gold = Document("d", "تعز أمس", (Entity("LOC", first, "تعز"),))
        >>> sure, unsure = (Entity("LOC", first, "تعز", score=0.8),
        ...                 Entity("LOC", second, "أمس", score=0.4))
        >>> said = Document("d", "تعز أمس", (sure, unsure))
        >>> thresholds_for([gold], [said], precision=0.9)["mentions"]
        {'LOC': 0.8}
    """
    if not 0 < precision <= 1:
        raise ConflictIEError(f"precision={precision} lies outside (0, 1]; 0.9 keeps 9 right in 10")
    pairs = align(gold, predicted)
    judged = judge(pairs, exact=exact)
    return {
        layer: {
            label: _threshold([j for j in judged[layer] if j.label == label], precision, support)
            for label in sorted(_said(pairs, layer))
        }
        for layer in _LAYERS
    }


def _said(pairs: Iterable[Pair], layer: str) -> set[str]:
    read = _LAYERS[layer]
    return {
        str(fact[0]) for _, predicted in pairs for fact, _ in read(predicted, lambda span: span)
    }


def _threshold(judged: Sequence[Judged], precision: float, support: int) -> float | None:
    ranked = sorted(judged, key=lambda one: -one.score)
    best, right = None, 0
    for n, one in enumerate(ranked, 1):
        right += one.right
        tied = n < len(ranked) and ranked[n].score == one.score
        if not tied and n >= support and right / n >= precision:
            best = one.score
    return best
