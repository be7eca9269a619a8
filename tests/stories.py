"""Short news texts with their events, written so that a test shows both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.jsonl import read
from conflict_ie.resolve.incidents import Incident, incidents_of
from conflict_ie.resolve.values import resolve
from conflict_ie.resolve.whole import whole

ROOT = Path(__file__).parent.parent
Told = tuple[str, str, Mapping[str, str]]


def at(text: str, surface: str) -> Span:
    """Where «surface» stands; «surface@2» is its second occurrence."""
    word, _, nth = surface.partition("@")
    start = -1
    for _ in range(int(nth or 1)):
        start = text.index(word, start + 1)
    return Span(start, start + len(word))


def story(text: str, *told: Told, name: str = "d", published: date | None = None) -> Document:
    """A document from events like ``("Kill", "مقتل", {"Count": "NUM:خمسة"})``.

    A filler names its mention type; several are split by ``|``. A type with a status is
    written ``Kill/denied``.
    """
    mentions: dict[tuple[str, Span], Entity] = {}
    events = []
    for number, (kind, trigger, roles) in enumerate(told, 1):
        type_, _, status = kind.partition("/")
        arguments = []
        for role, fillers in roles.items():
            for filler in fillers.split("|"):
                label, _, surface = filler.partition(":")
                span = at(text, surface)
                entity = Entity(label, span, span.of(text), f"T{len(mentions) + 1}")
                arguments.append(Argument(role, mentions.setdefault((label, span), entity)))
        span = at(text, trigger)
        event = Event(type_, span, span.of(text), status or "actual", tuple(arguments))
        events.append(
            Event(event.type, span, event.text, event.status, event.arguments, f"E{number}")
        )
    meta = {"published": published.isoformat()} if published else {}
    return Document(name, text, tuple(mentions.values()), tuple(events), meta)


def incidents(text: str, *told: Told, published: date | None = None) -> Sequence[Incident]:
    """The incidents of a story."""
    return incidents_of(resolve(story(text, *told, published=published)))


def seeds() -> tuple[Document, ...]:
    """The five articles with their gold mentions and events."""
    texts = {p.name: p.read_bytes().decode("utf-8") for p in sorted(ROOT.glob("seeds/*.txt"))}
    return whole(read(ROOT / "annotations" / "seeds.gold.jsonl"), texts)
