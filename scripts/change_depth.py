"""A model with more or fewer relation layers.

    python scripts/change_depth.py MODEL OUT DEPTH

What a new layer adds to its input starts at zero, so the deeper model reads as the old one
did: function-preserving growth, as in "Net2Net" of Chen et al., ICLR 2016. Of too many, the
last are dropped, which the residual path around each allows. Train the result on with
``conflict-ie train --base OUT``.
"""

from __future__ import annotations

import argparse
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import torch

from conflict_ie.learning.model import Model, network_for


def with_depth(model: Model, depth: int) -> Model:
    """A copy of the model with ``depth`` relation layers.

    Raises:
        ValueError: no layer would be left.
    """
    if depth < 1:
        raise ValueError(f"depth {depth}: nothing would read the roles; give 1 or more")
    settings = replace(model.settings, depth=depth)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        network = network_for(deepcopy(model.network.encoder), model.ontology, settings)
    fresh, known = network.state_dict(), model.network.state_dict()
    network.load_state_dict(fresh | {name: known[name] for name in fresh if name in known})
    for layer in list(network.relations.layers.layers)[model.settings.depth :]:
        for last in (layer.self_attn.out_proj, layer.linear2):
            torch.nn.init.zeros_(last.weight)
            torch.nn.init.zeros_(last.bias)
    # Scores of another depth would be told of this one.
    about = {key: value for key, value in model.about.items() if key != "dev"}
    return replace(model, network=network.eval(), settings=settings, about=about)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("depth", type=int)
    options = parser.parse_args()
    try:
        model = with_depth(Model.load(options.model), options.depth)
    except ValueError as error:
        parser.error(str(error))
    model.save(options.output)
    print(f"{options.output}: {options.depth} relation layers")


if __name__ == "__main__":
    main()
