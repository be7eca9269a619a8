"""Who acts against whom, as a table whose cells are shaded by how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil, sqrt

from conflict_ie.display.charts import chart, empty
from conflict_ie.display.labels import word
from conflict_ie.display.markup import both, safe, tag
from conflict_ie.display.page import Chart
from conflict_ie.errors import ConflictIEError

__all__ = ["actor_matrix"]

_SHADES = 5


def actor_matrix(pairs: Sequence[tuple[str, str, int]]) -> Chart:
    """Counts of agent and target, the busiest first.

    A table rather than a drawing, so that a screen reader can walk through it.

    Args:
        pairs: agent, target, how often; the same two may come again and add up.

    Raises:
        ConflictIEError: a count below 0.

    Example:
        >>> "الجيش" in actor_matrix([("الجيش", "تنظيم داعش", 3)]).html
        True
    """
    counts: Counter[tuple[str, str]] = Counter()
    for agent, target, count in pairs:
        if count < 0:
            raise ConflictIEError(f"{agent!r} against {target!r}: a count of {count} is below 0")
        counts[agent, target] += count
    counts = +counts
    if not counts:
        return empty(word("matrix"), classes="matrix")
    table = tag("div", "scroll", _table(counts), extra=' tabindex="0"')
    return chart(word("matrix"), table, classes="matrix")


def _table(counts: Counter[tuple[str, str]]) -> str:
    agents, targets = (_ranked(counts, side) for side in (0, 1))
    columns = "".join(_column(name) for name, _ in targets)
    corner = f'<th class="corner">{both(word("agents_targets"))}</th>'
    total = f'<th scope="col" class="sum">{both(word("total"))}</th>'
    body = "".join(_row(counts, name, sum_, [t for t, _ in targets]) for name, sum_ in agents)
    foot = "".join(f'<td class="sum">{sum_}</td>' for _, sum_ in targets)
    return (
        f"<table><thead><tr>{corner}{columns}{total}</tr></thead><tbody>{body}"
        f'<tr><th scope="row" class="sum">{both(word("total"))}</th>{foot}'
        f'<td class="sum">{counts.total()}</td></tr></tbody></table>'
    )


def _ranked(counts: Counter[tuple[str, str]], side: int) -> list[tuple[str, int]]:
    sums: Counter[str] = Counter()
    for pair, count in counts.items():
        sums[pair[side]] += count
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))


def _column(name: str) -> str:
    return f'<th scope="col" class="up"><span><bdi>{safe(name)}</bdi></span></th>'


def _row(counts: Counter[tuple[str, str]], agent: str, total: int, targets: Iterable[str]) -> str:
    top = max(counts.values())
    cells = "".join(_cell(counts[agent, target], top) for target in targets)
    name = f'<th scope="row"><bdi>{safe(agent)}</bdi></th>'
    return f'<tr>{name}{cells}<td class="sum">{total}</td></tr>'


def _cell(count: int, top: int) -> str:
    # The root keeps single incidents visible beside a pair that fights every day.
    return (
        f'<td class="h{ceil(_SHADES * sqrt(count / top))}">{count}</td>' if count else "<td></td>"
    )
