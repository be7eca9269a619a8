"""Every difference between gold and predicted, sorted by what went wrong.

Each fact that is only in gold or only predicted belongs to exactly one miss, so
the misses of a layer add up to the errors that the scores count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from conflict_ie.document import Document, Span
from conflict_ie.errors import ConflictIEError
from conflict_ie.evaluation.scoring import Pair, Snap, align, units
from conflict_ie.evaluation.tables import Cell, Table

__all__ = [
    "LAYERS",
    "Miss",
    "Side",
    "census",
    "confusion",
    "confusion_table",
    "misses",
    "misses_of",
]

LAYERS = ("mention", "trigger", "argument", "status")
_NOTHING = "∅"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a miss: what gold, or the prediction, says.

    Attributes:
        span: of the mention or trigger, in the unit that was compared.
        label: mention type, event type, role or status.
        text: the mention or trigger as marked; no part of identity.
        event: for arguments and statuses, the type of the event.
        trigger: for arguments, where the event's trigger stands.
    """

    span: Span
    label: str
    text: str = field(default="", compare=False)
    event: str = ""
    trigger: Span | None = None

    def __str__(self) -> str:
        return f"{self.event + '.' if self.event else ''}{self.label} «{self.text}»"


@dataclass(frozen=True, slots=True)
class Miss:
    """One error.

    Attributes:
        document: id of the document.
        layer: one of :data:`LAYERS`.
        kind: ``boundary`` (right label, other edges), ``type`` (other mention or event
            type on the same words), ``wrong role``, ``wrong trigger``, ``wrong status``,
            ``missed`` (only in gold) or ``spurious`` (only predicted).
        gold: what is right, ``None`` for ``spurious``.
        predicted: what was said, ``None`` for ``missed``.
    """

    document: str
    layer: str
    kind: str
    gold: Side | None
    predicted: Side | None

    def __str__(self) -> str:
        gold, predicted = (side or _NOTHING for side in (self.gold, self.predicted))
        return f"{self.document}: {self.layer}, {self.kind}: {gold} → {predicted}"


def misses(
    gold: Iterable[Document], predicted: Iterable[Document], *, exact: bool = False
) -> list[Miss]:
    """Every error, document by document, layer by layer.

    A status is judged where type and trigger are right; an argument of an event
    whose type is wrong is a ``type`` miss.

    Args:
        gold: annotated by people.
        predicted: the same texts as a model marked them.
        exact: compare characters; otherwise spans are widened to whole words.

    Raises:
        DocumentError: a prediction has no gold, two have the same id, or a text differs.

    Example:
        >>> from conflict_ie import Document, Entity, Span
        >>> text = "قصف تعز"
        >>> gold = Document("d", text, (Entity("LOC", Span(4, 7), "تعز"),))
        >>> said = Document("d", text, (Entity("ORG", Span(4, 7), "تعز"),))
        >>> [str(m) for m in misses([gold], [said])]
        ['d: mention, type: LOC «تعز» → ORG «تعز»']
    """
    return [m for pair in align(gold, predicted) for m in misses_of(pair, exact=exact)]


def misses_of(pair: Pair, *, exact: bool = False) -> Iterator[Miss]:
    """The errors of one gold document and its prediction."""
    snap = units(pair[0], exact=exact)
    for layer in LAYERS:
        for kind, gold, predicted in _sorted_out(layer, *_sides(pair, layer, snap)):
            yield Miss(pair[0].id, layer, kind, gold, predicted)


def _sides(pair: Pair, layer: str, snap: Snap) -> tuple[set[Side], set[Side]]:
    read = _READERS[layer]
    gold, predicted = (set(read(document, snap)) for document in pair)
    if layer != "status":
        return gold, predicted
    known = {(s.event, s.span) for s in gold} & {(s.event, s.span) for s in predicted}
    kept = ({s for s in sides if (s.event, s.span) in known} for sides in (gold, predicted))
    return next(kept), next(kept)


_READERS: Mapping[str, Callable[[Document, Snap], Iterable[Side]]] = {
    "mention": lambda d, snap: (Side(snap(e.span), e.type, e.text) for e in d.entities),
    "trigger": lambda d, snap: (Side(snap(e.trigger), e.type, e.text) for e in d.events),
    "status": lambda d, snap: (Side(snap(e.trigger), e.status, e.text, e.type) for e in d.events),
    "argument": lambda d, snap: (
        Side(snap(a.entity.span), a.role, a.entity.text, e.type, snap(e.trigger))
        for e in d.events
        for a in e.arguments
    ),
}

