"""A text of any length as windows that an encoder can take in, with nothing left out.

A window is a paragraph, or as many of its sentences as fit. A sentence that does
not fit is cut into windows that overlap; every token is the core of exactly one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from conflict_ie.document import Document, Span
from conflict_ie.learning.codec import Codec, Pieces, Targets
from conflict_ie.sentences import paragraphs, sentences
from conflict_ie.words import tokens

__all__ = ["LONGEST", "Window", "annotated_windows", "windows"]

# Pieces a window. Training paragraphs seldom pass 200, so longer windows would be unlike them.
LONGEST = 256
# Tokens of context on either side of a cut inside a sentence.
OVERLAP = 20


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of tokens that is read at once.

    Attributes:
        spans: its W tokens in the text.
        core: (first, past-last) of ``spans``, the part that this window answers for.
        pieces: what the encoder reads of it.
    """

    spans: Sequence[Span]
    core: tuple[int, int]
    pieces: Pieces


def windows(text: str, codec: Codec, longest: int = LONGEST) -> Iterator[Window]:
    """The windows of a text, in reading order; none where it holds no word or mark."""
    spans = tokens(text)
    for first, end in paragraphs(text, spans):
        paragraph = spans[first:end]
        pieces = codec.pieces(text, paragraph)
        if len(pieces.ids) <= longest:
            yield Window(paragraph, (0, len(paragraph)), pieces)
        else:
            yield from _packed(text, paragraph, pieces, codec, longest)


def annotated_windows(
    document: Document, codec: Codec
) -> tuple[list[tuple[Window, Targets]], Counter[str]]:
    """The windows of a document, each with the annotations that lie in it.

    Returns:
        The pairs, and what they cannot represent, counted by reason.
    """
    found = list(windows(document.text, codec))
    stretches = [(w.spans[0].start, w.spans[-1].end) for w in found]
    pairs = [
        (window, codec.targets(_within(document, *stretch), window.spans))
        for window, stretch in zip(found, stretches, strict=True)
    ]
    return pairs, sum((targets.lost for _, targets in pairs), _across(document, stretches))


def _across(document: Document, stretches: Sequence[tuple[int, int]]) -> Counter[str]:
    """What no single window holds, counted."""

    def held(*spans: Span) -> bool:
        first, last = min(s.start for s in spans), max(s.end for s in spans)
        return any(start <= first and last <= end for start, end in stretches)

    arguments = [(e.trigger, a.entity.span) for e in document.events for a in e.arguments]
    counts = {
        "mention across windows": sum(not held(e.span) for e in document.entities),
        "trigger across windows": sum(not held(e.trigger) for e in document.events),
        "argument across windows": sum(not held(*pair) for pair in arguments),
    }
    return Counter({why: n for why, n in counts.items() if n})


def _within(document: Document, start: int, end: int) -> Document:
    """The annotations that lie in a stretch, on the whole text."""
    inside = [e for e in document.entities if start <= e.span.start and e.span.end <= end]
    kept = set(inside)
    events = [
        replace(e, arguments=tuple(a for a in e.arguments if a.entity in kept))
        for e in document.events
        if start <= e.trigger.start and e.trigger.end <= end
    ]
    return replace(document, entities=tuple(inside), events=tuple(events))


def _packed(
    text: str, spans: Sequence[Span], pieces: Pieces, codec: Codec, longest: int
) -> Iterator[Window]:
    """Sentences of a long paragraph, as many to a window as fit."""
    room = longest - (len(pieces.ids) - pieces.last[-1] - 1) - pieces.first[0]
    for first, end in _fitting(sentences(text, spans), pieces, room):
        if _size(pieces, first, end) <= room:
            part = spans[first:end]
            yield Window(part, (0, len(part)), codec.pieces(text, part))
        else:
            yield from _overlapping(text, spans[first:end], codec, room)


def _fitting(
    bounds: Iterator[tuple[int, int]], pieces: Pieces, room: int
) -> Iterator[tuple[int, int]]:
    """Joins neighbouring stretches while their pieces fit."""
    start, stop = next(bounds)
    for first, end in bounds:
        if _size(pieces, start, end) > room:
            yield start, stop
            start = first
        stop = end
    yield start, stop


def _size(pieces: Pieces, first: int, end: int) -> int:
    return pieces.last[end - 1] - pieces.first[first] + 1


def _overlapping(text: str, spans: Sequence[Span], codec: Codec, room: int) -> Iterator[Window]:
    """Cuts one overlong sentence; each window sees up to ``OVERLAP`` tokens beyond its core."""
    pieces = codec.pieces(text, spans)
    first = 0
    while first < len(spans):
        seen_from = max(0, first - OVERLAP)
        while seen_from < first and _size(pieces, seen_from, first + 1) > room // 2:
            seen_from += 1
        seen_to = first + 1
        while seen_to < len(spans) and _size(pieces, seen_from, seen_to + 1) <= room:
            seen_to += 1
        end = seen_to if seen_to == len(spans) else max(first + 1, seen_to - OVERLAP)
        part = spans[seen_from:seen_to]
        yield Window(part, (first - seen_from, end - seen_from), codec.pieces(text, part))
        first = end
