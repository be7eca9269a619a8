"""The table of words around place names, and what directions they say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conflict_ie.resolve.places.geometry import mean_bearing

__all__ = ["PlaceWords", "direction", "place_words"]

_CENTRAL = {"وسط", "الاوسط", "الوسطي", "اوسط"}


@dataclass(frozen=True)
class PlaceWords:
    """``place_words.toml`` with its lists as sets."""

    class_nouns: frozenset[str]
    class_kinds: Mapping[str, frozenset[str]]
    heads: Mapping[str, tuple[str, float]]
    national: Mapping[str, frozenset[str]]
    compass: Mapping[str, float]
    facility: Mapping[str, frozenset[str]]
    never: frozenset[str]
    desert_sides: Mapping[str, float]
    countryside_of: Mapping[str, str]
    plural_nouns: frozenset[str]

    def class_of(self, word: str) -> str:
        """What kind of place a class noun announces, ``""`` for none in particular."""
        return next((kind for kind, words in self.class_kinds.items() if word in words), "")


@cache
def place_words() -> PlaceWords:
    """The words that come with the package, read once."""
    path = Path(__file__).resolve().parent.parent.parent / "data" / "place_words.toml"
    table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    heads = {w: (name, float(h["reach"])) for name, h in table["heads"].items() for w in h["words"]}
    return PlaceWords(
        class_nouns=frozenset(table["class_nouns"]),
        class_kinds=_sets(table["class_kinds"]),
        heads=heads,
        national=_sets(table["national"]),
        compass=table["compass"],
        facility=_sets(table["facility"]),
        never=frozenset(table["never"]["words"]),
        desert_sides=table["desert_sides"],
        countryside_of=table["countryside_of"],
        plural_nouns=frozenset(table["plural_nouns"]),
    )


def _sets(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}


def direction(words: Sequence[str]) -> tuple[float, ...] | None:
    """The directions that compass words say, or ``None`` if one of them is no compass word.

    Words side by side name one direction («الشمالي الغربي»); words joined by «و» name several
    («الشمالي والشرقي»). «الأوسط» says no direction.

    Example:
        >>> direction(["الشمالي", "الشرقي"]), direction(["الشمالي", "والشرقي"]), direction(["حلب"])
        ((45.0,), (0.0, 90.0), None)
    """
    compass = place_words().compass
    groups: list[list[float]] = []
    for word in words:
        joined = word.startswith("و") and word not in _CENTRAL and word[1:] in compass
        name = word[1:] if joined else word
        if name in _CENTRAL:
            continue
        if name not in compass:
            return None
        if joined or not groups:
            groups.append([])
        groups[-1].append(float(compass[name]))
    means = [mean_bearing(g) for g in groups]
    return tuple(round(m, 1) for m in means if m is not None)
