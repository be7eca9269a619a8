"""Gold beside predicted: what both say, what only one says, on the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from conflict_ie.document import Document, Event, Span
from conflict_ie.evaluation.scoring import Snap, align, units

__all__ = ["Beside", "beside"]

Key = tuple[Span, int, Span, str]  # trigger or mention, depth, filler, labels
Lines = Mapping[Key, str]
_MARKS = {(True, True): "=", (True, False): "−", (False, True): "+"}  # in gold, in predicted


@dataclass(frozen=True, slots=True)
class Beside:
    """One document as gold and as a model marked it.

    Renders as lines that start with ``=`` (both), ``−`` (only gold) or ``+`` (only
    predicted), and in notebooks as two columns.
    """

    gold: Document
    predicted: Document
    exact: bool = False

    def __str__(self) -> str:
        gold, predicted = self._lines()
        body = (
            f"{_MARKS[key in gold, key in predicted]} {text}"
            for key, text in sorted({**predicted, **gold}.items())
        )
        return "\n".join([f"{self.gold.id}: {self.gold.text}", *body])

    def _repr_html_(self) -> str:
        gold, predicted = self._lines()
        columns = _column(gold, predicted, "−"), _column(predicted, gold, "+")
        return (
            f"<p dir='auto'><b>{escape(self.gold.id)}</b> {escape(self.gold.text)}</p>"
            "<table><thead><tr><th>gold</th><th>predicted</th></tr></thead>"
            f"<tbody><tr>{''.join(columns)}</tr></tbody></table>"
        )

    def _lines(self) -> tuple[Lines, Lines]:
        snap = units(self.gold, exact=self.exact)
        return dict(_facts(self.gold, snap)), dict(_facts(self.predicted, snap))


def beside(
    gold: Iterable[Document], predicted: Iterable[Document], *, exact: bool = False
) -> dict[str, Beside]:
    """Every document as gold and as a model marked it, by id.

    Args:
        gold: annotated by people.
        predicted: the same texts as a model marked them.
        exact: compare characters; otherwise spans are widened to whole words.

    Raises:
        DocumentError: a prediction has no gold, two have the same id, or a text differs.

    Example:
        >>> from conflict_ie import Document, Entity, Span
        >>> gold = Document("d", "قصف تعز", (Entity("LOC", Span(4, 7), "تعز"),))
        >>> print(beside([gold], [gold.bare()])["d"])
        d: قصف تعز
        − LOC «تعز»
    """
    return {pair[0].id: Beside(*pair, exact) for pair in align(gold, predicted)}


def _facts(document: Document, snap: Snap) -> Iterator[tuple[Key, str]]:
    """One line a fact, in reading order: triggers carry their arguments below them."""
    for entity in document.entities:
        span = snap(entity.span)
        yield (span, 0, span, entity.type), f"{entity.type} «{entity.text}»"
    for event in document.events:
        span, labels = snap(event.trigger), f"{event.type} ({event.status})"
        yield (span, 1, span, labels), f"{labels} «{event.text}»"
        yield from _arguments(event, snap)


def _arguments(event: Event, snap: Snap) -> Iterator[tuple[Key, str]]:
    for argument in event.arguments:
        filler, labels = argument.entity, f"{event.type}.{argument.role}"
        key = snap(event.trigger), 2, snap(filler.span), labels
        yield key, f"    {labels} «{filler.text}»"


def _column(lines: Lines, other: Lines, mark: str) -> str:
    items = (
        escape(text) if key in other else f"<b>{mark} {escape(text)}</b>"
        for key, text in sorted(lines.items())
    )
    return f"<td dir='auto' style='vertical-align:top'>{'<br>'.join(items)}</td>"
