"""How much annotation is enough: a learning curve of the training data, recorded as JSON.

    python benchmarks/learning_curve.py TRAIN.jsonl DEV.jsonl ENCODER -o points.json

The model is small, the first two layers of the encoder and narrow heads, so that nine
trainings take half an hour on one core. `notebooks/retrain.py` draws what is recorded in
`notebooks/data/`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

import small_model
import torch

from conflict_ie import Recipe, learning_curve, read


def main() -> None:
    """Trains, prints the table and writes the points."""
    parser = small_model.parser(__doc__, output="learning_curve.json", seeds=[1, 2, 3])
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 800, 2385])
    parser.add_argument("--epochs", type=float, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    curve = learning_curve(
        read(options.train), read(options.dev),
        start=partial(small_model.start, options.encoder, options.layers), sizes=options.sizes,
        seeds=options.seeds, recipe=Recipe(epochs=options.epochs, bf16=True),
    )  # fmt: skip
    print(curve.table)
    points = [asdict(p) for p in curve.points]
    options.output.write_text(json.dumps(points, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
