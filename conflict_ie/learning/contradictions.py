"""Where a model contradicts the annotations of a text, and how sure it is.

Mentions and triggers are read as in an unknown text; statuses and roles with the annotated
mentions and triggers given, so that one slip does not bring a dozen others with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from conflict_ie.document import Document, Span
from conflict_ie.learning.batches import (
    BUDGET,
    by_budget,
    example,
    inputs,
    with_annotations,
)
from conflict_ie.learning.codec import Codec, Targets, cut_span, decode
from conflict_ie.learning.decoding import related, tagged
from conflict_ie.learning.labels import Labels
from conflict_ie.learning.model import Model
from conflict_ie.learning.precision import precision
from conflict_ie.learning.windows import Window, annotated_windows

__all__ = ["Dispute", "contradictions"]

# Texts read ahead before their windows are sorted by length.
_AHEAD = 512


@dataclass(frozen=True, slots=True)
class Dispute:
    """A label that a model thinks wrong, or misses.

    Attributes:
        document: id of the document.
        layer: ``mention``, ``trigger``, ``status`` or ``argument``.
        start: first character concerned; of an argument, its mention's.
        end: past the last character concerned.
        trigger: first character of the trigger, for statuses and arguments.
        annotated: what the annotation says there; empty for nothing.
        likelier: what the model would rather see; empty for nothing.
        score: the probability, by the model, that the annotation is wrong.
    """

    document: str
    layer: str
    start: int
    end: int
    trigger: int | None
    annotated: str
    likelier: str
    score: float

    def __str__(self) -> str:
        return (
            f"{self.document} {self.start}:{self.end} {self.layer}: {self.annotated or 'nothing'}; "
            f"likelier {self.likelier or 'nothing'} ({self.score:.2f})"
        )


def contradictions(
    model: Model, documents: Sequence[Document], finish: Callable[[Document], Document]
) -> tuple[list[Dispute], Counter[str]]:
    """What a model would annotate otherwise.

    Args:
        model: in evaluation mode.
        documents: annotated, with labels that the model's ontology holds.
        finish: what follows the model where texts are read.

    Returns:
        The disputes, document by document, and what the model cannot represent, and so
        cannot judge, counted by reason.
    """
    found: list[Dispute] = []
    lost: Counter[str] = Counter()
    for at in range(0, len(documents), _AHEAD):
        pages: list[_Page] = []
        for document in documents[at : at + _AHEAD]:
            pairs, missed = annotated_windows(document, model.codec)
            pages += [_Page(document, window, gold, model.codec) for window, gold in pairs]
            lost += missed
        for page, reading in zip(pages, _readings(model, pages, finish), strict=True):
            found += [*page.spans(reading), *page.statuses(reading), *page.arguments(reading)]
    return found, lost


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the network thinks of one window of W tokens with E triggers and M mentions.

    Attributes:
        tags: (W, tags) probabilities.
        answer: the mentions and triggers that it would mark.
        statuses: (E, statuses) probabilities.
        roles: (E, M, roles) probabilities.
    """

    tags: np.ndarray
    answer: Targets
    statuses: np.ndarray
    roles: np.ndarray


def _readings(
    model: Model, pages: Sequence[_Page], finish: Callable[[Document], Document]
) -> list[_Reading]:
    found: dict[int, _Reading] = {}
    for batch in by_budget([len(p.window.pieces.ids) for p in pages], BUDGET):
        found.update(zip(batch, _read(model, [pages[i] for i in batch], finish), strict=True))
    return [found[i] for i in range(len(pages))]


@torch.inference_mode()
def _read(
    model: Model, pages: Sequence[_Page], finish: Callable[[Document], Document]
) -> Iterator[_Reading]:
    network, temperatures = model.network, model.temperatures
    rows = [example(p.window.pieces, p.gold) for p in pages]
    plain = inputs(rows, model.padding)
    batch = with_annotations(plain, rows, len(model.labels.roles)).to(network.mix.device)
    with precision():
        states = network.words(batch)
        tags, cuts = (scores.float() for scores in network.tag_scores(states))
        roles, statuses = (p.cpu() for p in related(network, states, batch, temperatures))
    chances = (tags / temperatures.tags).softmax(-1).cpu().numpy()
    answers = tagged(tags, cuts, batch, rows, model.labels)
    sizes = [len(r["triggers"]) for r in rows]
    parts = zip(
        pages,
        chances,
        answers,
        torch.split(statuses, sizes),
        torch.split(roles, sizes),
        strict=True,
    )
    for page, chance, answer, kind, role in parts:
        yield _Reading(chance, page.finished(answer, finish), kind.numpy(), role.numpy())


