"""The actor table: who there is, under which names, since when, and how names are built.

The files of ``data/actors`` come with the package; a user's own file of the same form
goes on top. Its sections are those of the shipped files: ``[actors]``, ``[countries]``,
``[branches]``, ``[kinds]``, ``[words]``, ``[heads]`` and ``[generic]``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from conflict_ie.resolve.actors.files import Branch, Country, Head, Row, Tables, checked, merged
from conflict_ie.resolve.actors.keys import name_key

__all__ = ["ActorTable", "Name"]

_DATA = Path(__file__).resolve().parent.parent.parent / "data" / "actors"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one actor.

    Attributes:
        id: whose it is.
        use: ``aliases``, ``usual`` or ``local``: how much the text must say besides.
        text: the name as the table spells it.
    """

    id: str
    use: str
    text: str


@dataclass(frozen=True, eq=False)
class ActorTable:
    """Actors by name.

    Example:
        >>> table = ActorTable.default()
        >>> [n.id for n in table.named("الجيش العربي السوري")]
        ['sy-government-forces', 'sy-new-army']
        >>> table.wholes("sy-fatemiyoun")
        ('ir-backed-militias',)
    """

    tables: Tables = field(repr=False)

    @classmethod
    def default(cls) -> ActorTable:
        """The table that comes with the package, read once."""
        return _default()

    @classmethod
    def read(cls, *paths: str | Path, base: ActorTable | None = None) -> ActorTable:
        """The shipped table with your own files on top.

        An actor, country, branch or head of an id met before replaces it; lists of words
        are added to.

        Args:
            paths: TOML files of the form of ``conflict_ie/data/actors``, later ones winning.
            base: what they extend; the shipped table unless given.

        Raises:
            ValueTableError: a file is no TOML, has an unknown key or class, or names an
                actor that is in no file.
        """
        return cls(checked(merged((base or cls.default()).tables, map(Path, paths))))

    @property
    def rows(self) -> Mapping[str, Row]:
        """The actors that the files list, by id."""
        return self.tables.rows

    def get(self, id: str) -> Row | None:
        """An actor by id, listed or built (``"ru-air-force"``); ``None`` if there is none."""
        return self.rows.get(id) or self._built.get(id)

    def named(self, name: str) -> tuple[Name, ...]:
        """The actors that bear a name, in file order."""
        return tuple(self._names.get(name_key(name), ()))

    def wholes(self, id: str) -> tuple[str, ...]:
        """What an actor is part of, the nearest whole first."""
        found: list[str] = []
        row = self.get(id)
        while row is not None and row.part_of and row.part_of not in found:
            found.append(row.part_of)
            row = self.get(row.part_of)
        return tuple(found)

    def at(self, row: Row, when: date | None) -> Row:
        """The actor that bore this one's name on a day, after all renames up to it."""
        while when and row.until and row.until <= when and row.renamed_to:
            row = self.rows[row.renamed_to]
        return row

    def branch(self, country: str, branch: str, when: date | None = None) -> Row | None:
        """The force or body of a country: its listed actor of that branch, else a built one."""
        rows = [r for r in self._branches.get((country, branch), ()) if r.alive(when)]
        return rows[0] if rows else self._built.get(_built_id(country, branch))

    @cached_property
    def branch_nouns(self) -> Mapping[str, str]:
        """Which branch a noun starts, by key."""
        pairs = ((n, b.name) for b in self.tables.branches.values() for n in b.nouns)
        return {name_key(noun): name for noun, name in pairs}

    @cached_property
    def alone(self) -> frozenset[str]:
        """Keys of the branch nouns that can stand for the text's own country."""
        return frozenset(name_key(n) for b in self.tables.branches.values() for n in b.alone)

    @cached_property
    def heads(self) -> Mapping[str, Head]:
        """Nouns that take up a full name of the text, by key."""
        return {name_key(noun): head for noun, head in self.tables.heads.items()}

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """The class of people that a word names, by key."""
        pairs = ((w, kind) for kind, words in self.tables.generic.items() for w in words)
        return {name_key(word): kind for word, kind in pairs}

    @cached_property
    def country_words(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Country code and sort (name, adjective, capital, place) of a word, by key."""
        index: dict[str, tuple[tuple[str, str], ...]] = {}
        for sort in ("name", "adjective", "capital", "place"):
            for country in self.tables.countries.values():
                for word in country.words(sort):
                    here = index.get(name_key(word), ())
                    if (country.code, sort) not in here:
                        index[name_key(word)] = (*here, (country.code, sort))
        return index

    def words(self, sort: str) -> frozenset[str]:
        """Keys of a list of ``[words]``: neutral, epithets, leads, owned or allied."""
        return self._words[sort]

    @cached_property
    def first_words(self) -> frozenset[str]:
        """First words of all names, by which «لواء» is told from «لـ» and a word."""
        return frozenset(key.split()[0] for key in self._names)

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        return {sort: frozenset(map(name_key, ws)) for sort, ws in self.tables.words.items()}

    @cached_property
    def _names(self) -> Mapping[str, list[Name]]:
        index: dict[str, list[Name]] = defaultdict(list)
        for row in self.rows.values():
            for name in _names_of(row):
                if name.id not in {n.id for n in index[name_key(name.text)]}:
                    index[name_key(name.text)].append(name)
        return index

    @cached_property
    def _branches(self) -> Mapping[tuple[str, str], list[Row]]:
        index: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows.values():
            if row.branch:
                index[row.country, row.branch].append(row)
        return index

    @cached_property
    def _built(self) -> Mapping[str, Row]:
        branches = self.tables.branches.values()
        countries = self.tables.countries.values()
        pairs = ((c, b) for c in countries for b in branches if b.name not in c.lacks)
        return {_built_id(c.code, b.name): self._build(c, b) for c, b in pairs}

    def _build(self, country: Country, branch: Branch) -> Row:
        listed = self._branches.get((country.code, branch.part_of), ())
        whole = _built_id(country.code, branch.part_of) if branch.part_of else ""
        return Row(
            id=_built_id(country.code, branch.name), ar=_arabic(country, branch.ar),
            en=branch.en.format(en=country.en, adj=country.adj), kind=branch.kind,
            country=country.code, part_of=listed[0].id if listed else whole,
        )  # fmt: skip


@cache
def _default() -> ActorTable:
    return ActorTable(checked(merged(Tables(), sorted(_DATA.glob("*.toml")))))


def _names_of(row: Row) -> Iterator[Name]:
    for use in ("aliases", "usual", "local"):
        yield from (Name(row.id, use, text) for text in getattr(row, use))
    if not row.local and not row.usual:
        yield Name(row.id, "aliases", row.ar)


def _built_id(country: str, branch: str) -> str:
    return country.lower() if branch == "state" else f"{country.lower()}-{branch}"


def _arabic(country: Country, form: str) -> str:
    name = country.names[0]
    if not country.adjectives:
        return form.replace("{m}", f"في {name}").replace("{f}", f"في {name}").format(name=name)
    adjective = f"ال{country.adjectives[0]}"
    return form.format(m=adjective, f=f"{adjective}ة", name=name)
