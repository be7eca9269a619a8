"""What stands around a count: approximators, and what makes it a part or a total."""

from __future__ import annotations

from collections.abc import Sequence

from conflict_ie.resolve.quantity.counts import Count, is_number_word, phrase_at
from conflict_ie.resolve.quantity.tokens import Token
from conflict_ie.resolve.quantity.words import WordTable

__all__ = ["approximators", "is_cumulative", "is_subset", "start_with_approximators"]

_NOUN_PHRASE = 6  # words that may stand between a number and «على الأقل»
_REACH = 14  # words over which a marker governs the numbers that و adds
_TOTAL_REACH = 8
_PRONOUN_MARKERS = ("subset", "after")


def approximators(tokens: Sequence[Token], count: Count, table: WordTable) -> tuple[str, ...]:
    """The kinds of approximator before and after the count, such as ``("about",)``."""
    before = _before(tokens, count.start, table)[0] or _exceeding(tokens, count.start, table)
    after = _after(tokens, count.end, table)
    return tuple(kind for kind in (before, after) if kind)


def start_with_approximators(tokens: Sequence[Token], count: Count, table: WordTable) -> int:
    """Index of the first word of the count, its approximator included."""
    start = _before(tokens, count.start, table)[1]
    while start and tokens[start - 1].word == "ما":
        start -= 1
    return start


def _before(tokens: Sequence[Token], end: int, table: WordTable) -> tuple[str, int]:
    """Kind and start of the longest approximator that ends at ``end``."""
    best = ("", end)
    if tokens[end].joined and end:
        return best
    for kind in table.raw["approximators"]:
        for words in table.phrases("approximators", kind, "before"):
            start = end - len(words)
            if start < best[1] and start >= 0 and phrase_at(tokens, start, (words,)) == end:
                best = (kind, start)
    return best


def _after(tokens: Sequence[Token], end: int, table: WordTable) -> str:
    """Kind of the approximator behind the count or behind the noun phrase it counts."""
    for at in range(end, min(end + _NOUN_PHRASE, len(tokens))):
        kind = _kind_at(tokens, at, table)
        if kind:
            return kind
        if _ends_noun_phrase(tokens, at, table):
            return ""
    return ""


def _kind_at(tokens: Sequence[Token], at: int, table: WordTable) -> str:
    at += tokens[at].word in ("،", ",")
    for kind in table.raw["approximators"]:
        if phrase_at(tokens, at, table.phrases("approximators", kind, "after")) > at:
            return str(kind)
        end = phrase_at(tokens, at, table.phrases("approximators", kind, "after_final"))
        # «فأكثر» without its ف is no approximator
        end = at if end == at + 1 and not tokens[at].joined else end
        if end > at and not (end < len(tokens) and tokens[end].word == "من"):
            return str(kind)
    return ""


def _ends_noun_phrase(tokens: Sequence[Token], at: int, table: WordTable) -> bool:
    token = tokens[at]
    opens = token.joined and token.word in table.words("casualties", "openers")
    counted = is_number_word(token, table) or table.nouns["person"].get(token.word) == 2
    return token.is_mark or opens or counted or _is_part_marker(token, table)


def _is_part_marker(token: Token, table: WordTable) -> bool:
    """A word such as بينهم; «8 منهم على الأقل» stays one phrase."""
    after = table.words(*_PRONOUN_MARKERS)
    return token.word in table.words("subset", "before") - after


def _exceeding(tokens: Sequence[Token], start: int, table: WordTable) -> str:
    """Kind of a verb that a toll noun parts from its number: «تجاوزت الحصيلة 300»."""
    for at in range(start - 1, max(-1, start - _NOUN_PHRASE), -1):
        token = tokens[at]
        if token.is_mark or is_number_word(token, table):
            return ""
        if token.word in table.words("cumulative", "exceeds"):
            tolls = table.words("cumulative", "tolls")
            negated = at and tokens[at - 1].word in table.words("cumulative", "negations")
            kind = "at_most" if negated else "more"
            return kind if any(t.word in tolls for t in tokens[at:start]) else ""
    return ""


