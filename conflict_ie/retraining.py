"""Further training on new annotations, with a look at what it costs the old ones."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conflict_ie.document import Document
from conflict_ie.evaluation.report import Report, evaluate
from conflict_ie.evaluation.scoring import CHIEF
from conflict_ie.evaluation.tables import Table
from conflict_ie.extractor import Extractor
from conflict_ie.jsonl import read
from conflict_ie.learning.extending import extended
from conflict_ie.learning.model import Model
from conflict_ie.learning.training import Recipe
from conflict_ie.resources import shipped
from conflict_ie.teaching import model_of, train
from conflict_ie.widening import widened

__all__ = ["Retrained", "replay_documents", "retrain"]

# What is known already is unlearned at the rates that suit an untrained model.
GENTLE = Recipe(epochs=3, encoder_rate=2e-4, head_rate=1e-3)
# A loss below this is within the noise of one seed.
_LOSS = 0.01


@dataclass(frozen=True)
class Retrained:
    """A model that was trained further, and how it does on old and new documents.

    Attributes:
        extractor: the new model.
        before: reports of the base by ``"old"`` and ``"new"`` documents.
        after: the same of the new model.
    """

    extractor: Extractor
    before: Mapping[str, Report]
    after: Mapping[str, Report]

    @property
    def table(self) -> Table:
        """F1 before and after, on old and on new documents."""
        rows = tuple(
            (f"{which} {metric}", *(gain := self._gain(which, metric)), gain[1] - gain[0])
            for which in self.before
            for metric in CHIEF
        )
        return Table("F1 before and after", ("documents, metric", "before", "after", "gain"), rows)

    @property
    def forgotten(self) -> list[str]:
        """Metrics that lost more than a hundredth on the old documents."""
        gains = {m: self._gain("old", m) for m in CHIEF}
        return [m for m, (before, after) in gains.items() if before - after > _LOSS]

    def _gain(self, which: str, metric: str) -> tuple[float, float]:
        return self.before[which].f1(metric), self.after[which].f1(metric)

    def __str__(self) -> str:
        return str(self.table)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def replay_documents(number: int, *, seed: int = 1) -> list[Document]:
    """Documents of the package's own training text, to mix with new ones.

    Args:
        number: how many at most.
        seed: of the choice.
    """
    documents = _own("train")
    return random.Random(seed).sample(documents, min(number, len(documents)))


def retrain(
    documents: Iterable[Document],
    dev: Iterable[Document] = (),
    *,
    base: Model | str | Path | None = None,
    replay: Sequence[Document] | None = None,
    old_dev: Sequence[Document] | None = None,
    recipe: Recipe = GENTLE,
) -> Retrained:
    """Trains a model on new annotations and on some of what it knows already.

    Labels that the base lacks are added to its ontology and heads; its weights for
    the others are kept. A warning names what was forgotten all the same.

    Args:
        documents: new annotations.
        dev: new annotations that are not learned from.
        base: a model or its folder; the shipped one unless given.
        replay: known documents to mix in; as many of the package's own as there are new
            ones unless given, ``[]`` for none.
        old_dev: documents on which forgetting shows; the package's own unless given.
        recipe: how to learn.

    Raises:
        DocumentError: there is nothing to learn from.

    Example:
        >>> from conflict_ie import read, retrain
        >>> done = retrain(read("new.jsonl"), read("new_dev.jsonl"))  # doctest: +SKIP
        >>> print(done.table)  # doctest: +SKIP
    """
    fresh, held = list(documents), {"old": list(old_dev or _own("dev")), "new": list(dev)}
    model = model_of(base)
    known = replay_documents(len(fresh), seed=recipe.seed) if replay is None else list(replay)
    before = _reports(Extractor(model), held)
    start = extended(model, widened(model.ontology, fresh), seed=recipe.seed)
    extractor = train(fresh + known, held["new"], base=start, recipe=recipe)
    done = Retrained(extractor, before, _reports(extractor, held))
    if done.forgotten:
        warnings.warn(
            f"the model forgot of {', '.join(done.forgotten)}; see its table", stacklevel=2
        )
    return done


def _own(part: str) -> list[Document]:
    return read(shipped(f"annotations/authored/{part}.jsonl"))


def _reports(extractor: Extractor, held: Mapping[str, list[Document]]) -> dict[str, Report]:
    return {w: evaluate(d, extractor.extract_many(d)) for w, d in held.items() if d}
