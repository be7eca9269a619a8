"""From the slots of a calendar date to the days it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from conflict_ie.resolve.dates.calendar import (
    GREGORIAN,
    HIJRI,
    Interval,
    UnresolvedDate,
    add_months,
    month,
    narrow,
    offset_of,
    season,
    week,
    weekday,
    year_of,
    year_span,
)
from conflict_ie.resolve.dates.slots import Slots, contradiction, not_understood
from conflict_ie.resolve.dates.words import calendar_table

__all__ = ["locate", "needed"]

_DAY = timedelta(days=1)


def needed(anchor: date | None) -> date:
    """The anchor, or the reason why there is no date without one."""
    if anchor is None:
        raise UnresolvedDate("relative date without an anchor: give the day of publication")
    return anchor


def locate(slots: Slots, anchor: date | None) -> Interval:
    """The interval that the slots name, with its part of the day.

    Raises:
        UnresolvedDate: the words contradict each other, need an anchor that
            is missing, or name no day at all.
    """
    found = _base(slots, anchor)
    found = _checked(_on_weekday(found, slots), slots, anchor)
    if slots.earlier and anchor and found.end and found.end > anchor:
        found = replace(found, end=anchor)
    return _with_part(found, slots)


def _base(slots: Slots, anchor: date | None) -> Interval:
    if slots.dates:
        return _days([slots.calendar.date(*parts) for parts in slots.dates])
    if slots.holiday:
        return _holiday(slots, anchor)
    if slots.month:
        return _in_month(slots, anchor)
    if slots.days:
        return _day_of_named_month(slots, anchor)
    if slots.season:
        return _season(slots, anchor)
    if slots.decade:
        start = date(slots.decade, 1, 1)
        end = year_span(slots.decade + 9)[1]
        return _edged(Interval(start, end, "decade"), slots)
    return _period_or_day(slots, anchor)


def _period_or_day(slots: Slots, anchor: date | None) -> Interval:
    if slots.relative is None and (slots.years or slots.units):
        return _period(slots, anchor)
    if slots.edge:
        raise not_understood(slots.edge)
    if slots.relative is not None:
        return _days([needed(anchor) + slots.relative * _DAY])
    if slots.weekdays:
        return _weekdays(slots, needed(anchor))
    if slots.parts or slots.clock:
        raise UnresolvedDate("part of day without a day")
    raise UnresolvedDate("vague: no day or length is stated")


def _days(days: list[date]) -> Interval:
    return Interval(min(days), max(days), "day")


def _edged(interval: Interval, slots: Slots) -> Interval:
    return narrow(interval, slots.edge, of=slots.calendar) if slots.edge else interval


def _weekdays(slots: Slots, anchor: date) -> Interval:
    *earlier, last = slots.weekdays
    days = [weekday(anchor, last, slots.direction("weekday"))]
    for number in reversed(earlier):
        days.append(weekday(days[-1], number, "past"))
    return _days(days)


def _year(slots: Slots, anchor: date | None) -> int | None:
    """The year that the words give outright, or by العام الماضي and the like."""
    stated = slots.years[0] if slots.years else None
    if "year" not in slots.directions and "year" not in slots.units:
        return stated
    if anchor is None:
        return stated if stated else needed(anchor).year
    meant = slots.calendar.parts(anchor)[0] + offset_of(slots.direction("year"))
    if stated not in (None, meant) and slots.direction("year"):
        raise contradiction(f"the year is not {stated}")
    return stated or meant


def _in_month(slots: Slots, anchor: date | None) -> Interval:
    number = slots.month or 0
    if slots.days and slots.edge:
        raise not_understood(slots.edge)
    year = _year(slots, anchor)
    if year is None:
        year = _unstated_year(slots, number, needed(anchor))
    if slots.days:
        return _days([slots.calendar.date(year, number, day) for day in slots.days])
    if not 1 <= number <= 12:
        raise UnresolvedDate(f"no such calendar date: month {number}")
    return _edged(Interval(*month(year, number, of=slots.calendar), "month"), slots)


def _unstated_year(slots: Slots, number: int, anchor: date) -> int:
    here = slots.calendar.parts(anchor)
    direction = slots.direction("month name", "month", "day")
    if slots.relative is not None:
        return slots.calendar.parts(anchor + slots.relative * _DAY)[0]
    day = slots.days[-1] if slots.days else None
    if day is None and slots.edge and not direction:
        day = calendar_table()["narrowing"]["month"].get(slots.edge, [1])[0]
    year = year_of(number, day, direction, here)
    return year + _weekday_says_next(slots, (year, number), direction, anchor)


def _weekday_says_next(
    slots: Slots, year_and_month: tuple[int, int], direction: str, anchor: date
) -> bool:
    """Whether the weekday fits the coming such day, a few weeks off, and not the past one."""
    if direction or len(slots.weekdays) != 1 or len(slots.days) != 1:
        return False
    year, number = year_and_month
    past = slots.calendar.date(year, number, slots.days[0])
    coming = slots.calendar.date(year + 1, number, slots.days[0])
    near = coming - anchor <= calendar_table()["policy"]["coming_days"] * _DAY
    return near and coming.isoweekday() == slots.weekdays[0] != past.isoweekday()


def _day_of_named_month(slots: Slots, anchor: date | None) -> Interval:
    """«الخامس من الشهر الجاري», «5 الجاري»: a day of the anchor's month."""
    direction = slots.direction("month", "day")
    if slots.nth and (year := _year(slots, anchor)) and "month" not in slots.units:
        first = year_span(year, of=slots.calendar)[0]
        return _days([first + (day - 1) * _DAY for day in slots.days])
    if slots.nth and "month" not in slots.units:
        raise UnresolvedDate("counted from another event")
    if slots.edge or set(slots.units) - {"month"} or not (direction or slots.units):
        raise not_understood("a day of the month without its month")
    first = add_months(needed(anchor).replace(day=1), offset_of(direction))
    return _days([GREGORIAN.date(first.year, first.month, day) for day in slots.days])


