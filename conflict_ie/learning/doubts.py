"""Where a model is unsure: of which words, and how much."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from conflict_ie.learning.batches import BUDGET, Example, by_budget, example, inputs
from conflict_ie.learning.decoding import annotate, related, tagged
from conflict_ie.learning.model import Model
from conflict_ie.learning.network import Batch
from conflict_ie.learning.precision import precision
from conflict_ie.learning.windows import Window, windows
from conflict_ie.words import stem

__all__ = ["doubts"]

# Texts read ahead before their windows are sorted by length.
_AHEAD = 512


def doubts(model: Model, texts: Sequence[str]) -> list[dict[str, float]]:
    """How unsure a model is of the words of each text.

    A word's doubt is 1 less the probability of its likeliest tag, which is "least
    confidence" of Lewis and Gale, "A Sequential Algorithm for Training Text
    Classifiers", SIGIR 1994. So is a role's; with calibrated scores their sum over a
    text is the number of labels expected to be wrong.

    Args:
        model: in evaluation mode.
        texts: of any length; an empty one has no doubts.

    Returns:
        For each text the labels expected to be wrong at each word, by its stem: its tag,
        and half of every role between it and another word.
    """
    parts = (texts[at : at + _AHEAD] for at in range(0, len(texts), _AHEAD))
    return [doubt for part in parts for doubt in _doubts(model, part)]


def _doubts(model: Model, texts: Sequence[str]) -> list[dict[str, float]]:
    parts = [(number, w) for number, text in enumerate(texts) for w in windows(text, model.codec)]
    rows = [example(window.pieces) for _, window in parts]
    found: list[dict[str, float]] = [{} for _ in texts]
    for batch in by_budget([len(r["ids"]) for r in rows], BUDGET):
        for row, amounts in zip(batch, _read(model, [rows[i] for i in batch]), strict=True):
            number, window = parts[row]
            _add_words(found[number], texts[number], window, amounts)
    return found


def _add_words(
    found: dict[str, float], text: str, window: Window, amounts: Sequence[float]
) -> None:
    """The doubts of the words for which a window speaks."""
    for place in range(*window.core):
        word = stem(window.spans[place].of(text))
        found[word] = found.get(word, 0.0) + amounts[place]


@torch.inference_mode()
def _read(model: Model, rows: Sequence[Example]) -> list[list[float]]:
    """The doubt of every token of every window, W numbers each and padding."""
    network = model.network
    batch = inputs(rows, model.padding).to(network.mix.device)
    with precision():
        states = network.words(batch)
        tags, cuts = (scores.float() for scores in network.tag_scores(states))
        sure = (tags / model.temperatures.tags).softmax(-1).amax(-1)
        annotate(batch, tagged(tags, cuts, batch, rows, model.labels))
        doubt = 1 - sure
        if len(batch.triggers):
            _add_roles(doubt, _unsure(model, states, batch), batch)
    amounts: list[list[float]] = doubt.tolist()
    return amounts


def _unsure(model: Model, states: Tensor, batch: Batch) -> Tensor:
    """(N, M) the roles expected to be wrong between each trigger and mention."""
    likely, _ = related(model.network, states, batch, model.temperatures)
    return torch.minimum(likely, 1 - likely).sum(-1)


def _add_roles(doubt: Tensor, wrong: Tensor, batch: Batch) -> None:
    """Half of each pair's doubt to the trigger's word, half to the mention's first."""
    window, token = batch.triggers[:, 0], batch.triggers[:, 1]
    first = batch.mentions[window, :, 0].clamp(min=0)
    doubt.index_put_((window, token), wrong.sum(1) / 2, accumulate=True)
    doubt.index_put_((window[:, None].expand_as(first), first), wrong / 2, accumulate=True)
