"""Between documents and numbers: encode and decode are inverses and live together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.learning.labels import IGNORED, Labels
from conflict_ie.words import clitics, governs, is_word, normalise

__all__ = ["Codec", "Pieces", "Targets", "decode"]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What the encoder reads of a stretch of W tokens.

    Attributes:
        ids: (T,) piece numbers, special ones included.
        first, last: (W,) positions in ``ids`` of each token's first and last piece.
        words: (W,) whether the token is a word, which alone can be a trigger.
        uncut: (W,) whether the word before rules out that a clitic leads this one.
    """

    ids: list[int]
    first: list[int]
    last: list[int]
    words: list[bool]
    uncut: list[bool]


@dataclass(frozen=True, slots=True)
class Targets:
    """What the network should answer, or did answer, about W tokens.

    Attributes:
        tags: (W,) one tag a token.
        cuts: (W,) index into ``clitics(word)`` where a mention or trigger starts, else ``IGNORED``.
        mentions: (M, 3) first token, last token, mention type.
        triggers: (E, 3) token, event type, status.
        roles: (*, 3) trigger index, mention index, role.
        lost: what could not be encoded, counted by reason.
    """

    tags: list[int]
    cuts: list[int]
    mentions: list[tuple[int, int, int]]
    triggers: list[tuple[int, int, int]]
    roles: list[tuple[int, int, int]]
    lost: Counter[str] = field(default_factory=Counter)
    scores: Scores | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """How sure the network is.

    One probability for each entry of the :class:`Targets` list of the same name.
    """

    mentions: list[float]
    triggers: list[float]
    statuses: list[float]
    roles: list[float]


@dataclass(frozen=True)
class Codec:
    """Turns text into pieces and annotations into targets, and targets into annotations."""

    labels: Labels
    tokenizer: Any  # transformers.PreTrainedTokenizerBase; its stubs are not typed

    def pieces(self, text: str, spans: Sequence[Span]) -> Pieces:
        """What the encoder reads of the tokens at ``spans`` of ``text``."""
        plain, places = _plain(text, spans)
        encoded = self.tokenizer(
            plain, return_offsets_mapping=True, truncation=False, verbose=False
        )
        first, last = _pieces_of(places, encoded["offset_mapping"])
        texts = [s.of(text) for s in spans]
        words = [is_word(t) for t in texts]
        uncut = [False, *(governs(t) for t in texts[:-1])][: len(spans)]
        return Pieces(list(encoded["input_ids"]), first, last, words, uncut)

    def targets(self, document: Document, spans: Sequence[Span]) -> Targets:
        """What the network should answer about the tokens at ``spans``."""
        return _Encoder(document, spans, self.labels).targets()


def _plain(text: str, spans: Sequence[Span]) -> tuple[str, list[tuple[int, int]]]:
    """The normalised text, and where each token stands in it."""
    parts: list[str] = []
    places, at, end = [], 0, None
    for span in spans:
        if end is not None and span.start > end:
            parts.append(" ")
            at += 1
        token = normalise(text[span.start : span.end])
        places.append((at, at + len(token)))
        parts.append(token)
        at, end = at + len(token), span.end
    return "".join(parts), places