def is_subset(tokens: Sequence[Token], start: int, end: int, table: WordTable) -> bool:
    """Whether the count ``start:end`` is a part of another: بينهم 3 أطفال، ثلاثة منهم."""
    if _is_partitive(tokens, end, table):
        return not (start and tokens[start - 1].word in table.words("casualties", "openers"))
    for at in range(start - 1, max(-1, start - _REACH), -1):
        after = phrase_at(tokens, at, table.phrases("subset", "before"))
        if at < after <= start and not (at and _partitive_of(tokens, at, table)):
            return _governs(tokens, after, start, table) and (
                _adjacent(tokens, after, start) or not _is_casualty(tokens, end, table)
            )
    return False


def _is_partitive(tokens: Sequence[Token], at: int, table: WordTable) -> bool:
    """Whether «منهم» at ``at`` looks back: «ثلاثة منهم أطفال», not «1166 منهم 295 مدنياً»."""
    if at >= len(tokens) or tokens[at].word not in table.words(*_PRONOUN_MARKERS):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.joined:
        return True
    approximate = any(
        phrase_at(tokens, at + 1, table.phrases("approximators", kind, "before")) > at + 1
        for kind in table.raw["approximators"]
    )
    after = any(
        phrase_at(tokens, at + 1, table.phrases("approximators", kind, "after")) > at + 1
        for kind in table.raw["approximators"]
    )
    return after or not (approximate or is_number_word(following, table))


def _partitive_of(tokens: Sequence[Token], at: int, table: WordTable) -> bool:
    return is_number_word(tokens[at - 1], table) and _is_partitive(tokens, at, table)


def _is_casualty(tokens: Sequence[Token], at: int, table: WordTable) -> bool:
    return at < len(tokens) and tokens[at].word in table.words("casualties", "nouns")


def _adjacent(tokens: Sequence[Token], after: int, start: int) -> bool:
    return all(token.word == ":" for token in tokens[after:start])


def _governs(tokens: Sequence[Token], after: int, start: int, table: WordTable) -> bool:
    """Whether a marker that ends at ``after`` holds for the count at ``start`` too."""
    if _adjacent(tokens, after, start):
        return True
    token = tokens[start]
    post_nominal = token.lead == "ال" or token.word in table.words("post_nominal", "words")
    breakers = table.words("casualties", "openers")
    added = token.joined or post_nominal
    return added and not any(t.word in breakers for t in tokens[after:start])


def is_cumulative(tokens: Sequence[Token], start: int, table: WordTable) -> bool:
    """Whether the count at ``start`` is a running total: ارتفعت الحصيلة إلى 40."""
    if _exceeding(tokens, start, table) == "more":
        return True
    parts = table.words("subset", "before")
    for at in range(start, max(-1, start - _REACH), -1):
        if at < start and tokens[at].word in parts:
            return False
        after = _arrival(tokens, at, start, table)
        if after is not None and _governs(tokens, after, start, table):
            return True
    return _after_total(tokens, start, table)


def _arrival(tokens: Sequence[Token], at: int, start: int, table: WordTable) -> int | None:
    """Index of the number that a toll rises to, if the toll arrives at word ``at``."""
    window = tokens[max(0, at - _REACH) : at]
    if not window or not _tells_of_toll(window, table):
        return None
    if tokens[at].word in table.words("cumulative", "to") and at < start:
        return None if window[-1].word in table.words("casualties", "openers") else at + 1
    if "ل" in tokens[at].lead and is_number_word(tokens[at], table):
        return at
    near = window[-_TOTAL_REACH:]
    direct = any(t.word in table.words("cumulative", "direct") for t in near)
    return at if at == start and direct and not _any_number(near, table) else None


def _tells_of_toll(window: Sequence[Token], table: WordTable) -> bool:
    words = {token.word for token in window}
    rises = not words.isdisjoint(table.words("cumulative", "rises"))
    arrives = not words.isdisjoint(table.words("cumulative", "arrivals"))
    tolls = not words.isdisjoint(table.words("cumulative", "tolls"))
    victims = not words.isdisjoint(table.words("cumulative", "victims"))
    return (rises and (tolls or victims)) or (arrives and tolls)


def _any_number(window: Sequence[Token], table: WordTable) -> bool:
    return any(is_number_word(token, table) for token in window)


def _after_total(tokens: Sequence[Token], start: int, table: WordTable) -> bool:
    window = tokens[max(0, start - _TOTAL_REACH) : start]
    numbers = [i for i, token in enumerate(window) if is_number_word(token, table)]
    nearest = window[numbers[-1] + 1 :] if numbers else window
    return any(token.word in table.words("cumulative", "totals") for token in nearest)
