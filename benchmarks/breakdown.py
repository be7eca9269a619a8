"""Where predictions go wrong: by country, outlet and length, why arguments are lost.

    python benchmarks/breakdown.py GOLD.jsonl PRED.jsonl [BEFORE.jsonl] [--learned TRAIN.jsonl ...]

With BEFORE.jsonl, the predictions of an earlier model, every number stands before and after.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from outlets import label, outlet, outlets

from conflict_ie import Document, Report, Span, evaluate, read
from conflict_ie.evaluation.scoring import Fact, Pair, facts
from conflict_ie.evaluation.tables import Cell, Table
from conflict_ie.resolve.places.keys import clean

METRICS = {"entity": "mentions", "trigger": "triggers", "attached": "attached"}
OTHER = "other"
FEW = 10  # outlets with fewer units are summed up
LENGTHS = (15, 30, 60)  # words
CAUSES = (
    "trigger missed", "trigger mistyped", "mention missed", "mention edges", "role wrong",
    "link alone",
)  # fmt: skip

# A place counts for its country where one of these stands in its name as whole words.
COUNTRIES = """
Syria: سوريا، سورية، السورية، السوري، دمشق، حلب، إدلب، حمص، حماة، درعا، الرقة، دير الزور، الحسكة،
 القامشلي، اللاذقية، طرطوس، السويداء، القنيطرة، عفرين، منبج، الباب، جرابلس، كوباني، عين العرب،
 تدمر، البوكمال، الميادين، الغوطة، دوما، داريا، الزبداني، أعزاز، تل رفعت، عين عيسى، تل تمر،
 تل أبيض، رأس العين، خناصر، الأتارب، جسر الشغور، معرة النعمان، سراقب، جبل الزاوية، خان شيخون،
 الشهباء، القريتين، كفريا، الفوعة، الطبقة، القلمون، دارة عزة، عامودا، قامشلو، صرين، سرمين، ديرك،
 معارة النعسان، كفر تخاريم، ديرالزور
Iraq: العراق، العراقي، العراقية، بغداد، الموصل، الأنبار، الرمادي، الفلوجة، تكريت، صلاح الدين،
 كركوك، ديالى، بعقوبة، نينوى، سنجار، أربيل، دهوك، السليمانية، البصرة، سامراء، النجف، كربلاء،
 تلعفر، بيجي، مخمور، مدينة الصدر
Yemen: اليمن، اليمنية، صنعاء، عدن، تعز، الحديدة، مأرب، صعدة، الجوف، حجة، لحج، أبين، الضالع،
 البيضاء، شبوة، حضرموت، المكلا، إب، ذمار، نهم، زنجبار، المخا، صرواح، ميدي، العند، كرش
Libya: ليبيا، الليبية، بنغازي، سرت، مصراتة، درنة، صبراتة، سبها، الزاوية، ترهونة، أجدابيا، طبرق
Palestine and Israel: غزة، القطاع، الضفة الغربية، الضفة، فلسطين، إسرائيل، القدس، رفح، خان يونس،
 جنين، نابلس، الخليل، رام الله، بيت لاهيا، بيت لحم، تل أبيب
