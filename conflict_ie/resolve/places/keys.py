"""The key under which a place name is filed, however it is spelt."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean", "loose_key", "strict_key", "unprefixed"]

_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\ufeff]"
)
_LETTERS = str.maketrans("أإآٱىیېکگةھۀئؤڨڤپچ", "اااايييككهههيوقفبج", "ء")
_NOT_LETTERS = re.compile(r"[^\w]+|_+")
_ARTICLE = re.compile(r"\bال(?=\w{2})")


def clean(name: str) -> str:
    """The name with one spelling per letter, single spaces and no marks.

    Example:
        >>> clean("«خان شيخـون»"), clean("إدلب")
        ('خان شيخون', 'ادلب')
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name)).translate(_LETTERS)
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())


def strict_key(name: str) -> str:
    """The key that still tells «الباب» from «باب».

    Example:
        >>> strict_key("كفر نوران") == strict_key("كفرنوران")
        True
    """
    return clean(name).replace(" ", "")


def loose_key(name: str) -> str:
    """The key without articles, under which a gazetteer files its names.

    Example:
        >>> loose_key("الأتارب") == loose_key("أتارب")
        True
    """
    return _ARTICLE.sub("", clean(name)).replace(" ", "")


def unprefixed(word: str) -> str:
    """A word of :func:`clean` text without the «ل» that ties it to what stands before.

    Example:
        >>> unprefixed("لحلب"), unprefixed("للباب")
        ('حلب', 'الباب')
    """
    if word.startswith("لل"):
        return "ال" + word[2:]
    return word[1:] if word.startswith("ل") else word
