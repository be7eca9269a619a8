"""What a reader marks in a text: spans, mentions, events and their arguments.

Gold and predicted annotations are the same frozen types. A score, an id and
metadata are not identity, so documents compare as sets of facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conflict_ie.errors import DocumentError

__all__ = ["Argument", "Document", "Entity", "Event", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of text, in Unicode code points.

    Attributes:
        start: offset of the first character.
        end: offset after the last character.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise DocumentError(
                f"a span needs 0 <= start < end, got start={self.start}, end={self.end}"
            )

    def overlaps(self, other: Span) -> bool:
        """Whether the two stretches share a character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention: a typed span that an argument can point at.

    Attributes:
        type: a mention type of the ontology, such as ``"ARM"``.
        span: where it stands.
        text: its characters, exactly as published.
        id: its name in a file; no part of its identity.
        score: probability in [0, 1], ``None`` where nobody measured one.
    """

    type: str
    span: Span
    text: str
    id: str = field(default="", compare=False)
    score: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention's part in an event.

    Attributes:
        role: a role of the ontology, such as ``"Agent"``.
        entity: the mention that fills it.
        score: probability in [0, 1], or ``None``.
    """

    role: str
    entity: Entity
    score: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is planned, was tried or is denied.

    Attributes:
        type: an event type of the ontology, such as ``"Kill"``.
        trigger: the word that names it.
        text: the trigger's characters.
        status: ``actual``, ``attempted``, ``denied`` or ``planned``.
        arguments: who and what takes part, in reading order.
        id: its name in a file; no part of its identity.
        score: probability in [0, 1] of trigger and type, or ``None``.
        status_score: probability in [0, 1] of the status, or ``None``.
    """

    type: str
    trigger: Span
    text: str
    status: str = "actual"
    arguments: tuple[Argument, ...] = ()
    id: str = field(default="", compare=False)
    score: float | None = field(default=None, compare=False)
    status_score: float | None = field(default=None, compare=False)

    def fillers(self, role: str) -> tuple[Entity, ...]:
        """The mentions that fill one role, in reading order."""
        return tuple(a.entity for a in self.arguments if a.role == role)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is marked in it.

    The constructor keeps the invariant that every mention and trigger is
    exactly the text under its span, and that arguments point at mentions of
    this document.

    Example:
        >>> text = "قُتل خمسة مدنيين في تعز."
        >>> place = Entity("LOC", Span(20, 23), "تعز")
        >>> Document("d1", text, entities=(place,)).entities[0].text
        'تعز'

    Raises:
        DocumentError: a span lies outside the text, a mention's text is not
            the text under its span, or an argument points elsewhere.
    """

    id: str
    text: str
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def __post_init__(self) -> None:
        for what, span, text in self._surfaces():
            if span.of(self.text) != text or span.end > len(self.text):
                raise DocumentError(
                    f"document {self.id!r}: {what} says {text!r} but the text at "
                    f"{span.start}:{span.end} reads {span.of(self.text)!r}; "
                    "give offsets in code points of the untouched text"
                )
        self._check_arguments()

    def _surfaces(self) -> Iterator[tuple[str, Span, str]]:
        for entity in self.entities:
            yield f"mention {entity.id or entity.type}", entity.span, entity.text
        for event in self.events:
            yield f"trigger of {event.id or event.type}", event.trigger, event.text

    def _check_arguments(self) -> None:
        known = set(self.entities)
        for event in self.events:
            for argument in event.arguments:
                if argument.entity not in known:
                    raise DocumentError(
                        f"document {self.id!r}: event {event.id or event.text!r} has "
                        f"{argument.role} {argument.entity.text!r}, which is no mention of it; "
                        "add the mention to entities"
                    )

    def bare(self) -> Document:
        """The same text with nothing marked in it."""
        return replace(self, entities=(), events=())

    def _repr_html_(self) -> str:
        # Here, because display is an edge that imports this module.
        from conflict_ie.display import fragment

        return fragment(self)
