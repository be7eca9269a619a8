"""Articles as the paragraphs that annotators read one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from conflict_ie.document import Document, Span
from conflict_ie.sentences import paragraphs
from conflict_ie.words import tokens

__all__ = ["paragraphs_of"]


def paragraphs_of(document: Document) -> Iterator[Document]:
    r"""Every paragraph as a document of its own, without annotations.

    ``meta`` tells where it stands: ``document``, the id of the article, and ``start``,
    its first character there. An article of one paragraph keeps its id.

    Example:
        >>> article = Document("a1", "قصف على تعز\n\nقُتل ثلاثة مدنيين.")
        >>> [(d.id, d.text, d.meta["start"]) for d in paragraphs_of(article)]
        [('a1#1', 'قصف على تعز', 0), ('a1#2', 'قُتل ثلاثة مدنيين.', 13)]
    """
    spans = tokens(document.text)
    parts = [
        Span(spans[first].start, spans[end - 1].end)
        for first, end in paragraphs(document.text, spans)
    ]
    for number, part in enumerate(parts, 1):
        name = document.id if len(parts) == 1 else f"{document.id}#{number}"
        meta = {"document": document.id, **document.meta, "start": part.start}
        yield replace(document.bare(), id=name, text=part.of(document.text), meta=meta)
