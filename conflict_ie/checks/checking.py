"""Every problem of an annotation file at once, with its place and what to do about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from conflict_ie.checks.rules import RULES, Finding, prefix_remainder
from conflict_ie.document import Document
from conflict_ie.formats import Item, read_any, scan_any
from conflict_ie.formats.reading import Fault
from conflict_ie.ontology import Ontology
from conflict_ie.words import normalise

__all__ = ["Problem", "check", "check_documents", "first_difference"]

# A type is unlikely where a text is marked otherwise this often and this consistently.
_OFTEN, _SHARE = 5, 0.9


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that should be corrected in a file.

    Attributes:
        where: ``file:line``, or ``file: task 3`` in files without lines.
        kind: unreadable, foreign (what a document cannot hold), ontology, overlap, duplicate,
            edge, punctuation, prefix, word, unlikely or text.
        message: what is wrong.
        remedy: what to do.
    """

    where: str
    kind: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """One line for a reader."""
        return f"{self.where}: {self.kind}: {self.message}; {self.remedy}"


def check(
    path: Path | str,
    *,
    format: str | None = None,
    ontology: Ontology | None = None,
    against: Path | str | None = None,
) -> list[Problem]:
    """Lists every problem of an annotation file, in the order of the file.

    Args:
        path: a file or folder in any known format.
        format: its name; else the ending tells.
        ontology: the labels allowed; else the default ones.
        against: a file with the texts as published, matched by id.

    Raises:
        FormatError: the file as a whole cannot be read, or no format is known for it.
    """
    items = list(scan_any(path, format))
    problems = [_noted(f) for item in items for f in item.faults if not f.follows]
    found = [i for i in items if i.document is not None]
    published = {} if against is None else {d.id: d.text for d in read_any(against)}
    problems += check_documents(found, ontology=ontology, published=published)
    order = _order(items)
    return sorted(dict.fromkeys(problems), key=lambda p: order[p.where])


def _noted(fault: Fault) -> Problem:
    message, parted, remedy = fault.message.rpartition("; ")
    if not parted:
        message, remedy = fault.message, "correct it at this place, then check again"
    return Problem(fault.where, "foreign" if fault.kind else "unreadable", message, remedy)


def _order(items: Sequence[Item]) -> dict[str, tuple[int, int]]:
    """Places of items, marks and faults in the order of the file."""
    order: dict[str, tuple[int, int]] = {}
    for number, item in enumerate(items):
        for where in (item.where, *item.lines.values(), *(f.where for f in item.faults)):
            line = where.rpartition(":")[2]
            order.setdefault(where, (number, int(line) if line.isdecimal() else 0))
    return order


def check_documents(
    items: Sequence[Item],
    *,
    ontology: Ontology | None = None,
    published: Mapping[str, str] | None = None,
) -> list[Problem]:
    """The problems of documents that could be read, each with its place.

    Args:
        items: documents with where they stand.
        ontology: the labels allowed; else the default ones.
        published: texts by id, to hold the units against.
    """
    known = ontology or Ontology.default()
    problems = list(_units(items, published or {}))
    for item in items:
        assert item.document is not None
        for finding in _findings(item.document, known):
            problems.append(_placed(finding, item))
    for item, finding in _corpus(items):
        problems.append(_placed(finding, item))
    return problems


def _placed(finding: Finding, item: Item) -> Problem:
    where = item.lines.get(finding.mark, item.where)
    return Problem(where, finding.kind, finding.message, finding.remedy)


def _findings(document: Document, ontology: Ontology) -> Iterator[Finding]:
    remedy = "choose a label of the ontology, or check with the ontology it was marked by"
    for mark, part in _parts(document):
        for sentence in ontology.problems(part):
            yield Finding("ontology", mark, sentence, remedy)
    for rule in RULES:
        yield from rule(document)


def _parts(document: Document) -> Iterator[tuple[str, Document]]:
    for entity in document.entities:
        yield entity.id, replace(document, entities=(entity,), events=())
    for event in document.events:
        # Their types were looked at above; an unknown one is not reported twice.
        mentions = tuple(a.entity for a in event.arguments)
        yield event.id, replace(document, entities=mentions, events=(event,))


def _units(items: Sequence[Item], published: Mapping[str, str]) -> Iterator[Problem]:
    ids: dict[str, Item] = {}
    texts: dict[str, Item] = {}
    for item in items:
        assert item.document is not None
        name, text = item.document.id, item.document.text
        if name in ids:
            message = f"the id {name!r} stood at {ids[name].where}"
            yield Problem(item.where, "duplicate", message, "give each unit an id of its own")
        elif text in texts:
            message = f"the text of {name!r} stood at {texts[text].where}"
            yield Problem(item.where, "duplicate", message, "keep the unit once")
        ids.setdefault(name, item)
        texts.setdefault(text, item)
        if name in published and published[name] != text:
            message = (
                f"the text differs from the published one {first_difference(published[name], text)}"
            )
            yield Problem(item.where, "text", message, "mark the text as it was published")


def first_difference(one: str, other: str) -> str:
    """Where two texts part, and how each goes on.

    Example:
        >>> first_difference("قُتل خمسة", "قتل خمسة")
        "at character 1: 'ُتل خمسة' against 'تل خمسة'"
    """
    pairs = enumerate(zip(one, other, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    return f"at character {at}: {one[at : at + 12]!r} against {other[at : at + 12]!r}"


def _corpus(items: Sequence[Item]) -> Iterator[tuple[Item, Finding]]:
    types = _types_by_text(i.document for i in items if i.document)
    for item in items:
        assert item.document is not None
        for entity in item.document.entities:
            plain = _plain(entity.text)
            votes = types[plain]
            usual, times = votes.most_common(1)[0]
            if usual != entity.type and times >= _OFTEN and times / votes.total() >= _SHARE:
                message = f"mention «{entity.text}» is a {entity.type}, but {times} times a {usual}"
                yield (
                    item,
                    Finding("unlikely", entity.id, message, f"see if it is a {usual} here too"),
                )
            rest = prefix_remainder(entity, entity.span, item.document.text)
            if rest and types[_plain(rest)][entity.type] > votes[entity.type]:
                message = f"mention «{entity.text}» begins with a prefix: elsewhere it is «{rest}»"
                yield item, Finding("prefix", entity.id, message, f"begin it at «{rest}»")


def _types_by_text(documents: Iterable[Document]) -> dict[str, Counter[str]]:
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for entity in document.entities:
            types[_plain(entity.text)][entity.type] += 1
    return types


def _plain(text: str) -> str:
    return " ".join(normalise(word) for word in text.split())
