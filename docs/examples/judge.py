"""The shipped model on the seed articles, which it has not learned from."""

from conflict_ie import evaluate, extract_many, read
from conflict_ie.resources import shipped

gold = read(shipped("annotations/seeds.gold.jsonl"))
report = evaluate(gold, extract_many(gold))

print(report)
print()
print(report.attributions)
