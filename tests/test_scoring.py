"""Counts with known answers, the properties that hold for any, and two oracles."""

from __future__ import annotations

import importlib.util
import itertools
import json
import random
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.evaluation.report import evaluate
from conflict_ie.evaluation.scoring import (
    MATCHES,
    METRICS,
    Counts,
    align,
    facts,
    head_words,
    iob2,
    tally,
    whole_words,
)
from conflict_ie.jsonl import from_dict, read, to_dict

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "annotation"
ORACLE = {
    "entity": "entity", "entity_id": "entity_span", "trigger": "trigger", "status": "status",
    "trigger_id": "trigger_id", "argument": "arg", "argument_id": "arg_id",
    "attached": "arg_attached",
}  # fmt: skip


def cases(*names: str) -> list[Any]:
    texts = [(HERE / f"cases/scoring/{n}.jsonl").read_text(encoding="utf-8") for n in names]
    tables = [json.loads(line) for text in texts for line in text.splitlines()]
    return [pytest.param(table, id=table["name"]) for table in tables]


@pytest.mark.parametrize("case", cases("mentions", "events"))
def test_known_answers(case: dict[str, Any]) -> None:
    gold, predicted = from_dict(case["gold"]), from_dict(case["predicted"])
    for way in {*MATCHES, "exact"} & set(case["expect"]):
        match = "span" if way == "exact" else way
        tallied = tally(gold, predicted, exact=way == "exact", match=match)
        for metric, numbers in case["expect"][way].items():
            found = sum(tallied[metric].values(), Counts())
            assert (way, metric, found) == (way, metric, Counts(*numbers))


def test_every_metric_has_a_known_answer() -> None:
    asked = {m for c in cases("mentions", "events") for m in c.values[0]["expect"]["span"]}
    assert asked == set(METRICS)


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts(), 0, 0, 0),
        (Counts(0, 5, 0), 0, 0, 0),
        (Counts(0, 0, 5), 0, 0, 0),
        (Counts(3, 4, 6), 3 / 4, 1 / 2, 3 / 5),
    ],
)
def test_ratios(counts: Counts, precision: float, recall: float, f1: float) -> None:
    assert (counts.precision, counts.recall, counts.f1) == (precision, recall, f1)


def test_errors_are_what_only_one_side_says() -> None:
    assert Counts(3, 4, 6).errors == 4


@pytest.mark.parametrize(
    ("text", "marked", "words", "head"),
    [
        ("وقوات النظام", (1, 12), "وقوات النظام", "وقوات"),
        ("«داعش»", (0, 6), "داعش", "داعش"),
        ("لـ«داعش»", (3, 7), "داعش", "داعش"),
        ("لـ«داعش»", (2, 8), "داعش", "داعش"),
        ("قُتِلَ", (0, 3), "قُتِلَ", "قُتِلَ"),
        ("... ،", (0, 3), "...", "..."),
    ],
)
def test_whole_words(text: str, marked: tuple[int, int], words: str, head: str) -> None:
    document = Document("d", text)
    assert whole_words(document)(Span(*marked)).of(text) == words
    assert head_words(document)(Span(*marked)).of(text) == head


def test_unknown_match_names_the_known_ones() -> None:
    with pytest.raises(ConflictIEError, match="match='fuzzy' is unknown; choose one of span"):
        tally(Document("d", "تعز"), Document("d", "تعز"), match="fuzzy")


A, B = Document("a", "تعز"), Document("b", "حلب")


@pytest.mark.parametrize(
    ("gold", "predicted", "says"),
    [
        ([A], [B], "1 predicted documents have no gold, the first is 'b'"),
        ([A, A], [], "two gold documents have the id 'a'"),
        ([A], [A, A], "two predicted documents have the id 'a'"),
        ([A], [replace(A, text="تعز.")], "document 'a': gold and predicted texts differ"),
    ],
)
def test_what_does_not_fit_together(
    gold: list[Document], predicted: list[Document], says: str
) -> None:
    with pytest.raises(DocumentError, match=says):
        align(gold, predicted)


def test_a_missing_prediction_is_an_empty_one() -> None:
    assert align([A, B], [B]) == [(A, A), (B, B)]


@st.composite
def marked(draw: st.DrawFn, words: int = 12) -> Document:
    """Flat mentions over whole words, events with any of them as arguments."""
    text = " ".join(["قوات"] * words)
    at = [Span(5 * n, 5 * n + 4) for n in range(words)]
    bounds = sorted(draw(st.sets(st.integers(0, words), max_size=8)))
    spans = [Span(at[a].start, at[b - 1].end) for a, b in itertools.pairwise(bounds)]
    entities = [
        Entity(draw(st.sampled_from("PQ")), s, s.of(text)) for s in spans if draw(st.booleans())
    ]
    events = []
    for span in draw(st.lists(st.sampled_from(at), max_size=3, unique=True)):
        chosen = draw(st.lists(st.sampled_from(entities), max_size=3)) if entities else []
        arguments = tuple(Argument(draw(st.sampled_from("rs")), e) for e in chosen)
        kind, status = draw(st.sampled_from("XY")), draw(st.sampled_from(["actual", "denied"]))
        events.append(Event(kind, span, span.of(text), status, arguments))
    return Document("d", text, tuple(entities), tuple(events))


