"""How Arabic text falls into words and marks, and which letters before a word are its clitics.

Everything the model reads is a normalised copy of a word; everything it answers
is a word number. So no offset ever passes through normalisation.
"""

from __future__ import annotations

import re
import unicodedata

from conflict_ie.document import Span

__all__ = ["MAX_PREFIX", "clitics", "governs", "is_word", "normalise", "stem", "tokens"]

# Python's \w leaves combining marks out, which would shatter vocalised words.
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_INVISIBLE = "\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
_LETTERS = rf"[\w{_MARKS}\u0640\u200c\u200d]"
_LONGEST = 40
_TOKEN = re.compile(rf"{_LETTERS}{{1,{_LONGEST}}}|[^\w\s]")
_DROPPED = re.compile(rf"[{_MARKS}{_INVISIBLE}]")
_BEFORE = re.compile(r"^[وف]?[بلك]?(?=..)")
_STEMMED = 5
_VARIANTS = str.maketrans("یىکہھەۀۃ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "يىكههههة01234567890123456789")

# و ف ب ل ك س and the question particle أ, each alone or in a row of up to three.
_CLITIC = frozenset("وفبلكسأ")
MAX_PREFIX = 3
# A preposition or the first noun of an iḍāfa before a word: in Arabic the word then carries
# no further clitic, so «بلدة بسامس» cannot be ب + سامس.
_GOVERNING = frozenset(
    """
    في على إلى الى من عن قرب نحو حتى منذ بعد قبل خلال ضد بين عند لدى باتجاه
    مدينة بلدة منطقة محافظة حي ناحية ولاية قضاء محيط أطراف
    جنوب شرق غرب وسط شمالي جنوبي شرقي غربي
    """.split()
)


def tokens(text: str) -> list[Span]:
    """Words and single punctuation marks, in reading order.

    Example:
        >>> [s.of("قُتِلَ، وأُصيب") for s in tokens("قُتِلَ، وأُصيب")]
        ['قُتِلَ', '،', 'وأُصيب']
    """
    return [Span(m.start(), m.end()) for m in _TOKEN.finditer(text)]


def is_word(token: str) -> bool:
    """Whether a token is a word and no punctuation mark."""
    return re.match(_LETTERS, token) is not None


def normalise(token: str) -> str:
    """The token as the model reads it: no marks or tatweel, plain letters and digits.

    Example:
        >>> normalise("قُتِـــلَ"), normalise("ﻻ"), normalise("٣٥")
        ('قتل', 'لا', '35')
    """
    plain = unicodedata.normalize("NFKC", _DROPPED.sub("", token)).translate(_VARIANTS)
    return plain.encode("utf-8", "ignore").decode("utf-8")


def stem(token: str) -> str:
    """The normalised token without what looks like a conjunction and a preposition before it.

    Forms of one word fall together. Letters that belong to it are lost as well («وزارة»),
    which does no harm where forms are only counted.

    Example:
        >>> stem("وبالقصف"), stem("القصف"), stem("وزارة")
        ('القصف', 'القصف', 'زارة')
    """
    plain = normalise(token)
    return _BEFORE.sub("", plain) if len(plain) >= _STEMMED else plain


def clitics(word: str) -> list[int]:
    """Where a span could start inside a word: 0, then the offset after each leading clitic.

    Example:
        >>> clitics("وبلدة"), clitics("دمشق")
        ([0, 1, 2, 3], [0])
    """
    starts, at = [0], 0
    while len(starts) <= MAX_PREFIX and at < len(word) and word[at] in _CLITIC:
        at += 1
        while at < len(word) and _DROPPED.match(word[at]):
            at += 1
        if at < len(word):
            starts.append(at)
    return starts


def governs(token: str) -> bool:
    """Whether the word after this one can carry no clitic.

    Example:
        >>> governs("في"), governs("وبلدة"), governs("قصف")
        (True, True, False)
    """
    plain = normalise(token)
    return plain in _GOVERNING or (plain[:1] in _CLITIC and plain[1:] in _GOVERNING)
