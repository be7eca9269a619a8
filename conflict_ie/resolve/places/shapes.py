"""What a mention's own words say: a name, a region around one, a road between two, a border."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from conflict_ie.resolve.places.gazetteer import Gazetteer
from conflict_ie.resolve.places.keys import clean, strict_key, unprefixed
from conflict_ie.resolve.places.words import direction, place_words

__all__ = ["NOTHING", "Shape", "read_facility", "read_location"]

_PREPOSITIONS = {"من", "في", "ل", "علي", "بين"}
_DASHES = re.compile(r"\s*[-–—/ـ]+\s*|\s+و(?=\S)")
_BRACKETED = re.compile(r"[(/][^)]*\)?")
_EPITHETS = {"المحتله", "المحتل", "المحرره", "القديمه", "الحديثه", "الكبري"}
_PLURAL_HEAD = re.compile(r"^(?:ارياف|الارياف|بوادي|باديه|ريفا|باديتا|\w+ي)$")
_ALONE = {"rural", "desert", "quarters"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The reading of a mention's words.

    Attributes:
        kind: named, around, national, capital, border, road, site or nothing.
        names: the names to look up: one, or the two ends of a road; none where the anchor
            stands elsewhere in the text.
        head: which kind of region, for ``around``: rural, desert, outskirts …
        bearings: the sides that are named, in degrees.
        asked: what the class noun announces: unit, city, village, quarter, camp.
        countries: ISO codes, for ``national``, ``capital`` and ``border``.
        shared: whether coordinated names after it stand under the same head.
    """

    kind: str
    names: tuple[str, ...] = ()
    head: str = ""
    bearings: tuple[float, ...] = ()
    asked: str = ""
    countries: tuple[str, ...] = ()
    shared: bool = False


NOTHING = Shape("nothing")


def read_location(surface: str, gazetteer: Gazetteer) -> Shape:
    """The reading of a named place or region.

    Example:
        >>> shape = read_location("ريف حلب الجنوبي", Gazetteer.default())
        >>> shape.kind, shape.head, shape.names, shape.bearings
        ('around', 'rural', ('حلب',), (180.0,))
    """
    if not clean(surface) or clean(surface) in place_words().never:
        return NOTHING
    if gazetteer.named(surface):
        return Shape("named", (surface,))
    words = clean(surface).split()
    readers = (_national, _classed, _headed, _sided, _respelt)
    shapes = (shape for reader in readers if (shape := reader(words, surface, gazetteer)))
    found = next(shapes, NOTHING)
    if found is NOTHING and words and words[0].startswith("ل") and len(words[0]) > 3:
        return read_location("ا" + surface, gazetteer)
    return found


def read_facility(surface: str, gazetteer: Gazetteer) -> Shape:
    """The reading of a built place: a road between places, or a site with a place's name.

    Example:
        >>> read_facility("طريق أثريا - خناصر", Gazetteer.default()).names
        ('اثريا', 'خناصر')
    """
    words = clean(surface).split()
    known = gazetteer.named(surface)
    curated = len(words) > 1 and any(e.id.startswith("x:") for e in known)
    if curated or any(e.kind == "facility" for e in known):
        return Shape("named", (surface,))
    if words and words[0] in place_words().facility["roads"] and len(words) > 1:
        return _road(surface, gazetteer)
    if len(words) > 1 and words[0] in place_words().facility["sites"]:
        return _site(words[1:], gazetteer)
    return NOTHING


def _classed(words: list[str], surface: str, gazetteer: Gazetteer) -> Shape | None:
    rest, asked = _without_class(words)
    if len(rest) == len(words) or not rest:
        return None
    for name in _spellings(" ".join(rest), rest):
        if gazetteer.named(name):
            return Shape("named", (name,), asked=asked)
    return (
        Shape("named", (), asked="quarter")
        if asked == "quarter" and len(words) > 1 and (words[0] in ("حي", "حيي"))
        else None
    )


def _without_class(words: Sequence[str]) -> tuple[list[str], str]:
    table, rest, asked = place_words(), list(words), ""
    while len(rest) > 1 and rest[0] in table.class_nouns:
        asked = table.class_of(rest.pop(0)) or asked
    return rest, asked


def _national(words: list[str], surface: str, gazetteer: Gazetteer) -> Shape | None:
    table = place_words()
    kind = next((k for k, heads in table.national.items() if words[0] in heads), "")
    sides = direction(words[:1])
    if kind == "capital" and len(words) == 1:
        return Shape("capital")
    if not kind and not (sides and len(words) == 2):
        return None
    found = [c for w in words[1:] for c in _countries(w, gazetteer)]
    if not found:
        return None
    if not kind:
        return Shape("national", countries=tuple(found[:1]), bearings=sides or ())
    shape = "national" if kind == "land" else kind
    return Shape(shape, countries=tuple(dict.fromkeys(found))[:2])


