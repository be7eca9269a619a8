"""Paragraphs that were annotated one by one, as the articles they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import DocumentError

__all__ = ["whole"]


def whole(units: Iterable[Document], texts: Mapping[str, str]) -> tuple[Document, ...]:
    r"""Joins annotated paragraphs into articles, offsets moved.

    Args:
        units: paragraphs whose ``meta`` has ``source``, the article's name, and
            ``start``, where the paragraph begins in it.
        texts: the text of each article by name.

    Returns:
        One document an article, in the order in which the articles first appear.

    Raises:
        DocumentError: a unit lacks the two keys, names an unknown article, or its
            text is not what the article holds there.

    Example:
        >>> unit = Document("u", "في تعز", meta={"source": "a.txt", "start": 5})
        >>> whole([unit], {"a.txt": "خبر.\nفي تعز"})[0].text
        'خبر.\nفي تعز'
    """
    articles: dict[str, list[Document]] = {}
    for unit in units:
        articles.setdefault(_source(unit, texts), []).append(unit)
    return tuple(_joined(name, parts, texts[name]) for name, parts in articles.items())


def _source(unit: Document, texts: Mapping[str, str]) -> str:
    name, start = unit.meta.get("source"), unit.meta.get("start")
    if not isinstance(name, str) or not isinstance(start, int) or name not in texts:
        raise DocumentError(
            f"document {unit.id!r}: meta has source={name!r} and start={start!r}; "
            "a unit needs the name of a known article and its offset there"
        )
    if texts[name][start : start + len(unit.text)] != unit.text:
        raise DocumentError(f"document {unit.id!r}: {name} holds another text at {start}")
    return name


def _joined(name: str, units: list[Document], text: str) -> Document:
    entities: dict[tuple[str, Entity], Entity] = {}
    for unit in units:
        for entity in unit.entities:
            moved = replace(entity, span=_moved(entity.span, unit), id=f"T{len(entities) + 1}")
            entities[unit.id, entity] = moved
    events = tuple(e for unit in units for e in _events(unit, entities))
    numbered = tuple(replace(e, id=f"E{n}") for n, e in enumerate(events, 1))
    return Document(name, text, tuple(entities.values()), numbered, {"source": name})


def _events(unit: Document, entities: Mapping[tuple[str, Entity], Entity]) -> Iterator[Event]:
    for event in unit.events:
        arguments = tuple(
            Argument(a.role, entities[unit.id, a.entity], a.score) for a in event.arguments
        )
        yield replace(event, trigger=_moved(event.trigger, unit), arguments=arguments)


def _moved(span: Span, unit: Document) -> Span:
    offset: int = unit.meta["start"]
    return Span(span.start + offset, span.end + offset)
