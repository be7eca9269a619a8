"""How far scores fall when texts are written otherwise: marks, misprints, spellings, names.

    python benchmarks/robustness.py GOLD.jsonl [--model FOLDER] [--seed 1] [-o out.json]

Edits move the gold along with the text; F1 is compared on the texts that changed. Then follow
the armed group that outlets call by many names, and quotations in dialect (no event to invent).
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import torch

from conflict_ie import Document, Entity, Event, Extractor, Span, evaluate, read
from conflict_ie.errors import DocumentError
from conflict_ie.evaluation.tables import Table

Documents = Sequence[Document]
Edit = tuple[int, int, str]  # start, end, what stands there instead; start == end inserts
Change = Callable[[re.Match[str], Random], str]
Choice = Callable[[Any], bool]

METRICS = {"entity": "mentions", "trigger": "triggers", "attached": "attached"}
L = "[ء-غف-ي]"
LETTER = re.compile(L)
QUOTES = "«»\"“”„‟'‘’‹›"
MARKS = r"[^\w\s\u0610-\u061a\u064b-\u065f\u0670]"
DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩"
TWINS = {x: g.replace(x, "") for g in "بتثني جحخ دذ رز سش فق صض طظ عغ".split() for x in g}

# A member noun or a loyalty phrase makes it another mention than the group itself.
GROUP = re.compile(
    r"^(?!.*(?:موالي|تابع|مقاتل|خلايا|ذباح)).*?(?:(?<!\w)داعش(?!\w)|تنظيم\W+(?:ال)?دولة"
    r"|الدولة ال[إا]سلامية|تنظيم البغدادي|دولة الخلافة|\b(?:ISIS|ISIL|IS)\b)"
)
NAMES = (
    "داعش", "«داعش»", '"داعش"', "تنظيم داعش", "تنظيم «داعش»", "تنظيم داعش الإرهابي", "الدواعش",
    "عصابات داعش الإجرامية", "تنظيم الدولة", "تنظيم الدولة الإسلامية", "تنظيم «الدولة الإسلامية»",
    "تنظيم الدولة الإسلامية (داعش)", "الدولة الإسلامية", "الدولة الإسلامية في العراق والشام",
    "تنظيم البغدادي", "دولة الخلافة المزعومة", "ISIS", "تنظيم ISIL", "تنظيم IS",
)  # fmt: skip
# A word with a type behind it is a trigger; the sentences without one tell of no event.
LINES = """
Syrian: والله صرنا شهر بلا كهربا وما حدا سائل عنا / نحنا بدنا نرجع ع بيوتنا ونزرع أرضنا
Syrian: من مبارح القصف:Shelling ما وقف ع الضيعة / ابن جيراننا انقتل:Kill وهو رايح ع الفرن
Iraqi: هسه الوضع زين والسوگ مفتوح والناس تتسوگ / صار سنة ننتظر المعاملة ومحد جاوبنا
Iraqi: انفجرت:Bombing عبوة يم السيطرة وإحنا چنا نايمين / الماي مقطوع والحر موتنا
Egyptian: إحنا عايزين نعيش زي بقية الناس وبس / الأسعار ولعت والعيشة بقت نار
Egyptian: ضربوا:Attack علينا نار وإحنا في الغيط / العيال راحوا المدرسة والدنيا ماشية
Yemeni: ما فيش بترول ولا غاز وأيش نعمل يا خبرة / نزحنا:Displace من القرية وقد لنا شهرين هانا
Yemeni: اليوم الجو سابر والناس في السوق يتقضوا للعيد / الطريق سابرة والناس يروحوا ويجوا
Gulf: الحين الأمور طيبة ولله الحمد والعيال رجعوا المدارس / الزحمة ذبحتنا كل يوم على هالشارع
Libyan: شن نديروا؟ السيولة ما فيش والمصارف مسكرة / الاشتباكات:Clash بدت من الفجر قدام حوشنا
Sudanese: الناس ديل تعبانين وما عندهم موية / خالي اعتقلوهو:Detain من البيت أول أمبارح
Algerian: رانا نستناو في البلدية وما كاش لي يسقسي علينا / كي يروح الضو ما نقدرو نخدمو والو
""".strip().split("\n")
SPOKEN = [(d, s) for d, _, both in (x.partition(": ") for x in LINES) for s in both.split(" / ")]


def applied(text: str, edits: Sequence[Edit]) -> str:
    pieces, at = [], 0
    for start, end, new in edits:
        if start < at:
            raise DocumentError(f"two edits change the text at {start}:{at}; give one of them")
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def edited(document: Document, edits: Iterable[Edit]) -> Document:
    """The document after the edits; what is inserted at a span's edge stays outside the span."""
    old, changes = document.text, sorted(edits)
    text = applied(old, changes)

    def where(span: Span) -> Span:
        first, end = span.start, span.end
        before = [c for c in changes if c[1] <= first]
        inside = changes[len(before) : sum(c[0] < end for c in changes)]
        crossing = any(a < first or b > end for a, b, _ in inside)
        moves = [(a - first, b - first, new) for a, b, new in inside]
        kept = "" if crossing else applied(span.of(old), moves)
        if not kept.strip():
            raise DocumentError(f"an edit cuts or removes {span.of(old)!r}; leave its edges whole")
        start = len(applied(old[:first], before))
        assert text[start : start + len(kept)] == kept, (span, kept)
        return Span(start + len(kept) - len(kept.lstrip()), start + len(kept.rstrip()))

    return moved(document, text, where)


