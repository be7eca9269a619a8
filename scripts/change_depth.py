"""A model with more relation layers, which at first change nothing and then learn.

    python scripts/deepen_model.py MODEL OUT DEPTH

What a new layer adds to its input starts at zero, so the deeper model reads as the old one
did: function-preserving growth, as in "Net2Net" of Chen et al., ICLR 2016. Train it on with
``conflict-ie train --base OUT``.
"""

from __future__ import annotations

import argparse
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import torch

from conflict_ie.learning.model import Model, network_for


def deepened(model: Model, depth: int) -> Model:
    """The model with ``depth`` relation layers.

    Raises:
        ValueError: it has as many already.
    """
    old = model.settings.depth
    if depth <= old:
        raise ValueError(
            f"depth {depth}: the model has {old} relation layers; give a larger number"
        )
    settings = replace(model.settings, depth=depth)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        network = network_for(deepcopy(model.network.encoder), model.ontology, settings)
    network.load_state_dict(network.state_dict() | model.network.state_dict())
    for layer in list(network.relations.layers.layers)[old:]:
        for last in (layer.self_attn.out_proj, layer.linear2):
            torch.nn.init.zeros_(last.weight)
            torch.nn.init.zeros_(last.bias)
    return replace(model, network=network.eval(), settings=settings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("depth", type=int)
    options = parser.parse_args()
    try:
        model = deepened(Model.load(options.model), options.depth)
    except ValueError as error:
        parser.error(str(error))
    model.save(options.output)
    print(f"{options.output}: {options.depth} relation layers")


if __name__ == "__main__":
    main()