def _countries(word: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    by_adjective = gazetteer.countries_called(word)
    if by_adjective:
        return by_adjective
    named = [e for e in gazetteer.named(unprefixed(word)) if e.kind == "country"]
    return tuple(e.country for e in named) or tuple(
        e.country for e in gazetteer.named(word) if e.kind == "country"
    )


def _headed(words: list[str], surface: str, gazetteer: Gazetteer) -> Shape | None:
    table = place_words()
    if words[0] not in table.heads:
        return None
    head = table.heads[words[0]][0]
    lead, middle, tail = _sides(words[1:])
    own = direction(words[:1]) or ()
    bearings = (direction(lead) or ()) + (direction(tail) or ()) + own
    shape = Shape("around", head=head, bearings=bearings, shared=bool(_PLURAL_HEAD.match(words[0])))
    if not middle:
        alone = head in _ALONE and (lead or words[0] != "ريف")
        return shape if alone and words[0] not in ("الجانب", "القسم") else None
    name, asked = _anchor(middle, gazetteer)
    if name:
        return replace(shape, names=(name,), asked=asked)
    countries = [c for w in middle for c in gazetteer.countries_called(w)]
    nation = Shape("national", countries=tuple(countries[:1]), bearings=bearings)
    return nation if countries else None


def _sides(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    start, end = 0, len(words)
    while start < end and direction([words[start]]) is not None:
        start += 1
    while end > start and direction([words[end - 1]]) is not None:
        end -= 1
    return words[:start], words[start:end], words[end:]


def _anchor(words: Sequence[str], gazetteer: Gazetteer) -> tuple[str, str]:
    rest = [w for w in words if w not in _PREPOSITIONS] or list(words)
    forms = [_without_class([f, *rest[1:]]) for f in (rest[0], unprefixed(rest[0]))]
    exact = [(" ".join(bare), asked) for bare, asked in forms]
    respelt = [(name, a) for bare, a in forms for name in _spellings(" ".join(bare), bare)]
    for name, asked in (*exact, *respelt):
        if gazetteer.named(name):
            return name, asked
    return "", ""


def _sided(words: list[str], surface: str, gazetteer: Gazetteer) -> Shape | None:
    lead, middle, tail = _sides(words)
    if not middle or not (lead or tail):
        return None
    name, asked = _anchor(middle, gazetteer)
    bearings = (direction(lead) or ()) + (direction(tail) or ())
    return Shape("around", (name,), "areas", bearings, asked) if name else None


def _respelt(words: list[str], surface: str, gazetteer: Gazetteer) -> Shape | None:
    for name in _spellings(surface, words):
        if gazetteer.named(name):
            return Shape("named", (name,))
    return None


def _spellings(surface: str, words: Sequence[str]) -> Iterator[str]:
    yield surface
    yield from (p for p in re.split(r"[/()]", surface) if len(p.strip()) > 2)
    yield _BRACKETED.sub("", surface)
    if len(words) > 1 and words[-1] in _EPITHETS:
        yield " ".join(words[:-1])
    if words[0].startswith("ل") and len(words[0]) > 3:
        yield " ".join(["ال" + words[0][1:], *words[1:]])
        yield " ".join(["ا" + words[0], *words[1:]])
    yield " ".join(re.split(r"\d", " ".join(words))[0].split()) or surface


def _road(surface: str, gazetteer: Gazetteer) -> Shape:
    name = surface.split(maxsplit=1)[1]
    parts = [p for p in (_end(part, gazetteer) for part in _DASHES.split(name)) if p]
    if len(parts) >= 2:
        return Shape("road", (parts[0], parts[-1]))
    words = [w for w in clean(name).split() if w not in place_words().facility["adjectives"]]
    whole = _end(" ".join(words), gazetteer)
    if whole and not clean(surface).startswith("ال"):
        return Shape("road", (whole,))
    for cut in range(1, len(words)):
        pair = _end(" ".join(words[:cut]), gazetteer), _end(" ".join(words[cut:]), gazetteer)
        if all(pair):
            return Shape("road", pair)
    return NOTHING


def _end(part: str, gazetteer: Gazetteer) -> str:
    adjectives = place_words().facility["adjectives"]
    words = [w for w in clean(part).split() if w not in adjectives and w != "بين"]
    bare, _ = _without_class(words)
    name = " ".join(bare)
    return name if len(strict_key(name)) > 2 and gazetteer.named(name) else ""


def _site(words: list[str], gazetteer: Gazetteer) -> Shape:
    adjectives = place_words().facility["adjectives"]
    kept = [w for w in words if w not in adjectives]
    bare, asked = _without_class(kept)
    if not bare:
        return NOTHING
    name = " ".join(bare)
    places = [e for e in gazetteer.named(name) if e.kind not in ("country", "supraregion")]
    return Shape("site", (name,), asked=asked) if places else NOTHING
