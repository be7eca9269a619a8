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
# # Judging a model and its errors
#
# One number hides what matters in conflict news: whether the toll hangs on the right strike, and
# whether the deed is laid at the right door. Gold are the five seed articles, 78 units that no
# model was trained on, annotated twice and adjudicated.

# %%
from dataclasses import replace

from IPython.display import HTML

from conflict_ie import evaluate, extract_many, read
from conflict_ie.display import beside_fragment
from conflict_ie.evaluation.misses import census, confusion, confusion_table, misses
from conflict_ie.evaluation.reliability import reliability, thresholds_for
from conflict_ie.resources import shipped

gold = read(shipped("annotations/seeds.gold.jsonl"))
predicted = list(extract_many(gold))
report = evaluate(gold, predicted)
report.table()

# %% [markdown]
# How to read it:
#
# - `entity` and `trigger` need the exact words and the type; `argument` the role and the mention
#   on an event of the right type; `attached` also on the right trigger. A published score without
#   the word "attached" is usually the easier one.
# - `overlap` forgives edges, `head` compares first words. Where `overlap` is far above F1, people
#   disagree with the model about edges («ريف حلب» or «حلب»), not about facts.
# - The interval comes from resampling documents. Two models whose scores lie in each other's
#   intervals may be equally good; see the paired test below.
# - `macro` weighs a type with three instances like one with three hundred.

# %% [markdown]
# ## Label by label, article by article

# %%
print(report.table("trigger"))
print()
print(report.table("attached"))

# %%
report.by_table("source")

# %% [markdown]
# A row with two gold instances says nothing. Five articles about one war say little about Sudan
# or about protests: for your own material, annotate fifty units of it and run this notebook on
# them.

# %% [markdown]
# ## Where the errors are
#
# Every difference belongs to exactly one miss, so the table adds up to the errors behind the
# scores.

# %%
found = misses(gold, predicted)
census(found)

# %% [markdown]
# `missed` arguments mostly follow from missed triggers. `wrong trigger` is the error that
# `argument` does not see: the right place, hung on the neighbouring event. What is taken for
# what:

# %%
kinds = confusion(gold, predicted, "trigger")
for (true, said), times in kinds.most_common():
    if true != said and times > 1:
        print(f"{times:3} × {true} → {said}")

# %%
confusion_table(confusion(gold, predicted, "status"))

# %% [markdown]
# Mostly what annotators waver over too. «قصف» is `Shelling` unless it came from the air, and what
# it came from may stand two sentences away; «هجوم» takes the type of what it refers back to.
# Statuses other than `actual` are rare in news: a score of 0.9 over all of them says little about
# denials, of which these articles have two. If you study threats or denials, test on a sample
# that is rich in them.

# %% [markdown]
# ## False attributions
#
# An `Agent` given to an event that has none in gold, or another. Count them, then read them: a
# passive («قُتل … بقصف») gives no agent, and a model that fills the gap with whoever is named
# nearby produces an accusation that nobody made.

# %%
print(report.attributions)
for miss in found:
    if miss.layer == "argument" and miss.kind == "spurious" and miss.predicted.label == "Agent":
        print(f"  {miss.predicted}")

# %% [markdown]
# ## The worst unit, side by side

# %%
worst = report.worst("attached", n=1)[0][0]
first, second = ({d.id: d for d in side}[worst] for side in (gold, predicted))
HTML(beside_fragment(first, second, language="en"))

# %% [markdown]
# ## Do the scores mean anything?
#
# A calibrated 0.9 is right nine times in ten. Compare the two columns; ECE is their mean gap.

# %%
scores = reliability(gold, predicted)
print(scores["mentions"])
print()
print(scores["arguments"])

# %% [markdown]
# The score of an argument is that of the whole fact: trigger, mention and role are right. So an
# expected count is a sum of scores, and a sure role on a doubtful trigger is a doubtful fact.

# %% [markdown]
# ## Trading recall for precision
#
# For a table of perpetrators you want few and right; for a search index, many. Choose thresholds
# on one set (here the authored dev units), report on another. A role that never gets there has no
# threshold, and is left out.

# %%
dev = read(shipped("annotations/authored/dev.jsonl"))
limits = thresholds_for(dev, extract_many(dev), precision=0.8, support=10)["arguments"]
for role, limit in limits.items():
    print(f"{role:12} {'–' if limit is None else format(limit, '.2f')}")


# %%
def strict(document):
    """The document with the arguments that reach the threshold of their role."""
    events = tuple(
        replace(e, arguments=tuple(a for a in e.arguments if a.score >= (limits.get(a.role) or 1)))
        for e in document.events
    )
    return replace(document, events=events)


filtered = evaluate(gold, map(strict, predicted))
for name, scored in (("all", report), ("strict", filtered)):
    counts = scored.counts("attached")
    print(f"{name:7} P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f}")
    print(f"        {scored.attributions}")

# %% [markdown]
# ## Is it better, or is it luck?
#
# `diff` pairs two reports on the same documents: interval of the gain, and a permutation test.
# Here the thresholded output stands in for a second model.

# %%
report.diff(filtered)

# %% [markdown]
# Two more habits before a number goes into a paper. Train three seeds and report their spread,
# since it is often larger than the difference between two models:
#
# ```python
# from conflict_ie import Extractor
# from conflict_ie.evaluation.comparing import over_seeds
#
# models = [Extractor.load(f"runs/{seed}") for seed in (1, 2, 3)]
# reports = [evaluate(gold, model.extract_many(gold)) for model in models]
# print(over_seeds(reports)["attached"])  # mean ± standard deviation
# ```
#
# And choose everything (epochs, thresholds, the seed that ships) on dev documents. The test set
# is looked at once.
