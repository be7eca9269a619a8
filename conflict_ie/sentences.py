"""Where paragraphs and sentences end, in token numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conflict_ie.document import Span

__all__ = ["paragraphs", "sentences"]

_ENDS = frozenset(".!?؟…۔")
_CLOSERS = frozenset("»”\"')]")


def paragraphs(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """(first, past-last) token numbers of every paragraph; a line break ends one."""
    yield from _cut(len(spans), (i for i in range(1, len(spans)) if _line_break(text, spans, i)))


def sentences(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """(first, past-last) token numbers of every sentence.

    Example:
        >>> from conflict_ie.words import tokens
        >>> text = "قُتل د. محمد أمس. وأصيب آخرون."
        >>> list(sentences(text, tokens(text)))
        [(0, 6), (6, 9)]
    """
    yield from _cut(len(spans), (i for i in range(1, len(spans)) if _ends_before(text, spans, i)))


def _cut(total: int, starts: Iterator[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for start in starts:
        yield first, start
        first = start
    if total:
        yield first, total


def _line_break(text: str, spans: Sequence[Span], i: int) -> bool:
    between = text[spans[i - 1].end : spans[i].start]
    return any(c in between for c in "\n\r\u2028\u2029\x0b\x0c")


def _ends_before(text: str, spans: Sequence[Span], i: int) -> bool:
    """Whether a sentence ends before token ``i``: a full stop, closed quotes, then a blank."""
    if spans[i].start == spans[i - 1].end:
        return False
    last = i - 1
    while last > 0 and text[spans[last].start] in _CLOSERS:
        last -= 1
    if text[spans[last].start] not in _ENDS or last == 0:
        return False
    # One letter before a full stop is a title or an initial: د. محمد
    return spans[last - 1].end - spans[last - 1].start > 1
