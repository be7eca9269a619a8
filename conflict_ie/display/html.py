"""Documents as one self-contained page, and one document as a piece of a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from conflict_ie.display.cards import cards
from conflict_ie.display.labels import Label, Said, joined, labels, verbatim, word
from conflict_ie.display.marks import marked
from conflict_ie.display.markup import attribute, both, listed, safe, tag
from conflict_ie.display.page import Chart, Part, page, piece
from conflict_ie.display.reading import mention_marks, trigger_marks
from conflict_ie.document import Document

__all__ = ["fragment", "to_html"]


def fragment(document: Document, *, language: str = "ar") -> str:
    """One document for a notebook: text with marks, legend, events.

    Args:
        document: gold or predicted.
        language: of the labels, ``"ar"`` or ``"en"``; the text stays as it is.

    Raises:
        ConflictIEError: another language.

    Example:
        >>> from conflict_ie import Document
        >>> "قُصفت تعز" in fragment(Document("d1", "قُصفت تعز"))
        True
    """
    # Two outputs of one notebook must not share the names that links lead to.
    digest = sha256(f"{document.id}\0{document.text}".encode(errors="replace")).hexdigest()
    return piece(_section(document, f"c{digest[:10]}"), language=language)


def to_html(
    *documents: Document, title: str = "", charts: Sequence[Chart] = (), language: str = "ar"
) -> str:
    """A page that needs nothing else: no network, no script, no further file.

    Args:
        documents: any number; with several, an index comes first.
        title: of the page.
        charts: shown before the documents, from ``timeline``, ``incident_map``, ``actor_matrix``.
        language: of the labels at first, ``"ar"`` or ``"en"``; a reader can switch.

    Raises:
        ConflictIEError: another language.

    Example:
        >>> from conflict_ie import Document
        >>> to_html(Document("d1", "قُصفت تعز")).startswith("<!DOCTYPE html>")
        True
    """
    parts = [
        Part(f"d{n}", document.id, document.text, _section(document, f"d{n}"), _sizes(document))
        for n, document in enumerate(documents, 1)
    ]
    return page(parts, title=title, charts=charts, language=language)


def _section(document: Document, anchor: str) -> str:
    marks = [*mention_marks(document), *trigger_marks(document, anchor)]
    inner = "".join(
        [
            f"<h2><bdi>{safe(document.id)}</bdi></h2>",
            listed(_meta(document), "meta"),
            text_html(marked(document.text, marks)),
            listed(_legend(document), "legend"),
            f"<h3>{both(word('events'))}</h3>",
            cards(document, anchor),
        ]
    )
    return tag("section", "doc", inner, extra=attribute("id", anchor))


def text_html(inner: str) -> str:
    """The running text, always right to left: a foreign first word must not turn it around."""
    if not inner.strip():
        return tag("p", "none", both(word("no_text")))
    return tag("div", "text", inner, extra=' dir="rtl" lang="ar"')


def _meta(document: Document) -> Iterator[str]:
    for key, value in document.meta.items():
        if isinstance(value, str | int | float):
            yield f"<bdi>{safe(str(key))}</bdi>: <bdi>{safe(str(value))}</bdi>"


def _legend(document: Document) -> Iterator[str]:
    counts = Counter(entity.type for entity in document.entities)
    known = [type for type in labels().mentions if type in counts]
    for type in [*known, *sorted(set(counts) - set(known))]:
        yield _swatch(labels().mention(type), counts[type])
    if document.events:
        count = tag("bdi", "n", str(len(document.events)))
        yield f'<span class="m trigger">{both(word("trigger"))}</span> {count}'


def _swatch(label: Label, count: int) -> str:
    return f'<span class="m k{label.colour}">{both(label.name)}</span> <bdi class="n">{count}</bdi>'


def _sizes(document: Document) -> Said:
    pairs = (("mentions", document.entities), ("events", document.events))
    return joined(" · ", (word(key) + verbatim(f": {len(things)}") for key, things in pairs))
