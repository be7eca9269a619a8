"""From the network's logits to the most likely legal answer about each window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from conflict_ie.learning.batches import Example, flat_triggers, inputs, padded_mentions
from conflict_ie.learning.codec import Scores, Targets
from conflict_ie.learning.labels import IGNORED, Labels
from conflict_ie.learning.network import Batch, Network

__all__ = ["Temperatures", "annotate", "answers", "best_path", "related", "tagged"]

_NEVER = -1e9


@dataclass(frozen=True)
class Temperatures:
    """What logits are divided by so that scores are probabilities, fitted on dev data.

    Attributes:
        tags: of mentions and triggers.
        status: of statuses.
        roles: of arguments.
    """

    tags: float = 1.0
    status: float = 1.0
    roles: float = 1.0


@torch.inference_mode()
def answers(
    network: Network,
    rows: Sequence[Example],
    labels: Labels,
    *,
    padding: int,
    temperatures: Temperatures = Temperatures(),
    threshold: float = 0.45,
) -> list[Targets]:
    """What the network answers about each window.

    Args:
        network: in evaluation mode.
        rows: windows, best of similar length; ``given`` in a row, a list of (token, event
            type), says which words are its triggers.
        labels: what the numbers mean.
        padding: the tokenizer's padding piece.
        temperatures: for the scores.
        threshold: the probability that trigger, mention and role are right from which an
            argument is kept.
    """
    batch = inputs(rows, padding).to(network.mix.device)
    states = network.words(batch)
    tags, cuts = (x.float() for x in network.tag_scores(states))
    found = tagged(tags, cuts, batch, rows, labels, temperatures.tags)
    annotate(batch, found)
    if len(batch.triggers):
        _relate(network, states, batch, found, temperatures, threshold)
    return found


def tagged(
    tags: Tensor,
    cuts: Tensor,
    batch: Batch,
    rows: Sequence[Example],
    labels: Labels,
    temperature: float = 1.0,
) -> list[Targets]:
    """The likeliest mentions and triggers of each window; their roles are still open."""
    logits = tags.cpu().numpy()
    probabilities = (tags / temperature).softmax(-1).cpu().numpy()
    best_cuts = cuts.argmax(-1).cpu().numpy()
    for b, row in enumerate(rows):
        best_cuts[b, np.flatnonzero(row["uncut"])] = 0
        for token, event in row.get("given") or ():
            probabilities[b, token, labels.first_trigger + event] = 1.0
    lengths = batch.words.sum(1).tolist()
    paths = best_path(_possible_only(logits, rows, labels), lengths, labels)
    return [
        _spans(path, best_cuts[b, : len(path)].tolist(), probabilities[b], labels)
        for b, path in enumerate(paths)
    ]


def _possible_only(logits: np.ndarray, rows: Sequence[Example], labels: Labels) -> np.ndarray:
    """No punctuation mark is a trigger; where triggers are given, no other word is one."""
    first = labels.first_trigger
    for b, row in enumerate(rows):
        marks = [w for w, is_word in enumerate(row["words"]) if not is_word]
        logits[b, marks, first:] = _NEVER
        given = row.get("given")
        if given is not None:
            logits[b, :, first:] = _NEVER
            for token, event in given:
                logits[b, token] = _NEVER
                logits[b, token, first + event] = 0.0
    return logits


def best_path(logits: np.ndarray, lengths: Sequence[int], labels: Labels) -> list[list[int]]:
    """The highest-scoring legal tag sequence of each window (Viterbi).

    Args:
        logits: (B, W, tags).
        lengths: real tokens of each window.
        labels: for the legal transitions.
    """
    forbidden = np.where(labels.transitions, 0.0, _NEVER)
    score = logits[:, 0] + np.where(labels.starts, 0.0, _NEVER)
    history, scores = [], [score]
    for step in range(1, logits.shape[1]):
        ways = score[:, :, None] + forbidden
        history.append(ways.argmax(1))
        score = ways.max(1) + logits[:, step]
        scores.append(score)
    return [_trace(b, length, scores, history) for b, length in enumerate(lengths)]


def _trace(b: int, length: int, scores: list[np.ndarray], history: list[np.ndarray]) -> list[int]:
    path = [int(scores[length - 1][b].argmax())]
    for back in reversed(history[: length - 1]):
        path.append(int(back[b, path[-1]]))
    return path[::-1]


def _spans(path: list[int], cuts: list[int], probabilities: np.ndarray, labels: Labels) -> Targets:
    """Mentions and triggers of one tag path; roles are still open."""
    found = Targets(path, cuts, [], [], [], scores=Scores([], [], [], []))
    assert found.scores is not None
    first_trigger = labels.first_trigger
    for token, tag in enumerate(path):
        score = float(probabilities[token, tag])
        if tag >= first_trigger:
            found.triggers.append((token, tag - first_trigger, 0))
            found.scores.triggers.append(score)
        elif tag % 2:
            found.mentions.append((token, token, tag // 2))
            found.scores.mentions.append(score)
        elif tag:
            start, _, kind = found.mentions[-1]
            found.mentions[-1] = (start, token, kind)
            # A span is as sure as its least sure word.
            found.scores.mentions[-1] = min(found.scores.mentions[-1], score)
    return found


def annotate(batch: Batch, found: Sequence[Targets]) -> None:
    """Puts predicted tags, mentions and triggers where gold ones stand in training."""
    device, width = batch.words.device, batch.words.shape[1]
    batch.tags = torch.tensor(
        [f.tags + [IGNORED] * (width - len(f.tags)) for f in found], device=device
    )
    batch.mentions = padded_mentions([f.mentions for f in found]).to(device)
    batch.triggers = flat_triggers([f.triggers for f in found]).to(device)


def related(
    network: Network, states: Tensor, batch: Batch, temperatures: Temperatures
) -> tuple[Tensor, Tensor]:
    """(N, M, roles) and (N, statuses) probabilities; a role that is not allowed has 0."""
    roles, status = network.relations(states, batch)
    likely = (roles.float() / temperatures.roles).sigmoid() * network.possible(batch)
    return likely, (status.float() / temperatures.status).softmax(-1)


def _relate(
    network: Network, states: Tensor, batch: Batch, found: Sequence[Targets],
    temperatures: Temperatures, threshold: float,
) -> None:  # fmt: skip
    """Adds roles and statuses to what was found."""
    roles, statuses = related(network, states, batch, temperatures)
    kept, status = roles.cpu().numpy(), statuses.cpu().numpy()
    at = 0
    for answer in found:
        for event, (token, kind, _) in enumerate(answer.triggers):
            best = int(status[at].argmax())
            answer.triggers[event] = (token, kind, best)
            answer.scores.statuses.append(float(status[at, best]))  # type: ignore[union-attr]
            _keep_roles(answer, event, kept[at], threshold)
            at += 1


def _keep_roles(answer: Targets, event: int, roles: np.ndarray, threshold: float) -> None:
    """Keeps the roles that are likely right as a whole: trigger, mention and role."""
    assert answer.scores is not None
    mentions = np.array(answer.scores.mentions)
    # On dev the product is calibrated (ECE 0.01); the role's score alone is not (0.18).
    whole = roles[: len(mentions)] * mentions[:, None] * answer.scores.triggers[event]
    for mention, role in zip(*np.nonzero(whole > threshold), strict=True):
        answer.roles.append((event, int(mention), int(role)))
        answer.scores.roles.append(float(whole[mention, role]))
