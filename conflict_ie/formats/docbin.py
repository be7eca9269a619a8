"""spaCy's DocBin: mentions and triggers as span groups, status and roles beside them.

Tokens are cut wherever a span starts or ends, so that no span is lost to tokens. The group
``mentions`` has labels, the group ``triggers`` has event types; ``doc.user_data`` holds
statuses and roles by place in the groups. Other groups, categories of the text and what is
said of single tokens are what a document cannot hold.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from conflict_ie.document import Document, Span
from conflict_ie.errors import FormatError
from conflict_ie.formats.extras import needed
from conflict_ie.formats.files import check_keys, json_value
from conflict_ie.formats.graph import Link, Mark, assemble
from conflict_ie.formats.items import Fit, Format, Item, attempt
from conflict_ie.formats.pieces import pieces
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["FORMAT"]

_KEY = "conflict_ie"
# Lists come back from the file as tuples, so metadata stands there as JSON.
_FACTS: dict[str, Any] = {
    "id": str,
    "statuses": (list, tuple),
    "roles": (list, tuple),
    "meta": str,
}
_GROUPS = _MENTIONS, _TRIGGERS = "mentions", "triggers"
_OF_TOKENS = ("TAG", "POS", "MORPH", "LEMMA", "DEP")


def _scan(path: Path) -> Iterator[Item]:
    spacy = needed("spacy", "spacy")
    tokens = needed("spacy.tokens", "spacy")
    try:
        docs = list(tokens.DocBin().from_disk(path).get_docs(spacy.blank("ar").vocab))
    # The library raises whatever zlib and msgpack do.
    except Exception as error:
        raise FormatError(f"{path}: no DocBin; write it with spaCy's DocBin.to_disk") from error
    for number, doc in enumerate(docs, 1):
        yield attempt(f"{path}: document {number}", partial(_document, doc, number))


def _document(doc: Any, number: int, reading: Reading) -> Document:
    facts = _facts(doc, number)
    triggers = list(doc.spans.get(_TRIGGERS, ()))
    if len(triggers) != len(facts["statuses"]):
        raise FormatError(
            f"{len(triggers)} triggers, but {len(facts['statuses'])} statuses in user_data; "
            "change both together"
        )
    _unheld(doc, reading)
    # Files of others have their mentions in doc.ents.
    spans = list(doc.spans[_MENTIONS]) if _MENTIONS in doc.spans else list(doc.ents)
    marks = [Mark(f"T{n}", s.label_, s.start_char, s.end_char, s.text) for n, s in enumerate(spans)]
    for n, (span, status) in enumerate(zip(triggers, facts["statuses"], strict=True)):
        marks.append(Mark(f"E{n}", span.label_, span.start_char, span.end_char, span.text, status))
    links: list[Link] = []
    for role in facts["roles"]:
        with reading.part():
            links.append(_link(role))
    return assemble(facts["id"], doc.text, marks, links, facts["meta"], reading)


def _unheld(doc: Any, reading: Reading) -> None:
    found = {f"spans of the group {k!r}": len(g) for k, g in doc.spans.items() if k not in _GROUPS}
    found["labels on documents"] = len(doc.cats)
    found["entities beside mentions"] = len(doc.ents) if _MENTIONS in doc.spans else 0
    for name in _OF_TOKENS:
        found[f"tokens with {name}"] = len(doc) if doc.has_annotation(name) else 0
    for kind, number in found.items():
        if number:
            reading.note(Unheld(kind, f"the document has {number} {kind}; remove them", number))


def _facts(doc: Any, number: int) -> dict[str, Any]:
    facts = doc.user_data.get(_KEY, {"id": str(number), "statuses": [], "roles": [], "meta": "{}"})
    what = f"user_data[{_KEY!r}]"
    check_keys(facts, _FACTS, what)
    for key, kind in _FACTS.items():
        if not isinstance(facts[key], kind):
            raise FormatError(
                f"{what}: {key!r} is {str(facts[key])[:40]!r}, which is of the wrong kind"
            )
    meta = json_value(facts["meta"])
    if not isinstance(meta, dict):
        raise FormatError(f"{what}: 'meta' is {facts['meta'][:40]!r}, which is no JSON object")
    return dict(facts) | {"meta": meta}


def _link(role: Any) -> Link:
    if not isinstance(role, list | tuple) or [type(x) for x in role] != [int, str, int]:
        raise FormatError(f"the role {role!r} is not written as [event, role, mention]")
    return Link(f"E{role[0]}", role[1], f"T{role[2]}")


def _fit(document: Document) -> Fit:
    return document, Counter()


def _save(documents: list[Document], path: Path) -> None:
    spacy = needed("spacy", "spacy")
    tokens = needed("spacy.tokens", "spacy")
    box, vocab = tokens.DocBin(store_user_data=True), spacy.blank("ar").vocab
    for document in documents:
        try:
            document.text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise FormatError(
                f"document {document.id!r}: half a surrogate pair at {error.start} cannot be "
                "written as UTF-8; repair the text where it was decoded"
            ) from error
        box.add(_doc(document, vocab, tokens))
    box.to_disk(path)


def _doc(document: Document, vocab: Any, tokens: Any) -> Any:
    marked = [e.span for e in document.entities] + [e.trigger for e in document.events]
    words, spaces = _words(document.text, marked)
    doc = tokens.Doc(vocab, words=words, spaces=spaces)
    groups = {
        _MENTIONS: [(e.span, e.type) for e in document.entities],
        _TRIGGERS: [(e.trigger, e.type) for e in document.events],
    }
    for name, group in groups.items():
        doc.spans[name] = [doc.char_span(s.start, s.end, label=label) for s, label in group]
    at = {e: n for n, e in enumerate(document.entities)}
    doc.user_data[_KEY] = {
        "id": document.id,
        "statuses": [e.status for e in document.events],
        "roles": [
            [n, a.role, at[a.entity]] for n, e in enumerate(document.events) for a in e.arguments
        ],
        "meta": json.dumps(dict(document.meta), ensure_ascii=False),
    }
    return doc


def _words(text: str, marked: list[Span]) -> tuple[list[str], list[bool]]:
    words: list[str] = []
    spaces: list[bool] = []
    end = 0
    for piece in [*pieces(text, marked), Span(len(text), len(text) + 1)]:
        gap = text[end : piece.start]
        if gap == " " and words and not spaces[-1]:
            spaces[-1] = True
        elif gap:
            words.append(gap)
            spaces.append(False)
        if piece.start < len(text):
            words.append(piece.of(text))
            spaces.append(False)
        end = piece.end
    return words, spaces


FORMAT = Format("docbin", (".spacy",), _scan, _fit, _save)
