"""What the display calls types, roles and headings, in Arabic and in English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Label", "Labels", "Said", "joined", "labels", "verbatim", "word"]


@dataclass(frozen=True, slots=True)
class Said:
    """The same words in Arabic and in English."""

    ar: str
    en: str

    def __add__(self, other: Said) -> Said:
        return Said(self.ar + other.ar, self.en + other.en)


def verbatim(text: str) -> Said:
    """Words that stay as they are in both languages: numbers, quotations, codes."""
    return Said(text, text)


def joined(separator: str, parts: Iterable[Said]) -> Said:
    """Parts in a row, each language for itself."""
    known = list(parts)
    return Said(separator.join(p.ar for p in known), separator.join(p.en for p in known))


@dataclass(frozen=True, slots=True)
class Label:
    """A type's names and colour.

    Attributes:
        name: as headings and tips say it.
        short: as it stands under a word.
        colour: number of a ``k`` class of the style sheet.
    """

    name: Said
    short: Said
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """The names in ``data/display_labels.toml``, in its order."""

    mentions: Mapping[str, Label]
    events: Mapping[str, Label]
    roles: Mapping[str, Label]
    statuses: Mapping[str, Label]
    words: Mapping[str, Label]

    def mention(self, type: str) -> Label:
        """The label of a mention type; one that is not listed keeps its own name."""
        return self.mentions.get(type) or _own(type)

    def event(self, type: str) -> Label:
        """The label of an event type."""
        return self.events.get(type) or _own(type)

    def role(self, role: str) -> Label:
        """The label of a role."""
        return self.roles.get(role) or _own(role)

    def status(self, status: str) -> Label:
        """The label of a status."""
        return self.statuses.get(status) or _own(status)

    def role_rank(self, role: str) -> int:
        """Where a role stands in a card: as in the table, unlisted ones before the last."""
        order = list(self.roles)
        return order.index(role) * 2 if role in self.roles else len(order) * 2 - 3


@cache
def labels() -> Labels:
    """The shipped names."""
    path = files("conflict_ie").joinpath("data/display_labels.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Labels(
        **{part: {key: _label(row) for key, row in rows.items()} for part, rows in table.items()}
    )


def word(key: str) -> Said:
    """A heading or a sentence of the page."""
    return labels().words[key].name


def _label(row: Mapping[str, Any]) -> Label:
    name = Said(row["ar"], row["en"])
    short = row.get("short", row)
    return Label(name, Said(short["ar"], short["en"]), row.get("colour", 0))


def _own(name: str) -> Label:
    return Label(verbatim(name), verbatim(name))
