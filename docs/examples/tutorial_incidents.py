"""From mentions of events to incidents."""

from datetime import date
from pathlib import Path

from conflict_ie import extract
from conflict_ie.resolve.incidents import incidents_of
from conflict_ie.resolve.values import resolve

text = Path("docs/examples/article.txt").read_text(encoding="utf-8")
values = resolve(extract(text, published=date(2019, 3, 12)))

for incident in incidents_of(values):
    print(incident.id, incident.types, incident.date and incident.date.start)
    print("    places:", [place.name for place in incident.places])
    print("    sides:", [(side.role, side.name) for side in incident.sides])
    print("    killed:", incident.killed.low, "to", incident.killed.high)
    for figure in incident.killed.figures:
        counted = "counts" if figure.counts else "does not count"
        print("       ", figure.quantity.min, [c.source.text for c in figure.claims], counted)
