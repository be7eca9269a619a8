"""What kind of errors it makes, and in which paragraphs."""

from conflict_ie import evaluate, extract_many, read
from conflict_ie.evaluation.misses import census, misses
from conflict_ie.resources import shipped

gold = read(shipped("annotations/seeds.gold.jsonl"))
said = list(extract_many(gold))

print(census(misses(gold, said)))
print()
for name, counts in evaluate(gold, said).worst("attached", n=5):
    print(name, counts.errors, "errors, F1", round(counts.f1, 2))
