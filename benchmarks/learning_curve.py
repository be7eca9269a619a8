"""How much annotation is enough: a learning curve of the training data, recorded as JSON.

    python benchmarks/learning_curve.py TRAIN.jsonl DEV.jsonl ENCODER -o points.json

The model is small, the first two layers of the encoder and narrow heads, so that six
trainings take a quarter of an hour on one core. `notebooks/retrain.py` draws what is recorded in
`notebooks/data/`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch

from conflict_ie import Ontology, Recipe, learning_curve, read
from conflict_ie.learning.model import Model
from conflict_ie.learning.network import Settings


def main() -> None:
    """Trains, prints the table and writes the points."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("learning_curve.json"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 800, 2385])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--epochs", type=float, default=1.6)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    def start(seed: int) -> Model:
        settings = Settings(layers=options.layers, width=128, depth=1)
        return Model.start(options.encoder, Ontology.default(), settings, seed=seed)

    curve = learning_curve(
        read(options.train), read(options.dev), start=start, sizes=options.sizes,
        seeds=options.seeds, recipe=Recipe(epochs=options.epochs, bf16=True),
    )  # fmt: skip
    print(curve.table)
    points = [asdict(p) for p in curve.points]
    options.output.write_text(json.dumps(points, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
