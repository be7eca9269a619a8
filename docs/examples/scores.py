"""Two events of one type, and a Target attached to the wrong one: what each metric counts."""

from conflict_ie import Argument, Document, Entity, Event, Span, evaluate

text = "قصفت قوات النظام سرمين، واستهدفت الفصائل بالصواريخ الفوعة"


def mention(type: str, words: str) -> Entity:
    """The mention where these words stand."""
    start = text.index(words)
    return Entity(type, Span(start, start + len(words)), words)


def shelling(word: str, **roles: list[Entity]) -> Event:
    """A Shelling with this trigger."""
    start = text.index(word)
    filled = tuple(Argument(role, filler) for role in roles for filler in roles[role])
    return Event("Shelling", Span(start, start + len(word)), word, arguments=filled)


army, rebels = mention("ARM", "قوات النظام"), mention("ARM", "الفصائل")
sarmin, fua = mention("LOC", "سرمين"), mention("LOC", "الفوعة")
rockets = mention("WEA", "الصواريخ")
mentions = (army, sarmin, rebels, rockets, fua)
gold = Document(
    "d",
    text,
    mentions,
    (
        shelling("قصفت", Agent=[army], Target=[sarmin]),
        shelling("استهدفت", Agent=[rebels], Target=[fua], Instrument=[rockets]),
    ),
)
said = Document(
    "d",
    text,
    mentions,
    (
        shelling("قصفت", Agent=[army], Target=[sarmin, fua]),
        shelling("استهدفت", Agent=[rebels]),
    ),
)
report = evaluate([gold], [said])
for metric in ("entity", "trigger", "argument", "attached"):
    c = report.counts(metric)
    print(f"{metric:9} tp {c.tp}  predicted {c.predicted}  gold {c.gold}  F1 {c.f1:.2f}")
