"""Temperatures that turn logits into probabilities, fitted on documents not trained on.

Temperature scaling is Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from conflict_ie.learning.batches import Example, inputs, with_annotations
from conflict_ie.learning.decoding import Temperatures
from conflict_ie.learning.labels import IGNORED
from conflict_ie.learning.model import Model

__all__ = ["fit_temperatures"]


def fit_temperatures(model: Model, rows: Sequence[Example], batch: int = 16) -> Temperatures:
    """The temperatures that make the gold answers to ``rows`` most likely."""
    tags, status, roles = _Kept(), _Kept(), _Kept()
    order = sorted(rows, key=lambda r: len(r["ids"]))
    for at in range(0, len(order), batch):
        _collect(model, order[at : at + batch], tags, status, roles)
    return Temperatures(
        tags=_best(*tags.both(), F.cross_entropy),
        status=_best(*status.both(), F.cross_entropy),
        roles=_best(*roles.both(), F.binary_cross_entropy_with_logits),
    )


class _Kept:
    """Logits and gold answers, batch after batch."""

    def __init__(self) -> None:
        self.logits: list[Tensor] = []
        self.gold: list[Tensor] = []

    def add(self, logits: Tensor, gold: Tensor) -> None:
        self.logits.append(logits)
        self.gold.append(gold)

    def both(self) -> tuple[Tensor, Tensor]:
        empty = [torch.zeros(0)]
        return torch.cat(self.logits or empty), torch.cat(self.gold or empty)


@torch.inference_mode()
def _collect(
    model: Model, rows: Sequence[Example], tags: _Kept, status: _Kept, roles: _Kept
) -> None:
    network = model.network
    batch = with_annotations(inputs(rows, model.padding), rows, len(model.labels.roles))
    batch = batch.to(network.mix.device)
    states = network.words(batch)
    seen = batch.tags != IGNORED
    tags.add(network.tag_scores(states)[0].float()[seen], batch.tags[seen])
    if not len(batch.triggers):
        return
    role_logits, status_logits = network.relations(states, batch)
    possible = network.possible(batch)
    roles.add(role_logits.float()[possible], batch.roles[possible])
    status.add(status_logits.float(), batch.triggers[:, 3])


def _best(logits: Tensor, gold: Tensor, loss: Callable[[Tensor, Tensor], Tensor]) -> float:
    """The temperature of least loss, by Newton steps on its logarithm; 1 where nothing was seen."""
    if not len(gold):
        return 1.0
    logits, gold = logits.clone(), gold.clone()
    log = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([log], max_iter=50)

    def step() -> Tensor:
        optimizer.zero_grad()
        value: Tensor = loss(logits / log.exp(), gold)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(step)  # type: ignore[no-untyped-call]
    return float(log.detach().exp())
