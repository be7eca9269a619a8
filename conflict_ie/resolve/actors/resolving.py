"""Who an actor mention is: a listed actor, an unlisted one under a stable key, or a class.

The table (``conflict_ie/data/actors``) says who there is; the text says which of them a
name means. What neither says stays open: an actor that is ``known=False`` has no id, and a
pronoun («قواته») gives ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from conflict_ie.document import Document, Entity
from conflict_ie.resolve.actors.context import Scene
from conflict_ie.resolve.actors.files import Row
from conflict_ie.resolve.actors.keys import name_key, plain_key, readings
from conflict_ie.resolve.actors.names import Found, branch_of, candidates, country_of, owner_in
from conflict_ie.resolve.actors.table import ActorTable
from conflict_ie.resolve.places.keys import clean

__all__ = ["Actor", "ActorTable", "resolve_actor"]

_ACTING = frozenset({"Agent", "Target", "Party", "Source"})
_NOT_ARMED = frozenset({"media", "monitor", "civilians", "protesters"})
_PRONOUN = re.compile(r"^(?!ال)\w{3,}(?:ه|ها|هم|هما|نا)$")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a mention is.

    Attributes:
        id: the actor of the table, ``""`` where none is known.
        ar: its Arabic name; where unknown, the mention as published.
        en: its English name, ``""`` where unknown.
        kind: its class, one of the table's ``[kinds]``.
        country: ISO 3166 code of where it belongs, ``""`` if no one country is known.
        key: what to count and join by: the id, else the normalised name.
        known: whether the table lists it.
        how: which rule and which name of the table or the text say so.
    """

    id: str
    ar: str
    en: str
    kind: str
    country: str
    key: str
    known: bool
    how: str = field(default="", compare=False)

    def foreign_in(self, country: str) -> bool:
        """Whether it is a state, or the force of one, other than that country."""
        return self.kind in ("state", "state force", "police") and self.country not in ("", country)


def resolve_actor(
    mention: Entity,
    document: Document,
    *,
    table: ActorTable | None = None,
    when: date | None = None,
) -> Actor | None:
    """Who an actor mention is, by the table and the rest of its text.

    A bare head («التنظيم»، «النظام») takes up the nearest fitting full name before it, else
    after it; «الجيش» and its like are those of the country that the text names most. Labels
    («قوات الأسد»، «الجيش العربي السوري») give the same actor.

    Args:
        mention: a mention of type ARM, ORG, LOC or PPL.
        document: the text it stands in, with the other mentions.
        table: who there is; the shipped table unless given.
        when: the day of the text, by which renamed groups are told apart. Without it a name
            means the group that first bore it.

    Returns:
        The actor; with ``known=False`` an unlisted group, a bare class of people or a head
        that nothing in the text resolves. ``None`` for a pronoun, for a place that is no
        country or does not act, and for people of no class of the table.

    Example:
        >>> from conflict_ie.document import Span
        >>> text = "قصف الطيران الروسي مواقع لتنظيم «داعش»، فانسحب التنظيم."
        >>> plane = Entity("ARM", Span(4, 18), "الطيران الروسي")
        >>> group = Entity("ARM", Span(26, 38), "تنظيم «داعش»")
        >>> head = Entity("ARM", Span(47, 54), "التنظيم")
        >>> document = Document("d1", text, entities=(plane, group, head))
        >>> [resolve_actor(e, document).key for e in document.entities]
        ['ru-air-force', 'is', 'is']
    """
    scene = Scene(document, table or ActorTable.default(), when)
    if mention.type == "LOC":
        return _country(mention, scene)
    if mention.type not in ("ARM", "ORG", "PPL"):
        return None
    names = _names(mention, scene)
    if not names:
        return None
    return _known(mention, names, scene) or _unknown(mention, names, scene)


def _country(mention: Entity, scene: Scene) -> Actor | None:
    words = tuple(clean(mention.text).split())
    code, size = country_of(words, scene.table, {"name"})
    roles = {a.role for e in scene.document.events for a in e.arguments if a.entity == mention}
    acts = not scene.document.events or roles & _ACTING
    row = scene.table.branch(code, "state") if code and size == len(words) and acts else None
    return _actor(row, "a country's name") if row else None


def _names(mention: Entity, scene: Scene) -> tuple[str, ...]:
    """The mention's readings, with the article back where «للـ» was split: «لتنظيم»."""
    text, start = mention.text, mention.span.start
    first = name_key(text).partition(" ")[0]
    split = text.startswith("ل") and scene.document.text[max(start - 1, 0) : start] == "ل"
    if split and first not in scene.table.first_words:
        text = f"ا{text}"
    return readings(text)


def _known(mention: Entity, names: Iterable[str], scene: Scene) -> Actor | None:
    for name in names:
        found = _allowed(candidates(name, scene.table), mention)
        actor = (
            _sure(found, scene)
            or _taken_up(mention, name, scene)
            or _allies_beside(mention, name, scene)
            or _likely(found, scene)
            or _of_the_country(mention, name, scene)
        )
        if actor:
            return actor
    return None


