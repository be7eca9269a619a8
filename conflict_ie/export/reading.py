"""What every export needs of an incident: who, where, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conflict_ie.document import Document, Span
from conflict_ie.resolve.incidents import Incident, Located, Side, Toll, incidents_of
from conflict_ie.resolve.quantity.tokens import sentence_around
from conflict_ie.resolve.values import Resolved, resolve

__all__ = [
    "day",
    "each_incident",
    "facing_sides",
    "main_place",
    "name_sources",
    "quote",
    "role_sides",
    "toll_text",
]


def each_incident(documents: Iterable[Document]) -> Iterator[tuple[Resolved, Incident]]:
    """Every incident of every document with the values of its document, lazily."""
    for document in documents:
        resolved = resolve(document)
        for incident in incidents_of(resolved):
            yield resolved, incident


def day(incident: Incident) -> str | None:
    """The day of an incident, ``None`` where the text names none or several."""
    date = incident.date
    return date.start.isoformat() if date and date.start == date.end else None


def main_place(incident: Incident) -> Located | None:
    """The most exact place of an incident."""
    return incident.places[0] if incident.places else None


def role_sides(incident: Incident, *roles: str) -> tuple[Side, ...]:
    """The sides that play one of some roles."""
    return tuple(s for s in incident.sides if s.role in roles)


def facing_sides(incident: Incident) -> tuple[list[Side], list[Side]]:
    """The sides as two rows that face each other.

    Who strikes leads the first row, who is struck the second; of equal parties the first
    leads. Others stand with them by their camp. A side that the text sets neither with
    nor against them stands in neither row.
    """
    leader = next(iter(role_sides(incident, "agent") or role_sides(incident, "party")), None)
    if leader is None:
        return [], list(role_sides(incident, "target"))
    others = [s for s in incident.sides if s is not leader]
    if leader.camp is None:
        return [leader], [s for s in others if s.role == "target"]
    allies = [s for s in others if s.camp == leader.camp]
    foes = [s for s in others if s.camp is not None and s.camp != leader.camp]
    foes += [s for s in others if s.camp is None and s.role == "target"]
    return [leader, *allies], sorted(foes, key=lambda s: s.role != "target")


def name_sources(incident: Incident) -> str:
    """Who says so; a stance other than asserting stands behind the name."""
    names: dict[str, None] = {}
    for claim in incident.sources:
        name = (claim.actor.en or claim.actor.ar) if claim.actor else claim.source.text
        names[name if claim.stance == "asserts" else f"{name} ({claim.stance})"] = None
    return "; ".join(names)


def quote(text: str, span: Span) -> tuple[str, Span]:
    """The sentence around a span, blanks at its ends left out, and its offsets."""
    start, end = sentence_around(text, span)
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    sentence = raw.strip()
    return sentence, Span(start, start + len(sentence))


def toll_text(name: str, toll: Toll) -> Iterator[str]:
    """Each figure of a toll with its source: ``killed 11 (Amaq) [1081-1090]``."""
    for figure in toll.figures:
        low, high = figure.quantity.min, figure.quantity.max
        number = f"{low}" if low == high else f"{'' if low is None else low}-{high or ''}"
        who = "; ".join(
            (c.actor.en or c.actor.ar) if c.actor else c.source.text for c in figure.claims
        )
        kind = " part" if figure.quantity.subset else ""
        kind += " running total" if figure.quantity.cumulative else ""
        kind += " killed and injured together" if figure.mixed else ""
        spans = ", ".join(f"{s.start}-{s.end}" for s in figure.support)
        yield f"{name} {number}{kind}" + (f" ({who})" if who else "") + f" [{spans}]"
