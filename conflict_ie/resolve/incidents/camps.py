"""Who stands with whom: two camps, from who struck whom and who fought together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Rows", "camps_of"]

Rows = tuple[Sequence[str], Sequence[str]]


def camps_of(sides: Iterable[str], meetings: Iterable[Rows]) -> Mapping[str, int]:
    """Camp 0 or 1 of every side that the meetings tie to the first one that met another.

    Args:
        sides: keys of sides, in reading order.
        meetings: pairs of rows: those in one row stand together and face the other row.

    Returns:
        Key to camp. A side that no meeting ties to the others is left out. Where the
        text contradicts itself, what it said first holds.

    Example:
        >>> dict(camps_of("abc", [(["a"], ["b"]), (["c"], ["b"])]))
        {'a': 0, 'b': 1, 'c': 0}
    """
    links: dict[str, list[tuple[str, int]]] = {}
    for first, second in meetings:
        for key, other, apart in _pairs(first, second):
            links.setdefault(key, []).append((other, apart))
    start = next((s for s in sides if s in links), None)
    return _spread(start, links) if start is not None else {}


def _pairs(first: Sequence[str], second: Sequence[str]) -> Iterable[tuple[str, str, int]]:
    row = {**dict.fromkeys(second, 1), **dict.fromkeys(first, 0)}
    return ((a, b, int(row[a] != row[b])) for a in row for b in row if a != b)


def _spread(start: str, links: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, int]:
    camps, waiting = {start: 0}, deque([start])
    while waiting:
        key = waiting.popleft()
        for other, apart in links.get(key, ()):
            if other not in camps:
                camps[other] = camps[key] ^ apart
                waiting.append(other)
    return camps
