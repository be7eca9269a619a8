"""Learning from annotated documents, through ``transformers.Trainer``."""

from __future__ import annotations

import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from transformers import Trainer, TrainingArguments, set_seed

from conflict_ie.document import Document
from conflict_ie.errors import DocumentError
from conflict_ie.learning.batches import collate, example
from conflict_ie.learning.lora import lora
from conflict_ie.learning.model import Model
from conflict_ie.learning.network import Network
from conflict_ie.learning.precision import has_bf16
from conflict_ie.learning.windows import annotated_windows

__all__ = ["Recipe", "encode", "fit"]


@dataclass(frozen=True)
class Recipe:
    """How to learn.

    Attributes:
        epochs: passes over the training documents.
        batch: windows a step.
        encoder_rate: highest learning rate of the pretrained encoder.
        head_rate: highest learning rate of everything new.
        decay: weight decay.
        warmup: share of the steps over which the rates rise; then they fall to 0 in a line.
        seed: of shuffling, dropout and new weights.
        bf16: mixed precision. A processor without bfloat16 instructions learns in float32 and
            says so: imitating them there takes ten times as long.
        save_epochs: keep a checkpoint after every epoch, to resume from.
        lora: rank of low-rank adapters that are trained in place of the encoder's weights, for
            encoders of BERT-base size; 0 trains all weights. Needs the extra ``lora``.
    """

    epochs: float = 10
    batch: int = 16
    encoder_rate: float = 4e-4
    head_rate: float = 2e-3
    decay: float = 0.01
    warmup: float = 0.1
    seed: int = 1
    bf16: bool = False
    save_epochs: bool = False
    lora: int = 0


def fit(
    model: Model,
    train: Iterable[Document],
    recipe: Recipe,
    *,
    folder: Path | None = None,
    resume: bool = False,
) -> tuple[Model, Counter[str]]:
    """Trains a model in place.

    Args:
        model: what to start from.
        train: annotated documents whose labels the model's ontology holds.
        recipe: how to learn.
        folder: for checkpoints; a temporary one unless given.
        resume: go on from the newest checkpoint in ``folder``.

    Returns:
        The model, and what could not be encoded, counted by reason.

    Raises:
        DocumentError: there are no documents, or one has a label outside the ontology.
    """
    set_seed(recipe.seed)
    rows, lost = encode(model, train)
    with tempfile.TemporaryDirectory() as scratch, lora(model.network, recipe.lora):
        trainer = _Trainer(
            recipe,
            model=model.network,
            args=_arguments(recipe, folder or Path(scratch)),
            train_dataset=Dataset.from_list(rows),
            data_collator=partial(collate, padding=model.padding, roles=len(model.labels.roles)),
        )
        trainer.train(resume_from_checkpoint=resume or None)
    model.network.eval()
    return model, lost


def encode(
    model: Model, documents: Iterable[Document]
) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Every window of the documents as a training row, and what was lost on the way."""
    rows: list[dict[str, Any]] = []
    lost: Counter[str] = Counter()
    for document in documents:
        model.ontology.check(document)
        new, missed = _rows(model, document)
        rows += new
        lost += missed
    if not rows:
        raise DocumentError("no documents to train on; give at least one with text")
    return rows, lost


def _rows(model: Model, document: Document) -> tuple[list[dict[str, Any]], Counter[str]]:
    pairs, lost = annotated_windows(document, model.codec)
    rows = [
        {**example(window.pieces, targets), "length": len(window.pieces.ids)}
        for window, targets in pairs
    ]
    return rows, lost


def _arguments(recipe: Recipe, folder: Path) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=recipe.batch,
        warmup_steps=recipe.warmup,
        seed=recipe.seed,
        bf16=recipe.bf16 and _quick_bf16(),
        use_cpu=not torch.cuda.is_available(),
        train_sampling_strategy="group_by_length",
        length_column_name="length",
        remove_unused_columns=False,
        save_strategy="epoch" if recipe.save_epochs else "no",
        save_total_limit=1,
        logging_strategy="epoch",
        report_to=[],
    )


def _quick_bf16() -> bool:
    quick = torch.cuda.is_available() or has_bf16()
    if not quick:
        warnings.warn("no bfloat16 instructions here; learning in float32 instead", stacklevel=2)
    return quick


class _Trainer(Trainer):
    """The stock trainer with two learning rates."""

    def __init__(self, recipe: Recipe, **parts: Any) -> None:
        super().__init__(**parts)
        self.recipe = recipe

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:
        """AdamW with one rate for the encoder and one for the heads."""
        if self.optimizer is None:
            assert isinstance(self.model, Network)
            groups = _groups(self.model, self.recipe)
            self.optimizer = torch.optim.AdamW(groups, weight_decay=self.recipe.decay, fused=True)
        return self.optimizer

    def compute_loss(
        self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """The network weighs its own losses."""
        outputs = model(**inputs)
        return (outputs["loss"], outputs) if return_outputs else outputs["loss"]


def _groups(network: Network, recipe: Recipe) -> Sequence[dict[str, Any]]:
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    return [
        {"params": encoder, "lr": recipe.encoder_rate},
        {"params": heads, "lr": recipe.head_rate},
    ]
