"""A document as lines for a terminal: every paragraph, then what happened in it."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_ie.document import Document, Event, Span
from conflict_ie.sentences import paragraphs
from conflict_ie.words import tokens

__all__ = ["document_lines"]

_ORDER = (
    "Agent", "Party", "Target", "Instrument", "Count",
    "Place", "Origin", "Destination", "Time", "Source",
)  # fmt: skip


def document_lines(document: Document) -> Iterator[str]:
    """The text with a row for each event below its paragraph.

    A status other than ``actual`` follows the event's type in brackets.
    """
    yield f"── {document.id} · {len(document.entities)} mentions · {len(document.events)} events"
    spans = tokens(document.text)
    for first, end in paragraphs(document.text, spans):
        place = Span(spans[first].start, spans[end - 1].end)
        yield ""
        yield place.of(document.text)
        for event in document.events:
            if place.start <= event.trigger.start < place.end:
                yield f"   {_row(event)}"
    yield ""


def _row(event: Event) -> str:
    kind = event.type if event.status == "actual" else f"{event.type} ({event.status})"
    parts = [f"{kind:20} «{event.text}»"]
    for role in sorted({a.role for a in event.arguments}, key=_place):
        parts.append(f"{role}: {'، '.join(e.text for e in event.fillers(role))}")
    return "  ".join(parts)


def _place(role: str) -> int:
    return _ORDER.index(role) if role in _ORDER else len(_ORDER)
