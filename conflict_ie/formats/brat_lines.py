"""The lines of brat's ``.ann`` files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from conflict_ie.document import Span
from conflict_ie.errors import FormatError
from conflict_ie.formats.offsets import spanned
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["BREAKS", "Annotations", "EventLine", "SpanLine", "fragments", "parse"]

# Whatever brat, written in Python, takes for the end of a line.
BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")

_SPAN = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.ASCII | re.DOTALL)
_EVENT = re.compile(r"(E\d+)\t([^\s:]+):(\S+)((?: [^\s:]+:\S+)*)\s*")
_ATTRIBUTE = re.compile(r"([AM]\d+)\t(\S+) (\S+)(?: (.*?))?\s*", re.DOTALL)
_NOTE = re.compile(r"#\d+\t\S+ (\S+)\t?(.*)", re.DOTALL)
_RELATION = re.compile(r"(R\d+)\t\S+ [^\s:]+:\S+ [^\s:]+:\S+\s*")
_EQUIVALENCE = re.compile(r"\*\t\S+(?: \S+)+\s*")
_NORMALISATION = re.compile(r"(N\d+)\t\S+ \S+ [^\s:]+:\S+(?:\t.*)?", re.DOTALL)
_SHAPES = {
    "T": (_SPAN, "T1<tab>TYPE START END<tab>TEXT"),
    "E": (_EVENT, "E1<tab>TYPE:T1 ROLE:T2"),
    "A": (_ATTRIBUTE, "A1<tab>Status E1 planned"),
    "M": (_ATTRIBUTE, "M1<tab>Status E1 planned"),
    "#": (_NOTE, "#1<tab>AnnotatorNotes T1<tab>TEXT"),
    "R": (_RELATION, "R1<tab>TYPE Arg1:T1 Arg2:T2"),
    "*": (_EQUIVALENCE, "*<tab>Equiv T1 T2"),
    "N": (_NORMALISATION, "N1<tab>Reference T1 SOURCE:ID<tab>TEXT"),
}
# Lines of brat that a document has no place for.
_UNHELD = {"R": "relation", "*": "equivalence", "N": "normalisation"}
_ID = re.compile(r"\S\d*", re.ASCII)


@dataclass(frozen=True, slots=True)
class SpanLine:
    """A text-bound annotation."""

    label: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event with the ids of its trigger and fillers."""

    id: str
    line: int
    label: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Annotations:
    """What an ``.ann`` file says, by id, in its order."""

    spans: dict[str, SpanLine] = field(default_factory=dict)
    events: dict[str, EventLine] = field(default_factory=dict)
    attributes: list[tuple[int, str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def parse(ann: str, text: str, reading: Reading) -> Annotations:
    """The annotations of a file, spans held against the text.

    Noted in ``reading`` is a line of no known shape, of a kind that a document cannot hold,
    with an id that stood before, or with other text than its offsets have.
    """
    found = Annotations()
    for number, raw in enumerate(ann.split("\n"), 1):
        line = raw.removesuffix("\r")
        if line.strip():
            name = _ID.match(line)
            with reading.part(number, name[0] if name else ""):
                _READERS[_kind(line)](_match(line), number, found, text)
    for event in list(found.events.values()):
        with reading.part(event.line, event.id):
            _has_trigger(event, found, reading)
    return found


def _has_trigger(event: EventLine, found: Annotations, reading: Reading) -> None:
    gone = f"the trigger {event.trigger} of {event.id} cannot be held; mark it in one piece"
    if reading.hangs_on(event.trigger, Unheld("events of dropped triggers", gone)):
        reading.gone[event.id] = False
    elif event.trigger not in found.spans:
        raise FormatError(f"{event.id}: the trigger {event.trigger} is missing; mark it")
    elif (label := found.spans[event.trigger].label) != event.label:
        raise FormatError(
            f"{event.id} is a {event.label!r}, but its trigger {event.trigger} is a {label!r}; "
            "give both one type"
        )


def _kind(line: str) -> str:
    if line[0] not in _SHAPES:
        raise FormatError(f"{line[:40]!r} is no line of brat; remove it")
    return line[0]


def _match(line: str) -> re.Match[str]:
    shape, example = _SHAPES[line[0]]
    match = shape.fullmatch(line)
    if match is None:
        raise FormatError(f"{line[:40]!r} cannot be read; write it as {example}")
    return match


def _new(name: str, number: int, found: Annotations) -> None:
    if name in found.lines:
        raise FormatError(f"the id {name} stood on line {found.lines[name]}; ids must differ")
    found.lines[name] = number


def _span(match: re.Match[str], number: int, found: Annotations, text: str) -> None:
    name, label, places, said = match.groups()
    _new(name, number, found)
    parts = [[int(o) for o in place.split()] for place in places.split(";")]
    spans = [spanned(text, *p, what=name) for p in parts]
    start, end = spans[0].start, spans[-1].end
    for left, right in pairwise(spans):
        _joined(text[left.end : right.start], name)
    # brat joins fragments with a blank; all else must read as it stands.
    plain = " ".join(s.of(text) for s in spans)
    spanned(text, start, end, said=text[start:end] if said == plain else said, what=name)
    found.spans[name] = SpanLine(label, start, end, number)


def _joined(gap: str, name: str) -> None:
    if not BREAKS.fullmatch(gap):
        raise Unheld(
            "discontinuous spans",
            f"{name} has fragments with {gap!r} between; a span has no holes; mark it in one piece",
        )


def _event(match: re.Match[str], number: int, found: Annotations, text: str) -> None:
    name, label, trigger, rest = match.groups()
    _new(name, number, found)
    pairs = (argument.partition(":") for argument in rest.split())
    arguments = tuple((role, target) for role, _, target in pairs)
    found.events[name] = EventLine(name, number, label, trigger, arguments)


def _attribute(match: re.Match[str], number: int, found: Annotations, text: str) -> None:
    name, label, target, value = match.groups()
    _new(name, number, found)
    found.attributes.append((number, label, target, value or ""))


def _note(match: re.Match[str], number: int, found: Annotations, text: str) -> None:
    found.notes.append(f"{match[1]}: {match[2]}")


def _unheld(match: re.Match[str], number: int, found: Annotations, text: str) -> None:
    what = _UNHELD[match[0][0]]
    article = "an" if what[0] in "aeiou" else "a"
    raise Unheld(
        f"{what}s",
        f"{match[0][:40]!r} is {article} {what}, which a document cannot hold; remove it",
    )


_READERS: dict[str, Callable[[re.Match[str], int, Annotations, str], None]] = {
    "T": _span,
    "E": _event,
    "A": _attribute,
    "M": _attribute,
    "#": _note,
    **dict.fromkeys(_UNHELD, _unheld),
}


def fragments(span: Span, text: str) -> list[Span]:
    r"""The lines that a span touches; none where it begins or ends with a line break.

    Example:
        >>> [(s.start, s.end) for s in fragments(Span(0, 11), "قوات\r\nالجيش")]
        [(0, 4), (6, 11)]
    """
    edges = [span.start]
    for gap in BREAKS.finditer(text, span.start, span.end):
        edges += [gap.start(), gap.end()]
    edges.append(span.end)
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    return [Span(*p) for p in pairs] if all(a < b for a, b in pairs) else []
