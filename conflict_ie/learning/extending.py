"""A model that learns further labels and keeps what it knows of the old ones."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

import torch
from torch import Tensor

from conflict_ie.errors import ModelError
from conflict_ie.learning.labels import Labels
from conflict_ie.learning.model import Model, network_for
from conflict_ie.ontology import Ontology

__all__ = ["extended"]


def extended(model: Model, ontology: Ontology, *, seed: int = 1) -> Model:
    """The model with heads for every label of ``ontology``.

    Rows of labels that both ontologies hold keep their weights; new ones start
    at random. Everything that is not bound to a label is copied.

    Args:
        model: trained on an ontology of its own.
        ontology: the labels the new model shall know, in any order.
        seed: of the new labels' weights.

    Raises:
        ModelError: the ontology drops labels of the model, which would be forgotten unsaid.
    """
    old, new = model.labels, Labels(ontology)
    _nothing_dropped(old, new)
    body = deepcopy(model.network.encoder)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = network_for(body, ontology, model.settings)
    known = model.network.state_dict()
    weights = network.state_dict()
    for name, weight in known.items():
        labels = _label_rows(name, old, new)
        weights[name] = _carried(weight, weights[name], *labels) if labels else weight.clone()
    network.load_state_dict(weights)
    return replace(model, network=network.eval(), ontology=ontology, about=dict(model.about))


def _nothing_dropped(old: Labels, new: Labels) -> None:
    kinds = {
        "mention type": (old.mentions, new.mentions),
        "event type": (old.events, new.events),
        "role": (old.roles, new.roles),
        "status": (old.statuses, new.statuses),
    }
    for kind, (had, has) in kinds.items():
        gone = [label for label in had if label not in has]
        if gone:
            raise ModelError(
                f"the new ontology lacks the {kind} {gone[0]!r} that the model knows; "
                "keep it, or start a new model with Model.start()"
            )


def _label_rows(name: str, old: Labels, new: Labels) -> tuple[Sequence[str], Sequence[str]] | None:
    """The labels that the rows of a weight stand for, before and after."""
    table = {
        "tag": (old.tags, new.tags),
        "relations.tag": (old.tags, new.tags),
        "relations.event": (old.events, new.events),
        "relations.mention": (old.mentions, new.mentions),
        "relations.role": (old.roles, new.roles),
        "relations.status": (old.statuses, new.statuses),
    }
    return table.get(name.rpartition(".")[0])


def _carried(weight: Tensor, fresh: Tensor, had: Sequence[str], has: Sequence[str]) -> Tensor:
    """``fresh`` with the rows of known labels taken from ``weight``."""
    rows = torch.tensor([has.index(label) for label in had], dtype=torch.long)
    result = fresh.clone()
    result[rows] = weight
    return result