def moved(document: Document, text: str, where: Callable[[Span], Span]) -> Document:
    """The same facts on another text; ``where`` says at which place."""
    now = {}
    for entity in document.entities:
        span = where(entity.span)
        now[entity] = replace(entity, span=span, text=span.of(text), id="")
    events = []
    for event in document.events:
        fillers = tuple(replace(a, entity=now[a.entity]) for a in event.arguments)
        span = where(event.trigger)
        events.append(replace(event, trigger=span, text=span.of(text), arguments=fillers, id=""))
    return Document(document.id, text, tuple(now.values()), tuple(events), document.meta)


def joined(documents: Sequence[Document]) -> Document:
    """Documents one behind the other in a single paragraph."""
    text = " ".join(d.text.replace("\n", " ") for d in documents)
    starts = accumulate((len(d.text) + 1 for d in documents[:-1]), initial=0)
    parts = [
        moved(d, text, lambda s, at=at: Span(s.start + at, s.end + at))  # type: ignore[misc]
        for d, at in zip(documents, starts, strict=True)
    ]
    entities, events = ([x for p in parts for x in getattr(p, w)] for w in ("entities", "events"))
    return Document("+".join(d.id for d in documents), text, tuple(entities), tuple(events))


def rewritten(
    text: str, rng: Random, pattern: str, new: Change, words: float = 1, letters: float = 1
) -> Iterator[Edit]:
    """Edits of what matches the pattern, in a share of words and there in a share of matches."""
    for word in re.finditer(r"\S+\s*", text):
        chosen = rng.random() < words
        for found in re.compile(pattern).finditer(text, *word.span()) if chosen else ():
            if rng.random() < letters:
                yield *found.span(), new(found, rng)


def vowel(at: re.Match[str], rng: Random) -> str:
    inner, last = "َ ُ ِ ْ َّ ِّ".split(), "ً ٌ ٍ ُ".split()
    return at[0] + rng.choice(inner if LETTER.match(at.string, at.end()) else last)


def misprint(at: re.Match[str], rng: Random, kinds: Iterable[int] = range(4)) -> str:
    """Other dots, doubled, dropped, a space; no word loses its end, so that no span is emptied."""
    x, more = at[0], bool(LETTER.match(at.string, at.end()))
    made = [rng.choice(TWINS.get(x, x)), x * 2, x[more:], x + " " * more]
    made = [x, x, x, ""] if x == " " else made
    return rng.choice([made[kind] for kind in kinds if made[kind] != x] or [x])