Lebanon: لبنان، اللبنانية، بيروت، عرسال، صيدا، بعلبك، البقاع، النبطية
Egypt: مصر، المصرية، سيناء، العريش، الشيخ زويد، القاهرة، الإسكندرية
Sudan: السودان، الخرطوم، دارفور، الفاشر، أم درمان، كردفان، الجنينة، نيالا، أبيي، جوبا
Somalia: الصومال، مقديشو، كيسمايو، بيدوا
Afghanistan: أفغانستان، كابول، كابل، قندهار، هلمند، قندوز، ننكرهار، لوغار
Pakistan: باكستان، إسلام أباد، وزيرستان، بيشاور، كراتشي، سوات، لاهور، كويتا
Turkey: تركيا، التركية، أنقرة، إسطنبول، سوروتش، سروج، ديار بكر، شرناق
Saudi Arabia: السعودية، المملكة، الرياض، جدة، نجران، جازان، جيزان، عسير، القطيف، الدمام، أبها
Nigeria and Sahel: نيجيريا، مالي، النيجر، تشاد، الكاميرون، بوركينا فاسو، بورنو، مايدوغوري، باماكو
Tunisia and Algeria: تونس، بنزرت، سوسة، سجنان، الجزائر، عنابة
Ukraine: أوكرانيا، كييف، دونباس، لوغانسك، دونيتسك، ماريوبول، خاركيف، خيرسون
"""


def countries(lines: str) -> dict[str, str]:
    """Country of each name, as names are filed."""
    found = dict[str, str]()
    for entry in lines.replace("\n ", " ").strip().split("\n"):
        country, names = entry.split(": ")
        found |= {clean(name): country for name in names.split("،") if name.strip()}
    return found


KNOWN = countries(COUNTRIES)


def country(document: Document) -> str:
    """The country that most places of the text lie in; the one named first where several do."""
    if told := document.meta.get("country"):
        return str(told)
    places = [f" {clean(e.text)} " for e in document.entities if e.type == "LOC"]
    votes = Counter(next(iter(_named(place)), "") for place in places)
    votes.pop("", None)
    nowhere = OTHER if places else f"{OTHER}: no place named"
    return votes.most_common(1)[0][0] if votes else nowhere


def _named(place: str) -> Iterator[str]:
    """The countries of the known names in a place name, the longest name first."""
    inside = (name for name in KNOWN if f" {name} " in place)
    return (KNOWN[name] for name in sorted(inside, key=len, reverse=True))


def length(document: Document) -> str:
    """How many words a text has, in a range whose name sorts."""
    words = len(document.text.split())
    low = max([0, *(n + 1 for n in LENGTHS if n < words)])
    high = min([n for n in LENGTHS if n >= words], default=None)
    return f"{low:>3}–{high}" if high else f"{low:>3} and more"


def marked(gold: Sequence[Document], learned: Sequence[Document]) -> list[Document]:
    """Gold with what it is grouped by in its metadata."""
    units = Counter(map(label, gold))
    seen = outlets(learned)
    few = sum(n < FEW for n in units.values())
    rest = f"{OTHER}: {few} outlets with fewer than {FEW} units"
    return [
        replace(d, meta={
            "country": country(d), "length": length(d),
            "outlet": label(d) if units[label(d)] >= FEW else rest,
            "outlet in training": "seen" if outlet(d) in seen else "unseen",
        })
        for d in gold
    ]  # fmt: skip


def grouped(key: str, reports: Sequence[Report], *, by_name: bool = False) -> Table:
    """F1 of each group of units; before and after where there are two reports."""
    parts = [report.by(key) for report in reports]
    # Otherwise the one with most units comes first, and what is summed up comes last.
    names = sorted(parts[0]) if by_name else sorted(parts[0], key=lambda x: x.startswith(OTHER))
    rows = tuple((name, *_scores([part[name] for part in parts])) for name in names)
    columns = [f"{label}{when}" for label in METRICS.values() for when in _times(reports)]
    header = (key, "units", *columns, *(f"errors{when}" for when in _times(reports)))
    return Table(f"F1 by {key}; errors: lost and spurious attached arguments", header, rows)


def _scores(reports: Sequence[Report]) -> Iterator[Cell]:
    yield len(reports[0].ids)
    for metric in METRICS:
        counts = [report.counts(metric) for report in reports]
        yield from (c.f1 if c.gold or c.predicted else None for c in counts)
    yield from (report.counts("attached").errors for report in reports)


def _times(of: Sequence[object]) -> list[str]:
    return [""] if len(of) == 1 else [" before", " after"]


def cause(fact: Fact, other: Document, known: Mapping[str, set[Fact]]) -> str:
    """Why an attached argument of one side is not on the other; the first cause that holds."""
    _, event, trigger, filler = fact
    if ("*", trigger) not in known["trigger_id"]:
        return "trigger missed"
    if (event, trigger) not in known["trigger"]:
        return "trigger mistyped"
    if ("*", filler) not in known["entity_id"]:
        spans = (entity.span for entity in other.entities)
        near = isinstance(filler, Span) and any(filler.overlaps(span) for span in spans)
        return "mention edges" if near else "mention missed"
    return "role wrong" if ("*", *fact[1:]) in known["attached_id"] else "link alone"


def causes(pairs: Iterable[Pair]) -> tuple[Counter[str], Counter[str]]:
    """Causes of lost arguments, and of spurious ones: there the other side is gold."""
    lost, spurious = Counter[str](), Counter[str]()
    names = ("trigger_id", "trigger", "entity_id", "attached_id", "attached")
    for gold, said in pairs:
        true, told = ({name: facts(d, name) for name in names} for d in (gold, said))
        lost.update(cause(f, said, told) for f in true["attached"] - told["attached"])
        spurious.update(cause(f, gold, true) for f in told["attached"] - true["attached"])
    return lost, spurious


def why(reports: Sequence[Report]) -> Table:
    """How many attached arguments are lost and spurious for each cause."""
    found = [causes(report.pairs) for report in reports]
    sides = [[pair[side] for pair in found] for side in (0, 1)]
    rows: list[tuple[Cell, ...]] = [
        (name, *(c[name] for side in sides for c in side)) for name in CAUSES
    ]
    rows.append(("all", *(c.total() for side in sides for c in side)))
    columns = (f"{side}{when}" for side in ("lost", "spurious") for when in _times(reports))
    notes = ("lost: in gold alone; spurious: predicted alone, where missed means not in gold",)
    return Table("causes of wrong attached arguments", ("cause", *columns), tuple(rows), notes)


def tables(
    gold: Sequence[Document],
    said: Sequence[Sequence[Document]],
    learned: Sequence[Document] | None,
) -> Iterator[Table]:
    """Every table, the earlier predictions first in ``said``."""
    truth = marked(gold, learned or [])
    reports = [evaluate(truth, predicted) for predicted in said]
    yield reports[-1].table() if len(reports) == 1 else reports[0].diff(reports[1]).table()
    yield grouped("country", reports)
    yield grouped("outlet", reports)
    if learned is not None:
        yield grouped("outlet in training", reports, by_name=True)
    yield grouped("length", reports, by_name=True)
    yield why(reports)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("gold", "predicted"):
        parser.add_argument(name, type=Path)
    parser.add_argument("before", type=Path, nargs="?")
    parser.add_argument("--learned", type=Path, nargs="+", metavar="TRAIN")
    options = parser.parse_args()
    said = [read(path) for path in (options.before, options.predicted) if path]
    learned = [d for path in options.learned for d in read(path)] if options.learned else None
    print("\n\n".join(map(str, tables(read(options.gold), said, learned))))


if __name__ == "__main__":
    main()
