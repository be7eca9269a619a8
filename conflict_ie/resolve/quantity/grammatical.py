"""Counts that only the grammatical number of a noun tells: قتيلان، طفلين، جندي."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflict_ie.document import Document, Entity, Event, Span
from conflict_ie.resolve.quantity.context import is_subset
from conflict_ie.resolve.quantity.counts import is_number_word
from conflict_ie.resolve.quantity.tokens import Token, sentence_around, tokenise
from conflict_ie.resolve.quantity.words import WordTable

__all__ = ["count_without_numeral", "located", "noun_number", "one_of"]

_DUAL_VOWEL = re.compile("\u064eين")
_COORDINATION = re.compile(r"[\s\"«»“”()،,]*(?:و|ف)[\s\"«»“”(]*")
_SAME_PERSON = re.compile(r"[\s\"«»“”]*")


def noun_number(
    tokens: Sequence[Token], at: int, classes: Sequence[str], table: WordTable
) -> int | None:
    """One or two where the noun at ``at`` says so; 0 for a noun that says neither.

    Returns ``None`` for a word that is no noun of ``classes``.
    """
    word = tokens[at].word
    pair = f"{word} {tokens[at + 1].word}" if at + 1 < len(tokens) else word
    for name in classes:
        forms = table.nouns[name]
        number = forms.get(pair, forms.get(word))
        if number == 0 and _DUAL_VOWEL.search(tokens[at].raw):
            return 2
        if number is not None:
            return number
    return None


def one_of(tokens: Sequence[Token], at: int, table: WordTable) -> bool:
    """Whether «أحد …» picks one out of several at ``at``."""
    token = tokens[at]
    if token.word not in table.words("one_of", "words") or "ال" in token.lead:
        return False
    return len(token.word) > 4 or at + 1 < len(tokens)


def count_without_numeral(
    event: Event, document: Document, table: WordTable
) -> tuple[int, Span] | None:
    """What trigger or arguments of ``event`` say by singular and dual, and the last noun."""
    if event.status == "denied" or event.fillers("Count"):
        return None
    for where, name in table.raw["readings"].get(event.type, ()):
        if where == "trigger":
            number = _trigger_number(event, document, name, table)
            if number is not None:
                return (number, event.trigger) if number else None
        else:
            return _fillers_number(event.fillers(where), document, name, table)
    return None


def _trigger_number(event: Event, document: Document, name: str, table: WordTable) -> int | None:
    """What the trigger and the word behind it say; 0 where they forbid to look further."""
    number = _number_at(event.trigger, document, name, table)
    if number is not None or name != "person":
        return number
    tokens, at = located(event.trigger, document, table)
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    others = None if following is None else table.value("others", following)
    return int(others) if others is not None else _pronoun_number(tokens[at].word, table)


def _pronoun_number(word: str, table: WordTable) -> int | None:
    """مصرعه is one, حتفهما two; أصيبوا and إصابتهم say that it is neither."""
    if word.endswith("هما") and word[:-3] in table.words("pronoun_nouns", "words"):
        return 2
    if word.endswith("ه") and word[:-1] in table.words("pronoun_nouns", "one"):
        return 1
    return 0 if word.endswith(("وا", "هم", "هن")) else None


def located(span: Span, document: Document, table: WordTable) -> tuple[tuple[Token, ...], int]:
    """The words of the sentence up to and around ``span``, and the index of its first."""
    start, end = sentence_around(document.text, span)
    tokens = tokenise(document.text[start:end], table.known)
    first, last = span.start - start, span.end - start
    for at, token in enumerate(tokens):
        if token.end > first and token.start < last:
            return tokens, at
    # a span of punctuation alone reads as a word that no table has
    return (*tokens, Token("", last, last)), len(tokens)


def _number_at(span: Span, document: Document, name: str, table: WordTable) -> int | None:
    """The noun's number, 0 where a numeral or a word such as «بين» stands before it."""
    tokens, at = located(span, document, table)
    if one_of(tokens, at, table) or (at and name == "person" and one_of(tokens, at - 1, table)):
        return 1
    number = noun_number(tokens, at, (name,), table)
    return 0 if number is not None and _is_counted(tokens, at, table) else number


def _is_counted(tokens: Sequence[Token], at: int, table: WordTable) -> bool:
    before = tokens[max(0, at - 3) : at]
    if not before:
        return False
    if is_number_word(before[-1], table) or before[-1].word in table.words("not_singular", "words"):
        return True
    pair = tokens[at].joined and any(t.word in table.words("ranges", "openers") for t in before)
    more = any(before[-1].word == words[-1] for words in _quantifiers(table))
    return pair or more


def _quantifiers(table: WordTable) -> list[tuple[str, ...]]:
    kinds = table.raw["approximators"]
    phrases = [table.phrases("approximators", kind, "before") for kind in kinds]
    return [words for group in phrases for words in group if len(words) == 1]


def _fillers_number(
    fillers: Sequence[Entity], document: Document, name: str, table: WordTable
) -> tuple[int, Span] | None:
    """The sum over mentions that «و» joins; a part («بينهم طفل») is no addend."""
    types = table.raw["mention_types"][name]
    wholes = sorted((m for m in fillers if not _is_part(m, document, table)), key=_by_span)
    counted = [mention for mention in wholes if mention.type in types]
    # an armed group beside a person is a victim too, beside a thing its owner
    if name == "person" and len(counted) < len(wholes):
        return None
    total = 0
    previous: Entity | None = None
    for mention in counted:
        gap = document.text[previous.span.end : mention.span.start] if previous else ""
        same = previous and mention.type == "PER" and _SAME_PERSON.fullmatch(gap)
        number = _mention_number(mention, document, name, table)
        if not number or (previous and not same and not _COORDINATION.fullmatch(gap)):
            return None
        total, previous = total + (0 if same else number), mention
    return (total, previous.span) if previous else None


def _mention_number(mention: Entity, document: Document, name: str, table: WordTable) -> int | None:
    """One for a named person; nothing for a mention of two nouns (والد ووالدة الضحية)."""
    if mention.type == "PER":
        return 1
    inside = tokenise(mention.text, table.known)[1:]
    if any(token.joined and token.word in table.nouns[name] for token in inside):
        return None
    return _number_at(mention.span, document, name, table)


def _by_span(mention: Entity) -> Span:
    return mention.span


def _is_part(mention: Entity, document: Document, table: WordTable) -> bool:
    tokens, at = located(mention.span, document, table)
    picked = at > 0 and one_of(tokens, at - 1, table)
    return is_subset(tokens, at - picked, at + 1, table)
