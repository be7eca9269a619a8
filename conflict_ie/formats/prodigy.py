"""Prodigy-style JSON lines: tokens, spans and relations between spans.

Written from the published form of its tasks, without the program. A trigger's label is its
type and status, ``Kill:planned``; a relation names its two spans by place and label. Answers
that were not accepted, labels and choices for a whole text, and relations of unmarked tokens
are what a document cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conflict_ie.document import Document, Event, Span
from conflict_ie.errors import FormatError
from conflict_ie.formats.files import (
    about,
    check_keys,
    members,
    scan_lines,
    score_of,
    text_of,
    write_lines,
)
from conflict_ie.formats.graph import Link, Mark, assemble, join_label, keep, split_label
from conflict_ie.formats.items import Fit, Format, Item
from conflict_ie.formats.offsets import spanned
from conflict_ie.formats.pieces import pieces
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["FORMAT"]

Table = dict[str, Any]
_REFUSED = {"reject": "rejected answers", "ignore": "ignored answers"}
_PLACE = ("start", "end", "token_start", "token_end", "label")


def _scan(path: Path) -> Iterator[Item]:
    return scan_lines(path, _parse)


def _parse(table: Any, number: int, reading: Reading) -> Document:
    text = text_of(table, "item")
    _accepted(table.get("answer", "accept"))
    _whole(table, reading)
    name, meta = about(table, str(number), "item", reading)
    marks: list[Mark] = []
    links: list[Link] = []
    for token in members(table, "tokens", list, "item"):
        with reading.part():
            _check_token(token, text)
    for span in members(table, "spans", list, "item"):
        with reading.part(mark=_called(span)):
            marks.append(_mark(span))
    for relation in members(table, "relations", list, "item"):
        with reading.part():
            links.append(_link(relation))
    return assemble(name, text, marks, links, meta, reading)


def _accepted(answer: object) -> None:
    if answer == "accept":
        return
    error = (
        f"the answer is {answer!r}; export what was accepted only (prodigy db-out --answer accept)"
    )
    kind = _REFUSED.get(str(answer))
    raise Unheld(kind, error) if kind else FormatError(error)


def _whole(table: Table, reading: Reading) -> None:
    """Notes what is said of the text as a whole."""
    chosen = members(table, "accept", list, "item")
    if label := table.get("label"):
        chosen = [label, *chosen]
    if chosen:
        said = f"the text as a whole has the labels {chosen}; mark words instead"
        reading.note(Unheld("labels on documents", said, len(chosen)))


def _check_token(token: Any, text: str) -> None:
    check_keys(token, ["text", "start", "end", "id"], "token")
    what = f"token {token['id']!r}"
    spanned(text, token["start"], token["end"], said=token["text"], what=what)


def _mark(span: Any) -> Mark:
    name = _key(span)
    label, status = split_label(span["label"])
    score, sure = score_of(span, "span"), score_of(span, "span", "status_score")
    return Mark(name, label, span["start"], span["end"], span.get("text"), status, score, sure)


def _key(span: Any) -> str:
    check_keys(span, ["start", "end", "label"], "span")
    return _called(span)


def _called(span: Any) -> str:
    table = span if isinstance(span, dict) else {}
    return f"{table.get('label')} {table.get('start')}:{table.get('end')}"


def _link(relation: Any) -> Link:
    check_keys(relation, ["label"], "relation")
    if "head_span" not in relation or "child_span" not in relation:
        raise FormatError(
            f"relation {relation['label']!r} names tokens only; give its head_span and child_span"
        )
    ends = _key(relation["head_span"]), _key(relation["child_span"])
    if None in (relation["head_span"]["label"], relation["child_span"]["label"]):
        raise Unheld(
            "relations of unmarked tokens",
            f"relation {relation['label']!r} has an end without a label; mark both ends",
        )
    return Link(ends[0], str(relation["label"]), ends[1], score_of(relation, "relation"))


def _fit(document: Document) -> Fit:
    seen: set[tuple[str, Span]] = set()

    def event(each: Event) -> str:
        key = join_label(each), each.trigger
        if ":" in each.status:
            return "events with ':' in the status"
        if key in seen:
            return "events that share trigger, type and status"
        seen.add(key)
        return ""

    return keep(document, lambda e: "mentions with ':' in the type" if ":" in e.type else "", event)


def _table(document: Document) -> Table:
    cuts = [e.span for e in document.entities] + [e.trigger for e in document.events]
    tokens = list(pieces(document.text, cuts))
    at = {t.start: n for n, t in enumerate(tokens)}, {t.end: n for n, t in enumerate(tokens)}

    def span(label: str, place: Span, score: float | None) -> Table:
        return {
            "start": place.start, "end": place.end, "token_start": at[0][place.start],
            "token_end": at[1][place.end], "label": label, "text": place.of(document.text),
        } | ({} if score is None else {"score": score})  # fmt: skip

    mentions = {e: span(e.type, e.span, e.score) for e in document.entities}
    triggers = [span(join_label(e), e.trigger, e.score) for e in document.events]
    for trigger, each in zip(triggers, document.events, strict=True):
        trigger |= {} if each.status_score is None else {"status_score": each.status_score}
    relations = [
        _relation(trigger, mentions[a.entity], a.role, a.score)
        for trigger, e in zip(triggers, document.events, strict=True)
        for a in e.arguments
    ]
    table = {"doc_id": document.id, "text": document.text, "tokens": _tokens(document.text, tokens)}
    table |= {"spans": [*mentions.values(), *triggers], "relations": relations, "answer": "accept"}
    return table | ({"meta": dict(document.meta)} if document.meta else {})


def _tokens(text: str, tokens: list[Span]) -> list[Table]:
    return [
        {"text": t.of(text), "start": t.start, "end": t.end, "id": n}
        | {"ws": text[t.end : t.end + 1] == " "}
        for n, t in enumerate(tokens)
    ]


def _relation(head: Table, child: Table, role: str, score: float | None) -> Table:
    bare = [{k: span[k] for k in _PLACE} for span in (head, child)]
    return {
        "head": head["token_end"], "child": child["token_end"], "label": role,
        "head_span": bare[0], "child_span": bare[1],
    } | ({} if score is None else {"score": score})  # fmt: skip


def _save(documents: list[Document], path: Path) -> None:
    write_lines(path, map(_table, documents))


FORMAT = Format("prodigy", (".prodigy.jsonl",), _scan, _fit, _save, holds_scores=True)
