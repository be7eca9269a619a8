"""What predicted documents get right: sets of facts, counted, and divided last.

A metric is a function from a document to the facts it asserts. Attached arguments
are Arg-C+ of TextEE (Huang et al., 2024): role and span on the right trigger.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from conflict_ie.document import Argument, Document, Event, Span
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.words import is_word, tokens

__all__ = [
    "CHIEF",
    "MATCHES",
    "METRICS",
    "Counts",
    "Fact",
    "Pair",
    "Snap",
    "Tally",
    "align",
    "facts",
    "head_words",
    "iob2",
    "tally",
    "units",
    "whole_words",
]

Fact = tuple[Hashable, ...]
Pair = tuple[Document, Document]
Snap = Callable[[Span], Span]


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, predicted and gold facts; they add up, ratios come last.

    Example:
        >>> (Counts(1, 2, 2) + Counts(1, 1, 1)).f1
        0.6666666666666666
    """

    tp: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of predicted facts that are right; 0 where nothing was predicted."""
        return self.tp / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of gold facts that were found; 0 where there are none."""
        return self.tp / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.tp / total if total else 0.0

    @property
    def errors(self) -> int:
        """Facts that are only in gold or only predicted."""
        return self.predicted + self.gold - 2 * self.tp


def _words(document: Document) -> list[Span]:
    return [s for s in tokens(document.text) if is_word(s.of(document.text))]


def _touched(document: Document) -> Callable[[Span], Sequence[Span]]:
    words = _words(document)
    starts, ends = [w.start for w in words], [w.end for w in words]
    return lambda span: words[bisect_right(ends, span.start) : bisect_left(starts, span.end)]


def whole_words(document: Document) -> Snap:
    """Widens a span to the words it touches, so a prefix left on or off costs nothing."""
    touched = _touched(document)

    def snap(span: Span) -> Span:
        words = touched(span)
        return Span(words[0].start, words[-1].end) if words else span

    return snap


def head_words(document: Document) -> Snap:
    """Narrows a span to its first whole word: the head of an Arabic noun phrase.

    Example:
        >>> from conflict_ie import Document, Span
        >>> text = "وقوات النظام"
        >>> head_words(Document("d", text))(Span(1, 12)).of(text)
        'وقوات'
    """
    touched = _touched(document)
    return lambda span: (touched(span) or [span])[0]


def units(document: Document, *, exact: bool = False) -> Snap:
    """How a document's spans are compared: as characters, or as whole words."""
    return (lambda span: span) if exact else whole_words(document)


def _entities(document: Document, snap: Snap) -> Iterable[Fact]:
    return ((e.type, snap(e.span)) for e in document.entities)


def _entity_spans(document: Document, snap: Snap) -> Iterable[Fact]:
    return (("*", snap(e.span)) for e in document.entities)


def _triggers(document: Document, snap: Snap) -> Iterable[Fact]:
    return ((e.type, snap(e.trigger)) for e in document.events)


def _trigger_spans(document: Document, snap: Snap) -> Iterable[Fact]:
    return (("*", snap(e.trigger)) for e in document.events)


def _status(document: Document, snap: Snap) -> Iterable[Fact]:
    return ((e.status, e.type, snap(e.trigger)) for e in document.events)


def _links(document: Document) -> Iterable[tuple[Event, Argument]]:
    return ((event, argument) for event in document.events for argument in event.arguments)


def _argument_spans(document: Document, snap: Snap) -> Iterable[Fact]:
    return (("*", e.type, snap(a.entity.span)) for e, a in _links(document))


def _arguments(document: Document, snap: Snap) -> Iterable[Fact]:
    return ((a.role, e.type, snap(a.entity.span)) for e, a in _links(document))


def _attached_spans(document: Document, snap: Snap) -> Iterable[Fact]:
    return (("*", e.type, snap(e.trigger), snap(a.entity.span)) for e, a in _links(document))


def _attached(document: Document, snap: Snap) -> Iterable[Fact]:
    return ((a.role, e.type, snap(e.trigger), snap(a.entity.span)) for e, a in _links(document))


def _sources(document: Document, snap: Snap) -> Iterable[Fact]:
    return (
        (e.type, snap(e.trigger), snap(a.entity.span))
        for e, a in _links(document)
        if a.role == "Source"
    )


# Name, what it counts; the first item of a fact is the label of the per-type table,
# the last is the span that an overlap is looked for on.
# The ones that short tables show, from the easiest to the strictest.
CHIEF = ("entity", "trigger", "status", "attached")

