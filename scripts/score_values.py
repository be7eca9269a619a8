"""Prints how often each resolver is right, on the cases in tests/cases and on the seeds.

Usage: python scripts/score_values.py

Counts, dates and places are scored on phrases and sentences with hand-made answers.
Incidents are scored on the five articles in seeds/, from their gold mentions and events
(annotations/seeds.gold.jsonl) and from those that the shipped model marks, against
annotations/seeds.incidents.jsonl, which was written by hand before there was code. The
rules were then worked on with these five articles in sight: the rows from gold marks say
how well the rules fit them, not how well they do on others.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from conflict_ie import extract_many
from conflict_ie.document import Document, Entity, Span
from conflict_ie.evaluation.scoring import Counts
from conflict_ie.evaluation.tables import Table
from conflict_ie.jsonl import read
from conflict_ie.resolve.dates import parse_date
from conflict_ie.resolve.incidents import Incident, Toll, incidents_of
from conflict_ie.resolve.places import Place, resolve_places
from conflict_ie.resolve.places.geometry import distance_km
from conflict_ie.resolve.quantity import parse_quantity
from conflict_ie.resolve.values import Resolved, resolve
from conflict_ie.resolve.whole import whole

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
NEAR_KM = 20.0

Row = Mapping[str, Any]
Group = frozenset[int]


def main() -> None:
    """Prints the tables."""
    print(cases_table(), end="\n\n")
    documents, gold = seeds()
    print(actors_table(documents), end="\n\n")
    print(incidents_table(documents, gold, "from gold marks"), end="\n\n")
    print(incidents_table(list(read_again(documents)), gold, "from the model's marks"))


def seeds() -> tuple[list[Resolved], list[Row]]:
    """The articles with their values, and the incidents written by hand."""
    texts = {p.name: p.read_bytes().decode("utf-8") for p in sorted(ROOT.glob("seeds/*.txt"))}
    documents = whole(read(ROOT / "annotations" / "seeds.gold.jsonl"), texts)
    lines = (ROOT / "annotations" / "seeds.incidents.jsonl").read_text(encoding="utf-8")
    return [resolve(d) for d in documents], [json.loads(line) for line in lines.splitlines()]


def read_again(documents: Sequence[Resolved]) -> Iterator[Resolved]:
    """The same articles as the shipped model marks them."""
    return map(resolve, extract_many([r.document.bare() for r in documents]))


def cases_table() -> Table:
    """Counts, dates and places against hand-made answers."""
    kinds: tuple[tuple[str, Callable[[Row], Iterator[bool]]], ...] = (
        ("quantity", quantity_right),
        ("dates", date_right),
        ("places", place_right),
    )
    rows = []
    for kind, judge in kinds:
        for path in sorted(CASES.glob(f"{kind}*.jsonl")):
            cases = [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines() if x]
            verdicts = [v for case in cases for v in judge(case)]
            rows.append((path.stem, sum(verdicts), len(verdicts), sum(verdicts) / len(verdicts)))
    return Table("Values of phrases", ("cases", "right", "all", "share"), tuple(rows))


def quantity_right(case: Row) -> Iterator[bool]:
    """Least, greatest and exactness of one phrase."""
    found = parse_quantity(case["phrase"])
    wanted = case["value"]
    yield (
        found is wanted
        if wanted is None or found is None
        else (
            [found.min, found.max, found.exact] == wanted
            and all(getattr(found, flag) for flag in case.get("flags", ()))
        )
    )


def date_right(case: Row) -> Iterator[bool]:
    """First and last day of one phrase."""
    anchor = date.fromisoformat(case["anchor"]) if case["anchor"] else None
    when, expect = parse_date(case["phrase"], anchor=anchor), case["expect"]
    if expect is None or when is None:
        yield when is None and expect is None
        return
    days = (when.start, when.end)
    yield tuple(d.isoformat() if d else None for d in days) == (
        expect.get("start"),
        expect.get("end"),
    )


def place_right(case: Row) -> Iterator[bool]:
    """Country, province and, where the answer has a point, the point of each mention."""
    text, marked = case["text"], []
    for m in case["mentions"]:
        span = Span(m["start"], m["end"])
        marked.append(Entity(m["type"], span, span.of(text)))
    found = resolve_places(Document("case", text, tuple(marked)))
    for mention, wanted in zip(marked, case["mentions"], strict=True):
        place = found.get(mention)
        said = (place.country, place.admin1) if place else ("", "")
        right = said[0] == wanted["country"] and (
            not wanted["admin1"] or said[1] == wanted["admin1"]
        )
        yield right and (wanted["lat"] is None or is_near(place, (wanted["lat"], wanted["lon"])))


def is_near(place: Place | None, point: tuple[float, float]) -> bool:
    """Whether a place lies where it should."""
    if place is None or place.lat is None or place.lon is None:
        return False
    return distance_km((place.lat, place.lon), point) <= NEAR_KM


def actors_table(documents: Sequence[Resolved]) -> Table:
    """The armed sides of the seeds: which mentions mean one actor, over all articles."""
    path = ROOT / "annotations" / "seeds.actors.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {surface: actor for actor, surfaces_ in listed.items() for surface in surfaces_}
    gold: dict[str, set[int]] = {}
    found: dict[str, set[int]] = {}
    mentions = [(r, m) for r in documents for m in r.document.entities if m.type == "ARM"]
    for number, (resolved, mention) in enumerate(mentions):
        actor = resolved.actors.get(mention)
        gold.setdefault(names[mention.text], set()).add(number)
        found.setdefault(actor.key if actor else f"none {number}", set()).add(number)
    grouped = [[frozenset(g) for g in groups_.values()] for groups_ in (found, gold)]
    precision, recall = b_cubed([(grouped[0], grouped[1])])
    f1 = 2 * precision * recall / (precision + recall)
    row = ("armed sides, B3", len(mentions), len(gold), precision, recall, f1)
    return Table("Actors of the five seeds", ("actors", "mentions", "gold", "P", "R", "F1"), (row,))


def incidents_table(documents: Sequence[Resolved], gold: Sequence[Row], marks: str) -> Table:
    """Incidents of the seeds against those written by hand."""
    grouped, values = [], []
    for resolved in documents:
        found = incidents_of(resolved)
        wanted = [g for g in gold if g["source"] == resolved.document.id]
        grouped.append((groups(found, wanted), [gold_group(g) for g in wanted]))
        values += [(pair, resolved) for pair in matched(found, wanted)]
    b3_precision, b3_recall = b_cubed(grouped)
    pairs = sum((pairwise(*g) for g in grouped), Counts())
    b3 = 2 * b3_precision * b3_recall / (b3_precision + b3_recall)
    rows = [
        ("mentions, B3", None, None, b3_precision, b3_recall, b3),
        ("mentions, pairs", pairs.tp, pairs.gold, pairs.precision, pairs.recall, pairs.f1),
        *(named_row(name, values) for name in ("places", "sides", "weapons", "sources")),
        *(toll_row(kind, values) for kind in ("killed", "injured")),
    ]
    header = ("incidents", "right", "gold", "P", "R", "F1")
    title = f"Incidents of the five seeds, {marks}"
    return Table(title, header, tuple(rows), tuple(notes(documents, gold)))


def notes(documents: Sequence[Resolved], gold: Sequence[Row]) -> Iterator[str]:
    """What all five articles share."""
    found = sum(len(incidents_of(r)) for r in documents)
    yield f"{found} incidents found, {len(gold)} written by hand; tolls: low and high both right"
    roads = [
        {p.id for p in r.places.values() if "Athriya" in p.id and p.kind == "segment"}
        for r in documents
    ]
    told = sum("خناصر" in r.document.text and "ثريا" in r.document.text for r in documents)
    ids = sorted(frozenset[str]().union(*roads))
    yield f"road أثريا–خناصر: {ids} in {sum(map(bool, roads))} of {told} articles that name it"
    names = ("داعش", "تنظيم الدولة", "التنظيم")
    actors = {
        r.actors[m].key for r in documents for m in r.actors if any(n in m.text for n in names)
    }
    yield f"داعش / تنظيم الدولة / التنظيم: actors {sorted(actors)}"


def groups(found: Iterable[Incident], wanted: Iterable[Row]) -> list[Group]:
    """Trigger offsets of the found incidents that the gold rows deal with."""
    known = frozenset().union(*map(gold_group, wanted))
    starts = (frozenset(e.trigger.start for e in i.mentions) & known for i in found)
    return [g for g in starts if g]


def gold_group(row: Row) -> Group:
    """Trigger offsets of a gold row; those it shares with another row are not scored."""
    return frozenset(start for start, _ in row["triggers"])


def b_cubed(grouped: Iterable[tuple[list[Group], list[Group]]]) -> tuple[float, float]:
    """B3 precision and recall (Bagga and Baldwin, 1998), over mentions of all articles."""
    precision, recall = [], []
    for found, gold in grouped:
        for wanted in gold:
            for mention in wanted:
                own = next((g for g in found if mention in g), frozenset({mention}))
                precision.append(len(own & wanted) / len(own))
                recall.append(len(own & wanted) / len(wanted))
    return sum(precision) / len(precision), sum(recall) / len(recall)


def pairwise(found: list[Group], gold: list[Group]) -> Counts:
    """Pairs of mentions in one incident."""
    said, true = (
        {(a, b) for g in groups_ for a in g for b in g if a < b} for groups_ in (found, gold)
    )
    return Counts(len(said & true), len(said), len(true))


def matched(
    found: Sequence[Incident], wanted: Sequence[Row]
) -> Iterator[tuple[Incident | None, Row | None]]:
    """Found and gold incidents one to one, those that share most mentions first."""
    starts = [frozenset(e.trigger.start for e in i.mentions) for i in found]
    shared = sorted(
        (
            (len(s & gold_group(w)), n, m)
            for n, s in enumerate(starts)
            for m, w in enumerate(wanted)
        ),
        reverse=True,
    )
    left, right = set(range(len(found))), set(range(len(wanted)))
    for size, n, m in shared:
        if size and n in left and m in right:
            left.discard(n)
            right.discard(m)
            yield found[n], wanted[m]
    yield from ((found[n], None) for n in sorted(left))
    yield from ((None, wanted[m]) for m in sorted(right))


Values = Sequence[tuple[tuple[Incident | None, Row | None], Resolved]]


def named_row(kind: str, values: Values) -> tuple[str, int, int, float, float, float]:
    """Places, sides, weapons or sources; a gold name fits the value that it is a mention of."""
    total = Counts()
    for (incident, row), _ in values:
        said = surfaces(kind, incident) if incident else []
        names = row[kind] if row else []
        true = [n["name"] if isinstance(n, dict) else n for n in names]
        right = sum(any(name in texts for name in true) for texts in said)
        total += Counts(min(right, len(true)), len(said), len(true))
    return kind, total.tp, total.gold, total.precision, total.recall, total.f1


def surfaces(kind: str, incident: Incident) -> list[set[str]]:
    """The words that the text has for each value of an incident."""
    if kind == "places":
        return [{m.text for m in p.mentions} for p in incident.places]
    if kind == "sides":
        return [{m.text for m in s.mentions} for s in incident.sides]
    if kind == "weapons":
        return [{w.text} for w in incident.weapons]
    return [{c.source.text} for c in incident.sources]


def toll_row(kind: str, values: Values) -> tuple[str, int, int, float, float, float]:
    """Ranges of the killed or injured, wherever gold or the resolver states one."""
    total = Counts()
    for (incident, row), _ in values:
        said = toll_range(getattr(incident, kind)) if incident else None
        true = gold_range(row[kind]) if row else None
        total += Counts(int(said is not None and said == true), int(bool(said)), int(bool(true)))
    return kind, total.tp, total.gold, total.precision, total.recall, total.f1


def toll_range(toll: Toll) -> tuple[int | None, int | None] | None:
    """Low and high, ``None`` where there is neither."""
    return None if toll.low is None and toll.high is None else (toll.low, toll.high)


def gold_range(figures: Sequence[Row]) -> tuple[int, int] | None:
    """The hand-written figures as a range: versions for one group of victims, then the sum."""
    counting = [f for f in figures if not f.get("cumulative")]
    groups_: dict[str | None, list[Row]] = {}
    for figure in counting:
        groups_.setdefault(figure["of"], []).append(figure)
    if not groups_:
        return None
    return (
        sum(min(f["min"] for f in g) for g in groups_.values()),
        sum(max(f["max"] for f in g) for g in groups_.values()),
    )


if __name__ == "__main__":
    main()