def _pieces_of(
    places: Sequence[tuple[int, int]], offsets: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    """The first and last piece that touch each token; the one before it where none does."""
    first, last, p = [], [], 0
    real = [(i, a, b) for i, (a, b) in enumerate(offsets) if b > a]
    for start, end in places:
        while p < len(real) and real[p][2] <= start:
            p += 1
        q = p
        while q + 1 < len(real) and real[q + 1][1] < end:
            q += 1
        here = (real[p][0], real[q][0]) if p < len(real) else (len(offsets) - 1,) * 2
        first.append(here[0])
        last.append(here[1])
    return first, last


class _Encoder:
    """One document's annotations, written on its tokens."""

    def __init__(self, document: Document, spans: Sequence[Span], labels: Labels) -> None:
        self.document, self.spans, self.labels = document, spans, labels
        self.tags = [0] * len(spans)
        self.cuts = [IGNORED] * len(spans)
        self.lost: Counter[str] = Counter()
        self.ends = {s.end: i for i, s in enumerate(spans)}

    def targets(self) -> Targets:
        entities: dict[Entity, int] = {}
        mentions: list[tuple[int, int, int]] = []
        for entity in sorted(self.document.entities, key=lambda e: e.span):
            place = self._place(entity.span, "mention")
            if place and self._free(*place, "mention"):
                entities[entity] = len(mentions)
                mentions.append((*place, self.labels.mentions.index(entity.type)))
                begin = self.labels.begin(entity.type)
                self.tags[place[0] : place[1] + 1] = [begin] + [begin + 1] * (place[1] - place[0])
        triggers, roles = self._events(entities)
        return Targets(self.tags, self.cuts, mentions, triggers, roles, self.lost)

    def _events(
        self, entities: dict[Entity, int]
    ) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
        triggers: list[tuple[int, int, int]] = []
        roles: list[tuple[int, int, int]] = []
        for event in sorted(self.document.events, key=lambda e: e.trigger):
            place = self._place(event.trigger, "trigger")
            if not place or not self._free(place[0], place[0], "trigger"):
                continue
            if place[1] > place[0]:
                self.lost["trigger of several words kept as its first"] += 1
            roles += self._roles(event, len(triggers), entities)
            kind = self.labels.events.index(event.type)
            triggers.append((place[0], kind, self.labels.statuses.index(event.status)))
            self.tags[place[0]] = self.labels.trigger(event.type)
        return triggers, roles

    def _roles(
        self, event: Event, index: int, entities: dict[Entity, int]
    ) -> list[tuple[int, int, int]]:
        found = []
        for argument in event.arguments:
            if argument.entity in entities:
                found.append(
                    (index, entities[argument.entity], self.labels.roles.index(argument.role))
                )
            else:
                self.lost["argument of a lost mention"] += 1
        return found

    def _place(self, span: Span, what: str) -> tuple[int, int] | None:
        """The span's first and last token; marks the cut of the first."""
        inside = [i for i, s in enumerate(self.spans) if s.overlaps(span)]
        if not inside:
            self.lost[f"{what} outside the words"] += 1
            return None
        first, last = inside[0], inside[-1]
        word = self.spans[first].of(self.document.text)
        offset = span.start - self.spans[first].start
        if offset in clitics(word):
            self.cuts[first] = clitics(word).index(offset)
        else:
            self.lost[f"{what} edge moved to its word's start"] += 1
            self.cuts[first] = 0
        if span.end != self.spans[last].end:
            self.lost[f"{what} edge moved to its word's end"] += 1
        return first, last

    def _free(self, first: int, last: int, what: str) -> bool:
        if any(self.tags[first : last + 1]):
            self.lost[f"{what} on a taken word"] += 1
            return False
        return True


def decode(
    document_id: str, text: str, spans: Sequence[Span], targets: Targets, labels: Labels
) -> Document:
    """The document that ``targets`` describe: the inverse of :meth:`Codec.targets`."""
    scores = targets.scores or _unknown(targets)
    entities = [
        _entity(text, spans, targets.cuts, mention, labels, score)
        for mention, score in zip(targets.mentions, scores.mentions, strict=True)
    ]
    arguments: list[list[Argument]] = [[] for _ in targets.triggers]
    for (event, mention, role), score in zip(targets.roles, scores.roles, strict=True):
        arguments[event].append(Argument(labels.roles[role], entities[mention], score))
    events = []
    for n, (token, kind, status) in enumerate(targets.triggers):
        span = cut_span(text, spans[token], spans[token], targets.cuts[token])
        events.append(
            Event(
                labels.events[kind], span, span.of(text), labels.statuses[status],
                tuple(arguments[n]), score=scores.triggers[n], status_score=scores.statuses[n],
            )
        )  # fmt: skip
    return Document(document_id, text, tuple(entities), tuple(events))


def _unknown(targets: Targets) -> Any:
    """Scores that nobody measured."""
    none = {"mentions": targets.mentions, "triggers": targets.triggers, "roles": targets.roles}
    lists: dict[str, Any] = {name: [None] * len(rows) for name, rows in none.items()}
    return Scores(**lists, statuses=lists["triggers"])


def _entity(
    text: str, spans: Sequence[Span], cuts: Sequence[int], mention: tuple[int, int, int],
    labels: Labels,    score: float | None,
) -> Entity:  # fmt: skip
    first, last, kind = mention
    span = cut_span(text, spans[first], spans[last], cuts[first])
    return Entity(labels.mentions[kind], span, span.of(text), score=score)


def cut_span(text: str, first: Span, last: Span, cut: int) -> Span:
    """From the ``cut``-th possible start inside the first token to the last token's end."""
    starts = clitics(first.of(text))
    return Span(first.start + starts[min(max(cut, 0), len(starts) - 1)], last.end)
