"""Mentions without punctuation at their edges, and with both marks of a pair or neither.

The tagger sees marks as words of their own and sometimes stops one too early or too late.
"""

from __future__ import annotations

from dataclasses import replace

from conflict_ie.document import Document, Entity
from conflict_ie.punctuation import framed
from conflict_ie.relinking import relinked

__all__ = ["with_whole_marks"]


def with_whole_marks(document: Document) -> Document:
    """The document with the edges of its mentions as the guidelines rule.

    Example:
        >>> from conflict_ie import Span
        >>> text = "تنظيم «داعش» انسحب"
        >>> document = Document("d", text, (Entity("ARM", Span(0, 11), text[:11]),))
        >>> [e.text for e in with_whole_marks(document).entities]
        ['تنظيم «داعش»']
    """
    starts = [*(e.span.start for e in document.entities), len(document.text)]
    limited = zip(document.entities, starts[1:], strict=True)
    new = {e: _moved(e, document.text, end) for e, end in limited}
    return relinked(document, {e: other for e, other in new.items() if other != e})


def _moved(entity: Entity, text: str, end: int) -> Entity:
    """The mention with other edges, unless the next one begins before their end."""
    span = framed(entity.span, text)
    return entity if span.end > end else replace(entity, span=span, text=span.of(text))
