"""How good predictions are: counts a document, ratios and intervals over all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conflict_ie.document import Document
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.evaluation.attributions import Attributions, attributions
from conflict_ie.evaluation.comparing import Comparison, compare, f1_of, weights
from conflict_ie.evaluation.reliability import ece, judge
from conflict_ie.evaluation.report_tables import (
    as_dict,
    as_html,
    by_meta,
    finite,
    of_labels,
    summary,
)
from conflict_ie.evaluation.scoring import METRICS, Counts, Pair, Tally, align, facts, iob2, tally
from conflict_ie.evaluation.tables import Table

__all__ = ["Report", "evaluate"]


@dataclass(frozen=True)
class Report:
    """Scores of predictions against gold.

    Attributes:
        ids: of the gold documents.
        tallies: one a document: metric, label, counts.
        exact: whether characters or whole words were compared.
        pairs: the documents themselves, gold and predicted.
        gold_triggers: the same for predictions made on gold triggers, if there are any.
        match: one of :data:`conflict_ie.evaluation.scoring.MATCHES`.

    Example:
        >>> from conflict_ie import Document, Entity, Span, evaluate
        >>> gold = Document("d", "تعز", (Entity("LOC", Span(0, 3), "تعز"),))
        >>> evaluate([gold], [gold]).f1("entity")
        1.0
    """

    ids: Sequence[str]
    tallies: Sequence[Tally]
    exact: bool = False
    pairs: Sequence[Pair] = field(default=(), repr=False)
    gold_triggers: Report | None = None
    match: str = "span"

    @property
    def unit(self) -> str:
        """What was compared, in words."""
        unit = "exact characters" if self.exact else "whole words"
        return unit if self.match == "span" else f"{unit}, {self.match}"

    def counts(self, metric: str, label: str | None = None) -> Counts:
        """Added up over all documents, and over all labels unless one is named.

        Raises:
            ConflictIEError: the metric is none of :data:`conflict_ie.evaluation.scoring.METRICS`.
        """
        return _of(self._totals, metric, label)

    def f1(self, metric: str, label: str | None = None) -> float:
        """Micro F1."""
        return self.counts(metric, label).f1

    def macro(self, metric: str) -> float:
        """Mean F1 of the labels that occur in gold."""
        scores = [self.f1(metric, x) for x in self.labels(metric) if self.counts(metric, x).gold]
        return float(np.mean(scores)) if scores else 0.0

    def labels(self, metric: str) -> list[str]:
        """The labels of a metric, the most frequent in gold first."""
        _of(self._totals, metric)
        return sorted(self._totals[metric], key=lambda x: (-self.counts(metric, x).gold, x))

    def rows(self, metric: str, label: str | None = None) -> NDArray[np.float64]:
        """Counts a document. *Shape:* ``(documents, 3)``: true positives, predicted, gold."""
        rows = [_row(_of(t, metric, label)) for t in self.tallies]
        return np.array(rows, dtype=np.float64).reshape(-1, 3)

    def interval(
        self, metric: str, label: str | None = None, *, seed: int = 0
    ) -> tuple[float, float]:
        """95 % bootstrap interval of F1, resampling documents (percentile method).

        Returns:
            Lower and upper bound; NaN twice where there are no documents.
        """
        rows = self.rows(metric, label)
        if not len(rows):
            return float("nan"), float("nan")
        low, high = np.percentile(f1_of(weights(len(rows), seed) @ rows), [2.5, 97.5])
        return float(low), float(high)

    def by(self, key: str = "source") -> dict[str, Report]:
        """A report for each value of ``meta[key]``; the one with most documents first.

        Documents without one are under ``"–"``.
        """
        groups: dict[str, list[int]] = {}
        for n, (gold, _) in enumerate(self._documents()):
            groups.setdefault(str(gold.meta.get(key) or "–"), []).append(n)
        frequent = sorted(groups, key=lambda value: (-len(groups[value]), value))
        return {value: self._select(groups[value]) for value in frequent}

    def by_document(self) -> dict[str, Report]:
        """A report for each document, by id."""
        return {name: self._select([n]) for n, name in enumerate(self.ids)}

    def worst(self, metric: str = "attached", *, n: int = 10) -> list[tuple[str, Counts]]:
        """The ``n`` documents with the most errors, with their counts."""
        scored = ((name, _of(t, metric)) for name, t in zip(self.ids, self.tallies, strict=True))
        return sorted(scored, key=lambda x: (-x[1].errors, x[1].f1, x[0]))[:n]

    @cached_property
    def overlap(self) -> Report:
        """The same where spans need only overlap, each once."""
        return self._matching("overlap")

    @cached_property
    def head(self) -> Report:
        """The same where only the first words of spans are compared."""
        return self._matching("head")

    @cached_property
    def attributions(self) -> Attributions:
        """Agents given to events that have none, or another, in gold."""
        judged = (attributions(pair, exact=self.exact) for pair in self._documents())
        return sum(judged, Attributions())

    @cached_property
    def seqeval(self) -> Mapping[str, float]:
        """Entity precision, recall and F1 of ``seqeval`` (strict, IOB2), a tag a word."""
        from seqeval.metrics.v1 import precision_recall_fscore_support
        from seqeval.scheme import IOB2

        tags = (
            [iob2(document) for document in side] for side in zip(*self._documents(), strict=True)
        )
        gold, predicted = tags if self.ids else ([], [])
        if not any(tag != "O" for row in [*gold, *predicted] for tag in row):
            return dict.fromkeys(("precision", "recall", "f1"), 0.0)
        scores = precision_recall_fscore_support(
            gold, predicted, average="micro", scheme=IOB2, zero_division=0
        )
        return dict(zip(("precision", "recall", "f1"), map(float, scores[:3]), strict=True))

    @cached_property
    def ece(self) -> Mapping[str, float | None]:
        """Calibration error of mentions, triggers, arguments; ``None`` without scores."""
        judged = judge(self._documents(), exact=self.exact)
        return {layer: ece(found) for layer, found in judged.items()}

    def diff(self, other: Report, *, seed: int = 0) -> Comparison:
        """How much better ``other`` is, with paired intervals and tests.

        Raises:
            ConflictIEError: the reports score different documents or in different units.
        """
        return compare(self, other, seed=seed)

    def table(self, metric: str | None = None) -> Table:
        """All metrics, a row each; or one metric, a row a label."""
        return of_labels(self, metric) if metric else summary(self)

    def by_table(self, key: str = "source") -> Table:
        """Micro F1 of the main metrics, a row for each value of ``meta[key]``."""
        return by_meta(self, key)

    def to_dict(self, *, per_document: bool = False) -> dict[str, Any]:
        """All counts and ratios, for JSON; those of each document only when asked for."""
        table: dict[str, Any] = finite(as_dict(self, per_document=per_document))
        return table

    def to_json(self, *, per_document: bool = False) -> str:
        """:meth:`to_dict` as text; bounds and rates that do not exist are ``null``."""
        return json.dumps(self.to_dict(per_document=per_document), ensure_ascii=False)

    def __str__(self) -> str:
        return str(summary(self))

    def _repr_html_(self) -> str:
        return as_html(self)

    @cached_property
    def _totals(self) -> Tally:
        return {
            metric: {label: sum((t[metric].get(label, Counts()) for t in self.tallies), Counts())
                     for label in dict.fromkeys(x for t in self.tallies for x in t[metric])}
            for metric in METRICS
        }  # fmt: skip

    def _documents(self) -> Sequence[Pair]:
        if len(self.pairs) != len(self.ids):
            raise ConflictIEError(
                "this report was made from counts, without documents; make it with evaluate()"
            )
        return self.pairs

    def _select(self, chosen: Sequence[int]) -> Report:
        return Report(
            [self.ids[n] for n in chosen],
            [self.tallies[n] for n in chosen],
            self.exact,
            [self.pairs[n] for n in chosen] if self.pairs else (),
            self.gold_triggers._select(chosen) if self.gold_triggers else None,
            self.match,
        )

    def _matching(self, match: str) -> Report:
        pairs = self._documents()
        tallies = [tally(*pair, exact=self.exact, match=match) for pair in pairs]
        given = self.gold_triggers._matching(match) if self.gold_triggers else None
        return Report(self.ids, tallies, self.exact, pairs, given, match)


def evaluate(
    gold: Iterable[Document],
    predicted: Iterable[Document],
    *,
    exact: bool = False,
    with_gold_triggers: Iterable[Document] | None = None,
) -> Report:
    """Scores predictions against gold, matched by document id.

    Args:
        gold: annotated by people.
        predicted: the same texts as a model marked them; a missing one counts as empty.
        exact: compare characters; otherwise spans are widened to whole words.
        with_gold_triggers: what the model marked when it was given the gold triggers.

    Raises:
        DocumentError: a prediction has no gold, two have the same id, a text differs, or
            a trigger of ``with_gold_triggers`` is not a gold trigger.

    Example:
        >>> from conflict_ie import Document, Entity, Span
        >>> text = "قصف الجيش تعز"
        >>> army, place = Entity("ARM", Span(4, 9), "الجيش"), Entity("LOC", Span(10, 13), "تعز")
        >>> gold, said = Document("d", text, (army, place)), Document("d", text, (place,))
        >>> evaluate([gold], [said]).counts("entity")
        Counts(tp=1, predicted=1, gold=2)
    """
    truth = list(gold)
    given = None
    if with_gold_triggers is not None:
        pairs = align(truth, with_gold_triggers)
        _check_triggers(pairs, exact)
        given = _scored(pairs, exact)
    return replace(_scored(align(truth, predicted), exact), gold_triggers=given)


def _scored(pairs: Sequence[Pair], exact: bool) -> Report:
    tallies = [tally(*pair, exact=exact) for pair in pairs]
    return Report([gold.id for gold, _ in pairs], tallies, exact, pairs)


def _check_triggers(pairs: Iterable[Pair], exact: bool) -> None:
    for gold, predicted in pairs:
        if facts(predicted, "trigger_id", exact=exact) - facts(gold, "trigger_id", exact=exact):
            raise DocumentError(
                f"document {gold.id!r}: with_gold_triggers has a trigger that gold does not have; "
                "pass predictions that were made on the gold triggers"
            )


def _of(tallied: Tally, metric: str, label: str | None = None) -> Counts:
    if metric not in tallied:
        raise ConflictIEError(f"no metric {metric!r}; there are {', '.join(METRICS)}")
    labels = tallied[metric]
    return labels.get(label, Counts()) if label else sum(labels.values(), Counts())


def _row(counts: Counts) -> tuple[int, int, int]:
    return counts.tp, counts.predicted, counts.gold
