"""Where a model is unsure: how much of each text, and about what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from conflict_ie.learning.batches import BUDGET, Example, by_budget, example, inputs
from conflict_ie.learning.model import Model
from conflict_ie.learning.precision import precision
from conflict_ie.learning.windows import windows

__all__ = ["Doubt", "doubts"]

# Texts read ahead before their windows are sorted by length.
_AHEAD = 512


@dataclass(frozen=True, slots=True)
class Doubt:
    """How unsure a model is of one text.

    Attributes:
        amount: the number of words whose tag it expects to get wrong.
        about: (H,) the states of its words, weighed by the doubt of each; texts that
            raise the same question lie in the same direction.
    """

    amount: float
    about: NDArray[np.float32]


def doubts(model: Model, texts: Sequence[str]) -> list[Doubt]:
    """How unsure a model is of each text.

    A word's doubt is 1 less the probability of its likeliest tag, which is "least
    confidence" of Lewis and Gale, "A Sequential Algorithm for Training Text
    Classifiers", SIGIR 1994; with calibrated scores the sum over a text is the number
    of tags expected to be wrong.

    Args:
        model: in evaluation mode.
        texts: of any length; an empty one has no doubts.
    """
    parts = (texts[at : at + _AHEAD] for at in range(0, len(texts), _AHEAD))
    return [doubt for part in parts for doubt in _doubts(model, part)]


def _doubts(model: Model, texts: Sequence[str]) -> Iterator[Doubt]:
    owners: list[int] = []
    rows: list[Example] = []
    for number, text in enumerate(texts):
        for window in windows(text, model.codec):
            owners.append(number)
            rows.append({**example(window.pieces), "core": window.core})
    amounts = np.zeros(len(texts))
    sums = np.zeros((len(texts), model.network.encoder.config.hidden_size), np.float32)
    for batch in by_budget([len(r["ids"]) for r in rows], BUDGET):
        doubt, weighed = _read(model, [rows[i] for i in batch])
        for place, row in enumerate(batch):
            amounts[owners[row]] += doubt[place]
            sums[owners[row]] += weighed[place]
    return (Doubt(float(a), s) for a, s in zip(amounts, sums, strict=True))


@torch.inference_mode()
def _read(model: Model, rows: Sequence[Example]) -> tuple[NDArray[np.float32], ...]:
    """(B,) doubt and (B, H) weighed states of windows; only their cores count."""
    network = model.network
    batch = inputs(rows, model.padding).to(network.mix.device)
    with precision():
        states = network.words(batch)
        tags, _ = network.tag_scores(states)
    sure = (tags.float() / model.temperatures.tags).softmax(-1).amax(-1)
    doubt = (1 - sure) * _cores(batch.words, rows)
    weighed = torch.einsum("bw,bwh->bh", doubt, states.float())
    return doubt.sum(1).cpu().numpy(), weighed.cpu().numpy()


def _cores(words: Tensor, rows: Sequence[Example]) -> Tensor:
    """(B, W) 1 on the tokens for which a window speaks."""
    places = torch.arange(words.shape[1], device=words.device)
    bounds = torch.tensor([r["core"] for r in rows], device=words.device)
    return ((places >= bounds[:, :1]) & (places < bounds[:, 1:]) & words).float()
