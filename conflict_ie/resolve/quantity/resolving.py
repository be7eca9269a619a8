"""Counts of Arabic conflict news as values: least, greatest, exact or not.

Method. ``exact`` holds only for a number that stands alone (خمسة، 5، قتيلان).
«أكثر من 30» starts at 31, «ما لا يقل عن 30» at 30, «أقل من 10» ends at 9. Vague
words get the bounds of ``data/numbers.toml``, which says why. With a convention a
vague word gets the one figure that a codebook gives it: ACLED codes "tens" as 10,
"dozens" as 12 and "hundreds" as 100 (ACLED FAQ, "How does ACLED code fatalities?").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflict_ie.document import Document, Entity, Event
from conflict_ie.resolve.quantity.context import (
    approximators,
    is_cumulative,
    is_subset,
    start_with_approximators,
)
from conflict_ie.resolve.quantity.counts import Count, find_count, phrase_at
from conflict_ie.resolve.quantity.grammatical import (
    count_without_numeral,
    located,
    noun_number,
    one_of,
)
from conflict_ie.resolve.quantity.numerals import read_numeral
from conflict_ie.resolve.quantity.tokens import Token, sentence_around, tokenise
from conflict_ie.resolve.quantity.value import Quantity, VagueConvention
from conflict_ie.resolve.quantity.words import WordTable, word_table

__all__ = ["count_of_trigger", "parse_quantity", "quantity_of"]


def parse_quantity(phrase: str, *, convention: VagueConvention | None = None) -> Quantity | None:
    """Read the first count of a noun phrase.

    Args:
        phrase: a count, alone or with what it counts and what stands around it.
        convention: figures for vague words; bounds where ``None``.

    Returns:
        The quantity, or ``None`` where the phrase counts nothing (عدة غارات، 20%).

    Example:
        >>> parse_quantity("ألفين وخمسمئة نازح")
        Quantity(min=2500, max=2500, exact=True, subset=False, cumulative=False, vague=False)
    """
    table = word_table()
    tokens = tokenise(phrase, table.known)
    return _quantity(tokens, range(len(tokens)), len(tokens), convention)


def quantity_of(
    mention: Entity, document: Document, *, convention: VagueConvention | None = None
) -> Quantity | None:
    """Read a NUM mention with the words of its sentence that bear on it.

    Approximators (أكثر من، على الأقل), a scale word (ألف), and the markers of a
    part (بينهم) or a running total (ارتفعت الحصيلة إلى) count from outside too.

    Args:
        mention: a mention of ``document``.
        document: the text that it stands in.
        convention: figures for vague words; bounds where ``None``.

    Example:
        >>> from conflict_ie.document import Document, Entity, Span
        >>> text = "قُتل أكثر من 30 مدنياً."
        >>> mention = Entity("NUM", Span(13, 15), "30")
        >>> quantity_of(mention, Document("d", text, (mention,))).min
        31
    """
    table = word_table()
    start, end = sentence_around(document.text, mention.span)
    tokens = tokenise(document.text[start:end], table.known)
    first, last = mention.span.start - start, mention.span.end - start
    inside = [i for i, t in enumerate(tokens) if t.end > first and t.start < last]
    if not inside:
        return None
    limit = _widened(tokens, inside[0], inside[-1] + 1, table)
    first_word = inside[0] - _after_between(tokens, inside[0], limit, table)
    return _quantity(tokens, range(first_word, inside[-1] + 1), limit, convention)


def count_of_trigger(event: Event, document: Document) -> Quantity | None:
    """Read an event's count where no numeral gives it, from singular and dual.

    The trigger counts first (قتيلان), else the nouns of Target (مقتل طفلين), for
    shells and bombs the Instrument (بصاروخين). Targets that و joins are added up,
    parts (بينهم طفل) are not. A plural, a form that is dual or plural (مدنيين) and
    an event that has a Count give ``None``.

    Example:
        >>> from conflict_ie.document import Document, Event, Span
        >>> text = "سقط قتيلان في تعز."
        >>> count_of_trigger(Event("Kill", Span(4, 10), "قتيلان"), Document("d", text)).best()
        2
    """
    table = word_table()
    said = count_without_numeral(event, document, table)
    if said is None:
        return None
    number, noun = said
    tokens, at = located(noun, document, table)
    count = Count(number, number, at, at + 1)
    quantity = _bounded(tokens, count, table)
    return quantity and _placed(tokens, count, quantity, table)


def _widened(tokens: Sequence[Token], first: int, last: int, table: WordTable) -> int:
    """Index up to which the mention's number goes: «13» [ألف], «بين 5» [و10]."""
    if _after_between(tokens, first, last + 1, table) and last < len(tokens):
        second = read_numeral(tokens, last, table) if tokens[last].joined else None
        return second.end if second else last
    following = tokens[last] if last < len(tokens) else None
    scales = ("scales", "scale_plurals", "scale_accusatives")
    if following and not following.lead and any(table.value(s, following) for s in scales):
        return last + 1
    return last


