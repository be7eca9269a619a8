"""Whole date phrases: prepositions, ranges and pairs of dates around the plain ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from conflict_ie.resolve.dates.calendar import HIJRI, Interval, UnresolvedDate
from conflict_ie.resolve.dates.grammar import locate, needed
from conflict_ie.resolve.dates.lengths import Length, moment, read_length, window
from conflict_ie.resolve.dates.slots import contradiction, fill, not_understood
from conflict_ie.resolve.dates.words import Token, kinds

__all__ = ["NO_DIRECTION", "interval_of"]

NO_DIRECTION = "a length of time without a direction"
_DAY = timedelta(days=1)
_Tokens = tuple[Token, ...]


def interval_of(tokens: _Tokens, anchor: date | None) -> Interval:
    """The interval that a date phrase names.

    Raises:
        UnresolvedDate: with the reason, when it names none.
    """
    letters = kinds(tokens)
    if re.match("t.", letters) or (re.match("T.", letters) and tokens[0].value == "to"):
        return interval_of(tokens[1:], anchor)
    if re.fullmatch("J[on]", letters):
        return _nth_day(tokens[1].value, needed(anchor))
    if match := re.search("(?<=.)(T)(?=.)|(?<=B)[^B]+?(&)|(?<=m)(&)(?=m)", letters):
        at = match.start(match.lastindex or 0)
        return _range(tokens[:at], tokens[at + 1 :], anchor)
    if match := re.search("(?<=.)=", letters):
        return _agreed(tokens[: match.start()], tokens[match.end() :], anchor)
    if re.match("[ibalT].", letters):
        return _prefixed(letters[0], tokens[1:], anchor)
    return _plain(tokens, anchor)


def _plain(tokens: _Tokens, anchor: date | None) -> Interval:
    while kinds(tokens[-1:]) == "t":
        tokens = tokens[:-1]
    length = read_length(tokens)
    if length is None:
        return locate(fill(tokens), anchor)
    if length.direction is None:
        raise UnresolvedDate(NO_DIRECTION)
    return window(length, length.direction, needed(anchor))


def _nth_day(number: int, anchor: date) -> Interval:
    """«لليوم الثالث على التوالي»: from the first of those days to the anchor."""
    if number < 1:
        raise not_understood(f"day {number} of a series")
    return Interval(anchor - (number - 1) * _DAY, anchor, "day")


def _prefixed(preposition: str, tokens: _Tokens, anchor: date | None) -> Interval:
    counted, _, origin = kinds(tokens).partition("t")
    length = read_length(tokens[: len(counted)])
    if length is None:
        return _OPEN[preposition](interval_of(tokens, anchor), anchor)
    if length.direction:
        return window(length, length.direction, needed(anchor))
    if preposition in "ab" and len(counted) < len(tokens) and origin != "r":
        raise UnresolvedDate("counted from another event")
    return _counted(preposition, length, anchor)


def _counted(preposition: str, length: Length, anchor: date | None) -> Interval:
    if preposition == "T":
        raise UnresolvedDate(NO_DIRECTION)
    if preposition in "il":
        return window(length, "past", needed(anchor))
    return moment(length, -1 if preposition == "b" else 1, needed(anchor))


def _since(found: Interval, anchor: date | None) -> Interval:
    if found.start is None or (anchor and found.start > anchor):
        return found
    return replace(found, end=anchor)


def _before(found: Interval, anchor: date | None) -> Interval:
    return _open_sided(None, found.start and found.start - _outside(found), found)


def _after(found: Interval, anchor: date | None) -> Interval:
    return _open_sided(found.end and found.end + _outside(found), None, found)


def _until(found: Interval, anchor: date | None) -> Interval:
    return _open_sided(None, found.end, found)


def _within(found: Interval, anchor: date | None) -> Interval:
    return found


def _outside(found: Interval) -> timedelta:
    """Before or after a part of a day can still be on that day."""
    return timedelta(0) if found.part else _DAY


def _open_sided(start: date | None, end: date | None, found: Interval) -> Interval:
    if start is None and end is None:
        raise UnresolvedDate("words not understood: two open sides")
    return Interval(start, end, "day" if found.part else found.precision)


_OPEN: dict[str, Callable[[Interval, date | None], Interval]] = {
    "i": _since,
    "b": _before,
    "a": _after,
    "T": _until,
    "l": _within,
}


def _range(left: _Tokens, right: _Tokens, anchor: date | None) -> Interval:
    while kinds(left[:1]) in tuple("VtBil"):
        left = left[1:]
    if not left:
        return interval_of(right, anchor)
    if kinds(right[-1:]) == "A" and (match := re.search("[mh]", kinds(left))):
        right = right[:-1] + left[match.start() :]
    if kinds(left) in ("n", "o") and kinds(right[:1]) in ("n", "o"):
        left += right[1:]
    until = interval_of(right, anchor)
    named = re.search("[mh]", kinds(left)) and "Y" not in kinds(left)
    since = interval_of(left, until.end if named else anchor)
    if since.start and until.end and since.start > until.end:
        raise contradiction(f"{since.start} is not before {until.end}")
    return Interval(since.start, until.end, since.precision)


def _agreed(left: _Tokens, right: _Tokens, anchor: date | None) -> Interval:
    """«15 محرم 1439 الموافق 5 تشرين الأول 2017»: the Gregorian one counts.

    A day's difference is no contradiction: not every country follows Umm al-Qura.
    """
    if not re.search("[NmhY]", kinds(left)):
        return interval_of(left + right, anchor)
    first, second = interval_of(left, anchor), interval_of(right, anchor)
    if first.start and second.start and abs(first.start - second.start) > _DAY:
        raise contradiction(f"{first.start} is not {second.start}")
    return second if fill(left).calendar is HIJRI else first
