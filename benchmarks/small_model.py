"""A model that trains in minutes, for benchmarks that train many."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from conflict_ie import Ontology
from conflict_ie.learning.model import Model
from conflict_ie.learning.network import Settings


def parser(about: str, *, output: str, seeds: Sequence[int]) -> argparse.ArgumentParser:
    """Options of a benchmark that trains on TRAIN, scores on DEV and writes to a file."""
    found = argparse.ArgumentParser(description=about.splitlines()[0])
    for name in ("train", "dev", "encoder"):
        found.add_argument(name, type=Path)
    found.add_argument("-o", "--output", type=Path, default=Path(output))
    found.add_argument("--seeds", type=int, nargs="+", default=seeds)
    found.add_argument("--layers", type=int, default=2)
    found.add_argument("--threads", type=int, default=1)
    return found


def start(encoder: Path, layers: int, seed: int) -> Model:
    """The first layers of the encoder under narrow heads, untrained."""
    settings = Settings(layers=layers, width=128, depth=1)
    return Model.start(encoder, Ontology.default(), settings, seed=seed)
