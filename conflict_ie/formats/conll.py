"""CoNLL columns in IOB2: token, mention tag, trigger tag; a blank line after each text.

The first line names the columns. A comment holds the id and another the text as JSON, since
tokens alone do not tell what stood between them. The columns hold spans, types and
statuses; roles they cannot. Files of others, with the token first and the tag last, are read too:
there a line is the text between two blank ones, its tokens joined by single spaces.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from conflict_ie.document import Document, Entity, Event, Span
from conflict_ie.formats.files import json_value, read_text, write_text
from conflict_ie.formats.graph import Mark, assemble, join_label, keep, split_label
from conflict_ie.formats.items import Fit, Format, Item, LineError, attempt
from conflict_ie.formats.pieces import pieces

__all__ = ["FORMAT"]

_COLUMNS = "# global.columns = FORM MENTION EVENT"
_FIELDS = {"id": str, "text": str, "meta": dict}


@dataclass(slots=True)
class _Block:
    first: int
    ours: bool
    comments: dict[str, Any] = field(default_factory=dict)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def _scan(path: Path) -> Iterator[Item]:
    lines = read_text(path).removeprefix("\ufeff").split("\n")
    ours = any(line.strip() == _COLUMNS for line in lines[:1])
    for number, block in enumerate(_blocks(lines, ours), 1):
        item = attempt(str(path), partial(_document, block, lines, number))
        yield Item(f"{path}:{block[0] + 1}", item.document, item.error)


def _blocks(lines: list[str], ours: bool) -> Iterator[tuple[int, int, bool]]:
    start = 1 if ours else 0
    for end in range(start, len(lines) + 1):
        if end == len(lines) or not lines[end].strip():
            if any(not line.startswith("-DOCSTART-") for line in lines[start:end]):
                yield start, end, ours
            start = end + 1


def _document(place: tuple[int, int, bool], lines: list[str], number: int) -> Document:
    block = _parse(place, lines)
    text = block.comments.get("text", " ".join(r[1][0] for r in block.rows))
    spans = _aligned(block, text)
    marks = [*_marks(block, spans, 1)]
    if block.ours:
        marks += _marks(block, spans, 2)
    named = (
        Mark(f"{'T' if m.status is None else 'E'}{n}", m.label, m.start, m.end, status=m.status)
        for n, m in zip(count(1), marks, strict=False)
    )
    name, meta = block.comments.get("id", str(number)), block.comments.get("meta", {})
    return assemble(name, text, list(named), [], meta)


def _parse(place: tuple[int, int, bool], lines: list[str]) -> _Block:
    block = _Block(place[0] + 1, place[2])
    for number in range(place[0] + 1, place[1] + 1):
        line = lines[number - 1].removesuffix("\r")
        if line.startswith("# ") and "\t" not in line:
            _comment(line, number, block)
        elif not line.startswith("-DOCSTART-"):
            block.rows.append((number, _row(line, number, block.ours)))
    return block


def _comment(line: str, number: int, block: _Block) -> None:
    name, _, value = line[2:].partition(" = ")
    if not block.ours or name not in _FIELDS:
        return
    try:
        found = json_value(value)
    except ValueError as error:
        raise LineError(number, f"{name}: {error}; the value of this comment is JSON") from error
    if not isinstance(found, _FIELDS[name]) or name in block.comments:
        raise LineError(number, f"{name} is {value[:40]!r}; give one {_FIELDS[name].__name__}")
    block.comments[name] = found


def _row(line: str, number: int, ours: bool) -> list[str]:
    cells = line.split("\t") if "\t" in line else line.split()
    if ours and len(cells) != 3:
        raise LineError(number, f"{len(cells)} columns; the first line promises 3, parted by tabs")
    if len(cells) < 2:
        raise LineError(number, f"{line[:40]!r} has one column; a token and its tag are needed")
    return cells if ours else [cells[0], cells[-1]]


def _aligned(block: _Block, text: str) -> list[Span]:
    spans, at = [], 0
    for number, cells in block.rows:
        start = at + len(text[at:]) - len(text[at:].lstrip())
        if not cells[0] or not text.startswith(cells[0], start):
            there = text[start : start + 20]
            raise LineError(
                number, f"the token {cells[0]!r} is not what the text has at {start}: {there!r}"
            )
        at = start + len(cells[0])
        spans.append(Span(start, at))
    if text[at:].strip():
        raise LineError(block.first, f"the text goes on after the last token: {text[at:][:20]!r}")
    return spans


def _marks(block: _Block, spans: list[Span], column: int) -> Iterator[Mark]:
    label, start, end = "", 0, 0
    for (number, cells), span in zip(block.rows, spans, strict=True):
        prefix, _, name = cells[column].partition("-")
        if prefix not in ("B", "I", "O") or bool(name) == (prefix == "O"):
            raise LineError(number, f"the tag {cells[column]!r} is not O, B-TYPE or I-TYPE")
        if prefix == "I" and name != label:
            raise LineError(
                number, f"{cells[column]!r} goes on with nothing; begin it with B-{name}"
            )
        if prefix != "I" and label:
            yield _mark(label, start, end, column, number)
        if prefix != "I":
            label, start = name, span.start
        end = span.end
    if label:
        yield _mark(label, start, end, column, block.rows[-1][0])


def _mark(label: str, start: int, end: int, column: int, number: int) -> Mark:
    kind, status = split_label(label) if column == 2 else (label, None)
    if column == 2 and not status:
        raise LineError(number, f"the trigger tag {label!r} has no status; write {kind}:actual")
    return Mark("", kind, start, end, status=status)


def _fit(document: Document) -> Fit:
    taken: dict[bool, list[Span]] = {True: [], False: []}

    def why(span: Span, label: str, trigger: bool) -> str:
        kind, surface = "events" if trigger else "mentions", span.of(document.text)
        if surface != surface.strip():
            return f"{kind} that begin or end with white space"
        if not label or label.split() != [label]:
            return f"{kind} whose label has white space"
        if any(span.overlaps(s) for s in taken[trigger]):
            return f"{kind} that overlap others"
        taken[trigger].append(span)
        return ""

    def event(e: Event) -> str:
        if ":" in e.status:
            return "events with ':' in the status"
        return why(e.trigger, join_label(e), True)

    def mention(e: Entity) -> str:
        return why(e.span, e.type, False)

    fitting, lost = keep(document, mention, event, lambda e, a: "roles")
    # Columns stand in reading order, so that is the order that comes back.
    entities = sorted(fitting.entities, key=lambda e: e.span)
    events = sorted(fitting.events, key=lambda e: e.trigger)
    return replace(fitting, entities=tuple(entities), events=tuple(events)), lost


def _lines(document: Document) -> Iterator[str]:
    yield f"# id = {json.dumps(document.id, ensure_ascii=False)}"
    if document.meta:
        yield f"# meta = {json.dumps(dict(document.meta), ensure_ascii=False)}"
    yield f"# text = {json.dumps(document.text, ensure_ascii=False)}"
    mentions = [(e.span, e.type) for e in document.entities]
    triggers = [(e.trigger, join_label(e)) for e in document.events]
    for piece in pieces(document.text, [s for s, _ in mentions + triggers], spaces=False):
        yield f"{piece.of(document.text)}\t{_tag(piece, mentions)}\t{_tag(piece, triggers)}"
    yield ""


def _tag(piece: Span, marks: list[tuple[Span, str]]) -> str:
    for span, label in marks:
        if span.overlaps(piece):
            return f"{'B' if span.start == piece.start else 'I'}-{label}"
    return "O"


def _save(documents: list[Document], path: Path) -> None:
    lines = [_COLUMNS, *(line for d in documents for line in _lines(d))]
    write_text(path, "\n".join(lines) + "\n")


FORMAT = Format("conll", (".conll", ".iob2", ".iob", ".bio", ".tsv"), _scan, _fit, _save)