def total(gold: Document, predicted: Document, metric: str, match: str = "span") -> Counts:
    return sum(tally(gold, predicted, match=match)[metric].values(), Counts())


@settings(deadline=None)  # two cores, often busy
@given(marked())
def test_gold_against_itself_is_all_right(document: Document) -> None:
    for metric in METRICS:
        n = len(facts(document, metric))
        for match in ("span", "overlap"):
            assert total(document, document, metric, match) == Counts(n, n, n)


@settings(deadline=None)  # two cores, often busy
@given(marked(), marked())
def test_swapping_the_sides_swaps_precision_and_recall(a: Document, b: Document) -> None:
    for match in MATCHES:
        for metric in METRICS:
            there, back = total(a, b, metric, match), total(b, a, metric, match)
            assert (there.tp, there.predicted, there.gold) == (back.tp, back.gold, back.predicted)


@settings(deadline=None)  # two cores, often busy
@given(marked(), marked())
def test_never_more_right_than_there_is(a: Document, b: Document) -> None:
    for metric in METRICS:
        strict, loose = total(a, b, metric), total(a, b, metric, "overlap")
        assert strict.tp <= loose.tp <= min(loose.predicted, loose.gold)
        assert (strict.predicted, strict.gold) == (loose.predicted, loose.gold)


@settings(deadline=None)  # two cores, often busy
@given(marked(), marked())
def test_a_looser_metric_finds_no_less(a: Document, b: Document) -> None:
    for strict, loose in (
        ("entity", "entity_id"),
        ("trigger", "trigger_id"),
        ("status", "trigger"),
    ):
        assert total(a, b, strict).tp <= total(a, b, loose).tp


@settings(deadline=None)  # two cores, often busy
@given(st.lists(st.tuples(marked(), marked()), min_size=1, max_size=4))
def test_seqeval_agrees_on_flat_mentions(pairs: list[tuple[Document, Document]]) -> None:
    gold = [replace(g, id=str(n)) for n, (g, _) in enumerate(pairs)]
    predicted = [replace(p, id=str(n)) for n, (_, p) in enumerate(pairs)]
    report = evaluate(gold, predicted)
    own = report.counts("entity")
    assert report.seqeval["f1"] == pytest.approx(own.f1)
    assert report.seqeval["precision"] == pytest.approx(own.precision)
    assert report.seqeval["recall"] == pytest.approx(own.recall)


def test_neighbours_of_one_type_stay_two() -> None:
    text = "قرى لحايا ومعركبة."
    spans = Span(4, 9), Span(11, 17)
    document = Document("d", text, tuple(Entity("LOC", s, s.of(text)) for s in spans))
    assert iob2(document) == ["O", "B-LOC", "B-LOC"]


def shared() -> Path:
    if not (SHARED / "score.py").exists():
        warnings.warn(
            f"{SHARED} is absent: agreement with the reference scorer unchecked", stacklevel=2
        )
        pytest.skip(f"{SHARED} is absent")
    return SHARED


def perturbed(table: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A copy with mentions and events dropped, moved, renamed and tied to others."""
    kept = [e for e in table["entities"] if rng.random() > 0.1]
    for entity in kept:
        if rng.random() < 0.15:
            entity["start"] = max(0, entity["start"] - rng.randrange(4))
            entity["end"] = min(len(table["text"]), entity["end"] + rng.randrange(6))
        if rng.random() < 0.1:
            entity["type"] = rng.choice(["ARM", "ORG", "LOC"])
    ids = [e["id"] for e in kept]
    table["events"] = [e for e in table["events"] if rng.random() > 0.1]
    for event in table["events"]:
        if rng.random() < 0.1:
            event["type"], event["status"] = "Attack", "planned"
        event["arguments"] = [a for a in event["arguments"] if a["entity"] in ids]
        for argument in event["arguments"]:
            if rng.random() < 0.2:
                argument["role"], argument["entity"] = (
                    rng.choice(["Agent", "Place"]),
                    rng.choice(ids),
                )
    return {**table, "entities": kept}


@pytest.mark.shared
@pytest.mark.parametrize("exact", [False, True])
def test_the_reference_scorer_agrees(exact: bool) -> None:
    folder, rng = shared(), random.Random(0)
    spec = importlib.util.spec_from_file_location("reference", folder / "score.py")
    assert spec
    assert spec.loader
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold = read(folder / "dev.jsonl")
    predicted = [from_dict(perturbed(to_dict(d), rng)) for d in gold]
    report = evaluate(gold, predicted, exact=exact)
    theirs = reference.score([*map(to_dict, gold)], [*map(to_dict, predicted)], exact)
    for ours, name in ORACLE.items():
        counts = Counts(*(sum(theirs[name][side].values()) for side in ("tp", "p", "g")))
        assert (ours, report.counts(ours)) == (ours, counts)
        assert 0.3 < counts.f1 < 1
