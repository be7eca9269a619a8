"""What the words stand for."""

from datetime import date
from pathlib import Path

from conflict_ie import extract
from conflict_ie.resolve.values import resolve

text = Path("docs/examples/article.txt").read_text(encoding="utf-8")
values = resolve(extract(text, published=date(2019, 3, 12)))

for mention, quantity in values.quantities.items():
    kind = "part" if quantity.subset else "total" if quantity.cumulative else "count"
    print(mention.text)
    print("   ", kind, "from", quantity.min, "to", quantity.max)
for mention, when in values.dates.items():
    print(mention.text)
    print("    from", when.start, "to", when.end, when.part or when.precision)
for mention, place in values.places.items():
    print(mention.text)
    print("   ", place.kind, place.lat, place.lon, place.en, place.admin1)
for mention, actor in values.actors.items():
    print(mention.text)
    print("   ", actor.kind, actor.key if actor.known else "not listed")
