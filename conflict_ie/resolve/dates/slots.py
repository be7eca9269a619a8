"""What the words of a calendar date say, each in its slot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from conflict_ie.resolve.dates.calendar import GREGORIAN, HIJRI, Calendar, UnresolvedDate
from conflict_ie.resolve.dates.words import Token

__all__ = ["Slots", "contradiction", "fill", "not_understood"]

_PERIODS = ("week", "month", "year", "decade", "century")
# Kinds that add nothing by themselves: connectors, separators, approximators.
_SILENT = "t&SRxBq="


@dataclass(slots=True)
class Slots:
    """The facts of one date phrase, before a calendar makes days of them.

    Attributes:
        heads: what the last direction word can belong to, in reading order.
        directions: direction by head (``month``, ``weekday``, ``day``, …).
    """

    dates: list[tuple[int, int, int]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    month: int | None = None
    calendar: Calendar = GREGORIAN
    years: list[int] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)
    relative: int | None = None
    parts: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    season: int | None = None
    holiday: str | None = None
    decade: int | None = None
    edge: str | None = None
    nth: bool = False
    clock: bool = False
    vague: bool = False
    earlier: bool = False
    this: bool = False
    head: str = ""
    directions: dict[str, str] = field(default_factory=dict)

    def direction(self, *heads: str) -> str:
        """The direction given to the first of the heads that has one."""
        return next((self.directions[head] for head in heads if head in self.directions), "")


def contradiction(what: str) -> UnresolvedDate:
    """The reason for words that cannot be true together."""
    return UnresolvedDate(f"the words contradict each other: {what}")


def not_understood(words: str) -> UnresolvedDate:
    """The reason for words, or an order of words, that no rule covers."""
    return UnresolvedDate(f"words not understood: {words}")


def _head(slots: Slots, head: str) -> None:
    slots.head = head
    if slots.this:
        slots.directions[head], slots.this = "current", False


def _only(old: Any, new: Any, what: str) -> Any:
    if old is not None and old != new:
        raise contradiction(f"two {what}")
    return new


def _date(slots: Slots, token: Token) -> None:
    first, middle, last = token.value
    year_first = first > 31 and last <= 31
    slots.dates.append((first, middle, last) if year_first else (last, middle, first))
    if token.size == "hijri" or 1300 < slots.dates[-1][0] < 1500:
        slots.calendar = HIJRI
    if slots.dates[-1][0] < 100:
        raise not_understood(f"{token.text}: a year of two digits")


def _day(slots: Slots, token: Token) -> None:
    if not 1 <= token.value <= 31 or slots.head in _PERIODS:
        raise not_understood(token.text)
    slots.days.append(token.value)
    slots.nth = slots.nth or token.size == "nth"
    _head(slots, "day")


def _day_and_month(slots: Slots, token: Token) -> None:
    day, month = token.value
    slots.days.append(day)
    slots.month = _only(slots.month, month, "months")
    _head(slots, "month name")


def _month(slots: Slots, token: Token) -> None:
    calendar = HIJRI if token.kind == "h" else GREGORIAN
    slots.month = _only(slots.month, token.value, "months")
    if slots.calendar is not calendar and slots.head == "month name":
        raise contradiction("months of two calendars")
    slots.calendar = calendar
    _head(slots, "month name")


def _year(slots: Slots, token: Token) -> None:
    slots.years.append(token.value)
    if token.size == "hijri":
        slots.calendar = HIJRI
    _head(slots, "year")


def _weekday(slots: Slots, token: Token) -> None:
    slots.weekdays.append(token.value)
    _head(slots, "weekday")


def _relative(slots: Slots, token: Token) -> None:
    # «اليوم (أمس)»: a newspaper corrects the speaker's day to its reader's.
    old = None if (slots.relative, token.value) == (0, -1) else slots.relative
    slots.relative = _only(old, token.value, "days")
    _head(slots, "relative")


def _part(slots: Slots, token: Token) -> None:
    slots.parts.append(token.value)
    _head(slots, "part")


def _unit(slots: Slots, token: Token) -> None:
    if token.value in ("minute", "hour", "day"):
        return
    if token.value in ("decade", "century") or token.size.removeprefix("the ") != "one":
        raise not_understood(token.text)
    slots.units.append(token.value)
    _head(slots, token.value)


def _season(slots: Slots, token: Token) -> None:
    slots.season = _only(slots.season, token.value, "seasons")
    _head(slots, "season")


def _holiday(slots: Slots, token: Token) -> None:
    slots.holiday = token.value
    _head(slots, "month name")


def _decade(slots: Slots, token: Token) -> None:
    slots.decade = token.value
    _head(slots, "decade")


def _edge(slots: Slots, token: Token) -> None:
    if slots.edge is not None:
        raise not_understood(token.text)
    slots.edge = token.value


def _direct(slots: Slots, token: Token) -> None:
    if slots.head in ("", "part", "decade"):
        raise not_understood(token.text)
    old = slots.directions.get(slots.head)
    slots.directions[slots.head] = _only(old, token.value, "directions")


def _this(slots: Slots, token: Token) -> None:
    slots.this = True


def _clock(slots: Slots, token: Token) -> None:
    slots.clock = True


def _vague(slots: Slots, token: Token) -> None:
    slots.vague = True
    _head(slots, "vague")


def _earlier(slots: Slots, token: Token) -> None:
    slots.earlier = slots.vague = True


def _other(slots: Slots, token: Token) -> None:
    raise UnresolvedDate(f"refers to another date of the text: {token.text}")


def _own_count(slots: Slots, token: Token) -> None:
    raise UnresolvedDate(f"counted from another event: {token.text}")


def _silent(slots: Slots, token: Token) -> None:
    pass


_Filler = Callable[[Slots, Token], None]
_FILL: dict[str, _Filler] = {
    "N": _date, "n": _day, "o": _day, "P": _day_and_month, "m": _month, "h": _month,
    "Y": _year, "w": _weekday, "r": _relative, "p": _part, "u": _unit, "s": _season,
    "f": _holiday, "D": _decade, "e": _edge, "d": _direct, "z": _this, "K": _clock,
    "V": _vague, "E": _earlier, "A": _other, "Q": _own_count,
}  # fmt: skip
_FILL.update((kind, _silent) for kind in _SILENT)


def fill(tokens: tuple[Token, ...]) -> Slots:
    """Put every token into its slot.

    Raises:
        UnresolvedDate: a word is unknown, refers elsewhere, or contradicts another.
    """
    unknown = [t.text for t in tokens if t.kind == "?"]
    if unknown:
        raise not_understood(" ".join(unknown))
    slots = Slots()
    for token in sorted(tokens, key=lambda token: token.kind not in "AQ"):
        if token.kind not in _FILL:
            raise not_understood(token.text)
        _FILL[token.kind](slots, token)
    return slots