def _after_between(tokens: Sequence[Token], first: int, limit: int, table: WordTable) -> int:
    """1 where «بين» stands before the mention and the second number behind it."""
    opened = first > 0 and tokens[first - 1].word in table.words("ranges", "openers")
    return int(opened and limit > first + 1)


def _quantity(
    tokens: Sequence[Token], words: range, limit: int, convention: VagueConvention | None
) -> Quantity | None:
    table = word_table()
    count = find_count(tokens, words, limit, table)
    grammatical = _noun_count(tokens, words, table)
    if grammatical and (count is None or grammatical.start < count.start):
        count = grammatical
    if count is None:
        return _several(tokens, words, convention, table)
    quantity = _bounded(tokens, _coded(count, convention), table)
    return quantity and _placed(tokens, count, quantity, table)


def _noun_count(tokens: Sequence[Token], words: range, table: WordTable) -> Count | None:
    """The number that the head noun of the phrase tells: قتيلان، أحد المدنيين."""
    head = _head(tokens, words, table)
    if head == words.stop:
        return None
    single = one_of(tokens, head, table)
    number = 1 if single else noun_number(tokens, head, tuple(table.nouns), table)
    return _noun_or_more(tokens, head, number, table) if number else None


def _noun_or_more(tokens: Sequence[Token], head: int, number: int, table: WordTable) -> Count:
    """«شخصين أو ثلاثة»: a range that a dual opens."""
    at = head + 2
    if at < len(tokens) and tokens[head + 1].word in table.words("ranges", "separators"):
        numeral = read_numeral(tokens, at, table)
        if numeral and numeral.value.denominator == 1 and numeral.value > number:
            return Count(number, int(numeral.value), head, numeral.end)
    return Count(number, number, head, head + 1)


def _head(tokens: Sequence[Token], words: range, table: WordTable) -> int:
    """Index of the first word that is no marker, opener or approximator."""
    skipped = table.words("casualties", "openers") | table.words("subset", "before") | {"من", "ما"}
    at = words.start
    while at < words.stop:
        after = phrase_at(tokens, at, _approximator_phrases(table))
        if after == at and tokens[at].word not in skipped:
            return at
        at = max(after, at + 1)
    return words.stop


def _approximator_phrases(table: WordTable) -> list[tuple[str, ...]]:
    kinds = table.raw["approximators"]
    return [words for k in kinds for words in table.phrases("approximators", k, "before")]


def _several(
    tokens: Sequence[Token], words: range, convention: VagueConvention | None, table: WordTable
) -> Quantity | None:
    """«عدة غارات» under a convention that has a figure for it."""
    figure = convention.figures.get("several") if convention else None
    several = table.words("several", "words") | table.words("several", "with_min")
    if figure is None or not any(tokens[i].word in several for i in words):
        return None
    return Quantity(figure, figure, exact=False, vague=True)


def _coded(count: Count, convention: VagueConvention | None) -> Count:
    figure = convention.figures.get(count.figure) if convention else None
    if figure is None:
        return count
    return replace(count, min=figure * count.times, max=figure * count.times)


def _bounded(tokens: Sequence[Token], count: Count, table: WordTable) -> Quantity | None:
    """The count under its approximators."""
    low: int | None = count.min
    high: int | None = count.max
    kinds = approximators(tokens, count, table)
    step = 0 if count.vague else 1  # beyond a vague word is no next number
    for kind in kinds:
        if kind in ("more", "at_least"):
            low, high = count.min + (step if kind == "more" else 0), None
        elif kind in ("less", "at_most"):
            low, high = None, count.max - (step if kind == "less" else 0)
    if high is not None and high < 0:
        return None
    exact = not kinds and not count.vague and low == high
    return Quantity(low, high, exact, vague=count.vague)


def _placed(
    tokens: Sequence[Token], count: Count, quantity: Quantity, table: WordTable
) -> Quantity:
    start = start_with_approximators(tokens, count, table)
    subset = is_subset(tokens, start, count.end, table)
    cumulative = not subset and is_cumulative(tokens, start, table)
    return replace(quantity, subset=subset, cumulative=cumulative)
