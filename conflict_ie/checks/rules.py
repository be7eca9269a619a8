"""What is wrong inside one document, rule by rule, by the guidelines.

Each rule is a function from a document to findings; a finding names the mark, says what is
wrong and what to do.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from conflict_ie.document import Document, Entity, Event, Span
from conflict_ie.words import clitics, is_word, normalise, tokens

__all__ = ["RULES", "Finding", "prefix_remainder"]

_MAY_END = "»”)]›\"'%٪"
_PAIRS = {"«": "»", "“": "”", "(": ")", "[": "]", "‹": "›"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a mark.

    Attributes:
        kind: which rule found it.
        mark: id of the mention or event, empty for the whole unit.
        message: what is wrong.
        remedy: what to do.
    """

    kind: str
    mark: str
    message: str
    remedy: str


Marked = Entity | Event


def _marks(document: Document) -> list[tuple[str, Span, Marked]]:
    mentions: list[tuple[str, Span, Marked]] = [("mention", e.span, e) for e in document.entities]
    return mentions + [("trigger", e.trigger, e) for e in document.events]


def _said(kind: str, span: Span, mark: Marked) -> str:
    return f"{kind} {mark.type} «{mark.text}» {span.start}:{span.end}"


def overlaps(document: Document) -> Iterator[Finding]:
    """Mentions are flat, and no trigger is also a mention."""
    for (kind, span, mark), (other_kind, other_span, other) in combinations(_marks(document), 2):
        same = kind == other_kind == "trigger" and span == other_span
        if span.overlaps(other_span) and mark != other and not same:
            yield Finding(
                "overlap", mark.id,
                f"{_said(kind, span, mark)} overlaps {_said(other_kind, other_span, other)}",
                "keep one of the two, or shorten one",
            )  # fmt: skip


def duplicates(document: Document) -> Iterator[Finding]:
    """A mention, an event or a role stands once."""
    seen: set[object] = set()
    for kind, span, mark in _marks(document):
        key = (kind, span, mark.type) if isinstance(mark, Entity) else (kind, span)
        if key in seen:
            remedy = "remove one" if kind == "mention" else "keep one; a word triggers one event"
            message = f"{_said(kind, span, mark)} is marked twice"
            yield Finding("duplicate", mark.id, message, remedy)
        seen.add(key)
    for event in document.events:
        for argument, count in Counter(event.arguments).items():
            if count > 1:
                role = f"{argument.role} «{argument.entity.text}»"
                message = f"event «{event.text}» has {role} {count} times"
                yield Finding("duplicate", event.id, message, "keep it once")


def edges(document: Document) -> Iterator[Finding]:
    """Spans begin at a word or after its prefixes, and end with a word."""
    for kind, span, mark in _marks(document):
        said = _said(kind, span, mark)
        if mark.text != mark.text.strip():
            yield Finding(
                "edge", mark.id, f"{said} begins or ends with white space", "leave it out"
            )
            continue
        for word in tokens(document.text):
            if word.start < span.start < word.end:
                legal = (word.start + c for c in clitics(word.of(document.text)))
                if span.start not in legal:
                    message = f"{said} begins inside the word {word.of(document.text)!r}"
                    yield Finding(
                        "edge", mark.id, message, "begin it at the word or after its prefixes"
                    )
            if word.start < span.end < word.end:
                message = f"{said} ends inside the word {word.of(document.text)!r}"
                yield Finding("edge", mark.id, message, "end it at the end of the word")


def marks_of_punctuation(document: Document) -> Iterator[Finding]:
    """Punctuation stays out at the edges, and a pair of marks is inside or outside together."""
    for kind, span, mark in _marks(document):
        said = _said(kind, span, mark)
        for opening, closing in _PAIRS.items():
            if mark.text.count(opening) != mark.text.count(closing):
                yield Finding(
                    "punctuation", mark.id, f"{said} holds one of the pair {opening}{closing}",
                    "take in both or leave out both",
                )  # fmt: skip
        last = mark.text[-1]
        if not is_word(last) and not last.isspace() and last not in _MAY_END:
            yield Finding(
                "punctuation", mark.id, f"{said} ends with {mark.text[-1]!r}", "leave it out"
            )


def prefixes(document: Document) -> Iterator[Finding]:
    """A prefix before the article is no part of a span."""
    whole = _table()["prefix"]["whole_words"]
    for kind, span, mark in _marks(document):
        rest = prefix_remainder(mark, span, document.text)
        first = _first(mark.text)
        if rest and first not in whole and _has_article(first):
            yield Finding(
                "prefix", mark.id, f"{_said(kind, span, mark)} begins with a prefix",
                f"begin it at «{rest}»",
            )  # fmt: skip


def prefix_remainder(mark: Marked, span: Span, text: str) -> str:
    """What stays of a mark without the first prefix letter; empty where it begins with none."""
    at_word = span.start == 0 or not is_word(text[span.start - 1])
    words = tokens(mark.text)
    if not at_word or not words or words[0].start:
        return ""
    starts = clitics(words[0].of(mark.text))
    return mark.text[starts[1] :] if len(starts) > 1 else ""


def _has_article(word: str) -> bool:
    plain = normalise(word)
    article = plain[0] in "وفبك" and plain[1:3] == "ال" and len(plain) > 4
    return article or (plain[0] in "وف" and plain[1:3] == "لل" and len(plain) > 4)


def _first(text: str) -> str:
    words = [w.of(text) for w in tokens(text) if is_word(w.of(text))]
    return normalise(words[0]) if words else ""


def words_left_out(document: Document) -> Iterator[Finding]:
    """Class nouns, ranks, prepositions and the like stay out of mentions."""
    table = _table()
    for entity in document.entities:
        plain = " ".join(normalise(t.of(entity.text)) for t in tokens(entity.text))
        kept = any(plain.startswith(name) for name in table["names"]["kept"])
        first, rule = _first(entity.text), table["first"].get(entity.type)
        said = _said("mention", entity.span, entity)
        if rule and first in rule["words"] and not kept:
            yield Finding("word", entity.id, f"{said} begins with {first!r}", rule["remedy"])
        for key in ("any", entity.type):
            if plain in table["whole"].get(key, {"words": ()})["words"]:
                remedy = table["whole"][key]["remedy"]
                yield Finding("word", entity.id, f"{said} is no mention of this kind", remedy)


@cache
def _table() -> dict[str, Any]:
    source = files("conflict_ie") / "data" / "check.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


RULES: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    overlaps,
    duplicates,
    edges,
    marks_of_punctuation,
    prefixes,
    words_left_out,
)
