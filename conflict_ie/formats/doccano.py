"""doccano's JSON lines of a sequence-labelling project with relations.

doccano knows labels only, so a trigger's label is its type and status, ``Kill:planned``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats.files import check_keys, members, scan_lines, text_of, write_lines
from conflict_ie.formats.graph import Link, Mark, assemble, join_label, keep, split_label
from conflict_ie.formats.items import Fit, Format, Item

__all__ = ["FORMAT"]

_NO_COLON = "mentions with ':' in the type"


def _scan(path: Path) -> Iterator[Item]:
    return scan_lines(path, _parse)


def _parse(table: Any, number: int) -> Document:
    text = text_of(table, "item")
    if "label" in table and "entities" not in table:
        raise FormatError("'label' lists spans without ids; export as JSONL with relations")
    marks = [_mark(e) for e in members(table, "entities", list, "item")]
    links = [_link(r) for r in members(table, "relations", list, "item")]
    name = table.get("doc_id", str(table.get("id", number)))
    if not isinstance(name, str):
        raise FormatError(f"item: 'doc_id' is {name!r}, which is no string")
    return assemble(name, text, marks, links, members(table, "meta", dict, "item"))


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
