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
# # Quickstart: from an article to who did what to whom
#
# Everything here runs offline with the model that the package ships. The text is invented.

# %%
from datetime import date

from IPython.display import HTML

from conflict_ie import evaluate, extract, extract_many, read
from conflict_ie.display import fragment
from conflict_ie.resolve.values import resolve
from conflict_ie.resources import shipped

text = (
    "قُتل خمسة مدنيين وأصيب آخرون، فجر اليوم، بقصف مدفعي لقوات النظام على بلدة الأتارب "
    "بريف حلب الغربي، بحسب المرصد السوري لحقوق الإنسان، فيما نفت وزارة الدفاع استهداف مدنيين."
)
document = extract(text, published=date(2023, 11, 25))

# %% [markdown]
# ## Mentions
#
# A document holds **mentions**: typed spans of the text, exactly as published. Offsets are code
# points, so slicing the text gives the mention back. Attached prefixes stay outside: «لقوات
# النظام» is read as «قوات النظام». The score is a calibrated probability.

# %%
for mention in document.entities:
    assert text[mention.span.start : mention.span.end] == mention.text
    place = f"{mention.span.start}–{mention.span.end}"
    print(f"{mention.type:5} {place:9} {mention.score:.2f}  {mention.text}")

# %% [markdown]
# ## Events
#
# A trigger word with a type, a status (`actual`, `attempted`, `denied`, `planned`) and arguments
# that point at mentions. Two habits of the scheme matter when you count:
#
# - deaths and injuries are events of their own, so a strike and its toll are two or three
#   triggers;
# - `Source` belongs to the claim. The monitor reports the shelling; the ministry's denial is
#   another event with another status, and must not end up in the same column.
#
# Read the output as a coder would. The `Agent` of the deaths is there because the text says whose
# shelling it was; «قُتل خمسة مدنيين بقصف» alone would have none. Whoever denies an attack is its
# `Source`: where the model makes the ministry its `Agent` too, that is an error, and of the worst
# kind.

# %%
for event in document.events:
    print(f"{event.type} ({event.status}) «{event.text}»")
    for argument in event.arguments:
        print(f"    {argument.role:10} {argument.entity.text}")

# %% [markdown]
# The same on the text itself, right to left:

# %%
HTML(fragment(document, language="en"))

# %% [markdown]
# ## Values
#
# `resolve` reads what the words stand for. «فجر اليوم» needs the day of publication; the town
# gets coordinates and a precision code as in ACLED's codebook; an actor gets an identity to join
# by. What cannot be resolved is left out, never guessed.

# %%
resolved = resolve(document)
for mention, quantity in resolved.quantities.items():
    print(f"{mention.text}: {quantity.min} to {quantity.max}")
for mention, when in resolved.dates.items():
    print(f"{mention.text}: {when.start} ({when.part or when.precision})")
for mention, place in resolved.places.items():
    point = f"{place.lat:.2f} {place.lon:.2f}"
    print(f"{mention.text}: {place.en}, {point}, precision {place.precision}")
for mention, actor in resolved.actors.items():
    print(f"{mention.text}: {actor.en or actor.ar} ({actor.kind})")

# %% [markdown]
# ## How far can it be trusted?
#
# The five seed articles are real, and the model has never seen them. Two people annotated them
# independently; they agree at 0.99 (mentions and triggers) and 0.957 (attached arguments), which
# is the ceiling for the numbers below.

# %%
gold = read(shipped("annotations/seeds.gold.jsonl"))
report = evaluate(gold, extract_many(gold))
report.table()

# %% [markdown]
# `attached` is the row to look at: the right mention, in the right role, on the right trigger.
# Read the interval beside the score, and the false attributions below the table: a deed laid at
# the wrong door does more harm than one that was missed.
#
# Next: `incidents.py` makes a table and a map of articles, `evaluation.py` looks at errors,
# `retrain.py` teaches the model a new event type, `bulk.py` reads a large corpus.
