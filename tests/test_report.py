"""The report: sums over documents, intervals, views, and comparisons of two models."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import bootstrap

from conflict_ie.document import Document, Entity, Span
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.evaluation.comparing import Spread, over_seeds, paired
from conflict_ie.evaluation.report import Report, evaluate
from conflict_ie.evaluation.scoring import METRICS, Counts
from conflict_ie.evaluation.tables import Table
from conflict_ie.jsonl import from_dict

TEXT = (Path(__file__).parent / "cases/scoring/events.jsonl").read_text(encoding="utf-8")
TABLES = [json.loads(line) for line in TEXT.splitlines()]
GOLD = [replace(from_dict(t["gold"]), meta={"source": t["name"][:5]}) for t in TABLES]
SAID = [from_dict(t["predicted"]) for t in TABLES]
REPORT = evaluate(GOLD, SAID)


def docs(right: list[bool], spare: int = 0) -> tuple[list[Document], list[Document]]:
    """A document a flag, with one place in gold; found where the flag is set."""
    entities = (Entity("LOC", Span(4, 7), "تعز"), Entity("PER", Span(0, 3), "قصف"))
    gold = [Document(str(n), "قصف تعز", entities[:1]) for n in range(len(right))]
    said = [
        replace(g, entities=entities[:1] * ok + entities[1:] * (n < spare))
        for n, (g, ok) in enumerate(zip(gold, right, strict=True))
    ]
    return gold, said


def test_counts_add_up_over_documents_and_labels() -> None:
    parts = list(REPORT.by_document().values())
    assert len(parts) == len(GOLD)
    for metric in METRICS:
        whole = REPORT.counts(metric)
        assert whole == sum((p.counts(metric) for p in parts), Counts())
        assert whole == sum((REPORT.counts(metric, x) for x in REPORT.labels(metric)), Counts())
    assert sum((p.counts("attached") for p in REPORT.by().values()), Counts()) == REPORT.counts(
        "attached"
    )


def test_known_sum() -> None:
    """By hand: two right, one missed, one spurious: P = R = 2/3."""
    report = evaluate(*docs([True, True, False], spare=1))
    assert report.counts("entity") == Counts(2, 3, 3)
    assert report.counts("entity", "PER") == Counts(0, 1, 0)
    assert report.f1("entity") == pytest.approx(2 / 3)
    assert report.macro("entity") == pytest.approx(4 / 5)  # PER is not in gold
    assert report.labels("entity") == ["LOC", "PER"]


def test_nothing_to_score() -> None:
    report = evaluate([], [])
    assert report.f1("entity") == report.macro("entity") == 0
    assert np.isnan(report.interval("entity")).all()
    assert json.loads(report.to_json())["metrics"]["entity"]["interval"] == [None, None]
    assert report.seqeval["f1"] == 0
    assert "0 documents" in str(report)


def test_by_source_most_documents_first() -> None:
    groups = {name: len(part.ids) for name, part in REPORT.by().items()}
    assert sorted(groups.values(), reverse=True) == list(groups.values())
    assert sum(groups.values()) == len(GOLD)
    assert list(evaluate(*docs([True])).by()) == ["–"]


def test_worst_documents_have_the_most_errors() -> None:
    worst = REPORT.worst("attached", n=2)
    errors = sorted(REPORT.by_document()[i].counts("attached").errors for i in REPORT.ids)
    assert [counts.errors for _, counts in worst] == errors[:-3:-1]
    assert worst[0][0] == "an event of another type takes its arguments with it"


def test_unknown_metric_names_the_known_ones() -> None:
    for ask in (REPORT.f1, REPORT.labels, REPORT.interval, REPORT.table):
        with pytest.raises(ConflictIEError, match="no metric 'arguments'; there are entity_id, "):
            ask("arguments")


def test_interval_agrees_with_scipy() -> None:
    rng = np.random.default_rng(3)
    report = evaluate(*docs((rng.random(200) < 0.7).tolist(), spare=60))

    def f1(rows: Any, axis: int) -> Any:
        tp, said, true = np.moveaxis(report.rows("entity")[rows], -1, 0)
        return 2 * tp.sum(axis) / (said.sum(axis) + true.sum(axis))

    theirs = bootstrap(
        (np.arange(200),), f1, vectorized=True, method="percentile", n_resamples=2000, rng=rng
    ).confidence_interval
    assert report.interval("entity") == pytest.approx(tuple(theirs), abs=0.005)
    assert report.interval("entity") == report.interval("entity")
    assert report.interval("entity") != report.interval("entity", seed=1)


def test_looser_matches_are_reports_of_their_own() -> None:
    assert REPORT.overlap.f1("attached") > REPORT.f1("attached")
    assert REPORT.head.f1("entity") > REPORT.f1("entity")
    assert REPORT.overlap.unit == "whole words, overlap"


def test_gold_triggers_stand_beside() -> None:
    gold, said = GOLD[0], SAID[0]
    silent = replace(said, events=())
    report = evaluate([gold], [silent], with_gold_triggers=[said])
    assert report.f1("attached") == 0
    assert report.gold_triggers is not None
    assert report.gold_triggers.f1("attached") == 1
    assert any(line.startswith("attached, gold triggers") for line in str(report).splitlines())
    assert report.to_dict()["gold_triggers"]["metrics"]["attached"]["f1"] == 1
    part = report.by_document()[gold.id]
    assert part.gold_triggers is not None


def test_gold_triggers_must_be_gold() -> None:
    extra = next(n for n, t in enumerate(TABLES) if t["name"].startswith("one event too many"))
    with pytest.raises(DocumentError, match="with_gold_triggers has a trigger that gold does not"):
        evaluate([GOLD[extra]], [], with_gold_triggers=[SAID[extra]])


def test_false_attributions_are_counted() -> None:
    expected = np.sum([t["expect"]["attributions"] for t in TABLES], 0)
    judged = REPORT.attributions
    assert [judged.said, judged.invented, judged.mistaken, judged.near, judged.loose] == list(
        expected
    )
    assert str(judged) in str(REPORT)


def test_text_has_a_row_a_metric() -> None:
    lines = str(REPORT).splitlines()
    assert lines[0].startswith("13 documents, whole words, micro F1 with its 95 % bootstrap")
    assert [line.split()[0] for line in lines[2 : 2 + len(METRICS)]] == list(METRICS)
    assert "entity by seqeval, strict, IOB2: P" in str(REPORT)
    assert "exact characters" in str(evaluate(GOLD, SAID, exact=True))


def test_calibration_is_told_only_where_there_are_scores() -> None:
    assert "ECE" not in str(REPORT)
    gold, said = docs([True])
    scored = [replace(d, entities=(replace(d.entities[0], score=0.75),)) for d in said]
    assert "mentions 0.250, triggers –, arguments –" in str(evaluate(gold, scored))


def test_json_holds_every_count() -> None:
    table = json.loads(REPORT.to_json(per_document=True))
    attached = table["metrics"]["attached"]
    assert attached["right"] == REPORT.counts("attached").tp
    assert attached["by_label"]["Agent"]["gold"] == REPORT.counts("attached", "Agent").gold
    assert list(table["by_document"]) == list(REPORT.ids)
    assert set(table) >= {"overlap", "head", "seqeval", "false_attributions", "ece", "by_source"}


def test_notebook_shows_tables_and_escapes() -> None:
    hostile = replace(GOLD[0], meta={"source": "<script>"})
    html = evaluate([hostile], [SAID[0]])._repr_html_()
    assert html.startswith("<table><caption>1 documents")
    assert "<summary>attached, whole words</summary>" in html
    assert "<script>" not in html


def test_a_report_from_counts_alone_still_counts() -> None:
    bare = Report(REPORT.ids, REPORT.tallies)
    assert bare.f1("attached") == REPORT.f1("attached")
    assert "attached" in str(bare)
    with pytest.raises(ConflictIEError, match=r"made from counts, .* make it with evaluate"):
        bare.by()


def test_a_model_does_not_differ_from_itself() -> None:
    for d in REPORT.diff(REPORT).rows:
        assert (d.gain, d.low, d.high, d.p) == (0, 0, 0, 1)


def test_a_clear_gain_is_significant_and_has_a_sign() -> None:
    gold, bad = docs([n % 2 == 0 for n in range(60)])
    first, second = evaluate(gold, bad), evaluate(gold, gold)
    (up,) = (d for d in first.diff(second).rows if d.metric == "entity")
    (down,) = (d for d in second.diff(first).rows if d.metric == "entity")
    assert up.gain == -down.gain == pytest.approx(1 / 3)
    assert 0 < up.low < up.gain < up.high
    assert up.p == down.p == 1 / 2001


def test_one_document_proves_nothing() -> None:
    gold, bad = docs([False])
    assert paired(evaluate(gold, bad), evaluate(gold, gold), "entity").p == 1


def test_few_documents_prove_as_much_as_their_swaps_allow() -> None:
    """Five documents all better: 2 of the 32 swaps are as extreme, so p is near 1/16."""
    gold, bad = docs([False] * 5)
    found = paired(evaluate(gold, bad), evaluate(gold, gold), "entity", label="LOC")
    assert found.metric == "entity:LOC"
    assert found.p == pytest.approx(1 / 16, abs=0.02)


def test_a_comparison_renders() -> None:
    found = REPORT.diff(evaluate(GOLD, GOLD))
    assert str(found).splitlines()[1].split() == [
        "metric",
        "first",
        "second",
        "gain",
        "low",
        "high",
        "p",
    ]
    assert "<caption>13 documents" in found._repr_html_()
    assert json.loads(json.dumps(found.to_dict()))["metrics"]["attached"]["second"] == 1


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (evaluate(GOLD, SAID, exact=True), "one report compares whole words, the other exact"),
        (evaluate(GOLD[1:], SAID[1:]), "the reports score different documents"),
    ],
)
def test_what_cannot_be_compared(other: Report, says: str) -> None:
    with pytest.raises(ConflictIEError, match=says):
        REPORT.diff(other)
    with pytest.raises(ConflictIEError, match=says):
        over_seeds([REPORT, other])


def test_spread_over_seeds() -> None:
    gold, _ = docs([True] * 4)
    reports = [evaluate(gold, docs([True] * n + [False] * (4 - n))[1]) for n in (1, 2, 4)]
    spread = over_seeds(reports, ["entity"])["entity"]
    assert spread.values == pytest.approx((2 / 5, 2 / 3, 1))
    assert spread.mean == pytest.approx(31 / 45)
    assert spread.sd == pytest.approx(np.std(spread.values, ddof=1))
    assert Spread((0.5,)).sd is None
    assert str(Spread((0.5,))) == "0.500 ± unknown (1 seed)"
    with pytest.raises(ConflictIEError, match="no report to average"):
        over_seeds([])


def test_a_table_aligns_numbers_and_dashes() -> None:
    table = Table(
        "", ("label", "F1"), (("ARM", 0.5), ("غير ذلك", None), ("x", float("nan"))), ("note",)
    )
    assert str(table).splitlines() == [
        "label       F1",
        "ARM      0.500",
        "غير ذلك      –",
        "x            –",
        "note",
    ]