def swap(to: dict[str, str]) -> partial[Iterator[Edit]]:
    return partial(rewritten, pattern=f"[{''.join(to)}]", new=lambda m, rng: rng.choice(to[m[0]]))


def without(marks: str) -> partial[Iterator[Edit]]:
    """Removes marks but those inside numbers; words that only a mark parted stay apart."""
    parted = re.compile(rf"[^\W_ـ]{marks}+\w")
    return partial(
        rewritten, pattern=rf"(?<!\d){marks}|{marks}(?!\d)",
        new=lambda m, _: " " if parted.match(m.string, max(0, m.start() - 1)) else "",
    )  # fmt: skip


DISTURBANCES: dict[str, Callable[[str, Random], Iterable[Edit]]] = {
    **{f"vowel marks on {round(100 * n)} % of words":
       partial(rewritten, pattern=rf"(?![اأإآى]){L}(?![ً-ْ])", new=vowel, words=n) for n in (0.3, 1)},
    "tatweel in 30 % of words":
        partial(rewritten, pattern=rf"(?![اأإآدذرزوؤةىء]){L}(?={L})", words=0.3, letters=0.4,
                new=lambda m, rng: m[0] + "ـ" * rng.randint(1, 4)),
    **{f"misprints, {n} % of letters":
       partial(rewritten, pattern=f" |{L}", new=misprint, letters=n / 100) for n in (1, 2, 5)},
    **{f"  only {kind}, 5 %":
       partial(rewritten, pattern=f" |{L}", new=partial(misprint, kinds=[n]), letters=0.05)
       for n, kind in enumerate(("dots", "doubled", "dropped", "spaces"))},
    "hamza dropped from أإآ": swap(dict.fromkeys("أإآ", "ا")),
    "ة as ه": swap({"ة": "ه"}),
    "ى as ي": swap({"ى": "ي"}),
    "Persian and Urdu letters": swap({"ي": "ی", "ك": "ک", "ه": "ہھە", "ة": "ۃ"}),
    "digits Western ↔ Arabic": swap(dict(zip(DIGITS, DIGITS[10:] + DIGITS[:10], strict=True))),
    "quotation marks removed": without(f"[{QUOTES}]"),
    "all punctuation removed": without(MARKS),
}  # fmt: skip


def names_group(mention: Entity) -> bool:
    return mention.type == "ARM" and bool(GROUP.search(mention.text))


def renamed(document: Document, name: str) -> Document:
    """The document with the group under another name; verbs are not re-inflected."""
    spans = [e.span for e in document.entities if name and names_group(e)]
    return edited(document, [x for s in spans for x in _named(document.text, s, name)])


def _named(text: str, span: Span, name: str) -> list[Edit]:
    start, end, before = span.start, span.end, text[: span.start][-1:]
    left, name, right = (name[0], name[1:-1], name[-1]) if name[0] in QUOTES else ("", name, "")
    if LETTER.match(before):  # behind a clitic: «للدولة», «لـISIS»
        name = name.removeprefix("ا") if before == "ل" and name.startswith("ال") else name
        left = "ـ" + left if left or name.isascii() else ""
    elif before and before in QUOTES:
        left = right = ""
    return [(start, start, left), (start, end, name), (end, end, right)]


def quoted(document: Document, number: int) -> Document:
    """The document with a quotation behind it, whose triggers are events of their own."""
    dialect, spoken = SPOKEN[number % len(SPOKEN)]
    end, said = len(document.text.rstrip(" .\n")), re.sub(":[A-Z][a-z]+", "", spoken)
    new = edited(document, [(end, len(document.text), f"، وقال أحد الأهالي: «{said}».")])
    events = list(new.events)
    for word, kind in re.findall("([ء-ي]+):([A-Z][a-z]+)", spoken):
        start = new.text.index(word, end)
        events.append(Event(kind, Span(start, start + len(word)), word))
    told = f"{dialect}, {'an event' if said != spoken else 'no event'}"
    return replace(new, events=tuple(events), meta={"quotation": told, "end": end})


