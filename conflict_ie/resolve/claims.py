"""Who says that an event happened, and with what stance.

A claim is read from the words around each Source of an event, never from the world:
a source without a cue word asserts, because the text lays the report at its door.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from conflict_ie.document import Document, Entity, Event, Span
from conflict_ie.errors import ValueTableError
from conflict_ie.resolve.quantity.tokens import fold, sentence_around
from conflict_ie.words import clitics, is_word, tokens

if TYPE_CHECKING:
    from conflict_ie.resolve.actors import Actor

__all__ = ["STANCES", "Claim", "claims_of"]

STANCES = ("asserts", "denies", "accuses", "quotes")
_KINDS = (*STANCES, "chains")
_PAST_ENDINGS = ("", "ت", "وا", "ا", "تا", "ن")
_PRESENT_ENDINGS = ("", "ون", "وا", "ان", "ن")


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's stand on one event.

    Attributes:
        source: the mention of who says it.
        actor: who that is, ``None`` where it is nobody known.
        stance: ``asserts``, ``denies`` (says that it did not happen), ``accuses``
            (lays it at another's door) or ``quotes`` (passes on another's words).
        cue: the word that tells the stance, ``None`` where the text has none.
    """

    source: Entity
    actor: Actor | None
    stance: str
    cue: Span | None


@dataclass(frozen=True, slots=True)
class _Cue:
    kind: str
    span: Span
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    kinds: Mapping[str, str]
    before_only: frozenset[str]
    links: frozenset[str]
    negations: frozenset[str]
    reach: Mapping[str, int]


def claims_of(
    event: Event, document: Document, *, actors: Mapping[Entity, Actor] | None = None
) -> tuple[Claim, ...]:
    """The claims behind an event, one for each of its sources, in reading order.

    A source that is said not to have spoken («لم تؤكد الحكومة») makes no claim. A
    denied event is denied by whoever asserts the denial («قال إنه لم يقع قصف»).

    Args:
        event: an event of the document.
        document: the text that it stands in.
        actors: the actors that the mentions mean, where they are known.

    Example:
        >>> from conflict_ie.document import Argument
        >>> text = "نفى الجيش قصف المدينة."
        >>> army = Entity("ARM", Span(4, 9), "الجيش")
        >>> shelled = Event(
        ...     "Shelling", Span(10, 13), "قصف", "denied", (Argument("Source", army),)
        ... )
        >>> [(c.source.text, c.stance) for c in claims_of(shelled, Document("d", text, (army,)))]
        [('الجيش', 'denies')]
    """
    sources = event.fillers("Source")
    found = (_claim(source, sources, event, document, actors or {}) for source in sources)
    return tuple(claim for claim in found if claim is not None)


def _claim(
    source: Entity,
    sources: Sequence[Entity],
    event: Event,
    document: Document,
    actors: Mapping[Entity, Actor],
) -> Claim | None:
    cue, silent = _nearest_cue(source, document.text)
    if silent:
        return None
    stance = _stance(cue, source, sources, document.text)
    if event.status == "denied" and stance == "asserts":
        stance = "denies"
    elif event.status != "denied" and stance == "denies":
        cue = _later_cue(source, event, document.text) or cue
        stance = cue.kind if cue else stance
    return Claim(source, actors.get(source), stance, cue.span if cue else None)


def _stance(cue: _Cue | None, source: Entity, sources: Sequence[Entity], text: str) -> str:
    if cue is None:
        return "asserts"
    if cue.kind != "chains":
        return cue.kind
    end = sentence_around(text, source.span)[1]
    return "quotes" if any(source.span.end <= s.span.start < end for s in sources) else "asserts"


def _nearest_cue(source: Entity, text: str) -> tuple[_Cue | None, bool]:
    """The cue that governs a source, and whether the text says that it kept silent."""
    table = _words()
    start, end = sentence_around(text, source.span)
    spans = [Span(start + s.start, start + s.end) for s in tokens(text[start:end])]
    spans = [s for s in spans if is_word(s.of(text))]
    first = next((i for i, s in enumerate(spans) if s.end > source.span.start), 0)
    last = next((i for i, s in enumerate(spans) if s.end >= source.span.end), first)
    link = _link(spans, first, text)
    if link is not None:
        return link, False
    for cue in _around(spans, first, last, text):
        before = fold(spans[cue.at - 1].of(text)) if cue.at else ""
        return cue, _plain(before, table.negations)
    return None, False


def _later_cue(source: Entity, event: Event, text: str) -> _Cue | None:
    """«نفت الحكومة الخطف وقالت إن القتلى …»: what it says of the dead is no denial."""
    end = max(source.span.end, event.trigger.start)
    spans = [
        Span(source.span.end + s.start, source.span.end + s.end)
        for s in tokens(text[source.span.end : end])
    ]
    cues = (_cue(spans, at, text, behind=True) for at in range(len(spans)))
    return next((c for c in cues if c and c.kind == "asserts"), None)


def _link(spans: Sequence[Span], first: int, text: str) -> _Cue | None:
    """«عن» close before the source with a verb of quoting before it."""
    table = _words()
    near = range(max(0, first - 3), first)
    at = next((i for i in reversed(near) if fold(spans[i].of(text)) in table.links), None)
    if at is None:
        return None
    if not any(cue and cue.kind == "quotes" for cue in (_cue(spans, i, text) for i in range(at))):
        return None
    return _Cue("asserts", spans[at], at)


def _around(spans: Sequence[Span], first: int, last: int, text: str) -> Iterator[_Cue]:
    """Cues before the source, nearest first, then cues behind it."""
    table = _words()
    before = range(first - 1, max(-1, first - 2 - table.reach["before"]), -1)
    after = range(last + 1, min(len(spans), last + 2 + table.reach["after"]))
    for at in (*before, *after):
        cue = _cue(spans, at, text, behind=at > last)
        if cue:
            yield cue


def _cue(spans: Sequence[Span], at: int, text: str, *, behind: bool = False) -> _Cue | None:
    word = spans[at].of(text)
    for skipped in clitics(word):
        form = fold(word[skipped:])
        if form in _words().kinds and not (behind and form in _words().before_only):
            return _Cue(_words().kinds[form], Span(spans[at].start + skipped, spans[at].end), at)
    return None


def _plain(word: str, known: frozenset[str]) -> bool:
    return word in known or (word[:1] in ("و", "ف") and word[1:] in known)


@cache
def _words() -> _Words:
    path = resources.files("conflict_ie") / "data" / "claims.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        kinds = {form: kind for kind in _KINDS for form in _forms(table[kind])}
        fixed = frozenset(fold(w) for kind in _KINDS for w in table[kind]["words"])
        sets = [frozenset(map(fold, table[n]["words"])) for n in ("links", "negations")]
        return _Words(kinds, fixed, sets[0], sets[1], dict(table["reach"]))
    except (KeyError, TypeError) as error:
        raise ValueTableError(
            f"{path}: {error!r}; every kind needs words, verbs need past and present"
        ) from error


def _forms(kind: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for verb in kind["past"]:
        # نفى gives نفت and نفوا: the weak last letter falls before an ending.
        stem = verb[:-1] if verb.endswith("ى") else verb
        yield fold(verb)
        yield from (fold(stem + ending) for ending in _PAST_ENDINGS[1:])
    for stem in kind["present"]:
        weak = stem[:-1] if stem.endswith("ي") else stem
        yield from (fold(p + stem) for p in "يتن")
        yield from (fold(p + weak + e) for p in "يت" for e in _PRESENT_ENDINGS)
    yield from map(fold, kind["words"])
