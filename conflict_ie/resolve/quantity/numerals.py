"""Numbers in digits and Arabic words, without anything that stands around them.

A number is a chain of groups of falling size (مليون، ألف، آحاد), each a number
below a thousand, or digits, before its scale: «مليون ومئتا ألف وخمسون».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from conflict_ie.resolve.quantity.tokens import Token
from conflict_ie.resolve.quantity.words import WordTable

__all__ = ["Numeral", "Vague", "read_numeral", "read_vague"]

_LONGEST_DIGITS = 18  # longer ones are codes, and Python refuses to read very long ones
_GROUPS = re.compile(r"\d{1,3}([^\d])\d{3}(?:\1\d{3})*")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from words.

    Attributes:
        value: the number; a fraction where a decimal stands without a scale.
        end: index of the first word after it.
        scale: what its last group was multiplied by, 1 for none.
        factor: what its last group multiplied the scale with, 1 where unsaid.
    """

    value: Fraction
    end: int
    scale: int = 1
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Vague:
    """A count word without a number: عشرات، بضع مئات.

    Attributes:
        min: least number that the word covers.
        max: greatest number that the word covers.
        end: index of the first word after it.
        name: its figure in a convention; empty where none is meant.
        times: what that figure is multiplied by.
    """

    min: int
    max: int
    end: int
    name: str = ""
    times: int = 1


def read_numeral(tokens: Sequence[Token], at: int, table: WordTable) -> Numeral | None:
    """The number that starts at word ``at``, as long as it goes."""
    last = _group(tokens, at, table)
    if last is None:
        return None
    total, end = last.value, last.end
    while last.scale > 1:
        last, end, total = _halved(tokens, last, total, table)
        following = _group(tokens, end, table) if _joined(tokens, end) else None
        if following is None or following.value >= last.scale:
            break
        last, total, end = following, total + following.value, following.end
    return Numeral(total, end, last.scale, last.factor)


def _joined(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].joined


def _halved(
    tokens: Sequence[Token], last: Numeral, total: Fraction, table: WordTable
) -> tuple[Numeral, int, Fraction]:
    """Add «ونصف» or «ونصف المليون» behind a scale."""
    at = last.end
    share = table.value("fractions", tokens[at]) if _joined(tokens, at) else None
    if share is None:
        return last, at, total
    end = at + 1
    if end < len(tokens) and table.value("scales", tokens[end]) == last.scale:
        end += 1
    elif _multiplier(tokens, end, table) is not None:
        return last, at, total
    done = Numeral(last.value, end, 1, last.factor)
    return done, end, total + Fraction(*share) * last.scale


