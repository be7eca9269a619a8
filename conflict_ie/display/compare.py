"""Gold beside predicted: two readings of one text, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from conflict_ie.display.cards import Badge, Card, Chip, chip, render
from conflict_ie.display.html import text_html
from conflict_ie.display.labels import Said, joined, verbatim, word
from conflict_ie.display.marks import Mark, marked
from conflict_ie.display.markup import attribute, both, safe, tag
from conflict_ie.display.page import Part, page, piece
from conflict_ie.display.reading import mention_marks, trigger_marks
from conflict_ie.document import Argument, Document, Event
from conflict_ie.evaluation.scoring import Snap, align, units

__all__ = ["beside_fragment", "beside_to_html"]

Key = tuple[Hashable, ...]
_VERDICTS = {(True, True): "both", (True, False): "missed", (False, True): "extra"}
_SIGNS = {"both": "", "missed": "− ", "extra": "+ "}


def beside_fragment(
    gold: Document, predicted: Document, *, exact: bool = False, language: str = "ar"
) -> str:
    """One document as people and as a model marked it, for a notebook.

    Args:
        gold: annotated by people.
        predicted: the same text as a model marked it.
        exact: compare characters; otherwise spans are widened to whole words.
        language: of the labels, ``"ar"`` or ``"en"``.

    Raises:
        DocumentError: the two differ in id or text.
        ConflictIEError: another language.
    """
    ((first, second),) = align([gold], [predicted])
    return piece(_section(_Pair(first, second, units(first, exact=exact)), ""), language=language)


def beside_to_html(
    gold: Iterable[Document],
    predicted: Iterable[Document],
    *,
    exact: bool = False,
    title: str = "",
    language: str = "ar",
) -> str:
    """A page of documents as people and as a model marked them.

    Args and errors are those of :func:`beside_fragment`; documents are matched by id.

    Example:
        >>> from conflict_ie import Document, Entity, Span
        >>> gold = Document("d", "قصف تعز", (Entity("LOC", Span(4, 7), "تعز"),))
        >>> "missed" in beside_to_html([gold], [gold.bare()])
        True
    """
    pairs = [_Pair(g, p, units(g, exact=exact)) for g, p in align(gold, predicted)]
    parts = [
        Part(f"d{n}", pair.gold.id, pair.gold.text, _section(pair, f"d{n}"), _sizes(pair))
        for n, pair in enumerate(pairs, 1)
    ]
    return page(parts, title=title, language=language)


@dataclass(frozen=True, slots=True)
class _Pair:
    gold: Document
    predicted: Document
    snap: Snap

    def facts(self, of: Callable[[Document, Snap], Iterator[Key]]) -> tuple[set[Key], set[Key]]:
        return set(of(self.gold, self.snap)), set(of(self.predicted, self.snap))


def _mentions(document: Document, snap: Snap) -> Iterator[Key]:
    return ((e.type, snap(e.span)) for e in document.entities)


def _events(document: Document, snap: Snap) -> Iterator[Key]:
    return (_event_key(e, snap) for e in document.events)


def _arguments(document: Document, snap: Snap) -> Iterator[Key]:
    return (_argument_key(e, a, snap) for e in document.events for a in e.arguments)


def _event_key(event: Event, snap: Snap) -> Key:
    return snap(event.trigger), event.type


def _argument_key(event: Event, argument: Argument, snap: Snap) -> Key:
    return (*_event_key(event, snap), argument.role, snap(argument.entity.span))


def _verdict(key: Key, facts: tuple[set[Key], set[Key]]) -> str:
    return _VERDICTS[key in facts[0], key in facts[1]]


def _section(pair: _Pair, anchor: str) -> str:
    inner = "".join(
        [
            f"<h2><bdi>{safe(pair.gold.id)}</bdi></h2>",
            '<div class="beside">',
            _column("gold", pair.gold, pair, anchor),
            _column("predicted", pair.predicted, pair, anchor),
            f"</div><h3>{both(word('differences'))}</h3>",
            _summary(pair),
            render(_cards(pair, anchor)) if pair.gold.events or pair.predicted.events else "",
        ]
    )
    return tag("section", "doc", inner, extra=attribute("id", anchor))


def _column(which: str, document: Document, pair: _Pair, anchor: str) -> str:
    body = text_html(marked(document.text, list(_marks(document, pair))))
    return f"<div><h3>{both(word(which))}</h3>{body}</div>"


def _marks(document: Document, pair: _Pair) -> Iterator[Mark]:
    mentions, events = pair.facts(_mentions), pair.facts(_events)
    for key, mark in zip(_mentions(document, pair.snap), mention_marks(document), strict=True):
        yield _judged(mark, _verdict(key, mentions))
    for key, mark in zip(_events(document, pair.snap), trigger_marks(document, ""), strict=True):
        yield _judged(mark, _verdict(key, events))


def _judged(mark: Mark, verdict: str) -> Mark:
    return replace(
        mark,
        classes=f"{mark.classes} {verdict}",
        label=verbatim(_SIGNS[verdict]) + mark.label,
        tip=joined("\n", [mark.tip, word(verdict)]),
    )


def _cards(pair: _Pair, anchor: str) -> Iterator[Card]:
    gold, predicted = _by_key(pair.gold, pair.snap), _by_key(pair.predicted, pair.snap)
    keys = sorted(set(gold) | set(predicted), key=lambda key: (key[0], str(key[1])))
    for number, key in enumerate(keys, 1):
        first, second = gold.get(key, ()), predicted.get(key, ())
        verdict = _VERDICTS[bool(first), bool(second)]
        name = f"{anchor}-e{number}" if anchor else ""
        # In a comparison no single probability speaks for both sides.
        event = replace((*first, *second)[0], score=None)
        yield Card(name, event, _badges(first, second), _chips(first, second, pair.snap), verdict)


def _by_key(document: Document, snap: Snap) -> Mapping[Key, tuple[Event, ...]]:
    found: dict[Key, tuple[Event, ...]] = {}
    for event in document.events:
        key = _event_key(event, snap)
        found[key] = (*found.get(key, ()), event)
    return found


def _badges(gold: Iterable[Event], predicted: Iterable[Event]) -> tuple[Badge, ...]:
    ours, theirs = [e.status for e in gold], [e.status for e in predicted]
    return tuple(
        Badge(status, _VERDICTS[status in ours, status in theirs])
        for status in dict.fromkeys([*ours, *theirs])
    )


def _chips(gold: Iterable[Event], predicted: Iterable[Event], snap: Snap) -> tuple[Chip, ...]:
    ours, theirs = _fillers(gold, snap), _fillers(predicted, snap)
    keys = sorted({**ours, **theirs}, key=lambda key: (str(key[0]), key[1]))
    return tuple(
        chip(ours.get(key) or theirs[key], _VERDICTS[key in ours, key in theirs]) for key in keys
    )


def _fillers(events: Iterable[Event], snap: Snap) -> dict[Key, Argument]:
    return {(a.role, snap(a.entity.span)): a for e in events for a in e.arguments}


def _counts(pair: _Pair) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for name, of in (("mentions", _mentions), ("events", _events), ("arguments", _arguments)):
        gold, predicted = pair.facts(of)
        yield name, (len(gold & predicted), len(gold - predicted), len(predicted - gold))


def _summary(pair: _Pair) -> str:
    head = "".join(
        f'<th scope="col"><span class="{v}">{_SIGNS[v]}{both(word(v))}</span></th>' for v in _SIGNS
    )
    rows = "".join(_summary_row(name, numbers) for name, numbers in _counts(pair))
    table = f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return tag("div", "scroll", table, extra=' tabindex="0"')


def _summary_row(name: str, numbers: tuple[int, int, int]) -> str:
    cells = "".join(f"<td>{n}</td>" for n in numbers)
    return f'<tr><th scope="row">{both(word(name))}</th>{cells}</tr>'


def _sizes(pair: _Pair) -> Said:
    totals = [sum(numbers[n] for _, numbers in _counts(pair)) for n in range(3)]
    return joined(
        " · ",
        (word(v) + verbatim(f": {n}") for v, n in zip(_SIGNS, totals, strict=True)),
    )
