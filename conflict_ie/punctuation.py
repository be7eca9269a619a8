"""Marks of punctuation that come in pairs, and what of them belongs to a span."""

from __future__ import annotations

from conflict_ie.document import Span
from conflict_ie.words import is_word

__all__ = ["framed"]

# Outlets mix the double quotation marks, and open with closing ones.
_FAMILIES = ("«»", '“”„"″', "'‘’", "()", "[]", "‹›", "{}")
_MAY_END = "%٪"


def framed(span: Span, text: str) -> Span:
    """The span without punctuation at its edges, but with both marks of a pair or neither.

    Example:
        >>> text = "تنظيم «داعش»، ومدينة"
        >>> [framed(s, text).of(text) for s in (Span(0, 11), Span(0, 13), Span(0, 7))]
        ['تنظيم «داعش»', 'تنظيم «داعش»', 'تنظيم']
    """
    span = _stripped(span, text)
    for family in _FAMILIES:
        span = _paired(span, text, family)
    return span


def _stripped(span: Span, text: str) -> Span:
    """Without marks at the edges that are no part of a pair."""
    start, end = span.start, span.end
    while end - 1 > start and _stray(text[end - 1]):
        end -= 1
    while start < end - 1 and _stray(text[start]):
        start += 1
    return Span(start, end)


def _stray(mark: str) -> bool:
    return not is_word(mark) and mark not in _MAY_END and not any(mark in f for f in _FAMILIES)


def _paired(span: Span, text: str, family: str) -> Span:
    """With the other mark where one of a pair lies inside, or without it where it dangles."""
    start, end = span.start, span.end
    if sum(mark in family for mark in span.of(text)) % 2 == 0:
        return span
    after = end + text.startswith(" ", end)
    if after < len(text) and text[after] in family[1:]:
        return Span(start, after + 1)
    if end - 1 > start and text[end - 1] in family:
        return _stripped(Span(start, end - 1), text)
    # A pair that opens before the span («حزب الله» اللبناني) stays as it is: annotators leave
    # the first mark out.
    dangles = end - 1 > start and text[start] in family
    return _stripped(Span(start + 1, end), text) if dangles else span
