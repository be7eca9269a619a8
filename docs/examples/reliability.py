"""Whether a score of 0.8 is right eight times in ten."""

from conflict_ie import extract_many, read
from conflict_ie.evaluation.reliability import reliability
from conflict_ie.resources import shipped

gold = read(shipped("annotations/seeds.gold.jsonl"))
for layer, found in reliability(gold, extract_many(gold), bins=5).items():
    print(layer)
    print(found)
    print()
