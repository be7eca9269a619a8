"""Marks and links, the shape of every tool's file, into a document and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conflict_ie.document import Argument, Document, Entity, Event
from conflict_ie.errors import FormatError
from conflict_ie.formats.items import Fit
from conflict_ie.formats.offsets import spanned

__all__ = ["Link", "Mark", "assemble", "join_label", "keep", "names", "split_label"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span as a tool stores it; with a status it is a trigger, without one a mention.

    Attributes:
        id: its name in the file.
        label: mention or event type.
        start: as the file gives it, unchecked.
        end: as the file gives it, unchecked.
        said: the mention's text by the tool, ``None`` where it gives none.
        status: status of an event.
        score: probability in [0, 1].
        status_score: probability in [0, 1] of the status.
    """

    id: str
    label: str
    start: object
    end: object
    said: object = None
    status: str | None = None
    score: float | None = None
    status_score: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A role: from an event to a mention, by their ids."""

    event: str
    role: str
    mention: str
    score: float | None = None


def assemble(
    name: str,
    text: str,
    marks: Sequence[Mark],
    links: Iterable[Link],
    meta: Mapping[str, Any],
) -> Document:
    """A document from a tool's marks and links, each checked against the text.

    Raises:
        FormatError: an id stands twice, a span is none of the text or reads
            otherwise than the tool says, or a link does not go from event to mention.
    """
    _once(marks)
    entities = {m.id: _entity(m, text) for m in marks if m.status is None}
    arguments: dict[str, list[Argument]] = {m.id: [] for m in marks if m.status is not None}
    for link in links:
        arguments[_event_of(link, arguments)].append(
            Argument(link.role, _filler(link, entities), link.score)
        )
    events = (_event(m, text, arguments[m.id]) for m in marks if m.status is not None)
    return Document(name, text, tuple(entities.values()), tuple(events), meta)


def _once(marks: Sequence[Mark]) -> None:
    for name, count in Counter(m.id for m in marks).items():
        if count > 1:
            raise FormatError(f"the id {name!r} stands for {count} marks; ids must differ")


def _entity(mark: Mark, text: str) -> Entity:
    what = f"mention {mark.id!r}"
    span = spanned(text, mark.start, mark.end, said=mark.said, what=what)
    return Entity(_label(mark.label, what), span, span.of(text), mark.id, mark.score)


def _event(mark: Mark, text: str, arguments: Sequence[Argument]) -> Event:
    what = f"trigger of event {mark.id!r}"
    span = spanned(text, mark.start, mark.end, said=mark.said, what=what)
    return Event(
        _label(mark.label, what), span, span.of(text), _label(mark.status, what),
        tuple(arguments), mark.id, mark.score, mark.status_score,
    )  # fmt: skip


def _label(label: object, what: str) -> str:
    if not isinstance(label, str) or not label:
        raise FormatError(f"{what}: the label {label!r} is no name; choose one")
    return label


def _event_of(link: Link, events: Mapping[str, object]) -> str:
    if link.event not in events:
        raise FormatError(
            f"the role {link.role!r} starts at {link.event!r}, which is no event; "
            "draw it from the trigger to the mention"
        )
    return link.event


def _filler(link: Link, entities: Mapping[str, Entity]) -> Entity:
    if link.mention not in entities:
        raise FormatError(
            f"event {link.event!r}: {link.role} points at {link.mention!r}, which is no mention; "
            "draw it to one, or remove it"
        )
    return entities[link.mention]


def names(document: Document) -> tuple[dict[Entity, str], list[str]]:
    """Ids of mentions and events: their own where those differ, else T1 and E1 onwards."""
    own = [e.id for e in document.entities], [e.id for e in document.events]
    if all(own[0] + own[1]) and len({*own[0], *own[1]}) == len(own[0]) + len(own[1]):
        return dict(zip(document.entities, own[0], strict=True)), own[1]
    mentions = {e: f"T{n}" for n, e in enumerate(document.entities, 1)}
    return mentions, [f"E{n}" for n in range(1, len(document.events) + 1)]


def join_label(event: Event) -> str:
    """Type and status as one label, for tools that know labels only: ``Kill:planned``."""
    return f"{event.type}:{event.status}"


def split_label(label: object) -> tuple[Any, str | None]:
    """Type and status of a label; a label without a colon is a mention's."""
    if not isinstance(label, str) or ":" not in label:
        return label, None
    kind, _, status = label.rpartition(":")
    return kind, status


def keep(
    document: Document,
    mention: Callable[[Entity], str],
    event: Callable[[Event], str],
    role: Callable[[Event, Argument], str] = lambda event, argument: "",
) -> Fit:
    """A document without what a format cannot hold, and a count of it.

    Args:
        document: what shall be written.
        mention: says in a few words why a mention cannot be held, else nothing.
        event: the same of an event.
        role: the same of a role.
    """
    lost: Counter[str] = Counter()

    def stays(why: str) -> bool:
        lost[why] += bool(why)
        return not why

    entities = tuple(e for e in document.entities if stays(mention(e)))
    known = set(entities)

    def reason(of: Event, argument: Argument) -> str:
        return role(of, argument) if argument.entity in known else "roles of dropped mentions"

    events = []
    for each in document.events:
        if why := event(each):
            lost[why] += 1
            lost["roles of dropped events"] += len(each.arguments)
            continue
        arguments = tuple(a for a in each.arguments if stays(reason(each, a)))
        events.append(replace(each, arguments=arguments))
    return replace(document, entities=entities, events=tuple(events)), +lost
