"""What a text says besides a mention: the countries it names, the names before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from conflict_ie.document import Document, Entity
from conflict_ie.resolve.actors.keys import name_key, unlam
from conflict_ie.resolve.actors.table import ActorTable
from conflict_ie.resolve.places.keys import clean

__all__ = ["Scene", "countries_in"]

_CLITICS = "وفبكل"
_WEIGHTS = {"name": 2, "place": 2, "capital": 1, "adjective": 1}
_GROUND = frozenset({"name", "place"})


@dataclass(frozen=True, slots=True)
class Scene:
    """A document as the ground on which its names are read.

    Attributes:
        document: the text with its mentions.
        table: who there is.
        when: the day of the text, ``None`` if unknown.
    """

    document: Document
    table: ActorTable
    when: date | None = None

    @property
    def countries(self) -> frozenset[str]:
        """The countries that the text names, by their names, adjectives and places."""
        return frozenset(code for code, _ in countries_in(self.document.text, self.table))

    def home(self, among: Container[str]) -> str:
        """Where the text plays: of some countries, the one it names by far most, else ``""``.

        A nationality or a seat of government counts least, and alone not at all: neither
        «الطيران الروسي» nor talks in «الدوحة» take a text there.
        """
        scores, grounds = Counter[str](), set[str]()
        for (code, sort), times in countries_in(self.document.text, self.table).items():
            scores[code] += times * _WEIGHTS[sort]
            grounds |= {code} if sort in _GROUND else set()
        ranked = [(n, c) for c, n in scores.most_common() if c in among]
        (first, code), (second, _) = [*ranked, (0, ""), (0, "")][:2]
        return code if code in grounds and 2 * first >= 3 * second else ""

    def others(self, mention: Entity) -> Iterator[Entity]:
        """The armed actors and organisations before a mention, nearest first, then those after."""
        start = mention.span.start
        named = [e for e in self.document.entities if e.type in ("ARM", "ORG")]
        named.sort(key=lambda e: e.span)
        yield from reversed([e for e in named if e.span.start < start])
        yield from (e for e in named if e.span.start > start)

    def beside(self, mention: Entity) -> Entity | None:
        """The actor to which «و» joins a mention: «قوات النظام و[المسلحون الموالون لها]»."""
        before = [e for e in self.others(mention) if e.span.end <= mention.span.start]
        if not before:
            return None
        between = self.document.text[before[0].span.end : mention.span.start]
        return before[0] if clean(between) in ("و", "") else None


@lru_cache(maxsize=64)
def countries_in(text: str, table: ActorTable) -> Mapping[tuple[str, str], int]:
    """How often a text names each country of the table, by which sort of word.

    Example:
        >>> dict(countries_in("معارك في ريف حلب بين الجيش التركي وقسد", ActorTable.default()))
        {('SY', 'place'): 1, ('TR', 'adjective'): 1}
    """
    words, counts, at = clean(text).split(), Counter[tuple[str, str]](), 0
    while at < len(words):
        codes, size = _codes(words[at : at + 3], table)
        counts.update(codes)
        at += size
    return counts


def _codes(words: list[str], table: ActorTable) -> tuple[list[tuple[str, str]], int]:
    for size in range(len(words), 0, -1):
        for first in _bare_forms(words[0]):
            key = name_key(" ".join((first, *words[1:size])))
            if found := table.country_words.get(key):
                # «سورية» can be the country itself, but is far more often the adjective.
                spoken = [(c, sort) for c, sort in found if sort == "adjective"]
                return spoken or list(found), size
    return [], 1


def _bare_forms(word: str) -> Iterator[str]:
    yield word
    for size in (1, 2):
        if len(word) > size + 2 and all(letter in _CLITICS for letter in word[:size]):
            yield word[size:]
            yield from unlam(word[size - 1 :])
