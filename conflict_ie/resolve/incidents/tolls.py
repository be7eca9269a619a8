"""How many an incident killed or injured: figures side by side, and the range they span.

No count is doubled. A part (بينهم 3 أطفال) is never added to its whole, a running total
(ارتفعت الحصيلة إلى 40) stands apart, and figures for the same victims are taken as
versions of one count, whoever gives them, in a headline or in the body. Only figures for
different victims (21 of one side, 13 of the other) are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from conflict_ie.document import Entity, Event, Span
from conflict_ie.resolve.claims import Claim
from conflict_ie.resolve.quantity import Quantity
from conflict_ie.resolve.quantity.tokens import fold
from conflict_ie.resolve.values import Resolved

__all__ = ["Figure", "Toll", "toll_of"]

Range = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One count that the text gives.

    Attributes:
        quantity: how many.
        victims: whom it counts, where the text says so.
        claims: who says so; empty where the text itself does.
        support: the trigger and the words of the count.
        mixed: whether the words count killed and injured together (مقتل وجرح 4).
    """

    quantity: Quantity
    victims: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    support: tuple[Span, ...]
    mixed: bool = False

    @property
    def counts(self) -> bool:
        """Whether it bears on the range: neither a part nor a running total."""
        return not self.quantity.subset and not self.quantity.cumulative


@dataclass(frozen=True, slots=True)
class Toll:
    """The killed or the injured of one incident.

    Attributes:
        low: the least number that the figures bear out, ``None`` where there is none.
        high: the greatest number, ``None`` where none is set.
        figures: every figure with its source, in reading order.
        support: the triggers that tell of killed or injured, with a figure or without.
    """

    low: int | None = None
    high: int | None = None
    figures: tuple[Figure, ...] = ()
    support: tuple[Span, ...] = ()


def toll_of(kind: str, events: Sequence[Event], resolved: Resolved) -> Toll:
    """The toll that some mentions of one incident tell.

    Args:
        kind: ``"Kill"`` or ``"Injure"``.
        events: the mentions of the incident.
        resolved: the values of their document.
    """
    telling = [e for e in events if e.type == kind and e.status == "actual"]
    figures = tuple(f for e in telling for f in _figures(e, events, resolved))
    counting = [f for f in figures if f.counts]
    low, high = _range(counting, resolved) if counting else (None, None)
    return Toll(low, high, figures, tuple(e.trigger for e in telling))


def _figures(event: Event, events: Sequence[Event], resolved: Resolved) -> Iterator[Figure]:
    counts = [m for m in event.fillers("Count") if m in resolved.quantities]
    victims, claims = event.fillers("Target"), resolved.claims.get(event, ())
    for mention in counts:
        quantity, mixed = resolved.quantities[mention], _is_shared(mention, event, events)
        if mixed:
            quantity = _share(quantity)
        yield Figure(quantity, victims, claims, (event.trigger, mention.span), mixed)
    if not counts and event in resolved.counts:
        yield Figure(resolved.counts[event], victims, claims, (event.trigger,))


def _is_shared(mention: Entity, event: Event, events: Iterable[Event]) -> bool:
    """Whether one number counts killed and injured together."""
    others = {"Kill", "Injure"} - {event.type}
    return any(e.type in others and mention in e.fillers("Count") for e in events)


def _share(quantity: Quantity) -> Quantity:
    """Of four killed and injured at least one is the one and three at most are the other."""
    least = min(1, quantity.max) if quantity.max is not None else 1
    most = None if quantity.max is None else max(least, quantity.max - 1)
    return replace(quantity, min=least if quantity.max != 1 else 0, max=most, exact=False)


def _range(figures: Sequence[Figure], resolved: Resolved) -> Range:
    named: dict[frozenset[str], list[Figure]] = {}
    for figure in figures:
        keys = frozenset(_victim_key(v, resolved) for v in figure.victims)
        same = next((k for k in named if k and k & keys), keys)
        named.setdefault(same, []).append(figure)
    unnamed = named.pop(frozenset(), [])
    parts = [_versions(group) for group in named.values()]
    totals = [_sum(parts)] if parts else []
    return _span([*totals, _versions(unnamed)] if unnamed else totals)


def _victim_key(mention: Entity, resolved: Resolved) -> str:
    actor = resolved.actors.get(mention)
    return actor.key if actor else fold(mention.text)


def _versions(figures: Sequence[Figure]) -> Range:
    """Counts under one trigger are of different people (سبعة بالرصاص وعشرات بالاختناق)."""
    told: dict[Span, list[Range]] = {}
    for figure in figures:
        told.setdefault(figure.support[0], []).append(_bounds(figure.quantity))
    return _span([_sum(ranges) for ranges in told.values()])


def _bounds(quantity: Quantity) -> Range:
    return quantity.min if quantity.min is not None else 0, quantity.max


def _span(ranges: Sequence[Range]) -> Range:
    lows = [low for low, _ in ranges if low is not None]
    highs = [high for _, high in ranges if high is not None]
    return min(lows, default=None), max(highs) if len(highs) == len(ranges) else None


def _sum(ranges: Sequence[Range]) -> Range:
    lows = [low or 0 for low, _ in ranges]
    highs = [high for _, high in ranges if high is not None]
    return sum(lows), sum(highs) if len(highs) == len(ranges) else None
