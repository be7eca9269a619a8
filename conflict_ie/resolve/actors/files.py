"""Reading and checking the TOML files of the actor table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from conflict_ie.errors import ValueTableError

__all__ = ["Branch", "Country", "Head", "Row", "Tables", "checked", "merged"]

Names = tuple[str, ...]
_SECTIONS = {"actors", "branches", "countries", "country", "generic", "heads", "kinds", "words"}


@dataclass(frozen=True, slots=True)
class Row:
    """An actor of the table.

    Attributes:
        id: its stable name.
        ar: Arabic name.
        en: English name.
        kind: its class, one of ``[kinds]``.
        country: ISO 3166 code of where it belongs, ``""`` where that is no one country.
        aliases: names that mean it in any text.
        usual: names that mean it unless the text names other countries and not its own.
        local: names that mean it only where the text names one of its countries.
        where: countries of ``usual`` and ``local`` if not ``country`` alone.
        since: first day under this name and form.
        until: the day on which that ended.
        renamed_to: what its names mean from ``until`` on.
        part_of: the larger actor it belongs to.
        branch: which branch of its country's state it is.
        allies: the actor that «the forces loyal to it» are.
    """

    id: str
    ar: str
    en: str
    kind: str
    country: str = ""
    aliases: Names = ()
    usual: Names = ()
    local: Names = ()
    where: Names = ()
    since: date | None = None
    until: date | None = None
    renamed_to: str = ""
    part_of: str = ""
    branch: str = ""
    allies: str = ""

    @property
    def places(self) -> Names:
        """The countries in which its looser names mean it."""
        return self.where or ((self.country,) if self.country else ())

    def alive(self, when: date | None) -> bool:
        """Whether it bore its name on a day; without a day, yes."""
        after = self.since is None or when is None or self.since <= when
        return after and (self.until is None or when is None or when < self.until)


@dataclass(frozen=True, slots=True)
class Country:
    """A country as the texts speak of it."""

    code: str
    en: str
    adj: str
    names: Names
    adjectives: Names
    capital: str = ""
    plural: str = ""
    places: Names = ()
    lacks: Names = ()

    def words(self, sort: str) -> Names:
        """Its words of one sort: name, adjective, capital or place."""
        one = {"name": self.names, "place": self.places, "capital": (self.capital,)}
        return tuple(filter(None, one.get(sort, (*self.adjectives, self.plural))))


@dataclass(frozen=True, slots=True)
class Branch:
    """A kind of force or body that every state has."""

    name: str
    ar: str
    en: str
    kind: str
    nouns: Names
    part_of: str = ""
    alone: Names = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that takes up a full name of the text."""

    noun: str
    nouns: Names = ()
    kinds: Names = ()
    said: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the files say."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    branches: Mapping[str, Branch] = field(default_factory=dict)
    heads: Mapping[str, Head] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Names] = field(default_factory=dict)
    generic: Mapping[str, Names] = field(default_factory=dict)


T = TypeVar("T", Row, Country, Branch, Head)


def merged(base: Tables, paths: Iterable[Path]) -> Tables:
    """The tables with each file's sections laid on top."""
    for path in paths:
        base = _with(base, _loaded(path), path)
    return base


def checked(tables: Tables) -> Tables:
    """The tables, if every class is listed and every id they refer to exists.

    Raises:
        ValueTableError: a class or an id is unknown, or dates run backwards.
    """
    for row in tables.rows.values():
        if row.kind not in tables.kinds:
            raise _wrong(row, "kind", row.kind, f"known are {', '.join(tables.kinds)}")
        for name in ("renamed_to", "part_of", "allies"):
            id = getattr(row, name)
            if id and not _exists(id, tables):
                raise _wrong(row, name, id, "no file lists it; add it or mend the id")
        if row.since and row.until and row.since > row.until:
            raise _wrong(row, "since", row.since, f"it is later than until={row.until}")
        _check_renames(row, tables.rows)
    return tables


def _wrong(row: Row, name: str, value: object, remedy: str) -> ValueTableError:
    return ValueTableError(f"actor {row.id!r}: {name} = {str(value)!r}: {remedy}")


def _exists(id: str, tables: Tables) -> bool:
    country, _, branch = id.partition("-")
    return id in tables.rows or (country.upper() in tables.countries and branch in tables.branches)


def _check_renames(row: Row, rows: Mapping[str, Row]) -> None:
    seen, at = {row.id}, row
    while at.renamed_to:
        at = rows[at.renamed_to]
        if at.id in seen:
            raise _wrong(row, "renamed_to", row.renamed_to, "the renames run in a circle")
        seen.add(at.id)


def _loaded(path: Path) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueTableError(f"{path}: this is no TOML ({error}); mend that line") from error
    if unknown := set(data) - _SECTIONS:
        raise ValueTableError(
            f"{path}: unknown sections {sorted(unknown)}; known are {', '.join(sorted(_SECTIONS))}"
        )
    return data


def _with(base: Tables, data: Mapping[str, Any], path: Path) -> Tables:
    home = {"country": data["country"]} if "country" in data else {}
    rows = {k: _made(Row, path, {"id": k, **home, **v}) for k, v in _part(data, "actors")}
    countries = {k: _made(Country, path, {"code": k, **v}) for k, v in _part(data, "countries")}
    branches = {k: _made(Branch, path, {"name": k, **v}) for k, v in _part(data, "branches")}
    heads = {k: _made(Head, path, {"noun": k, **v}) for k, v in _part(data, "heads")}
    return Tables(
        rows={**base.rows, **rows}, countries={**base.countries, **countries},
        branches={**base.branches, **branches}, heads={**base.heads, **heads},
        kinds={**base.kinds, **dict(_part(data, "kinds"))},
        words=_added(base.words, data.get("words", {})),
        generic=_added(base.generic, data.get("generic", {})),
    )  # fmt: skip


def _part(data: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    return dict(data.get(name, {})).items()


def _added(base: Mapping[str, Names], more: Mapping[str, list[str]]) -> Mapping[str, Names]:
    return {**base, **{k: (*base.get(k, ()), *words) for k, words in more.items()}}


def _made(kind: type[T], path: Path, values: Mapping[str, Any]) -> T:
    name = next(iter(values.values()))
    known = {f.name: str(f.type) for f in fields(kind)}
    for key, value in values.items():
        if key not in known or not _fits(value, known[key]):
            raise ValueTableError(
                f"{path}: {kind.__name__.lower()} {name!r}: {key} = {value!r} cannot be read; "
                f"the keys are {', '.join(f'{k} ({t})' for k, t in known.items())}"
            )
    parts: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        return kind(**parts)
    except TypeError as error:
        raise ValueTableError(f"{path}: {kind.__name__.lower()} {name!r}: {error}") from error


def _fits(value: object, annotation: str) -> bool:
    if annotation == "Names":
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    wanted = {"str": str, "bool": bool, "date | None": date}[annotation]
    return isinstance(value, wanted)
