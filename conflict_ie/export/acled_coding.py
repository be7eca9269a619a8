"""Which ACLED event type and sub-event type an incident gets, by a table of rules."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from conflict_ie.errors import ValueTableError
from conflict_ie.export.reading import main_place, role_sides
from conflict_ie.ontology import Ontology
from conflict_ie.resolve.incidents import Incident, Side
from conflict_ie.resolve.quantity.tokens import fold

__all__ = ["acled_columns", "codes_of", "time_precision"]

_KEYS = {"types", "has", "status", "agent", "target", "foreign", "words", "acled"}


@dataclass(frozen=True, slots=True)
class _Rule:
    types: frozenset[str]
    acled: tuple[str, str]
    has: frozenset[str] = frozenset()
    status: str = ""
    agent: frozenset[str] = frozenset()
    target: frozenset[str] | None = None
    foreign: bool | None = None
    words: tuple[str, ...] = ()

    def fits(self, incident: Incident) -> bool:
        """Whether all that the rule names holds."""
        # The side that becomes actor1: no row names one side and codes another's deed.
        agents = role_sides(incident, "agent")[:1]
        targets = role_sides(incident, "target")
        return (
            incident.type in self.types
            and (not self.has or bool(self.has & set(incident.types)))
            and self.status in ("", incident.status)
            and (not self.agent or bool(self.agent & {_kind(s) for s in agents}))
            and (self.target is None or _all_of(targets, self.target))
            and (self.foreign is None or self.foreign == _is_foreign(incident, agents))
            and (not self.words or any(w in _wording(incident) for w in self.words))
        )


def codes_of(incident: Incident) -> tuple[str, str]:
    """ACLED event type and sub-event type; empty where the text does not decide.

    Method: the ACLED Codebook (2023) as far as ``data/acled_like.toml`` says; else the
    pair of the incident's main type in ``annotations/ontology.toml``.
    """
    rule = next((r for r in _table()[2] if r.fits(incident)), None)
    if rule:
        return rule.acled
    known = Ontology.default().events.get(incident.type)
    return known.acled if known else ("", "")


def acled_columns() -> tuple[str, ...]:
    """The columns in their order."""
    return _table()[0]


def time_precision(days: int) -> int | None:
    """1 for a day, 2 for up to a week, 3 for up to a month, else ``None``."""
    return next((code for most, code in _table()[1] if days <= most), None)


def _all_of(sides: tuple[Side, ...], kinds: frozenset[str]) -> bool:
    if not kinds:
        return not sides
    return bool(sides) and all(_kind(s) in kinds for s in sides)


def _kind(side: Side) -> str:
    return side.actor.kind if side.actor else ""


def _is_foreign(incident: Incident, agents: tuple[Side, ...]) -> bool:
    located = main_place(incident)
    country = located.place.country if located and located.place else ""
    acting = [s.actor for s in agents if s.actor]
    return bool(country and acting) and all(a.foreign_in(country) for a in acting)


def _wording(incident: Incident) -> str:
    agents = (m.text for s in role_sides(incident, "agent") for m in s.mentions)
    used = (w.text for w in incident.weapons)
    return fold(" ".join([*(e.text for e in incident.mentions), *agents, *used]))


@cache
def _table() -> tuple[tuple[str, ...], tuple[tuple[int, int], ...], tuple[_Rule, ...]]:
    path = resources.files("conflict_ie") / "data" / "acled_like.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    days = raw["time_precision"]["days"]
    precisions = tuple(sorted((int(most), code) for most, code in days.items()))
    return tuple(raw["columns"]), precisions, tuple(_rule(r, str(path)) for r in raw["rules"])


def _rule(raw: dict[str, Any], where: str) -> _Rule:
    if unknown := sorted(set(raw) - _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise ValueTableError(f"{where}: unknown key {unknown[0]!r} in a rule; known: {known}")
    sets = {k: frozenset(raw[k]) for k in ("types", "has", "agent", "target") if k in raw}
    return _Rule(
        types=sets["types"],
        acled=(raw["acled"][0], raw["acled"][1]),
        has=sets.get("has", frozenset()),
        status=raw.get("status", ""),
        agent=sets.get("agent", frozenset()),
        target=sets.get("target"),
        foreign=raw.get("foreign"),
        words=tuple(map(fold, raw.get("words", ()))),
    )
