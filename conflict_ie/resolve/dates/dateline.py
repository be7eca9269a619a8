"""The day of publication, where an article prints it at its head or foot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from conflict_ie.document import Span
from conflict_ie.resolve.dates.calendar import UnresolvedDate
from conflict_ie.resolve.dates.compounds import compound
from conflict_ie.resolve.dates.phrases import interval_of
from conflict_ie.resolve.dates.words import kinds, read_words

__all__ = ["find_dateline"]

_HEAD, _FOOT = 6, 3
_FEW_WORDS = 5
_FULL_DATE = re.compile(r"(?:wR?)?(?:N|[no]t?S?m(?:S?m)?[RSt]?Y)")
_CLOSED = re.compile(r"\s*[-–—:|)،•]|\s*$")
_PLACE_BEFORE = re.compile(r"[^.!؟]{0,40}[-–—:|(،,•]\s*|\s*[•*]?\s*")


# Every relative date of an article asks for it.
@lru_cache(maxsize=32)
def find_dateline(text: str) -> tuple[date, Span] | None:
    r"""Find the date line of an article and where it stands.

    A full date (day, month, year) counts in the first six or the last three
    lines that are not blank, when it stands almost alone in its line or heads
    it after a place («دمشق - 12 آذار/مارس 2018»). A date in running text does
    not count, nor one whose weekday contradicts it. The head goes first.

    Example:
        >>> day, span = find_dateline("وكالة قاسيون\nالجمعة, 4 أكتوبر - 2024\nقُتل جنديان.")
        >>> print(day, span.start, span.end)
        2024-10-04 13 36
    """
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for offset, line in lines[:_HEAD] + lines[max(_HEAD, len(lines) - _FOOT) :]:
        for day, span in _full_dates(line):
            if _is_header(line, span):
                return day, Span(offset + span.start, offset + span.end)
    return None


def _full_dates(line: str) -> Iterator[tuple[date, Span]]:
    tokens = compound(read_words(line))
    for match in _FULL_DATE.finditer(kinds(tokens)):
        part = tokens[match.start() : match.end()]
        try:
            found = interval_of(part, None)
        except UnresolvedDate:
            continue
        if found.start and found.start == found.end:
            yield found.start, Span(part[0].start, part[-1].end)


def _is_header(line: str, span: Span) -> bool:
    before, after = line[: span.start], line[span.end :]
    rest = [word for word in (before + " " + after).split() if re.search(r"[^\W\d_]", word)]
    if len(rest) <= _FEW_WORDS and not re.search(r"[.!؟]\s*$", line):
        return True
    return bool(_PLACE_BEFORE.fullmatch(before) and _CLOSED.match(after))
