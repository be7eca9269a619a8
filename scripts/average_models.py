"""The mean of models' weights: as good as their ensemble at the price of one.

    python scripts/average_models.py DEV.jsonl OUT MODEL MODEL [MODEL ...]

Works for models that went on from one another, or from the same weights: "Model soups" of
Wortsman et al., ICML 2022. Temperatures are fitted on DEV anew, and F1 on it is noted.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from conflict_ie import read
from conflict_ie.learning.model import Model
from conflict_ie.teaching import measured


def mean(models: list[Model]) -> Model:
    """The first model, with the mean of all weights."""
    states = [m.network.state_dict() for m in models]
    averaged = {
        name: torch.stack([s[name] for s in states]).mean(0) if value.is_floating_point() else value
        for name, value in states[0].items()
    }
    models[0].network.load_state_dict(averaged)
    models[0].network.eval()
    return models[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("dev", "output"):
        parser.add_argument(name, type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = mean([Model.load(path) for path in options.models])
    measured(model, read(options.dev))
    model.about["averaged"] = len(options.models)
    model.save(options.output)
    print(f"{options.output}: {model.about['dev']}")


if __name__ == "__main__":
    main()
