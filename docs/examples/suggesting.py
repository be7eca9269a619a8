"""The recorded runs of benchmarks/suggesting.py as a table."""

import json
from collections import defaultdict
from pathlib import Path
from statistics import mean, stdev

from conflict_ie.evaluation.tables import Table

METRICS = ("entity", "trigger", "attached")
lines = Path("benchmarks/results/suggesting.jsonl").read_text("utf-8").splitlines()
runs = defaultdict(list)
for run in map(json.loads, lines):
    runs[run["way"], run["units"]].append(run)


def cells(group):
    """Mean labels, and mean ± sd of F1."""
    labels = [round(mean(r[k] for r in group)) for k in ("words", "marks")]
    scores = [[r[m] for r in group] for m in METRICS]
    return [*labels, *(f"{mean(s):.3f} ± {stdev(s):.3f}" for s in scores)]


rows = [(way, units, *cells(group)) for (way, units), group in sorted(runs.items())]
print(
    Table(
        f"{len(runs['random', 250])} seeds",
        ("chosen", "units", "words", "marks", *METRICS),
        tuple(rows),
    )
)


def share(seed, key):
    """With what share of a random sample the suggested one reaches its attached F1."""
    goal = next(r for r in runs["random", 1000] if r["seed"] == seed)
    low, high = (next(r for r in runs["suggested", n] if r["seed"] == seed) for n in (425, 600))
    way = (goal["attached"] - low["attached"]) / (high["attached"] - low["attached"])
    way = 0 if low["attached"] >= goal["attached"] else way
    return (low[key] + way * (high[key] - low[key])) / goal[key]


print("\nattached F1 of 1000 random paragraphs is reached with this share of their labels:")
for key in ("units", "words", "marks"):
    print(f"{key}: {', '.join(f'{share(s, key):.0%}' for s in (1, 2, 3))}")
