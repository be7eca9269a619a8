"""Builds conflict_ie/data/gazetteer.tsv.gz from the two open gazetteers.

Usage: python scripts/build_gazetteer.py [FOLDER]

FOLDER holds syria_places.jsonl (OCHA COD, via the Syrian Archive) and geonames_ar.jsonl
(GeoNames, CC BY 4.0); it is ../shared/gazetteer unless given. What each source allows
stands in conflict_ie/data/SOURCES.md. The result is the same bytes for the same input.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conflict_ie.resolve.places.gazetteer import COLUMNS
from conflict_ie.resolve.places.geometry import distance_km, middle, reach_km
from conflict_ie.resolve.places.keys import loose_key

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "conflict_ie" / "data"
DEFAULT = ROOT.parent / "shared" / "gazetteer"
SAME_PLACE_KM = 6.0
SUBURB_KM = 7.0
CITY_POPULATION = 100_000
PARTS = re.compile(r"[_/():\-,]+")
LEADING = re.compile(r"^(?:مدينة|قرية|بلدة|ناحية)\s+")
TRAILING = re.compile(r"\s+(?:الضاحية|الضاحبة|البلد)$")
ARABIC = re.compile(r"^[\u0621-\u064a\u064b-\u0652پچگڤڨی۔ ]+$")

# Irving, Texas carries the Arabic name of Moscow in GeoNames.
MISNAMED = {4710826}

Row = dict[str, Any]
Centres = dict[str, tuple[float, float]]


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else DEFAULT
    missing = [n for n in ("syria_places.jsonl", "geonames_ar.jsonl") if not (folder / n).exists()]
    if missing:
        print(f"NOT BUILT: {', '.join(missing)} not found in {folder}.", file=sys.stderr)
        print("Give the folder that holds both as the first argument.", file=sys.stderr)
        return 1
    units = read_units()
    rows = merged([*syria(folder, units), *geonames(folder, units)])
    write([*admin_rows(units, rows), *rows])
    print(f"{len(rows)} places and {len(units)} first-level units written")
    return 0


def read_units() -> list[Row]:
    units = []
    for line in (DATA / "admin1.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, code, en, names, districts = [*line.split("\t"), ""][:5]
            units.append(
                {
                    "country": country,
                    "code": code,
                    "en": en,
                    "names": names,
                    "districts": districts.split("|"),
                }
            )
    return units


def lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def syria(folder: Path, units: list[Row]) -> Iterator[Row]:
    district = {d: u["en"] for u in units if u["country"] == "SY" for d in u["districts"] if d}
    capital = {n: u["en"] for u in units if u["country"] == "SY" for n in u["names"].split("|")}
    centre: Centres = {}
    for record in lines(folder / "syria_places.jsonl"):
        if record["lat"] in ("", None) or record["lon"] in ("", None):
            continue
        row = village(record, district) or quarter(record, capital, centre)
        if row:
            if row["kind"] == "city":
                centre.setdefault(row["admin1"], (row["lat"], row["lon"]))
            yield row


def village(record: Row, district: dict[str, str]) -> Row | None:
    chain = record["hierarchy_ar"]
    admin1 = district.get(chain[-1])
    if admin1 is None or not split_names(record["name_ar"]):
        return None
    own = PARTS.split(record["name_ar"])[0].strip()
    above = [c.removeprefix("مركز ") for c in dict.fromkeys(chain[1:])]
    same = [loose_key(own) == loose_key(c) for c in above]
    kind = "city" if same and same[-1] else "town" if any(same) else "village"
    return place(
        id=record["pcode"],
        names=split_names(record["name_ar"]),
        en=english(record["name_en"]),
        country="SY",
        admin1=admin1,
        within="|".join(above),
        kind=kind,
        record=record,
        source="OCHA COD via Syrian Archive",
    )


def quarter(record: Row, capital: dict[str, str], centre: Centres) -> Row | None:
    town, _, name = record["name_ar"].partition(":")
    town = LEADING.sub("", " ".join(town.split())).removeprefix("مدينة")
    names = split_names(name)
    english_name = record["name_en"].partition(":")[2].strip()
    admin1 = next((capital[n] for n in (town.strip(), town.split(" ")[-1]) if n in capital), None)
    admin1 = {"ادلب": "Idleb", "ريف دير الزور": "Deir-ez-Zor"}.get(town.strip(), admin1)
    is_unit = english_name.endswith((" nahiyah", " mantiqah"))
    if admin1 is None or not names or is_unit or loose_key(names) == loose_key(town):
        return None
    here = float(record["lat"]), float(record["lon"])
    inside = admin1 in centre and distance_km(here, centre[admin1]) < SUBURB_KM
    return place(
        id=f"{record['pcode']}/{english_name}",
        names=names,
        en=english(english_name),
        country="SY",
        admin1=admin1,
        within=town.strip() if inside else "",
        kind="neighbourhood" if inside else "village",
        record=record,
        source="OCHA COD via Syrian Archive",
    )


def geonames(folder: Path, units: list[Row]) -> Iterator[Row]:
    unit = {(u["country"], u["code"]): u["en"] for u in units}
    for record in lines(folder / "geonames_ar.jsonl"):
        names = "|".join(LEADING.sub("", n) for n in record["names_ar"] if ARABIC.match(n))
        if names and record["geonameid"] not in MISNAMED:
            yield place(
                id=f"gn{record['geonameid']}",
                names=names,
                en=record["name"],
                country=record["country"],
                admin1=unit.get((record["country"], record["admin1"]), ""),
                within="",
                kind="city" if record["population"] >= CITY_POPULATION else "town",
                record=record,
                source="GeoNames CC BY 4.0",
            )


def place(*, record: Row, **columns: Any) -> Row:
    columns["lat"], columns["lon"] = round(float(record["lat"]), 4), round(float(record["lon"]), 4)
    return {"population": record.get("population") or "", "radius_km": "", **columns}


def split_names(text: str) -> str:
    parts = [TRAILING.sub("", LEADING.sub("", p.strip())) for p in PARTS.split(text)]
    return "|".join(dict.fromkeys(p for p in parts if ARABIC.match(p) and len(p) > 1))


def english(text: str) -> str:
    return text.partition(" (")[0].strip()


def merged(rows: Iterable[Row]) -> list[Row]:
    """One row per place: the first source wins, a later one adds names and population."""
    kept: list[Row] = []
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        keys = {(row["country"], loose_key(n)) for n in row["names"].split("|")}
        twin = next((r for k in keys for r in by_key[k] if near(r, row)), None)
        if twin is None:
            kept.append(row)
            twin = row
        else:
            twin["names"] = "|".join(dict.fromkeys(f"{twin['names']}|{row['names']}".split("|")))
            twin["population"] = max(twin["population"] or 0, row["population"] or 0) or ""
        if (twin["population"] or 0) >= CITY_POPULATION:
            twin["kind"] = "city"
        for key in keys:
            by_key[key].append(twin)
    return kept


def near(a: Row, b: Row) -> bool:
    return distance_km((a["lat"], a["lon"]), (b["lat"], b["lon"])) < SAME_PLACE_KM


def admin_rows(units: list[Row], rows: list[Row]) -> Iterator[Row]:
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        points[row["country"], row["admin1"]].append((row["lat"], row["lon"]))
    for unit in units:
        inside = points[unit["country"], unit["en"]]
        if inside:
            lat, lon = middle(inside)
            yield {
                "id": f"{unit['country']}-{unit['en'].replace(' ', '_')}",
                "names": unit["names"],
                "en": unit["en"],
                "country": unit["country"],
                "admin1": unit["en"],
                "within": "",
                "lat": lat,
                "lon": lon,
                "kind": "admin1",
                "population": "",
                "radius_km": max(10.0, reach_km(inside, (lat, lon))),
                "source": "mean of its places in this gazetteer",
            }


def write(rows: list[Row]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(
        text, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
    )
    writer.writeheader()
    writer.writerows(rows)
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    (DATA / "gazetteer.tsv.gz").write_bytes(packed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
