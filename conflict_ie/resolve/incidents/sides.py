"""The sides of an incident: who struck, who was struck, who fought."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from conflict_ie.document import Entity, Event, Span
from conflict_ie.resolve.incidents.camps import Rows, camps_of
from conflict_ie.resolve.incidents.table import incident_table
from conflict_ie.resolve.quantity.tokens import fold
from conflict_ie.resolve.values import Resolved

if TYPE_CHECKING:
    from conflict_ie.resolve.actors import Actor

__all__ = ["Side", "sides_of"]

_PEOPLE = ("PER", "ARM", "ORG", "PPL")
_PARTS = {"Agent": (*_PEOPLE, "WEA"), "Target": _PEOPLE, "Party": (*_PEOPLE, "LOC")}
_STRIKE_WEIGHT = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an incident.

    Attributes:
        actor: who it is, ``None`` where nobody known.
        name: English name of the actor where it has one, else the words of the text.
        role: ``agent`` (struck, took, moved), ``target`` (was struck) or ``party``
            (fought, agreed); what most of its mentions say.
        mentions: where the text names it.
        camp: a number that allies in a fight share and foes do not; ``None`` where the
            text does not set it against another.
    """

    actor: Actor | None
    name: str
    role: str
    mentions: tuple[Entity, ...]
    camp: int | None = None

    @property
    def support(self) -> tuple[Span, ...]:
        """The offsets of its mentions."""
        return tuple(m.span for m in self.mentions)


@dataclass
class _Draft:
    mentions: list[Entity] = field(default_factory=list)
    roles: Counter[str] = field(default_factory=Counter)


def sides_of(events: Sequence[Event], resolved: Resolved) -> tuple[Side, ...]:
    """The sides that some mentions of one incident name, in reading order.

    An incident that nobody is said to have caused has no agent.
    """
    drafts: dict[str, _Draft] = {}
    for event in events:
        for role, mention in _taking_part(event, resolved):
            draft = drafts.setdefault(_key(mention, resolved), _Draft())
            draft.roles[_part(event, role)] += _weight(event)
            if mention not in draft.mentions:
                draft.mentions.append(mention)
    camps = camps_of(drafts, _meetings(events, resolved))
    return tuple(_side(d, resolved, camps.get(key)) for key, d in drafts.items())


def _taking_part(event: Event, resolved: Resolved) -> Iterator[tuple[str, Entity]]:
    for role, types in _PARTS.items():
        fillers = [m for m in event.fillers(role) if m.type in types]
        named = any(m.type == "ARM" and m in resolved.actors for m in fillers)
        for mention in fillers:
            if not _is_nobody(mention, resolved, named=named):
                yield role, mention


def _is_nobody(mention: Entity, resolved: Resolved, *, named: bool) -> bool:
    """«قواته» points at a side; «عناصرها» beside the side that it points at adds none."""
    actor = resolved.actors.get(mention)
    if mention.type == "ARM":
        return actor is None
    return named and mention.type == "PPL" and (actor is None or actor.kind == "fighters")


def _key(mention: Entity, resolved: Resolved) -> str:
    actor = resolved.actors.get(mention)
    return actor.key if actor else fold(mention.text)


def _part(event: Event, role: str) -> str:
    if role == "Party":
        return "party"
    striking = incident_table().attackers.get(event.type, "Agent")
    return "agent" if role == striking else "target"


def _weight(event: Event) -> int:
    return _STRIKE_WEIGHT if event.type in incident_table().attackers else 1


def _meetings(events: Sequence[Event], resolved: Resolved) -> Iterator[Rows]:
    """For each event the keys of those who stand together and of those they face."""
    for event in events:
        rows: dict[str, list[str]] = {"Agent": [], "Target": []}
        for role, mention in _taking_part(event, resolved):
            if role != "Party":
                rows[role].append(_key(mention, resolved))
        # Being hit alike allies nobody: who is only listed as targets says nothing of camps.
        if rows["Agent"]:
            yield rows["Agent"], rows["Target"]
        yield _parties([m for r, m in _taking_part(event, resolved) if r == "Party"], resolved)


def _parties(parties: Sequence[Entity], resolved: Resolved) -> Rows:
    """«بين A من جهة وB وC من جهة أخرى»; without such words the first against the rest."""
    text, facing = resolved.document.text, incident_table().words["facing"]
    ordered = sorted(parties, key=lambda m: m.span)
    keys = [_key(m, resolved) for m in ordered]
    gaps = [text[m.span.end : n.span.start] for m, n in pairwise(ordered)]
    turns = (n for n, gap in enumerate(gaps, 1) if facing & {fold(w) for w in _WORD.findall(gap)})
    at = next(turns, 1)
    return keys[:at], keys[at:]


def _side(draft: _Draft, resolved: Resolved, camp: int | None) -> Side:
    mentions = tuple(sorted(draft.mentions, key=lambda m: m.span))
    actor = resolved.actors.get(mentions[0])
    order = ("agent", "target", "party")
    role = max(order, key=lambda r: (draft.roles[r], -order.index(r)))
    name = actor.en or actor.ar if actor else mentions[0].text
    return Side(actor, name, role, mentions, camp)
