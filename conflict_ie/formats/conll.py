"""CoNLL columns in IOB2: token, mention tag, trigger tag; a blank line after each text.

The first line names the columns. A comment holds the id and another the text as JSON, since
tokens alone do not tell what stood between them. The columns hold spans, types and
statuses; roles they cannot. Files of others, with the token first and the tag last, are read too:
there a text is what stands between two blank lines, its tokens joined by single spaces. Columns
between the two, and comments, are what a document cannot hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from conflict_ie.document import Document, Entity, Event, Span
from conflict_ie.errors import FormatError
from conflict_ie.formats.files import json_value, read_text, write_text
from conflict_ie.formats.graph import Mark, assemble, join_label, keep, split_label
from conflict_ie.formats.items import Fit, Format, Item, attempt
from conflict_ie.formats.pieces import pieces
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["FORMAT"]

_COLUMNS = "# global.columns = FORM MENTION EVENT"
_FIELDS = {"id": str, "text": str, "meta": dict}


Row = tuple[int, list[str]]


@dataclass(slots=True)
class _Block:
    first: int
    ours: bool
    comments: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Run:
    """A mark as rows: the first and the last of them, by number."""

    label: str
    status: str | None
    first: int
    last: int


def _scan(path: Path) -> Iterator[Item]:
    lines = read_text(path).removeprefix("\ufeff").split("\n")
    ours = any(line.strip() == _COLUMNS for line in lines[:1])
    for number, place in enumerate(_blocks(lines, ours), 1):
        parse = partial(_document, place, lines, number)
        yield attempt(f"{path}:{place[0] + 1}", parse, file=str(path))


def _blocks(lines: list[str], ours: bool) -> Iterator[tuple[int, int, bool]]:
    start = 1 if ours else 0
    for end in range(start, len(lines) + 1):
        if end == len(lines) or not lines[end].strip():
            if any(not line.startswith("-DOCSTART-") for line in lines[start:end]):
                yield start, end, ours
            start = end + 1


def _document(
    place: tuple[int, int, bool], lines: list[str], number: int, reading: Reading
) -> Document | None:
    block = _parse(place, lines, reading)
    runs = [*_runs(block, 1, reading), *(_runs(block, 2, reading) if block.ours else ())]
    # Where a row is wrong, those after it cannot be placed in the text.
    sound = all(fault.kind for fault in reading.faults)
    text = block.comments.get("text", " ".join(cells[0] for _, cells in block.rows))
    spans = _aligned(block, text, reading) if sound else []
    if len(spans) < len(block.rows):
        return None
    marks = [_mark(n, run, block, spans) for n, run in enumerate(runs, 1)]
    name, meta = block.comments.get("id", str(number)), block.comments.get("meta", {})
    return assemble(name, text, marks, [], meta, reading)


def _parse(place: tuple[int, int, bool], lines: list[str], reading: Reading) -> _Block:
    block = _Block(place[0] + 1, place[2])
    for number in range(place[0] + 1, place[1] + 1):
        line = lines[number - 1].removesuffix("\r")
        with reading.part(number):
            if line.startswith("# ") and "\t" not in line:
                _comment(line, block)
            elif not line.startswith("-DOCSTART-"):
                block.rows.append((number, _row(line, block.ours, number, reading)))
    return block


def _comment(line: str, block: _Block) -> None:
    name, _, value = line[2:].partition(" = ")
    if not block.ours or name not in _FIELDS:
        raise Unheld("comments", f"{line[:40]!r} is a comment; remove it")
    try:
        found = json_value(value)
    except ValueError as error:
        raise FormatError(f"{name}: {error}; the value of this comment is JSON") from error
    if not isinstance(found, _FIELDS[name]) or name in block.comments:
        raise FormatError(f"{name} is {value[:40]!r}; give one {_FIELDS[name].__name__}")
    block.comments[name] = found


def _row(line: str, ours: bool, number: int, reading: Reading) -> list[str]:
    cells = line.split("\t") if "\t" in line else line.split()
    if ours and len(cells) != 3:
        raise FormatError(f"{len(cells)} columns; the first line promises 3, parted by tabs")
    if len(cells) < 2:
        raise FormatError(f"{line[:40]!r} has one column; give a token and its tag")
    if not ours and (between := cells[1:-1]):
        said = f"{between} stand between token and tag; leave them out"
        reading.note(Unheld("cells of other columns", said, len(between)), number)
    return cells if ours else [cells[0], cells[-1]]


def _aligned(block: _Block, text: str, reading: Reading) -> list[Span]:
    """Where the token of each row stands in the text; none after one that does not."""
    spans: list[Span] = []
    at = 0
    for number, cells in block.rows:
        start = at + len(text[at:]) - len(text[at:].lstrip())
        if not cells[0] or not text.startswith(cells[0], start):
            said = f"the token {cells[0]!r} is not what the text has at {start}"
            reading.note(FormatError(f"{said}: {text[start : start + 20]!r}; write it so"), number)
            return spans
        at = start + len(cells[0])
        spans.append(Span(start, at))
    if text[at:].strip():
        said = f"the text goes on after the last token: {text[at:][:20]!r}; add its tokens"
        reading.note(FormatError(said), block.first)
    return spans


def _runs(block: _Block, column: int, reading: Reading) -> list[_Run]:
    """The marks of a column; a tag that is wrong is noted, and ends the mark before it."""
    runs: list[_Run] = []
    going = ""
    for number, (line, cells) in enumerate(block.rows):
        prefix, _, label = cells[column].partition("-")
        follows, going = bool(label) and label == going, label
        with reading.part(line):
            _check_tag(cells[column], follows)
            # None stands before where the tag that begins it was wrong.
            if prefix == "I" and runs:
                runs[-1] = replace(runs[-1], last=number)
            elif prefix == "B":
                runs.append(_Run(*_labels(label, column), number, number))
    return runs


def _check_tag(tag: str, follows: bool) -> None:
    prefix, _, label = tag.partition("-")
    if prefix not in ("B", "I", "O") or bool(label) == (prefix == "O"):
        raise FormatError(f"the tag {tag!r} is not O, B-TYPE or I-TYPE; write one of these")
    if prefix == "I" and not follows:
        raise FormatError(f"{tag!r} goes on with nothing; begin it with B-{label}")


def _labels(label: str, column: int) -> tuple[str, str | None]:
    kind, status = split_label(label) if column == 2 else (label, None)
    if column == 2 and not status:
        raise FormatError(f"the trigger tag {label!r} has no status; write {kind}:actual")
    return kind, status


def _mark(number: int, run: _Run, block: _Block, spans: list[Span]) -> Mark:
    name = f"{'T' if run.status is None else 'E'}{number}"
    start, end = spans[run.first].start, spans[run.last].end
    return Mark(name, run.label, start, end, status=run.status, line=block.rows[run.first][0])


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
