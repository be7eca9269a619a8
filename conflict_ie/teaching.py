"""From annotated documents to an extractor, in one call."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from conflict_ie.document import Document
from conflict_ie.errors import ModelError
from conflict_ie.evaluation.report import evaluate
from conflict_ie.evaluation.scoring import CHIEF
from conflict_ie.extractor import Extractor
from conflict_ie.learning.calibration import fit_temperatures
from conflict_ie.learning.model import Model
from conflict_ie.learning.training import Recipe, encode, fit
from conflict_ie.resources import shipped

__all__ = ["measured", "model_of", "train"]


def train(
    documents: Iterable[Document],
    dev: Iterable[Document] = (),
    *,
    base: Model | str | Path | None = None,
    recipe: Recipe = Recipe(),
    folder: str | Path | None = None,
    resume: bool = False,
) -> Extractor:
    """Trains a model on annotated documents.

    Args:
        documents: to learn from.
        dev: never learned from; scores are calibrated on them, and the model's
            ``about`` tells how it does on them.
        base: a model folder to train further, or an untrained
            ``Model.start(encoder, ontology)`` for an encoder or labels of your own.
            The shipped model unless given.
        recipe: epochs, rates, seed.
        folder: for checkpoints after every epoch.
        resume: go on from the newest checkpoint in ``folder``.

    Returns:
        An extractor; keep it with ``save(path)``.

    Raises:
        DocumentError: a label is not in the model's ontology, or nothing is given.
        ModelError: there is nothing to start from.

    Example:
        >>> from conflict_ie import read, train
        >>> extractor = train(read("train.jsonl"), read("dev.jsonl"))  # doctest: +SKIP
    """
    model = model_of(base)
    if resume and folder is None:
        raise ModelError("resume needs the folder that holds the checkpoints; give folder=")
    recipe = replace(recipe, save_epochs=folder is not None)
    model, lost = fit(
        model, documents, recipe, folder=Path(folder) if folder else None, resume=resume
    )
    _tell(lost)
    model.about = {**model.about, "recipe": vars(recipe)}
    return measured(model, list(dev))


def model_of(base: Model | str | Path | None) -> Model:
    """A model to train: itself, the one of a folder, or a fresh copy of the shipped one."""
    return base if isinstance(base, Model) else Model.load(base or shipped("models/default"))


def _tell(lost: Counter[str]) -> None:
    """One sentence about everything the model cannot represent."""
    if lost:
        counted = ", ".join(f"{n} × {why}" for why, n in lost.most_common())
        warnings.warn(f"not learned as annotated: {counted}", stacklevel=3)


def measured(model: Model, dev: Sequence[Document]) -> Extractor:
    """Calibrates a model on documents it never learned from, and notes how it does on them.

    Args:
        model: its temperatures and ``about`` are replaced.
        dev: nothing is done without any.
    """
    extractor = Extractor(model)
    if dev:
        model.temperatures = fit_temperatures(model, encode(model, dev)[0])
        report = evaluate(dev, extractor.extract_many(dev))
        model.about = {**model.about, "dev": {m: round(report.f1(m), 4) for m in CHIEF}}
    return extractor