def _allowed(found: Iterable[Found], mention: Entity) -> tuple[Found, ...]:
    armed = mention.type != "ORG"
    return tuple(f for f in found if not armed or f.row.kind not in _NOT_ARMED)


def _sure(found: Iterable[Found], scene: Scene) -> Actor | None:
    return _one([f for f in found if f.use == "aliases"], scene)


def _likely(found: tuple[Found, ...], scene: Scene) -> Actor | None:
    named = scene.countries
    fits = [f for f in found if named.intersection(f.row.places)]
    fits = fits or [f for f in found if f.use == "usual" and not named]
    return _one(fits, scene)


def _one(found: list[Found], scene: Scene) -> Actor | None:
    """The one actor that is meant, if day and country leave one."""
    timed = _timed(found, scene)
    if len(timed) > 1:
        places = tuple(p for f in timed for p in f.row.places)
        home = scene.home(places)
        timed = [f for f in timed if home and home in f.row.places]
    return _actor(timed[0].row, timed[0].how) if len({f.row.id for f in timed}) == 1 else None


def _timed(found: list[Found], scene: Scene) -> list[Found]:
    now = [Found(scene.table.at(f.row, scene.when), f.use, f.how) for f in found]
    if scene.when:
        return [f for f in now if f.row.alive(scene.when)] or now
    ends = [f.row.until for f in now if f.row.until]
    return [f for f in now if not (f.row.since and any(end <= f.row.since for end in ends))]


def _taken_up(mention: Entity, name: str, scene: Scene) -> Actor | None:
    key, bare = name_key(name), _bare(name, scene.table)
    head = scene.table.heads.get(bare)
    if head is None or (key != bare and key in scene.table.alone):
        return None
    nouns = {name_key(noun) for noun in head.nouns or (head.noun,)}
    for other in scene.others(mention):
        actor = _full(other, nouns, head.said, scene)
        if actor and (not head.kinds or actor.kind in head.kinds):
            row = _whole(actor, scene.table) if head.whole else actor
            return _actor(row, f"taken up from «{other.text}» at {other.span.start}")
    return None


def _whole(row: Row, table: ActorTable) -> Row:
    wholes = (table.get(id) for id in table.wholes(row.id))
    return next((w for w in wholes if w and w.branch == "military"), row)


def _bare(name: str, table: ActorTable) -> str:
    """The key of a name without the judgements behind it: «التنظيم المتطرف»."""
    words = name_key(name).split()
    while len(words) > 1 and words[-1] in table.words("epithets"):
        words.pop()
    return " ".join(words)


def _full(other: Entity, nouns: set[str], said: bool, scene: Scene) -> Row | None:
    names = _names(other, scene)
    if _bare(names[0], scene.table) in scene.table.heads:
        return None
    found = _allowed(candidates(names[0], scene.table), other)
    actor = _sure(found, scene) or _likely(found, scene)
    row = scene.table.get(actor.id) if actor else None
    if row and (nouns & set(name_key(names[0]).split()) or (not said and _called(row, nouns))):
        return row
    return None


def _called(row: Row, nouns: set[str]) -> bool:
    return any(name_key(name).split()[0] in nouns for name in (row.ar, *row.aliases))


def _allies_beside(mention: Entity, name: str, scene: Scene) -> Actor | None:
    owner = scene.beside(mention) if owner_in(name, scene.table) else None
    actor = _known(owner, _names(owner, scene), scene) if owner else None
    row = scene.table.get(actor.id) if actor else None
    allies = scene.table.get(row.allies) if row else None
    return _actor(allies, f"allies of «{owner.text}» beside it") if allies and owner else None


def _of_the_country(mention: Entity, name: str, scene: Scene) -> Actor | None:
    if mention.type == "PPL" or name_key(name) not in scene.table.alone:
        return None
    branch, _ = branch_of(tuple(clean(name).split()), scene.table)
    rows = ((c, scene.table.branch(c, branch, scene.when)) for c in scene.countries)
    having = {country: row for country, row in rows if row}
    home = scene.home(having)
    return _actor(having[home], f"the text is about {home}") if home else None


def _unknown(mention: Entity, names: tuple[str, ...], scene: Scene) -> Actor | None:
    kind = _class(names[0], scene.table)
    if _PRONOUN.match(names[0].split()[0]) and not kind:
        return None
    if not kind and mention.type == "PPL":
        return None
    key = name_key(names[0]) if kind else plain_key(names[0])
    kind = kind or ("armed group" if mention.type == "ARM" else "organisation")
    return Actor("", names[0], "", kind, "", key, False, "not in the table")


def _class(name: str, table: ActorTable) -> str:
    words = name_key(name).split()
    starts = (" ".join(words[:size]) for size in (3, 2, 1))
    return next((table.classes[start] for start in starts if start in table.classes), "")


def _actor(row: Row, how: str) -> Actor:
    return Actor(row.id, row.ar, row.en, row.kind, row.country, row.id, True, how)
