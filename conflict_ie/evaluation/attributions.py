"""False attributions: deeds that a prediction lays at the wrong door.

The error that does most harm in conflict news, so it has a count and a rate of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass

from conflict_ie.document import Document, Span
from conflict_ie.evaluation.scoring import Pair, Snap, units
from conflict_ie.words import normalise

__all__ = ["Attributions", "attributions"]


@dataclass(frozen=True, slots=True)
class Attributions:
    """Predicted Agents, by what gold says about the same trigger; they add up.

    Attributes:
        said: Agents given to events whose trigger is in gold.
        invented: of these, the ones where gold names no Agent.
        mistaken: of these, the ones where gold names only other Agents.
        near: of these, the ones that name gold's Agent, cut differently or at another
            place of the text; not counted as false.
        loose: Agents of events that gold does not have; outside ``said`` and the rate.

    Example:
        >>> (Attributions(said=8, invented=1) + Attributions(said=2, mistaken=1)).rate
        0.2
    """

    said: int = 0
    invented: int = 0
    mistaken: int = 0
    near: int = 0
    loose: int = 0

    def __add__(self, other: Attributions) -> Attributions:
        return Attributions(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def false(self) -> int:
        """Agents given to an event whose gold has none, or has another."""
        return self.invented + self.mistaken

    @property
    def rate(self) -> float | None:
        """Share of ``said`` that is false; ``None`` where nothing was said."""
        return self.false / self.said if self.said else None

    def __str__(self) -> str:
        rate = f" ({self.rate:.1%})" if self.rate is not None else ""
        return (
            f"false attributions: {self.false} of {self.said} Agents of known events{rate}: "
            f"{self.invented} where gold names none, {self.mistaken} another; "
            f"{self.near} of the right actor in other words, not counted; "
            f"{self.loose} more on events gold does not have"
        )


def attributions(pair: Pair, *, exact: bool = False) -> Attributions:
    """Judges the Agents of one gold document and its prediction.

    An event is known when its trigger stands in gold, under whatever type.

    Args:
        pair: gold, predicted.
        exact: compare characters; otherwise spans are widened to whole words.
    """
    snap = units(pair[0], exact=exact)
    truth, said = (_agents(document, snap) for document in pair)
    judged = [_verdict(pair[0].text, *found) for found in _each(truth, said)]
    known = len(judged) - judged.count("loose")
    counts = {kind: judged.count(kind) for kind in ("invented", "mistaken", "near", "loose")}
    return Attributions(known, *counts.values())


def _agents(document: Document, snap: Snap) -> dict[Span, set[Span]]:
    found: dict[Span, set[Span]] = {}
    for event in document.events:
        spans = {snap(entity.span) for entity in event.fillers("Agent")}
        found.setdefault(snap(event.trigger), set()).update(spans)
    return found


def _each(
    truth: Mapping[Span, set[Span]], said: Mapping[Span, set[Span]]
) -> Iterator[tuple[Span, set[Span] | None]]:
    return ((agent, truth.get(trigger)) for trigger, agents in said.items() for agent in agents)


def _verdict(text: str, agent: Span, true: set[Span] | None) -> str:
    if true is None:
        return "loose"
    if not true:
        return "invented"
    if agent in true:
        return "right"
    name = normalise(agent.of(text))
    alike = any(agent.overlaps(t) or normalise(t.of(text)) == name for t in true)
    return "near" if alike else "mistaken"
