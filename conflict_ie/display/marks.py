"""A text with its marks, cut where marks begin and end so that none hides another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from conflict_ie.display.labels import Said, joined
from conflict_ie.display.markup import attribute, safe, tip
from conflict_ie.document import Span

__all__ = ["Mark", "marked"]

# Widths in pixels, near enough: letters of the text, letters of labels, one step of room.
_LETTER, _NARROW, _STEP = 8.0, 5.0, 7.0
_LABEL = (5.8, 6.4)  # Arabic, English
_THIN = frozenset(" اأإآل.،؛:«»()[]\"'|!ij1lt")
_GAP = 4.0  # pixels between two labels
_STEPS = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing marked.

    Attributes:
        span: where.
        classes: names of the style sheet: a colour, ``trigger``, a verdict.
        label: what stands under the words.
        tip: what is shown when the mark is pointed at.
        link: address that the mark leads to.
    """

    span: Span
    classes: str
    label: Said
    tip: Said
    link: str = ""


def marked(text: str, marks: Sequence[Mark]) -> str:
    """HTML of a text whose characters are exactly those of ``text``.

    Labels and tips are attributes that the style sheet shows, so a reader who copies
    the text, or a program that reads it, gets the article and nothing else.

    Example:
        >>> from conflict_ie.display.labels import Said
        >>> mark = Mark(Span(4, 7), "k4", Said("مكان", "place"), Said("مكان", "place"))
        >>> "قصف <mark" in marked("قصف تعز", [mark])
        True
    """
    return "".join(_html(text, s) for s in _spread(text, list(_segments(text, marks))))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch with the same marks all along; ``room`` is left free after it, in steps."""

    span: Span
    marks: tuple[Mark, ...]
    room: int = 0

    @property
    def label(self) -> Said:
        return joined(" · ", (m.label for m in self.marks if m.span.start == self.span.start))


def _segments(text: str, marks: Sequence[Mark]) -> Iterator[_Segment]:
    cuts = sorted({0, len(text), *(c for m in marks for c in (m.span.start, m.span.end))})
    for start, end in pairwise(cuts):
        span = Span(start, end)
        yield _Segment(span, tuple(m for m in marks if m.span.overlaps(span)))


def _spread(text: str, segments: list[_Segment]) -> list[_Segment]:
    """Leaves room where a label would run into the one before it."""
    x = reach = 0.0  # where the segment begins and where the last label ends, in pixels
    last_end: int | None = None  # the last marked segment that ends with a word
    for n, segment in enumerate(segments):
        label = _label_width(segment.label)
        if label and x < reach and last_end is not None:
            steps = min(_STEPS, ceil((reach - x) / _STEP))
            segments[last_end] = replace(segments[last_end], room=steps)
            x += steps * _STEP
        if label:
            reach, last_end = x + label + _GAP, None
        if segment.marks and _ends_a_word(text, segment.span.end):
            last_end = n
        x += _width(segment.span.of(text))
    return segments


def _label_width(label: Said) -> float:
    return max(len(label.ar) * _LABEL[0], len(label.en) * _LABEL[1])


def _width(text: str) -> float:
    letters = (c for c in text if not unicodedata.combining(c))
    return sum(_NARROW if c in _THIN else _LETTER for c in letters)


def _ends_a_word(text: str, end: int) -> bool:
    """Whether room can be left here; inside a word it would tear joined letters apart."""
    following = text[end : end + 1] or " "
    return not (following.isalnum() or unicodedata.combining(following))


def _html(text: str, segment: _Segment) -> str:
    words = safe(segment.span.of(text))
    if not segment.marks:
        return words
    link = next((m.link for m in segment.marks if m.link), "")
    names = dict.fromkeys(name for m in segment.marks for name in m.classes.split())
    room = [f"p{segment.room}"] if segment.room else []
    attributes = "".join(
        [
            attribute("class", " ".join(["m", *names, *room])),
            attribute("href", link) or ' tabindex="0"',
            attribute("data-ar", segment.label.ar) + attribute("data-en", segment.label.en),
            tip(joined("\n\n", (m.tip for m in segment.marks))),
        ]
    )
    name = "a" if link else "mark"
    return f"<{name}{attributes}>{words}</{name}>"
