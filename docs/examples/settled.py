"""How often the model was right, in the disputes that were settled."""

import gzip
import json
from collections import Counter, defaultdict

from conflict_ie.evaluation.tables import Table

BANDS = ((0.98, "0.98 to 1"), (0.9, "0.9 to 0.98"), (0.8, "0.8 to 0.9"), (0.0, "0.5 to 0.8"))
SIDES = {True: "annotated", False: "not annotated"}


def verdicts(name):
    """Who was right, counted by layer, by whether anything was annotated, and by score."""
    counts = defaultdict(Counter)
    with gzip.open(f"annotations/standoff/{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            band = next(name for least, name in BANDS if row["score"] >= least)
            counts[row["layer"], SIDES[row["marked"]], band][row["right"]] += 1
    return counts


def share(count):
    """In how many of the disputes the model's answer was the right one."""
    return f"{count['likelier'] / count.total():.0%} of {count.total():,}" if count else ""


def table(title, counts):
    """A row for each layer and side, a column for each band of the model's score."""
    rows = [
        (f"{layer}, {side}", *(share(counts[layer, side, name]) for _, name in BANDS))
        for layer in ("mention", "trigger", "status", "argument")
        for side in SIDES.values()
        if (layer, side) != ("status", "not annotated")
    ]
    return Table(title, ("", *(n for _, n in BANDS)), tuple(rows))


print(table("learned, annotated fast: the model was right, by its score", verdicts("settled")))
print()
print(table("unseen, annotated with care: the same", verdicts("settled.unseen")))
