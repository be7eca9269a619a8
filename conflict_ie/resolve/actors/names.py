"""Which actors of the table a name can mean, by itself.

The first of these rules that finds anyone decides: the name is listed; it is two listed
names of one actor side by side; it is built of a force and a nationality («الطيران
الروسي»); it is listed but for nouns before or judgements behind it («مقاتلو تنظيم داعش
الإرهابي»); it is a force with its owner («مروحيات النظام»); it is the allies of an owner
(«المسلحون الموالون للنظام»).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from conflict_ie.resolve.actors.files import Row
from conflict_ie.resolve.actors.keys import name_key, unlam
from conflict_ie.resolve.actors.table import ActorTable
from conflict_ie.resolve.places.keys import clean

__all__ = ["Found", "branch_of", "candidates", "country_of", "owner_in"]

_LONGEST = 4
_LOYAL_TO_PRONOUN = frozenset({"له", "لها", "لهم", "لهما"})
_FORCES = frozenset({"air-force", "intelligence", "military", "navy", "police"})
_DRONE = frozenset(map(name_key, ("طيار", "مسير", "مسيرة")))
_OUTLETS = frozenset({"aid", "media", "monitor", "organisation"})
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An actor that a name can mean.

    Attributes:
        row: the actor.
        use: ``aliases``, ``usual`` or ``local``: what the text must say besides.
        how: by which rule and which name of the table.
    """

    row: Row
    use: str
    how: str


@lru_cache(maxsize=1 << 13)
def candidates(name: str, table: ActorTable) -> tuple[Found, ...]:
    """The actors that a name can mean, by the first rule that finds any.

    Example:
        >>> [f.row.id for f in candidates("مقاتلات روسية", ActorTable.default())]
        ['ru-air-force']
    """
    words = tuple(clean(name).split())
    for rule in (_plain, _owned, _allied):
        if found := rule(words, table):
            return found
    return ()


def _plain(words: Words, table: ActorTable) -> tuple[Found, ...]:
    for rule in (_listed, _doubled, _built, _trimmed):
        if found := rule(words, table):
            return found
    return ()


def _listed(words: Words, table: ActorTable) -> tuple[Found, ...]:
    names = table.named(" ".join(words))
    return tuple(Found(table.rows[n.id], n.use, f"name «{n.text}»") for n in names)


def _doubled(words: Words, table: ActorTable) -> tuple[Found, ...]:
    for at in range(1, len(words)):
        first, second = _listed(words[:at], table), _listed(words[at:], table)
        both = {f.row.id for f in first} & {f.row.id for f in second}
        if both:
            return tuple(replace(f, use="aliases") for f in first if f.row.id in both)
    return ()


def _built(words: Words, table: ActorTable) -> tuple[Found, ...]:
    branch, rest = branch_of(words, table)
    if branch == "air-force" and _DRONE & set(map(name_key, words)):
        branch = "military"  # nothing in the name says which service flies it
    codes = _nationalities(rest, branch, table) if branch else set()
    row = table.branch(next(iter(codes)), branch) if len(codes) == 1 else None
    return (Found(row, "aliases", f"built: {branch} × {row.country}"),) if row else ()