def _group(tokens: Sequence[Token], at: int, table: WordTable) -> Numeral | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if (share := table.value("fractions", token)) is not None:
        return _share_of_scale(tokens, at, Fraction(*share), table)
    if (value := table.value("scale_duals", token)) is not None:
        return Numeral(Fraction(value), at + 1, value // 2, Fraction(2))
    if (scale := table.value("scale_accusatives", token)) is not None:
        return Numeral(Fraction(2 * scale), at + 1, scale, Fraction(2))
    if (scale := table.value("scales", token)) is not None:
        return Numeral(Fraction(scale), at + 1, scale)
    return _multiplied(tokens, at, table)


def _share_of_scale(
    tokens: Sequence[Token], at: int, share: Fraction, table: WordTable
) -> Numeral | None:
    scale = table.value("scales", tokens[at + 1]) if at + 1 < len(tokens) else None
    return None if scale is None else Numeral(share * scale, at + 2, 1)


def _multiplier(tokens: Sequence[Token], at: int, table: WordTable) -> int | None:
    """The scale word at ``at`` that multiplies what precedes it."""
    if at >= len(tokens) or tokens[at].joined:
        return None
    for section in ("scales", "scale_plurals", "scale_accusatives"):
        scale: int | None = table.value(section, tokens[at])
        if scale is not None:
            return scale
    return None


def _multiplied(tokens: Sequence[Token], at: int, table: WordTable) -> Numeral | None:
    if tokens[at].is_digits:
        if len(tokens[at].word) > _LONGEST_DIGITS:
            return None
        scale = _multiplier(tokens, at + 1, table)
        small = Numeral(_digits(tokens[at].word, decimal=scale is not None), at + 1)
    else:
        read = _below_thousand(tokens, at, table)
        if read is None:
            return None
        small, scale = read, _multiplier(tokens, read.end, table)
    if scale is None:
        return small
    return Numeral(small.value * scale, small.end + 1, scale, small.value)


def _digits(text: str, *, decimal: bool) -> Fraction:
    """Read digits; one mark before three digits is a decimal only before a scale."""
    grouped = _GROUPS.fullmatch(text)
    point = decimal and grouped and grouped[1] in ".,٫" and len(re.findall(r"\D", text)) == 1
    if grouped and not point and grouped[1] != "٫":
        return Fraction(int(re.sub(r"\D", "", text)))
    whole, _, part = re.sub(r"[,٫]", ".", text).partition(".")
    return Fraction(int(whole)) + (Fraction(int(part), 10 ** len(part)) if part else 0)


def _below_thousand(tokens: Sequence[Token], at: int, table: WordTable) -> Numeral | None:
    hundreds = _hundreds(tokens, at, table)
    if hundreds is None:
        return _below_hundred(tokens, at, table)
    end = hundreds.end
    rest = None
    if _joined(tokens, end):
        rest = _small_digits(tokens, end) or _below_hundred(tokens, end, table)
    return Numeral(hundreds.value + rest.value, rest.end) if rest else hundreds


def _hundreds(tokens: Sequence[Token], at: int, table: WordTable) -> Numeral | None:
    for section in ("hundreds", "hundred"):
        if (value := table.value(section, tokens[at])) is not None:
            return Numeral(Fraction(value), at + 1)
    unit = table.value("units", tokens[at])
    if unit and unit > 2 and _follows(tokens, at + 1, "hundred", table):
        return Numeral(Fraction(unit * 100), at + 2)
    return None


def _follows(tokens: Sequence[Token], at: int, section: str, table: WordTable) -> Any:
    """The value of an unjoined word of ``section`` at ``at``."""
    if at >= len(tokens) or tokens[at].lead:
        return None
    return table.value(section, tokens[at])


def _small_digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    word = tokens[at].word
    return Numeral(Fraction(int(word)), at + 1) if word.isdecimal() and len(word) < 3 else None


def _below_hundred(tokens: Sequence[Token], at: int, table: WordTable) -> Numeral | None:
    for section in ("teens", "tens", "ten"):
        if (value := table.value(section, tokens[at])) is not None:
            return Numeral(Fraction(value), at + 1)
    unit = table.value("units", tokens[at])
    bound = table.value("bound_units", tokens[at])
    low = unit if unit is not None else bound
    if not low:
        return None if low is None else Numeral(Fraction(0), at + 1)
    if _follows(tokens, at + 1, "ten", table):
        return Numeral(Fraction(10 + low), at + 2)
    if _joined(tokens, at + 1) and (tens := table.value("tens", tokens[at + 1])):
        return Numeral(Fraction(low + tens), at + 2)
    return None if unit is None else Numeral(Fraction(unit), at + 1)


def read_vague(tokens: Sequence[Token], at: int, table: WordTable) -> Vague | None:
    """The vague count that starts at word ``at``: عشرات الآلاف، بضعة، عدة مئات."""
    word = tokens[at].word
    if word in table.words("few", "words") or word in table.words("several", "words"):
        return _few(tokens, at, table)
    entry = table.value("vague", tokens[at])
    if entry is None:
        return None
    scale = _multiplier(tokens, at + 1, table) or 1
    end = at + (2 if scale > 1 else 1)
    low, high = entry["min"] * scale, entry["max"] * scale + scale - 1
    if end < len(tokens) and tokens[end].word in table.words("several", "words"):
        return Vague(table.raw["few"]["min"] * entry["unit"] * scale, high, end + 1)
    return Vague(low, high, end, entry["name"], scale)


def _few(tokens: Sequence[Token], at: int, table: WordTable) -> Vague | None:
    low, high = table.raw["few"]["min"], table.raw["few"]["max"]
    bare_few = tokens[at].word in table.words("few", "words")
    if at + 1 < len(tokens):
        if bare_few and _follows(tokens, at + 1, "ten", table):
            return Vague(10 + low, 10 + high, at + 2)
        base = read_vague(tokens, at + 1, table) if not tokens[at + 1].joined else None
        if base is not None:
            entry = table.value("vague", tokens[at + 1])
            unit = entry["unit"] * base.times if entry else 1
            return Vague(max(base.min, low * unit), base.max, base.end)
    return Vague(low, high, at + 1, "few") if bare_few else None
