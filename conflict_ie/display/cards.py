"""Events as cards: what happened, whether it did, who took part, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conflict_ie.display.labels import Said, labels, verbatim, word
from conflict_ie.display.markup import attribute, both, quoted, safe, tag, tip
from conflict_ie.display.reading import anchor_of, argument_tip, event_tip
from conflict_ie.document import Argument, Document, Event

__all__ = ["Badge", "Card", "Chip", "cards", "render"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filler of a role; ``verdict`` is empty outside comparisons."""

    role: str
    text: str
    colour: int
    tip: Said
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A status, with a verdict in comparisons."""

    status: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An event ready to be shown."""

    id: str
    event: Event
    badges: tuple[Badge, ...]
    chips: tuple[Chip, ...]
    verdict: str = ""


def cards(document: Document, anchor: str) -> str:
    """All events of a document, in its order."""
    if not document.events:
        return tag("p", "none", both(word("no_events")))
    return render(_card(e, anchor_of(anchor, n)) for n, e in enumerate(document.events, 1))


def render(shown: Iterable[Card]) -> str:
    """HTML of cards."""
    return tag("div", "cards", "".join(map(_html, shown)))


def _card(event: Event, id: str) -> Card:
    return Card(id, event, (Badge(event.status),), tuple(map(chip, event.arguments)))


def chip(argument: Argument, verdict: str = "") -> Chip:
    """An argument as a chip."""
    entity = argument.entity
    colour = labels().mention(entity.type).colour
    return Chip(argument.role, entity.text, colour, argument_tip(entity, argument.score), verdict)


def _html(card: Card) -> str:
    label = labels().event(card.event.type)
    title = f"<h4>{both(label.name)}</h4> {_trigger(card.event)}"
    badges = "".join(map(_badge, card.badges))
    head = tag("header", "", f"{title}{badges}{_score(card.event.score)}")
    body = "".join(_rows(card.chips)) or tag("p", "none", both(word("no_arguments")))
    classes = f"card k{label.colour} {card.verdict}".strip()
    return tag("article", classes, head + body, extra=attribute("id", card.id))


def _trigger(event: Event) -> str:
    extra = ' tabindex="0"' + tip(event_tip(event))
    return tag("span", "word m", quoted(event.text), extra=extra)


def _badge(badge: Badge) -> str:
    known = badge.status if badge.status in labels().statuses else "other"
    return tag(
        "span", f"badge {known} {badge.verdict}".strip(), both(labels().status(badge.status).name)
    )


def _score(score: float | None) -> str:
    if score is None:
        return ""
    return tag("span", "score", both(word("score") + verbatim(f" {score:.2f}")))


def _rows(chips: Iterable[Chip]) -> Iterator[str]:
    by_role: dict[str, list[Chip]] = {}
    for one in chips:
        by_role.setdefault(one.role, []).append(one)
    roles = sorted(by_role, key=labels().role_rank)
    rows = "".join(_row(role, by_role[role]) for role in roles)
    if rows:
        yield tag("dl", "", rows)


def _row(role: str, chips: Iterable[Chip]) -> str:
    fillers = "".join(map(_filler, chips))
    classes = "source" if role == "Source" else ""
    return tag("div", classes, f"<dt>{both(labels().role(role).name)}</dt><dd>{fillers}</dd>")


def _filler(one: Chip) -> str:
    extra = ' tabindex="0"' + tip(one.tip)
    return tag("bdi", f"chip m k{one.colour} {one.verdict}".strip(), safe(one.text), extra=extra)
