"""A count as written: one number, a range, or a vague word. Nothing around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from conflict_ie.resolve.quantity.numerals import Numeral, read_numeral, read_vague
from conflict_ie.resolve.quantity.tokens import Token, fold
from conflict_ie.resolve.quantity.words import WordTable

__all__ = ["Count", "find_count", "is_number_word", "phrase_at"]

_DASHES = frozenset("-–—−")
_LONGEST_LEFT = 8
_SCALE_SHARED_FROM = 1_000


@dataclass(frozen=True, slots=True)
class Count:
    """Bounds and the words ``start:end`` that state them.

    Attributes:
        min: least number.
        max: greatest number.
        start: index of its first word.
        end: index of the first word after it.
        figure: name of its figure in a convention, empty if it is no vague word.
        times: what that figure is multiplied by.
        vague: whether a vague word states it.
    """

    min: int
    max: int
    start: int
    end: int
    figure: str = ""
    times: int = 1
    vague: bool = False


def phrase_at(tokens: Sequence[Token], at: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """Index after the longest of ``phrases`` that starts at ``at``; ``at`` if none does."""
    for words in phrases:
        if tuple(token.word for token in tokens[at : at + len(words)]) == words:
            return at + len(words)
    return at


def is_number_word(token: Token, table: WordTable) -> bool:
    """Whether the word is written in digits or is a word of some number."""
    sections = (words for name, words in table.numbers.items() if name != "others")
    return token.is_digits or any(token.word in words for words in sections)


def find_count(tokens: Sequence[Token], words: range, limit: int, table: WordTable) -> Count | None:
    """The first count that starts in ``words``, ends by ``limit`` and counts something."""
    at = words.start
    while at < words.stop:
        count = _count_at(tokens[:limit], at, table)
        if count is None:
            at += 1
        elif _counts_nothing(tokens, count, table):
            at = max(count.end, phrase_at(tokens, count.end, _percent(table)))
        else:
            return count
    return None


def _count_at(tokens: Sequence[Token], at: int, table: WordTable) -> Count | None:
    if tokens[at].word in table.words("ranges", "openers"):
        return _between(tokens, at, table)
    numeral = read_numeral(tokens, at, table)
    if numeral is not None:
        whole = _with_noun(tokens, at, numeral, table)
        return _range(tokens, at, numeral, table) or _whole(whole.value, at, whole.end)
    vague = read_vague(tokens, at, table)
    if vague is None:
        return None
    return Count(vague.min, vague.max, at, vague.end, vague.name, vague.times, vague=True)


def _with_noun(tokens: Sequence[Token], at: int, numeral: Numeral, table: WordTable) -> Numeral:
    """«مئة وقتيل» is 101: behind a round number the noun itself is the unit."""
    noun = tokens[numeral.end] if numeral.end < len(tokens) else None
    if noun is None or not noun.joined or tokens[at].is_digits or numeral.value % 100:
        return numeral
    unit = table.nouns["person"].get(noun.word, 0)
    return Numeral(numeral.value + unit, numeral.end + 1) if unit else numeral


def _whole(value: Fraction, start: int, end: int) -> Count | None:
    return Count(int(value), int(value), start, end) if value.denominator == 1 else None


def _bounds(low: Numeral, high: Numeral) -> tuple[Fraction, Fraction]:
    """Both ends of a range; «5 إلى 10 آلاف» gives the scale to both."""
    shares = high.scale >= _SCALE_SHARED_FROM and low.value < high.factor and low.scale == 1
    ends = (low.value * (high.scale if shares else 1), high.value)
    return min(ends), max(ends)


def _spanned(low: Numeral, high: Numeral, start: int) -> Count | None:
    least, most = _bounds(low, high)
    if least.denominator > 1 or most.denominator > 1 or least == most:
        return None
    return Count(int(least), int(most), start, high.end)


def _range(tokens: Sequence[Token], at: int, low: Numeral, table: WordTable) -> Count | None:
    sep = low.end
    if sep + 1 >= len(tokens) or not _separates(tokens[sep], table):
        return None
    high = None if tokens[sep + 1].joined else read_numeral(tokens, sep + 1, table)
    if high is None:
        return None
    if tokens[sep].word in table.words("cumulative", "to") and _rises(tokens, at, table):
        return _whole(high.value, sep + 1, high.end)
    return _spanned(low, high, at)


def _separates(token: Token, table: WordTable) -> bool:
    return token.word in _DASHES or token.word in table.words("ranges", "separators")


def _rises(tokens: Sequence[Token], at: int, table: WordTable) -> bool:
    """Whether «من 12 إلى 15» tells of a toll that grew and not of a range."""
    return any(token.word in table.words("cumulative", "rises") for token in tokens[:at])


def _between(tokens: Sequence[Token], opener: int, table: WordTable) -> Count | None:
    """«بين س وص»: of the places where و can part the two, the one that reads furthest."""
    start, best = opener + 1, None
    for cut in range(start + 1, min(start + _LONGEST_LEFT, len(tokens))):
        low = read_numeral(tokens[:cut], start, table)
        if low is None or low.end != cut:
            continue
        at = cut if tokens[cut].joined else cut + 1
        if at > cut and not _separates(tokens[cut], table):
            continue
        high = read_numeral(tokens, at, table)
        count = _spanned(low, high, opener) if high and _ascends(low, high) else None
        if count and (best is None or count.end > best.end):
            best = count
    return best


def _ascends(low: Numeral, high: Numeral) -> bool:
    return low.value < high.value


def _counts_nothing(tokens: Sequence[Token], count: Count, table: WordTable) -> bool:
    before = tokens[count.start - 1] if count.start else None
    after = tokens[count.end] if count.end < len(tokens) else None
    if before and _is_label(before, table):
        return True
    if after and after.word in table.words("no_counts", "months"):
        return True
    if phrase_at(tokens, count.end, _percent(table)) > count.end:
        return True
    return _clock_or_date(tokens, count) or _weekday(tokens, count, table)


def _is_label(token: Token, table: WordTable) -> bool:
    """Whether the word names what follows: عام 2014, but not «نصف ساعة ست قذائف»."""
    labels = frozenset(fold(word) for word in table.raw["no_counts"]["labels"])
    return ("ال" + token.word if token.lead.endswith("ال") else token.word) in labels


def _percent(table: WordTable) -> Sequence[tuple[str, ...]]:
    return table.phrases("no_counts", "percent")


def _clock_or_date(tokens: Sequence[Token], count: Count) -> bool:
    for mark, number in ((count.end, count.end + 1), (count.start - 1, count.start - 2)):
        if not (0 <= number < len(tokens) and tokens[number].is_digits):
            continue
        if tokens[mark].word in "/:" or (tokens[mark].word in _DASHES and count.min != count.max):
            return True
    return False


def _weekday(tokens: Sequence[Token], count: Count, table: WordTable) -> bool:
    token = tokens[count.start]
    if token.word not in table.words("no_counts", "weekday") or not token.lead.endswith("ال"):
        return False
    return bool(count.start) and tokens[count.start - 1].word in table.words(
        "no_counts", "day_words"
    )
