"""Date phrases as typed words, by the tables of ``data/calendar.toml``.

Each word (or set phrase) becomes a token whose kind is one letter, so that
word order can be described by plain regular expressions over the kinds.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["Token", "calendar_table", "kinds", "read_words"]

_FOLD = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_SHAPES = re.compile(
    r"(?P<N>\d{1,4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}(?!\d)|\d{1,2} \d{1,2} \d{4}(?!\d))"
    r"|(?P<C>\d{1,2}[:٫]\d{2}|(?<=ال )\d{1,2}\.\d{2}|(?<=ساعه )\d{1,2}\.\d{2})"
    r"|(?P<P>\d{1,2}/\d{1,2}(?!\d))"
    r"|(?P<n>\d+)|(?P<S>/)|(?P<R>[-–—])|(?P<W>[^\W\d_]+)"
)
_LONGEST = 5
# One letter a kind. Upper case: what a pass over the letters makes of others.
_MARKS = {
    "clock": "k", "fraction": "F", "few": "q", "approximate": "x", "this": "z", "and": "&",
    "or": "|", "from": "t", "on": "t", "to": "T", "until": "T", "between": "B", "since": "i",
    "before": "b", "after": "a", "within": "l",
    "agrees": "=", "hijri": "H", "nth_day": "J", "own_count": "Q",
    "earlier": "E", "vague": "V", "other": "A", "noise": "_",
}  # fmt: skip
_TABLES = {
    "months": "m", "hijri_months": "h", "weekdays": "w", "relative_days": "r", "parts": "p",
    "seasons": "s", "edges": "e", "directions": "d", "decades": "D", "cardinals": "c",
    "ordinals": "o",
}  # fmt: skip
_NUMBERED = "mhwrsDco"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or set phrase of a date phrase.

    Attributes:
        kind: one letter, see ``data/calendar.toml`` for the words of each.
        value: month number, ISO weekday, offset in days, name of a part, …
        text: the folded characters.
        start: offset of the first character in the untouched phrase.
        end: offset after the last one.
        size: for units ``one``, ``two`` or ``many``; ``the`` before it when definite.
    """

    kind: str
    value: Any
    text: str
    start: int
    end: int
    size: str = ""


_Meaning = tuple[tuple[str, Any, str], ...]


@lru_cache(maxsize=1)
def calendar_table() -> Mapping[str, Any]:
    """The tables of ``data/calendar.toml``."""
    source = files("conflict_ie").joinpath("data", "calendar.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def fold(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the offset it came from."""
    kept, origin = [], []
    for offset, published in enumerate(text):
        # A ligature such as ﻷ is two letters that came from one.
        for char in unicodedata.normalize("NFKC", published):
            if char == "ـ" or unicodedata.category(char) in ("Mn", "Cf"):
                continue
            digit = unicodedata.digit(char, None) if char.isdecimal() else None
            plain = " " if char.isspace() else char.translate(_FOLD)
            kept.append(plain if digit is None else str(digit))
            origin.append(offset)
    return "".join(kept), [*origin, len(text)]


def _entries() -> Iterator[tuple[str, _Meaning]]:
    table = calendar_table()
    for section, kind in _TABLES.items():
        for key, words in table[section].items():
            value = int(key) if kind in _NUMBERED else key
            yield from ((word, ((kind, value, ""),)) for word in words)
    for key, words in table["relative_nights"].items():
        yield from ((word, (("r", int(key), ""), ("p", "night", ""))) for word in words)
    for unit, sizes in table["units"].items():
        for size, words in sizes.items():
            yield from ((word, (("u", unit, size),)) for word in words)
    for name, holiday in table["holidays"].items():
        yield from ((word, (("f", name, ""),)) for word in holiday["words"])
    for mark, words in table["marks"].items():
        yield from ((word, ((_MARKS[mark], mark, ""),)) for word in words)


def _bare(words: str) -> str:
    return " ".join(w[2:] if w.startswith("ال") and len(w) > 3 else w for w in words.split())


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, _Meaning]:
    exact = {fold(word)[0]: meaning for word, meaning in _entries()}
    return {_bare(word): meaning for word, meaning in exact.items() if len(word) > 4} | exact


def _meaning(words: str) -> _Meaning | None:
    lexicon = _lexicon()
    found = lexicon.get(words)
    if found is None and (found := lexicon.get(_bare(words))) and words.startswith("ال"):
        return tuple((kind, value, "the " + size) for kind, value, size in found)
    return found


def _with_clitic(word: str) -> _Meaning | None:
    if word.startswith("لل") and (found := _meaning("ال" + word[2:])):
        return found
    rest = _meaning(word[1:]) if len(word) > 2 else None
    if rest and word[0] == "و":
        return (("&", "and", ""), *rest)
    if rest and word[0] in "بلفك":
        return rest
    if word.startswith("و") and len(word) > 3 and word[1] in "بلفك":
        return _with_clitic(word[1:])
    return None


def _numeric(kind: str, text: str) -> Any:
    return tuple(int(part) for part in re.findall(r"\d+", text)) if kind in "NPC" else int(text)


def _shapes(text: str) -> list[tuple[str, str, int, int]]:
    return [(m.lastgroup or "", m[0], m.start(), m.end()) for m in _SHAPES.finditer(text)]


def _phrase_at(shapes: list[tuple[str, str, int, int]], at: int) -> tuple[_Meaning, int]:
    """The meaning of the longest known run of words at a place, and its length."""
    run = [text for kind, text, *_ in shapes[at : at + _LONGEST] if kind in "WRS"]
    for length in range(len(run), 0, -1):
        if all(kind == "W" for kind, *_ in shapes[at : at + length]) and (
            found := _meaning(" ".join(run[:length])) or _clitic_phrase(run[:length])
        ):
            return found, length
    return (("?", None, ""),), 1


def _clitic_phrase(words: list[str]) -> _Meaning | None:
    return _with_clitic(" ".join(words))


def read_words(phrase: str) -> tuple[Token, ...]:
    """The typed words of a phrase, in reading order; noise words are left out."""
    folded, origin = fold(phrase)
    shapes, tokens, at = _shapes(folded), list[Token](), 0
    while at < len(shapes):
        kind, text, start, end = shapes[at]
        meaning, length = (((kind, None, ""),), 1) if kind != "W" else _phrase_at(shapes, at)
        end = shapes[at + length - 1][3]
        for letter, value, size in meaning:
            value = _numeric(kind, text) if kind in "NPCn" else value
            place = origin[start], origin[end - 1] + 1
            tokens.append(Token(letter, value, folded[start:end], *place, size))
        at += length
    return tuple(token for token in tokens if token.kind != "_")


def kinds(tokens: tuple[Token, ...]) -> str:
    """The kinds of tokens as one string, a letter a token."""
    return "".join(token.kind for token in tokens)
