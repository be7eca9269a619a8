"""Offsets at the border: what a tool says it marked against what stands in the text.

Inside, every offset counts Unicode code points. Tools in a browser count UTF-16
units, where an emoji is two, so a span after one slips without a sound.
"""

from __future__ import annotations

from conflict_ie.document import Span
from conflict_ie.errors import FormatError

__all__ = ["from_utf16", "spanned", "to_utf16"]

_UNIT = 2


def to_utf16(text: str, offset: int) -> int:
    """The UTF-16 offset of a code-point offset.

    Example:
        >>> to_utf16("🔴 قصف", 2)
        3
    """
    return len(_units(text[:offset])) // _UNIT


def from_utf16(text: str, offset: int) -> int:
    """The code-point offset of a UTF-16 offset.

    Example:
        >>> from_utf16("🔴 قصف", 3)
        2

    Raises:
        FormatError: the offset lies outside the text or inside a character.
    """
    units = _units(text)
    if not 0 <= offset * _UNIT <= len(units):
        raise FormatError(f"the UTF-16 offset {offset} lies outside the text")
    before = units[: offset * _UNIT].decode("utf-16-le", "surrogatepass")
    if to_utf16(text, len(before)) != offset or text[: len(before)] != before:
        raise FormatError(f"the UTF-16 offset {offset} lies inside a character; give its edge")
    return len(before)


def spanned(text: str, start: object, end: object, *, said: object = None, what: str) -> Span:
    """The span a file gives, after it was held against the text.

    Args:
        text: the text the offsets count in.
        start: first character, in code points.
        end: after the last character.
        said: the mention's text as the tool wrote it, ``None`` where it wrote none.
        what: names the mark in an error.

    Raises:
        FormatError: no offsets of this text, or other text under them than the tool says.
    """
    if type(start) is not int or type(end) is not int:
        raise FormatError(f"{what}: the offsets {start!r} and {end!r} must be whole numbers")
    if not 0 <= start < end <= len(text):
        raise FormatError(
            f"{what}: the span {start}:{end} does not lie in the text of {len(text)} characters; "
            "export the text and its marks together"
        )
    if said is not None and said != text[start:end]:
        raise FormatError(f"{what}: {_both_readings(text, start, end, said)}")
    return Span(start, end)


def _both_readings(text: str, start: int, end: int, said: object) -> str:
    wide = _units(text)[start * _UNIT : end * _UNIT].decode("utf-16-le", "replace")
    remedy = (
        "its offsets count UTF-16 units: convert them with conflict_ie.formats.from_utf16"
        if wide == said
        else "the text or the offsets changed after marking: export both anew"
    )
    return (
        f"the file says {said!r}, but {start}:{end} reads {text[start:end]!r} in code points "
        f"and {wide!r} in UTF-16 units; {remedy}"
    )


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
