"""Scores against correctness: calibration error, bins, thresholds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.evaluation.reliability import (
    Judged,
    Reliability,
    binned,
    ece,
    judge,
    reliability,
    thresholds_for,
)

TEXT = (Path(__file__).parent / "cases/scoring/scores.jsonl").read_text(encoding="utf-8")
CASES = [pytest.param(c, id=c["name"]) for c in map(json.loads, TEXT.splitlines())]


def mentions(scored: list[tuple[str, float | None, bool]]) -> tuple[Document, Document]:
    """A word a mention; gold has the right ones."""
    text = " ".join(["تعز"] * len(scored))
    said = [
        Entity(label, Span(4 * n, 4 * n + 3), "تعز", score=score)
        for n, (label, score, _) in enumerate(scored)
    ]
    true = tuple(e for e, (_, _, right) in zip(said, scored, strict=True) if right)
    return Document("d", text, true), Document("d", text, tuple(said))


@pytest.mark.parametrize("case", CASES)
def test_known_answers(case: dict[str, Any]) -> None:
    gold, predicted = mentions(case["scored"])
    found = reliability([gold], [predicted])["mentions"]
    if case["ece"] is None:
        assert found is None
        return
    assert found is not None
    assert found.ece == pytest.approx(case["ece"])
    filled = {str(n): b for n, b in enumerate(found.bins) if b.count}
    assert len(found.bins) == 10
    assert set(filled) == set(case["bins"])
    for n, expected in case["bins"].items():
        b = filled[n]
        assert [b.count, b.confidence, b.accuracy] == pytest.approx(expected)


@pytest.mark.parametrize("case", CASES)
def test_known_thresholds(case: dict[str, Any]) -> None:
    gold, predicted = mentions(case["scored"])
    for precision, expected in case["thresholds"]:
        found = thresholds_for([gold], [predicted], precision=precision)
        assert found == {"mentions": expected, "triggers": {}, "arguments": {}}


judged_lists = st.lists(
    st.builds(Judged, st.just("LOC"), st.floats(0, 1), st.booleans()), min_size=1, max_size=40
)


@settings(deadline=None)
@given(judged_lists)
def test_ece_is_the_ten_line_definition(judged: list[Judged]) -> None:
    scores, right = np.array([j.score for j in judged]), np.array([j.right for j in judged])
    cell = np.minimum((scores * 10).astype(int), 9)
    gaps = [
        abs(scores[cell == n].mean() - right[cell == n].mean()) * (cell == n).mean()
        for n in np.unique(cell)
    ]
    assert ece(judged) == pytest.approx(sum(gaps))


@settings(deadline=None)
@given(judged_lists, st.sampled_from([0.5, 0.8, 1.0]))
def test_what_passes_a_threshold_is_as_precise_as_wished(
    judged: list[Judged], precision: float
) -> None:
    gold, predicted = mentions([(j.label, j.score, j.right) for j in judged])
    threshold = thresholds_for([gold], [predicted], precision=precision)["mentions"]["LOC"]

    def reached(low: float) -> float:
        kept = [j.right for j in judged if j.score >= low]
        return sum(kept) / len(kept)

    below = [j.score for j in judged if threshold is None or j.score < threshold]
    assert threshold is None or reached(threshold) >= precision
    assert all(reached(score) < precision for score in below)


def event(score: float | None, argument: float | None) -> Document:
    text = "قصف الجيش تعز"
    place = Entity("LOC", Span(10, 13), "تعز")
    links = (Argument("Target", place, argument),)
    return Document(
        "d", text, (place,), (Event("Shelling", Span(0, 3), "قصف", "actual", links, score=score),)
    )


def test_each_layer_has_scores_of_its_own() -> None:
    found = reliability([event(None, None)], [event(0.75, 0.5)])
    assert found["mentions"] is None
    assert found["triggers"] is not None
    assert found["arguments"] is not None
    assert (found["triggers"].ece, found["arguments"].ece) == (0.25, 0.5)


def test_an_argument_of_the_wrong_event_type_is_wrong() -> None:
    said = event(0.75, 0.5)
    other = replace(said, events=(replace(said.events[0], type="Attack"),))
    judged = judge([(said, other)])
    assert judged["arguments"] == [Judged("Target", 0.5, False)]
    assert judged["triggers"] == [Judged("Attack", 0.75, False)]


def test_one_fact_said_twice_counts_once_with_its_higher_score() -> None:
    spans = Span(1, 4), Span(0, 4)
    for scores in ((0.9, 0.5), (0.5, 0.9)):
        entities = (
            Entity("LOC", span, span.of("بتعز"), score=score)
            for span, score in zip(spans, scores, strict=True)
        )
        said = Document("d", "بتعز", tuple(entities))
        assert judge([(said, said)])["mentions"] == [Judged("LOC", 0.9, True)]


def test_support_asks_for_enough_predictions() -> None:
    gold, predicted = mentions([("LOC", 0.9, True), ("LOC", 0.8, True), ("LOC", 0.7, False)])
    asked = {
        n: thresholds_for([gold], [predicted], support=n)["mentions"]["LOC"] for n in (1, 2, 3)
    }
    assert asked == {1: 0.8, 2: 0.8, 3: None}


def test_no_probability_says_where() -> None:
    gold, predicted = mentions([("LOC", 1.5, True)])
    with pytest.raises(
        DocumentError, match=r"document 'd': LOC at .* has the score 1.5; scores are"
    ):
        reliability([gold], [predicted])


@pytest.mark.parametrize("precision", [0.0, -0.1, 1.1, 90])
def test_precision_is_a_share(precision: float) -> None:
    with pytest.raises(ConflictIEError, match=r"lies outside \(0, 1\]"):
        thresholds_for([], [], precision=precision)


def test_bins_are_at_least_one() -> None:
    with pytest.raises(ConflictIEError, match="bins=0 is too few"):
        binned([], bins=0)


def test_a_table_of_bins() -> None:
    found = binned([Judged("LOC", 0.25, True), Judged("LOC", 0.75, True)], bins=2)
    assert isinstance(found, Reliability)
    assert str(found).splitlines() == [
        "2 scores, ECE 0.500",
        "scores     count  confidence  accuracy",
        "0.00–0.50      1       0.250     1.000",
        "0.50–1.00      1       0.750     1.000",
    ]
    assert "<td dir='auto'>0.250</td>" in found._repr_html_()
