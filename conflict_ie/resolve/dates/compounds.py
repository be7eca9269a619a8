"""Words that only together say something: number words, clock times, years.

Every rule is a regular expression over the kinds of the tokens and a function
that rewrites the tokens it matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from conflict_ie.resolve.dates.words import Token, kinds

__all__ = ["compound", "is_year"]

_Tokens = tuple[Token, ...]
_Rewrite = Callable[[_Tokens], _Tokens]


def _rewrite(tokens: _Tokens, pattern: str, make: _Rewrite) -> _Tokens:
    done, rest = list[Token](), 0
    for match in re.finditer(pattern, kinds(tokens)):
        done += tokens[rest : match.start()]
        done += make(tokens[match.start() : match.end()])
        rest = match.end()
    return (*done, *tokens[rest:])


def _one(tokens: _Tokens, kind: str, value: object, size: str = "") -> _Tokens:
    text = " ".join(token.text for token in tokens)
    return (Token(kind, value, text, tokens[0].start, tokens[-1].end, size),)


def _sum(tokens: _Tokens) -> _Tokens:
    return _one(tokens, "n", sum(token.value for token in tokens if token.kind == "c"), "words")


def _ordinal(tokens: _Tokens) -> _Tokens:
    unit, _, tens = tokens
    if unit.value < 10 and tens.size == "words" and tens.value in (20, 30):
        return _one(tokens, "o", unit.value + tens.value)
    return tokens


def _clock(tokens: _Tokens) -> _Tokens:
    return _one(tokens, "K", None)


def _hour(tokens: _Tokens) -> _Tokens:
    return _one(tokens, "u", "hour", "the one")


def is_year(token: Token) -> bool:
    """Whether a number can only be a Gregorian year."""
    return token.kind == "n" and 1900 <= token.value <= 2099


def _year(tokens: _Tokens) -> _Tokens:
    number = tokens[-1]
    if len(tokens) == 1:
        return _one(tokens, "Y", number.value) if is_year(number) else tokens
    named = tokens[0].value == "year" and number.value >= 1000
    return _one(tokens, "Y", number.value) if named else (tokens[0], *_year(tokens[1:]))


def _hijri_mark(tokens: _Tokens) -> _Tokens:
    kind = "Y" if tokens[0].kind == "n" else tokens[0].kind
    return _one(tokens, kind, tokens[0].value, "hijri")


def _hijri_year(tokens: _Tokens) -> _Tokens:
    year = tokens[-1]
    return (*tokens[:-1], replace(year, kind="Y", size="hijri")) if year.value > 1300 else tokens


def _nth(tokens: _Tokens) -> _Tokens:
    today, ordinal = tokens
    return (replace(ordinal, size="nth"),) if today.text == "اليوم" else tokens


def _this(tokens: _Tokens) -> _Tokens:
    return (replace(tokens[0], kind="r", value=0), tokens[1])


def _first_hours(tokens: _Tokens) -> _Tokens:
    """«الساعات الأولى» is no first day of anything."""
    if not any(t.kind == "u" and t.value in ("hour", "minute") for t in tokens):
        return tokens
    return tuple(token for token in tokens if not (token.kind == "o" and token.value == 1))


_RULES: tuple[tuple[str, _Rewrite], ...] = (
    ("c(?:&c)*", _sum),
    ("o&n", _ordinal),
    ("B?kx?[Cno](?:&[FnoC])*|C|o&[oF](?=t?[pr])|o(?=t?p)", _clock),
    ("k", _hour),
    ("[nNY]H", _hijri_mark),
    ("h[tu]*n", _hijri_year),
    ("u?n", _year),
    ("ro", _nth),
    ("zp", _this),
    ("zr", lambda tokens: tokens[1:]),
)


def compound(tokens: _Tokens) -> _Tokens:
    """The tokens with number words, clock times and years put together."""
    for pattern, make in _RULES:
        tokens = _rewrite(tokens, pattern, make)
    return _first_hours(tokens)
