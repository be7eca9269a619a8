# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Bulk extraction
#
# A news archive is read once and questioned for years: run the model once, keep everything it
# says with offsets and scores, and filter afterwards. The corpus here is a stand-in, 150 invented
# paragraphs of the package.

# %%
import json
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd
from datasets import Dataset

from conflict_ie import extract_many, read, write
from conflict_ie.export import to_frame
from conflict_ie.jsonl import to_dict
from conflict_ie.resources import shipped
from conflict_ie.words import normalise

pd.set_option("display.width", 160)
corpus = [d.bare() for d in read(shipped("annotations/authored/train.jsonl"))[:150]]
folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## Before the model: wire copy
#
# The same agency text in nine outlets would be nine attacks. Exact copies up to spelling go out
# here; edited ones are for the incident stage, where day and place decide.


# %%
def distinct(documents):
    """Documents whose text did not come before, however its letters are written."""
    seen = set()
    for document in documents:
        key = hash(" ".join(normalise(word) for word in document.text.split()))
        if key not in seen:
            seen.add(key)
            yield document


print(f"{sum(1 for _ in distinct(corpus * 2))} of {len(corpus * 2)} are distinct")

# %% [markdown]
# ## A stream in, a stream out
#
# `extract_many` takes any iterable and yields in the same order. It reads some thousand tokens
# ahead, sorts windows by length and batches them; memory does not grow with the corpus. Long
# articles are windowed, nothing is cut off. `write` is lazy too, so this line is the whole job:

# %%
words = sum(len(d.text.split()) for d in corpus)
start = time.perf_counter()
write(extract_many(distinct(corpus)), folder / "part-0.jsonl")
seconds = time.perf_counter() - start
print(f"{words} words read")

# %% [markdown]
# Measure on your own machine before you plan the night. Threads help little beyond two; for more
# cores run more processes with `torch.set_num_threads(1)`, each with a shard of its own.

# %%
rate = words / seconds
print(f"a million articles of 300 words: {300e6 / rate / 86400:.0f} days for one process like this")

# %% [markdown]
# ## Stop and go on
#
# Files are lines, and a line is a document. After a crash, skip the ids that are there; cut off a
# half-written last line first.


# %%
def finished(path):
    """Ids of the whole lines of a file; a broken end is removed."""
    if not path.exists():
        return set()
    whole = path.read_bytes().rpartition(b"\n")[0]
    path.write_bytes(whole + b"\n" if whole else b"")
    return {json.loads(line)["id"] for line in whole.decode("utf-8").split("\n") if line}


def resume(documents, path):
    """Extracts what the file does not hold yet, and appends it."""
    done = finished(path)
    todo = (d for d in documents if d.id not in done)
    with path.open("a", encoding="utf-8") as file:
        for document in extract_many(todo):
            file.write(json.dumps(to_dict(document), ensure_ascii=False) + "\n")
    return len(done)


broken = folder / "part-1.jsonl"
lines = (folder / "part-0.jsonl").read_bytes()
broken.write_bytes(lines[: int(len(lines) * 0.9)])
kept = resume(corpus, broken)
print(f"{kept} were there, {len(read(broken)) - kept} were added")
assert [d.id for d in read(broken)] == [d.id for d in corpus]

# %% [markdown]
# ## Asking the result
#
# Filters go on the output. `score` is a probability, so an expected count is the sum of scores,
# and a cut at 0.9 can be compared with one at 0.5 without running anything again.

# %%
result = read(folder / "part-0.jsonl")
events = to_frame(result, "events")
quiet = sum(not d.events for d in result)
print(f"{len(result)} documents, {quiet} without events, {len(events)} event mentions")
summary = events.groupby("type").score.agg(mentions="count", expected="sum").round(1)
summary["sure"] = events[events.score >= 0.9].groupby("type").size()
summary.sort_values("mentions", ascending=False).head(8)

# %%
pd.crosstab(events.type, events.status).sort_values("actual", ascending=False).head(8)

# %% [markdown]
# Read the second table before you count: threats, denials and failed attempts are a good part of
# war news, and a series that mixes them in follows the rhetoric, not the violence.

# %% [markdown]
# ## With `datasets`
#
# The documents as JSON in one column keep offsets and scores through Arrow and Parquet.


# %%
def annotate(batch):
    """Adds the annotations of a batch of texts."""
    found = extract_many(batch["text"])
    return {"annotations": [json.dumps(to_dict(d), ensure_ascii=False) for d in found]}


table = Dataset.from_list([{"id": d.id, "text": d.text} for d in corpus[:32]])
table = table.map(annotate, batched=True, batch_size=32)
table.to_parquet(folder / "annotated.parquet")
kinds = Counter(e["type"] for row in table for e in json.loads(row["annotations"])["events"])
print(kinds.most_common(3))

# %% [markdown]
# ## On a cluster
#
# The model is 56 MB and loads once for each Python worker, so give a worker many texts at a time.
# Spark, with partitions as pandas frames:
#
# ```python
# def annotate(frames):
#     import json, torch
#     from conflict_ie import extract_many
#     from conflict_ie.jsonl import to_dict
#
#     torch.set_num_threads(1)          # one core is one task
#     for frame in frames:
#         found = extract_many(frame["text"])
#         lines = [json.dumps(to_dict(d), ensure_ascii=False) for d in found]
#         yield frame[["id"]].assign(annotations=lines)
#
# articles.mapInPandas(annotate, "id string, annotations string").write.parquet("annotated")
# ```
#
# Ray Data, with an actor that holds the model:
#
# ```python
# class Annotate:
#     def __init__(self):
#         from conflict_ie.api import default
#         self.extractor = default()
#
#     def __call__(self, batch):
#         import json
#         from conflict_ie.jsonl import to_dict
#         found = self.extractor.extract_many(list(batch["text"]))
#         batch["annotations"] = [json.dumps(to_dict(d), ensure_ascii=False) for d in found]
#         return batch
#
# ray.data.read_parquet("articles").map_batches(Annotate, batch_size=256, concurrency=8)
# ```
#
# Both send text and get JSON back: resolve values and build incidents afterwards, in one place,
# where the day of publication and the outlet are known.