def branch_of(words: Words, table: ActorTable) -> tuple[str, Words]:
    """The branch whose noun starts a name, ``""`` if none does, and the words behind it."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        if branch := table.branch_nouns.get(_key(words[:size])):
            return branch, words[size:]
    return "", words


def _nationalities(rest: Words, branch: str, table: ActorTable) -> set[str]:
    """The countries that the words name; none at all if a word says anything else."""
    rooms = {"police": {"capital", "place"}, "government": {"capital"}}.get(branch, set())
    if {"حكومه", "نظام"} & set(map(_key, zip(rest, strict=False))):
        rooms = rooms | {"capital"}
    codes, at = set[str](), 0
    while at < len(rest):
        code, size = country_of(rest[at:], table, {"name", "adjective"} | rooms)
        if not code and not _is_neutral(rest[at], table):
            return set()
        codes |= {code} - {""}
        at += size
    return codes


def country_of(words: Words, table: ActorTable, sorts: set[str]) -> tuple[str, int]:
    """The country that the first words name, ``""`` if none, and how many words that takes."""
    for size in range(min(3, len(words)), 0, -1):
        for first in (words[0], *unlam(words[0]), words[0].removeprefix("و")):
            found = table.country_words.get(_key((first, *words[1:size])), ())
            codes = [code for code, sort in found if sort in sorts]
            if codes:
                return codes[0], size
    return "", 1


def _is_neutral(word: str, table: ActorTable) -> bool:
    return any(_key((form,)) in table.words("neutral") for form in (word, *unlam(word)))


def _trimmed(words: Words, table: ActorTable) -> tuple[Found, ...]:
    outlet = _key(words[:1]) in table.words("outlets")
    for part, country in sorted(_trims(words, table), key=lambda trim: -len(trim[0])):
        found = _listed(part, table)
        if outlet and part[0] != words[0]:
            found = tuple(f for f in found if f.row.kind in _OUTLETS)
        ours = [f for f in found if country in ("", f.row.country, *f.row.places)]
        if country and ours:
            return tuple(replace(f, use="aliases") for f in ours)
        if certain := tuple(f for f in found if not country or f.use == "aliases"):
            return certain
    return ()


def _trims(words: Words, table: ActorTable) -> Iterator[tuple[Words, str]]:
    """What is left of a name, and the nationality that was behind it."""
    for start in _starts(words, table):
        end, country = len(words), ""
        while start < end:
            yield words[start:end], country
            code, size = _tail(words[start:end], table)
            if not size:
                break
            end, country = end - size, country or code


def _starts(words: Words, table: ActorTable) -> Iterator[int]:
    at = 0
    while at < len(words):
        yield at
        sizes = (n for n in (3, 2, 1) if _key(words[at : at + n]) in table.words("leads"))
        step = next(sizes, 0)
        if not step:
            return
        at += step


def _tail(words: Words, table: ActorTable) -> tuple[str, int]:
    for size in (3, 2, 1):
        if size < len(words) and _key(words[-size:]) in table.words("epithets"):
            return "", size
    code, size = country_of(words[-1:], table, {"adjective"})
    return (code, 1) if code and len(words) > 1 else ("", 0)


def _owned(words: Words, table: ActorTable) -> tuple[Found, ...]:
    branch, rest = branch_of(words, table)
    if not branch:
        rest = words[max(_starts(words, table)) :]
    for owner in _owners(rest, table, free=bool(branch)):
        if found := _owner(owner, table):
            return tuple(filter(None, (_force_of(f, branch, table) for f in found)))
    return ()


def _owners(rest: Words, table: ActorTable, *, free: bool) -> Iterator[Words]:
    """The words behind a force that can be its owner; untied only behind a force noun."""
    while rest:
        tied = _key(rest[:1]) in table.words("owned")
        if tied and rest[1:]:
            yield rest[1:]
        elif free:
            yield rest
        if not tied and _key(rest[:1]) not in table.words("neutral"):
            return
        rest = rest[1:]


def _owner(words: Words, table: ActorTable) -> tuple[Found, ...]:
    for form in (*unlam(words[0]), words[0]):
        if found := _plain((form, *words[1:]), table):
            return found
    return ()


def _force_of(found: Found, branch: str, table: ActorTable) -> Found | None:
    """The state's own branch; a group that is no state has forces, but no ministries or media."""
    row: Row | None = found.row
    if found.row.branch == "military" and branch not in ("", "military"):
        row = table.branch(found.row.country, branch)
    elif branch and branch not in _FORCES:
        row = None
    return replace(found, row=row, how=f"{found.how} as owner") if row else None


def _allied(words: Words, table: ActorTable) -> tuple[Found, ...]:
    rest = _loyalty(words, table)
    if not rest or rest[0] in _LOYAL_TO_PRONOUN:
        return ()
    owners = _owner(rest, table)
    pairs = ((f, table.get(f.row.allies)) for f in owners)
    return tuple(replace(f, row=row, how=f"allies of {f.how}") for f, row in pairs if row)


def _loyalty(words: Words, table: ActorTable) -> Words:
    for at, word in enumerate(words):
        if at and _key((word,)) in table.words("allied"):
            return words[at + 1 :]
    return ()


def owner_in(name: str, table: ActorTable) -> bool:
    """Whether a name ties a force to a pronoun: «المسلحون الموالون لها»."""
    rest = _loyalty(tuple(clean(name).split()), table)
    return bool(rest) and rest[0] in _LOYAL_TO_PRONOUN


def _key(words: Words) -> str:
    return name_key(" ".join(words))
