"""Tokens that no span cuts, for formats that can mark whole tokens only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from conflict_ie.document import Span
from conflict_ie.words import tokens

__all__ = ["pieces"]


def pieces(text: str, spans: Iterable[Span], *, spaces: bool = True) -> Iterator[Span]:
    """Words, marks and the white space between them, cut wherever a span starts or ends.

    Args:
        text: what to cut.
        spans: whose edges must be edges of pieces.
        spaces: also give white space that a span touches; else words and marks only.

    Example:
        >>> text = "وقوات النظام"
        >>> [p.of(text) for p in pieces(text, [Span(1, 12)])]
        ['و', 'قوات', 'النظام']
    """
    words = tokens(text)
    marked = list(spans)
    edges = {e for s in [*words, *marked] for e in (s.start, s.end)}
    cuts = sorted(edges | {0, len(text)})
    for start, end in pairwise(cuts):
        blank = text[start:end].isspace()
        if not blank or (spaces and _touched(start, end, marked)):
            yield Span(start, end)


def _touched(start: int, end: int, marked: list[Span]) -> bool:
    return any(s.start == start or s.end == end for s in marked)
