"""How often the model was right, of the disputes that were settled in the pool of news."""

import gzip
import json
from collections import Counter, defaultdict

from conflict_ie.evaluation.tables import Table

BANDS = ((0.98, "0.98 to 1"), (0.9, "0.9 to 0.98"), (0.8, "0.8 to 0.9"), (0.0, "below"))
NAMES = {True: "argument, annotated", False: "argument, not annotated"}

counts = defaultdict(Counter)
with gzip.open("annotations/standoff/settled.jsonl.gz", "rt", encoding="utf-8") as file:
    for row in map(json.loads, file):
        layer = NAMES[row["marked"]] if row["layer"] == "argument" else row["layer"]
        band = next(name for least, name in BANDS if row["score"] >= least)
        counts[layer, band][row["right"]] += 1


def share(count):
    """In how many of the disputes the model's answer was the right one."""
    return f"{count['likelier'] / count.total():.0%} of {count.total():,}" if count else ""


layers = ("mention", "trigger", "status", *NAMES.values())
rows = [(layer, *(share(counts[layer, name]) for _, name in BANDS)) for layer in layers]
print(Table("the model was right, by its score", ("", *(n for _, n in BANDS)), tuple(rows)))
