"""brat standoff: a folder of ``NAME.txt`` with ``NAME.ann``; metadata in ``NAME.meta.json``.

Offsets are code points. A mark over a line break is written in fragments, as brat does it,
and read back as one. A role that repeats gets a number (``Target2``), as brat does it too.
Notes are kept as ``notes`` of the metadata. Relations, equivalences, normalisations,
attributes but the status, and spans with holes are what a document cannot hold.
Format: Stenetorp et al., "brat: a Web-based Tool for NLP-Assisted Text Annotation", EACL 2012.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import FormatError
from conflict_ie.formats.brat_lines import BREAKS, Annotations, fragments, parse
from conflict_ie.formats.files import file_name, json_file, name_of, read_text, write_text
from conflict_ie.formats.graph import Link, Mark, assemble, keep
from conflict_ie.formats.items import Fit, Format, Item, attempt
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["FORMAT", "STATUS"]

STATUS = "Status"
_NAME = re.compile(r"[^\s:;]+")
_ID = {"T": re.compile(r"T[0-9]+"), "E": re.compile(r"E[0-9]+")}


def _scan(path: Path) -> Iterator[Item]:
    for text in _texts(path):
        marks = text.with_suffix(".ann")
        yield attempt(str(marks), partial(_document, text, marks))


def _texts(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path.with_suffix(".txt")]
    found = {p.with_suffix(".txt") for p in path.iterdir() if p.suffix in (".txt", ".ann")}
    if not found:
        raise FormatError(f"{path}: the folder holds no .txt with .ann; brat needs both")
    return sorted(found, key=lambda p: [int(c) if c.isdigit() else c for c in _digits(p.name)])


def _digits(name: str) -> list[str]:
    return re.split(r"([0-9]+)", name)


def _document(text_file: Path, marks_file: Path, reading: Reading) -> Document:
    for needed in (text_file, marks_file):
        if not needed.exists():
            raise FormatError(
                f"{needed.name} is missing; brat needs a .txt and an .ann of each text"
            )
    text = read_text(text_file)
    found = parse(read_text(marks_file), text, reading)
    meta: dict[str, Any] = {}
    with reading.part():
        meta = _meta(text_file, found)
    marks, links = list(_marks(found, reading)), list(_links(found))
    return assemble(name_of(text_file), text, marks, links, meta, reading)


def _marks(found: Annotations, reading: Reading) -> Iterator[Mark]:
    statuses = _statuses(found, reading)
    triggers = {e.trigger for e in found.events.values()}
    for name, span in found.spans.items():
        if name not in triggers:
            yield Mark(name, span.label, span.start, span.end, line=span.line)
    for name, event in found.events.items():
        if name not in reading.gone:
            span, status = found.spans[event.trigger], statuses.get(name, "actual")
            yield Mark(name, event.label, span.start, span.end, status=status, line=event.line)


def _statuses(found: Annotations, reading: Reading) -> dict[str, str]:
    statuses: dict[str, str] = {}
    for line, name, target, value in found.attributes:
        with reading.part(line):
            if name != STATUS:
                said = f"a document cannot hold the attribute {name!r}; remove it"
                raise Unheld(f"{name} attributes", said)
            if target in reading.gone:
                continue
            if target not in found.events:
                raise FormatError(f"{STATUS} stands at {target!r}, which is no event; remove it")
            if target in statuses or not value:
                raise FormatError(f"{target} has not one {STATUS} with a value; choose one")
            statuses[target] = value
    return statuses


def _links(found: Annotations) -> Iterator[Link]:
    for event in found.events.values():
        for role, target in event.arguments:
            yield Link(event.id, role.rstrip("0123456789") or role, target, line=event.line)


def _meta(text_file: Path, found: Annotations) -> dict[str, Any]:
    side = text_file.with_suffix(".meta.json")
    meta = json_file(side) if side.exists() else {}
    if not isinstance(meta, dict):
        raise FormatError(f"{side.name} holds {str(meta)[:40]!r}, which is no object")
    return meta | ({"notes": found.notes} if found.notes else {})


def _fit(document: Document) -> Fit:
    text = document.text

    def named(label: str) -> bool:
        return _NAME.fullmatch(label) is not None

    def mention(e: Entity) -> str:
        if not named(e.type):
            return "mentions whose type has a space or colon"
        return "" if fragments(e.span, text) else "mentions that begin or end with a line break"

    def event(e: Event) -> str:
        if not named(e.type) or not e.status or BREAKS.search(e.status):
            return "events whose type has a space or colon, or whose status has a line break"
        return "" if fragments(e.trigger, text) else "triggers that begin or end with a line break"

    def role(e: Event, a: Argument) -> str:
        good = named(a.role) and not a.role[-1].isdigit()
        return "" if good else "roles whose name has a space or colon, or ends in a digit"

    return keep(document, mention, event, role)


def _save(documents: list[Document], path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    names = [file_name(d) for d in documents]
    for name, count in Counter(names).items():
        if count > 1:
            raise FormatError(f"{path}: {count} documents have the id {name!r}; ids must differ")
    for name, document in zip(names, documents, strict=True):
        write_text(path / f"{name}.txt", document.text)
        write_text(path / f"{name}.ann", "".join(f"{line}\n" for line in _lines(document)))
        if document.meta:
            side = json.dumps(dict(document.meta), ensure_ascii=False)
            write_text(path / f"{name}.meta.json", side)


def _lines(document: Document) -> Iterator[str]:
    text = document.text
    mentions = _ids([e.id for e in document.entities], "T")
    ids = dict(zip(document.entities, mentions, strict=True))
    first = max((int(i[1:]) for i in mentions), default=0) + 1
    events = _ids([e.id for e in document.events], "E")
    triggers = [f"T{n}" for n in range(first, first + len(events))]
    for entity, name in ids.items():
        yield f"{name}\t{entity.type} {_place(entity.span, text)}"
    for event, name in zip(document.events, triggers, strict=True):
        yield f"{name}\t{event.type} {_place(event.trigger, text)}"
    for event, name, trigger in zip(document.events, events, triggers, strict=True):
        roles = "".join(f" {role}:{ids[e]}" for role, e in _numbered(event))
        yield f"{name}\t{event.type}:{trigger}{roles}"
    planned = (p for p in zip(document.events, events, strict=True) if p[0].status != "actual")
    for number, (event, name) in enumerate(planned, 1):
        yield f"A{number}\t{STATUS} {name} {event.status}"


def _ids(own: list[str], letter: str) -> list[str]:
    if len(set(own)) == len(own) and all(_ID[letter].fullmatch(i) for i in own):
        return own
    return [f"{letter}{n}" for n in range(1, len(own) + 1)]


def _place(span: Span, text: str) -> str:
    parts = fragments(span, text)
    places = ";".join(f"{p.start} {p.end}" for p in parts)
    return f"{places}\t{' '.join(p.of(text) for p in parts)}"


def _numbered(event: Event) -> Iterator[tuple[str, Entity]]:
    seen: Counter[str] = Counter()
    for argument in event.arguments:
        seen[argument.role] += 1
        number = seen[argument.role]
        yield argument.role + (str(number) if number > 1 else ""), argument.entity


FORMAT = Format("brat", (".ann", ".txt"), _scan, _fit, _save, fold=".ann")
