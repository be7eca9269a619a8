"""Who says so."""

from datetime import date
from pathlib import Path

from conflict_ie import extract
from conflict_ie.resolve.values import resolve

text = Path("docs/examples/article.txt").read_text(encoding="utf-8")
values = resolve(extract(text, published=date(2019, 3, 12)))

for event, claims in values.claims.items():
    said = ", ".join(f"{c.stance} {c.source.text}" for c in claims) or "the text itself"
    print(f"{event.type} {event.text} ({event.status}): {said}")
