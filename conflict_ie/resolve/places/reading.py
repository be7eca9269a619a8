"""A document's place mentions with what stands around them, before anything is decided."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from conflict_ie.document import Document, Entity
from conflict_ie.resolve.places.evidence import Choice, Query, choose
from conflict_ie.resolve.places.gazetteer import Gazetteer
from conflict_ie.resolve.places.keys import clean, loose_key, unprefixed
from conflict_ie.resolve.places.shapes import Shape, read_facility, read_location
from conflict_ie.resolve.places.votes import Votes, tally
from conflict_ie.resolve.places.words import direction, place_words
from conflict_ie.words import is_word, tokens

__all__ = ["Item", "Reading", "read"]

_BEFORE = 60
_PARAGRAPH = 150
_KM = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:كم|كلم|كيلومتر\w*|كيلو متر\w*)\s*(?:الي|من)?\s*$")
_JOINED = re.compile(r"^\s*[،,]?\s*و?\s*$")
_CLAUSE_END = re.compile(r"[.!؟?\n]")
_ADJECTIVE_VOTE = 0.25


class Steps:
    """Offsets of a text in which a new paragraph counts as a long way.

    What a text says in one paragraph explains little in the next, so nearness is measured
    in these steps and not in characters.
    """

    def __init__(self, text: str) -> None:
        self._breaks = [m.start() for m in re.finditer("\n+", text)]

    def __call__(self, offset: int) -> int:
        """The step at an offset in code points."""
        return offset + _PARAGRAPH * bisect_left(self._breaks, offset)


@dataclass(frozen=True, slots=True)
class Item:
    """One place mention.

    Attributes:
        mention: the mention itself.
        shape: what its words say.
        asked: what the class noun in or before it announces.
        bearing: the direction of a compass word before it, in degrees.
        km: the distance stated with that direction.
        before: the cleaned words before it, in its clause.
        after: the text after it, up to the end of its sentence.
        plural: whether the class noun before it holds for a list.
    """

    mention: Entity
    shape: Shape
    asked: str = ""
    bearing: float | None = None
    km: float | None = None
    before: tuple[str, ...] = ()
    after: str = ""
    plural: bool = False


@dataclass(frozen=True)
class Reading:
    """A document's place mentions in reading order and the choice for each name they use."""

    document: Document
    items: tuple[Item, ...]
    choices: Mapping[str, Choice]
    votes: Votes
    steps: Steps

    def choice(self, name: str) -> Choice:
        """What a name means in this document."""
        return self.choices.get(loose_key(name), Choice(None))


def read(document: Document, gazetteer: Gazetteer) -> Reading:
    """Reads the mentions and chooses once for every name."""
    marked = sorted(
        (m for m in document.entities if m.type in ("LOC", "FAC")), key=lambda m: m.span
    )
    items = _inherit([_item(m, document, gazetteer) for m in marked], document, gazetteer)
    steps = Steps(document.text)
    votes = tally((code, steps(at), w) for code, at, w in _votes(document, gazetteer))
    choices = choose(_queries(items, steps, gazetteer), votes, gazetteer)
    return Reading(document, tuple(items), choices, votes, steps)


def _item(mention: Entity, document: Document, gazetteer: Gazetteer) -> Item:
    reader = read_location if mention.type == "LOC" else read_facility
    shape = reader(mention.text, gazetteer)
    start = mention.span.start
    lead = _CLAUSE_END.split(document.text[max(0, start - _BEFORE) : start])[-1]
    before = clean(lead).split()
    asked, rest = _announced(before)
    bearing, km = _compass(rest) if shape.kind == "named" else (None, None)
    after = _CLAUSE_END.split(document.text[mention.span.end :])[0]
    nouns = place_words().plural_nouns
    plural = bool(before and _without_clitics(before[-1], nouns))
    plural = plural or clean(mention.text).partition(" ")[0] in nouns
    return Item(mention, shape, shape.asked or asked, bearing, km, tuple(before), after, plural)