# First token, last token, layer, and type.
_Mark = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class _Page:
    """One window of a document, with its annotations."""

    document: Document
    window: Window
    gold: Targets
    codec: Codec

    @property
    def labels(self) -> Labels:
        return self.codec.labels

    def finished(self, answer: Targets, finish: Callable[[Document], Document]) -> Targets:
        """The mentions and triggers of an answer as a reader of texts would see them."""
        spans = self.window.spans
        # Statuses, which a whole answer would have scores of, are asked about elsewhere.
        bare = replace(answer, scores=None)
        read = decode(self.document.id, self.document.text, spans, bare, self.labels)
        return self.codec.targets(finish(read), spans)

    def spans(self, reading: _Reading) -> Iterator[Dispute]:
        """Mentions and triggers that only one of the two marks, those that overlap together."""
        gold, found = self._marks(self.gold), self._marks(reading.answer)
        unheld = self._unheld()
        for run in _runs(gold ^ found):
            annotated = [m for m in run if m in gold]
            likelier = [m for m in run if m in found]
            place = self._hull(annotated, self.gold, likelier, reading.answer)
            if self._judges(annotated or likelier) and not any(map(place.overlaps, unheld)):
                yield self._dispute(
                    # A word that either side takes for a trigger is a question about triggers.
                    max(layer for _, _, layer, _ in run), place, None,
                    self._named(annotated, self.gold), self._named(likelier, reading.answer),
                    self._doubt(reading, run),
                )  # fmt: skip

    def statuses(self, reading: _Reading) -> Iterator[Dispute]:
        """Statuses that the network thinks less likely than another."""
        events = zip(self.gold.triggers, reading.statuses, strict=True)
        for (token, kind, status), chances in events:
            best = int(chances.argmax())
            if best != status and self._judges([(token,)]):
                place = self._span(token, token, self.gold)
                event = f"{self.labels.events[kind]} {self._quoted(place)}"
                annotated, likelier = (f"{event} {self.labels.statuses[s]}" for s in (status, best))
                score = 1 - float(chances[status])
                yield self._dispute("status", place, place.start, annotated, likelier, score)

    def arguments(self, reading: _Reading) -> Iterator[Dispute]:
        """Roles that are annotated and unlikely, or likely and not annotated."""
        known = np.zeros_like(reading.roles, dtype=bool)
        for entry in self.gold.roles:
            known[entry] = True
        wrong = np.where(known, 1 - reading.roles, reading.roles)[:, : len(self.gold.mentions)]
        for event, mention, role in np.argwhere(wrong > 0.5).tolist():
            token, kind, _ = self.gold.triggers[event]
            if self._judges([(token,)]):
                trigger = self._span(token, token, self.gold)
                place = self._span(*self.gold.mentions[mention][:2], self.gold)
                name = f"{self.labels.events[kind]} {self._quoted(trigger)}"
                named = f"{name} {self.labels.roles[role]} {self._quoted(place)}"
                sides = (named, "") if known[event, mention, role] else ("", named)
                score = float(wrong[event, mention, role])
                yield self._dispute("argument", place, trigger.start, *sides, score)

    def _judges(self, marks: Sequence[tuple[int, ...] | _Mark]) -> bool:
        """Whether this window, and not one that overlaps it, speaks for the first of the marks."""
        start, end = self.window.core
        return start <= int(marks[0][0]) < end

    def _unheld(self) -> list[Span]:
        """What is annotated and not as the network can have it."""
        document = self.document
        held = decode(document.id, document.text, self.window.spans, self.gold, self.labels)
        known = {e.span for e in held.entities} | {e.trigger for e in held.events}
        marked = [*(e.span for e in document.entities), *(e.trigger for e in document.events)]
        return [span for span in marked if span not in known]

    def _marks(self, targets: Targets) -> set[_Mark]:
        labels = self.labels
        return {
            *((a, z, "mention", labels.mentions[kind]) for a, z, kind in targets.mentions),
            *((t, t, "trigger", labels.events[kind]) for t, kind, _ in targets.triggers),
        }

    def _doubt(self, reading: _Reading, run: Sequence[_Mark]) -> float:
        """How unlikely the least likely annotated tag is among those the network would change."""
        gold, found = self.gold.tags, reading.answer.tags
        tokens = range(min(m[0] for m in run), max(m[1] for m in run) + 1)
        return max(1 - float(reading.tags[t, gold[t]]) for t in tokens if gold[t] != found[t])

    def _dispute(
        self, layer: str, place: Span, trigger: int | None, annotated: str, likelier: str,
        score: float,
    ) -> Dispute:  # fmt: skip
        name, rounded = self.document.id, round(score, 3)
        return Dispute(name, layer, place.start, place.end, trigger, annotated, likelier, rounded)

    def _hull(
        self, first: Sequence[_Mark], of_first: Targets, second: Sequence[_Mark], of_second: Targets
    ) -> Span:
        """From the first character that any of the marks holds to the last."""
        spans = [self._span(a, z, of_first) for a, z, _, _ in first]
        spans += [self._span(a, z, of_second) for a, z, _, _ in second]
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def _named(self, marks: Sequence[_Mark], targets: Targets) -> str:
        return " + ".join(
            f"{kind} {self._quoted(self._span(a, z, targets))}" for a, z, _, kind in marks
        )

    def _span(self, first: int, last: int, targets: Targets) -> Span:
        spans = self.window.spans
        return cut_span(self.document.text, spans[first], spans[last], targets.cuts[first])

    def _quoted(self, span: Span) -> str:
        return f"«{span.of(self.document.text)}»"


def _runs(marks: set[_Mark]) -> Iterator[list[_Mark]]:
    """The marks in reading order, those that overlap together."""
    run: list[_Mark] = []
    for mark in sorted(marks):
        if run and mark[0] > max(m[1] for m in run):
            yield run
            run = []
        run.append(mark)
    if run:
        yield run
