"""A text of any length as windows that an encoder can take in, with nothing left out.

A window is a paragraph, or as many of its sentences as fit. A sentence that does
not fit is cut into windows that overlap; every token is the core of exactly one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conflict_ie.document import Span
from conflict_ie.learning.codec import Codec, Pieces
from conflict_ie.sentences import paragraphs, sentences
from conflict_ie.words import tokens

__all__ = ["LONGEST", "Window", "windows"]

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
