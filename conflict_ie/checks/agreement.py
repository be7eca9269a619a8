"""How far two annotators agree, type by type, and where they do not.

F1 compares facts exactly; it is the same whoever is called gold. Krippendorff's nominal
alpha ("Content Analysis", 4th ed., 2018, ch. 12) corrects for chance: for mentions and
triggers over words, for the status over triggers both marked, for roles over pairs of a
trigger and a mention that both marked. A type's alpha asks of each unit: this type or not?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conflict_ie.checks.checking import first_difference
from conflict_ie.document import Document, Entity, Event, Span
from conflict_ie.errors import FormatError
from conflict_ie.evaluation.scoring import Counts, tally
from conflict_ie.formats.extras import needed
from conflict_ie.words import is_word, tokens

__all__ = ["Agreement", "Row", "agree", "alpha"]

_NONE = "-"
# Name of a layer in the table, and the metric of the scorer that counts its facts.
_LAYERS = {"mention": "entity", "trigger": "trigger", "status": "status", "role": "attached"}
Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """Agreement on one label, or on a layer where the label is ``"all"``.

    Attributes:
        layer: mention, trigger, status or role.
        label: a type, status or role.
        counts: facts in common, of the second annotator and of the first.
        alpha: Krippendorff's alpha, at most 1; ``None`` where nothing varies or nothing is shared.
    """

    layer: str
    label: str
    counts: Counts
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two annotators agree on.

    Attributes:
        units: how many texts both marked.
        rows: for each layer the whole, then label by label.
        disagreements: one sentence each, in reading order of the units.
    """

    units: int
    rows: tuple[Row, ...]
    disagreements: tuple[str, ...]

    def __str__(self) -> str:
        """A table, then the disagreements."""
        names = f"{'layer':<8} {'label':<12} {'both':>5} {'one':>5} {'F1':>6} {'alpha':>6}"
        lines = [
            f"{r.layer:<8} {r.label:<12} {r.counts.tp:>5} "
            f"{r.counts.gold + r.counts.predicted - 2 * r.counts.tp:>5} {r.counts.f1:>6.3f} "
            f"{'-' if r.alpha is None else format(r.alpha, '.3f'):>6}"
            for r in self.rows
        ]
        return "\n".join([f"{self.units} units", names, *lines, "", *self.disagreements])


def agree(
    first: Iterable[Document],
    second: Iterable[Document],
    *,
    names: tuple[str, str] = ("A", "B"),
) -> Agreement:
    """Compares two annotators' documents, matched by id.

    Args:
        first: one annotator's documents.
        second: the other's.
        names: what the disagreements call them.

    Raises:
        FormatError: they share no unit with the same text, or the extra ``agreement`` is missing.
    """
    ours, theirs = ({d.id: d for d in side} for side in (first, second))
    pairs = [(ours[i], theirs[i]) for i in ours if i in theirs and ours[i].text == theirs[i].text]
    if not pairs:
        raise FormatError("the annotators share no unit of the same id and text; compare others")
    said = [*_unmatched(ours, theirs, names)]
    for one, other in pairs:
        said += [f"{one.id}: {s}" for s in _disagreements(one, other, names)]
    rows = tuple(row for layer in _LAYERS for row in _rows(layer, pairs))
    return Agreement(len(pairs), rows, tuple(said))


def alpha(units: Sequence[Unit]) -> float | None:
    """Krippendorff's nominal alpha of two annotators.

    Args:
        units: what each of the two said of a unit.

    Returns:
        1 for full agreement, 0 for chance, below 0 for less; ``None`` where there are no
        units or they all got one label, since nothing can be told from that.

    Example:
        >>> round(alpha([("ARM", "ARM"), ("ARM", "ORG"), ("ORG", "ORG"), ("-", "-")]), 3)
        0.667
    """
    if len({label for unit in units for label in unit}) < 2:
        return None
    task = needed("nltk.metrics.agreement", "agreement").AnnotationTask
    data = [(who, n, said) for n, unit in enumerate(units) for who, said in enumerate(unit)]
    return float(task(data).alpha())


def _rows(layer: str, pairs: Sequence[tuple[Document, Document]]) -> Iterator[Row]:
    counts: dict[str, Counts] = {}
    for one, other in pairs:
        for label, found in tally(one, other, exact=True)[_LAYERS[layer]].items():
            counts[label] = counts.get(label, Counts()) + found
    units = [u for one, other in pairs for u in _UNITS[layer](one, other)]
    if counts:
        yield Row(layer, "all", sum(counts.values(), Counts()), alpha(units))
    for label in sorted(counts):
        own = [(_only(a, label), _only(b, label)) for a, b in units]
        yield Row(layer, label, counts[label], alpha(own))


