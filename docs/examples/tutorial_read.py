"""The article of the tutorial, read once."""

from datetime import date
from pathlib import Path

from conflict_ie import extract

text = Path("docs/examples/article.txt").read_text(encoding="utf-8")
document = extract(text, published=date(2019, 3, 12))

print(len(document.entities), "mentions,", len(document.events), "events")
for event in document.events:
    roles = ", ".join(f"{a.role}: {a.entity.text}" for a in event.arguments)
    print(f"{event.type} ({event.status}) {event.text}\n    {roles}")
