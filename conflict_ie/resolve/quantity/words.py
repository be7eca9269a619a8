"""The table of number words and of everything that stands around a count."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from conflict_ie.errors import ValueTableError
from conflict_ie.resolve.quantity.tokens import Token, fold, tokenise

__all__ = ["WordTable", "word_table"]

_NUMBER_SECTIONS = (
    "units",
    "bound_units",
    "ten",
    "teens",
    "tens",
    "hundred",
    "hundreds",
    "scales",
    "scale_plurals",
    "scale_duals",
    "scale_accusatives",
    "fractions",
    "vague",
    "others",
)
_CONTEXT_SECTIONS = (
    "few",
    "several",
    "approximators",
    "ranges",
    "no_counts",
    "subset",
    "cumulative",
    "casualties",
    "one_of",
    "not_singular",
    "pronoun_nouns",
    "post_nominal",
)
_PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "نا")


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """The words of ``numbers.toml``, levelled.

    Attributes:
        raw: the table as written.
        numbers: section name to word to value.
        nouns: noun class to form to the number that the form says.
        known: every word in front of which glued letters are taken off.
    """

    raw: Mapping[str, Any]
    numbers: Mapping[str, Mapping[str, Any]]
    nouns: Mapping[str, Mapping[str, int]]
    known: frozenset[str]

    def value(self, section: str, token: Token) -> Any:
        """What ``section`` says of the token's word; ``None`` if nothing."""
        return self.numbers[section].get(token.word)

    def phrases(self, *path: str) -> tuple[tuple[str, ...], ...]:
        """The phrases listed at ``path`` as words, longest first."""
        return _phrases(self, path)

    def words(self, *path: str) -> frozenset[str]:
        """The single words listed at ``path``."""
        return _words(self, path)


def _entry(table: WordTable, path: tuple[str, ...]) -> Iterable[str]:
    entry: Any = table.raw
    for key in path:
        entry = entry.get(key, ())
    return list(entry)


@cache
def _phrases(table: WordTable, path: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    cut = {tuple(t.word for t in tokenise(p, table.known)) for p in _entry(table, path)}
    return tuple(sorted(cut, key=lambda words: (-len(words), words)))


@cache
def _words(table: WordTable, path: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words[0] for words in _phrases(table, path) if len(words) == 1)


@cache
def word_table() -> WordTable:
    """The table that ships with the package, read once.

    Raises:
        ValueTableError: a word stands in one section with two values.
    """
    source = resources.files("conflict_ie") / "data" / "numbers.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    numbers = {section: _numbers(raw, section) for section in _NUMBER_SECTIONS}
    nouns = {name: _forms(raw, name) for name in raw["nouns"] if name != "not_forms"}
    return WordTable(raw, numbers, nouns, _known(raw, numbers, nouns))


def _numbers(raw: Mapping[str, Any], section: str) -> dict[str, Any]:
    levelled: dict[str, Any] = {}
    for word, value in raw[section].items():
        if levelled.setdefault(fold(word), value) != value:
            raise ValueTableError(
                f"numbers.toml [{section}]: {word!r} is written twice with different values, "
                f"{levelled[fold(word)]} and {value}; keep one"
            )
    return levelled


def _known(
    raw: Mapping[str, Any],
    numbers: Mapping[str, Mapping[str, Any]],
    nouns: Mapping[str, Mapping[str, int]],
) -> frozenset[str]:
    known = {word for words in numbers.values() for word in words}
    known |= {form.split()[0] for forms in nouns.values() for form in forms}
    for section in _CONTEXT_SECTIONS:
        known |= {_bare(fold(w)) for phrase in _listed(raw[section]) for w in phrase.split()}
    whole = raw["no_counts"]["words"] + raw["no_counts"]["percent"]
    return frozenset(known | {fold(word) for word in whole})


def _listed(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, Mapping):
        for value in entry.values():
            yield from _listed(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _listed(value)


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _forms(raw: Mapping[str, Any], name: str) -> dict[str, int]:
    """Every form of a noun class that says one or two; 0 where only vowels tell."""
    kinds = raw["nouns"][name]
    forms: dict[str, int] = {}
    for noun in map(fold, kinds.get("dual", ())):
        forms[noun] = 2
    for noun in map(fold, kinds.get("singular", ())):
        forms |= dict.fromkeys(_singulars(noun), 1)
    for kind in ("broken", "feminine", "sound"):
        for noun in map(fold, kinds.get(kind, ())):
            forms |= dict.fromkeys(_singulars(noun), 1)
            forms |= dict.fromkeys(_oblique_duals(noun), 0 if kind == "sound" else 2)
            forms |= dict.fromkeys(_nominative_duals(noun), 2)
            if kind == "sound":
                forms |= {noun + "تان": 2, noun + "تين": 2}
    forms |= {fold(word): 0 for word in kinds.get("plurals", ())}
    taken = {fold(word) for word in raw["nouns"]["not_forms"]}
    return {form: count for form, count in forms.items() if form not in taken}


def _stem(noun: str) -> str:
    return noun[:-1] + "ت" if noun.endswith("ه") else noun


def _singulars(noun: str) -> list[str]:
    accusative = [] if noun.endswith("ه") else [noun + "ا"]
    return [noun, *accusative, *(_stem(noun) + pronoun for pronoun in _PRONOUNS)]


def _oblique_duals(noun: str) -> list[str]:
    return [_stem(noun) + "ين", *(_stem(noun) + "ي" + pronoun for pronoun in _PRONOUNS)]


def _nominative_duals(noun: str) -> list[str]:
    return [_stem(noun) + "ان", *(_stem(noun) + "ا" + pronoun for pronoun in _PRONOUNS)]
