"""Event mentions gathered into groups, each of one happening."""

from __future__ import annotations

from collections.abc import Sequence

from conflict_ie.resolve.incidents.reading import Mention
from conflict_ie.resolve.incidents.rules import RULES, Rule, Tie

__all__ = ["merge_mentions"]

_Group = tuple[Mention, ...]


def merge_mentions(mentions: Sequence[Mention], text: str) -> tuple[_Group, ...]:
    """Groups of mentions that are the same happening, in reading order.

    Every rule goes over the whole text before the next, weaker one does. A group joins
    the nearest earlier group that a rule ties it to and nothing contradicts; a headline
    joins the nearest group on either side. A denied mention joins a happening that is
    told as such, last of all and only for itself, and makes none.
    """
    groups: list[_Group] = [(m,) for m in mentions if m.event.status != "denied"]
    for rule in RULES:
        for mention in mentions:
            if mention.event.status != "denied":
                _join(groups, mention, rule, text)
    told = list(groups)
    for mention in mentions:
        if mention.event.status == "denied":
            told = _with_denied(told, groups, mention, text)
    return tuple(sorted(told, key=lambda g: g[0].event.trigger))


def _join(groups: list[_Group], mention: Mention, rule: Rule, text: str) -> None:
    own = next(g for g in groups if mention in g)
    other = _match([g for g in groups if g is not own], own, mention, rule, text)
    if other is not None:
        groups.remove(own)
        groups.remove(other)
        groups.append(_merged(own, other))


def _with_denied(
    told: list[_Group], groups: list[_Group], mention: Mention, text: str
) -> list[_Group]:
    for rule in RULES:
        # Compared with the groups as told, so that one denial does not draw in another.
        other = _match(groups, (mention,), mention, rule, text)
        if other is not None:
            return [_merged(g, (mention,)) if set(other) <= set(g) else g for g in told]
    return told


def _match(
    groups: Sequence[_Group], own: _Group, mention: Mention, rule: Rule, text: str
) -> _Group | None:
    for other in sorted(groups, key=lambda g: _distance(g, mention)):
        if _reachable(other, mention):
            tie = Tie(other, own, mention, text)
            if rule.ties(tie) and tie.fit.against <= rule.despite:
                return other
    return None


def _merged(one: _Group, other: _Group) -> _Group:
    return tuple(sorted((*one, *other), key=lambda m: m.event.trigger))


def _reachable(group: _Group, mention: Mention) -> bool:
    """Before the mention, in its sentence, or anywhere for a headline."""
    return mention.headline or any(
        m.event.trigger < mention.event.trigger or m.sentence == mention.sentence for m in group
    )


def _distance(group: _Group, mention: Mention) -> int:
    at = mention.event.trigger.start
    return min(abs(m.event.trigger.start - at) for m in group)