def _only(said: str, label: str) -> str:
    return label if said == label else _NONE


def _words(
    one: Document, other: Document, spans: Mapping[str, Sequence[tuple[Span, str]]]
) -> Iterator[Unit]:
    for word in tokens(one.text):
        if is_word(word.of(one.text)):
            said = [
                next((t for s, t in marks if s.overlaps(word)), _NONE) for marks in spans.values()
            ]
            yield said[0], said[1]


def _mention_units(one: Document, other: Document) -> Iterator[Unit]:
    sides = {str(n): [(e.span, e.type) for e in d.entities] for n, d in enumerate((one, other))}
    return _words(one, other, sides)


def _trigger_units(one: Document, other: Document) -> Iterator[Unit]:
    sides = {str(n): [(e.trigger, e.type) for e in d.events] for n, d in enumerate((one, other))}
    return _words(one, other, sides)


def _shared(one: Document, other: Document) -> Iterator[tuple[Event, Event]]:
    theirs = {e.trigger: e for e in other.events}
    return ((e, theirs[e.trigger]) for e in one.events if e.trigger in theirs)


def _status_units(one: Document, other: Document) -> Iterator[Unit]:
    return ((a.status, b.status) for a, b in _shared(one, other))


def _role_units(one: Document, other: Document) -> Iterator[Unit]:
    spans = {e.span for e in one.entities} & {e.span for e in other.entities}
    for pair in _shared(one, other):
        sides = [{a.entity.span: a.role for a in event.arguments} for event in pair]
        for span in sorted(spans):
            yield sides[0].get(span, _NONE), sides[1].get(span, _NONE)


_UNITS = {
    "mention": _mention_units,
    "trigger": _trigger_units,
    "status": _status_units,
    "role": _role_units,
}


def _unmatched(
    ours: Mapping[str, Document], theirs: Mapping[str, Document], names: tuple[str, str]
) -> Iterator[str]:
    for name in dict.fromkeys([*ours, *theirs]):
        if name not in ours or name not in theirs:
            yield f"{name}: only {names[0] if name in ours else names[1]} has this unit"
        elif ours[name].text != theirs[name].text:
            where = first_difference(ours[name].text, theirs[name].text)
            yield f"{name}: the texts differ {where}; the unit was left out"


def _disagreements(one: Document, other: Document, names: tuple[str, str]) -> Iterator[str]:
    sides = [[(e.span, e.type) for e in d.entities] for d in (one, other)]
    yield from _spans("mention", one.text, sides, names)
    sides = [[(e.trigger, e.type) for e in d.events] for d in (one, other)]
    yield from _spans("trigger", one.text, sides, names)
    for a, b in _shared(one, other):
        if a.status != b.status:
            said = f"{names[0]} {a.status}, {names[1]} {b.status}"
            yield f"status of «{a.text}» {a.trigger.start}: {said}"
        yield from _roles(a, b, names)


def _spans(
    kind: str, text: str, sides: Sequence[Sequence[tuple[Span, str]]], names: tuple[str, str]
) -> Iterator[str]:
    ours, theirs = ([m for m in side if m not in rest] for side, rest in (sides, sides[::-1]))
    left = list(theirs)
    for span, label in sorted(ours):
        # The same stretch under another type, else a stretch that shares words with it.
        near = sorted((m for m in left if m[0].overlaps(span)), key=lambda m: m[0] != span)
        if near:
            left.remove(near[0])
            there = f"{names[1]} {_mark(*near[0], text)}"
            yield f"{kind}: {names[0]} {_mark(span, label, text)}, {there}"
        else:
            yield f"{kind}: only {names[0]} {_mark(span, label, text)}"
    yield from (f"{kind}: only {names[1]} {_mark(*m, text)}" for m in sorted(left))


def _mark(span: Span, label: str, text: str) -> str:
    return f"{label} «{span.of(text)}» {span.start}:{span.end}"


def _roles(a: Event, b: Event, names: tuple[str, str]) -> Iterator[str]:
    sides = [{(x.role, _place(x.entity)) for x in event.arguments} for event in (a, b)]
    for name, own in zip(names, (sides[0] - sides[1], sides[1] - sides[0]), strict=True):
        for role, (start, end, text) in sorted(own):
            yield f"role of «{a.text}» {a.trigger.start}: only {name} {role} «{text}» {start}:{end}"


def _place(entity: Entity) -> tuple[int, int, str]:
    return entity.span.start, entity.span.end, entity.text
