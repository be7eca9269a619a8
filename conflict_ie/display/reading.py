"""What a document says about each stretch of its text, as marks."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_ie.display.labels import Said, joined, labels, verbatim, word
from conflict_ie.display.marks import Mark
from conflict_ie.document import Document, Entity, Event, Span

__all__ = ["anchor_of", "argument_tip", "event_tip", "mention_marks", "trigger_marks"]


def anchor_of(prefix: str, number: int) -> str:
    """The name of an event's card in a page."""
    return f"{prefix}-e{number}"


def mention_marks(document: Document) -> Iterator[Mark]:
    """A mark a mention; its tip tells the parts it plays in events."""
    for entity in document.entities:
        label = labels().mention(entity.type)
        parts = [_mention_tip(entity), *_parts(document, entity)]
        yield Mark(entity.span, f"k{label.colour}", label.short, joined("\n", parts))


def trigger_marks(document: Document, anchor: str) -> Iterator[Mark]:
    """A mark an event on the word that names it, leading to its card."""
    for number, event in enumerate(document.events, 1):
        label = labels().event(event.type)
        short = label.short
        if event.status != "actual":
            short += verbatim(" · ") + labels().status(event.status).short
        status = "" if event.status == "actual" else " unreal"
        link = f"#{anchor_of(anchor, number)}" if anchor else ""
        yield Mark(event.trigger, f"trigger{status}", short, event_tip(event), link)


def event_tip(event: Event) -> Said:
    """Type, status, place in the text and scores of an event."""
    lines = [
        _named(labels().event(event.type).name, event.type),
        labels().status(event.status).name + _score(event.status_score),
        _where(event.trigger) + _score(event.score),
    ]
    return joined("\n", lines)


def argument_tip(entity: Entity, score: float | None) -> Said:
    """What is known of a mention and of its part in an event."""
    part = [word("role_score") + verbatim(f" {score:.2f}")] if score is not None else []
    return joined("\n", [_mention_tip(entity), *part])


def _mention_tip(entity: Entity) -> Said:
    name = _named(labels().mention(entity.type).name, entity.type)
    return joined("\n", [name, _where(entity.span) + _score(entity.score)])


def _parts(document: Document, entity: Entity) -> Iterator[Said]:
    for event in document.events:
        for argument in event.arguments:
            if argument.entity == entity:
                of = verbatim(f" ← «{event.text}»")
                yield labels().role(argument.role).name + of + _score(argument.score)


def _named(name: Said, code: str) -> Said:
    return name if name.ar == code else name + verbatim(f" \u2068({code})\u2069")


def _where(span: Span) -> Said:
    return word("span") + verbatim(f" {span.start}:{span.end}")


def _score(score: float | None) -> Said:
    if score is None:
        return verbatim("")
    return verbatim(" · ") + word("score") + verbatim(f" {score:.2f}")