def only(document: Document, mention: Choice, event: Choice) -> Document:
    """Some mentions and events of a document, and the links between them."""
    events = (
        replace(e, arguments=tuple(a for a in e.arguments if mention(a.entity)))
        for e in filter(event, document.events)
    )
    mentions = filter(mention, document.entities)
    return replace(document, entities=tuple(mentions), events=tuple(events))


def published(document: Document, behind: bool = False) -> Document:
    """What is marked before, or behind, the place where a quotation was put."""
    end = document.meta.get("end", len(document.text))
    place = range(end, len(document.text)) if behind else range(end)
    return only(document, lambda m: m.span.start in place, lambda e: e.trigger.start in place)


def cases(documents: Documents, seed: int) -> Iterator[tuple[str, Documents, Documents]]:
    """A disturbance, the texts that it changes, and what it makes of them."""
    yield "as published", documents, documents
    for name, edits in DISTURBANCES.items():
        new = [edited(d, edits(d.text, Random(f"{seed} {name} {d.id}"))) for d in documents]
        changed = [n for n, d in enumerate(documents) if d.text != new[n].text]
        yield name, [documents[n] for n in changed], [new[n] for n in changed]
    yield "quotation in dialect behind", documents, [quoted(d, n) for n, d in enumerate(documents)]
    for size in (2, 4):
        parts = [documents[n : n + size] for n in range(0, len(documents), size)]
        yield f"{size} texts in one paragraph", documents, [joined(part) for part in parts]


def disturbed(documents: Documents, extractor: Extractor, seed: int) -> Table:
    said, rows = {d.id: d for d in extractor.extract_many(documents)}, []
    for name, plain, now in cases(documents, seed):
        before = evaluate(plain, [said[d.id] for d in plain])
        after = evaluate(map(published, now), map(published, extractor.extract_many(now)))
        scores = [[r.f1(m) if now else None for m in METRICS] for r in (after, before)]
        lost = (b - a if now else None for a, b in zip(*scores, strict=True))
        rows.append((name, len(now), *scores[0], *lost))
    header = ("disturbance", "texts", *METRICS.values(), *(f"{m} lost" for m in METRICS.values()))
    return Table("F1 of the texts that change, and what they lose", header, tuple(rows))


def by_name(documents: Documents, extractor: Extractor) -> Table:
    group, rows = [d for d in documents if any(map(names_group, d.entities))], []
    for name in ("", *NAMES):
        gold = [renamed(only(d, names_group, lambda _: True), name) for d in group]
        report = evaluate(gold, extractor.extract_many(gold))
        arm = report.counts("entity", "ARM")
        link = report.counts("attached", "Agent") + report.counts("attached", "Target")
        rows.append((name or "as published", arm.gold, arm.recall, link.gold, link.recall))
    header = ("name", "mentions", "found as ARM", "as Agent or Target", "found as such")
    return Table("one armed group under other names", header, tuple(rows))


def by_quotation(documents: Documents, extractor: Extractor) -> Table:
    gold = [quoted(d, n) for n, d in enumerate(documents)]
    sides = ([published(d, behind=True) for d in ds] for ds in (gold, extractor.extract_many(gold)))
    parts = sorted(evaluate(*sides).by("quotation").items())
    counts = [(kind, len(part.ids), part.counts("trigger")) for kind, part in parts]
    rows = tuple((kind, n, c.gold, c.tp, c.predicted - c.tp) for kind, n, c in counts)
    return Table("quotations", ("quotation", "texts", "events", "found", "spurious"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model", type=Path, default=Path(__file__).parents[1] / "models/default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    given = read(options.gold), Extractor.load(options.model)
    tables = [disturbed(*given, options.seed), by_name(*given), by_quotation(*given)]
    print("\n\n".join(map(str, tables)))
    if options.output:
        told = json.dumps(list(map(asdict, tables)), ensure_ascii=False)
        options.output.write_text(told, "utf-8")


if __name__ == "__main__":
    main()
