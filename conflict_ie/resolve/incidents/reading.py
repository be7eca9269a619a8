"""What an event mention says about itself that helps to tell happenings apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from conflict_ie.document import Document, Entity, Event, Span
from conflict_ie.resolve.dates import date_of
from conflict_ie.resolve.incidents.table import incident_table
from conflict_ie.resolve.places.geometry import distance_km
from conflict_ie.resolve.quantity.tokens import fold, sentence_around
from conflict_ie.resolve.values import Resolved

if TYPE_CHECKING:
    from conflict_ie.resolve.places import Place

__all__ = ["Area", "Mention", "Period", "read_mentions", "side_key"]

_SIDE_TYPES = ("PER", "ARM", "ORG", "PPL")
_FULL_STOP = re.compile(r"[.!؟?…»”\"]\s*$")
_LINE_BREAKS = re.compile(r"\n\s*")
_WORD = re.compile(r"[^\W\d_][\w\u064b-\u0652]*")
_ANCHORS = (date(2001, 1, 10), date(2001, 6, 15))
_PRONOUNS = ("ه", "ها", "هم")
_AROUND = 3


@dataclass(frozen=True, slots=True)
class Area:
    """A place as a disc on the map, or a name where nobody knows the point."""

    key: str
    point: tuple[float, float] | None
    km: float


@dataclass(frozen=True, slots=True)
class Period:
    """Days, counted from publication (``relative``) or as ordinals of the calendar."""

    relative: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """An event mention with what tells it apart.

    Attributes:
        event: the event.
        sentence: offset where its sentence starts.
        paragraph: number of its paragraph.
        headline: whether it stands in a headline or caption.
        definite: whether the trigger refers back (الهجوم).
        this: whether it points (هذا الهجوم).
        another: whether the text calls it another one (هجوماً آخر).
        series: whether it is one of a series (سلسلة هجمات).
        earlier: whether it came before the rest of its sentence (بعد مقتل).
        past: whether its sentence tells of what came before the news (وكانت … قد قصفت).
        attackers: keys of those who strike.
        attacked: keys of those who are struck.
        sides: keys of all sides.
        areas: the most specific places.
        spread: whether they lie too far apart to be one place.
        periods: when, as far as comparable.
    """

    event: Event
    sentence: int
    paragraph: int
    headline: bool
    definite: bool
    this: bool
    another: bool
    series: bool
    earlier: bool
    past: bool
    attackers: frozenset[str]
    attacked: frozenset[str]
    sides: frozenset[str]
    areas: tuple[Area, ...]
    spread: bool
    periods: tuple[Period, ...]


def read_mentions(resolved: Resolved) -> tuple[Mention, ...]:
    """The event mentions of a document that tell of something that took place or was denied.

    Planned events are left out: they have not happened.
    """
    events = sorted(
        (e for e in resolved.document.events if e.status != "planned"), key=lambda e: e.trigger
    )
    return tuple(_mention(event, resolved) for event in events)


def _mention(event: Event, resolved: Resolved) -> Mention:
    document, table = resolved.document, incident_table()
    text = document.text
    before, after = _around(event.trigger, text)
    role = table.attackers.get(event.type, "Agent")
    other = "Agent" if role == "Target" else "Target"
    attackers, attacked = (_sides(event, (r,), resolved) for r in (role, other))
    areas = _areas(event, resolved)
    return Mention(
        event=event,
        sentence=sentence_around(text, event.trigger)[0],
        paragraph=len(_LINE_BREAKS.findall(text, 0, event.trigger.start)),
        headline=_is_headline(event.trigger, text),
        definite=_is_definite(event.text),
        this=any(w in table.words["this"] for w in before[-1:]),
        another=any(w in table.words["another"] for w in after[:2]),
        series=any(w in table.words["series"] for w in (*before[-1:], *after[:2])),
        earlier=any(w in table.words["earlier"] for w in before[-1:]),
        past=_first_word(event.trigger, text) in table.words["past"],
        attackers=attackers,
        attacked=attacked,
        sides=attackers | attacked | _sides(event, ("Party",), resolved),
        areas=areas,
        spread=_is_spread(areas),
        periods=tuple(_periods(event, resolved)),
    )


def _around(trigger: Span, text: str) -> tuple[list[str], list[str]]:
    """The levelled words of the sentence before and behind a trigger."""
    start, end = sentence_around(text, trigger)
    before = [fold(w) for w in _WORD.findall(text[start : trigger.start])]
    after = [fold(w) for w in _WORD.findall(text[trigger.end : end])]
    return before[-_AROUND:], after[:_AROUND]


def _first_word(trigger: Span, text: str) -> str:
    found = _WORD.search(text, sentence_around(text, trigger)[0])
    return fold(found[0]) if found else ""


def _is_definite(trigger: str) -> bool:
    word = fold(trigger)
    suffixed = len(word) > 4 and word.endswith(_PRONOUNS) and not trigger.endswith("ة")
    return word.startswith("ال") or suffixed


def _is_headline(trigger: Span, text: str) -> bool:
    start = text.rfind("\n", 0, trigger.start) + 1
    end = text.find("\n", trigger.end)
    line = text[start : len(text) if end < 0 else end]
    words = len(_WORD.findall(line))
    # A text of one line is a sentence somebody pasted, not a headline.
    return (
        words <= incident_table().headline_words
        and not _FULL_STOP.search(line)
        and line.strip() != text.strip()
    )


def side_key(mention: Entity, resolved: Resolved) -> str | None:
    """What two mentions of one side have in common; ``None`` for nobody in particular."""
    actor = resolved.actors.get(mention)
    if actor is not None:
        return None if actor.kind in incident_table().generic else actor.key
    return "name:" + fold(mention.text) if mention.type == "PER" else None


def _sides(event: Event, roles: Iterable[str], resolved: Resolved) -> frozenset[str]:
    mentions = (m for role in roles for m in event.fillers(role) if m.type in _SIDE_TYPES)
    keys = (side_key(m, resolved) for m in mentions)
    return frozenset(key for key in keys if key)


def _areas(event: Event, resolved: Resolved) -> tuple[Area, ...]:
    roles = incident_table().where(event.type)
    mentions = (m for role in roles for m in event.fillers(role) if m.type in ("LOC", "FAC"))
    areas = {a.key: a for a in (_area(m, resolved.places.get(m)) for m in mentions) if a}
    kept = [a for a in areas.values() if not _holds_another(a, areas.values())]
    return tuple(kept)


def _area(mention: Entity, place: Place | None) -> Area | None:
    table = incident_table()
    if place is None:
        named = mention.type == "LOC"
        return Area("name:" + fold(mention.text), None, table.wide_km) if named else None
    if place.lat is None or place.lon is None:
        return Area(place.id, None, place.radius_km or table.wide_km)
    reach = table.town_km if place.precision == 1 else table.loose_km
    if place.kind in ("country", "border"):
        return None
    return Area(place.id, (place.lat, place.lon), place.radius_km or reach)


def _holds_another(area: Area, areas: Iterable[Area]) -> bool:
    if area.point is None:
        return False
    return any(
        other.point is not None
        and other.km < area.km / 1.5
        and distance_km(area.point, other.point) <= area.km + other.km
        for other in areas
        if other.key != area.key
    )


def _is_spread(areas: tuple[Area, ...]) -> bool:
    points = [(a.point, a.km) for a in areas if a.point]
    limit = incident_table().wide_km
    return any(distance_km(p, q) > limit + k + m for p, k in points for q, m in points)


def _periods(event: Event, resolved: Resolved) -> Iterator[Period]:
    for mention in event.fillers("Time"):
        when = resolved.dates.get(mention)
        if when is None or _goes_on(mention, resolved.document.text):
            continue
        if when.start and when.end:
            yield Period(False, when.start.toordinal(), when.end.toordinal())
        elif found := _relative(mention, resolved.document):
            yield found


def _goes_on(mention: Entity, text: str) -> bool:
    before = _WORD.findall(text[max(0, mention.span.start - 12) : mention.span.start])
    first = _WORD.match(mention.text)
    words = incident_table().words
    counted = first is not None and fold(first[0]) in words["day_of"]
    return counted or any(fold(w) in words["since"] for w in before[-1:])


def _relative(mention: Entity, document: Document) -> Period | None:
    """Days before publication, where the words tell just that (أمس), whenever it was."""
    offsets = set()
    for anchor in _ANCHORS:
        when = date_of(mention, document, published=anchor)
        if when is None or when.start is None or when.end is None:
            return None
        offsets.add(((when.start - anchor), (when.end - anchor)))
    if len(offsets) != 1:
        return None
    first, last = next(iter(offsets))
    return Period(True, first // timedelta(days=1), last // timedelta(days=1))
