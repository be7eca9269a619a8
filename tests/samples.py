"""Annotated sentences that several tests share."""

from __future__ import annotations

from conflict_ie.document import Argument, Document, Entity, Event, Span


def mention(text: str, kind: str, surface: str, nth: int = 0) -> Entity:
    """The nth occurrence of ``surface`` as a mention."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return Entity(kind, Span(start, start + len(surface)), surface)


def trigger(text: str, surface: str) -> Span:
    start = text.index(surface)
    return Span(start, start + len(surface))


def shelling() -> Document:
    text = "وقُتل خمسة مدنيين بقصف مدفعي لقوات النظام على بلدة الأتارب، بحسب «المرصد السوري»."
    five = mention(text, "NUM", "خمسة")
    civilians = mention(text, "PPL", "مدنيين")
    army = mention(text, "ARM", "قوات النظام")
    town = mention(text, "LOC", "الأتارب")
    monitor = mention(text, "ORG", "المرصد السوري")
    source = Argument("Source", monitor)
    killed = Event(
        "Kill", trigger(text, "قُتل"), "قُتل", "actual",
        (Argument("Count", five), Argument("Target", civilians), Argument("Agent", army),
         Argument("Place", town), source),
    )  # fmt: skip
    shelled = Event(
        "Shelling", trigger(text, "قصف"), "قصف", "actual",
        (Argument("Agent", army), Argument("Target", town), source),
    )  # fmt: skip
    return Document("shelling", text, (five, civilians, army, town, monitor), (killed, shelled))


def denial() -> Document:
    text = "نفى الجيش أسر ثلاثة من جنوده في بغداد أمس."
    army = mention(text, "ARM", "الجيش")
    three = mention(text, "NUM", "ثلاثة")
    soldiers = mention(text, "PPL", "جنوده")
    city = mention(text, "LOC", "بغداد")
    day = mention(text, "DATE", "أمس")
    arguments = (
        Argument("Count", three), Argument("Target", soldiers), Argument("Place", city),
        Argument("Time", day), Argument("Source", army),
    )  # fmt: skip
    held = Event("Detain", trigger(text, "أسر"), "أسر", "denied", arguments)
    return Document("denial", text, (army, three, soldiers, city, day), (held,))


def quiet() -> Document:
    text = "عقد مجلس الأمن جلسة عادية في نيويورك."
    council = mention(text, "ORG", "مجلس الأمن")
    return Document("quiet", text, (council, mention(text, "LOC", "نيويورك")), ())


def all_samples() -> list[Document]:
    return [shelling(), denial(), quiet()]


def same(one: Document, other: Document) -> bool:
    """Equal as sets of facts, whatever the order of arguments."""
    return (
        one.text == other.text
        and set(one.entities) == set(other.entities)
        and {_fact(e) for e in one.events} == {_fact(e) for e in other.events}
    )


def _fact(event: Event) -> tuple[object, ...]:
    return event.type, event.trigger, event.status, frozenset(event.arguments)
