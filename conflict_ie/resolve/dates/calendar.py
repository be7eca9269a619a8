"""Arithmetic of days, weeks, months, seasons and years in two calendars.

Hijri dates are those of the Umm al-Qura calendar. Countries that go by the
sighting of the moon can differ from it by a day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from hijridate import Gregorian as HijridateGregorian
from hijridate import Hijri as HijridateHijri

from conflict_ie.errors import ConflictIEError
from conflict_ie.resolve.dates.words import calendar_table

__all__ = [
    "GREGORIAN",
    "HIJRI",
    "Calendar",
    "Interval",
    "UnresolvedDate",
    "add_months",
    "month",
    "narrow",
    "offset_of",
    "season",
    "week",
    "weekday",
    "year_of",
    "year_span",
]


class UnresolvedDate(ConflictIEError):
    """Why a date phrase names no interval; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` to ``end``, both included; ``None`` is an open side."""

    start: date | None
    end: date | None
    precision: str
    part: str | None = None


class Calendar(Protocol):
    """What the grammar asks of a calendar."""

    def parts(self, day: date) -> tuple[int, int, int]:
        """Year, month and day of the month of a day."""

    def date(self, year: int, month: int, day: int) -> date:
        """The day of that name."""

    def length(self, year: int, month: int) -> int:
        """The number of days of a month."""


class _Gregorian:
    def parts(self, day: date) -> tuple[int, int, int]:
        return day.year, day.month, day.day

    def date(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError as error:
            raise _no_such(year, month, day) from error

    def length(self, year: int, month: int) -> int:
        return calendar.monthrange(year, month)[1]


class _Hijri:
    def parts(self, day: date) -> tuple[int, int, int]:
        try:
            return HijridateGregorian.fromdate(day).to_hijri().datetuple()
        except (ValueError, OverflowError) as error:
            raise _no_such(day.year, day.month, day.day) from error

    def date(self, year: int, month: int, day: int) -> date:
        try:
            found = HijridateHijri(year, month, day).to_gregorian()
        except (ValueError, OverflowError) as error:
            raise _no_such(year, month, day) from error
        return date(found.year, found.month, found.day)

    def length(self, year: int, month: int) -> int:
        return HijridateHijri(year, month, 1).month_length()


GREGORIAN: Calendar = _Gregorian()
HIJRI: Calendar = _Hijri()


def _no_such(year: int, month: int, day: int) -> UnresolvedDate:
    return UnresolvedDate(f"no such calendar date: day {day}, month {month}, year {year}")


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return GREGORIAN.date(year, month + 1, min(day.day, GREGORIAN.length(year, month + 1)))


def week(anchor: date, offset: int) -> tuple[date, date]:
    """The week ``offset`` weeks from the one that holds ``anchor``."""
    first: int = calendar_table()["policy"]["week_start"]
    start = anchor + timedelta(days=7 * offset - (anchor.isoweekday() - first) % 7)
    return start, start + timedelta(days=6)


def month(year: int, number: int, *, of: Calendar = GREGORIAN) -> tuple[date, date]:
    """First and last day of a month."""
    return of.date(year, number, 1), of.date(year, number, of.length(year, number))


def year_span(year: int, *, of: Calendar = GREGORIAN) -> tuple[date, date]:
    """First and last day of a year."""
    return of.date(year, 1, 1), month(year, 12, of=of)[1]


def season(year: int, first_month: int) -> tuple[date, date]:
    """Three months; the winter of a year is the one that ends in it."""
    start = GREGORIAN.date(year - (first_month == 12), first_month, 1)
    return start, add_months(start, 3) - timedelta(days=1)


def weekday(anchor: date, number: int, direction: str) -> date:
    """The day of that name: on or before the anchor, strictly before, or after it."""
    back = (anchor.isoweekday() - number) % 7
    if direction == "next":
        return anchor + timedelta(days=7 - back)
    if direction in ("past", "before_last"):
        back = back or 7
    return anchor - timedelta(days=back + 7 * (direction == "before_last"))


_PERIODS = {"past": -1, "before_last": -2, "next": 1}


def offset_of(direction: str) -> int:
    """How many periods away a direction word points."""
    return _PERIODS.get(direction, 0)


def year_of(month: int, day: int | None, direction: str, anchor: tuple[int, int, int]) -> int:
    """The year of a month, or of a day in it, that is named without one.

    Args:
        month: number of the month.
        day: day of the month, ``None`` for the month as a whole.
        direction: ``past``, ``before_last``, ``current``, ``next`` or empty,
            which is the latest one that had begun.
        anchor: year, month and day of publication in the same calendar.
    """
    year, now = anchor[0], anchor[1:]
    named, here = ((month, day), now) if day else ((month, 0), (now[0], 0))
    if direction == "current" and month != now[0]:
        raise UnresolvedDate("the words contradict each other: not the month of the anchor")
    if direction in ("past", "before_last"):
        return year - (named >= here) - (direction == "before_last")
    if direction == "next":
        return year + (named <= here)
    return year if direction == "current" else year - (named > here)


def narrow(interval: Interval, edge: str, *, of: Calendar = GREGORIAN) -> Interval:
    """The part of a period that مطلع, منتصف, أواخر and the like keep of it."""
    shares = calendar_table()["narrowing"].get(interval.precision, {})
    if edge not in shares or interval.start is None or interval.end is None:
        raise UnresolvedDate(f"words not understood: {edge} of a {interval.precision}")
    first, last = shares[edge]
    if interval.precision in ("week", "month"):
        start = interval.start + timedelta(days=first - 1)
        end = interval.start + timedelta(days=last - 1) if last else interval.end
        return Interval(start, end, interval.precision)
    if of is HIJRI:
        year = HIJRI.parts(interval.start)[0]
        return Interval(
            month(year, first, of=of)[0], month(year, last, of=of)[1], interval.precision
        )
    step = 12 if interval.precision == "decade" else 1
    start = add_months(interval.start, step * (first - 1))
    end = add_months(interval.start, step * last) - timedelta(days=1)
    return Interval(start, end, interval.precision)
