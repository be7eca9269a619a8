"""The recorded runs of benchmarks/suggesting.py as tables."""

import json
from collections import defaultdict
from pathlib import Path
from statistics import mean, stdev

from conflict_ie.evaluation.tables import Table

METRICS = ("entity", "trigger", "attached")
LABELS = ("units", "words", "marks")
lines = Path("benchmarks/results/suggesting.jsonl").read_text("utf-8").splitlines()
runs = defaultdict(dict)
for run in map(json.loads, lines):
    runs[run["way"], run["units"]][run["seed"]] = run


def cells(group):
    """Mean labels, and mean ± sd of F1."""
    labels = [round(mean(r[k] for r in group)) for k in LABELS[1:]]
    scores = [[r[m] for r in group] for m in METRICS]
    return [*labels, *(f"{mean(s):.3f} ± {stdev(s):.3f}" for s in scores)]


rows = [(*key, *cells(group.values())) for key, group in sorted(runs.items())]
print(Table("F1, mean ± sd of 3 seeds", ("chosen", *LABELS, *METRICS), tuple(rows)))

random, suggested = runs["random", 1000], runs["suggested", 600]
rows = [
    (
        seed,
        *(f"{suggested[seed][k] / random[seed][k]:.0%}" for k in LABELS),
        *(f"{suggested[seed][m] - random[seed][m]:+.3f}" for m in METRICS),
    )
    for seed in sorted(random)
]
print()
print(Table("600 suggested against 1000 random", ("seed", *LABELS, *METRICS), tuple(rows)))
