"""Text cut into the words, numbers and marks that a count is made of.

Arabic glues conjunction, preposition and article to a word (وبالخمسين). They are
taken off only where the rest is a word of the table, so واحد keeps its و.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from conflict_ie.document import Span

__all__ = ["Token", "fold", "sentence_around", "tokenise"]

_MARK_CLASS = "\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_MARKS = re.compile(f"[{_MARK_CLASS}]")
_LETTERS = str.maketrans("أإآٱىةیک", "ااااي\u0647يك")
_GROUP = "[٬,،.'’\u00a0\u202f\u2009 ]"
_PIECE = re.compile(
    rf"(?P<digits>\d{{1,3}}(?P<sep>{_GROUP})\d{{3}}(?:(?P=sep)\d{{3}})*(?![\d٬,.٫]?\d)|\d+(?:[.,٫]\d+)?)"
    rf"|(?P<word>[^\W\d_](?:[^\W\d_]|[{_MARK_CLASS}])*)"
    r"|(?P<mark>[-–—−،,:/%٪])"
)
# a dot ends no sentence in 1.5 or behind a single letter (ي.ب.ك)
_SENTENCE_END = re.compile(r"[!?؟؛\n]|(?<!\W\w)\.(?!\d)")
# levelled, «وأحد عشر» (and eleven) reads like «واحد» (one), «الأحد عشر» like Sunday
_FUSED = {"واحد": "و", "الاحد": "ال"}
_TEN = ("عشر", "عشر\u0647")
_FIRST, _SECOND, _ARTICLE = ("", "و", "ف"), ("", "ب", "ل", "ك", "س"), ("", "ال")
_LEADS = frozenset(a + b + c for a in _FIRST for b in _SECOND for c in _ARTICLE) | {"لل", "ولل"}
_LONGEST_LEAD = max(map(len, _LEADS))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a text.

    Attributes:
        word: its levelled form without what is glued in front.
        start: offset of its first character, glued letters included.
        end: offset after its last character.
        lead: the conjunction, preposition and article in front (``"وال"``).
        raw: its characters as published.
    """

    word: str
    start: int
    end: int
    lead: str = ""
    raw: str = ""

    @property
    def is_digits(self) -> bool:
        """Whether it is written in digits of any script."""
        return self.word[:1].isdecimal()

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation that matters to a count."""
        return not (self.word[:1].isalnum())

    @property
    def joined(self) -> bool:
        """Whether و or ف ties it to what precedes."""
        return self.lead[:1] in ("و", "ف")


def fold(text: str) -> str:
    """Level the spellings of a word: hamza on alef, ى, ة, vowel marks, tatweel.

    Example:
        >>> fold("أربعـةٌ") == fold("اربعه")
        True
    """
    return _MARKS.sub("", text).translate(_LETTERS)


def _split_lead(word: str, known: frozenset[str]) -> tuple[str, str]:
    if word in known or word in _LEADS:
        return "", word
    # shortest first: بألفي is ب and ألفي, not بال and في
    for size in range(1, min(_LONGEST_LEAD, len(word) - 2) + 1):
        if word[:size] in _LEADS and word[size:] in known:
            return word[:size], word[size:]
    return "", word


def tokenise(text: str, known: frozenset[str]) -> tuple[Token, ...]:
    """Cut ``text`` into words, numbers and marks, with offsets into it.

    Args:
        text: text as published.
        known: levelled words in front of which glued letters are taken off.
    """
    tokens = list(_tokens(text, known))
    for at, (token, following) in enumerate(pairwise(tokens)):
        if token.word in _FUSED and following.word in _TEN:
            lead = token.lead + _FUSED[token.word]
            tokens[at] = replace(token, word="احد", lead=lead)
    return tuple(tokens)


def _tokens(text: str, known: frozenset[str]) -> Iterator[Token]:
    lead, lead_start = "", 0
    for match in _PIECE.finditer(text):
        own, word = _split_lead(fold(match[0]), known) if match["word"] else ("", match[0])
        if not word:
            continue
        if match["word"] and not own and word in _LEADS:
            lead_start = lead_start if lead else match.start()
            lead += word
            continue
        start = lead_start if lead else match.start()
        yield Token(word, start, match.end(), lead + own, match[0])
        lead = ""


def sentence_around(text: str, span: Span) -> tuple[int, int]:
    """Where the sentence that holds ``span`` starts and ends in ``text``."""
    start = 0
    for end in _SENTENCE_END.finditer(text, 0, span.start):
        start = end.end()
    tail = _SENTENCE_END.search(text, span.end)
    return start, tail.start() if tail else len(text)
