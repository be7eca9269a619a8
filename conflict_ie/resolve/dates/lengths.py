"""Lengths of time («48 ساعة», «الأيام الثلاثة الماضية») and what they reach.

A plural without a number is read as widely as its form allows: أيام and بضعة
count three to ten, so «الأيام الماضية» reaches back ten days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conflict_ie.resolve.dates.calendar import (
    Interval,
    UnresolvedDate,
    add_months,
    month,
    year_span,
)
from conflict_ie.resolve.dates.words import Token, calendar_table, kinds

__all__ = ["Length", "moment", "read_length", "window"]

_UNITS = ("minute", "hour", "day", "week", "month", "year", "decade", "century")
_YEARS = {"year": 1, "decade": 10, "century": 100}
_HALF_WEEK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Length:
    """So many units of time, with the direction the words give it, if any."""

    unit: str
    low: int
    high: int
    direction: str | None


def read_length(tokens: tuple[Token, ...]) -> Length | None:
    """The length of time that the tokens say, ``None`` if they say none."""
    letters = kinds(tokens)
    if not re.fullmatch("[nuqxF&|d]*u[nuqxF&|d]*", letters) or _is_period(tokens):
        return None
    directions = {token.value for token in tokens if token.kind == "d"}
    fraction_reaches = "F" in letters and bool(directions)
    if fraction_reaches or len(directions) > 1 or "current" in directions:
        raise UnresolvedDate("words not understood: " + " ".join(t.text for t in tokens))
    unit = max((t.value for t in tokens if t.kind == "u"), key=_UNITS.index)
    low, high = _count(tokens)
    return _in_years(unit, low, high, min(directions, default=None))


def _is_period(tokens: tuple[Token, ...]) -> bool:
    """«العام الماضي», «العام»: one period of the calendar, no length."""
    singles = [t for t in tokens if t.kind == "u"]
    counted = any(t.kind in "nqxF" for t in tokens)
    letters = kinds(tokens)
    if re.search("un", letters) and singles[0].size == "one" and not _says_one(tokens):
        return True
    if re.search("nu", letters) and singles[0].size == "the one":
        return True
    bare = len(singles) == 1 and singles[0].size.endswith("one") and not counted
    return bare and (singles[0].size == "the one" or any(t.kind == "d" for t in tokens))


def _says_one(tokens: tuple[Token, ...]) -> bool:
    return all(t.value == 1 for t in tokens if t.kind == "n")


def _count(tokens: tuple[Token, ...]) -> tuple[int, int]:
    numbers = [token.value for token in tokens if token.kind == "n"]
    if numbers:
        return min(numbers), max(numbers)
    sizes = [token.size.removeprefix("the ") for token in tokens if token.kind == "u"]
    if "q" in kinds(tokens) or "many" in sizes:
        low, high = calendar_table()["policy"]["few"]
        return low, high
    return (1, 2 if "two" in sizes else 1) if len(sizes) > 1 else _single(sizes[0])


def _single(size: str) -> tuple[int, int]:
    return (2, 2) if size == "two" else (1, 1)


def _in_years(unit: str, low: int, high: int, direction: str | None) -> Length:
    if unit not in _YEARS:
        return Length(unit, low, high, direction)
    return Length("year", low * _YEARS[unit], high * _YEARS[unit], direction)


def _shift(anchor: date, unit: str, count: int) -> date:
    try:
        if unit in ("month", "year"):
            return add_months(anchor, count * (12 if unit == "year" else 1))
        return anchor + timedelta(days=count * (7 if unit == "week" else 1))
    except (ValueError, OverflowError) as error:
        raise UnresolvedDate(f"no such calendar date: {count} {unit}s from {anchor}") from error


def _in_days(length: Length) -> tuple[int, int]:
    """The fewest and the most midnights that so many hours or minutes cross."""
    hours = 24 if length.unit == "hour" else 1440
    return length.low // hours, -(-length.high // hours)


def window(length: Length, direction: str, anchor: date) -> Interval:
    """The stretch of that length that ends, or begins, at the anchor."""
    if direction == "before_last":
        raise UnresolvedDate("words not understood: a length before the last one")
    sign = 1 if direction == "next" else -1
    if length.unit in ("minute", "hour"):
        far, unit = anchor + timedelta(days=sign * _in_days(length)[1]), "hour"
    else:
        far, unit = _shift(anchor, length.unit, sign * length.high), length.unit
    return Interval(min(far, anchor), max(far, anchor), unit)


def moment(length: Length, sign: int, anchor: date) -> Interval:
    """When something was that long ago (``sign`` -1), or will be in that time (1).

    A count of days is exact. A count of weeks is taken as the seven days
    around it, a count of months or years as the calendar month or year.
    """
    if length.unit in ("minute", "hour"):
        ends = sorted(anchor + timedelta(days=sign * days) for days in _in_days(length))
        return Interval(ends[0], ends[1], "hour")
    near, far = sorted(_shift(anchor, length.unit, sign * n) for n in (length.low, length.high))
    if length.unit == "week" and near == far:
        near, far = near - _HALF_WEEK, far + _HALF_WEEK
    elif length.unit == "month":
        near, far = month(near.year, near.month)[0], month(far.year, far.month)[1]
    elif length.unit == "year":
        near, far = year_span(near.year)[0], year_span(far.year)[1]
    return Interval(near, far, length.unit)