METRICS: Mapping[str, Callable[[Document, Snap], Iterable[Fact]]] = {
    "entity_id": _entity_spans,
    "entity": _entities,
    "trigger_id": _trigger_spans,
    "trigger": _triggers,
    "status": _status,
    "argument_id": _argument_spans,
    "argument": _arguments,
    "attached_id": _attached_spans,
    "attached": _attached,
    "source": _sources,
}

# "span": the spans are the same; "overlap": they share something, each used once;
# "head": their first words are the same.
MATCHES = ("span", "overlap", "head")


def facts(document: Document, metric: str, *, exact: bool = False) -> set[Fact]:
    """The facts a document asserts, as one metric counts them.

    Args:
        document: gold or predicted.
        metric: a name of :data:`METRICS`.
        exact: compare characters; otherwise spans are widened to whole words.
    """
    return set(METRICS[metric](document, units(document, exact=exact)))


Tally = dict[str, dict[str, Counts]]


def tally(
    gold: Document, predicted: Document, *, exact: bool = False, match: str = "span"
) -> Tally:
    """Counts of one document for every metric and label.

    Args:
        gold: annotated by people.
        predicted: the same text as a model marked it.
        exact: compare characters; otherwise spans are widened to whole words.
        match: one of :data:`MATCHES`; ``"head"`` reads whole words even when ``exact``.

    Raises:
        ConflictIEError: ``match`` is none of :data:`MATCHES`.
    """
    if match not in MATCHES:
        raise ConflictIEError(f"match={match!r} is unknown; choose one of {', '.join(MATCHES)}")
    snap = cache(head_words(gold) if match == "head" else units(gold, exact=exact))
    count = _overlapping if match == "overlap" else _by_label
    return {
        metric: count(set(asserts(gold, snap)), set(asserts(predicted, snap)))
        for metric, asserts in METRICS.items()
    }


def _by_label(gold: set[Fact], predicted: set[Fact]) -> dict[str, Counts]:
    right, said, true = (Counter(str(f[0]) for f in s) for s in (gold & predicted, predicted, gold))
    return {label: Counts(right[label], said[label], true[label]) for label in said | true}


def _overlapping(gold: set[Fact], predicted: set[Fact]) -> dict[str, Counts]:
    counts = _by_label(gold, predicted)
    groups: dict[Fact, tuple[list[Span], list[Span]]] = {}
    for side, only in enumerate((gold - predicted, predicted - gold)):
        for fact in only:
            groups.setdefault(fact[:-1], ([], []))[side].append(cast(Span, fact[-1]))
    for key, (true, said) in groups.items():
        counts[str(key[0])] += Counts(tp=_pairs(sorted(true), sorted(said)))
    return counts


def _pairs(gold: Sequence[Span], predicted: Sequence[Span]) -> int:
    """How many spans find a partner; left to right is the most there can be for flat spans."""
    g = p = found = 0
    while g < len(gold) and p < len(predicted):
        if gold[g].overlaps(predicted[p]):
            g, p, found = g + 1, p + 1, found + 1
        elif gold[g].end <= predicted[p].start:
            g += 1
        else:
            p += 1
    return found


def iob2(document: Document) -> list[str]:
    """One IOB2 tag a word, for ``seqeval``; a word in two mentions goes to the first.

    Punctuation has no tag, as it does not count in whole words either.
    """
    at = {word: n for n, word in enumerate(_words(document))}
    touched, tags = _touched(document), ["O"] * len(at)
    for entity in sorted(document.entities, key=lambda e: e.span):
        free = [at[word] for word in touched(entity.span) if tags[at[word]] == "O"]
        for n in free:
            tags[n] = f"{'B' if n == free[0] else 'I'}-{entity.type}"
    return tags


def align(gold: Iterable[Document], predicted: Iterable[Document]) -> list[Pair]:
    """Gold documents with their predictions, matched by id; a missing one counts as empty.

    Raises:
        DocumentError: a prediction has no gold, two have the same id, or a text differs.
    """
    truth, said = _by_id(gold, "gold"), _by_id(predicted, "predicted")
    if unknown := sorted(set(said) - set(truth)):
        raise DocumentError(
            f"{len(unknown)} predicted documents have no gold, the first is {unknown[0]!r}; "
            "leave them out or add their gold"
        )
    for name, document in said.items():
        if document.text != truth[name].text:
            raise DocumentError(
                f"document {name!r}: gold and predicted texts differ; score the text that was read"
            )
    return [(document, said.get(name, document.bare())) for name, document in truth.items()]


def _by_id(documents: Iterable[Document], what: str) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for document in documents:
        if document.id in found:
            raise DocumentError(
                f"two {what} documents have the id {document.id!r}; ids must differ"
            )
        found[document.id] = document
    return found
