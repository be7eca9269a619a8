"""Marks and links, the shape of every tool's file, into a document and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from conflict_ie.document import Argument, Document, Entity, Event
from conflict_ie.errors import FormatError
from conflict_ie.formats.items import Fit
from conflict_ie.formats.offsets import spanned
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["Link", "Mark", "assemble", "join_label", "keep", "names", "split_label"]

T = TypeVar("T")


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
        line: where it stands, in formats that have lines inside an item.
    """

    id: str
    label: str
    start: object
    end: object
    said: object = None
    status: str | None = None
    score: float | None = None
    status_score: float | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A role: from an event to a mention, by their ids."""

    event: str
    role: str
    mention: str
    score: float | None = None
    line: int | None = None


def assemble(
    name: str,
    text: str,
    marks: Sequence[Mark],
    links: Iterable[Link],
    meta: Mapping[str, Any],
    reading: Reading,
) -> Document:
    """A document from a tool's marks and links, each held against the text.

    It is made of what is sound. Noted in ``reading`` is an id that stands twice, a span that
    is none of the text or reads otherwise than the tool says, and a link that does not go
    from an event to a mention.
    """
    entities: dict[str, Entity] = {}
    events: dict[str, Event] = {}
    _once(marks, reading)
    for mark in marks:
        if mark.line is not None:
            reading.lines.setdefault(mark.id, reading.place(mark.line))
        with reading.part(mark.line, mark.id):
            if mark.status is None:
                entities.setdefault(mark.id, _entity(mark, text))
            else:
                events.setdefault(mark.id, _event(mark, text))
            # Something else of this id was left out, such as a note on a region.
            reading.gone.pop(mark.id, None)
    for link in links:
        with reading.part(link.line):
            _draw(link, events, entities, reading)
    return Document(name, text, tuple(entities.values()), tuple(events.values()), meta)


def _once(marks: Sequence[Mark], reading: Reading) -> None:
    for name, count in Counter(m.id for m in marks).items():
        if count > 1:
            error = f"the id {name!r} stands for {count} marks; ids must differ"
            reading.note(FormatError(error))


def _draw(
    link: Link, events: dict[str, Event], entities: Mapping[str, Entity], reading: Reading
) -> None:
    said = f"{link.role!r} from {link.event!r} to {link.mention!r}"
    dropped = Unheld("roles of dropped marks", f"{said} has an end that cannot be held; remove it")
    if reading.hangs_on(link.event, dropped) or reading.hangs_on(link.mention, dropped):
        return
    event = _event_of(link, events, entities)
    argument = Argument(link.role, _filler(link, events, entities), link.score)
    events[link.event] = replace(event, arguments=(*event.arguments, argument))


def _entity(mark: Mark, text: str) -> Entity:
    what = f"mention {mark.id!r}"
    span = spanned(text, mark.start, mark.end, said=mark.said, what=what)
    return Entity(_label(mark.label, what), span, span.of(text), mark.id, mark.score)


def _event(mark: Mark, text: str) -> Event:
    what = f"trigger of event {mark.id!r}"
    span = spanned(text, mark.start, mark.end, said=mark.said, what=what)
    return Event(
        _label(mark.label, what), span, span.of(text), _label(mark.status, what),
        (), mark.id, mark.score, mark.status_score,
    )  # fmt: skip


def _label(label: object, what: str) -> str:
    if not isinstance(label, str) or not label:
        raise FormatError(f"{what}: the label {label!r} is no name; choose one")
    return label


def _event_of(link: Link, events: Mapping[str, Event], entities: Mapping[str, Entity]) -> Event:
    error = (
        f"the role {link.role!r} starts at {link.event!r}, which is no event; "
        "draw it from the trigger to the mention"
    )
    return _end(link.event, events, entities, "relations that start at mentions", error)


def _filler(link: Link, events: Mapping[str, Event], entities: Mapping[str, Entity]) -> Entity:
    error = (
        f"event {link.event!r}: {link.role} points at {link.mention!r}, which is no mention; "
        "draw it to one, or remove it"
    )
    return _end(link.mention, entities, events, "roles that point at events", error)


def _end(name: str, right: Mapping[str, T], wrong: Mapping[str, Any], kind: str, error: str) -> T:
    """What a link ends at; an end of the other sort is sound in the tool, but not held here."""
    if name in right:
        return right[name]
    raise Unheld(kind, error) if name in wrong else FormatError(error)


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