def _holiday(slots: Slots, anchor: date | None) -> Interval:
    if slots.edge:
        raise not_understood(f"{slots.edge} of a holiday")
    holiday = calendar_table()["holidays"][slots.holiday]
    calendar = slots.calendar = HIJRI if holiday["hijri"] else GREGORIAN
    year = slots.years[0] if slots.years else None
    if year is None:
        here = calendar.parts(needed(anchor))
        direction = slots.direction("month name")
        year = year_of(holiday["month"], holiday["day"], direction, here)
    first = calendar.date(year, holiday["month"], holiday["day"])
    if slots.days:
        return _days([first + (day - 1) * _DAY for day in slots.days])
    return _days([first, first + (holiday["days"] - 1) * _DAY])


def _season(slots: Slots, anchor: date | None) -> Interval:
    first_month = slots.season or 0
    year = _year(slots, anchor)
    if year is None:
        year = _season_year(first_month, slots.direction("season"), needed(anchor))
    return _edged(Interval(*season(year, first_month), "season"), slots)


def _season_year(first_month: int, direction: str, anchor: date) -> int:
    years = range(anchor.year - 2, anchor.year + 3)
    near = [(*season(year, first_month), year) for year in years]
    if direction == "next":
        return min(year for start, _, year in near if start > anchor)
    if direction in ("past", "before_last"):
        ended = max(year for _, end, year in near if end < anchor)
        return ended - (direction == "before_last")
    return max(year for start, _, year in near if start <= anchor)


def _period(slots: Slots, anchor: date | None) -> Interval:
    if slots.years and not {"week", "month"} & set(slots.units):
        _year(slots, anchor)
        spans = [year_span(year, of=slots.calendar) for year in slots.years]
        whole = Interval(min(s for s, _ in spans), max(e for _, e in spans), "year")
        return _edged(whole, slots)
    unit = min(slots.units, key=("week", "month", "year").index)
    direction = slots.direction(unit)
    if len(set(slots.units)) > 1 or not (direction or slots.edge):
        raise UnresolvedDate(f"vague: which {unit} is not stated")
    return _edged(_unit(unit, offset_of(direction), needed(anchor)), slots)


def _unit(unit: str, offset: int, anchor: date) -> Interval:
    if unit == "week":
        return Interval(*week(anchor, offset), unit)
    if unit == "year":
        return Interval(*year_span(anchor.year + offset), unit)
    first = add_months(anchor.replace(day=1), offset)
    return Interval(*month(first.year, first.month), unit)


def _on_weekday(found: Interval, slots: Slots) -> Interval:
    """«الاثنين من الأسبوع الماضي»: the day of that name in that week."""
    if found.precision != "week" or len(slots.weekdays) != 1 or found.end is None or slots.edge:
        return found
    return _days([weekday(found.end, slots.weekdays[0], "")])


def _checked(found: Interval, slots: Slots, anchor: date | None) -> Interval:
    if found.start is None or found.end is None:
        return found
    if found.precision != "day" and (slots.weekdays or slots.relative is not None):
        raise not_understood(f"a day beside a {found.precision}")
    if slots.relative is not None and anchor and found.start != anchor + slots.relative * _DAY:
        raise contradiction(f"{found.start} is not the day that the anchor {anchor} gives")
    names = [found.start.isoweekday(), found.end.isoweekday()]
    if slots.weekdays and not set(names) & set(slots.weekdays):
        raise contradiction(f"{found.start} is another day of the week")
    return found


def _with_part(found: Interval, slots: Slots) -> Interval:
    names = {"night" if part in ("eve", "midnight") else part for part in slots.parts}
    if found.precision != "day" or len(names) != 1 or found.start is None or found.end is None:
        return found
    start, end, part = found.start, found.end, names.pop()
    if start == end and "midnight" in slots.parts:
        end += _DAY
    elif start == end and slots.parts[0] == "eve" and slots.relative is None:
        start -= _DAY
    return Interval(start, end, "part", part)