def _announced(before: Sequence[str]) -> tuple[str, list[str]]:
    table, rest, asked = place_words(), list(before), ""
    while rest and (bare := _without_clitics(rest[-1], table.class_nouns)):
        asked = asked or table.class_of(bare)
        rest.pop()
    return asked, rest


def _without_clitics(word: str, known: frozenset[str]) -> str:
    forms = (word, word[1:], word[2:], unprefixed(word))
    return next((f for f in forms if f in known), "")


def _compass(words: Sequence[str]) -> tuple[float | None, float | None]:
    rest = list(words)
    if len(rest) > 1 and rest[-1] in ("من", "ل"):
        rest.pop()
    sides: list[str] = []
    while rest and len(sides) < 2 and (side := _side(rest[-1])):
        sides.insert(0, side)
        rest.pop()
    said = direction(sides) if sides else None
    if not said or len(said) != 1:
        return None, None
    stated = _KM.search(" ".join(rest))
    return said[0], float(stated[1].replace(",", ".")) if stated else None


def _side(word: str) -> str:
    """The compass noun in a word; an adjective with the article belongs to the noun before it."""
    nouns = [w for w in place_words().compass if not w.startswith("ال")]
    forms = (word, word[1:] if word[:1] in "وبلف" else word)
    if word in ("الشمال", "الجنوب", "الشرق", "الغرب"):
        return word
    return next((f for f in forms if f in nouns), "")


def _inherit(items: list[Item], document: Document, gazetteer: Gazetteer) -> list[Item]:
    """Names joined to «أرياف X» or «ريفي X» stand under the same head."""
    result = items[:1]
    for previous, item in pairwise(items):
        head = result[-1].shape
        item = _same_class(result[-1], item, document)
        between = document.text[previous.mention.span.end : item.mention.span.start]
        named = item.shape.kind == "named" and len(item.shape.names) == 1 and not item.asked
        side = item.shape.kind == "around" and item.shape.head == "areas"
        if head.shared and head.kind == "around" and (named or side) and _JOINED.match(between):
            under = replace(head, names=item.shape.names, bearings=item.shape.bearings)
            item = replace(item, shape=under, bearing=None)
        elif side and head.kind == "around" and _JOINED.match(between):
            item = replace(item, shape=replace(item.shape, head=head.head))
        result.append(item)
    return result


def _same_class(previous: Item, item: Item, document: Document) -> Item:
    """«محافظتي حلب والرقة», «قرى لحايا ومعركبة»: the class noun holds for the whole list."""
    between = document.text[previous.mention.span.end : item.mention.span.start]
    listed = previous.plural and previous.asked and not item.asked and item.bearing is None
    if listed and _JOINED.match(between):
        return replace(item, asked=previous.asked, plural=True)
    return item


def _queries(items: Sequence[Item], steps: Steps, gazetteer: Gazetteer) -> dict[str, Query]:
    names: dict[str, str] = {}
    spots: dict[str, list[int]] = defaultdict(list)
    asked: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for name in item.shape.names:
            key = loose_key(name)
            names.setdefault(key, name)
            spots[key].append(steps(item.mention.span.start))
            if item.asked and item.shape.kind in ("named", "around"):
                asked[key].add(item.asked)
    return {
        key: Query(name, gazetteer.named(name), tuple(spots[key]), frozenset(asked[key]))
        for key, name in names.items()
    }


def _votes(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[str, int, float]]:
    for token in tokens(document.text):
        word = token.of(document.text)
        if is_word(word) and len(word) > 3:
            for form in dict.fromkeys((word, word[1:] if word[0] in "وبفل" else word)):
                for code in gazetteer.countries_called(form)[:1]:
                    yield code, token.start, _ADJECTIVE_VOTE
    for mention in document.entities:
        if mention.type == "LOC":
            shape = read_location(mention.text, gazetteer)
            codes = [e.country for n in shape.names for e in gazetteer.named(n)
                     if e.kind == "country"]  # fmt: skip
            for code in (*codes[:1], *shape.countries):
                yield code, mention.span.start, 1.0