Found = tuple[str, Side | None, Side | None]
Rule = tuple[str, Callable[[Side, Side], bool]]


def _boundary(g: Side, p: Side) -> bool:
    return (g.label, g.event, g.trigger) == (p.label, p.event, p.trigger) and _meet(g, p)


def _same_event(g: Side, p: Side) -> bool:
    return (g.event, g.trigger) == (p.event, p.trigger)


def _meet(g: Side, p: Side) -> bool:
    return g.span.overlaps(p.span)


def _same_part(g: Side, p: Side) -> bool:
    return (g.span, g.label) == (p.span, p.label)


# Tried in this order, each on what the ones before left over: nearest explanation first.
_SPANS: tuple[Rule, ...] = (
    ("type", lambda g, p: g.span == p.span),
    ("boundary", _boundary),
    ("type", _meet),
)
_RULES: Mapping[str, tuple[Rule, ...]] = {
    "mention": _SPANS,
    "trigger": _SPANS,
    "status": (("wrong status", lambda g, p: (g.event, g.span) == (p.event, p.span)),),
    "argument": (
        ("wrong role", lambda g, p: _same_event(g, p) and g.span == p.span),
        ("boundary", _boundary),
        ("type", lambda g, p: _same_part(g, p) and g.trigger == p.trigger),
        ("wrong trigger", _same_part),
        ("wrong role", lambda g, p: _same_event(g, p) and _meet(g, p)),
    ),
}


def _order(side: Side) -> tuple[Span, str, str, Span]:
    return side.span, side.label, side.event, side.trigger or side.span


def _sorted_out(layer: str, gold: set[Side], predicted: set[Side]) -> Iterator[Found]:
    missing, extra = (sorted(only, key=_order) for only in (gold - predicted, predicted - gold))
    for kind, explains in _RULES[layer]:
        for g in list(missing):
            p = next((p for p in extra if explains(g, p)), None)
            if p is not None:
                missing.remove(g)
                extra.remove(p)
                yield kind, g, p
    yield from (("missed", g, None) for g in missing)
    yield from (("spurious", None, p) for p in extra)


def census(found: Iterable[Miss]) -> Table:
    """How many misses of each kind there are, a row a layer."""
    counts = Counter((miss.layer, miss.kind) for miss in found)
    kinds = [
        "boundary",
        "type",
        "missed",
        "spurious",
        "wrong role",
        "wrong trigger",
        "wrong status",
    ]
    rows: list[tuple[Cell, ...]] = [
        (layer, *(counts[layer, kind] for kind in kinds)) for layer in LAYERS
    ]
    return Table("misses", ("layer", *kinds), tuple(rows))


def confusion(
    gold: Iterable[Document], predicted: Iterable[Document], layer: str, *, exact: bool = False
) -> Counter[tuple[str, str]]:
    """How often each gold label was given each label; ``∅`` stands for nothing.

    Labels are compared where :func:`misses` sees the same thing on both sides, so a
    right label with other edges or on another trigger counts as right here.

    Args:
        gold: annotated by people.
        predicted: the same texts as a model marked them.
        layer: one of :data:`LAYERS`.
        exact: compare characters; otherwise spans are widened to whole words.

    Raises:
        ConflictIEError: ``layer`` is none of :data:`LAYERS`.
        DocumentError: a prediction has no gold, two have the same id, or a text differs.
    """
    if layer not in LAYERS:
        raise ConflictIEError(f"layer={layer!r} is unknown; choose one of {', '.join(LAYERS)}")
    counts: Counter[tuple[str, str]] = Counter()
    for pair in align(gold, predicted):
        true, said = _sides(pair, layer, units(pair[0], exact=exact))
        counts.update((side.label, side.label) for side in true & said)
        for _, g, p in _sorted_out(layer, true, said):
            counts[g.label if g else _NOTHING, p.label if p else _NOTHING] += 1
    return counts


def confusion_table(counts: Mapping[tuple[str, str], int]) -> Table:
    """Gold labels down, predicted labels across, the most frequent gold label first."""
    totals = Counter[str]()
    for (true, said), n in counts.items():
        totals.update({true: n, said: 0})
    labels = sorted(totals, key=lambda x: (x == _NOTHING, -totals[x], x))
    rows: list[tuple[Cell, ...]] = [
        (true, *(counts.get((true, said), 0) for said in labels)) for true in labels
    ]
    return Table("gold ↓ predicted →", ("", *labels), tuple(rows))
