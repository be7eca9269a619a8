"""Flat mentions of another schema: trains on NER data in JSON lines and scores on held-out blocks.

    python benchmarks/other_schema.py ../shared/ner/anercorp.train.jsonl --encoder ../shared/encoder

Lines hold ``tokens`` and IOB2 tags ``ner``. Every tenth block of 50 sentences is held
out: neighbouring sentences come from one article, so single ones would leak.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from conflict_ie import Document, Entity, Ontology, Recipe, Span, evaluate, train
from conflict_ie.learning.model import Model
from conflict_ie.learning.network import Settings

BLOCK, HELD_OUT = 50, 10


def document(row: dict[str, list[str]], name: str) -> Document:
    text, places = "", []
    for token in row["tokens"]:
        text += " " if text else ""
        places.append(Span(len(text), len(text) + len(token)))
        text += token
    entities: list[Entity] = []
    for tag, place in zip(row["ner"], places, strict=True):
        if tag.startswith("B-"):
            entities.append(Entity(tag[2:], place, place.of(text)))
        elif tag.startswith("I-") and entities:
            span = Span(entities[-1].span.start, place.end)
            entities[-1] = Entity(entities[-1].type, span, span.of(text))
    return Document(name, text, tuple(entities))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--layers", type=int, default=9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = [json.loads(line) for line in options.file.read_text("utf-8").splitlines()]
    documents = [document(row, f"s{n}") for n, row in enumerate(rows)]
    held = [d for n, d in enumerate(documents) if n // BLOCK % HELD_OUT == HELD_OUT - 1]
    learned = [d for n, d in enumerate(documents) if n // BLOCK % HELD_OUT != HELD_OUT - 1]
    types = sorted({e.type for d in documents for e in d.entities})
    ontology = Ontology(mentions=dict.fromkeys(types, ""), events={}, roles={})
    base = Model.start(
        options.encoder, ontology, Settings(layers=options.layers), seed=options.seed
    )
    recipe = Recipe(epochs=options.epochs, seed=options.seed, bf16=True)
    extractor = train(learned, base=base, recipe=recipe)
    report = evaluate(held, extractor.extract_many(held), exact=True)
    print(f"{len(learned)} sentences learned, {len(held)} held out; {', '.join(types)}")
    print(f"micro F1 {report.f1('entity'):.3f}")
    print(report.table("entity"))


if __name__ == "__main__":
    main()
