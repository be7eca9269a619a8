"""What went wrong: kinds of errors, confusions, false attributions, the two-sided view."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from conflict_ie.errors import ConflictIEError
from conflict_ie.evaluation.attributions import Attributions, attributions
from conflict_ie.evaluation.beside import beside
from conflict_ie.evaluation.misses import LAYERS, census, confusion, confusion_table, misses
from conflict_ie.evaluation.report import evaluate
from conflict_ie.jsonl import from_dict

HERE = Path(__file__).parent
METRIC = {"mention": "entity", "trigger": "trigger", "argument": "attached"}


def cases(*names: str) -> list[Any]:
    texts = [(HERE / f"cases/scoring/{n}.jsonl").read_text(encoding="utf-8") for n in names]
    tables = [json.loads(line) for text in texts for line in text.splitlines()]
    return [pytest.param(table, id=table["name"]) for table in tables]


def pair(name: str) -> tuple[Any, Any]:
    table = next(c.values[0] for c in cases("mentions", "events") if c.id == name)
    return from_dict(table["gold"]), from_dict(table["predicted"])


@pytest.mark.parametrize("case", cases("mentions", "events"))
def test_known_answers(case: dict[str, Any]) -> None:
    found = misses([from_dict(case["gold"])], [from_dict(case["predicted"])])
    assert Counter(f"{m.layer} {m.kind}" for m in found) == case["expect"]["misses"]


@pytest.mark.parametrize("case", cases("events"))
def test_known_attributions(case: dict[str, Any]) -> None:
    found = attributions((from_dict(case["gold"]), from_dict(case["predicted"])))
    assert found == Attributions(*case["expect"]["attributions"])


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("case", cases("mentions", "events"))
def test_every_error_is_in_one_miss(case: dict[str, Any], exact: bool) -> None:
    gold, predicted = [from_dict(case["gold"])], [from_dict(case["predicted"])]
    found = misses(gold, predicted, exact=exact)
    report = evaluate(gold, predicted, exact=exact)
    for layer, metric in METRIC.items():
        sides = [s for m in found if m.layer == layer for s in (m.gold, m.predicted) if s]
        assert (layer, len(sides)) == (layer, report.counts(metric).errors)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("another type", "mention, type: LOC «كفرزيتا» → FAC «كفرزيتا»"),
        (
            "the end cut off: overlaps, same head",
            "mention, boundary: ARM «قوات النظام» → ARM «قوات»",
        ),
        ("another status", "status, wrong status: Attack.actual «هجوماً» → Attack.planned «هجوماً»"),
        ("a source overlooked", "argument, missed: Kill.Source «المرصد السوري» → ∅"),
        (
            "a victim said to be the killer",
            "argument, wrong role: Kill.Target «مدنيين» → Kill.Agent «مدنيين»",
        ),
    ],
)
def test_a_miss_says_what_happened(name: str, says: str) -> None:
    (found,) = (misses([g], [p]) for g, p in [pair(name)])
    assert [str(m) for m in found] == [f"{name}: {says}"]


def test_census_counts_by_layer_and_kind() -> None:
    gold, predicted = pair("an event of another type takes its arguments with it")
    rows = {row[0]: row[1:] for row in census(misses([gold], [predicted])).rows}
    assert list(rows) == list(LAYERS)
    assert rows["trigger"] == (0, 1, 0, 0, 0, 0, 0)
    assert rows["argument"] == (0, 5, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "layer", "expected"),
    [
        ("another type", "mention", {("ARM", "ARM"): 1, ("WEA", "WEA"): 1, ("LOC", "FAC"): 1}),
        ("nothing predicted", "mention", {("ARM", "∅"): 1, ("WEA", "∅"): 1, ("LOC", "∅"): 1}),
        ("nothing in gold", "mention", {("∅", "ARM"): 1, ("∅", "WEA"): 1, ("∅", "LOC"): 1}),
        ("another status", "status", {("actual", "actual"): 1, ("actual", "planned"): 1}),
        ("one event too many: unattached arguments do not see it", "trigger",
         {("Attack", "Attack"): 1, ("Kill", "Kill"): 1, ("∅", "Attack"): 1}),
        ("a victim said to be the killer", "argument",
         {("Agent", "Agent"): 1, ("Target", "Target"): 2, ("Target", "Agent"): 1,
          ("Place", "Place"): 1, ("Time", "Time"): 1, ("Source", "Source"): 1,
          ("Count", "Count"): 1}),
    ],
)  # fmt: skip
def test_confusion(name: str, layer: str, expected: dict[tuple[str, str], int]) -> None:
    gold, predicted = pair(name)
    assert confusion([gold], [predicted], layer) == expected


def test_confusion_table_puts_nothing_last() -> None:
    table = confusion_table({("LOC", "FAC"): 2, ("ARM", "∅"): 3, ("∅", "LOC"): 9})
    assert table.header == ("", "ARM", "LOC", "FAC", "∅")
    assert table.rows[1] == ("LOC", 0, 0, 2, 0)


def test_unknown_layer_names_the_known_ones() -> None:
    with pytest.raises(ConflictIEError, match="layer='role' is unknown; choose one of mention"):
        confusion([], [], "role")


def test_attribution_rate() -> None:
    judged = Attributions(said=8, invented=1, mistaken=1, near=3, loose=5)
    assert (judged.false, judged.rate) == (2, 0.25)
    assert str(judged).startswith("false attributions: 2 of 8 Agents of known events (25.0%)")
    assert Attributions(loose=4).rate is None


def test_beside_marks_what_only_one_side_says() -> None:
    gold, predicted = pair("another status")
    lines = str(beside([gold], [predicted])[gold.id]).splitlines()
    assert "− Attack (actual) «هجوماً»" in lines
    assert "+ Attack (planned) «هجوماً»" in lines
    assert "=     Attack.Agent «قوات النظام»" in lines
    assert sum(line[0] in "−+" for line in lines[1:]) == 2


def test_beside_tells_two_mentions_of_one_name_apart() -> None:
    gold, predicted = pair("the same name at another place is no false attribution")
    lines = str(beside([gold], [predicted])[gold.id]).splitlines()
    assert lines.count("−     Attack.Agent «الجيش»") == 1
    assert lines.count("+     Attack.Agent «الجيش»") == 1


def test_beside_in_a_notebook_has_two_escaped_columns() -> None:
    gold, predicted = pair("another type")
    html = beside([gold], [predicted])[gold.id]._repr_html_()
    assert "<th>gold</th><th>predicted</th>" in html
    assert "<b>− LOC «كفرزيتا»</b>" in html
    assert "<b>+ FAC «كفرزيتا»</b>" in html
