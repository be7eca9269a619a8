"""Documents as JSON lines, in the format of the guidelines plus an optional ``score``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import ConflictIEError, FormatError

__all__ = ["from_dict", "read", "to_dict", "to_line", "write"]

_DOCUMENT = ({"id", "text"}, {"entities", "events", "meta"})
_ENTITY = ({"id", "type", "start", "end"}, {"score"})
_EVENT = ({"id", "type", "trigger"}, {"status", "arguments", "score", "status_score"})
_TRIGGER = ({"start", "end"}, set[str]())
_ARGUMENT = ({"role", "entity"}, {"score"})
_KINDS: dict[str, type | tuple[type, ...]] = {
    "id": str, "text": str, "type": str, "status": str, "role": str, "entity": str,
    "start": int, "end": int, "entities": list, "events": list, "arguments": list,
    "trigger": dict, "meta": dict, "score": (float, int), "status_score": (float, int),
}  # fmt: skip


def read(path: Path | str) -> list[Document]:
    """Reads annotated or bare documents, one JSON object a line.

    Raises:
        FormatError: a line is no JSON, lacks a key, has an unknown one, a span
            that its text does not hold, or an id that stood before.
    """
    return list(_read(Path(path)))


def _read(path: Path) -> Iterator[Document]:
    seen: dict[str, int] = {}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            document = from_dict(json.loads(line))
        except (ConflictIEError, json.JSONDecodeError) as error:
            raise FormatError(f"{path}:{number}: {error}") from error
        if document.id in seen:
            raise FormatError(
                f"{path}:{number}: the id {document.id!r} stood on line {seen[document.id]}; "
                "ids must differ"
            )
        seen[document.id] = number
        yield document


def _lines(path: Path) -> list[str]:
    try:
        # Not splitlines(): it also breaks at characters that JSON strings may hold raw.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error


def write(documents: Iterable[Document], path: Path | str) -> None:
    """Writes documents so that :func:`read` gives back equal ones.

    Raises:
        FormatError: a text cannot be written as UTF-8 (lone surrogates).
    """
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        for document in documents:
            file.write(to_line(document) + "\n")


def to_line(document: Document) -> str:
    """One line of JSON, without the line break."""
    line = json.dumps(to_dict(document), ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FormatError(
            f"document {document.id!r}: {error.object[error.start]!r} is half a surrogate pair "
            "and cannot be written as UTF-8; repair the text where it was decoded"
        ) from error
    return line


def from_dict(table: Any) -> Document:
    """A document from its JSON object.

    Raises:
        FormatError: a key is missing, unknown or of the wrong kind.
        DocumentError: a span is not one of the text.
    """
    _keys(table, *_DOCUMENT, "document")
    text = table["text"]
    entities = [_entity(e, text) for e in table.get("entities", ())]
    by_id = {e.id: e for e in entities}
    if len(by_id) != len(entities):
        raise FormatError(f"document {table['id']!r}: two mentions have the same id")
    events = [_event(e, text, by_id) for e in table.get("events", ())]
    return Document(table["id"], text, tuple(entities), tuple(events), table.get("meta", {}))


def _entity(table: Any, text: str) -> Entity:
    _keys(table, *_ENTITY, "mention")
    span = _span(table, text, f"mention {table['id']!r}")
    return Entity(table["type"], span, span.of(text), table["id"], table.get("score"))


def _event(table: Any, text: str, entities: dict[str, Entity]) -> Event:
    _keys(table, *_EVENT, "event")
    _keys(table["trigger"], *_TRIGGER, f"trigger of event {table['id']!r}")
    span = _span(table["trigger"], text, f"trigger of event {table['id']!r}")
    arguments = tuple(_argument(a, table["id"], entities) for a in table.get("arguments", ()))
    return Event(
        table["type"], span, span.of(text), table.get("status", "actual"), arguments,
        table["id"], table.get("score"), table.get("status_score"),
    )  # fmt: skip


def _argument(table: Any, event: str, entities: dict[str, Entity]) -> Argument:
    _keys(table, *_ARGUMENT, f"argument of event {event!r}")
    if table["entity"] not in entities:
        raise FormatError(
            f"event {event!r}: {table['role']} points at {table['entity']!r}, which is no mention"
        )
    return Argument(table["role"], entities[table["entity"]], table.get("score"))


def _span(table: dict[str, int], text: str, what: str) -> Span:
    start, end = table["start"], table["end"]
    if not 0 <= start < end <= len(text):
        raise FormatError(
            f"{what}: the span {start}:{end} does not lie in the {len(text)} characters of its text"
        )
    return Span(start, end)


def _keys(table: Any, needed: set[str], optional: set[str], what: str) -> None:
    if not isinstance(table, dict):
        raise FormatError(f"{what}: expected an object, got {str(table)[:40]!r}")
    if missing := sorted(needed - set(table)):
        raise FormatError(f"{what}: the key {missing[0]!r} is missing")
    if unknown := sorted(set(table) - needed - optional):
        raise FormatError(
            f"{what}: unknown key {unknown[0]!r}; put what is your own under 'meta' of the document"
        )
    for key, value in table.items():
        if not isinstance(value, _KINDS[key]) or isinstance(value, bool):
            raise FormatError(f"{what}: {key!r} is {value!r}, which is of the wrong kind")


def to_dict(document: Document) -> dict[str, Any]:
    """The JSON object of a document; mentions and events without an id get one."""
    mentions = list(zip(document.entities, _names(document.entities, "T"), strict=True))
    table: dict[str, Any] = {"id": document.id, "text": document.text}
    table["entities"] = [
        {
            "id": name,
            "type": e.type,
            "start": e.span.start,
            "end": e.span.end,
            **_scores(score=e.score),
        }
        for e, name in mentions
    ]
    events = zip(document.events, _names(document.events, "E"), strict=True)
    ids = dict(mentions)
    table["events"] = [_event_dict(event, name, ids) for event, name in events]
    if document.meta:
        table["meta"] = dict(document.meta)
    return table


def _names(marks: Sequence[Entity | Event], letter: str) -> Iterator[str]:
    """Every mark's id, and a free one for marks without any or with that of a mark before."""
    given = {mark.id for mark in marks}
    free = (name for n in count(1) if (name := f"{letter}{n}") not in given)
    used = {""}
    for mark in marks:
        name = next(free) if mark.id in used else mark.id
        used.add(name)
        yield name


def _event_dict(event: Event, name: str, ids: dict[Entity, str]) -> dict[str, Any]:
    return {
        "id": name,
        "type": event.type,
        "status": event.status,
        "trigger": {"start": event.trigger.start, "end": event.trigger.end},
        "arguments": [
            {"role": a.role, "entity": ids[a.entity], **_scores(score=a.score)}
            for a in event.arguments
        ],
        **_scores(score=event.score, status_score=event.status_score),
    }


def _scores(**scores: float | None) -> dict[str, float]:
    return {name: round(score, 4) for name, score in scores.items() if score is not None}
