"""How many labels ``suggest`` saves: choosing by it against choosing at random.

Both ways start from the same random paragraphs. A small model (the first layers of the
encoder) is trained on a random sample, and on samples that a model trained on the last one
suggested, in rounds; each is scored on dev documents. Every model takes the same number of
steps, so that samples differ in what they teach and not in how long they are taught, but for
the smallest, which would be learned by heart.
Written are units, words and marks (mentions, events, arguments) of every sample, and F1.

    python benchmarks/suggesting.py TRAIN.jsonl DEV.jsonl ENCODER -o results.jsonl
"""

from __future__ import annotations

import argparse
import json
import random

import small_model
import torch

from conflict_ie import Document, Extractor, Recipe, evaluate, read, suggest
from conflict_ie.evaluation.curves import marks
from conflict_ie.learning.model import Model
from conflict_ie.learning.training import fit

START = 150
RANDOM = 1000
SUGGESTED = (350, 600)
MOST_EPOCHS = 20.0


def main() -> None:
    """Runs the simulation for every seed and writes one line a trained model."""
    options = arguments()
    torch.set_num_threads(options.threads)
    train = list({d.text.strip(): d for d in read(options.train)}.values())
    dev = read(options.dev)
    with options.output.open("a", encoding="utf-8") as out:
        for seed in options.seeds:
            for row in simulate(train, dev, options, seed):
                print(json.dumps(row), file=out, flush=True)
                print(row, flush=True)


def arguments() -> argparse.Namespace:
    parser = small_model.parser(__doc__, output="suggesting.jsonl", seeds=[1, 2, 3])
    parser.add_argument("--steps", type=int, default=450)
    return parser.parse_args()


def simulate(train: list[Document], dev: list[Document], options: argparse.Namespace, seed: int):
    order = random.Random(seed).sample(train, len(train))
    yield row("random", seed, order[:RANDOM], learn(order[:RANDOM], options, seed), dev)
    yield from rounds(order, dev, options, seed)


def rounds(order: list[Document], dev: list[Document], options: argparse.Namespace, seed: int):
    by_text = {d.text.strip(): d for d in order}
    known = order[:START]
    model = learn(known, options, seed)
    yield row("random", seed, known, model, dev)
    for size in SUGGESTED:
        pool = [d.bare() for d in order]
        chosen = suggest(pool, size - len(known), model=model, known=known)
        known = known + [by_text[d.text] for d in chosen]
        model = learn(known, options, seed)
        yield row("suggested", seed, known, model, dev)


def learn(documents: list[Document], options: argparse.Namespace, seed: int) -> Model:
    start = small_model.start(options.encoder, options.layers, seed)
    epochs = min(MOST_EPOCHS, options.steps * Recipe().batch / len(documents))
    recipe = Recipe(epochs=epochs, seed=seed, bf16=True)
    return fit(start, documents, recipe)[0]


def row(way: str, seed: int, documents: list[Document], model: Model, dev: list[Document]):
    report = evaluate(dev, Extractor(model).extract_many(dev))
    return {
        "way": way, "seed": seed, "units": len(documents),
        "words": sum(len(d.text.split()) for d in documents), "marks": marks(documents),
        **{m: round(report.f1(m), 4) for m in ("entity", "trigger", "attached")},
    }  # fmt: skip


if __name__ == "__main__":
    main()
