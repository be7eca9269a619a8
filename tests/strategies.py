"""Random legal documents: what news holds, and what only a bad pipeline makes of it."""

from __future__ import annotations

from hypothesis import strategies as st

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.ontology import Ontology

ONTOLOGY = Ontology.default()

# Harakat, tatweel, presentation forms, digits of two sets, quotes in quotes, bidi marks,
# astral characters (an emoji of several code points, a flag), line breaks of every kind.
PIECES = (
    "قُتِلَ", "خمسةُ", "مدنيّين", "وقوات", "النظام", "بقذائف", "الهـــاون", "للجيش", "غارةً",
    "تعز", "ﻻ", "٣٥", "35", "«المرصد “السوري”»", '"داعش"', "(س)", "،", "؟", ".", "-",
    "🔴", "👨‍👩‍👧", "🇸🇾", "𐤀", "\u200f", "\u202bحلب\u202c", "\u200c", "é", "e\u0301", "\\n", "#",
    "O", "\ufeff",
)  # fmt: skip
GAPS = (" ", "", "  ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u2028", "\u0085", "\r")

ids = st.text("abس0-/:.%# é🔴", min_size=1, max_size=12)
values = st.none() | st.booleans() | st.integers(0, 9) | st.text("aب\n", max_size=4)
metas = st.dictionaries(st.text("sourceمن", min_size=1, max_size=5), values, max_size=2)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Arabic text, clean or not."""
    pairs = st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS))
    return "".join(piece + gap for piece, gap in draw(st.lists(pairs, max_size=12)))


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Any stretch of a text, also across words and inside them."""
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, min(len(text), start + 24))))


@st.composite
def entities(draw: st.DrawFn, text: str) -> tuple[Entity, ...]:
    """Different mentions, overlapping or not."""
    if not text:
        return ()
    found = draw(st.lists(spans(text), max_size=5, unique=True))
    kinds = st.sampled_from(tuple(ONTOLOGY.mentions))
    return tuple(Entity(draw(kinds), s, s.of(text), f"T{n}") for n, s in enumerate(found, 1))


@st.composite
def events(draw: st.DrawFn, text: str, mentions: tuple[Entity, ...]) -> tuple[Event, ...]:
    """Events with any roles of the ontology."""
    if not text:
        return ()
    fillers = st.builds(
        Argument,
        st.sampled_from(tuple(ONTOLOGY.roles)),
        st.sampled_from(mentions) if mentions else st.nothing(),
    )
    made = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        span = draw(spans(text))
        kind = draw(st.sampled_from(tuple(ONTOLOGY.events)))
        status = draw(st.sampled_from(ONTOLOGY.statuses))
        arguments = draw(st.lists(fillers, max_size=4)) if mentions else []
        made.append(Event(kind, span, span.of(text), status, tuple(arguments), f"E{number}"))
    return tuple(made)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A legal document."""
    text = draw(texts())
    mentions = draw(entities(text))
    return Document(draw(ids), text, mentions, draw(events(text, mentions)), draw(metas))
