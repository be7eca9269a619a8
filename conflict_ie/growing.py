"""How much annotation is enough: models trained on growing samples."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from conflict_ie.document import Document
from conflict_ie.errors import DocumentError
from conflict_ie.evaluation.curves import LearningCurve, Point, marks
from conflict_ie.evaluation.report import evaluate
from conflict_ie.evaluation.scoring import CHIEF
from conflict_ie.learning.model import Model
from conflict_ie.learning.training import Recipe
from conflict_ie.teaching import train

__all__ = ["learning_curve"]


def learning_curve(
    documents: Iterable[Document],
    dev: Iterable[Document],
    *,
    start: Callable[[int], Model] | str | Path | None = None,
    sizes: Sequence[int | float] = (0.1, 0.2, 0.4, 1.0),
    seeds: Sequence[int] = (1, 2, 3),
    recipe: Recipe = Recipe(),
) -> LearningCurve:
    """Trains on growing samples of annotated documents and scores each model.

    A sample of one seed holds all smaller ones of that seed. Paragraphs of one article,
    which share ``meta["document"]``, come into a sample together, since the second
    paragraph of a known article teaches less than that of a new one.

    Args:
        documents: to sample from.
        dev: to score on; never learned from.
        start: what is trained: a function from a seed to a fresh model, such as
            ``lambda seed: Model.start(encoder, ontology, seed=seed)``, or the folder of
            a model; the shipped one unless given, which asks what more labels would add.
        sizes: numbers of documents, or shares of them as floats up to 1.
        seeds: of the samples and the training; one model a seed and size.
        recipe: how to learn from all documents; its seed is replaced, and smaller samples
            are read more often, so that every model takes as many steps. Else small samples
            would look worse than they are for nothing but being taught less.

    Returns:
        A curve with ``table``, ``expected(size)`` and, in
        :func:`conflict_ie.display.learning_plot`, a drawing.

    Raises:
        DocumentError: a size is no size of these documents, or there are no dev documents.

    Example:
        >>> from conflict_ie import learning_curve, read
        >>> curve = learning_curve(read("mine.jsonl"), read("dev.jsonl"))  # doctest: +SKIP
        >>> print(curve.table)  # doctest: +SKIP
    """
    every, held = list(documents), list(dev)
    if not held:
        raise DocumentError("dev is empty; a curve needs documents that are not learned from")
    numbers = sorted({_number(size, len(every)) for size in sizes})
    points = [
        _point(sample, held, _fresh(start, seed), _for(recipe, seed, len(every) / len(sample)))
        for seed in seeds
        for sample in _samples(every, numbers, seed)
    ]
    return LearningCurve(points)


def _for(recipe: Recipe, seed: int, times: float) -> Recipe:
    return replace(recipe, seed=seed, epochs=recipe.epochs * times)


def _number(size: int | float, every: int) -> int:
    number = round(size * every) if isinstance(size, float) else size
    if not 0 < number <= every:
        raise DocumentError(
            f"size {size}: not within the {every} documents; give numbers up to that, "
            "or shares between 0.0 and 1.0"
        )
    return number


def _samples(
    documents: Sequence[Document], numbers: Sequence[int], seed: int
) -> list[list[Document]]:
    articles: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        articles[str(document.meta.get("document", document.id))].append(document)
    groups = list(articles.values())
    random.Random(seed).shuffle(groups)
    order = [document for group in groups for document in group]
    return [order[:number] for number in numbers]


def _fresh(start: Callable[[int], Model] | str | Path | None, seed: int) -> Model | Path | None:
    if callable(start):
        return start(seed)
    return None if start is None else Path(start)


def _point(
    sample: Sequence[Document], dev: Sequence[Document], base: Model | Path | None, recipe: Recipe
) -> Point:
    extractor = train(sample, base=base, recipe=recipe)
    report = evaluate(dev, extractor.extract_many(dev))
    scores = {metric: round(report.f1(metric), 4) for metric in CHIEF}
    return Point(len(sample), marks(sample), recipe.seed, scores)
