"""Where a model contradicts the annotations of a text, and how sure it is.

Mentions and triggers are read as in an unknown text; statuses and roles with the annotated
mentions and triggers given, so that one slip does not bring a dozen others with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from conflict_ie.document import Document, Span
from conflict_ie.learning.batches import (
    BUDGET,
    Example,
    by_budget,
    example,
    inputs,
    with_annotations,
)
from conflict_ie.learning.codec import Targets, cut_span
from conflict_ie.learning.decoding import tagged
from conflict_ie.learning.labels import Labels
from conflict_ie.learning.model import Model
from conflict_ie.learning.precision import precision
from conflict_ie.learning.windows import Window, windows

__all__ = ["Dispute", "contradictions"]

# Texts read ahead before their windows are sorted by length.
_AHEAD = 512


@dataclass(frozen=True, slots=True)
class Dispute:
    """A label that a model thinks wrong, or misses.

    Attributes:
        document: id of the document.
        layer: ``mention``, ``trigger``, ``status`` or ``argument``.
        start: first character concerned.
        end: past the last character concerned.
        annotated: what the annotation says there; empty for nothing.
        likelier: what the model would rather see; empty for nothing.
        score: the probability, by the model, that the annotation is wrong.
    """

    document: str
    layer: str
    start: int
    end: int
    annotated: str
    likelier: str
    score: float

    def __str__(self) -> str:
        return (
            f"{self.document} {self.start}:{self.end} {self.layer}: {self.annotated or 'nothing'}; "
            f"likelier {self.likelier or 'nothing'} ({self.score:.2f})"
        )


def contradictions(model: Model, documents: Sequence[Document]) -> Iterator[Dispute]:
    """What a model thinks at least as likely wrong as right, document by document.

    Args:
        model: in evaluation mode.
        documents: annotated, with labels that the model's ontology holds.
    """
    for at in range(0, len(documents), _AHEAD):
        pages = [
            _Page(document, window, model.codec.targets(document, window.spans), model.labels)
            for document in documents[at : at + _AHEAD]
            for window in windows(document.text, model.codec)
        ]
        for page, reading in zip(pages, _readings(model, pages), strict=True):
            yield from page.spans(reading)
            yield from page.statuses(reading)
            yield from page.arguments(reading)


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


def _readings(model: Model, pages: Sequence[_Page]) -> list[_Reading]:
    rows = [example(p.window.pieces, p.gold) for p in pages]
    found: dict[int, _Reading] = {}
    for batch in by_budget([len(r["ids"]) for r in rows], BUDGET):
        found.update(zip(batch, _read(model, [rows[i] for i in batch]), strict=True))
    return [found[i] for i in range(len(pages))]


@torch.inference_mode()
def _read(model: Model, rows: Sequence[Example]) -> Iterator[_Reading]:
    network, temperatures = model.network, model.temperatures
    plain = inputs(rows, model.padding)
    batch = with_annotations(plain, rows, len(model.labels.roles)).to(network.mix.device)
    with precision():
        states = network.words(batch)
        tags, cuts = (scores.float() for scores in network.tag_scores(states))
        roles, statuses = network.relations(states, batch)
    chances = (tags / temperatures.tags).softmax(-1).cpu().numpy()
    likely = ((roles.float() / temperatures.roles).sigmoid() * network.possible(batch)).cpu()
    kinds = (statuses.float() / temperatures.status).softmax(-1).cpu()
    answers = tagged(tags, cuts, batch, rows, model.labels)
    sizes = [len(r["triggers"]) for r in rows]
    of_rows = zip(chances, answers, kinds.split(sizes), likely.split(sizes), strict=True)
    for chance, answer, kind, role in of_rows:
        yield _Reading(chance, answer, kind.numpy(), role.numpy())


# First token, last token, layer, and type.
_Mark = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class _Page:
    """One window of a document, with its annotations."""

    document: Document
    window: Window
    gold: Targets
    labels: Labels

    def spans(self, reading: _Reading) -> Iterator[Dispute]:
        """Mentions and triggers that only one of the two marks, those that overlap together."""
        gold, found = self._marks(self.gold), self._marks(reading.answer)
        for first, last in _stretches(gold ^ found, gold | found):
            here = [sorted(m for m in side if first <= m[0] <= last) for side in (gold, found)]
            # A word that either side takes for a trigger is a question about triggers.
            layer = max(mark[2] for side in here for mark in side)
            annotated = self._told(here[0], self.gold.cuts)
            likelier = self._told(here[1], reading.answer.cuts)
            score = self._doubt(reading, first, last)
            yield from self._dispute(layer, first, last, annotated, likelier, score)

    def statuses(self, reading: _Reading) -> Iterator[Dispute]:
        """Statuses that the network thinks less likely than another."""
        events = zip(self.gold.triggers, reading.statuses, strict=True)
        for (token, kind, status), chances in events:
            best = int(chances.argmax())
            if best != status:
                event = f"{self.labels.events[kind]} {self._quoted(token, token, self.gold.cuts)}"
                annotated, likelier = (f"{event} {self.labels.statuses[s]}" for s in (status, best))
                score = 1 - float(chances[status])
                yield from self._dispute("status", token, token, annotated, likelier, score)

    def arguments(self, reading: _Reading) -> Iterator[Dispute]:
        """Roles that are annotated and unlikely, or likely and not annotated."""
        known = np.zeros_like(reading.roles, dtype=bool)
        for place in self.gold.roles:
            known[place] = True
        wrong = np.where(known, 1 - reading.roles, reading.roles)[:, : len(self.gold.mentions)]
        for event, mention, role in np.argwhere(wrong > 0.5).tolist():
            first, last, _ = self.gold.mentions[mention]
            told = self._argument(event, mention, role)
            annotated, likelier = (told, "") if known[event, mention, role] else ("", told)
            score = float(wrong[event, mention, role])
            yield from self._dispute("argument", first, last, annotated, likelier, score)

    def _marks(self, targets: Targets) -> set[_Mark]:
        labels = self.labels
        return {
            *((a, z, "mention", labels.mentions[kind]) for a, z, kind in targets.mentions),
            *((t, t, "trigger", labels.events[kind]) for t, kind, _ in targets.triggers),
        }

    def _doubt(self, reading: _Reading, first: int, last: int) -> float:
        """How unlikely the least likely annotated tag is among those the network would change."""
        gold, found = self.gold.tags, reading.answer.tags
        places = (t for t in range(first, last + 1) if gold[t] != found[t])
        return max((1 - float(reading.tags[t, gold[t]]) for t in places), default=0.0)

    def _dispute(
        self, layer: str, first: int, last: int, annotated: str, likelier: str, score: float
    ) -> Iterator[Dispute]:
        """The dispute, where this window answers for it."""
        start, end = self.window.core
        if start <= first < end:
            spans = self.window.spans
            place = spans[first].start, spans[last].end
            yield Dispute(self.document.id, layer, *place, annotated, likelier, round(score, 3))

    def _told(self, marks: Sequence[_Mark], cuts: Sequence[int]) -> str:
        return " + ".join(f"{kind} {self._quoted(a, z, cuts)}" for a, z, _, kind in marks)

    def _argument(self, event: int, mention: int, role: int) -> str:
        token, kind, _ = self.gold.triggers[event]
        first, last, _ = self.gold.mentions[mention]
        trigger, filler = (
            self._quoted(*place, self.gold.cuts) for place in ((token, token), (first, last))
        )
        return f"{self.labels.events[kind]} {trigger} {self.labels.roles[role]} {filler}"

    def _quoted(self, first: int, last: int, cuts: Sequence[int]) -> str:
        text, spans = self.document.text, self.window.spans
        span: Span = cut_span(text, spans[first], spans[last], cuts[first])
        return f"«{span.of(text)}»"


def _stretches(disputed: set[_Mark], marks: set[_Mark]) -> Iterator[tuple[int, int]]:
    """First and last token of each run of overlapping marks that holds a disputed one."""
    run: list[_Mark] = []
    for mark in [*sorted(marks), None]:
        if run and (mark is None or mark[0] > max(m[1] for m in run)):
            if not disputed.isdisjoint(run):
                yield run[0][0], max(m[1] for m in run)
            run = []
        if mark:
            run.append(mark)
