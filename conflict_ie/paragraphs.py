"""Articles as the paragraphs that annotators read one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from conflict_ie.document import Document

__all__ = ["paragraphs_of"]

_LINE = re.compile(r"\S(?:[^\n\r\u2028\u2029]*\S)?")


def paragraphs_of(document: Document) -> Iterator[Document]:
    r"""Every paragraph as a document of its own, without annotations.

    ``meta`` tells where it stands: ``document``, the id of the article, and ``start``,
    its first character there. An article of one paragraph keeps its id.

    Example:
        >>> article = Document("a1", "قصف على تعز\n\nقُتل ثلاثة مدنيين.")
        >>> [(d.id, d.text, d.meta["start"]) for d in paragraphs_of(article)]
        [('a1#1', 'قصف على تعز', 0), ('a1#2', 'قُتل ثلاثة مدنيين.', 13)]
    """
    lines = list(_LINE.finditer(document.text))
    for number, line in enumerate(lines, 1):
        name = document.id if len(lines) == 1 else f"{document.id}#{number}"
        meta = {"document": document.id, **document.meta, "start": line.start()}
        yield replace(document.bare(), id=name, text=line.group(), meta=meta)
