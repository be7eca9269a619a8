"""The gazetteer: which places bear a name, and where they are.

Two files come with the package: ``gazetteer.tsv.gz`` (OCHA COD, GeoNames) and
``places_extra.toml`` (places and spellings they lack). A user's own file of either form
goes on top. ``data/SOURCES.md`` names the sources and what they allow.
"""

from __future__ import annotations

import csv
import gzip
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from conflict_ie.errors import ValueTableError
from conflict_ie.resolve.places.geometry import Point, distance_km
from conflict_ie.resolve.places.keys import clean, loose_key

__all__ = ["COLUMNS", "Entry", "Gazetteer"]

COLUMNS = (
    "id", "names", "en", "country", "admin1", "within", "lat", "lon",
    "kind", "population", "radius_km", "source",
)  # fmt: skip
_GROUP_KEYS = {"country", "admin1", "kind", "within", "population", "source", "rows"}
_ADMIN1_WITHIN_KM = 120.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a gazetteer.

    Attributes:
        id: its name in the source: an OCHA p-code, ``gn`` and a GeoNames id, or our own.
        names: Arabic spellings, the usual one first.
        en: English name.
        country: ISO 3166 two-letter code, ``""`` where it is wider than a country.
        admin1: English name of the governorate or province, ``""`` if not known.
        within: Arabic names of the units or the town around it, smallest first.
        lat: latitude of its middle, decimal degrees.
        lon: longitude of its middle.
        kind: village, town, city, neighbourhood, facility, region, admin1, country, supraregion.
        population: inhabitants, 0 if not known.
        radius_km: how far it reaches from its middle, ``None`` for a point.
        source: where the facts come from.
        adjectives: what its people and army are called, for a country.
        rank: how early its file was read; later files win a tie.
    """

    id: str
    names: tuple[str, ...]
    en: str
    country: str
    admin1: str
    within: tuple[str, ...]
    lat: float
    lon: float
    kind: str
    population: int = 0
    radius_km: float | None = None
    source: str = ""
    adjectives: tuple[str, ...] = ()
    rank: int = 0

    @property
    def point(self) -> Point:
        """Latitude and longitude."""
        return self.lat, self.lon


@dataclass(frozen=True)
class Gazetteer:
    """Places by name.

    Example:
        >>> [(e.en, e.admin1) for e in Gazetteer.default().named("أثريا")]
        [('Athriya', 'Hama')]
    """

    entries: tuple[Entry, ...]

    @classmethod
    def default(cls) -> Gazetteer:
        """The gazetteer that comes with the package, read once."""
        return _default()

    @classmethod
    def read(cls, *paths: str | Path, base: Gazetteer | None = None) -> Gazetteer:
        """The shipped gazetteer with your own files on top.

        A file is a table (``.tsv`` or ``.tsv.gz`` with the columns of :data:`COLUMNS`) or a
        supplement (``.toml`` like ``places_extra.toml``). A place with the id of an earlier
        one replaces it.

        Args:
            paths: the files, later ones winning.
            base: what they extend; the shipped gazetteer unless given.

        Raises:
            ValueTableError: a file is of another form, or a row of it cannot be a place.
        """
        known = {e.id: e for e in (base or cls.default()).entries}
        start = 1 + max((e.rank for e in known.values()), default=0)
        for rank, path in enumerate(paths, start):
            known.update((e.id, e) for e in _entries(Path(path), rank))
        return cls(tuple(known.values()))

    def named(self, name: str) -> tuple[Entry, ...]:
        """The places that bear a name in any of its spellings, in file order."""
        return tuple(self._by_key.get(loose_key(name), ()))

    def country(self, code: str) -> Entry | None:
        """The entry of a country by its two-letter code."""
        return self._countries.get(code)

    def countries_called(self, word: str) -> tuple[str, ...]:
        """The codes of the countries with an adjective: «السورية» gives SY."""
        return self._adjectives.get(_stem(word), ())

    def unit(self, country: str, admin1: str) -> Entry | None:
        """The entry of a governorate or province by its English name."""
        return self._units.get((country, admin1))

    def inside(self, country: str, admin1: str) -> tuple[Entry, ...]:
        """The villages and towns of a governorate or province."""
        return tuple(self._members.get((country, admin1), ()))

    def admin1_of(self, entry: Entry) -> str:
        """The governorate of a place: as filed, else that of the nearest place filed with one."""
        if entry.admin1 or entry.kind in ("country", "supraregion") or not entry.country:
            return entry.admin1
        if entry.id not in self._nearest:
            self._nearest[entry.id] = self._nearest_admin1(entry)
        return self._nearest[entry.id]

    def _nearest_admin1(self, entry: Entry) -> str:
        pool = self._filed.get(entry.country, ())
        if not pool or (entry.radius_km or 0) > _ADMIN1_WITHIN_KM / 2:
            return ""
        best = min(pool, key=lambda e: distance_km(e.point, entry.point))
        return best.admin1 if distance_km(best.point, entry.point) <= _ADMIN1_WITHIN_KM else ""

    @cached_property
    def _nearest(self) -> dict[str, str]:
        return {}

    @cached_property
    def _by_key(self) -> Mapping[str, list[Entry]]:
        index: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for key in dict.fromkeys(map(loose_key, entry.names)):
                index[key].append(entry)
        return index

    @cached_property
    def _countries(self) -> Mapping[str, Entry]:
        return {e.country: e for e in self.entries if e.kind == "country"}

    @cached_property
    def _adjectives(self) -> Mapping[str, tuple[str, ...]]:
        index: dict[str, tuple[str, ...]] = {}
        for code, entry in self._countries.items():
            for word in entry.adjectives:
                index[_stem(word)] = (*index.get(_stem(word), ()), code)
        return index

    @cached_property
    def _units(self) -> Mapping[tuple[str, str], Entry]:
        return {(e.country, e.admin1): e for e in self.entries if e.kind == "admin1"}

    @cached_property
    def _members(self) -> Mapping[tuple[str, str], list[Entry]]:
        index: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.admin1 and entry.kind in ("village", "town", "city"):
                index[entry.country, entry.admin1].append(entry)
        return index

    @cached_property
    def _filed(self) -> Mapping[str, list[Entry]]:
        index: dict[str, list[Entry]] = defaultdict(list)
        for (country, _), members in self._members.items():
            index[country].extend(members)
        return index


@cache
def _default() -> Gazetteer:
    data = Path(__file__).resolve().parent.parent.parent / "data"
    shipped = (data / "gazetteer.tsv.gz", data / "places_extra.toml")
    return Gazetteer.read(*shipped, base=Gazetteer(()))


def _stem(word: str) -> str:
    plain = clean(word).removeprefix("ال")
    return re.sub(r"(?:يين|يون|يان|يتين|يتان|يات|يه)$", "ي", plain)


def _entries(path: Path, rank: int) -> Iterator[Entry]:
    if path.suffix == ".toml":
        rows = _toml_rows(path)
    elif path.suffixes[-1:] == [".tsv"] or path.suffixes[-2:] == [".tsv", ".gz"]:
        rows = _tsv_rows(path)
    else:
        raise ValueTableError(f"{path}: a gazetteer is .tsv, .tsv.gz or .toml; convert it to one")
    for number, row in enumerate(rows, 1):
        try:
            yield _entry(row, rank)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueTableError(
                f"{path}: place {number} ({row.get('names')!r}) cannot be read ({error}); "
                f"it needs names, en, country, lat, lon and kind"
            ) from error


def _entry(row: Mapping[str, Any], rank: int) -> Entry:
    lat, lon = float(row["lat"]), float(row["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"lat={lat}, lon={lon} is not on the globe")
    names, country, en = tuple(row["names"].split("|")), row["country"], row["en"]
    return Entry(
        id=row.get("id") or f"x:{country}:{en.replace(' ', '_')}",
        names=names, en=en, country=country, admin1=row.get("admin1") or "",
        within=tuple(filter(None, (row.get("within") or "").split("|"))), lat=lat, lon=lon,
        kind=row["kind"], population=int(row.get("population") or 0),
        radius_km=float(row["radius_km"]) if row.get("radius_km") else None,
        source=row.get("source") or "", adjectives=tuple(row.get("adjectives", ())), rank=rank,
    )  # fmt: skip


def _tsv_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        unknown = set(reader.fieldnames or ()) - set(COLUMNS)
        if unknown:
            raise ValueTableError(
                f"{path}: unknown columns {sorted(unknown)}; known are {', '.join(COLUMNS)}"
            )
        yield from reader


def _toml_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        groups = tomllib.load(file)
    unknown = set(groups) - {"country", "places"}
    if unknown:
        raise ValueTableError(
            f"{path}: unknown tables {sorted(unknown)}; use [[country]] and [[places]]"
        )
    for group in groups.get("country", ()):
        yield from (_country_row(row, group) for row in group["rows"])
    for group in groups.get("places", ()):
        stray = set(group) - _GROUP_KEYS
        if stray:
            raise ValueTableError(f"{path}: unknown keys {sorted(stray)} in a [[places]] table")
        yield from (_place_row(row, group) for row in group["rows"])


def _country_row(row: list[Any], group: Mapping[str, Any]) -> Mapping[str, Any]:
    code, en, names, adjectives, lat, lon, radius = row
    return {
        "id": code, "en": en, "names": names, "lat": lat, "lon": lon,
        "adjectives": tuple(filter(None, adjectives.split("|"))),
        "radius_km": radius, "country": code, "kind": "country",
        "source": group.get("source"),
    }  # fmt: skip


def _place_row(row: list[Any], group: Mapping[str, Any]) -> Mapping[str, Any]:
    names, en, lat, lon, *rest = row
    shared: Iterable[tuple[str, Any]] = ((k, v) for k, v in group.items() if k != "rows")
    own: dict[str, Any] = {"names": names, "en": en, "lat": lat, "lon": lon}
    own["radius_km"] = rest[0] if rest else 0
    own.update(zip(("country", "admin1"), rest[1:], strict=False))
    return {**dict(shared), **own}
