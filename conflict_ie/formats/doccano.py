"""doccano's JSON lines of a sequence-labelling project with relations.

doccano knows labels only, so a trigger's label is its type and status, ``Kill:planned``.
Columns that it was given with a text come back as metadata. Labels on the whole text and
comments are what a document cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats.files import (
    about,
    check_keys,
    members,
    scan_lines,
    text_of,
    write_lines,
)
from conflict_ie.formats.graph import Link, Mark, assemble, join_label, keep, split_label
from conflict_ie.formats.items import Fit, Format, Item
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["FORMAT"]

# What doccano itself writes beside the columns it was given.
_OWN = {"id", "doc_id", "text", "entities", "relations", "meta", "label", "cats", "Comments"}
_NO_COLON = "mentions with ':' in the type"


def _scan(path: Path) -> Iterator[Item]:
    return scan_lines(path, _parse)


def _parse(table: Any, number: int, reading: Reading) -> Document:
    text = text_of(table, "item")
    _unheld(table, reading)
    name, meta = about(table, str(table.get("id", number)), "item", reading, _OWN)
    marks: list[Mark] = []
    links: list[Link] = []
    for entity in members(table, "entities", list, "item"):
        with reading.part(mark=f"T{entity.get('id')}" if isinstance(entity, dict) else ""):
            marks.append(_mark(entity))
    for relation in members(table, "relations", list, "item"):
        with reading.part():
            links.append(_link(relation))
    return assemble(name, text, marks, links, meta, reading)


def _unheld(table: dict[str, Any], reading: Reading) -> None:
    said = "labels on documents", "the text as a whole has the labels {}; mark words instead"
    for key in ("label", "cats"):
        labels = members(table, key, list, "item")
        spans = [x for x in labels if not isinstance(x, str)]
        if spans and "entities" not in table:
            raise FormatError(f"{key!r} lists spans without ids; export as JSONL with relations")
        if labels:
            reading.note(Unheld(said[0], said[1].format(labels), len(labels)))
    if comments := members(table, "Comments", list, "item"):
        reading.note(
            Unheld("comments", f"the text has comments {comments}; remove them", len(comments))
        )


def _mark(table: Any) -> Mark:
    check_keys(table, ["id", "label", "start_offset", "end_offset"], "entity")
    label, status = split_label(table["label"])
    return Mark(f"T{table['id']}", label, table["start_offset"], table["end_offset"], status=status)


def _link(table: Any) -> Link:
    check_keys(table, ["from_id", "to_id", "type"], "relation")
    return Link(f"T{table['from_id']}", str(table["type"]), f"T{table['to_id']}")


def _fit(document: Document) -> Fit:
    return keep(
        document,
        lambda e: _NO_COLON if ":" in e.type else "",
        lambda e: "events with ':' in the status" if ":" in e.status else "",
    )


def _table(document: Document) -> dict[str, Any]:
    ids = {e: n for n, e in enumerate(document.entities, 1)}
    spans = [(n, e.type, e.span) for e, n in ids.items()]
    relations: list[dict[str, Any]] = []
    for head, event in enumerate(document.events, len(ids) + 1):
        spans.append((head, join_label(event), event.trigger))
        for argument in event.arguments:
            to = ids[argument.entity]
            number = len(relations) + 1
            relations.append({"id": number, "from_id": head, "to_id": to, "type": argument.role})
    entities = [
        {"id": n, "label": label, "start_offset": s.start, "end_offset": s.end}
        for n, label, s in spans
    ]
    table: dict[str, Any] = {"doc_id": document.id, "text": document.text, "entities": entities}
    table["relations"] = relations
    return table | ({"meta": dict(document.meta)} if document.meta else {})


def _save(documents: list[Document], path: Path) -> None:
    write_lines(path, map(_table, documents))


FORMAT = Format("doccano", (".doccano.jsonl",), _scan, _fit, _save)
