"""Date phrases of Arabic news, resolved to intervals against the day of publication.

News tells of the past: a bare weekday is the last such day up to the day of
publication, a month or a day without its year the latest one that had begun.
A word that needs the day of publication stays unresolved without it, and so
does a phrase whose words contradict each other; the reason is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from conflict_ie.document import Document, Entity
from conflict_ie.resolve.dates.calendar import UnresolvedDate
from conflict_ie.resolve.dates.compounds import compound
from conflict_ie.resolve.dates.dateline import find_dateline
from conflict_ie.resolve.dates.phrases import NO_DIRECTION, interval_of
from conflict_ie.resolve.dates.words import Token, kinds, read_words

__all__ = ["When", "date_of", "find_dateline", "parse_date"]

_OUT_OF_RANGE = "no such calendar date: outside the years 1 to 9999"
_BEFORE = 24
_AFTER = 24


@dataclass(frozen=True, slots=True)
class When:
    """The days that a date phrase names, or why it names none.

    Attributes:
        start: first day, ``None`` when open or unresolved.
        end: last day, included; ``None`` when open or unresolved.
        precision: what the words name: ``part`` (of a day), ``hour``, ``day``,
            ``week``, ``month``, ``season``, ``year``, ``decade``; ``duration``
            for a length of time that stands nowhere; ``unknown``.
        part: ``dawn``, ``morning``, ``noon``, ``afternoon``, ``evening``,
            ``night`` or ``daytime``.
        unresolved: the reason, ``None`` when there is an interval.
        text: the phrase as published.
    """

    start: date | None
    end: date | None
    precision: str
    part: str | None = None
    unresolved: str | None = None
    text: str = ""


def parse_date(phrase: str, *, anchor: date | None = None) -> When | None:
    """Resolve a date phrase.

    Weeks run from Saturday to Friday. Thirds of a month end on the 10th and
    the 20th. Plurals without a number reach back ten units («الأيام الماضية»).
    Hijri dates follow the Umm al-Qura calendar.

    Args:
        phrase: the phrase with its preposition, if that matters («منذ أيام»).
        anchor: the day of publication.

    Returns:
        The interval or the reason why there is none; ``None`` when the phrase
        is no date.

    Example:
        >>> from datetime import date
        >>> when = parse_date("أواخر فبراير/شباط الماضي", anchor=date(2016, 4, 12))
        >>> print(when.start, when.end, when.precision)
        2016-02-21 2016-02-29 month
        >>> parse_date("صباح أمس").unresolved
        'relative date without an anchor: give the day of publication'
    """
    tokens = compound(read_words(phrase))
    if not _is_temporal(tokens):
        return None
    try:
        found = interval_of(tokens, anchor)
    except UnresolvedDate as reason:
        precision = "duration" if str(reason) == NO_DIRECTION else "unknown"
        return When(None, None, precision, _part(tokens), str(reason), phrase)
    except OverflowError:
        return When(None, None, "unknown", _part(tokens), _OUT_OF_RANGE, phrase)
    return When(found.start, found.end, found.precision, found.part, None, phrase)


def _is_temporal(tokens: tuple[Token, ...]) -> bool:
    nth = any(token.size == "nth" for token in tokens)
    return nth or bool(re.search("[NYPKCmhwrpusfDVEQJe]|[no]t?[dA]", kinds(tokens)))


def date_of(mention: Entity, document: Document, *, published: date | None = None) -> When | None:
    """Resolve a DATE mention where it stands.

    The preposition before the mention (منذ, قبل, بعد, خلال, حتى) is no part
    of it but of its meaning, and so is «من» after a counted length, which
    then counts from another event, as a length after «بعد» always does.

    Args:
        mention: a DATE mention of the document.
        document: the text around it; its dateline is the anchor when
            ``published`` is not given.
        published: the day of publication.

    Example:
        >>> from datetime import date
        >>> from conflict_ie.document import Document, Entity, Span
        >>> text = "انسحبت الفصائل قبل ثلاثة أيام."
        >>> mention = Entity("DATE", Span(19, 29), "ثلاثة أيام")
        >>> document = Document("d1", text, entities=(mention,))
        >>> date_of(mention, document, published=date(2017, 12, 13)).start
        datetime.date(2017, 12, 10)
    """
    dateline = None if published else find_dateline(document.text)
    anchor = dateline[0] if dateline else published
    before = document.text[max(0, mention.span.start - _BEFORE) : mention.span.start]
    after = document.text[mention.span.end : mention.span.end + _AFTER]
    preposition = _preposition(before)
    # In running text «بعد يومين» follows on something told, not on today: of 36 lengths
    # after «بعد» in 1,501 date mentions of real news none counts from publication.
    complement = "من" if preposition == "بعد" else _complement(after)
    phrase = f"{preposition} {mention.text} {complement}".strip()
    found = parse_date(phrase, anchor=anchor)
    return replace(found, text=mention.text) if found else None


def _preposition(before: str) -> str:
    """The last word before a mention, if it is a preposition of time."""
    words = before.split("\n")[-1].split()
    last = read_words(words[-1]) if words and before[-1:].isspace() else ()
    known = last and last[-1].kind in "ibalT" and last[-1].value != "to"
    return last[-1].text.removeprefix("و") if known else ""


def _complement(after: str) -> str:
    """«من» or «على» right after a mention: what it is counted from."""
    match = re.match(r"\s(?:فقط\s|تقريبا\w*\s)?(من|على)\s+(?!التوالي)\S", after)
    return match[1] if match else ""


def _part(tokens: tuple[Token, ...]) -> str | None:
    parts = [token.value for token in tokens if token.kind == "p"]
    return None if not parts else "night" if parts[0] in ("eve", "midnight") else parts[0]
