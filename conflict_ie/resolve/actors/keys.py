"""The key under which an actor's name is filed, however it is spelt and declined."""

from __future__ import annotations

import re
from functools import lru_cache

from conflict_ie.resolve.places.keys import clean

__all__ = ["name_key", "plain_key", "readings", "unlam"]

_ARTICLE = re.compile(r"^ال(?=\w{3})")
_NISBA = re.compile(r"(?<=\w{2})(?:يين|يون|يه)$")
_PLURAL = re.compile(r"(?<=\w{3})ون$")
_ASIDE = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_FORMER = "سابقا"


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The name without marks, quotes and articles, with one spelling per letter and ending.

    Example:
        >>> name_key("المتمرّدون الحوثيون") == name_key("متمردين حوثيين")
        True
    """
    return " ".join(map(_stem, clean(name).casefold().split()))


def _stem(word: str) -> str:
    bare = _ARTICLE.sub("", word)
    return _PLURAL.sub("ين", _NISBA.sub("ي", bare))


def plain_key(name: str) -> str:
    """The key of an unlisted name: as :func:`name_key`, with the endings kept.

    Example:
        >>> plain_key("كتيبة «شهداء القانون»")
        'كتيبه شهدا قانون'
    """
    return " ".join(_ARTICLE.sub("", word) for word in clean(name).casefold().split())


def readings(name: str) -> tuple[str, ...]:
    """The name whole, without what it puts in brackets, and that alone.

    A former name («النصرة سابقاً») is no name of the present group, so it is left out.

    Example:
        >>> readings("تنظيم الدولة (داعش)")
        ('تنظيم الدولة (داعش)', 'تنظيم الدولة', 'داعش')
    """
    asides = [a for a in _ASIDE.findall(name) if _FORMER not in clean(a)]
    parts = (name, _ASIDE.sub(" ", name).strip(), *asides)
    return tuple(dict.fromkeys(part for part in parts if clean(part)))


def unlam(word: str) -> tuple[str, ...]:
    """What a word is without the «ل» that ties it to what stands before.

    Example:
        >>> unlam("للنظام"), unlam("لهادي"), unlam("هادي")
        (('النظام',), ('هادي',), ())
    """
    if word.startswith("لل"):
        return (f"ال{word[2:]}",)
    return (word[1:],) if word.startswith("ل") and len(word) > 2 else ()
